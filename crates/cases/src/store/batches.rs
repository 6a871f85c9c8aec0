//! Rows of `case_batches` and `case_batch_items`.

use db::{Conn, DbError, Json, Row, Tx, params, sql};
use kernel::{BatchId, CaseId, StaffId, TeamId};

use crate::batch::{Act, Batch, Before, Refusal};

/// Writes a new batch, before its items.
pub async fn insert(tx: &mut Tx, batch: &Batch) -> Result<(), DbError> {
    tx.run(
        sql!(
            "insert into case_batches (id, staff_id, act, reverses, total, created_at, ended_at)
             values ($1, $2, $3, $4, $5, $6, $7)"
        ),
        params![
            batch.id,
            batch.staff_id,
            Json(&batch.act),
            batch.reverses,
            batch.total,
            batch.created_at,
            batch.ended_at
        ],
    )
    .await?;
    Ok(())
}

/// Tells how many cases a batch holds, once they are written.
pub async fn set_total(tx: &mut Tx, id: BatchId, total: i64) -> Result<(), DbError> {
    tx.run(sql!("update case_batches set total = $2 where id = $1"), params![id, total]).await?;
    Ok(())
}

/// Gives `id` the cases that batch `of` was done with; tells how many.
pub async fn freeze_done(tx: &mut Tx, id: BatchId, of: BatchId) -> Result<u64, DbError> {
    tx.run(
        sql!(
            "insert into case_batch_items (batch_id, case_id)
             select cast($1 as bigint), i.case_id from case_batch_items i
             where i.batch_id = $2 and i.outcome = 'done'"
        ),
        params![id, of],
    )
    .await
}

/// The batch `id` of `staff`.
pub async fn find(conn: &mut Conn, id: BatchId, staff: Option<StaffId>) -> Result<Option<Batch>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select id, staff_id, act, reverses, total, created_at, ended_at from case_batches
                 where id = $1 and (cast($2 as bigint) is null or staff_id = $2)"
            ),
            params![id, staff],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// Whether another batch takes `id` back.
pub async fn is_reversed(conn: &mut Conn, id: BatchId) -> Result<bool, DbError> {
    Ok(conn.optional(sql!("select id from case_batches where reverses = $1"), params![id]).await?.is_some())
}

/// How many cases batch `id` was done with, and how many refused. One read of its items.
pub async fn counts(conn: &mut Conn, id: BatchId) -> Result<(i64, i64), DbError> {
    let row = conn
        .one(
            sql!(
                "select coalesce(sum(case when outcome = 'done' then 1 else 0 end), 0) as done,
                   coalesce(sum(case when outcome = 'refused' then 1 else 0 end), 0) as refused
                 from case_batch_items where batch_id = $1"
            ),
            params![id],
        )
        .await?;
    Ok((row.get("done")?, row.get("refused")?))
}

/// The first cases that refused, at most `limit`, each with the team it is with now.
pub async fn refusals(conn: &mut Conn, id: BatchId, limit: i64) -> Result<Vec<(Refusal, Option<TeamId>)>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select i.case_id, coalesce(c.subject, '') as subject, coalesce(i.problem, '') as problem, c.team_id
                 from case_batch_items i left join cases c on c.id = i.case_id
                 where i.batch_id = $1 and i.outcome = 'refused' order by i.case_id limit $2"
            ),
            params![id, limit],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let (case_id, subject, problem) = (row.get("case_id")?, row.get("subject")?, row.get("problem")?);
            Ok((Refusal { case_id, subject, problem }, row.get("team_id")?))
        })
        .collect()
}

/// Cases of the batch that are still to be done, at most `limit`.
pub async fn left(conn: &mut Conn, id: BatchId, limit: i64) -> Result<Vec<CaseId>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select case_id from case_batch_items where batch_id = $1 and outcome is null
                 order by case_id limit $2"
            ),
            params![id, limit],
        )
        .await?;
    rows.iter().map(|it| it.get("case_id")).collect()
}

/// Whether the batch goes on and the case is still to be done.
pub async fn is_left(conn: &mut Conn, id: BatchId, case: CaseId) -> Result<bool, DbError> {
    let row = conn
        .optional(
            sql!(
                "select i.case_id from case_batch_items i join case_batches b on b.id = i.batch_id
                 where i.batch_id = $1 and i.case_id = $2 and i.outcome is null and b.ended_at is null"
            ),
            params![id, case],
        )
        .await?;
    Ok(row.is_some())
}

/// What batch `id` changed of `case`, and the version it left it at.
pub async fn done(conn: &mut Conn, id: BatchId, case: CaseId) -> Result<Option<(Before, i64)>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select before, version_after from case_batch_items
                 where batch_id = $1 and case_id = $2 and outcome = 'done'"
            ),
            params![id, case],
        )
        .await?;
    row.map(|it| Ok((it.get::<Json<Before>>("before")?.0, it.get("version_after")?))).transpose()
}

/// Writes down that it was done with `case`.
pub async fn set_done(
    tx: &mut Tx,
    id: BatchId,
    case: CaseId,
    (before, version): (&Before, i64),
) -> Result<(), DbError> {
    tx.run(
        sql!(
            "update case_batch_items set outcome = 'done', before = $3, version_after = $4
             where batch_id = $1 and case_id = $2"
        ),
        params![id, case, Json(before), version],
    )
    .await?;
    Ok(())
}

/// Writes down that `case` refused, and why.
pub async fn set_refused(tx: &mut Tx, id: BatchId, case: CaseId, problem: &str) -> Result<(), DbError> {
    tx.run(
        sql!(
            "update case_batch_items set outcome = 'refused', problem = $3
             where batch_id = $1 and case_id = $2 and outcome is null"
        ),
        params![id, case, problem],
    )
    .await?;
    Ok(())
}

/// The batch is over now, if it was not.
pub async fn end(tx: &mut Tx, id: BatchId) -> Result<(), DbError> {
    let now = tx.now();
    tx.run(sql!("update case_batches set ended_at = $2 where id = $1 and ended_at is null"), params![id, now]).await?;
    Ok(())
}

fn read(row: &Row) -> Result<Batch, DbError> {
    Ok(Batch {
        id: row.get("id")?,
        staff_id: row.get("staff_id")?,
        act: row.get::<Json<Act>>("act")?.0,
        reverses: row.get("reverses")?,
        total: row.get("total")?,
        created_at: row.get("created_at")?,
        ended_at: row.get("ended_at")?,
    })
}
