//! Real mail servers for tests: Debian's Dovecot (IMAP, LMTP) and Exim (SMTP), on loopback, in a folder of their own.
//!
//! They start in about a second, listen on free ports, and end with the value that started them. Mail handed to Exim for
//! one of the users lands in that user's Maildir. Local parts with a meaning: `nobody@` is refused for good (550),
//! `later@` for now (451). Depends on std and tempfile alone, so that a crate below this one may include the file.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The two servers. Dropped = stopped and removed.
#[derive(Debug)]
pub struct MailServers {
    folder: tempfile::TempDir,
    dovecot: Child,
    exim: Child,
    /// Plain IMAP and STARTTLS.
    pub imap_port: u16,
    /// IMAP over TLS.
    pub imaps_port: u16,
    /// SMTP, STARTTLS and AUTH PLAIN.
    pub smtp_port: u16,
    /// The servers' certificate for `localhost` and `127.0.0.1`, to be trusted by the client.
    pub certificate_pem: String,
}

const NEEDED: [&str; 3] = ["dovecot", "exim4", "openssl"];

/// Whether the programs are installed; says which are not.
pub fn missing() -> Vec<&'static str> {
    let folders = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"];
    NEEDED.into_iter().filter(|it| !folders.iter().any(|folder| Path::new(folder).join(it).exists())).collect()
}

impl MailServers {
    /// Starts both for `users`, each an address and a password; `None`, said loudly, where they are not installed.
    ///
    /// `ENTENTE_TEST_MAIL=required` (set by the test command) makes their absence a failure.
    pub fn start_or_skip(users: &[(&str, &str)]) -> Option<Self> {
        let missing = missing();
        if !missing.is_empty() {
            let required = std::env::var("ENTENTE_TEST_MAIL").is_ok_and(|it| it == "required");
            assert!(
                !required,
                "{missing:?} are not installed; apt-get install dovecot-imapd dovecot-lmtpd exim4-daemon-light"
            );
            kernel::skipped!(
                "{missing:?} are not installed; apt-get install dovecot-imapd dovecot-lmtpd exim4-daemon-light"
            );
            return None;
        }
        match Self::start(users) {
            Ok(it) => Some(it),
            Err(error) => panic!("the mail servers did not start: {error}"),
        }
    }

    /// Starts both for `users`, each an address and a password.
    pub fn start(users: &[(&str, &str)]) -> std::io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("entente-mail-").tempdir()?;
        let root = folder.path().to_path_buf();
        fs::set_permissions(&root, fs::Permissions::from_mode(0o755))?;
        let is_root = is_root(&root)?;
        for it in ["dovecot", "state", "mail", "spool/input", "spool/msglog", "spool/db", "spool/log"] {
            fs::create_dir_all(root.join(it))?;
        }
        make_certificate(&root)?;
        let [imap_port, imaps_port, lmtp_port, smtp_port] = free_ports()?;
        fs::write(root.join("users"), lines(users, |(name, password)| format!("{name}:{{PLAIN}}{password}::::::")))?;
        fs::write(root.join("passwords"), lines(users, |(name, password)| format!("{name}: {password}")))?;
        fs::write(root.join("dovecot.conf"), dovecot_config(&root, [imap_port, imaps_port, lmtp_port], is_root))?;
        fs::write(root.join("exim.conf"), exim_config(&root, smtp_port, lmtp_port, users))?;
        if is_root {
            give(&root.join("mail"), "dovecot")?;
            give(&root.join("spool"), "Debian-exim")?;
        }
        let certificate_pem = fs::read_to_string(root.join("cert.pem"))?;
        let dovecot = start(&root, "dovecot", &["-F", "-c", &text(&root.join("dovecot.conf"))])?;
        let exim = start(&root, "exim4", &["-C", &text(&root.join("exim.conf")), "-bdf", "-q1s"])?;
        let servers = Self { folder, dovecot, exim, imap_port, imaps_port, smtp_port, certificate_pem };
        for port in [imap_port, imaps_port, lmtp_port, smtp_port] {
            servers.wait_for(port)?;
        }
        Ok(servers)
    }

    fn wait_for(&self, port: u16) -> std::io::Result<()> {
        let until = Instant::now() + Duration::from_secs(20);
        while Instant::now() < until {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Err(std::io::Error::other(format!("port {port} never opened; logs:\n{}", self.logs())))
    }

    /// What both servers wrote, for a failing test to show.
    pub fn logs(&self) -> String {
        let root = self.folder.path();
        let mut out = String::new();
        for it in [
            "dovecot.log",
            "dovecot.out",
            "exim4.out",
            "spool/log/mainlog",
            "spool/log/paniclog",
            "spool/log/rejectlog",
        ] {
            if let Ok(text) = fs::read_to_string(root.join(it)) {
                out.push_str(&format!("--- {it}\n{text}"));
            }
        }
        out
    }

    /// Hands `raw` to Exim from `from` to `to`, as another server would; the answer to the final dot.
    pub fn deliver(&self, from: &str, to: &str, raw: &[u8]) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.smtp_port))?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        let mut reader = BufReader::new(stream.try_clone()?);
        answer(&mut reader)?;
        for command in [
            "EHLO sender.example".to_owned(),
            format!("MAIL FROM:<{from}>"),
            format!("RCPT TO:<{to}>"),
            "DATA".to_owned(),
        ] {
            stream.write_all(format!("{command}\r\n").as_bytes())?;
            let said = answer(&mut reader)?;
            if !said.starts_with(['2', '3']) {
                return Err(std::io::Error::other(format!("{command}: {said}")));
            }
        }
        stream.write_all(&stuffed(raw))?;
        let said = answer(&mut reader)?;
        stream.write_all(b"QUIT\r\n")?;
        if said.starts_with('2') { Ok(said) } else { Err(std::io::Error::other(said)) }
    }

    /// The raw mails in the Maildir of `user`, in no order.
    pub fn mails(&self, user: &str) -> Vec<Vec<u8>> {
        let root = self.folder.path().join("mail").join(user);
        let files = ["new", "cur"].iter().filter_map(|it| fs::read_dir(root.join(it)).ok()).flatten().flatten();
        files.filter_map(|it| fs::read(it.path()).ok()).collect()
    }

    /// Waits until `user` has at least `count` mails; false after `limit`.
    pub fn wait_for_mails(&self, user: &str, count: usize, limit: Duration) -> bool {
        let until = Instant::now() + limit;
        while Instant::now() < until {
            if self.mails(user).len() >= count {
                return true;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        false
    }

    /// Stops the IMAP server and starts it again on the same ports: every connection breaks.
    pub fn restart_imap(&mut self) -> std::io::Result<()> {
        self.restart_imap_after(|_| Ok(()))
    }

    /// The same; while it is stopped, `change` may alter the Maildirs, each named like its user in the folder it is given.
    pub fn restart_imap_after(&mut self, change: impl FnOnce(&Path) -> std::io::Result<()>) -> std::io::Result<()> {
        stop(&mut self.dovecot);
        let root = self.folder.path().to_path_buf();
        change(&root.join("mail"))?;
        self.dovecot = start(&root, "dovecot", &["-F", "-c", &text(&root.join("dovecot.conf"))])?;
        self.wait_for(self.imap_port)
    }
}

impl Drop for MailServers {
    fn drop(&mut self) {
        stop(&mut self.dovecot);
        stop(&mut self.exim);
    }
}

/// Asks to end (SIGTERM reaches their children too), then insists.
fn stop(child: &mut Child) {
    #[expect(clippy::disallowed_methods, reason = "tests may start programs; std has no SIGTERM")]
    let asked = Command::new("kill").arg(child.id().to_string()).stderr(Stdio::null()).status();
    let until = Instant::now() + Duration::from_secs(5);
    while asked.is_ok() && Instant::now() < until {
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let _ = child.kill();
    let _ = child.wait();
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

fn lines(users: &[(&str, &str)], line: impl Fn(&(&str, &str)) -> String) -> String {
    users.iter().map(|it| format!("{}\n", line(it))).collect()
}

fn program(name: &str) -> PathBuf {
    let folders = ["/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin"];
    folders.iter().map(|it| Path::new(it).join(name)).find(|it| it.exists()).unwrap_or_else(|| PathBuf::from(name))
}

#[expect(clippy::disallowed_methods, reason = "tests may start programs; the server never does")]
fn start(root: &Path, name: &str, arguments: &[&str]) -> std::io::Result<Child> {
    let out = fs::File::options().create(true).append(true).open(root.join(format!("{name}.out")))?;
    let errors = out.try_clone()?;
    Command::new(program(name)).args(arguments).stdin(Stdio::null()).stdout(out).stderr(errors).spawn()
}

#[expect(clippy::disallowed_methods, reason = "tests may start programs; the server never does")]
fn make_certificate(root: &Path) -> std::io::Result<()> {
    let (key, certificate) = (text(&root.join("key.pem")), text(&root.join("cert.pem")));
    let status = Command::new(program("openssl"))
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "3650"])
        .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE", "-keyout", &key, "-out", &certificate])
        .stderr(Stdio::null())
        .status()?;
    // Exim reads the key as its own user.
    fs::set_permissions(root.join("key.pem"), fs::Permissions::from_mode(0o644))?;
    if status.success() { Ok(()) } else { Err(std::io::Error::other("openssl made no certificate")) }
}

/// Root owns what it makes.
fn is_root(root: &Path) -> std::io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    Ok(fs::metadata(root)?.uid() == 0)
}

/// The numbers of `user` in /etc/passwd.
fn ids_of(user: &str) -> std::io::Result<(u32, u32)> {
    let text = fs::read_to_string("/etc/passwd")?;
    let line = text.lines().map(|it| it.split(':').collect::<Vec<_>>()).find(|it| it.first() == Some(&user));
    let number = |place: usize| line.as_ref().and_then(|it| it.get(place)).and_then(|it| it.parse().ok());
    let missing = || std::io::Error::other(format!("there is no user {user}"));
    Ok((number(2).ok_or_else(missing)?, number(3).ok_or_else(missing)?))
}

fn give(folder: &Path, user: &str) -> std::io::Result<()> {
    let (uid, gid) = ids_of(user)?;
    chown(folder, Some(uid), Some(gid))?;
    for it in fs::read_dir(folder)? {
        give_entry(&it?.path(), uid, gid)?;
    }
    Ok(())
}

fn give_entry(path: &Path, uid: u32, gid: u32) -> std::io::Result<()> {
    chown(path, Some(uid), Some(gid))?;
    if path.is_dir() {
        for it in fs::read_dir(path)? {
            give_entry(&it?.path(), uid, gid)?;
        }
    }
    Ok(())
}

/// Four ports nobody listens on just now. All are held until all are known, so they differ.
fn free_ports() -> std::io::Result<[u16; 4]> {
    let mut held = Vec::new();
    let mut ports = [0; 4];
    for port in &mut ports {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        *port = listener.local_addr()?.port();
        held.push(listener);
    }
    Ok(ports)
}

fn dovecot_config(root: &Path, [imap, imaps, lmtp]: [u16; 3], is_root: bool) -> String {
    let root = root.display();
    let user = std::env::var("USER").unwrap_or_else(|_| "nobody".to_owned());
    let (mail_user, internal) = if is_root {
        ("dovecot".to_owned(), String::new())
    } else {
        let services = ["anvil", "imap-login", "stats", "lmtp"];
        let plain: String = services.iter().map(|it| format!("service {it} {{\n  chroot =\n}}\n")).collect();
        (
            user.clone(),
            format!("default_internal_user = {user}\ndefault_internal_group =\ndefault_login_user = {user}\n{plain}"),
        )
    };
    format!(
        "base_dir = {root}/dovecot\nstate_dir = {root}/state\nlog_path = {root}/dovecot.log\n{internal}\
         protocols = imap lmtp\nlisten = 127.0.0.1\nssl = yes\nssl_cert = <{root}/cert.pem\nssl_key = <{root}/key.pem\n\
         disable_plaintext_auth = no\nmail_location = maildir:{root}/mail/%u\nmail_uid = {mail_user}\nmail_gid = {mail_user}\n\
         first_valid_uid = 1\nauth_mechanisms = plain login\nmail_max_userip_connections = 200\n\
         passdb {{\n  driver = passwd-file\n  args = {root}/users\n}}\n\
         userdb {{\n  driver = static\n  args = uid={mail_user} gid={mail_user} home={root}/mail/%u allow_all_users=yes\n}}\n\
         service imap-login {{\n  inet_listener imap {{\n    port = {imap}\n  }}\n  inet_listener imaps {{\n    port = {imaps}\n    ssl = yes\n  }}\n}}\n\
         service lmtp {{\n  inet_listener lmtp {{\n    address = 127.0.0.1\n    port = {lmtp}\n  }}\n}}\n"
    )
}

fn exim_config(root: &Path, smtp: u16, lmtp: u16, users: &[(&str, &str)]) -> String {
    let root = root.display();
    let mut domains: Vec<&str> = users.iter().filter_map(|(name, _)| name.rsplit_once('@')).map(|it| it.1).collect();
    domains.sort_unstable();
    domains.dedup();
    let domains = domains.join(" : ");
    format!(
        "spool_directory = {root}/spool\nlog_file_path = {root}/spool/log/%slog\npid_file_path = {root}/exim.pid\n\
         primary_hostname = mx.desk.example\nlocal_interfaces = <; 127.0.0.1\ndaemon_smtp_ports = {smtp}\n\
         tls_advertise_hosts = *\ntls_certificate = {root}/cert.pem\ntls_privatekey = {root}/key.pem\n\
         acl_smtp_rcpt = acl_rcpt\nacl_smtp_data = accept\nhost_lookup =\nrfc1413_query_timeout = 0s\n\
         message_size_limit = 100M\naccept_8bitmime = true\nsmtp_accept_max = 100\nsmtp_accept_max_per_connection = 0\n\
         smtp_accept_queue_per_connection = 0\nreceived_headers_max = 200\nheader_maxsize = 10M\n\
         keep_environment =\nnever_users = root\nsmtp_enforce_sync = false\n\
         begin acl\nacl_rcpt:\n  deny message = 5.1.1 no such user here\n       local_parts = nobody\n\
         \x20 defer message = 4.2.1 try again later\n       local_parts = later\n  accept\n\
         begin routers\nall:\n  driver = manualroute\n  domains = {domains}\n  local_part_suffix = +*\n  local_part_suffix_optional\n\
         \x20 transport = lmtp\n  route_list = * 127.0.0.1\n  self = send\n\
         begin transports\nlmtp:\n  driver = smtp\n  protocol = lmtp\n  hosts = 127.0.0.1\n  port = {lmtp}\n  allow_localhost\n\
         \x20 hosts_try_prdr =\n  message_linelength_limit = 100M\n  rcpt_include_affixes = false\n\
         begin retry\n* * F,1h,2s\n\
         begin authenticators\nplain:\n  driver = plaintext\n  public_name = PLAIN\n  server_set_id = $auth2\n  server_prompts = :\n\
         \x20 server_condition = ${{if eq{{$auth3}}{{${{lookup{{$auth2}}lsearch{{{root}/passwords}}{{$value}}{{}}}}}}}}\n\
         \x20 server_advertise_condition = *\n"
    )
}

/// Line ends as CRLF, leading dots doubled, the final dot.
fn stuffed(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len() + 16);
    for line in raw.split_inclusive(|it| *it == b'\n') {
        let bare = line.strip_suffix(b"\n").unwrap_or(line);
        let bare = bare.strip_suffix(b"\r").unwrap_or(bare);
        if bare.starts_with(b".") {
            out.push(b'.');
        }
        out.extend_from_slice(bare);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b".\r\n");
    out
}

fn answer(reader: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut whole = String::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Err(std::io::Error::other(format!("the server closed the connection after {whole:?}")));
        }
        whole.push_str(&line);
        if line.as_bytes().get(3) != Some(&b'-') {
            return Ok(whole.trim_end().to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_handed_over_lands_in_the_maildir() {
        let Some(servers) = MailServers::start_or_skip(&[("support@desk.example", "secret")]) else { return };
        let raw = b"From: a@cust.example\nSubject: hi\n\n.dot\nend\n";
        servers.deliver("a@cust.example", "support@desk.example", raw).unwrap();
        assert!(servers.wait_for_mails("support@desk.example", 1, Duration::from_secs(10)), "{}", servers.logs());
        assert!(String::from_utf8_lossy(&servers.mails("support@desk.example")[0]).contains("\n.dot\nend\n"));
        assert!(servers.deliver("a@cust.example", "nobody@desk.example", raw).unwrap_err().to_string().contains("550"));
        assert!(servers.deliver("a@cust.example", "later@desk.example", raw).unwrap_err().to_string().contains("451"));
    }
}
