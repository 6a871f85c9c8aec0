//! Writing jobs, in the caller's transaction.

use db::{DbError, Tx};
use kernel::Timestamp;
use kernel::id::JobId;

use crate::job::Job;
use crate::store::{self, NewJob};

/// Has `job` run as soon as the transaction is committed. One insert.
pub async fn enqueue<J: Job>(tx: &mut Tx, job: &J) -> Result<JobId, DbError> {
    let now = tx.now();
    enqueue_at(tx, job, now).await
}

/// Has `job` run at `run_at`, within a second of it. One insert.
pub async fn enqueue_at<J: Job>(tx: &mut Tx, job: &J, run_at: Timestamp) -> Result<JobId, DbError> {
    store::insert(tx, &new_job(job, None, run_at)?).await
}

/// Has `job` run at `run_at`; replaces the pending job with this `key`, if there is one. Two statements.
///
/// A job of the key that runs just now is not stopped: its handler must look whether it still applies.
pub async fn set_timer<J: Job>(tx: &mut Tx, key: &str, job: &J, run_at: Timestamp) -> Result<(), DbError> {
    store::delete_pending(tx, key).await?;
    store::insert(tx, &new_job(job, Some(key.to_owned()), run_at)?).await.map(drop)
}

/// Drops the pending job with `key`, if there is one; one that runs is not tried again should it fail.
pub async fn cancel(tx: &mut Tx, key: &str) -> Result<(), DbError> {
    store::delete_pending(tx, key).await?;
    store::end_running(tx, key).await
}

fn new_job<J: Job>(job: &J, key: Option<String>, run_at: Timestamp) -> Result<NewJob, DbError> {
    Ok(NewJob {
        name: J::NAME.to_owned(),
        lane: J::LANE.code(),
        payload: serde_json::to_string(job)?,
        key,
        run_at,
        tries_max: i64::from(J::TRIES_MAX.max(1)),
    })
}
