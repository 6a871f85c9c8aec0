//! The real program as a process, and what the kernel says of it.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// A running `entente`; killed when dropped.
pub struct Program {
    child: Child,
    /// Where it answers.
    pub port: u16,
}

impl Program {
    /// Starts it with `arguments` on a free port and waits until it answers.
    pub fn start(data: &Path, arguments: &[&str], sets_port: bool) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let binary = std::env::var("ENTENTE_TEST_BINARY").context("ENTENTE_TEST_BINARY says where the program is")?;
        let mut command = Command::new(binary);
        command.args(arguments).stdout(Stdio::null());
        if sets_port {
            command.args(["--port", &port.to_string()]);
        } else {
            command.env("ENTENTE_HTTP_LISTEN", format!("127.0.0.1:{port}")).env("ENTENTE_DATA_FOLDER", data);
        }
        let program = Self { child: command.spawn().context("could not start the program")?, port };
        let until = Instant::now() + Duration::from_secs(600);
        while Instant::now() < until {
            if program.request("GET", "/healthz", "", "").is_ok_and(|answer| answer.starts_with("HTTP/1.1 200")) {
                return Ok(program);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        bail!("the program did not answer")
    }

    /// One request on a connection of its own; head and body of the answer.
    pub fn request(&self, method: &str, path: &str, headers: &str, body: &str) -> Result<String> {
        let mut stream = self.send(method, path, headers, body)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }

    /// Sends a request and leaves the answer to be read.
    pub fn send(&self, method: &str, path: &str, headers: &str, body: &str) -> Result<TcpStream> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        let length = body.len();
        let keep = if path.ends_with("/events") { "keep-alive" } else { "close" };
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: {keep}\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\n{headers}\r\n{body}",
            self.port
        )?;
        Ok(stream)
    }

    /// A field of /proc/PID/status in MB (of 1,000,000 bytes).
    pub fn memory_mb(&self, field: &str) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with(field)).context("no such field")?;
        let kib: f64 = line.split_whitespace().nth(1).context("no number")?.parse()?;
        Ok(kib * 1_024.0 / 1e6)
    }

    /// Ends it without a word, as a power cut would.
    pub fn kill(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Processor time of this process so far, user and system, in seconds.
pub fn processor_seconds() -> Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let (_, rest) = stat.rsplit_once(')').context("no name")?;
    let ticks: Vec<f64> = rest.split_whitespace().skip(11).take(2).filter_map(|it| it.parse().ok()).collect();
    // Linux tells these in hundredths of a second, whatever the kernel's own tick (USER_HZ).
    Ok(ticks.iter().sum::<f64>() / 100.0)
}

/// The middle value.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
