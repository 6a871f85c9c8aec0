//! The programs the tests need beside Rust, and how they come to this machine.

use std::path::Path;

use anyhow::{Result, bail};

use crate::shell;

/// Debian packages with a program each brings.
const NEEDED: [(&str, &str, &str); 8] = [
    ("nodejs", "node", "the web app and the browser tests"),
    ("npm", "npm", "the web app and the browser tests"),
    ("chromium", "chromium", "the browser tests"),
    ("postgresql", "initdb", "the second store"),
    ("dovecot-imapd", "dovecot", "a real mailbox"),
    ("dovecot-lmtpd", "/usr/lib/dovecot/lmtp", "delivery into that mailbox"),
    ("exim4-daemon-light", "exim4", "a real mail server"),
    ("openssl", "openssl", "a certificate for both"),
];

/// Makes sure every program is there: by apt-get where we may, else says what to install.
pub fn ensure(root: &Path) -> Result<()> {
    let missing: Vec<_> = NEEDED.iter().filter(|(_, program, _)| find(program).is_none()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|(package, _, _)| *package).collect();
    let Some(before) = privilege(root) else {
        let why: Vec<String> =
            missing.iter().map(|(package, program, why)| format!("  {package} ({program}: {why})")).collect();
        bail!(
            "missing on this machine:\n{}\ninstall them: sudo apt-get install -y {}",
            why.join("\n"),
            names.join(" ")
        );
    };
    println!("  installing {}", names.join(" "));
    // No server starts by itself: the tests start their own, on their own ports.
    let setting = ["env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1"];
    let update: Vec<&str> = before.iter().chain(&setting).copied().chain(["apt-get", "update", "-q"]).collect();
    shell::output(&mut shell::command(root, &update))?;
    let install = ["apt-get", "install", "-y", "-q", "--no-install-recommends"];
    let install: Vec<&str> =
        before.iter().chain(&setting).copied().chain(install).chain(names.iter().copied()).collect();
    shell::output(&mut shell::command(root, &install))?;
    Ok(())
}

/// Where a program is; servers of PostgreSQL are looked for where Debian keeps them, the newest first.
pub fn find(program: &str) -> Option<std::path::PathBuf> {
    if program.starts_with('/') {
        return Some(std::path::PathBuf::from(program)).filter(|file| file.exists());
    }
    shell::which(program).filter(|_| program != "initdb").or_else(|| {
        let mut versions: Vec<_> =
            std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten().map(|entry| entry.path()).collect();
        versions.sort_by_key(|path| path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok()));
        let found =
            versions.into_iter().rev().map(|version| version.join("bin").join(program)).find(|file| file.is_file());
        found.or_else(|| shell::which(program))
    })
}

/// Whether this user is root.
pub fn is_root(root: &Path) -> bool {
    shell::output(&mut shell::command(root, &["id", "-u"])).is_ok_and(|id| id.trim() == "0")
}

/// What to write before apt-get: nothing as root, sudo where it asks no password, else nothing can be done.
fn privilege(root: &Path) -> Option<Vec<&'static str>> {
    shell::which("apt-get")?;
    if is_root(root) {
        return Some(Vec::new());
    }
    shell::which("sudo")?;
    shell::output(&mut shell::command(root, &["sudo", "-n", "true"])).ok().map(|_| vec!["sudo", "-n"])
}
