//! Opening a store and handing out its readers and its writer's turns.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use kernel::id::{IdGenerator, TypedId};
use kernel::{Clock, Timestamp};
use rusqlite::OpenFlags;
use rusqlite::config::DbConfig;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, PgPool};
use tokio::sync::{mpsc, oneshot, watch};

use crate::conn::{Conn, Inner, Read};
use crate::error::DbError;
use crate::pool::ReaderPool;
use crate::tx::Tx;
use crate::writer;

/// The oldest SQLite without the WAL-reset race that corrupts a store (sqlite.org/releaselog/3_51_3).
const SQLITE_VERSION_MIN: (u32, u32, u32) = (3, 51, 3);
/// The oldest PostgreSQL we test against, as its `server_version_num`.
const POSTGRES_VERSION_MIN: i32 = 150_000;

/// Where the store is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// `sqlite:PATH` or `postgres://…`.
    pub url: String,
    /// Connections for reading (and on PostgreSQL for writing), at least 1.
    pub readers: u32,
}

/// Which engine keeps the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Embedded.
    Sqlite,
    /// A server.
    Postgres,
}

/// The store. Cheap to clone; the last clone dropped closes it.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Store>,
}

struct Store {
    pool: Pool,
    clock: Arc<dyn Clock>,
    ids: Arc<IdGenerator>,
    committed: Arc<watch::Sender<u64>>,
    statements: Arc<AtomicU64>,
}

enum Pool {
    Sqlite { readers: ReaderPool, turns: mpsc::Sender<writer::Request> },
    Postgres(PgPool),
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Db({:?})", self.engine())
    }
}

impl Db {
    /// Opens the store and refuses one that could lose what it acknowledged.
    ///
    /// SQLite: WAL, `synchronous=FULL` and foreign keys are set and read back on every connection, and the library must
    /// be 3.51.3 or newer. PostgreSQL: 15 or newer, `synchronous_commit` and `fsync` as the server has them.
    pub async fn open(config: &Config, clock: Arc<dyn Clock>, node: u8) -> Result<Self, DbError> {
        let (committed, _) = watch::channel(0);
        let committed = Arc::new(committed);
        let pool = if let Some(path) = config.url.strip_prefix("sqlite:") {
            open_sqlite(Path::new(path), config.readers, committed.clone())?
        } else if config.url.starts_with("postgres://") || config.url.starts_with("postgresql://") {
            open_postgres(&config.url, config.readers, false).await?
        } else {
            return Err(DbError::Url(config.url.clone()));
        };
        Ok(Self::of(pool, clock, node, committed))
    }

    /// Opens a store that is there, for reading: nothing is made, migrated or written. [`Db::begin`] is refused on SQLite,
    /// whose file is opened for reading alone.
    pub async fn open_to_read(config: &Config, clock: Arc<dyn Clock>) -> Result<Self, DbError> {
        let pool = if let Some(path) = config.url.strip_prefix("sqlite:") {
            let readers = ReaderPool::new(PathBuf::from(path), open_sqlite_to_read, config.readers);
            drop(readers.take().await?);
            // Nobody takes requests for turns: whoever asks is told that there is no writer.
            Pool::Sqlite { readers, turns: mpsc::channel(1).0 }
        } else if config.url.starts_with("postgres://") || config.url.starts_with("postgresql://") {
            open_postgres(&config.url, config.readers, true).await?
        } else {
            return Err(DbError::Url(config.url.clone()));
        };
        Ok(Self::of(pool, clock, 0, Arc::new(watch::channel(0).0)))
    }

    fn of(pool: Pool, clock: Arc<dyn Clock>, node: u8, committed: Arc<watch::Sender<u64>>) -> Self {
        let ids = Arc::new(IdGenerator::new(node));
        let statements = Arc::new(AtomicU64::new(0));
        Self { inner: Arc::new(Store { pool, clock, ids, committed, statements }) }
    }

    /// Which engine keeps the store.
    pub fn engine(&self) -> Engine {
        match self.inner.pool {
            Pool::Sqlite { .. } => Engine::Sqlite,
            Pool::Postgres(_) => Engine::Postgres,
        }
    }

    /// The present instant by the store's clock.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// The store's clock.
    pub fn clock(&self) -> Arc<dyn Clock> {
        self.inner.clock.clone()
    }

    /// A fresh id outside a transaction; inside one use [`Tx::id`].
    pub fn id<I: TypedId>(&self) -> I {
        self.inner.ids.next(self.now())
    }

    /// How many statements this store has run; for tests and benchmarks that count them.
    pub fn statements(&self) -> u64 {
        self.inner.statements.load(Ordering::Relaxed)
    }

    /// Counts the commits of this process: wakes whoever waits for new jobs or events.
    pub fn committed(&self) -> watch::Receiver<u64> {
        self.inner.committed.subscribe()
    }

    /// A reader from the pool; waits if all are busy.
    pub async fn read(&self) -> Result<Read, DbError> {
        let inner = match &self.inner.pool {
            Pool::Sqlite { readers, .. } => Inner::SqliteReader(readers.take().await?),
            Pool::Postgres(pool) => Inner::PostgresReader(pool.acquire().await?),
        };
        Ok(Read(Conn { inner, statements: self.inner.statements.clone() }))
    }

    /// The writer's turn; waits for those before.
    pub async fn begin(&self) -> Result<Tx, DbError> {
        let (inner, back) = match &self.inner.pool {
            Pool::Sqlite { turns, .. } => {
                let (request, granted) = oneshot::channel();
                turns.send(request).await.map_err(|_| DbError::Closed)?;
                let turn = granted.await.map_err(|_| DbError::Closed)?.map_err(DbError::driver)?;
                let (connection, back) = turn.take()?;
                (Inner::SqliteWriter(Some(connection)), Some(back))
            }
            Pool::Postgres(pool) => (Inner::PostgresTx(pool.begin().await?), None),
        };
        Ok(Tx {
            conn: Conn { inner, statements: self.inner.statements.clone() },
            back,
            now: self.now(),
            ids: self.inner.ids.clone(),
            committed: self.inner.committed.clone(),
        })
    }

    /// Waits until readers and writer are closed. Later calls fail with [`DbError::Closed`] or the driver's word.
    pub async fn close(self) {
        match &self.inner.pool {
            Pool::Sqlite { readers, .. } => readers.close(),
            Pool::Postgres(pool) => pool.close().await,
        }
    }
}

fn open_sqlite(path: &Path, readers: u32, committed: Arc<watch::Sender<u64>>) -> Result<Pool, DbError> {
    let first = open_sqlite_connection(path)?;
    first.busy_timeout(Duration::ZERO)?;
    let (turns, queue) = mpsc::channel(4_096);
    let path: PathBuf = path.to_owned();
    let again = path.clone();
    let open = move || {
        let connection = open_sqlite_connection(&again)?;
        connection.busy_timeout(Duration::ZERO)?;
        Ok(connection)
    };
    tokio::spawn(writer::run(open, first, queue, move || committed.send_modify(|count| *count += 1)));
    Ok(Pool::Sqlite { readers: ReaderPool::new(path, open_sqlite_connection, readers), turns })
}

/// A connection on which an acknowledged change survives a power cut, or an error that says why it would not.
pub(crate) fn open_sqlite_connection(path: &Path) -> Result<rusqlite::Connection, DbError> {
    let connection = rusqlite::Connection::open(path)?;
    prepare_sqlite(&connection)?;
    connection.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma temp_store = memory;
         pragma cache_size = -8000; pragma secure_delete = on;",
    )?;
    check_sqlite(&connection)?;
    Ok(connection)
}

/// A connection that can change nothing, whatever the journal of the file: a copy in a backup has another than ours.
fn open_sqlite_to_read(path: &Path) -> Result<rusqlite::Connection, DbError> {
    let connection = rusqlite::Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    prepare_sqlite(&connection)?;
    connection.execute_batch("pragma temp_store = memory; pragma cache_size = -8000;")?;
    Ok(connection)
}

fn prepare_sqlite(connection: &rusqlite::Connection) -> Result<(), DbError> {
    connection.busy_timeout(Duration::from_secs(30))?;
    connection.set_prepared_statement_cache_capacity(300);
    // Else a statement with a bound range (`id > $1`) is compiled anew whenever its values change, to look them up in
    // statistics that nobody collects: a sixth of the work of filling a store.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// Reads back what durability rests on, rather than trust that it was set.
fn check_sqlite(connection: &rusqlite::Connection) -> Result<(), DbError> {
    let journal: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    let synchronous: i64 = connection.pragma_query_value(None, "synchronous", |row| row.get(0))?;
    let foreign_keys: i64 = connection.pragma_query_value(None, "foreign_keys", |row| row.get(0))?;
    check_pragmas(rusqlite::version(), &journal, synchronous, foreign_keys)
}

/// The rule behind [`check_sqlite`].
fn check_pragmas(version: &str, journal: &str, synchronous: i64, foreign_keys: i64) -> Result<(), DbError> {
    let numbers: Vec<u32> = version.split('.').filter_map(|it| u32::from_str(it).ok()).collect();
    let [major, minor, patch] = numbers.as_slice() else {
        return Err(DbError::Unsafe(format!("cannot read the version of SQLite `{version}`")));
    };
    if (*major, *minor, *patch) < SQLITE_VERSION_MIN {
        return Err(DbError::Unsafe(format!(
            "SQLite {version} has the WAL-reset race of versions before 3.51.3, which corrupts stores"
        )));
    }
    if !journal.eq_ignore_ascii_case("wal") {
        return Err(DbError::Unsafe(format!("journal_mode is {journal}, not wal: is the folder on a network drive?")));
    }
    if synchronous < 2 {
        return Err(DbError::Unsafe(format!("synchronous is {synchronous}, below 2 (FULL)")));
    }
    if foreign_keys != 1 {
        return Err(DbError::Unsafe("foreign keys are off".to_owned()));
    }
    Ok(())
}

async fn open_postgres(url: &str, connections: u32, is_read: bool) -> Result<Pool, DbError> {
    let options = PgConnectOptions::from_str(url)?
        .statement_cache_capacity(300)
        .application_name("entente")
        .disable_statement_logging();
    let pool = PgPoolOptions::new()
        .max_connections(connections.max(2))
        .acquire_timeout(Duration::from_secs(30))
        .after_connect(move |connection, _| {
            Box::pin(async move {
                if is_read {
                    sqlx::query("set default_transaction_read_only = on").execute(connection).await?;
                }
                Ok(())
            })
        })
        .connect_with(options)
        .await?;
    let version: String = sqlx::query_scalar("show server_version_num").fetch_one(&pool).await?;
    let fsync: String = sqlx::query_scalar("show fsync").fetch_one(&pool).await?;
    if version.parse().unwrap_or(0) < POSTGRES_VERSION_MIN {
        return Err(DbError::Unsafe(format!("PostgreSQL {version} is older than 15")));
    }
    if fsync != "on" {
        tracing::warn!("fsync is off on the PostgreSQL server: a power cut can lose or break the store");
    }
    Ok(Pool::Postgres(pool))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_that_could_lose_data_is_refused() {
        assert!(check_pragmas("3.51.3", "wal", 2, 1).is_ok());
        for (version, journal, synchronous, foreign_keys) in [
            ("3.51.2", "wal", 2, 1),
            ("3.40.1", "wal", 2, 1),
            ("3.51.3", "delete", 2, 1),
            ("3.51.3", "wal", 1, 1),
            ("3.51.3", "wal", 2, 0),
            ("nonsense", "wal", 2, 1),
        ] {
            let refused = check_pragmas(version, journal, synchronous, foreign_keys);
            assert!(matches!(refused, Err(DbError::Unsafe(_))), "{version} {journal} {synchronous} {foreign_keys}");
        }
    }

    #[test]
    fn a_statement_with_a_bound_range_is_compiled_once() {
        let folder = tempfile::tempdir().unwrap();
        let connection = open_sqlite_connection(&folder.path().join("once.db")).unwrap();
        connection
            .execute_batch("create table t (id integer primary key, x integer); create index t_x on t (x)")
            .unwrap();
        let mut statement = connection.prepare("select id from t where x > $1").unwrap();
        for x in 0..3 {
            statement.raw_bind_parameter(1, x).unwrap();
            assert!(statement.raw_query().next().unwrap().is_none());
        }
        assert_eq!(statement.get_status(rusqlite::StatementStatus::RePrepare), 0);
    }
}
