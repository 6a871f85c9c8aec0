//! A case is done, or is not after all.

use db::Tx;
use kernel::{Actor, CaseId};

use crate::actions::clocks::{Clocks, in_force};
use crate::actions::waiting::{drop_timer, move_clocks};
use crate::actions::{begin_change, save, snooze, write_history};
use crate::case::Case;
use crate::deadline::{Fact, steps};
use crate::error::CaseError;
use crate::event::{CaseClosed, CaseReopened, Subject};
use crate::history::Detail;
use crate::store;

/// How many entries back the closing that is undone can be.
const LOOK_BACK: i64 = 50;

/// Closes the case: its resolution is met, replies are awaited no longer.
pub async fn close(tx: &mut Tx, actor: &Actor, id: CaseId) -> Result<Case, CaseError> {
    let mut case = begin_change(tx, actor, id).await?;
    let now = tx.now();
    case.close(now)?;
    move_clocks(tx, actor, &mut case, Fact::Closed, Detail::Closed { clocks: Vec::new() }).await?;
    drop_timer(tx, id).await?;
    snooze::drop_timer(tx, id).await?;
    let is_answered = case.answer_count > 0;
    tx.emit(&CaseClosed { subject: Subject::of(&case, actor, now), is_answered }).await?;
    Ok(case)
}

/// Opens the case again. Within ten minutes of the closing this undoes it, and its clocks go on as if it had not been;
/// later, what is promised is promised anew from now on.
pub async fn reopen(tx: &mut Tx, actor: &Actor, id: CaseId) -> Result<Case, CaseError> {
    let mut case = begin_change(tx, actor, id).await?;
    let now = tx.now();
    let is_undo = case.reopen(now)?;
    let mut clocks = Clocks::load(tx, id).await?;
    if is_undo {
        let entries = store::history::newest(tx, id, LOOK_BACK).await?;
        let ended = entries.into_iter().find_map(|it| match it.detail {
            Detail::Closed { clocks } => Some(clocks),
            _ => None,
        });
        clocks.take_up(&mut case, &ended.unwrap_or_default(), now)?;
    } else {
        let in_force = in_force(tx, &case).await?;
        let steps = steps(Fact::Reopened, &case, now);
        clocks.take(tx, &mut case, &steps, in_force.as_ref(), now)?;
    }
    save(tx, &case).await?;
    write_history(tx, actor, id, Detail::Reopened { is_undo }).await?;
    clocks.store(tx, actor, &case).await?;
    tx.emit(&CaseReopened { subject: Subject::of(&case, actor, now), is_undo }).await?;
    Ok(case)
}
