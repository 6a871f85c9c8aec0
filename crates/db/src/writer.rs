//! The one writer of a SQLite store, and its group commit.
//!
//! A full synchronous commit costs one fsync, some milliseconds; so writers that wait share a transaction. Each has its
//! turn on the connection inside its own savepoint and its own answer: one that fails is rolled back alone. Nobody is
//! answered before the shared commit is on disk. A writer alone is committed at once; a batch ends when nobody waits or
//! after [`BATCH_MILLIS_MAX`].

use std::time::{Duration, Instant};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, SqliteConnection};
use tokio::sync::{mpsc, oneshot};

use crate::error::DbError;

/// The longest a batch stays open once its first writer is done.
const BATCH_MILLIS_MAX: u64 = 5;
/// The most writers in one batch.
const BATCH_WRITERS_MAX: usize = 512;
/// A turn longer than this is told in the log: somebody waits for the world inside a transaction.
const TURN_SECONDS_MAX: u64 = 5;

/// A turn on the connection.
pub(crate) struct Turn {
    pub(crate) connection: Box<SqliteConnection>,
    pub(crate) back: oneshot::Sender<Returned>,
}

/// The connection given back, and what became of the turn.
pub(crate) struct Returned {
    pub(crate) connection: Box<SqliteConnection>,
    pub(crate) outcome: Outcome,
}

/// How a turn ended.
pub(crate) enum Outcome {
    /// Keep the change; answer when it is durable.
    Commit(oneshot::Sender<Result<(), String>>),
    /// Forget it.
    Rollback,
}

/// Asks for a turn.
pub(crate) type Request = oneshot::Sender<Result<Turn, String>>;

/// Runs until every [`crate::Db`] is gone. Told of each commit by `committed`.
pub(crate) async fn run(
    options: SqliteConnectOptions,
    first: SqliteConnection,
    mut queue: mpsc::Receiver<Request>,
    committed: impl Fn() + Send,
) {
    let mut connection = Some(Box::new(first));
    while let Some(request) = queue.recv().await {
        let ready = match connection.take() {
            Some(ready) => ready,
            None => match options.connect().await {
                Ok(again) => Box::new(again),
                Err(error) => {
                    let _ = request.send(Err(format!("cannot open the store again: {error}")));
                    continue;
                }
            },
        };
        connection = batch(ready, request, &mut queue, &committed).await;
    }
}

/// One transaction with as many turns as wait. `None` if the connection was lost on the way.
async fn batch(
    mut connection: Box<SqliteConnection>,
    first: Request,
    queue: &mut mpsc::Receiver<Request>,
    committed: &(impl Fn() + Send),
) -> Option<Box<SqliteConnection>> {
    if let Err(error) = command(&mut connection, "begin immediate").await {
        let _ = first.send(Err(error));
        return Some(connection);
    }
    let started = Instant::now();
    let mut waiting = Vec::new();
    let mut next = Some(first);
    while let Some(request) = next.take() {
        match turn(connection, request).await {
            Ok((given_back, answer)) => {
                connection = given_back;
                waiting.extend(answer);
            }
            Err(error) => {
                // The connection is gone or its state unknown: nothing of this batch was committed.
                tell(waiting, Err(error));
                return None;
            }
        }
        let may_go_on = started.elapsed() < Duration::from_millis(BATCH_MILLIS_MAX);
        if may_go_on && waiting.len() < BATCH_WRITERS_MAX {
            next = queue.try_recv().ok();
        }
    }
    let ended = command(&mut connection, if waiting.is_empty() { "rollback" } else { "commit" }).await;
    let is_lost = ended.is_err();
    if !is_lost && !waiting.is_empty() {
        committed();
    }
    tell(waiting, ended);
    // A commit that failed leaves the state unknown; a fresh connection starts clean.
    (!is_lost).then_some(connection)
}

type Answer = oneshot::Sender<Result<(), String>>;

async fn turn(
    mut connection: Box<SqliteConnection>,
    request: Request,
) -> Result<(Box<SqliteConnection>, Option<Answer>), String> {
    command(&mut connection, "savepoint turn").await?;
    let (back, mut returned) = oneshot::channel();
    let mut connection = match request.send(Ok(Turn { connection, back })) {
        // Whoever asked has gone: the turn comes straight back.
        Err(Ok(turn)) => {
            let mut connection = turn.connection;
            undo(&mut connection).await?;
            return Ok((connection, None));
        }
        Err(Err(error)) => return Err(error),
        Ok(()) => {
            let given_back = loop {
                match tokio::time::timeout(Duration::from_secs(TURN_SECONDS_MAX), &mut returned).await {
                    Ok(given_back) => break given_back,
                    Err(_) => tracing::warn!("a transaction has held the writer for {TURN_SECONDS_MAX} s or more"),
                }
            };
            let Returned { connection, outcome } = given_back.map_err(|_| "the connection was lost".to_owned())?;
            match outcome {
                Outcome::Commit(answer) => {
                    let mut connection = connection;
                    command(&mut connection, "release turn").await?;
                    return Ok((connection, Some(answer)));
                }
                Outcome::Rollback => connection,
            }
        }
    };
    undo(&mut connection).await?;
    Ok((connection, None))
}

async fn undo(connection: &mut SqliteConnection) -> Result<(), String> {
    command(connection, "rollback to turn").await?;
    command(connection, "release turn").await
}

async fn command(connection: &mut SqliteConnection, text: &'static str) -> Result<(), String> {
    sqlx::raw_sql(text).execute(connection).await.map(drop).map_err(|error| format!("{text}: {error}"))
}

fn tell(waiting: Vec<Answer>, ended: Result<(), String>) {
    for answer in waiting {
        let _ = answer.send(ended.clone());
    }
}

impl From<String> for DbError {
    fn from(problem: String) -> Self {
        Self::Driver(sqlx::Error::Protocol(problem))
    }
}
