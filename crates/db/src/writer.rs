//! The one writer of a SQLite store, and its group commit.
//!
//! A full synchronous commit costs one fsync; so writers that wait share a transaction. Each has its turn on the
//! connection inside its own savepoint and its own answer: one that fails is rolled back alone. Nobody is answered
//! before the shared commit is on disk. A writer alone is committed at once; a batch ends when nobody waits or after
//! [`BATCH_MILLIS_MAX`].

use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use crate::error::DbError;

/// The longest a batch stays open once its first writer is done.
const BATCH_MILLIS_MAX: u64 = 5;
/// The most writers in one batch.
const BATCH_WRITERS_MAX: usize = 512;
/// A turn longer than this is told in the log: somebody waits for the world inside a transaction.
const TURN_SECONDS_MAX: u64 = 5;
/// How long another program may hold the store before a writer is told.
const BUSY_SECONDS_MAX: u64 = 30;

/// A turn on the connection. Dropped before it is taken, it goes back as it came: whoever asked may be cut off between
/// the grant and the next look at it, and the others of the batch must not pay for that.
pub(crate) struct Turn {
    lent: Option<(Connection, oneshot::Sender<Returned>)>,
}

impl Turn {
    fn new(connection: Connection, back: oneshot::Sender<Returned>) -> Self {
        Self { lent: Some((connection, back)) }
    }

    /// The connection, and where it goes back to.
    pub(crate) fn take(mut self) -> Result<(Connection, oneshot::Sender<Returned>), DbError> {
        self.lent.take().ok_or(DbError::Closed)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some((connection, back)) = self.lent.take() {
            let _ = back.send(Returned { connection, outcome: Outcome::Rollback });
        }
    }
}

/// The connection given back, and what became of the turn.
pub(crate) struct Returned {
    pub(crate) connection: Connection,
    pub(crate) outcome: Outcome,
}

/// How a turn ended.
pub(crate) enum Outcome {
    /// Keep the change; answer when it is durable.
    Commit(Answer),
    /// Forget it.
    Rollback,
}

/// Where a writer waits for its change to be durable.
pub(crate) type Answer = oneshot::Sender<Result<(), String>>;

/// Asks for a turn.
pub(crate) type Request = oneshot::Sender<Result<Turn, String>>;

/// Runs until every [`crate::Db`] is gone. `committed` is told of each commit; `open` makes a connection anew when one
/// was lost.
pub(crate) async fn run(
    open: impl Fn() -> Result<Connection, DbError> + Send,
    first: Connection,
    mut queue: mpsc::Receiver<Request>,
    committed: impl Fn() + Send,
) {
    let mut connection = Some(first);
    while let Some(request) = queue.recv().await {
        let ready = match connection.take().map_or_else(&open, Ok) {
            Ok(ready) => ready,
            Err(error) => {
                let _ = request.send(Err(format!("cannot open the store again: {error}")));
                continue;
            }
        };
        connection = batch(ready, request, &mut queue, &committed).await;
    }
}

/// One transaction with as many turns as wait. `None` if the connection was lost on the way.
async fn batch(
    connection: Connection,
    first: Request,
    queue: &mut mpsc::Receiver<Request>,
    committed: &(impl Fn() + Send),
) -> Option<Connection> {
    let mut connection = connection;
    if let Err(error) = begin(&mut connection).await {
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
    let (given_back, ended) = finish(connection, !waiting.is_empty()).await;
    if ended.is_ok() && !waiting.is_empty() {
        committed();
    }
    tell(waiting, ended);
    given_back
}

/// Takes the write lock, waiting for other programs on the same file without holding up this one's tasks.
async fn begin(connection: &mut Connection) -> Result<(), String> {
    let started = Instant::now();
    loop {
        match connection.execute_batch("begin immediate") {
            Ok(()) => return Ok(()),
            Err(error) => {
                let is_busy = error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy);
                if !is_busy || started.elapsed() > Duration::from_secs(BUSY_SECONDS_MAX) {
                    return Err(format!("cannot take the write lock: {error}"));
                }
            }
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

async fn turn(connection: Connection, request: Request) -> Result<(Connection, Option<Answer>), String> {
    command(&connection, "savepoint turn")?;
    let (back, mut returned) = oneshot::channel();
    // If whoever asked has gone, the turn is dropped here, and so comes straight back.
    drop(request.send(Ok(Turn::new(connection, back))));
    let given_back = loop {
        match tokio::time::timeout(Duration::from_secs(TURN_SECONDS_MAX), &mut returned).await {
            Ok(given_back) => break given_back,
            Err(_) => tracing::warn!("a transaction has held the writer for {TURN_SECONDS_MAX} s or more"),
        }
    };
    let Returned { connection, outcome } = given_back.map_err(|_| "the connection was lost".to_owned())?;
    match outcome {
        Outcome::Commit(answer) => {
            command(&connection, "release turn")?;
            Ok((connection, Some(answer)))
        }
        Outcome::Rollback => {
            undo(&connection)?;
            Ok((connection, None))
        }
    }
}

/// Commits on a thread for blocking work, since it waits for the disk; rolls back where it stands.
async fn finish(connection: Connection, has_changes: bool) -> (Option<Connection>, Result<(), String>) {
    if !has_changes {
        let ended = command(&connection, "rollback");
        return (ended.is_ok().then_some(connection), ended);
    }
    let ended = tokio::task::spawn_blocking(move || {
        let ended = command(&connection, "commit");
        (connection, ended)
    })
    .await;
    match ended {
        Ok((connection, Ok(()))) => (Some(connection), Ok(())),
        // A commit that failed leaves the state unknown; a fresh connection starts clean.
        Ok((_, Err(error))) => (None, Err(error)),
        Err(_) => (None, Err("the commit was cut off".to_owned())),
    }
}

fn undo(connection: &Connection) -> Result<(), String> {
    command(connection, "rollback to turn")?;
    command(connection, "release turn")
}

fn command(connection: &Connection, text: &'static str) -> Result<(), String> {
    let mut statement = connection.prepare_cached(text).map_err(|error| format!("{text}: {error}"))?;
    statement.raw_execute().map(drop).map_err(|error| format!("{text}: {error}"))
}

fn tell(waiting: Vec<Answer>, ended: Result<(), String>) {
    for answer in waiting {
        let _ = answer.send(ended.clone());
    }
}
