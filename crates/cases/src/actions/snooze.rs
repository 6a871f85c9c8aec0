//! A case is put aside for a while, and comes back by itself.
//!
//! Not waiting: nobody else has to move, and no clock stands still. What is late shows as late all the same.

use db::{DbError, Tx};
use kernel::{Actor, CaseId, Timestamp};

use crate::actions::{begin_change, find, save, write_history};
use crate::case::Case;
use crate::error::CaseError;
use crate::event::{CaseSnoozed, CaseWoken, Subject};
use crate::history::Detail;
use crate::jobs::EndSnooze;

/// Puts the case aside until `until`, or until the customer writes.
pub async fn snooze(tx: &mut Tx, actor: &Actor, id: CaseId, until: Timestamp) -> Result<Case, CaseError> {
    let mut case = begin_change(tx, actor, id).await?;
    let now = tx.now();
    case.snooze(until, now)?;
    save(tx, &case).await?;
    write_history(tx, actor, id, Detail::Snoozed { until }).await?;
    jobs::set_timer(tx, &timer_key(id), &EndSnooze { case_id: id }, until).await?;
    tx.emit(&CaseSnoozed { subject: Subject::of(&case, actor, now), until }).await?;
    Ok(case)
}

/// Takes the case up again.
pub async fn wake(tx: &mut Tx, actor: &Actor, id: CaseId) -> Result<Case, CaseError> {
    let mut case = begin_change(tx, actor, id).await?;
    case.wake()?;
    save(tx, &case).await?;
    tell_woken(tx, actor, &case).await?;
    Ok(case)
}

/// The end of a snooze has come: wakes the case if it is still put aside until then. Safe to run twice.
pub async fn end(tx: &mut Tx, actor: &Actor, id: CaseId) -> Result<(), CaseError> {
    let case = find(tx, actor, id).await?;
    let now = tx.now();
    if case.snoozed_until.is_some_and(|it| it <= now) {
        wake(tx, actor, id).await?;
    }
    Ok(())
}

/// The case is put aside no longer: writes it down, drops the timer, tells the world.
pub(crate) async fn tell_woken(tx: &mut Tx, actor: &Actor, case: &Case) -> Result<(), CaseError> {
    write_history(tx, actor, case.id, Detail::Woken).await?;
    drop_timer(tx, case.id).await?;
    let now = tx.now();
    tx.emit(&CaseWoken { subject: Subject::of(case, actor, now) }).await?;
    Ok(())
}

/// Drops the timer that would wake it.
pub(crate) async fn drop_timer(tx: &mut Tx, id: CaseId) -> Result<(), DbError> {
    jobs::cancel(tx, &timer_key(id)).await
}

fn timer_key(id: CaseId) -> String {
    format!("cases:snooze:{id}")
}
