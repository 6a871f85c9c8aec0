//! Real mail servers for the browser tests, which are not Rust: starts them and does what it is told, a line at a time.
//!
//! Arguments: `address=password` for each user. The first line out is `{imap_port, imaps_port, smtp_port, certificate}`. Lines in
//! are JSON: `{"deliver": {"from", "to", "raw"}}` answers `{"said"}`, `{"mails": "address"}` answers `{"mails": […]}`. Ends with its input.
#![expect(clippy::print_stdout, reason = "its output is what it is for")]

use std::io::BufRead;

use serde_json::{Value, json};
use testkit::mail_servers::MailServers;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let users: Vec<(&str, &str)> = arguments.iter().filter_map(|it| it.split_once('=')).collect();
    let servers = MailServers::start(&users)?;
    let certificate = std::env::temp_dir().join(format!("entente-certificate-{}.pem", std::process::id()));
    std::fs::write(&certificate, &servers.certificate_pem)?;
    let ports = [servers.imap_port, servers.imaps_port, servers.smtp_port];
    let [imap_port, imaps_port, smtp_port] = ports;
    println!(
        "{}",
        json!({"imap_port": imap_port, "imaps_port": imaps_port, "smtp_port": smtp_port, "certificate": certificate})
    );
    for line in std::io::stdin().lock().lines() {
        let asked: Value = serde_json::from_str(&line?)?;
        println!("{}", answer(&servers, &asked));
    }
    std::fs::remove_file(certificate)?;
    Ok(())
}

fn answer(servers: &MailServers, asked: &Value) -> Value {
    if let Some(mail) = asked.get("deliver") {
        let text = |key: &str| mail.get(key).and_then(Value::as_str).unwrap_or_default();
        return match servers.deliver(text("from"), text("to"), text("raw").as_bytes()) {
            Ok(said) => json!({"said": said}),
            Err(error) => json!({"error": error.to_string()}),
        };
    }
    let user = asked.get("mails").and_then(Value::as_str).unwrap_or_default();
    let mails: Vec<String> = servers.mails(user).iter().map(|it| String::from_utf8_lossy(it).into_owned()).collect();
    json!({"mails": mails})
}
