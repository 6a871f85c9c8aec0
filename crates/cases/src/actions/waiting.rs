//! A case waits for somebody, and waits no longer.

use calendar::WaitingCause;
use db::{DbError, Tx};
use kernel::{Actor, CaseId, Timestamp};

use crate::actions::clocks::Clocks;
use crate::actions::{begin_change, save, snooze, write_history};
use crate::case::{Case, State};
use crate::deadline::{Fact, steps};
use crate::error::CaseError;
use crate::event::{CaseResumed, CaseWaiting, Subject};
use crate::history::Detail;
use crate::jobs::WakeCase;

/// The case waits for `cause`, until `until` at the latest. Clocks whose promise says so stand still.
pub async fn wait(
    tx: &mut Tx,
    actor: &Actor,
    id: CaseId,
    cause: WaitingCause,
    until: Option<Timestamp>,
) -> Result<Case, CaseError> {
    let mut case = begin_change(tx, actor, id).await?;
    let now = tx.now();
    case.wait(cause, until, now)?;
    move_clocks(tx, actor, &mut case, Fact::Waiting(cause), Detail::Waiting { cause, until }).await?;
    snooze::drop_timer(tx, id).await?;
    match until {
        Some(until) => jobs::set_timer(tx, &timer_key(id), &WakeCase { case_id: id }, until).await?,
        None => drop_timer(tx, id).await?,
    }
    tx.emit(&CaseWaiting { subject: Subject::of(&case, actor, now), cause, until }).await?;
    Ok(case)
}

/// The case waits no longer.
pub async fn resume(tx: &mut Tx, actor: &Actor, id: CaseId) -> Result<Case, CaseError> {
    let mut case = begin_change(tx, actor, id).await?;
    case.resume()?;
    move_clocks(tx, actor, &mut case, Fact::Resumed, Detail::Resumed).await?;
    drop_timer(tx, id).await?;
    let now = tx.now();
    tx.emit(&CaseResumed { subject: Subject::of(&case, actor, now) }).await?;
    Ok(case)
}

/// The end of a wait has come: resumes the case if it still waits until then. Safe to run twice.
pub async fn wake(tx: &mut Tx, actor: &Actor, id: CaseId) -> Result<(), CaseError> {
    let case = crate::actions::find(tx, actor, id).await?;
    let now = tx.now();
    if matches!(case.state, State::Waiting { until: Some(until), .. } if until <= now) {
        resume(tx, actor, id).await?;
    }
    Ok(())
}

/// Does what `fact` does to the clocks, saves the case and writes `detail` down.
pub(crate) async fn move_clocks(
    tx: &mut Tx,
    actor: &Actor,
    case: &mut Case,
    fact: Fact,
    detail: Detail,
) -> Result<(), CaseError> {
    let now = tx.now();
    let mut clocks = Clocks::load(tx, case.id).await?;
    let steps = steps(fact, case, now);
    clocks.take(tx, case, &steps, None, now)?;
    save(tx, case).await?;
    let detail = match detail {
        Detail::Closed { .. } => Detail::Closed { clocks: clocks.ended() },
        other => other,
    };
    write_history(tx, actor, case.id, detail).await?;
    clocks.store(tx, actor, case).await
}

/// Drops the timer that would end a wait.
pub(crate) async fn drop_timer(tx: &mut Tx, id: CaseId) -> Result<(), DbError> {
    jobs::cancel(tx, &timer_key(id)).await
}

fn timer_key(id: CaseId) -> String {
    format!("cases:wake:{id}")
}
