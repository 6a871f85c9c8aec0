//! The clients against Debian's Dovecot and Exim on loopback.

use std::time::{Duration, Instant};

use kernel::Timestamp;
use mail::imap::{ImapError, Session, Wanted};
use mail::probe::{self, Probe, ProbeError, Step};
use mail::smtp::{self, Prospect, Recipients, SendError};
use mail::tls::{Security, Server};
use mail::{Budget, InboundMail, Mailbox, OutboundMail};

// Included, not depended upon: testkit stands on top of everything, this crate at the bottom.
#[path = "../../testkit/src/mail_servers.rs"]
mod mail_servers;

use mail_servers::MailServers;

const USER: &str = "support@desk.example";

fn servers() -> Option<MailServers> {
    MailServers::start_or_skip(&[(USER, "secret"), ("helene@cust.example", "secret")])
}

fn server(servers: &MailServers, port: u16, security: Security) -> Server {
    Server {
        host: "localhost".to_owned(),
        port,
        security,
        username: Some(USER.to_owned()),
        password: "secret".to_owned(),
        extra_roots_pem: Some(servers.certificate_pem.clone()),
        timeout: Duration::from_secs(10),
    }
}

fn outbound(to: &str) -> OutboundMail {
    OutboundMail {
        from: Mailbox::named("Service clients", USER),
        reply_to: None,
        to: vec![Mailbox::new(to)],
        cc: vec![],
        subject: "Votre déclaration".to_owned(),
        at: Timestamp::from_seconds(1_795_000_000),
        message_id: "t1.mac@desk.example".to_owned(),
        in_reply_to: None,
        references: vec![],
        text: "Bonjour,\n.\nvoilà.\n".to_owned(),
        html: None,
        auto_submitted: None,
        unsubscribe_url: None,
        attachments: vec![],
    }
}

#[tokio::test]
async fn mail_is_taken_over_tls_starttls_and_plain() {
    let Some(servers) = servers() else { return };
    let raw = b"From: a@cust.example\nSubject: hi\n\nbody\n";
    servers.deliver("a@cust.example", USER, raw).unwrap();
    assert!(servers.wait_for_mails(USER, 1, Duration::from_secs(10)), "{}", servers.logs());
    let ways = [
        (servers.imaps_port, Security::Tls),
        (servers.imap_port, Security::StartTls),
        (servers.imap_port, Security::Plain),
    ];
    for (port, security) in ways {
        let mut session = Session::sign_in(&server(&servers, port, security)).await.unwrap();
        assert!(session.has_idle);
        let folder = session.select("INBOX").await.unwrap();
        assert_eq!(folder.exists, 1);
        let listed = session.list(Wanted::All).await.unwrap();
        let raw = session.fetch(listed[0].uid, None).await.unwrap().unwrap();
        assert_eq!(u64::try_from(raw.len()).unwrap(), listed[0].size_bytes);
        assert_eq!(InboundMail::parse(&raw, &Budget::default()).unwrap().subject, "hi");
        // Fetching changed nothing: it is still new.
        assert_eq!(session.list(Wanted::Unseen).await.unwrap().len(), 1);
        assert_eq!(session.list(Wanted::After(listed[0].uid)).await.unwrap(), []);
        assert_eq!(session.fetch(listed[0].uid + 1, None).await.unwrap(), None);
        session.sign_out().await;
    }
    let mut session = Session::sign_in(&server(&servers, servers.imaps_port, Security::Tls)).await.unwrap();
    session.select("INBOX").await.unwrap();
    let uid = session.list(Wanted::All).await.unwrap()[0].uid;
    session.mark_seen(uid).await.unwrap();
    assert_eq!(session.list(Wanted::Unseen).await.unwrap(), []);
    session.move_to(uid, "Done").await.unwrap();
    assert_eq!(session.list(Wanted::All).await.unwrap(), []);
    assert_eq!(session.select("Done").await.unwrap().exists, 1);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_certificate_are_said_so() {
    let Some(servers) = servers() else { return };
    let mut wrong = server(&servers, servers.imaps_port, Security::Tls);
    wrong.password = "wrong".to_owned();
    let error = Session::sign_in(&wrong).await.unwrap_err();
    assert!(error.needs_settings() && error.to_string().contains("Authentication failed"), "{error}");
    let mut unknown = server(&servers, servers.imaps_port, Security::Tls);
    unknown.extra_roots_pem = None;
    let error = Session::sign_in(&unknown).await.unwrap_err();
    assert!(error.to_string().contains("certificate"), "{error}");
    let mut closed = server(&servers, 1, Security::Tls);
    closed.timeout = Duration::from_secs(2);
    assert!(Session::sign_in(&closed).await.unwrap_err().to_string().contains("cannot be reached"));
}

#[tokio::test]
async fn idle_reports_new_mail_at_once() {
    let Some(servers) = servers() else { return };
    let mut session = Session::sign_in(&server(&servers, servers.imaps_port, Security::Tls)).await.unwrap();
    session.select("INBOX").await.unwrap();
    let (session, changed) = session.idle(Duration::from_millis(300)).await.unwrap();
    assert!(!changed);
    let waiting = tokio::spawn(session.idle(Duration::from_secs(20)));
    tokio::time::sleep(Duration::from_millis(200)).await;
    let begun = Instant::now();
    servers.deliver("a@cust.example", USER, b"From: a@cust.example\n\nhi\n").unwrap();
    let (mut session, changed) = waiting.await.unwrap().unwrap();
    assert!(changed);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert_eq!(session.list(Wanted::After(0)).await.unwrap().len(), 1);
}

/// The server reports a mail once: here while it answers NOOP. It must not lie there until the next one comes.
#[tokio::test]
async fn mail_reported_in_passing_is_not_waited_for() {
    let Some(servers) = servers() else { return };
    let mut session = Session::sign_in(&server(&servers, servers.imaps_port, Security::Tls)).await.unwrap();
    session.select("INBOX").await.unwrap();
    assert_eq!(session.list(Wanted::All).await.unwrap(), []);
    servers.deliver("a@cust.example", USER, b"From: a@cust.example\n\nhi\n").unwrap();
    assert!(servers.wait_for_mails(USER, 1, Duration::from_secs(10)), "{}", servers.logs());
    session.noop().await.unwrap();
    let begun = Instant::now();
    let (mut session, changed) = session.idle(Duration::from_secs(30)).await.unwrap();
    assert!(changed && begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    assert_eq!(session.list(Wanted::All).await.unwrap().len(), 1);
    let (_, changed) = session.idle(Duration::from_millis(300)).await.unwrap();
    assert!(!changed, "told once, it is quiet");
}

#[tokio::test]
async fn a_restarted_server_breaks_idle_and_takes_us_back() {
    let Some(mut servers) = servers() else { return };
    let to = server(&servers, servers.imaps_port, Security::Tls);
    let mut session = Session::sign_in(&to).await.unwrap();
    let before = session.select("INBOX").await.unwrap();
    let waiting = tokio::spawn(session.idle(Duration::from_secs(60)));
    tokio::time::sleep(Duration::from_millis(200)).await;
    servers.restart_imap().unwrap();
    assert!(waiting.await.unwrap().is_err());
    let mut session = Session::sign_in(&to).await.unwrap();
    assert_eq!(session.select("INBOX").await.unwrap().uid_validity, before.uid_validity);
}

const fn only<'a>(to: &'a [&'a str]) -> Recipients<'a> {
    Recipients { to, copied: &[] }
}

#[tokio::test]
async fn mail_is_handed_over_and_errors_have_their_kind() {
    let Some(servers) = servers() else { return };
    for security in [Security::StartTls, Security::Plain] {
        let to = server(&servers, servers.smtp_port, security);
        let raw = outbound("helene@cust.example").write().unwrap();
        let words = smtp::send(&to, USER, only(&["helene@cust.example"]), &raw).await.unwrap().words;
        assert!(words.starts_with("250"), "{words}");
    }
    assert!(servers.wait_for_mails("helene@cust.example", 2, Duration::from_secs(10)), "{}", servers.logs());
    let got = InboundMail::parse(&servers.mails("helene@cust.example")[0], &Budget::default()).unwrap();
    assert_eq!(got.message_id.as_deref(), Some("t1.mac@desk.example"));
    assert_eq!(got.subject, "Votre déclaration");
    assert_eq!(got.text.trim_end(), "Bonjour,\n.\nvoilà.");
    let to = server(&servers, servers.smtp_port, Security::Plain);
    let raw = outbound("nobody@cust.example").write().unwrap();
    let error = smtp::send(&to, USER, only(&["nobody@cust.example"]), &raw).await.unwrap_err();
    assert!(matches!(&error, SendError::Permanent(words) if words.contains("no such user")), "{error}");
    let error = smtp::send(&to, USER, only(&["later@cust.example"]), &raw).await.unwrap_err();
    assert!(matches!(&error, SendError::Temporary(words) if words.contains("try again later")), "{error}");
    let whom = Recipients { to: &["helene@cust.example"], copied: &["nobody@cust.example", "no address"] };
    let taken = smtp::send(&to, USER, whom, &raw).await.unwrap();
    let refused: Vec<&str> = taken.refused.iter().map(|it| it.0.as_str()).collect();
    assert_eq!(refused, ["nobody@cust.example", "no address"], "a bad copy keeps nobody's mail back");
    assert!(servers.wait_for_mails("helene@cust.example", 3, Duration::from_secs(10)), "{}", servers.logs());
    let whom = Recipients { to: &["helene@cust.example"], copied: &["later@cust.example"] };
    let error = smtp::send(&to, USER, whom, &raw).await.unwrap_err();
    assert!(matches!(error, SendError::Temporary(_)), "a copy that may be taken later is waited for: {error}");
    let mut wrong = to.clone();
    wrong.password = "wrong".to_owned();
    // The settings are wrong, not the mail: once they are right it goes.
    let error = smtp::send(&wrong, USER, only(&["x@cust.example"]), &raw).await.unwrap_err();
    assert!(matches!(&error, SendError::SignIn(_)) && error.prospect() == Prospect::Later, "{error}");
}

/// The server takes every byte and dies before it answers: nobody knows.
#[tokio::test]
async fn a_connection_lost_after_the_dot_is_unknown() {
    use std::io::{BufRead, BufReader, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        stream.write_all(b"220 hi\r\n").unwrap();
        let mut line = String::new();
        let mut is_data = false;
        while reader.read_line(&mut line).unwrap_or(0) > 0 {
            if is_data {
                if line == ".\r\n" {
                    return;
                }
            } else if line.starts_with("DATA") {
                is_data = true;
                stream.write_all(b"354 go\r\n").unwrap();
            } else {
                stream.write_all(b"250 ok\r\n").unwrap();
            }
            line.clear();
        }
    });
    let to = Server {
        host: "127.0.0.1".to_owned(),
        port,
        security: Security::Plain,
        username: None,
        password: String::new(),
        extra_roots_pem: None,
        timeout: Duration::from_secs(5),
    };
    let error = smtp::send(&to, USER, only(&["x@cust.example"]), b"Subject: x\r\n\r\nhi").await.unwrap_err();
    assert!(matches!(error, SendError::Unknown(_)), "{error}");
    thread.join().unwrap();
}

#[tokio::test]
async fn the_connection_test_shows_each_step() {
    let Some(servers) = servers() else { return };
    let mut mail = outbound(USER);
    mail.message_id = "probe.1@desk.example".to_owned();
    let probe = Probe {
        imap: Some(server(&servers, servers.imaps_port, Security::Tls)),
        folder: "INBOX".to_owned(),
        smtp: Some(server(&servers, servers.smtp_port, Security::StartTls)),
        round_trip: Some((USER.to_owned(), mail.write().unwrap(), mail.message_id.clone())),
        round_trip_limit: Duration::from_secs(15),
    };
    let (to, mut from) = tokio::sync::mpsc::channel(20);
    let good = tokio::spawn(probe::run(probe.clone(), to));
    let mut steps = Vec::new();
    while let Some(it) = from.recv().await {
        assert!(it.result.is_ok(), "{it:?}\n{}", servers.logs());
        steps.push(it.step);
    }
    assert!(good.await.unwrap());
    use Step::*;
    let all =
        [ImapDns, ImapTcp, ImapTls, ImapLogin, ImapSelect, ImapIdle, SmtpDns, SmtpEhlo, SmtpLogin, SmtpSend, RoundTrip];
    assert_eq!(steps, all);

    let mut wrong = probe;
    wrong.imap.as_mut().unwrap().password = "wrong".to_owned();
    wrong.smtp = None;
    let (to, mut from) = tokio::sync::mpsc::channel(20);
    assert!(!probe::run(wrong, to).await);
    let mut last = None;
    while let Some(it) = from.recv().await {
        last = Some(it);
    }
    let last = last.unwrap();
    let Err(ProbeError::Imap(ImapError::SignIn(words))) = &last.result else { panic!("{last:?}") };
    assert!(last.step == ImapLogin && words.contains("Authentication failed"), "{words}");
}
