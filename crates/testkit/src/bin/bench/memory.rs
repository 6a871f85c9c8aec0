//! The demo company with fifty people connected: what the kernel says the process holds.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::Figure;
use crate::process::Program;

/// People with the staff app open.
const PEOPLE: usize = 50;
/// How often each of them looks at something.
const LOOKS: usize = 6;

/// Starts the demo (20,000 customers, made if it is not there), connects fifty live streams, lets everybody look around.
pub async fn run() -> Result<Vec<Figure>> {
    let data = std::env::var_os("ENTENTE_BENCH_DATA").map_or_else(|| PathBuf::from("demo-data"), PathBuf::from);
    let program = Program::start(&data, &["demo", "--still", "--data", &data.to_string_lossy()], true)?;
    let cookie = sign_in(&program)?;
    let header = format!("Cookie: {cookie}\r\nOrigin: http://127.0.0.1:{}\r\n", program.port);
    let mut streams: Vec<TcpStream> = Vec::new();
    for _ in 0..PEOPLE {
        let mut stream = program.send("GET", "/api/v1/events", &header, "")?;
        let mut head = [0_u8; 64];
        let read = stream.read(&mut head)?;
        anyhow::ensure!(
            String::from_utf8_lossy(head.get(..read).unwrap_or_default()).contains("200"),
            "no live stream"
        );
        streams.push(stream);
    }
    for look in 0..LOOKS * PEOPLE {
        let path = match look % 4 {
            0 => "/api/v1/cases?limit=50",
            1 => "/api/v1/inbox-views",
            2 => "/api/v1/persons?q=mar",
            _ => "/api/v1/dashboard",
        };
        let answer = program.request("GET", path, &header, "")?;
        anyhow::ensure!(answer.starts_with("HTTP/1.1 200"), "{path}: {}", answer.lines().next().unwrap_or_default());
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    let (now, peak) = (program.memory_mb("VmRSS")?, program.memory_mb("VmHWM")?);
    for stream in &mut streams {
        stream.flush()?;
    }
    Ok(vec![
        Figure { what: "resident with 50 people connected", value: now, bar: 300.0, unit: "MB" },
        Figure { what: "resident at most", value: peak, bar: 300.0, unit: "MB" },
    ])
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
