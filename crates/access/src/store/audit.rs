//! The audit log: rows added and read. Nothing here changes or removes one.

use db::{Conn, DbError, Row, Tx, params, sql};
use kernel::AuditId;

use crate::audit_entry::{AuditEntry, AuditFilter};

fn read(row: &Row) -> Result<AuditEntry, DbError> {
    Ok(AuditEntry {
        id: row.get("id")?,
        at: row.get("at")?,
        actor: row.get("actor")?,
        action: row.get("action")?,
        subject: row.get("subject")?,
        details: row.get("details")?,
    })
}

/// Adds an entry.
pub async fn insert(tx: &mut Tx, entry: &AuditEntry) -> Result<(), DbError> {
    tx.run(
        sql!("insert into audit_entries (id, at, actor, action, subject, details) values ($1, $2, $3, $4, $5, $6)"),
        params![entry.id, entry.at, &entry.actor, &entry.action, &entry.subject, &entry.details],
    )
    .await?;
    Ok(())
}

/// Entries before `before` that pass `filter`, newest first; `limit + 1` rows.
///
/// Indexes audit_entries_by_actor, _by_subject, _by_action, else the primary key.
pub async fn list(
    conn: &mut Conn,
    filter: &AuditFilter,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<AuditEntry>, DbError> {
    conn.all(
        sql!(
            "select id, at, actor, action, subject, details from audit_entries
             where id < $1
               and (cast($2 as text) is null or actor = $2)
               and (cast($3 as text) is null or action = $3)
               and (cast($4 as text) is null or subject = $4)
               and (cast($5 as bigint) is null or at >= $5)
               and (cast($6 as bigint) is null or at < $6)
             order by id desc limit $7"
        ),
        params![
            before.unwrap_or(i64::MAX),
            filter.actor.as_deref(),
            filter.action.as_deref(),
            filter.subject.as_deref(),
            filter.since,
            filter.until,
            i64::from(limit) + 1
        ],
    )
    .await?
    .iter()
    .map(read)
    .collect()
}

/// At most `limit` entries without a seal, oldest first.
pub async fn unsealed(conn: &mut Conn, limit: u32) -> Result<Vec<AuditEntry>, DbError> {
    conn.all(
        sql!(
            "select e.id, e.at, e.actor, e.action, e.subject, e.details from audit_entries e
             where not exists (select 1 from audit_seals s where s.audit_id = e.id)
             order by e.id limit $1"
        ),
        params![i64::from(limit)],
    )
    .await?
    .iter()
    .map(read)
    .collect()
}

/// The last link of the chain: its place and its seal.
pub async fn last_seal(conn: &mut Conn) -> Result<Option<(i64, Vec<u8>)>, DbError> {
    let row = conn.optional(sql!("select id, seal from audit_seals order by id desc limit 1"), params![]).await?;
    row.map(|it| Ok((it.get("id")?, it.get("seal")?))).transpose()
}

/// Adds a link to the chain.
pub async fn insert_seal(tx: &mut Tx, place: i64, entry: AuditId, seal: &[u8]) -> Result<(), DbError> {
    tx.run(sql!("insert into audit_seals (id, audit_id, seal) values ($1, $2, $3)"), params![place, entry, seal])
        .await?;
    Ok(())
}

/// One link of the chain with its entry, if the entry is still there.
pub type Link = (i64, Vec<u8>, Option<AuditEntry>);

/// At most `limit` links after place `after`, with their entries.
pub async fn links(conn: &mut Conn, after: i64, limit: u32) -> Result<Vec<Link>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select s.id as place, s.seal, e.id, e.at, e.actor, e.action, e.subject, e.details
                 from audit_seals s left join audit_entries e on e.id = s.audit_id
                 where s.id > $1 order by s.id limit $2"
            ),
            params![after, i64::from(limit)],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let entry = if row.get::<Option<i64>>("id")?.is_some() { Some(read(row)?) } else { None };
            Ok((row.get("place")?, row.get("seal")?, entry))
        })
        .collect()
}
