//! The flow against Debian's Dovecot and Exim: IDLE in, SMTP out, a restart in between; a mail is ours before its mailbox
//! is touched; a server that numbers anew; and 200 mails of the torture sets, each accounted for.

#![expect(clippy::unwrap_used, reason = "what a test cannot get has failed it")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use db::Db;
use db::blob::{BlobHash, Blobs};
use interactions::State as Contact;
use interactions::actions::NewAttachment;
use kernel::{Actor, CaseId, Clock, SystemClock};
use mail::imap::{Session, Wanted};
use mailroom::Mailroom;
use mailroom::actions::accounts::Day;
use mailroom::actions::replies::Reply;
use mailroom::mailbox::{Health, Kind, NewMailbox, Secrets, Security, ServerSettings, Settings};
use tokio::sync::watch;

// Included, not depended upon: testkit stands on top of everything, the server among it.
#[path = "../../testkit/src/mail_servers.rs"]
mod mail_servers;

use mail_servers::MailServers;

const USER: &str = "support@desk.example";

struct Running {
    room: Mailroom,
    mailbox: kernel::MailboxId,
    stop: watch::Sender<bool>,
    folder: tempfile::TempDir,
}

async fn start(servers: &MailServers) -> Running {
    start_moving(servers, None).await
}

/// Mail that was taken is moved to `done_folder`, else marked as seen.
async fn start_moving(servers: &MailServers, done_folder: Option<&str>) -> Running {
    let folder = tempfile::tempdir().unwrap();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let url = format!("sqlite:{}", folder.path().join("entente.db").display());
    let db = Db::open(&db::Config { url, readers: 4 }, clock, 0).await.unwrap();
    db.migrate().await.unwrap();
    let blobs = Blobs::folder(folder.path().join("blobs")).unwrap();
    let key = api::Secret::new(*b"0123456789abcdef0123456789abcdef").unwrap();
    let state = api::State::new(db.clone(), blobs, api::Config::new("https://care.example.fr", key));
    let room = Mailroom::new(&state);
    let at = |port, security| ServerSettings {
        host: "localhost".to_owned(),
        port,
        security,
        username: Some(USER.to_owned()),
    };
    let new = NewMailbox {
        name: "Support".to_owned(),
        address: USER.parse().unwrap(),
        display_name: "Service clients".to_owned(),
        kind: Kind::Imap,
        settings: Settings {
            imap: Some(at(servers.imaps_port, Security::Tls)),
            smtp: Some(at(servers.smtp_port, Security::StartTls)),
            extra_roots_pem: Some(servers.certificate_pem.clone()),
            has_plus_addresses: true,
            done_folder: done_folder.map(str::to_owned),
            ..Settings::default()
        },
        team_id: None,
        case_type: "question".to_owned(),
        language: kernel::Locale::Fr,
        market: None,
        acknowledges: false,
        // Nobody writes Authentication-Results here.
        requires_proof: false,
        is_active: true,
    };
    let secrets = Secrets { imap: Some("secret".to_owned()), smtp: None };
    let mut tx = db.begin().await.unwrap();
    let mailbox = room.create_mailbox(&mut tx, &Actor::system("test"), &new, &secrets).await.unwrap().id;
    tx.commit().await.unwrap();
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(mailroom::jobs::runner::run(room.clone(), stopped.clone()));
    tokio::spawn(mailroom::jobs::handlers(jobs::Worker::new(db), &room).run(stopped));
    Running { room, mailbox, stop, folder }
}

/// What came in so far: number of mails, and how many of each outcome.
async fn accounts(room: &Mailroom) -> Vec<Day> {
    let mut conn = room.db.read().await.unwrap();
    mailroom::actions::accounts::days(&mut conn, &Actor::system("test")).await.unwrap()
}

async fn wait_until<T>(
    limit: Duration,
    what: &str,
    servers: &MailServers,
    mut look: impl AsyncFnMut() -> Option<T>,
) -> T {
    let until = Instant::now() + limit;
    while Instant::now() < until {
        if let Some(found) = look().await {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{what} did not happen in {limit:?}\n{}", servers.logs());
}

async fn mailbox(it: &Running) -> mailroom::mailbox::Mailbox {
    let mut conn = it.room.db.read().await.unwrap();
    mailroom::actions::mailboxes::find(&mut conn, &Actor::system("test"), it.mailbox).await.unwrap()
}

async fn health(it: &Running) -> Health {
    mailbox(it).await.health
}

async fn received(room: &Mailroom) -> i64 {
    accounts(room).await.iter().map(|it| it.received).sum()
}

async fn only_case(room: &Mailroom) -> CaseId {
    let mut conn = room.db.read().await.unwrap();
    mailroom::actions::accounts::latest(&mut conn, &Actor::system("test")).await.unwrap().unwrap().case_id.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_comes_by_idle_and_the_answer_leaves_by_smtp() {
    let users = [(USER, "secret"), ("helene@cust.example", "secret")];
    let Some(mut servers) = MailServers::start_or_skip(&users) else { return };
    let it = start(&servers).await;
    wait_until(Duration::from_secs(20), "listening", &servers, async || {
        (health(&it).await == Health::Listening).then_some(())
    })
    .await;

    let raw = b"From: helene@cust.example\nTo: support@desk.example\nSubject: Mon contrat\nMessage-ID: <a1@cust.example>\n\nBonjour\n";
    let begun = Instant::now();
    servers.deliver("helene@cust.example", USER, raw).unwrap();
    wait_until(Duration::from_secs(10), "the mail", &servers, async || (received(&it.room).await == 1).then_some(()))
        .await;
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    let case = only_case(&it.room).await;

    let staff = access::testing::staff(&it.room.db, kernel::Role::Adviser, &[] as &[kernel::TeamId]).await;
    let adviser = access::testing::actor(&it.room.db, staff).await;
    let content = Bytes::from_static(b"%PDF-1.4 \x00\xff devis");
    let blob = it.room.blobs.put(content.clone()).await.unwrap();
    let file = NewAttachment::new("Devis n° 12.pdf", "application/pdf", &content, blob, None);
    let mut tx = it.room.db.begin().await.unwrap();
    let seen = cases::actions::find(&mut tx, &Actor::system("test"), case).await.unwrap().last_inbound_id;
    let file = it.room.add_reply_file(&mut tx, &adviser, case, file).await.unwrap();
    let reply = Reply {
        text: "Voilà.".to_owned(),
        template_id: None,
        closes: false,
        hold_seconds: 1,
        last_seen: seen,
        file_ids: vec![file.id],
        answers_seen: None,
    };
    let (answer, _) = it.room.reply(&mut tx, &adviser, case, &reply).await.unwrap();
    tx.commit().await.unwrap();
    wait_until(Duration::from_secs(15), "the sending", &servers, async || {
        let mut conn = it.room.db.read().await.unwrap();
        let found = interactions::actions::find(&mut conn, answer).await.unwrap().unwrap();
        (found.state == Contact::Sent).then_some(())
    })
    .await;
    assert!(servers.wait_for_mails("helene@cust.example", 1, Duration::from_secs(10)), "{}", servers.logs());
    let got = servers.mails("helene@cust.example").remove(0);
    let got = mail::InboundMail::parse(&got, &mail::Budget::default()).unwrap();
    assert_eq!(got.subject, "Re: Mon contrat");
    let [file] = got.attachments.as_slice() else { panic!("{:?}", got.attachments) };
    assert_eq!((file.name.as_str(), file.media_type.as_str()), ("Devis n° 12.pdf", "application/pdf"));
    assert_eq!(file.bytes.as_slice(), content, "byte for byte");

    // The server goes and comes back; the customer answers to the signed address meanwhile.
    servers.restart_imap().unwrap();
    let to = &got.reply_to[0].address;
    let raw = format!("From: helene@cust.example\nTo: {to}\nSubject: Merci\nMessage-ID: <a2@cust.example>\n\nMerci\n");
    servers.deliver("helene@cust.example", to, raw.as_bytes()).unwrap();
    wait_until(Duration::from_secs(30), "the second mail", &servers, async || {
        (received(&it.room).await == 2).then_some(())
    })
    .await;
    assert_eq!(only_case(&it.room).await, case, "it joins");
    let days = accounts(&it.room).await;
    assert_eq!(days.iter().map(|it| (it.new_case, it.follow_up)).collect::<Vec<_>>(), [(1, 1)]);
    it.stop.send(true).unwrap();
}

/// The numbers of `wanted` in `folder` on the server, seen by a client of the test's own.
async fn on_server(servers: &MailServers, folder: &str, wanted: Wanted) -> Vec<u32> {
    let server = mail::tls::Server {
        host: "localhost".to_owned(),
        port: servers.imaps_port,
        security: mail::tls::Security::Tls,
        username: Some(USER.to_owned()),
        password: "secret".to_owned(),
        extra_roots_pem: Some(servers.certificate_pem.clone()),
        timeout: Duration::from_secs(10),
    };
    let mut session = Session::sign_in(&server).await.unwrap();
    session.select(folder).await.unwrap();
    let listed = session.list(wanted).await.unwrap();
    session.sign_out().await;
    listed.iter().map(|it| it.uid).collect()
}

async fn wait_for_health(it: &Running, wanted: Health, servers: &MailServers) {
    wait_until(Duration::from_secs(20), &format!("{wanted:?}"), servers, async || {
        (health(it).await == wanted).then_some(())
    })
    .await;
}

/// While nothing can be written to the disk, the mail stays on its server as it came; once it can, it is taken once.
#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_on_our_disk_before_its_mailbox_is_touched() {
    for done_folder in [None, Some("Erledigt")] {
        let Some(servers) = MailServers::start_or_skip(&[(USER, "secret")]) else { return };
        let it = start_moving(&servers, done_folder).await;
        wait_for_health(&it, Health::Listening, &servers).await;
        // Permissions would not stop root: where the folder of the blobs was, a file is in the way.
        let (blobs, away) = (it.folder.path().join("blobs"), it.folder.path().join("away"));
        std::fs::rename(&blobs, &away).unwrap();
        std::fs::write(&blobs, "").unwrap();
        let raw = b"From: helene@cust.example\nSubject: Mon contrat\nMessage-ID: <a1@cust.example>\n\nBonjour\n";
        servers.deliver("helene@cust.example", USER, raw).unwrap();
        wait_for_health(&it, Health::Failing, &servers).await;
        assert_eq!(received(&it.room).await, 0);
        assert_eq!(on_server(&servers, "INBOX", Wanted::Unseen).await.len(), 1, "untouched: {done_folder:?}");

        std::fs::remove_file(&blobs).unwrap();
        std::fs::rename(&away, &blobs).unwrap();
        wait_for_health(&it, Health::Listening, &servers).await;
        let days = accounts(&it.room).await;
        assert_eq!(days.iter().map(|it| (it.received, it.new_case)).collect::<Vec<_>>(), [(1, 1)], "{done_folder:?}");
        assert_eq!(on_server(&servers, "INBOX", Wanted::Unseen).await, [] as [u32; 0], "touched: {done_folder:?}");
        if let Some(folder) = done_folder {
            assert_eq!(on_server(&servers, folder, Wanted::All).await.len(), 1);
        }
        it.stop.send(true).unwrap();
    }
}

/// A server that lost its numbering numbers what is left from 1 again: nothing is missed, and what was taken opens no
/// second case.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_uidvalidity_loses_no_mail_and_doubles_no_case() {
    let Some(mut servers) = MailServers::start_or_skip(&[(USER, "secret")]) else { return };
    let it = start(&servers).await;
    let mail =
        |it: &str| format!("From: {it}@cust.example\nSubject: {it}\nMessage-ID: <{it}@cust.example>\n\nBonjour\n");
    for name in ["anne", "bruno", "chloe"] {
        servers.deliver(&format!("{name}@cust.example"), USER, mail(name).as_bytes()).unwrap();
    }
    wait_until(Duration::from_secs(20), "three mails", &servers, async || {
        (received(&it.room).await == 3).then_some(())
    })
    .await;
    let before = mailbox(&it).await;
    assert_eq!(before.uid_last, 3);
    servers
        .restart_imap_after(|maildirs| {
            let maildir = maildirs.join(USER);
            for entry in std::fs::read_dir(&maildir)? {
                let path = entry?.path();
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                if name == "dovecot-uidlist" || name.starts_with("dovecot.index") {
                    std::fs::remove_file(path)?;
                }
            }
            // Of the three one is left; a fourth comes meanwhile, and both get numbers that had been taken before.
            for path in files(&maildir.join("cur")).iter().skip(1) {
                std::fs::remove_file(path)?;
            }
            std::fs::write(maildir.join("new/1.later.example"), mail("denis"))
        })
        .unwrap();
    wait_until(Duration::from_secs(30), "the fourth mail", &servers, async || {
        (received(&it.room).await >= 5).then_some(())
    })
    .await;
    wait_for_health(&it, Health::Listening, &servers).await;
    let after = mailbox(&it).await;
    assert_ne!(after.uid_validity, before.uid_validity, "the server did not number anew");
    assert_eq!(after.uid_last, 2);
    let days = accounts(&it.room).await;
    let ends: Vec<_> = days.iter().map(|it| (it.new_case, it.follow_up, it.quarantine, it.rejected)).collect();
    assert_eq!(ends, [(4, 0, 0, 1)], "four cases, and what came again is known");
    let again = rows(&it.room).await.into_iter().filter(|it| it.cause.as_deref() == Some("duplicate")).count();
    assert_eq!(again, 1);
    it.stop.send(true).unwrap();
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            out.extend(files(&path));
        } else {
            out.push(path);
        }
    }
    out.sort();
    out
}

/// What is kept of a mail that came in.
#[derive(Debug)]
struct Kept {
    blob: String,
    outcome: String,
    cause: Option<String>,
    trace: String,
}

async fn rows(room: &Mailroom) -> Vec<Kept> {
    let text = db::sql!("select raw_blob, outcome, cause, trace from inbound_mails order by id");
    let rows = room.db.read().await.unwrap().all(text, db::params![]).await.unwrap();
    let kept = |row: &db::Row| Kept {
        blob: row.get("raw_blob").unwrap(),
        outcome: row.get("outcome").unwrap(),
        cause: row.get("cause").unwrap(),
        trace: row.get("trace").unwrap(),
    };
    rows.iter().map(kept).collect()
}

/// The mails of `set`: whole ones, not the parts, archives, keys and licences that lie beside them.
fn mails_of(set: &Path) -> Vec<Vec<u8>> {
    let read = |path: PathBuf| {
        let raw = std::fs::read(&path).unwrap();
        let is_mail = match path.extension().and_then(|it| it.to_str()) {
            Some("eml" | "msg") => true,
            Some("txt") => {
                let parsed = mail::InboundMail::parse(&raw, &mail::Budget::default());
                let has = |name| parsed.as_ref().is_ok_and(|it| it.header(name).is_some());
                !raw.starts_with(b"From ") && (has("from") || has("received"))
            }
            _ => false,
        };
        is_mail.then_some(raw)
    };
    files(set).into_iter().filter_map(read).collect()
}

/// A mail of the Maildir as IMAP hands it over: lines end in CRLF (RFC 3501, 2.2), and NUL, which no literal may hold
/// (RFC 3501, 9), is 0x80, as Dovecot writes it.
fn as_fetched(stored: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(stored.len());
    for byte in stored {
        if *byte == b'\n' && out.last() != Some(&b'\r') {
            out.push(b'\r');
        }
        out.push(if *byte == 0 { 0x80 } else { *byte });
    }
    out
}

/// The sender the server wrote down on delivery.
fn sender(stored: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(stored.get(..stored.len().min(500))?).into_owned();
    let (_, rest) = text.split_once("Return-Path: <")?;
    Some(rest.split_once('>')?.0.to_owned())
}

/// 200 mails delivered to the real mailbox: all those of the four sets, and some of three more. Each lies in the mailbox
/// once, and of each there is exactly one row, whose blob is what the server has, byte for byte.
#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_torture_mails_are_each_accounted_for() {
    const MAILS: usize = 200;
    let Some(root) = kernel::test_data!("torture") else { return };
    let Some(servers) = MailServers::start_or_skip(&[(USER, "secret")]) else { return };
    let four = ["entente-mail", "mail-rfc", "mail-nodemailer", "mail-mimekit"];
    let more = ["mail-rubymail", "mail-mime4j", "mail-flanker"];
    let mut all: Vec<Vec<u8>> = four.iter().flat_map(|it| mails_of(&root.join(it))).collect();
    assert_eq!(all.len(), 82, "41, 8, 4 and 29 whole mails lie in the four");
    all.extend(more.iter().flat_map(|it| mails_of(&root.join(it))));
    all.truncate(MAILS);
    assert_eq!(all.len(), MAILS);

    let it = start(&servers).await;
    for (place, raw) in all.iter().enumerate() {
        let said = servers.deliver(&format!("sender{place}@cust.example"), USER, raw);
        said.unwrap_or_else(|error| panic!("the mail server itself refused {place}: {error}"));
    }
    wait_until(Duration::from_secs(120), "200 mails taken", &servers, async || {
        (received(&it.room).await >= 200).then_some(())
    })
    .await;
    // A mark renames its file: what is read below has to hold still.
    wait_until(Duration::from_secs(20), "all marked", &servers, async || {
        on_server(&servers, "INBOX", Wanted::Unseen).await.is_empty().then_some(())
    })
    .await;
    assert_eq!(health(&it).await, Health::Listening);

    let mut stored = BTreeMap::new();
    for raw in servers.mails(USER) {
        let from = sender(&raw).unwrap_or_else(|| panic!("no sender: {}", String::from_utf8_lossy(&raw)));
        assert!(stored.insert(from.clone(), as_fetched(&raw)).is_none(), "{from} is in the mailbox twice");
    }
    let mut kept: BTreeMap<String, Vec<Kept>> = BTreeMap::new();
    for row in rows(&it.room).await {
        kept.entry(row.blob.clone()).or_default().push(row);
    }
    for place in 0..MAILS {
        let from = format!("sender{place}@cust.example");
        let raw = stored.remove(&from).unwrap_or_else(|| panic!("{from} is not in the mailbox"));
        let hash = BlobHash::of(&raw);
        let rows = kept.remove(&hash.to_string()).unwrap_or_default();
        let [row] = rows.as_slice() else { panic!("{from} has {} rows: {rows:?}", rows.len()) };
        assert_eq!(it.room.blobs.get(hash).await.unwrap(), raw, "{from}: what is kept is what the server has");
        assert!(["new_case", "follow_up", "quarantine", "rejected"].contains(&row.outcome.as_str()), "{row:?}");
        assert!(row.trace.len() > 2, "{from}: no stage says why: {row:?}");
    }
    assert!(stored.is_empty() && kept.is_empty(), "more than was delivered: {:?} {kept:?}", stored.keys());
    let days = accounts(&it.room).await;
    let sum = |of: fn(&Day) -> i64| days.iter().map(of).sum::<i64>();
    let ends = [sum(|it| it.new_case), sum(|it| it.follow_up), sum(|it| it.quarantine), sum(|it| it.rejected)];
    eprintln!("new, follow-up, quarantine, rejected: {ends:?}");
    assert_eq!((ends.iter().sum::<i64>(), sum(|it| it.received)), (200, 200), "each exactly once");
    it.stop.send(true).unwrap();
}
