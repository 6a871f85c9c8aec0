//! Rows of `case_history`.

use db::{Conn, DbError, Json, Row, Tx, params, sql};
use kernel::{CaseId, HistoryId, Timestamp};

use crate::history::Entry;

/// Writes `entry` down.
pub async fn insert(tx: &mut Tx, entry: &Entry) -> Result<(), DbError> {
    tx.run(
        sql!("insert into case_history (id, case_id, at, actor, kind, detail) values ($1, $2, $3, $4, $5, $6)"),
        params![entry.id, entry.case_id, entry.at, entry.actor.as_str(), entry.detail.kind(), Json(&entry.detail)],
    )
    .await?;
    Ok(())
}

/// An entry, and the name of the member of staff behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedEntry {
    /// The entry.
    pub entry: Entry,
    /// As colleagues read it; `None` if it was no member of staff.
    pub actor_name: Option<String>,
}

/// Entries of `case` before `before`, newest first, at most `limit`.
pub async fn page(conn: &mut Conn, case: CaseId, before: Option<i64>, limit: i64) -> Result<Vec<NamedEntry>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select id, case_id, at, actor, detail from case_history
                 where case_id = $1 and id < $2 order by id desc limit $3"
            ),
            params![case, before.unwrap_or(i64::MAX), limit],
        )
        .await?;
    let entries: Vec<Entry> = rows.iter().map(read).collect::<Result<_, _>>()?;
    let staff: std::collections::BTreeSet<i64> =
        entries.iter().filter_map(|it| it.actor.parse::<kernel::StaffId>().ok()).map(kernel::StaffId::get).collect();
    let mut names = std::collections::BTreeMap::new();
    for row in conn.all_in(sql!("select id, name from staff where id in ($list)"), params![], staff).await? {
        names.insert(row.get::<kernel::StaffId>("id")?.to_string(), row.get::<String>("name")?);
    }
    Ok(entries.into_iter().map(|entry| NamedEntry { actor_name: names.get(&entry.actor).cloned(), entry }).collect())
}

/// The newest `limit` entries of `case`, newest first, without names: for rules that look back.
pub async fn newest(conn: &mut Conn, case: CaseId, limit: i64) -> Result<Vec<Entry>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select id, case_id, at, actor, detail from case_history
                 where case_id = $1 order by id desc limit $2"
            ),
            params![case, limit],
        )
        .await?;
    rows.iter().map(read).collect()
}

/// An entry from its columns.
pub(crate) fn read(row: &Row) -> Result<Entry, DbError> {
    Ok(Entry {
        id: row.get::<HistoryId>("id")?,
        case_id: row.get("case_id")?,
        at: row.get::<Timestamp>("at")?,
        actor: row.get("actor")?,
        detail: row.get::<Json<_>>("detail")?.0,
    })
}
