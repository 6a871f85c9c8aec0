//! Every statement of this crate.

use db::{Conn, DbError, Tx, params, sql};
use kernel::Timestamp;

use crate::answer::Answer;

/// A key that was taken before.
pub(crate) struct TakenKey {
    pub request_hash: Vec<u8>,
    /// `None` while the request that took it runs.
    pub answer: Option<Answer>,
}

/// Takes the key; `false` if it was taken before. On PostgreSQL this waits for a request that holds it uncommitted.
pub(crate) async fn take_key(tx: &mut Tx, actor: &str, key: &str, request_hash: &[u8]) -> Result<bool, DbError> {
    let now = tx.now();
    let rows = tx
        .run(
            sql!(
                "insert into idempotency_keys (actor, key, request_hash, created_at) values ($1, $2, $3, $4)
                 on conflict (actor, key) do nothing"
            ),
            params![actor, key, request_hash.to_vec(), now],
        )
        .await?;
    Ok(rows == 1)
}

pub(crate) async fn find_key(conn: &mut Conn, actor: &str, key: &str) -> Result<TakenKey, DbError> {
    let row = conn
        .one(
            sql!(
                "select request_hash, status, location, version, body from idempotency_keys
                 where actor = $1 and key = $2"
            ),
            params![actor, key],
        )
        .await?;
    let status: Option<i64> = row.get("status")?;
    let answer = match status {
        None => None,
        Some(status) => Some(Answer {
            status: u16::try_from(status).unwrap_or(500),
            location: row.get("location")?,
            version: row.get("version")?,
            body: row.get::<Option<String>>("body")?.unwrap_or_default(),
            replayed: false,
        }),
    };
    Ok(TakenKey { request_hash: row.get("request_hash")?, answer })
}

pub(crate) async fn keep_answer(tx: &mut Tx, actor: &str, key: &str, answer: &Answer) -> Result<(), DbError> {
    tx.run(
        sql!(
            "update idempotency_keys set status = $3, location = $4, version = $5, body = $6
             where actor = $1 and key = $2"
        ),
        params![actor, key, i64::from(answer.status), answer.location.clone(), answer.version, answer.body.clone()],
    )
    .await?;
    Ok(())
}

/// Index: idempotency_keys_by_age.
pub(crate) async fn purge_keys(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    tx.run(
        sql!(
            "delete from idempotency_keys where (actor, key) in
             (select actor, key from idempotency_keys where created_at < $1 order by created_at limit 10000)"
        ),
        params![before],
    )
    .await
}

/// When the store could last be written.
pub(crate) async fn last_health_check(conn: &mut Conn) -> Result<Timestamp, DbError> {
    conn.one(sql!("select at from health_checks where id = 1"), params![]).await?.get("at")
}

/// Writes down that the store can be written now.
pub(crate) async fn keep_health_check(tx: &mut Tx) -> Result<(), DbError> {
    let now = tx.now();
    match tx.run(sql!("update health_checks set at = $1 where id = 1"), params![now]).await? {
        1 => Ok(()),
        _ => Err(DbError::NotFound),
    }
}
