//! `entente verify` finds what was damaged, and nothing where nothing was.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use clap::Parser as _;
use db::blob::{BlobHash, Blobs};
use db::testing::each_engine;
use db::{Db, params, sql};
use kernel::{Actor, Locale, ManualClock};
use mailroom::actions::intake::Received;
use mailroom::mailbox::{Kind, NewMailbox, Secrets, Settings};
use server::config::Config;
use server::verification;

struct Installation {
    state: api::State,
    config: Config,
    folder: tempfile::TempDir,
}

fn actor() -> Actor {
    Actor::system("test")
}

impl Installation {
    fn new(db: &Db) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = Config {
            public_url: "http://care.example".to_owned(),
            secret_key: "a key for tests, known to everybody".to_owned(),
            ..Config::default()
        };
        let blobs = Blobs::folder(folder.path().join("blobs")).unwrap();
        Self { state: api::State::new(db.clone(), blobs, config.api().unwrap()), config, folder }
    }

    /// A mail that opened a case with a deadline and was acknowledged; an audit log with a chain.
    async fn live(&self) {
        let room = mailroom::Mailroom::new(&self.state);
        let mailbox = NewMailbox {
            name: "Contact".to_owned(),
            address: "contact@rives.example".parse().unwrap(),
            display_name: "Rives".to_owned(),
            kind: Kind::Folder,
            settings: Settings {
                directory: Some(self.folder.path().join("mail").display().to_string()),
                ..Settings::default()
            },
            team_id: None,
            case_type: "question".to_owned(),
            language: Locale::Fr,
            market: None,
            acknowledges: true,
            requires_proof: false,
            is_active: true,
        };
        let mut tx = self.state.db.begin().await.unwrap();
        let mailbox = room.create_mailbox(&mut tx, &actor(), &mailbox, &Secrets::default()).await.unwrap();
        let hours = cases::actions::settings::NewCalendar {
            name: "Toujours".to_owned(),
            is_default: true,
            definition: calendar::Definition::always(),
        };
        let calendar_id = cases::actions::settings::create_calendar(&mut tx, &actor(), hours).await.unwrap().id;
        let target = calendar::Target { seconds: 3_600, counting: calendar::Counting::Elapsed, pauses: vec![] };
        let promise = cases::actions::settings::NewPromise {
            name: "Une heure".to_owned(),
            place: 1,
            conditions: cases::promise::Conditions::default(),
            targets: cases::promise::Targets { first_reply: Some(target), ..Default::default() },
            calendar_id,
            is_published: true,
        };
        cases::actions::settings::create_promise(&mut tx, &actor(), promise).await.unwrap();
        for number in 0..3 {
            access::audit::record(&mut tx, &actor(), "tested", "test", &serde_json::json!({ "number": number }))
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let raw = "From: Helene <helene@cust.example>\r\nTo: contact@rives.example\r\nSubject: Cave\r\n\
            Message-ID: <1@cust.example>\r\n\r\nBonjour.\r\n";
        let received = Received {
            mailbox_id: Some(mailbox.id),
            uid: None,
            place: Some("1".to_owned()),
            raw: Bytes::from_static(raw.as_bytes()),
            history: None,
        };
        room.take(received).await.unwrap();
        server::assembly::worker(&self.state, &self.config).run_due().await.unwrap();
        access::jobs::seal_audit(&self.state.db).await.unwrap();
    }

    /// The lines of every check that found something.
    async fn problems(&self) -> Vec<String> {
        let checks = verification::run(&self.state).await.unwrap();
        checks.into_iter().filter(|it| !it.problems.is_empty()).map(|it| it.to_string()).collect()
    }

    /// One problem, that says `words`.
    async fn check(&self, words: &[&str]) {
        let problems = self.problems().await;
        let [only] = problems.as_slice() else { panic!("{words:?} and not {problems:#?}") };
        for word in words {
            assert!(only.contains(word), "{word} in {only}");
        }
    }

    async fn run(&self, statement: db::Sql) {
        let mut tx = self.state.db.begin().await.unwrap();
        assert!(tx.run(statement, params![]).await.unwrap() > 0, "nothing to damage");
        tx.commit().await.unwrap();
    }

    async fn file(&self, statement: db::Sql) -> PathBuf {
        let mut read = self.state.db.read().await.unwrap();
        let hash: BlobHash = read.one(statement, params![]).await.unwrap().get("raw_blob").unwrap();
        let name = hash.to_string();
        let (first, rest) = name.split_at(2);
        self.folder.path().join("blobs").join(first).join(rest)
    }
}

#[tokio::test]
async fn what_is_damaged_is_found() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let it = Installation::new(&db);
        it.live().await;
        assert_eq!(it.problems().await, Vec::<String>::new());

        let inbound = it.file(sql!("select raw_blob from inbound_mails")).await;
        let kept = std::fs::read(&inbound).unwrap();
        std::fs::remove_file(&inbound).unwrap();
        it.check(&["files named by rows", "InboundMails", "is not there"]).await;
        std::fs::write(&inbound, kept).unwrap();

        let outbound = it.file(sql!("select raw_blob from outbound_mails")).await;
        let kept = std::fs::read(&outbound).unwrap();
        std::fs::write(&outbound, b"something else").unwrap();
        it.check(&["files named by rows", "OutboundMails", "holds something else"]).await;
        std::fs::write(&outbound, kept).unwrap();
        assert_eq!(it.problems().await, Vec::<String>::new());

        it.run(sql!("update jobs set run_at = run_at + 1000000 where name = 'miss_deadline'")).await;
        it.check(&["deadlines and their timers", "is due at 2026-06-01T09:00:00Z, its timer at 2026-06-01T09:00:01Z"])
            .await;
        it.run(sql!("update jobs set state = 'done' where name = 'miss_deadline'")).await;
        it.check(&["deadlines and their timers", "has no timer"]).await;
        it.run(sql!("update jobs set state = 'pending', run_at = run_at - 1000000 where name = 'miss_deadline'")).await;
        assert_eq!(it.problems().await, Vec::<String>::new());
        it.run(sql!("update case_clocks set ended_at = started_at, outcome = 'kept', counted_micros = 0")).await;
        it.check(&["deadlines and their timers", "and nothing due"]).await;
        it.run(sql!("update case_clocks set ended_at = null, outcome = 'running', counted_micros = null")).await;
        assert_eq!(it.problems().await, Vec::<String>::new());

        it.run(sql!("update interactions set account_id = 99 where direction = 'inbound'")).await;
        it.check(&["contact_account", "1"]).await;
        it.run(sql!("update interactions set account_id = null")).await;
        assert_eq!(it.problems().await, Vec::<String>::new());

        it.run(sql!("update audit_entries set details = '{\"number\":9}' where details = '{\"number\":1}'")).await;
        it.check(&["the audit log's chain", "does not hold at place"]).await;
    })
    .await;
}

/// A folder with a store that was served once, with one member of staff, closed.
async fn served() -> (tempfile::TempDir, Config) {
    let folder = tempfile::tempdir().unwrap();
    let config = Config {
        data_folder: folder.path().join("data").display().to_string(),
        public_url: "http://care.example".to_owned(),
        ..Config::default()
    };
    let state = config.open(db::testing::clock()).await.unwrap();
    access::testing::cheap_passwords();
    access::testing::staff(&state.db, kernel::Role::Admin, &[]).await;
    drop(state);
    // The writer closes its connection last, and with it what was written stands in the one file.
    let beside = Path::new(&config.data_folder).join("entente.db-wal");
    while beside.exists() {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    (folder, config)
}

/// Every file below `folder` with what is in it, but SQLite's own beside the store.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.push((path.clone(), Vec::new()));
            found.extend(contents(&path));
        } else if !path.to_string_lossy().ends_with("-wal") && !path.to_string_lossy().ends_with("-shm") {
            found.push((path.clone(), std::fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

fn refusal<T>(opened: anyhow::Result<T>) -> String {
    let Err(error) = opened else { panic!("it opened") };
    server::command::told(&error)
}

#[tokio::test]
async fn verifying_changes_nothing_and_refuses_what_holds_no_store() {
    let (folder, config) = served().await;
    let before = contents(folder.path());
    let state = config.open_to_read(db::testing::clock()).await.unwrap();
    let problems: Vec<_> = verification::run(&state).await.unwrap().into_iter().flat_map(|it| it.problems).collect();
    assert_eq!(problems, Vec::<String>::new());
    assert!(matches!(state.db.begin().await, Err(db::DbError::Closed)));
    drop(state);
    assert_eq!(contents(folder.path()), before);

    let empty = tempfile::tempdir().unwrap();
    let nowhere = Config { data_folder: empty.path().join("typo").display().to_string(), ..config.clone() };
    assert!(refusal(nowhere.open_to_read(db::testing::clock()).await).contains("there is no store at"));
    std::fs::write(empty.path().join("entente.db"), b"").unwrap();
    let hollow = Config { data_folder: empty.path().display().to_string(), ..config.clone() };
    assert!(refusal(hollow.open_to_read(db::testing::clock()).await).contains("holds no store of entente"));
    assert_eq!(contents(empty.path()), [(empty.path().join("entente.db"), Vec::new())]);

    std::fs::remove_dir_all(config.blob_folder()).unwrap();
    assert!(refusal(config.open_to_read(db::testing::clock()).await).contains("opening the files in"));
    assert!(!config.blob_folder().exists());
}

#[tokio::test]
async fn an_older_store_is_told_and_left_as_it_is() {
    let (_folder, config) = served().await;
    let state = config.open(db::testing::clock()).await.unwrap();
    let mut tx = state.db.begin().await.unwrap();
    let newest = db::migrate::MIGRATIONS.last().unwrap().0;
    tx.run(sql!("delete from schema_migrations where name = $1"), params![newest]).await.unwrap();
    tx.commit().await.unwrap();
    drop(state);
    let refused = refusal(config.open_to_read(db::testing::clock()).await);
    assert!(refused.contains("of an older version") && refused.contains(newest), "{refused}");
}

#[tokio::test]
async fn a_lost_key_is_not_replaced_by_itself_and_another_is_refused() {
    let (_folder, config) = served().await;
    let key = std::fs::read(config.key_path()).unwrap();
    std::fs::remove_file(config.key_path()).unwrap();
    for refused in
        [refusal(config.open(db::testing::clock()).await), refusal(config.open_to_read(db::testing::clock()).await)]
    {
        assert!(refused.contains("secret.key is missing") && refused.contains("replace-key"), "{refused}");
    }
    assert!(!config.key_path().exists(), "none was made");

    std::fs::write(config.key_path(), [7; 32]).unwrap();
    let refused = refusal(config.open(db::testing::clock()).await);
    assert!(refused.contains("is not the key that this store was used with"), "{refused}");
    let checks = verification::run(&config.open_to_read(db::testing::clock()).await.unwrap()).await.unwrap();
    let wrong: Vec<_> = checks.iter().filter(|it| !it.problems.is_empty()).map(|it| it.name).collect();
    assert_eq!(wrong, ["the key"]);

    std::fs::write(config.key_path(), &key).unwrap();
    config.open(db::testing::clock()).await.unwrap();
}

#[tokio::test]
async fn a_key_that_is_lost_for_good_is_replaced_when_told_to() {
    let (_folder, config) = served().await;
    std::fs::remove_file(config.key_path()).unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), format!("data_folder = {:?}\n", config.data_folder)).unwrap();
    let arguments = ["entente", "--config", file.path().to_str().unwrap(), "admin", "replace-key"];
    let arguments = server::command::Arguments::try_parse_from(arguments).unwrap();
    Box::pin(arguments.run()).await.unwrap();
    assert_eq!(std::fs::read(config.key_path()).unwrap().len(), 32);
    config.open(db::testing::clock()).await.unwrap();
}
