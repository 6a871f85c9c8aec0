//! Facts in the past tense, written with the change that made them true and relayed at least once.

use kernel::Timestamp;
use kernel::id::EventId;
use serde::Serialize;

use crate::conn::Conn;
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

/// Marks the oldest facts that nobody relayed yet as relayed, and gives them, oldest first; at most `limit`.
///
/// The caller hands them on in the same transaction, so that a fact is marked if and only if it was handed on. Two
/// relays at once never get the same fact: the second one's `relayed_at is null` no longer holds.
pub async fn take_unrelayed(tx: &mut Tx, limit: i64) -> Result<Vec<Envelope>, DbError> {
    let now = tx.now();
    let rows = tx
        .all(
            sql!(
                "update outbox set relayed_at = $1 where relayed_at is null and id in
                 (select id from outbox where relayed_at is null order by id limit $2)
                 returning id, name, subject, payload, at"
            ),
            params![now, limit],
        )
        .await?;
    let mut envelopes = rows.iter().map(Envelope::from_row).collect::<Result<Vec<_>, _>>()?;
    envelopes.sort_by_key(|it| it.id);
    Ok(envelopes)
}

/// Whether any fact waits to be relayed.
pub async fn has_unrelayed(conn: &mut Conn) -> Result<bool, DbError> {
    let row =
        conn.optional(sql!("select id from outbox where relayed_at is null order by id limit 1"), params![]).await?;
    Ok(row.is_some())
}

/// The fact `id`, if it was not purged.
pub async fn find(conn: &mut Conn, id: EventId) -> Result<Option<Envelope>, DbError> {
    let row =
        conn.optional(sql!("select id, name, subject, payload, at from outbox where id = $1"), params![id]).await?;
    row.as_ref().map(Envelope::from_row).transpose()
}

/// The facts after `id`, oldest first; at most `limit`.
pub async fn after(conn: &mut Conn, id: EventId, limit: i64) -> Result<Vec<Envelope>, DbError> {
    let rows = conn
        .all(
            sql!("select id, name, subject, payload, at from outbox where id > $1 order by id limit $2"),
            params![id, limit],
        )
        .await?;
    rows.iter().map(Envelope::from_row).collect()
}

/// The ids of the facts after `id`, oldest first; at most `limit`.
pub async fn ids_after(conn: &mut Conn, id: EventId, limit: i64) -> Result<Vec<EventId>, DbError> {
    let rows = conn.all(sql!("select id from outbox where id > $1 order by id limit $2"), params![id, limit]).await?;
    rows.iter().map(|it| it.get("id")).collect()
}

/// The facts `ids`, oldest first; at most [`crate::conn::LIST_MAX`].
pub async fn these(conn: &mut Conn, ids: &[EventId]) -> Result<Vec<Envelope>, DbError> {
    let sql = sql!("select id, name, subject, payload, at from outbox where id in ($list) order by id");
    let rows = conn.all_in(sql, params![], ids.iter().copied()).await?;
    rows.iter().map(Envelope::from_row).collect()
}

/// The newest fact's id; the lowest id if there is none.
pub async fn newest(conn: &mut Conn) -> Result<EventId, DbError> {
    let row = conn.optional(sql!("select id from outbox order by id desc limit 1"), params![]).await?;
    row.map_or(Ok(EventId::new(0)), |it| it.get("id"))
}

/// The oldest fact's id, if there is any: what lies before was purged.
pub async fn oldest(conn: &mut Conn) -> Result<Option<EventId>, DbError> {
    let row = conn.optional(sql!("select id from outbox order by id limit 1"), params![]).await?;
    row.map(|it| it.get("id")).transpose()
}

/// Drops facts relayed before `before`; at most 10,000 a call. Tells how many.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    tx.run(
        sql!(
            "delete from outbox where id in
             (select id from outbox where relayed_at < $1 order by relayed_at limit 10000)"
        ),
        params![before],
    )
    .await
}
