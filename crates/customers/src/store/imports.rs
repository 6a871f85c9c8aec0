//! Statements on `imports` and `import_refusals`.

use db::{Conn, DbError, Json, Row, Tx, params, sql};
use kernel::{ImportId, ImportRefusalId, SourceId};

use crate::import::row::Problem;
use crate::import::run::{Counts, Import, Progress};

fn import(row: &Row) -> Result<Import, DbError> {
    let state: String = row.get("state")?;
    Ok(Import {
        id: row.get("id")?,
        source_id: row.get("source_id")?,
        file_name: row.get("file_name")?,
        size_bytes: row.get("size_bytes")?,
        blob: row.get("blob")?,
        mapping: row.get::<Json<_>>("mapping")?.0,
        state: Progress::from_code(&state)
            .ok_or_else(|| DbError::Column { column: "state".to_owned(), problem: format!("holds {state}") })?,
        is_dry: row.get("is_dry")?,
        rows_total: row.get("rows_total")?,
        line: row.get("line")?,
        counts: Counts {
            identical: row.get("identical")?,
            changed: row.get("changed")?,
            created: row.get("created")?,
            refused: row.get("refused")?,
            set_aside: row.get("set_aside")?,
        },
        failure: row.get("failure")?,
        created_by: row.get("created_by")?,
        created_at: row.get("created_at")?,
        started_at: row.get("started_at")?,
        ended_at: row.get("ended_at")?,
        version: row.get("version")?,
    })
}

pub(crate) async fn insert(tx: &mut Tx, it: &Import) -> Result<(), DbError> {
    tx.run(
        sql!(
            "insert into imports (id, source_id, file_name, size_bytes, blob, mapping, state, is_dry, rows_done, line,
               identical, changed, created, refused, set_aside, created_by, created_at, version)
             values ($1, $2, $3, $4, $5, $6, $7, 0, 0, 1, 0, 0, 0, 0, 0, $8, $9, 1)"
        ),
        params![
            it.id,
            it.source_id,
            &it.file_name,
            it.size_bytes,
            &it.blob,
            Json(&it.mapping),
            it.state.code(),
            &it.created_by,
            it.created_at
        ],
    )
    .await?;
    Ok(())
}

pub(crate) async fn find(conn: &mut Conn, id: ImportId) -> Result<Option<Import>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select id, source_id, file_name, size_bytes, blob, mapping, state, is_dry, rows_total, line, identical,
                   changed, created, refused, set_aside, failure, created_by, created_at, started_at, ended_at, version
                 from imports where id = $1"
            ),
            params![id],
        )
        .await?;
    row.as_ref().map(import).transpose()
}

/// The latest, newest first.
pub(crate) async fn latest(conn: &mut Conn, before: Option<i64>, limit: i64) -> Result<Vec<Import>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select id, source_id, file_name, size_bytes, blob, mapping, state, is_dry, rows_total, line, identical,
                   changed, created, refused, set_aside, failure, created_by, created_at, started_at, ended_at, version
                 from imports where (cast($1 as bigint) is null or id < $1) order by id desc limit $2"
            ),
            params![before, limit],
        )
        .await?;
    rows.iter().map(import).collect()
}

/// `false` if `version` is not the present one.
pub(crate) async fn set_mapping(tx: &mut Tx, it: &Import, version: i64) -> Result<bool, DbError> {
    let rows = tx
        .run(
            sql!(
                "update imports set source_id = $3, mapping = $4, state = 'draft', version = version + 1
                 where id = $1 and version = $2"
            ),
            params![it.id, version, it.source_id, Json(&it.mapping)],
        )
        .await?;
    Ok(rows == 1)
}

/// Begins a run anew: no row read, nothing refused.
pub(crate) async fn begin(tx: &mut Tx, id: ImportId, is_dry: bool) -> Result<(), DbError> {
    let now = tx.now();
    tx.run(sql!("delete from import_refusals where import_id = $1"), params![id]).await?;
    tx.run(
        sql!(
            "update imports set state = 'queued', is_dry = $2, rows_total = null, rows_done = 0, line = 1,
               identical = 0, changed = 0, created = 0, refused = 0, set_aside = 0, failure = null, started_at = $3,
               ended_at = null, version = version + 1
             where id = $1"
        ),
        params![id, is_dry, now],
    )
    .await?;
    Ok(())
}

pub(crate) async fn set_state(
    tx: &mut Tx,
    id: ImportId,
    state: Progress,
    failure: Option<&str>,
) -> Result<(), DbError> {
    let now = tx.now();
    let ended = matches!(state, Progress::Done | Progress::Failed | Progress::Stopped).then_some(now);
    tx.run(
        sql!(
            "update imports set state = $2, failure = $3, ended_at = coalesce($4, ended_at), version = version + 1
             where id = $1"
        ),
        params![id, state.code(), failure, ended],
    )
    .await?;
    Ok(())
}

pub(crate) async fn set_total(tx: &mut Tx, id: ImportId, rows_total: i64) -> Result<(), DbError> {
    tx.run(sql!("update imports set rows_total = $2 where id = $1"), params![id, rows_total]).await?;
    Ok(())
}

/// Moves on from `before`; `false` if another worker has moved it, or it no longer runs.
pub(crate) async fn advance(
    tx: &mut Tx,
    id: ImportId,
    before: &Counts,
    after: &Counts,
    line: i64,
) -> Result<bool, DbError> {
    let rows = tx
        .run(
            sql!(
                "update imports set rows_done = $3, line = $4, identical = $5, changed = $6, created = $7, refused = $8,
                   set_aside = $9
                 where id = $1 and rows_done = $2 and state = 'running'"
            ),
            params![
                id,
                before.rows(),
                after.rows(),
                line,
                after.identical,
                after.changed,
                after.created,
                after.refused,
                after.set_aside
            ],
        )
        .await?;
    Ok(rows == 1)
}

pub(crate) async fn insert_refusals(tx: &mut Tx, id: ImportId, problems: &[Problem]) -> Result<(), DbError> {
    let mut values = Vec::with_capacity(problems.len() * 8);
    for it in problems {
        let detail = serde_json::json!({ "number": it.number }).to_string();
        let line = i64::try_from(it.line).unwrap_or(i64::MAX);
        values.extend(params![
            tx.id::<ImportRefusalId>(),
            id,
            line,
            it.column.as_deref(),
            it.value.as_deref(),
            it.reason,
            detail,
            it.effect.code()
        ]);
    }
    tx.run_rows(
        sql!(
            "insert into import_refusals (id, import_id, line, column_name, value, reason, detail, effect)
             values ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        8,
        values,
    )
    .await?;
    Ok(())
}

/// A refusal as stored.
pub(crate) struct Refusal {
    pub id: ImportRefusalId,
    pub line: i64,
    pub column: Option<String>,
    pub value: Option<String>,
    pub reason: String,
    pub number: i64,
    pub effect: String,
}

fn refusal(row: &Row) -> Result<Refusal, DbError> {
    let detail: serde_json::Value = row.get::<Json<serde_json::Value>>("detail")?.0;
    Ok(Refusal {
        id: row.get("id")?,
        line: row.get("line")?,
        column: row.get("column_name")?,
        value: row.get("value")?,
        reason: row.get("reason")?,
        number: detail.get("number").and_then(serde_json::Value::as_i64).unwrap_or(0),
        effect: row.get("effect")?,
    })
}

/// The refusals of an import, in the order of the file. Index: import_refusals_by_import.
pub(crate) async fn refusals(
    conn: &mut Conn,
    id: ImportId,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<Refusal>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select id, line, column_name, value, reason, detail, effect from import_refusals
                 where import_id = $1 and id > $2 order by id limit $3"
            ),
            params![id, after.unwrap_or(0), limit],
        )
        .await?;
    rows.iter().map(refusal).collect()
}

/// When this content was last imported whole for this source, if it was.
pub(crate) async fn done_before(
    conn: &mut Conn,
    id: ImportId,
    blob: &str,
    source: Option<SourceId>,
) -> Result<Option<kernel::Timestamp>, DbError> {
    conn.one(
        sql!(
            "select max(ended_at) as at from imports
             where blob = $1 and id <> $2 and state = 'done' and is_dry = 0
               and (cast($3 as bigint) is null or source_id = $3)"
        ),
        params![blob, id, source],
    )
    .await?
    .get("at")
}
