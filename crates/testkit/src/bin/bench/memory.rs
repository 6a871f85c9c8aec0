//! The demo company with fifty people connected while things happen: what the kernel says the process holds.

use std::io::Read as _;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::process::Program;
use crate::{Figure, company};

/// People with the staff app open.
const PEOPLE: usize = 50;
/// How often each of them looks at something.
const LOOKS: usize = 6;
/// New cases a second, each of them an event or more to everybody.
const EVENTS_PER_SECOND: u32 = 20;
/// How long they come, at least.
const SECONDS: u64 = 15;

/// Connects fifty live streams to the demo company of 20,000, lets everybody look around while 20 cases a second come.
pub async fn run() -> Result<Vec<Figure>> {
    let folder = company::ensure()?;
    let program = Arc::new(company::start(&folder, &["--still"])?);
    let cookie = sign_in(&program)?;
    let header = format!("Cookie: {cookie}\r\nOrigin: http://127.0.0.1:{}\r\n", program.port);
    let heard: Vec<Arc<AtomicU64>> = (0..PEOPLE).map(|_| listen(&program, &header)).collect::<Result<_>>()?;
    let is_over = Arc::new(AtomicBool::new(false));
    let cases = open_cases(program.clone(), header.clone(), is_over.clone());
    let begun = Instant::now();
    let mut look = 0;
    while look < LOOKS * PEOPLE || begun.elapsed() < Duration::from_secs(SECONDS) {
        let path = match look % 4 {
            0 => "/api/v1/cases?limit=50",
            1 => "/api/v1/inbox-views",
            2 => "/api/v1/persons?q=mar",
            _ => "/api/v1/dashboard",
        };
        let answer = program.request("GET", path, &header, "")?;
        anyhow::ensure!(answer.starts_with("HTTP/1.1 200"), "{path}: {}", answer.lines().next().unwrap_or_default());
        look += 1;
    }
    is_over.store(true, Ordering::Relaxed);
    let opened = cases.join().map_err(|_| anyhow::anyhow!("nobody opened cases"))??;
    let seconds = begun.elapsed().as_secs_f64();
    tokio::time::sleep(Duration::from_secs(2)).await;
    let (now, peak) = (program.memory_mb("VmRSS")?, program.memory_mb("VmHWM")?);
    let least = heard.iter().map(|it| it.load(Ordering::Relaxed)).min().unwrap_or_default();
    let rate = f64::from(opened) / seconds;
    println!("  {opened} cases opened, {rate:.1} a second; each of {PEOPLE} heard of at least {least} things");
    anyhow::ensure!(rate > 0.8 * f64::from(EVENTS_PER_SECOND), "only {rate:.1} cases a second were opened");
    anyhow::ensure!(least >= u64::from(opened), "somebody heard of {least} things only");
    Ok(vec![
        Figure { what: "resident with 50 people connected", value: now, bar: 300.0, unit: "MB" },
        Figure { what: "resident at most", value: peak, bar: 300.0, unit: "MB" },
    ])
}

/// Opens a live stream and reads it to its end; how many events have come so far.
fn listen(program: &Program, header: &str) -> Result<Arc<AtomicU64>> {
    let mut stream: TcpStream = program.send("GET", "/api/v1/events", header, "")?;
    stream.set_read_timeout(None)?;
    let mut piece = [0_u8; 4096];
    let read = stream.read(&mut piece)?;
    let head = String::from_utf8_lossy(piece.get(..read).unwrap_or_default()).into_owned();
    anyhow::ensure!(head.starts_with("HTTP/1.1 200"), "no live stream: {head}");
    let heard = Arc::new(AtomicU64::new(0));
    let count = heard.clone();
    std::thread::spawn(move || {
        let mut last = b'\n';
        while let Ok(read @ 1..) = stream.read(&mut piece) {
            // Each event has one line that begins with `id:`; what a piece cuts off begins with the last byte before.
            for byte in piece.iter().take(read) {
                count.fetch_add(u64::from(last == b'\n' && *byte == b'i'), Ordering::Relaxed);
                last = *byte;
            }
        }
    });
    Ok(heard)
}

/// Opens twenty cases a second until `is_over`; how many.
fn open_cases(program: Arc<Program>, header: String, is_over: Arc<AtomicBool>) -> JoinHandle<Result<u32>> {
    std::thread::spawn(move || {
        let (begun, mut opened) = (Instant::now(), 0_u32);
        while !is_over.load(Ordering::Relaxed) {
            let body = serde_json::json!({
                "person": {"name": format!("Essai {opened}")}, "channel": "phone", "subject": format!("Un appel de plus, {opened}"),
                "text": "Pour voir ce que cela pèse.",
            });
            let answer = program.request("POST", "/api/v1/cases", &header, &body.to_string())?;
            let first = answer.lines().next().unwrap_or_default();
            anyhow::ensure!(first.starts_with("HTTP/1.1 201"), "a case was not opened: {answer}");
            opened += 1;
            let next = begun + Duration::from_secs(1) * opened / EVENTS_PER_SECOND;
            std::thread::sleep(next.saturating_duration_since(Instant::now()));
        }
        Ok(opened)
    })
}

fn sign_in(program: &Program) -> Result<String> {
    let member = server::demo::company::OTHERS.iter().find(|it| it.role == kernel::Role::Admin);
    let login = server::demo::company::login(member.context("no admin")?);
    let body = serde_json::json!({"email": login, "password": server::demo::company::PASSWORD}).to_string();
    let origin = format!("Origin: http://127.0.0.1:{}\r\n", program.port);
    let answer = program.request("POST", "/api/v1/session", &origin, &body)?;
    let line = answer.lines().find(|line| line.to_lowercase().starts_with("set-cookie: entente_session="));
    let cookie = line.with_context(|| answer.clone())?.split(['=', ';']).nth(1).context("an empty cookie")?;
    Ok(format!("entente_session={cookie}"))
}
