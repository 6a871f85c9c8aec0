//! Fresh stores for tests, on each engine there is.
//!
//! SQLite always; PostgreSQL when `ENTENTE_TEST_POSTGRES` holds the address of a server on which databases may be made.

#![expect(clippy::expect_used, reason = "a test that cannot get its store has nothing to go on with")]

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use kernel::{ManualClock, Timestamp};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::error::DbError;
use crate::store::{Config, Db};
use crate::tx::Tx;
use crate::value::Value;

/// Where tests start: Monday, 1 June 2026, 08:00 UTC (10:00 in Paris).
pub const START: &str = "2026-06-01T08:00:00Z";

/// A clock that stands at [`START`].
pub fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::new(START.parse().unwrap_or(Timestamp::from_seconds(1_780_300_800))))
}

/// The address of the PostgreSQL server for tests, if one was given.
pub fn postgres_url() -> Option<String> {
    std::env::var("ENTENTE_TEST_POSTGRES").ok().filter(|it| !it.is_empty())
}

/// A store that goes when it is dropped.
pub struct FreshStore {
    /// The store, migrated.
    pub db: Db,
    /// Its clock.
    pub clock: Arc<ManualClock>,
    /// Its address, for a second connection.
    pub url: String,
    _folder: Option<tempfile::TempDir>,
}

/// A fresh SQLite store in a folder of its own, migrated.
pub async fn sqlite() -> FreshStore {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite:{}", folder.path().join("entente.db").display());
    let (db, clock) = open(&url).await;
    FreshStore { db, clock, url, _folder: Some(folder) }
}

/// A fresh PostgreSQL database, migrated; `None` without `ENTENTE_TEST_POSTGRES`.
///
/// Databases are copied from one that is migrated once per process. They are left to the server, which is a test's own.
pub async fn postgres() -> Option<FreshStore> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    static TEMPLATE: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();
    static MAKING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let server = postgres_url()?;
    let stem =
        format!("t{}_{}", std::process::id(), crate::secret::bytes::<3>().ok()?.map(|it| it.to_string()).concat());
    let template = TEMPLATE
        .get_or_init(|| async {
            let name = format!("{stem}_template");
            admin(&server, format!("create database {name} template template0")).await;
            let (db, _) = open(&address(&server, &name)).await;
            db.close().await;
            name
        })
        .await;
    let name = format!("{stem}_{}", COUNT.fetch_add(1, Ordering::SeqCst));
    {
        let _one_at_a_time = MAKING.lock().await;
        admin(&server, format!("create database {name} template {template}")).await;
    }
    let url = address(&server, &name);
    let (db, clock) = open(&url).await;
    Some(FreshStore { db, clock, url, _folder: None })
}

/// Runs `body` on a fresh store of each engine there is.
pub async fn each_engine<F>(body: impl Fn(Db, Arc<ManualClock>) -> F)
where
    F: Future<Output = ()>,
{
    let store = sqlite().await;
    body(store.db.clone(), store.clock.clone()).await;
    drop(store);
    if let Some(store) = postgres().await {
        body(store.db.clone(), store.clock.clone()).await;
        store.db.close().await;
    }
}

/// Whether the engine of `db` can prepare `text`; the driver's words if not.
pub async fn prepare(db: &Db, text: &str) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    tx.prepare(text.replace("$list", &format!("${}", numbered(text) + 1))).await
}

thread_local! {
    /// The plans noted so far, while [`plans`] runs.
    static PLANS: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// How SQLite means to run each statement of `body`, a line a step: `SEARCH c USING INDEX cases_by_due (due_key<?)`.
///
/// `body` is given the writer's turn of a fresh store, which is dropped after. In a test on one thread only.
pub async fn plans(body: impl AsyncFnOnce(&mut Tx)) -> Vec<String> {
    let store = sqlite().await;
    let mut tx = store.db.begin().await.expect("the writer is free");
    PLANS.set(Some(Vec::new()));
    body(&mut tx).await;
    PLANS.take().unwrap_or_default()
}

/// Notes how `text` will be run, if [`plans`] asks for it.
pub(crate) fn note_plan(connection: &rusqlite::Connection, text: &str, params: &[Value]) -> Result<(), DbError> {
    if PLANS.with_borrow(Option::is_none) {
        return Ok(());
    }
    let steps = crate::sqlite::rows(connection, &format!("explain query plan {text}"), params)?;
    for step in &steps {
        let detail: String = step.get("detail")?;
        PLANS.with_borrow_mut(|it| it.as_mut().map(|noted| noted.push(detail)));
    }
    Ok(())
}

/// The highest `$n` of `text`; 0 if there is none.
fn numbered(text: &str) -> u32 {
    let numbers = text.split('$').skip(1).map(|rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>());
    numbers.filter_map(|it| it.parse().ok()).max().unwrap_or(0)
}

async fn open(url: &str) -> (Db, Arc<ManualClock>) {
    let clock = clock();
    let config = Config { url: url.to_owned(), readers: 4 };
    let db = Db::open(&config, clock.clone(), 0).await.expect("the store opens");
    db.migrate().await.expect("the migrations run");
    (db, clock)
}

async fn admin(server: &str, statement: String) {
    let mut connection = PgConnection::connect(server).await.expect("the PostgreSQL server answers");
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.expect("a database can be made");
    connection.close().await.ok();
}

fn address(server: &str, database: &str) -> String {
    let (head, _) = server.rsplit_once('/').unwrap_or((server, ""));
    format!("{head}/{database}")
}
