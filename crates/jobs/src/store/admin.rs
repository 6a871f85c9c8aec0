//! What admins see of the queue and may do with it. Permission is checked by the caller.

use db::{Conn, DbError, Row, SqlPart, Tx, params, sql, sql_part};
use kernel::id::JobId;
use kernel::{Cursor, Page, Timestamp};

use crate::job::State;

/// A job as an admin sees it. The payload holds ids, no personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRow {
    /// Its id.
    pub id: JobId,
    /// Its name.
    pub name: String,
    /// Its budget.
    pub lane: String,
    /// Where it stands.
    pub state: String,
    /// What it carries, JSON.
    pub payload: String,
    /// When it runs, or ran.
    pub run_at: Timestamp,
    /// How often it was started.
    pub tries: i64,
    /// After so many starts it is set aside.
    pub tries_max: i64,
    /// What the last try failed with.
    pub last_error: Option<String>,
    /// When it was enqueued.
    pub created_at: Timestamp,
    /// When it was done or set aside.
    pub finished_at: Option<Timestamp>,
}

/// How many jobs of a name are in a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobCount {
    /// The name.
    pub name: String,
    /// The state.
    pub state: String,
    /// How many.
    pub count: i64,
}

/// The jobs that wait for their instant, the next one first, after the instant and the id in `after`.
///
/// Index jobs_pending.
pub async fn list_pending(
    conn: &mut Conn,
    after: Option<(Timestamp, JobId)>,
    limit: u32,
) -> Result<Page<JobRow>, DbError> {
    let (run_at, id) = after.unwrap_or((Timestamp::from_micros(i64::MIN), JobId::new(0)));
    let rows = conn
        .all(
            sql!(
                "select id, name, lane, state, payload, run_at, tries, tries_max, last_error, created_at, finished_at
                 from jobs where state = 'pending' and (run_at, id) > ($1, $2) order by run_at, id limit $3"
            ),
            params![run_at, id, i64::from(limit) + 1],
        )
        .await?;
    let rows = rows.iter().map(read_row).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::from_rows(rows, limit, |it| Cursor::new([it.run_at.as_micros(), it.id.get()])))
}

const JOBS: SqlPart = sql_part!(
    "select id, name, lane, state, payload, run_at, tries, tries_max, last_error, created_at, finished_at from jobs"
);
const BEFORE: SqlPart = sql_part!("and id < $1 order by id desc limit $2");

/// The jobs in `state`, newest first, after the id in `after`.
///
/// A statement for each state, since an index over one state is chosen by a literal alone. Indexes jobs_set_aside and
/// jobs_leased; of those done or waiting, which are most of the table, the primary key finds a page at once.
pub async fn list(conn: &mut Conn, state: State, after: Option<JobId>, limit: u32) -> Result<Page<JobRow>, DbError> {
    let before = after.unwrap_or(JobId::new(i64::MAX));
    let statement = match state {
        State::SetAside => sql!(JOBS, "where state = 'set_aside'", BEFORE),
        State::Done => sql!(JOBS, "where state = 'done'", BEFORE),
        // Few run at a time, and sorting them is nothing: `+ 0` keeps the primary key from leading through all others.
        State::Running => sql!(JOBS, "where state = 'running' and id + 0 < $1 order by id + 0 desc limit $2"),
        State::Pending => sql!(JOBS, "where state = 'pending'", BEFORE),
    };
    let rows = conn.all(statement, params![before, i64::from(limit) + 1]).await?;
    let rows = rows.iter().map(read_row).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::from_rows(rows, limit, |it| Cursor::new([it.id.get()])))
}

/// One job.
pub async fn find(conn: &mut Conn, id: JobId) -> Result<Option<JobRow>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select id, name, lane, state, payload, run_at, tries, tries_max, last_error, created_at, finished_at
                 from jobs where id = $1"
            ),
            params![id],
        )
        .await?;
    row.as_ref().map(read_row).transpose()
}

/// How many jobs there are by name and state; at most 1,000 lines.
pub async fn counts(conn: &mut Conn) -> Result<Vec<JobCount>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select name, state, count(*) as count from jobs
                 group by name, state order by name, state limit 1000"
            ),
            params![],
        )
        .await?;
    rows.iter()
        .map(|row| Ok(JobCount { name: row.get("name")?, state: row.get("state")?, count: row.get("count")? }))
        .collect()
}

/// Puts a job that was set aside back into the queue, with all its tries; `false` if there is none.
pub async fn retry(tx: &mut Tx, id: JobId) -> Result<bool, DbError> {
    let now = tx.now();
    let rows = tx
        .run(
            sql!(
                "update jobs set state = 'pending', tries = 0, run_at = $2, finished_at = null
                 where id = $1 and state = 'set_aside' and not exists
                 (select 1 from jobs other where other.key = jobs.key and other.state = 'pending')"
            ),
            params![id, now],
        )
        .await?;
    Ok(rows == 1)
}

/// Puts every job that was set aside back into the queue, or those of one name; tells how many.
///
/// Of several with one key the newest goes back.
pub async fn retry_all(tx: &mut Tx, name: Option<&str>) -> Result<u64, DbError> {
    let now = tx.now();
    tx.run(
        sql!(
            "update jobs set state = 'pending', tries = 0, run_at = $2, finished_at = null
             where state = 'set_aside' and (cast($1 as text) is null or name = $1) and (key is null or
             not exists (select 1 from jobs other where other.key = jobs.key
             and (other.state = 'pending' or (other.state = 'set_aside' and other.id > jobs.id))))"
        ),
        params![name.map(str::to_owned), now],
    )
    .await
}

/// Drops a job that was set aside; `false` if there is none.
pub async fn drop_one(tx: &mut Tx, id: JobId) -> Result<bool, DbError> {
    let rows = tx.run(sql!("delete from jobs where id = $1 and state = 'set_aside'"), params![id]).await?;
    Ok(rows == 1)
}

/// Drops what was done more than a day ago and facts relayed more than a week ago, in batches; tells how many rows.
pub async fn purge(tx: &mut Tx) -> Result<u64, DbError> {
    let now = tx.now();
    let jobs = crate::store::purge_done(tx, now.plus_seconds(-24 * 3_600)).await?;
    let facts = db::outbox::purge(tx, now.plus_seconds(-7 * 24 * 3_600)).await?;
    Ok(jobs + facts)
}

fn read_row(row: &Row) -> Result<JobRow, DbError> {
    Ok(JobRow {
        id: row.get("id")?,
        name: row.get("name")?,
        lane: row.get("lane")?,
        state: row.get("state")?,
        payload: row.get("payload")?,
        run_at: row.get("run_at")?,
        tries: row.get("tries")?,
        tries_max: row.get("tries_max")?,
        last_error: row.get("last_error")?,
        created_at: row.get("created_at")?,
        finished_at: row.get("finished_at")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_failed_or_runs_is_listed_without_a_look_at_what_waits() {
        for (state, step) in [
            (State::SetAside, "SEARCH jobs USING INDEX jobs_set_aside (id<?)"),
            (State::Running, "SCAN jobs USING INDEX jobs_leased"),
            (State::Done, "SEARCH jobs USING INDEX sqlite_autoindex_jobs_1 (id<?)"),
            (State::Pending, "SEARCH jobs USING INDEX sqlite_autoindex_jobs_1 (id<?)"),
        ] {
            let plans = db::testing::plans(async |tx| drop(list(tx, state, None, 50).await.unwrap())).await;
            assert_eq!(plans.first().map(String::as_str), Some(step), "{plans:#?}");
        }
    }
}
