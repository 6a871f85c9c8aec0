//! The customer wrote or called on a case, or somebody beside them did.

use calendar::WaitingCause;
use db::Tx;
use kernel::{Actor, CaseId, InteractionId, Timestamp};

use crate::actions::clocks::{Clocks, in_force};
use crate::actions::{begin_change, closure, save, snooze, waiting, write_history};
use crate::case::Case;
use crate::deadline::{Fact, steps};
use crate::error::CaseError;
use crate::event::{CaseReceived, CaseReopened, CaseResumed, Subject};
use crate::history::Detail;

/// Records `interaction`, which came `at`: the next reply is awaited, a wait for the customer ends, a closed case opens.
pub async fn record(
    tx: &mut Tx,
    actor: &Actor,
    id: CaseId,
    interaction_id: InteractionId,
    at: Timestamp,
) -> Result<Case, CaseError> {
    let mut case = begin_change(tx, actor, id).await?;
    let now = tx.now();
    let at = at.min(now);
    let received = case.receive(interaction_id, at);
    let in_force = in_force(tx, &case).await?;
    let mut clocks = Clocks::load(tx, id).await?;
    // An opened case is promised anew from these words; a live one keeps the clock of its resolution.
    let steps = steps(Fact::Received(at), &case, now);
    clocks.take(tx, &mut case, &steps, in_force.as_ref(), at)?;
    save(tx, &case).await?;
    write_history(tx, actor, id, Detail::Received { interaction_id, reopened: received.reopened }).await?;
    clocks.store(tx, actor, &case).await?;
    let subject = || Subject::of(&case, actor, now);
    if received.reopened {
        tx.emit(&CaseReopened { subject: subject(), is_undo: false }).await?;
    }
    if received.resumed {
        waiting::drop_timer(tx, id).await?;
        tx.emit(&CaseResumed { subject: subject() }).await?;
    }
    if received.woken {
        snooze::tell_woken(tx, actor, &case).await?;
    }
    tx.emit(&CaseReceived { subject: subject(), interaction_id }).await?;
    Ok(case)
}

/// Records `interaction` by somebody beside the customer, an expert or a colleague in copy: a closed case opens, a wait for
/// a third party ends, what was put aside is to be done. Nothing is promised to them, and a wait for the customer goes on.
pub async fn record_beside(
    tx: &mut Tx,
    actor: &Actor,
    id: CaseId,
    interaction_id: InteractionId,
) -> Result<Case, CaseError> {
    let case = link(tx, actor, id, interaction_id).await?;
    if case.is_closed() {
        return closure::reopen(tx, actor, id).await;
    }
    if case.state.waiting_cause() == Some(WaitingCause::Supplier) {
        return waiting::resume(tx, actor, id).await;
    }
    if case.snoozed_until.is_some() { snooze::wake(tx, actor, id).await } else { Ok(case) }
}

/// Records `interaction`, which an archive says came `at` and which was dealt with before it was written down here: it
/// stands on the case, and nothing is awaited because of it.
pub async fn remember(
    tx: &mut Tx,
    actor: &Actor,
    id: CaseId,
    interaction_id: InteractionId,
    at: Timestamp,
) -> Result<Case, CaseError> {
    let mut case = begin_change(tx, actor, id).await?;
    case.remember(interaction_id, at.min(tx.now()));
    save(tx, &case).await?;
    write_history(tx, actor, id, Detail::Received { interaction_id, reopened: false }).await?;
    Ok(case)
}

/// Tells a case that was just opened which words it was opened by, where they are written after the case.
pub async fn link(tx: &mut Tx, actor: &Actor, id: CaseId, interaction_id: InteractionId) -> Result<Case, CaseError> {
    let mut case = begin_change(tx, actor, id).await?;
    case.last_inbound_id = Some(interaction_id);
    save(tx, &case).await?;
    Ok(case)
}
