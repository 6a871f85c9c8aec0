//! The programs the tests need beside Rust, and how they come to this machine.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::shell;

/// A Debian package, a program it brings, and what that is for.
type Needed = (&'static str, &'static str, &'static str);

const NEEDED: [Needed; 8] = [
    ("nodejs", "node", "the web app and the browser tests"),
    ("npm", "npm", "the web app and the browser tests"),
    ("chromium", "chromium", "the browser tests"),
    ("postgresql", "initdb", "the second store"),
    ("dovecot-imapd", "dovecot", "a real mailbox"),
    ("dovecot-lmtpd", "/usr/lib/dovecot/lmtp", "delivery into that mailbox"),
    ("exim4-daemon-light", "exim4", "a real mail server"),
    ("openssl", "openssl", "a certificate for both"),
];

/// The oldest Node that builds the web app, as `engines` in web/package.json says.
const NODE_LEAST: (u32, u32) = (20, 19);

/// The file Debian asks before it starts a server that was just installed.
const POLICY: &str = "/usr/sbin/policy-rc.d";

/// Makes sure every program is there: by apt-get where we may, else says what to install.
pub fn ensure(root: &Path) -> Result<()> {
    let missing = missing(find);
    if !missing.is_empty() {
        let Some(before) = privilege(root) else { bail!("{}", wanted(&missing)) };
        install(root, &before, &missing)?;
    }
    let missing = self::missing(find);
    if !missing.is_empty() {
        bail!("{}", wanted(&missing));
    }
    let version = shell::output(&mut shell::command(root, &["node", "--version"]))?;
    if node_version(&version).is_none_or(|it| it < NODE_LEAST) {
        let (major, minor) = NODE_LEAST;
        bail!("node is {}, the web app needs {major}.{minor} or newer: see https://nodejs.org", version.trim());
    }
    Ok(())
}

fn missing(find: impl Fn(&str) -> Option<PathBuf>) -> Vec<Needed> {
    NEEDED.into_iter().filter(|(_, program, _)| find(program).is_none()).collect()
}

/// What to say where we may not install.
fn wanted(missing: &[Needed]) -> String {
    let lines: Vec<String> =
        missing.iter().map(|(package, program, why)| format!("  {package} ({program}: {why})")).collect();
    let names: Vec<&str> = missing.iter().map(|it| it.0).collect();
    format!("missing on this machine:\n{}\ninstall: sudo apt-get install {}", lines.join("\n"), names.join(" "))
}

fn install(root: &Path, before: &[&str], missing: &[Needed]) -> Result<()> {
    let names: Vec<&str> = missing.iter().map(|it| it.0).collect();
    println!("  installing {}", names.join(" "));
    let _policy = NoServices::set(root, before)?;
    // Of several sources one may be out of reach; what counts is whether the packages come.
    let update = shell::output(&mut shell::command(root, &apt(before, &["update"])));
    let wanted: Vec<&str> = ["install", "-y", "--no-install-recommends"].into_iter().chain(names).collect();
    let installed = shell::output(&mut shell::command(root, &apt(before, &wanted)));
    match (installed, update) {
        (Ok(_), _) => Ok(()),
        (Err(error), Err(first)) => Err(error.context(format!("and before it {first:#}"))),
        (Err(error), Ok(_)) => Err(error),
    }
}

/// The words of an apt-get that asks nothing, waits for another one to end, and keeps settings as they are.
fn apt<'a>(before: &[&'a str], words: &[&'a str]) -> Vec<&'a str> {
    let quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"];
    let settings = ["-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Options::=--force-confold"];
    [before, &quiet, &settings, words].concat()
}

/// While it lives no server starts by being installed: the tests start their own, on their own ports.
struct NoServices<'a> {
    root: &'a Path,
    before: &'a [&'a str],
    is_ours: bool,
}

impl<'a> NoServices<'a> {
    fn set(root: &'a Path, before: &'a [&'a str]) -> Result<Self> {
        let is_ours = !Path::new(POLICY).exists();
        let write = format!("printf '#!/bin/sh\\nexit 101\\n' > {POLICY} && chmod 755 {POLICY}");
        if is_ours {
            shell::output(&mut shell::command(root, &[before, &["sh", "-c", &write]].concat()))?;
        }
        Ok(Self { root, before, is_ours })
    }
}

impl Drop for NoServices<'_> {
    fn drop(&mut self) {
        if self.is_ours {
            let removed = shell::output(&mut shell::command(self.root, &[self.before, &["rm", "-f", POLICY]].concat()));
            if let Err(error) = removed {
                println!("  {POLICY} is still there: {error:#}");
            }
        }
    }
}

/// Where a program is; servers of PostgreSQL are looked for where Debian keeps them, the newest first.
pub fn find(program: &str) -> Option<PathBuf> {
    if program.starts_with('/') {
        return Some(PathBuf::from(program)).filter(|file| file.exists());
    }
    shell::which(program).filter(|_| program != "initdb").or_else(|| {
        let folders = std::fs::read_dir("/usr/lib/postgresql").ok();
        let mut versions: Vec<_> = folders.into_iter().flatten().flatten().map(|entry| entry.path()).collect();
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

/// `v20.19.2` as (20, 19).
fn node_version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().strip_prefix('v')?.split('.').map(|it| it.parse().ok());
    Some((parts.next()??, parts.next()??))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_with_its_package_and_its_use() {
        let missing = missing(|program| (program != "initdb").then(|| PathBuf::from(program)));
        assert_eq!(missing.iter().map(|it| it.0).collect::<Vec<_>>(), ["postgresql"]);
        assert_eq!(
            wanted(&missing),
            "missing on this machine:\n  postgresql (initdb: the second store)\ninstall: sudo apt-get install postgresql"
        );
    }

    #[test]
    fn apt_get_asks_nothing_and_sudo_comes_before_its_settings() {
        let words = apt(&["sudo", "-n"], &["install", "-y", "openssl"]).join(" ");
        assert!(words.starts_with("sudo -n env DEBIAN_FRONTEND=noninteractive apt-get "), "{words}");
        assert!(words.ends_with(" install -y openssl"), "{words}");
        assert!(apt(&[], &["update"]).join(" ").starts_with("env DEBIAN_FRONTEND"), "as root without sudo");
    }

    #[test]
    fn an_old_node_is_told_from_a_new_one() {
        assert!(node_version("v18.20.4\n").is_some_and(|it| it < NODE_LEAST));
        assert!(node_version("v20.19.2").is_some_and(|it| it >= NODE_LEAST));
        assert!(node_version("v22.1.0").is_some_and(|it| it >= NODE_LEAST));
        assert_eq!(node_version("command not found"), None);
    }
}
