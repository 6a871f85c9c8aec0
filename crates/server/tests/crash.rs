//! The program killed (-9) in the middle of taking mails and of running an import, five times: afterwards nothing is
//! lost, nothing is doubled, and `entente verify` finds nothing wrong.
//!
//! On SQLite. A kill does not test the disk, whose cache outlives the process: it tests that every step is taken again
//! or not at all.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use customers::actions::imports::{self, Order};
use customers::actions::{NewSource, create_source};
use db::{params, sql};
use kernel::{Actor, Clock, Locale, ManualClock, SourceId, SystemClock};
use mailroom::mailbox::{Kind, NewMailbox, Secrets, Settings};
use server::config::Config;

const KILLS: usize = 5;
/// Mails and rows that come in before each kill: more than are taken before it.
const MAILS: usize = 60;
const ROWS: usize = 6_000;

fn actor() -> Actor {
    Actor::system("test")
}

fn config(folder: &Path) -> Config {
    let mut config = Config { data_folder: folder.join("data").display().to_string(), ..Config::default() };
    config.http.listen = "127.0.0.1:0".to_owned();
    config
}

#[expect(clippy::disallowed_methods, reason = "tests may start programs; the server never does")]
fn serve(folder: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_entente"));
    command.arg("serve").env_clear().env("ENTENTE_DATA_FOLDER", folder.join("data"));
    command.env("ENTENTE_HTTP_LISTEN", "127.0.0.1:0").env("ENTENTE_LOG_LEVEL", "warn");
    command.current_dir(folder).stdout(Stdio::null()).stderr(Stdio::inherit()).spawn().unwrap()
}

async fn prepare(state: &api::State, folder: &Path) -> SourceId {
    let mailbox = NewMailbox {
        name: "Contact".to_owned(),
        address: "contact@rives.example".parse().unwrap(),
        display_name: "Mutuelle des Rives".to_owned(),
        kind: Kind::Folder,
        settings: Settings { directory: Some(folder.join("mail").display().to_string()), ..Settings::default() },
        team_id: None,
        case_type: "question".to_owned(),
        language: Locale::Fr,
        market: None,
        acknowledges: true,
        requires_proof: false,
        is_active: true,
    };
    let mut tx = state.db.begin().await.unwrap();
    let room = mailroom::Mailroom::new(state);
    room.create_mailbox(&mut tx, &actor(), &mailbox, &Secrets::default()).await.unwrap();
    let new = NewSource { key: "crm".to_owned(), name: "CRM".to_owned(), trust: 60 };
    let source = create_source(&mut tx, &actor(), &new).await.unwrap();
    tx.commit().await.unwrap();
    source.id
}

/// Sixty mails in the box and a file of customers to bring in.
async fn bring(state: &api::State, folder: &Path, source: SourceId, round: usize) {
    let inbox = folder.join("mail/in");
    std::fs::create_dir_all(&inbox).unwrap();
    for number in 0..MAILS {
        let name = format!("m{round}-{number}");
        let raw = format!(
            "From: {name} <{name}@cust.example>\r\nTo: contact@rives.example\r\nSubject: {name}\r\n\
             Message-ID: <{name}@cust.example>\r\nDate: Mon, 01 Jun 2026 08:00:00 +0000\r\n\r\nBonjour de {name}.\r\n"
        );
        std::fs::write(inbox.join(format!("{name}.part")), raw).unwrap();
        std::fs::rename(inbox.join(format!("{name}.part")), inbox.join(format!("{name}.eml"))).unwrap();
    }
    let mut text = String::from("id;prénom;nom;email\n");
    for row in 0..ROWS {
        text.push_str(&format!("C{round}-{row};Léa;Martin{row};c{round}-{row}@x.example\n"));
    }
    let size = text.len() as u64;
    let blob = state.blobs.put(text.into()).await.unwrap();
    let mapping = imports::guess(&state.blobs, blob, &Default::default()).await.unwrap();
    let mut tx = state.db.begin().await.unwrap();
    let import = imports::create_import(&mut tx, &actor(), "crm.csv", blob, size, mapping.clone()).await.unwrap();
    imports::set_mapping(&mut tx, &actor(), import.id, import.version, source, mapping).await.unwrap();
    imports::order(&mut tx, &actor(), import.id, Order::Run).await.unwrap();
    tx.commit().await.unwrap();
}

/// Mails taken, and rows of imports dealt with.
async fn progress(state: &api::State) -> (i64, i64) {
    let mut read = state.db.read().await.unwrap();
    let statement = sql!(
        "select (select count(*) from inbound_mails) as mails,
           (select coalesce(cast(sum(rows_done) as bigint), 0) from imports) as lines"
    );
    let row = read.one(statement, params![]).await.unwrap();
    (row.get("mails").unwrap(), row.get("lines").unwrap())
}

/// Serves until it is in the middle of both, and kills it there; how far both had come.
async fn serve_and_kill(state: &api::State, folder: &Path) -> (i64, i64) {
    let before = progress(state).await;
    let mut server = serve(folder);
    let started = Instant::now();
    loop {
        let now = progress(state).await;
        if now.0 >= before.0 + 5 && now.1 > before.1 {
            server.kill().unwrap();
            server.wait().unwrap();
            return now;
        }
        assert!(server.try_wait().unwrap().is_none(), "the server ended by itself");
        assert!(started.elapsed() < Duration::from_secs(40), "{before:?} and now {now:?}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn rows(state: &api::State, wanted: db::Sql) -> i64 {
    state.db.read().await.unwrap().one(wanted, params![]).await.unwrap().get("n").unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_five_times_it_loses_nothing_and_doubles_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let config = config(folder.path());
    let state = config.open(Arc::new(SystemClock)).await.unwrap();
    let source = prepare(&state, folder.path()).await;
    let mut interrupted = 0;
    for round in 0..KILLS {
        bring(&state, folder.path(), source, round).await;
        let (mails, lines) = serve_and_kill(&state, folder.path()).await;
        let all = ((round + 1) * MAILS) as i64;
        let all_lines = ((round + 1) * ROWS) as i64;
        interrupted += i32::from(mails < all && lines < all_lines);
    }
    assert!(interrupted >= 3, "only {interrupted} of {KILLS} kills were in the middle of both");
    state.db.close().await;
    // What the dead workers held is taken over when their leases end: an hour later.
    let later = Arc::new(ManualClock::new(SystemClock.now().plus_seconds(3_600)));
    let state = config.open(later).await.unwrap();
    let room = mailroom::Mailroom::new(&state);
    while mailroom::jobs::runner::take_folders_once(&room).await.unwrap() > 0 {}
    server::assembly::worker(&state, &config).run_due().await.unwrap();
    let mails = (KILLS * MAILS) as i64;
    let distinct = sql!("select count(distinct message_id) as n from inbound_mails where is_duplicate = 0");
    assert_eq!(rows(&state, distinct).await, mails, "mails lost");
    let whole = sql!("select count(*) as n from inbound_mails where is_duplicate = 0");
    assert_eq!(rows(&state, whole).await, mails, "mails doubled");
    let inbound = sql!("select count(*) as n from interactions where direction = 'inbound' and channel = 'mail'");
    assert_eq!(rows(&state, inbound).await, mails, "on timelines");
    assert_eq!(rows(&state, sql!("select count(*) as n from cases")).await, mails, "cases");
    let imported = (KILLS * ROWS) as i64;
    let dealt = sql!("select cast(sum(created) as bigint) as n from imports where state = 'done'");
    assert_eq!(rows(&state, dealt).await, imported, "rows of imports");
    let records = sql!("select count(*) as n from source_records where external_id like 'C%'");
    assert_eq!(rows(&state, records).await, imported, "source records");
    // A customer of each row and of each mail's sender.
    assert_eq!(rows(&state, sql!("select count(*) as n from persons")).await, imported + mails, "persons");
    for check in server::verification::run(&state).await.unwrap() {
        assert!(check.problems.is_empty(), "{check}");
    }
}
