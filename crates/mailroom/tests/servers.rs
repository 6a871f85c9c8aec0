//! The flow against Debian's Dovecot and Exim: IDLE in, SMTP out, a restart in between, and 200 mails of the torture sets,
//! each accounted for.

#![expect(clippy::unwrap_used, reason = "what a test cannot get has failed it")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use db::Db;
use db::blob::Blobs;
use interactions::State as Contact;
use interactions::actions::NewAttachment;
use kernel::{Actor, CaseId, Clock, SystemClock};
use mailroom::Mailroom;
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
    _folder: tempfile::TempDir,
}

async fn start(servers: &MailServers) -> Running {
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
    tokio::spawn(mailroom::jobs::register(jobs::Worker::new(db), &room).run(stopped));
    Running { room, mailbox, stop, _folder: folder }
}

/// What came in so far: number of mails, and how many of each outcome.
async fn accounts(room: &Mailroom) -> Vec<mailroom::actions::accounts::Day> {
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

/// 200 mails delivered to the real mailbox: all those of the four sets, and some of a fifth.
#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_torture_mails_are_each_accounted_for() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Some(root) = here.ancestors().map(|it| it.join("shared/data/torture")).find(|it| it.is_dir()) else {
        kernel::skipped!("there is no shared/data/torture beside the repository");
        return;
    };
    let Some(servers) = MailServers::start_or_skip(&[(USER, "secret")]) else { return };
    let is_mail = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_string();
        !name.starts_with("LICENSE") && name != "README.md" && !name.ends_with(".json")
    };
    let sets = ["entente-mail", "mail-rfc", "mail-nodemailer", "mail-mimekit"];
    let mut all: Vec<PathBuf> = sets.iter().flat_map(|it| files(&root.join(it))).filter(is_mail).collect();
    // The four sets hold 173 mails; the rest comes from a fifth.
    all.extend(files(&root.join("mail-rubymail")).into_iter().filter(is_mail));
    all.truncate(200);
    let it = start(&servers).await;
    let mut delivered = 0;
    let mut refused = Vec::new();
    for (place, path) in all.iter().enumerate() {
        let raw = std::fs::read(path).unwrap();
        match servers.deliver(&format!("sender{place}@cust.example"), USER, &raw) {
            Ok(_) => delivered += 1,
            Err(error) => refused.push(format!("{}: {error}", path.display())),
        }
    }
    eprintln!("delivered {delivered} of {}; refused by the mail server itself: {refused:?}", all.len());
    assert!(all.len() == 200 && delivered >= 180, "{refused:#?}");
    let until = Instant::now() + Duration::from_secs(60);
    while received(&it.room).await < i64::try_from(delivered).unwrap() {
        let words = mailbox(&it).await.health_words;
        let here = servers.mails(USER).len();
        assert!(
            Instant::now() < until,
            "{:?} of {here} in the Maildir; {words:?}\n{}",
            accounts(&it.room).await,
            servers.logs()
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let days = accounts(&it.room).await;
    let sum = |of: fn(&mailroom::actions::accounts::Day) -> i64| days.iter().map(of).sum::<i64>();
    let counts = [sum(|it| it.new_case), sum(|it| it.follow_up), sum(|it| it.quarantine), sum(|it| it.rejected)];
    eprintln!("new, follow-up, quarantine, rejected: {counts:?}");
    assert_eq!(counts.iter().sum::<i64>(), i64::try_from(delivered).unwrap(), "each exactly once");
    assert_eq!(servers.mails(USER).len(), delivered, "nothing was taken from the server that was not kept");
    assert_eq!(health(&it).await, Health::Listening);
    it.stop.send(true).unwrap();
}
