//! Facts in the past tense, written with the change that made them true and relayed at least once.

use kernel::Timestamp;
use kernel::id::EventId;
use serde::Serialize;

use crate::error::DbError;
use crate::row::Row;
use crate::tx::Tx;
use crate::{params, sql};

/// A fact. Carries ids and what a reader needs to decide, never names, addresses or words of customers.
pub trait Event: Serialize + Send + Sync {
    /// Its name, snake case, past tense.
    const NAME: &'static str;
    /// The id of what it is about, as shown.
    fn subject(&self) -> String;
}

/// A fact as it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Envelope {
    /// Rises with time; the place to resume from.
    pub id: EventId,
    /// [`Event::NAME`].
    pub name: String,
    /// [`Event::subject`].
    pub subject: String,
    /// The fact itself.
    pub payload: serde_json::Value,
    /// When it became true.
    pub at: Timestamp,
}

impl Envelope {
    /// Reads `id, name, subject, payload, at` from a row of `outbox`.
    pub fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            subject: row.get("subject")?,
            payload: serde_json::from_str(&row.get::<String>("payload")?)?,
            at: row.get("at")?,
        })
    }

    /// The fact, read back as the type it was written from.
    pub fn read<T: serde::de::DeserializeOwned>(&self) -> Result<T, DbError> {
        Ok(serde_json::from_value(self.payload.clone())?)
    }
}

pub(crate) async fn write<E: Event>(tx: &mut Tx, event: &E) -> Result<EventId, DbError> {
    let id: EventId = tx.id();
    let now = tx.now();
    let payload = serde_json::to_string(event)?;
    tx.run(
        sql!("insert into outbox (id, name, subject, payload, at) values ($1, $2, $3, $4, $5)"),
        params![id, E::NAME, event.subject(), payload, now],
    )
    .await?;
    Ok(id)
}
