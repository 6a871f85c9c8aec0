//! Opens a case.

use access::require;
use db::Tx;
use kernel::{Actor, Permission};

use crate::actions::clocks::{Clocks, in_force, tell_promise};
use crate::actions::{assignment, change, write_history};
use crate::case::{Case, NewCase};
use crate::deadline::{Fact, steps};
use crate::error::CaseError;
use crate::event::{CaseOpened, Subject};
use crate::history::Detail;
use crate::store;

/// Opens a case and starts what is promised for it.
///
/// The words it was opened by are on the timeline already (`new.inbound_id`) or are put there by the caller in the same
/// transaction, with [`crate::actions::inbound::link`].
///
/// What an archive tells of (`new.history`) opens closed: nothing is promised for what is over.
///
/// One that neither a team nor somebody is named for goes to the team of its type: the actor may not see it then.
pub async fn open(tx: &mut Tx, actor: &Actor, mut new: NewCase) -> Result<Case, CaseError> {
    require(actor, Permission::CasesWrite)?;
    let kind = change::check_type(tx, &new.type_key).await?;
    assignment::settle(tx, actor, &mut new, kind.team_id).await?;
    let now = tx.now();
    let (interaction_id, history) = (new.inbound_id, new.history);
    let mut case = Case::open(tx.id(), new, actor.label(), now);
    if case.subject.is_empty() {
        return Err(CaseError::SubjectEmpty);
    }
    let in_force = if history.is_none() { in_force(tx, &case).await? } else { None };
    let mut clocks = Clocks::none();
    let steps = steps(Fact::Opened, &case, now);
    clocks.take(tx, &mut case, &steps, in_force.as_ref(), now)?;
    store::cases::insert(tx, &case).await?;
    if history.is_some_and(|it| !it.is_dated) {
        store::cases::set_undated(tx, case.id).await?;
    }
    write_history(tx, actor, case.id, Detail::Opened { interaction_id }).await?;
    if case.promise_id.is_some() {
        tell_promise(tx, actor, &case, in_force.as_ref()).await?;
    }
    clocks.store(tx, actor, &case).await?;
    tx.emit(&CaseOpened { subject: Subject::of(&case, actor, now) }).await?;
    Ok(case)
}
