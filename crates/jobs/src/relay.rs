//! Facts from the outbox to their handlers: each handler's delivery is a job of its own.
//!
//! So a handler's failure is tried again by itself, is set aside by itself, and survives a restart, all by the queue.
//! Marking the fact as relayed and writing the deliveries is one transaction: none is lost, none comes twice by us.

use db::{Db, DbError, outbox};
use kernel::id::EventId;

use crate::handler::Handlers;
use crate::job::Lane;
use crate::store::{self, NewJob};

/// Facts relayed in one transaction: some milliseconds of the writer, after which timers and mail have their turn.
const BATCH: i64 = 200;
/// What stands before the handler's name in the name of a delivery.
pub(crate) const PREFIX: &str = "event:";
/// Deliveries are tried as often as jobs are by default.
const TRIES_MAX: i64 = 8;

/// A fact to hand on, as stored.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct Delivery {
    pub event: EventId,
}

/// Relays a batch of what waits; tells how many facts. Does nothing but one read if nothing waits.
pub(crate) async fn relay(db: &Db, handlers: &Handlers) -> Result<usize, DbError> {
    if !outbox::has_unrelayed(&mut *db.read().await?).await? {
        return Ok(0);
    }
    let mut tx = db.begin().await?;
    let now = tx.now();
    let envelopes = outbox::take_unrelayed(&mut tx, BATCH).await?;
    let mut deliveries = Vec::new();
    for envelope in &envelopes {
        for handler in handlers.of_event(&envelope.name) {
            deliveries.push(NewJob {
                name: format!("{PREFIX}{handler}"),
                lane: Lane::Events.code(),
                payload: serde_json::to_string(&Delivery { event: envelope.id })?,
                key: None,
                run_at: now,
                tries_max: TRIES_MAX,
            });
        }
    }
    store::insert_all(&mut tx, deliveries).await?;
    tx.commit().await?;
    Ok(envelopes.len())
}
