//! Sessions and failed sign-ins: rows read and written.

use db::{Conn, DbError, Row, Tx, params, sql};
use kernel::{SessionId, StaffId, Timestamp};

use crate::lockout::Failures;
use crate::session::{EndReason, Session};

fn read(row: &Row) -> Result<Session, DbError> {
    Ok(Session {
        id: row.get("id")?,
        staff_id: row.get("staff_id")?,
        created_at: row.get("created_at")?,
        last_seen_at: row.get("last_seen_at")?,
        expires_at: row.get("expires_at")?,
        ended_at: row.get("ended_at")?,
        user_agent: row.get("user_agent")?,
        client_address: row.get("client_address")?,
    })
}

/// The session whose token hashes to `hash`. Index: the unique one on the hash.
pub async fn by_token(conn: &mut Conn, hash: &[u8]) -> Result<Option<Session>, DbError> {
    conn.optional(
        sql!(
            "select id, staff_id, created_at, last_seen_at, expires_at, ended_at, user_agent, client_address
             from sessions where token_hash = $1"
        ),
        params![hash],
    )
    .await?
    .as_ref()
    .map(read)
    .transpose()
}

/// One session.
pub async fn find(conn: &mut Conn, id: SessionId) -> Result<Option<Session>, DbError> {
    conn.optional(
        sql!(
            "select id, staff_id, created_at, last_seen_at, expires_at, ended_at, user_agent, client_address
             from sessions where id = $1"
        ),
        params![id],
    )
    .await?
    .as_ref()
    .map(read)
    .transpose()
}

/// The sessions of somebody that nobody ended and that are not over, newest first; at most 100.
pub async fn open_of(conn: &mut Conn, staff_id: StaffId, now: Timestamp) -> Result<Vec<Session>, DbError> {
    conn.all(
        sql!(
            "select id, staff_id, created_at, last_seen_at, expires_at, ended_at, user_agent, client_address
             from sessions where staff_id = $1 and ended_at is null and expires_at > $2 order by id desc limit 100"
        ),
        params![staff_id, now],
    )
    .await?
    .iter()
    .map(read)
    .collect()
}

/// Adds a session.
pub async fn insert(tx: &mut Tx, session: &Session, token_hash: &[u8]) -> Result<(), DbError> {
    tx.run(
        sql!(
            "insert into sessions (id, staff_id, token_hash, created_at, last_seen_at, expires_at, user_agent,
               client_address)
             values ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        params![
            session.id,
            session.staff_id,
            token_hash,
            session.created_at,
            session.last_seen_at,
            session.expires_at,
            &session.user_agent,
            &session.client_address
        ],
    )
    .await?;
    Ok(())
}

/// Writes down that a session is in use.
pub async fn see(tx: &mut Tx, id: SessionId) -> Result<(), DbError> {
    let now = tx.now();
    tx.run(
        sql!("update sessions set last_seen_at = $1 where id = $2 and ended_at is null and last_seen_at < $1"),
        params![now, id],
    )
    .await?;
    Ok(())
}

/// Ends one session; whether it was still open.
pub async fn end(tx: &mut Tx, id: SessionId, reason: EndReason) -> Result<bool, DbError> {
    let now = tx.now();
    let rows = tx
        .run(
            sql!("update sessions set ended_at = $1, ended_because = $2 where id = $3 and ended_at is null"),
            params![now, reason.code(), id],
        )
        .await?;
    Ok(rows == 1)
}

/// Ends every open session of somebody but `except`, and tells which.
pub async fn end_all(
    tx: &mut Tx,
    staff_id: StaffId,
    except: Option<SessionId>,
    reason: EndReason,
) -> Result<Vec<SessionId>, DbError> {
    let now = tx.now();
    let rows = tx
        .all(
            sql!(
                "update sessions set ended_at = $1, ended_because = $2
                 where staff_id = $3 and ended_at is null and (cast($4 as bigint) is null or id <> $4)
                 returning id"
            ),
            params![now, reason.code(), staff_id, except],
        )
        .await?;
    rows.iter().map(|it| it.get("id")).collect()
}

/// Removes at most `limit` sessions that were over before `before`. Index sessions_by_expiry.
pub async fn purge(tx: &mut Tx, before: Timestamp, limit: u32) -> Result<u64, DbError> {
    tx.run(
        sql!(
            "delete from sessions where id in
               (select id from sessions where expires_at < $1 order by expires_at, id limit $2)"
        ),
        params![before, i64::from(limit)],
    )
    .await
}

/// The failures counted on `subject`, whose row stays locked until the transaction ends.
///
/// The update that changes nothing is what locks: on PostgreSQL two who try at once would otherwise read one count.
pub async fn failures(tx: &mut Tx, subject: &str) -> Result<Failures, DbError> {
    let row = tx
        .one(
            sql!(
                "insert into sign_in_attempts (subject, failures, last_failed_at, locked_until) values ($1, 0, 0, 0)
                 on conflict (subject) do update set failures = sign_in_attempts.failures
                 returning failures, last_failed_at, locked_until"
            ),
            params![subject],
        )
        .await?;
    Ok(Failures {
        count: row.get("failures")?,
        last_failed_at: row.get("last_failed_at")?,
        locked_until: row.get("locked_until")?,
    })
}

/// Until when `subject` is locked, if anything was counted on it. Locks no row.
pub async fn locked_until(conn: &mut Conn, subject: &str) -> Result<Option<Timestamp>, DbError> {
    let row =
        conn.optional(sql!("select locked_until from sign_in_attempts where subject = $1"), params![subject]).await?;
    row.map(|it| it.get("locked_until")).transpose()
}

/// Writes the failures counted on `subject`.
pub async fn set_failures(tx: &mut Tx, subject: &str, failures: Failures) -> Result<(), DbError> {
    tx.run(
        sql!(
            "insert into sign_in_attempts (subject, failures, last_failed_at, locked_until) values ($1, $2, $3, $4)
             on conflict (subject) do update set failures = excluded.failures,
               last_failed_at = excluded.last_failed_at, locked_until = excluded.locked_until"
        ),
        params![subject, failures.count, failures.last_failed_at, failures.locked_until],
    )
    .await?;
    Ok(())
}

/// Forgets the failures counted on `subject`.
pub async fn forget_failures(tx: &mut Tx, subject: &str) -> Result<(), DbError> {
    tx.run(sql!("delete from sign_in_attempts where subject = $1"), params![subject]).await?;
    Ok(())
}

/// Forgets every failure; how many subjects had some.
pub async fn forget_all_failures(tx: &mut Tx) -> Result<u64, DbError> {
    tx.run(sql!("delete from sign_in_attempts"), params![]).await
}

/// Removes failures older than `before`. Index sign_in_attempts_by_age.
pub async fn purge_failures(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    tx.run(sql!("delete from sign_in_attempts where last_failed_at < $1 and locked_until < $1"), params![before]).await
}
