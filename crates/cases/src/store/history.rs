//! Rows of `case_history`.

use std::collections::{BTreeMap, BTreeSet};

use db::{Conn, DbError, Json, Row, Tx, params, sql};
use kernel::{ApiKeyId, CaseId, HistoryId, PersonId, PromiseId, StaffId, Timestamp};

use crate::history::{Detail, Entry};

/// Writes `entry` down.
pub async fn insert(tx: &mut Tx, entry: &Entry) -> Result<(), DbError> {
    tx.run(
        sql!("insert into case_history (id, case_id, at, actor, kind, detail) values ($1, $2, $3, $4, $5, $6)"),
        params![entry.id, entry.case_id, entry.at, entry.actor.as_str(), entry.detail.kind(), Json(&entry.detail)],
    )
    .await?;
    Ok(())
}

/// An entry, and what those it names are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedEntry {
    /// The entry.
    pub entry: Entry,
    /// As colleagues read it; `None` if it was no member of staff and no customer.
    pub actor_name: Option<String>,
    /// What the promise that was chosen is called.
    pub promise_name: Option<String>,
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
    let actors = actor_names(conn, &entries).await?;
    let promises = promise_names(conn, &entries).await?;
    let named = entries.into_iter().map(|entry| NamedEntry {
        actor_name: actors.get(&entry.actor).cloned(),
        promise_name: promise_of(&entry).and_then(|it| promises.get(&it).cloned()),
        entry,
    });
    Ok(named.collect())
}

/// The names of the staff, customers and API keys behind `entries`, by the actor's label.
async fn actor_names(conn: &mut Conn, entries: &[Entry]) -> Result<BTreeMap<String, String>, DbError> {
    let mut names = BTreeMap::new();
    let staff: BTreeSet<StaffId> = entries.iter().filter_map(|it| it.actor.parse().ok()).collect();
    for row in conn.all_in(sql!("select id, name from staff where id in ($list)"), params![], staff).await? {
        names.insert(row.get::<StaffId>("id")?.to_string(), row.get("name")?);
    }
    let persons: BTreeSet<PersonId> = entries.iter().filter_map(|it| it.actor.parse().ok()).collect();
    let text = sql!("select id, display_name from persons where id in ($list)");
    for row in conn.all_in(text, params![], persons).await? {
        names.insert(row.get::<PersonId>("id")?.to_string(), row.get("display_name")?);
    }
    let keys: BTreeSet<ApiKeyId> = entries.iter().filter_map(|it| it.actor.parse().ok()).collect();
    for row in conn.all_in(sql!("select id, name from api_keys where id in ($list)"), params![], keys).await? {
        names.insert(row.get::<ApiKeyId>("id")?.to_string(), row.get("name")?);
    }
    Ok(names)
}

/// What the promises that `entries` chose are called.
async fn promise_names(conn: &mut Conn, entries: &[Entry]) -> Result<BTreeMap<PromiseId, String>, DbError> {
    let chosen: BTreeSet<PromiseId> = entries.iter().filter_map(promise_of).collect();
    let rows = conn.all_in(sql!("select id, name from promises where id in ($list)"), params![], chosen).await?;
    rows.iter().map(|row| Ok((row.get("id")?, row.get("name")?))).collect()
}

fn promise_of(entry: &Entry) -> Option<PromiseId> {
    match entry.detail {
        Detail::Promised { promise_id, .. } => promise_id,
        _ => None,
    }
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
