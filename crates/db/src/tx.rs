//! A write transaction: one instant, ids from the store's generator, events in the same breath as the change.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use kernel::Timestamp;
use kernel::id::{EventId, IdGenerator, TypedId};
use tokio::sync::oneshot;

use crate::conn::{Conn, Inner};
use crate::error::DbError;
use crate::outbox::{self, Event};
use crate::writer::{Outcome, Returned};

/// The writer's turn. Dropped without [`Tx::commit`], it leaves nothing behind.
///
/// On SQLite it is exclusive: never wait for the network, a hash or a person between begin and commit.
pub struct Tx {
    pub(crate) conn: Conn,
    pub(crate) back: Option<oneshot::Sender<Returned>>,
    pub(crate) now: Timestamp,
    pub(crate) ids: Arc<IdGenerator>,
    pub(crate) committed: Arc<tokio::sync::watch::Sender<u64>>,
}

impl Deref for Tx {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.conn
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}

impl Tx {
    /// The instant of this transaction: the same for all it does.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Moves the instant, for history that is written after the fact: imports and seeded demonstrations.
    pub fn set_now(&mut self, now: Timestamp) {
        self.now = now;
    }

    /// A fresh id, which sorts by this transaction's instant.
    pub fn id<I: TypedId>(&self) -> I {
        self.ids.next(self.now)
    }

    /// Writes a fact to the outbox. Relayed at least once after the commit. One insert.
    pub async fn emit<E: Event>(&mut self, event: &E) -> Result<EventId, DbError> {
        outbox::write(self, event).await
    }

    /// Ends the transaction; returns when the change is durable.
    pub async fn commit(mut self) -> Result<(), DbError> {
        match std::mem::replace(&mut self.conn.inner, Inner::SqliteWriter(None)) {
            Inner::SqliteWriter(lent) => {
                let (answer, durable) = oneshot::channel();
                let (Some(connection), Some(back)) = (lent, self.back.take()) else { return Err(DbError::Closed) };
                back.send(Returned { connection, outcome: Outcome::Commit(answer) }).map_err(|_| DbError::Closed)?;
                durable.await.map_err(|_| DbError::Closed)?.map_err(DbError::driver)
            }
            Inner::PostgresTx(transaction) => {
                transaction.commit().await?;
                self.committed.send_modify(|count| *count += 1);
                Ok(())
            }
            Inner::SqliteReader(_) | Inner::PostgresReader(_) => Err(DbError::Closed),
        }
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        if let (Inner::SqliteWriter(lent), Some(back)) = (&mut self.conn.inner, self.back.take())
            && let Some(connection) = lent.take()
        {
            let _ = back.send(Returned { connection, outcome: Outcome::Rollback });
        }
    }
}
