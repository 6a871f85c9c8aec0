//! Work that is done later: deadlines that pass, waits that end, promises that change.

use db::Db;
use jobs::{Job, Lane, Worker};
use kernel::{Actor, BatchId, CaseId, ClockId};
use serde::{Deserialize, Serialize};

use crate::actions;
use crate::error::CaseError;
use crate::store;

/// How many cases one run of [`RematchCases`] looks at.
const REMATCH_LIMIT: i64 = 100;
/// How many cases one run of [`RunCaseBatch`] does.
const BATCH_STEP: i64 = 50;

/// A clock's due instant has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissDeadline {
    /// The clock.
    pub clock_id: ClockId,
}

impl Job for MissDeadline {
    const NAME: &'static str = "miss_deadline";
    const LANE: Lane = Lane::Timers;
}

/// The end of a wait has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WakeCase {
    /// The case.
    pub case_id: CaseId,
}

impl Job for WakeCase {
    const NAME: &'static str = "wake_case";
    const LANE: Lane = Lane::Timers;
}

/// The end of a snooze has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndSnooze {
    /// The case.
    pub case_id: CaseId,
}

/// Beside the timers: a batch puts thousands of cases aside to one instant, and no deadline may stand behind them.
impl Job for EndSnooze {
    const NAME: &'static str = "end_snooze";
    const LANE: Lane = Lane::Other;
}

/// A promise or calendar changed: holds every live case to what is promised now, in steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RematchCases {
    /// The last case done; `None`: begin.
    pub after: Option<CaseId>,
}

impl Job for RematchCases {
    const NAME: &'static str = "rematch_cases";
}

/// One act on many cases: does it with the next of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunCaseBatch {
    /// The batch.
    pub batch_id: BatchId,
}

impl Job for RunCaseBatch {
    const NAME: &'static str = "run_case_batch";
}

/// Gives `worker` the handlers of this crate.
#[must_use]
pub fn handlers(worker: Worker, db: &Db) -> Worker {
    let (for_miss, for_wake, for_snooze) = (db.clone(), db.clone(), db.clone());
    let (for_rematch, for_batch) = (db.clone(), db.clone());
    worker
        .on(move |job: MissDeadline| miss(for_miss.clone(), job))
        .on(move |job: WakeCase| wake(for_wake.clone(), job))
        .on(move |job: EndSnooze| end_snooze(for_snooze.clone(), job))
        .on(move |job: RematchCases| rematch(for_rematch.clone(), job))
        .on(move |job: RunCaseBatch| run_batch(for_batch.clone(), job))
}

async fn miss(db: Db, job: MissDeadline) -> Result<(), CaseError> {
    let mut tx = db.begin().await?;
    actions::clocks::miss(&mut tx, &Actor::system(MissDeadline::NAME), job.clock_id).await?;
    Ok(tx.commit().await?)
}

async fn wake(db: Db, job: WakeCase) -> Result<(), CaseError> {
    let mut tx = db.begin().await?;
    actions::waiting::wake(&mut tx, &Actor::system(WakeCase::NAME), job.case_id).await?;
    Ok(tx.commit().await?)
}

async fn end_snooze(db: Db, job: EndSnooze) -> Result<(), CaseError> {
    let mut tx = db.begin().await?;
    actions::snooze::end(&mut tx, &Actor::system(EndSnooze::NAME), job.case_id).await?;
    Ok(tx.commit().await?)
}

async fn run_batch(db: Db, job: RunCaseBatch) -> Result<(), CaseError> {
    if actions::batches::go_on(&db, job.batch_id, BATCH_STEP).await? {
        let mut tx = db.begin().await?;
        jobs::enqueue(&mut tx, &job).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// One case a transaction, so that nobody waits for the writer longer than for any other change.
async fn rematch(db: Db, job: RematchCases) -> Result<(), CaseError> {
    let actor = Actor::system(RematchCases::NAME);
    let ids = {
        let mut read = db.read().await?;
        store::cases::live_after(&mut read, job.after, REMATCH_LIMIT).await?
    };
    for id in &ids {
        let mut tx = db.begin().await?;
        actions::clocks::rematch(&mut tx, &actor, *id).await?;
        tx.commit().await?;
    }
    if let Some(last) = ids.last().filter(|_| i64::try_from(ids.len()) == Ok(REMATCH_LIMIT)) {
        let mut tx = db.begin().await?;
        jobs::enqueue(&mut tx, &RematchCases { after: Some(*last) }).await?;
        tx.commit().await?;
    }
    Ok(())
}
