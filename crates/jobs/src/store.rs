//! Every statement of this crate.
//!
//! Claiming needs no fork between the engines: the outer `where` is checked again when PostgreSQL has waited for
//! another worker's update, so that a job is never leased twice.

pub mod admin;

use std::collections::BTreeMap;

use db::{Conn, DbError, Row, Tx, params, sql};
use kernel::Timestamp;
use kernel::id::JobId;

use crate::job::Lane;

/// A job to write.
pub(crate) struct NewJob {
    pub name: String,
    pub lane: &'static str,
    pub payload: String,
    pub key: Option<String>,
    pub run_at: Timestamp,
    pub tries_max: i64,
}

/// A job that was leased.
#[derive(Debug, Clone)]
pub(crate) struct Leased {
    pub id: JobId,
    pub name: String,
    pub payload: String,
    pub tries: i64,
    pub tries_max: i64,
    pub token: i64,
}

pub(crate) async fn insert(tx: &mut Tx, job: &NewJob) -> Result<JobId, DbError> {
    let (id, now): (JobId, _) = (tx.id(), tx.now());
    tx.run(
        sql!(
            "insert into jobs (id, name, lane, payload, key, run_at, tries, tries_max, state, lease_token, created_at)
             values ($1, $2, $3, $4, $5, $6, 0, $7, 'pending', 0, $8)"
        ),
        params![id, &job.name, job.lane, &job.payload, job.key.clone(), job.run_at, job.tries_max, now],
    )
    .await?;
    Ok(id)
}

/// Writes many jobs that wait, in few round trips.
pub(crate) async fn insert_all(tx: &mut Tx, jobs: Vec<NewJob>) -> Result<(), DbError> {
    let now = tx.now();
    let mut values = Vec::new();
    for job in jobs {
        let id: JobId = tx.id();
        // Every column is a value of each row: what is always the same stands here.
        values.extend(params![id, job.name, job.lane, job.payload, job.key, job.run_at, 0_i64, job.tries_max]);
        values.extend(params!["pending", 0_i64, now]);
    }
    tx.run_rows(
        sql!(
            "insert into jobs (id, name, lane, payload, key, run_at, tries, tries_max, state, lease_token, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        ),
        11,
        values,
    )
    .await?;
    Ok(())
}

/// Writes a job unless one with its key is pending or running already. Indexes: jobs_pending_key, jobs_running_key.
pub(crate) async fn insert_unless_there(tx: &mut Tx, job: &NewJob) -> Result<(), DbError> {
    let (id, now): (JobId, _) = (tx.id(), tx.now());
    tx.run(
        sql!(
            "insert into jobs (id, name, lane, payload, key, run_at, tries, tries_max, state, lease_token, created_at)
             select $1, $2, $3, $4, $5, $6, 0, $7, 'pending', 0, $8
             where not exists (select 1 from jobs where key = $5 and state = 'pending')
               and not exists (select 1 from jobs where key = $5 and state = 'running')
             on conflict do nothing"
        ),
        params![id, &job.name, job.lane, &job.payload, job.key.clone(), job.run_at, job.tries_max, now],
    )
    .await?;
    Ok(())
}

/// Index: jobs_pending_key.
pub(crate) async fn delete_pending(tx: &mut Tx, key: &str) -> Result<u64, DbError> {
    tx.run(sql!("delete from jobs where key = $1 and state = 'pending'"), params![key]).await
}

/// Index: jobs_running_key.
pub(crate) async fn end_running(tx: &mut Tx, key: &str) -> Result<(), DbError> {
    let now = tx.now();
    tx.run(
        sql!(
            "update jobs set state = 'done', finished_at = $2, lease_until = null
             where key = $1 and state = 'running'"
        ),
        params![key, now],
    )
    .await?;
    Ok(())
}

/// When the next job of each lane is due or its lease ends; lanes without any are absent. One statement of eight index
/// lookups, O(log jobs). Indexes: jobs_due, jobs_leased.
pub(crate) async fn next_by_lane(conn: &mut Conn) -> Result<BTreeMap<Lane, Timestamp>, DbError> {
    let row = conn
        .one(
            sql!(
                "select
                 (select min(run_at) from jobs where state = 'pending' and lane = 'timers') as timers_due,
                 (select min(lease_until) from jobs where state = 'running' and lane = 'timers') as timers_free,
                 (select min(run_at) from jobs where state = 'pending' and lane = 'events') as events_due,
                 (select min(lease_until) from jobs where state = 'running' and lane = 'events') as events_free,
                 (select min(run_at) from jobs where state = 'pending' and lane = 'mail') as mail_due,
                 (select min(lease_until) from jobs where state = 'running' and lane = 'mail') as mail_free,
                 (select min(run_at) from jobs where state = 'pending' and lane = 'other') as other_due,
                 (select min(lease_until) from jobs where state = 'running' and lane = 'other') as other_free"
            ),
            params![],
        )
        .await?;
    let mut next = BTreeMap::new();
    for lane in Lane::ALL {
        let due: Option<Timestamp> = row.get(&format!("{}_due", lane.code()))?;
        let free: Option<Timestamp> = row.get(&format!("{}_free", lane.code()))?;
        if let Some(at) = due.into_iter().chain(free).min() {
            next.insert(lane, at);
        }
    }
    Ok(next)
}

/// Leases up to `limit` due jobs of `lane`, and those whose worker lost its lease; earliest first.
pub(crate) async fn claim(tx: &mut Tx, lane: Lane, until: Timestamp, limit: i64) -> Result<Vec<Leased>, DbError> {
    let now = tx.now();
    let mut rows = tx
        .all(
            sql!(
                "update jobs set state = 'running', tries = tries + 1, lease_token = lease_token + 1, lease_until = $3
                 where state = 'pending' and run_at <= $2 and id in
                 (select id from jobs where state = 'pending' and lane = $1 and run_at <= $2
                  order by run_at, id limit $4)
                 returning id, name, payload, tries, tries_max, lease_token, run_at"
            ),
            params![lane.code(), now, until, limit],
        )
        .await?;
    let left = limit - rows.len() as i64;
    if left > 0 {
        let lost = tx
            .all(
                sql!(
                    "update jobs set tries = tries + 1, lease_token = lease_token + 1, lease_until = $3
                     where state = 'running' and lease_until <= $2 and id in
                     (select id from jobs where state = 'running' and lane = $1 and lease_until <= $2
                      order by lease_until, id limit $4)
                     returning id, name, payload, tries, tries_max, lease_token, run_at"
                ),
                params![lane.code(), now, until, left],
            )
            .await?;
        rows.extend(lost);
    }
    let mut leased = rows.iter().map(read_leased).collect::<Result<Vec<_>, _>>()?;
    leased.sort_by_key(|(run_at, it)| (*run_at, it.id));
    Ok(leased.into_iter().map(|(_, it)| it).collect())
}

fn read_leased(row: &Row) -> Result<(Timestamp, Leased), DbError> {
    let leased = Leased {
        id: row.get("id")?,
        name: row.get("name")?,
        payload: row.get("payload")?,
        tries: row.get("tries")?,
        tries_max: row.get("tries_max")?,
        token: row.get("lease_token")?,
    };
    Ok((row.get("run_at")?, leased))
}

/// Keeps the lease; `false` if it was lost.
pub(crate) async fn renew(tx: &mut Tx, id: JobId, token: i64, until: Timestamp) -> Result<bool, DbError> {
    let rows = tx
        .run(
            sql!("update jobs set lease_until = $3 where id = $1 and lease_token = $2 and state = 'running'"),
            params![id, token, until],
        )
        .await?;
    Ok(rows == 1)
}

/// Ends the job as done; `false` if the lease was lost.
pub(crate) async fn finish(tx: &mut Tx, id: JobId, token: i64) -> Result<bool, DbError> {
    let now = tx.now();
    let rows = tx
        .run(
            sql!(
                "update jobs set state = 'done', finished_at = $3, lease_until = null
                 where id = $1 and lease_token = $2 and state = 'running'"
            ),
            params![id, token, now],
        )
        .await?;
    Ok(rows == 1)
}

/// Whether the job was ended under this very lease: its timer was dropped while it ran.
pub(crate) async fn was_ended(conn: &mut Conn, id: JobId, token: i64) -> Result<bool, DbError> {
    let row = conn
        .optional(sql!("select id from jobs where id = $1 and lease_token = $2 and state = 'done'"), params![id, token])
        .await?;
    Ok(row.is_some())
}

/// Has the job tried again at `run_at`; done instead if its timer was set anew meanwhile. `false`: lease lost.
pub(crate) async fn try_again(
    tx: &mut Tx,
    id: JobId,
    token: i64,
    run_at: Timestamp,
    error: &str,
) -> Result<bool, DbError> {
    let now = tx.now();
    let rows = tx
        .run(
            sql!(
                "update jobs set lease_until = null, last_error = $4,
                 state = case when key is not null and exists
                   (select 1 from jobs other where other.key = jobs.key and other.state = 'pending')
                   then 'done' else 'pending' end,
                 finished_at = case when key is not null and exists
                   (select 1 from jobs other where other.key = jobs.key and other.state = 'pending')
                   then cast($5 as bigint) else null end,
                 run_at = $3
                 where id = $1 and lease_token = $2 and state = 'running'"
            ),
            params![id, token, run_at, error, now],
        )
        .await?;
    Ok(rows == 1)
}

/// Takes the job out of the queue until an admin decides; `false`: lease lost.
pub(crate) async fn set_aside(tx: &mut Tx, id: JobId, token: i64, error: &str) -> Result<bool, DbError> {
    let now = tx.now();
    let rows = tx
        .run(
            sql!(
                "update jobs set state = 'set_aside', last_error = $3, finished_at = $4, lease_until = null
                 where id = $1 and lease_token = $2 and state = 'running'"
            ),
            params![id, token, error, now],
        )
        .await?;
    Ok(rows == 1)
}

/// Ends every lease now: for the start of the only process that may run jobs.
pub(crate) async fn free_all(tx: &mut Tx) -> Result<u64, DbError> {
    let now = tx.now();
    tx.run(sql!("update jobs set lease_until = $1 where state = 'running'"), params![now]).await
}

/// Drops what was done before `before`; at most 10,000 rows. Index: jobs_finished.
pub(crate) async fn purge_done(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    tx.run(
        sql!(
            "delete from jobs where id in
             (select id from jobs where state = 'done' and finished_at < $1 order by finished_at limit 10000)"
        ),
        params![before],
    )
    .await
}

#[cfg(test)]
mod tests {

    use super::*;

    #[tokio::test]
    async fn what_each_periodic_job_asks_at_its_end_looks_at_no_done_job() {
        let plans = db::testing::plans(async |tx| {
            let job = NewJob {
                name: "periodic:seal".to_owned(),
                lane: Lane::Other.code(),
                payload: "{}".to_owned(),
                key: Some("periodic:seal".to_owned()),
                run_at: tx.now(),
                tries_max: 3,
            };
            insert_unless_there(tx, &job).await.unwrap();
            delete_pending(tx, "periodic:seal").await.unwrap();
            end_running(tx, "periodic:seal").await.unwrap();
        })
        .await;
        assert!(plans.iter().any(|it| it.contains("jobs_running_key")), "{plans:#?}");
        assert!(!plans.iter().any(|it| it.contains("SCAN jobs")), "{plans:#?}");
    }
}
