//! The audit log: rows added and read. Nothing here changes or removes one.

use db::{Conn, DbError, Row, SqlPart, Tx, params, sql, sql_part};
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

const ENTRIES: SqlPart = sql_part!("select id, at, actor, action, subject, details from audit_entries where id < $1");
const FILTER: SqlPart = sql_part!(
    "and (cast($2 as text) is null or actor = $2)
     and (cast($3 as text) is null or action = $3)
     and (cast($4 as text) is null or subject = $4)
     and (cast($5 as bigint) is null or at >= $5)
     and (cast($6 as bigint) is null or at < $6)
     order by id desc limit $7"
);

/// Entries before `before` that pass `filter`, newest first; `limit + 1` rows.
///
/// Indexes audit_entries_by_subject, _by_actor, _by_action, by the first of these that is asked for, else the primary
/// key. A statement for each, since an index is chosen before the values are known.
pub async fn list(
    conn: &mut Conn,
    filter: &AuditFilter,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<AuditEntry>, DbError> {
    let statement = match (&filter.subject, &filter.actor, &filter.action) {
        (Some(_), _, _) => sql!(ENTRIES, "and subject = $4", FILTER),
        (None, Some(_), _) => sql!(ENTRIES, "and actor = $2", FILTER),
        (None, None, Some(_)) => sql!(ENTRIES, "and action = $3", FILTER),
        (None, None, None) => sql!(ENTRIES, FILTER),
    };
    conn.all(
        statement,
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

/// The highest entry that has a seal; 0 if none has. Index: the unique one of `audit_id`.
pub async fn newest_sealed(conn: &mut Conn) -> Result<i64, DbError> {
    let row = conn.optional(sql!("select audit_id from audit_seals order by audit_id desc limit 1"), params![]).await?;
    row.map_or(Ok(0), |it| it.get("audit_id"))
}

/// At most `limit` entries without a seal after the entry `after`, oldest first. Reads all after it.
pub async fn unsealed(conn: &mut Conn, after: i64, limit: u32) -> Result<Vec<AuditEntry>, DbError> {
    conn.all(
        sql!(
            "select e.id, e.at, e.actor, e.action, e.subject, e.details from audit_entries e
             where e.id > $1 and not exists (select 1 from audit_seals s where s.audit_id = e.id)
             order by e.id limit $2"
        ),
        params![after, i64::from(limit)],
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

#[cfg(test)]
mod tests {
    use super::*;

    async fn steps(filter: AuditFilter) -> Vec<String> {
        db::testing::plans(async |tx| drop(list(tx, &filter, None, 50).await.unwrap())).await
    }

    #[tokio::test]
    async fn a_filtered_log_is_read_by_what_it_is_filtered_by() {
        let some = || Some("staff_1".to_owned());
        let subject = AuditFilter { subject: some(), ..AuditFilter::default() };
        let actor = AuditFilter { actor: some(), ..AuditFilter::default() };
        let action = AuditFilter { action: some(), ..AuditFilter::default() };
        for (filter, index) in [
            (AuditFilter { actor: some(), ..subject.clone() }, "audit_entries_by_subject (subject=? AND id<?)"),
            (subject, "audit_entries_by_subject (subject=? AND id<?)"),
            (AuditFilter { action: some(), ..actor.clone() }, "audit_entries_by_actor (actor=? AND id<?)"),
            (actor, "audit_entries_by_actor (actor=? AND id<?)"),
            (action, "audit_entries_by_action (action=? AND id<?)"),
            (AuditFilter::default(), "sqlite_autoindex_audit_entries_1 (id<?)"),
        ] {
            assert_eq!(steps(filter).await, [format!("SEARCH audit_entries USING INDEX {index}")]);
        }
    }

    #[tokio::test]
    async fn what_is_sealed_long_since_is_not_read_to_find_what_is_not() {
        let plans = db::testing::plans(async |tx| {
            newest_sealed(tx).await.unwrap();
            unsealed(tx, 7, 1).await.unwrap();
        })
        .await;
        assert!(plans.iter().any(|it| it.starts_with("SEARCH e USING INDEX") && it.contains("(id>?)")), "{plans:#?}");
        assert!(!plans.iter().any(|it| it.contains("TEMP B-TREE") || it.starts_with("SCAN e")), "{plans:#?}");
    }
}
