//! What can be done with cases: load, apply the rule, save, write history, tell the world. Permission is checked first,
//! so that requests, jobs and flows obey it alike.
//!
//! Words stand on the timeline, which is interactions': `answer`, `inbound` and `note` take the id of what was written
//! there in the same transaction.

pub mod answer;
pub mod assignment;
pub mod batches;
pub mod change;
pub mod clocks;
pub mod closure;
pub mod drafts;
pub mod inbound;
pub mod inbox;
pub mod note;
pub mod open;
pub mod participants;
pub mod presence;
pub mod settings;
pub mod snooze;
pub mod templates;
pub mod trial;
pub mod views;
pub mod waiting;

pub use crate::actions::answer::{record as record_answer, retract as retract_answer};
pub use crate::actions::assignment::assign;
pub use crate::actions::change::change;
pub use crate::actions::closure::{close, reopen};
pub use crate::actions::inbound::record as record_inbound;
pub use crate::actions::note::note;
pub use crate::actions::open::open;
pub use crate::actions::snooze::{snooze, wake};
pub use crate::actions::waiting::{resume, wait};

use access::require;
use db::{Conn, Tx};
use kernel::{Actor, CaseId, Permission};

use crate::case::Case;
use crate::error::CaseError;
use crate::history::{Detail, Entry};
use crate::store;

/// The case, for an actor who may see it.
pub async fn find(conn: &mut Conn, actor: &Actor, id: CaseId) -> Result<Case, CaseError> {
    require(actor, Permission::CasesRead)?;
    let case = store::cases::find(conn, id).await?.ok_or(CaseError::NotFound(id))?;
    if actor.sees_team(case.team_id) { Ok(case) } else { Err(CaseError::NotFound(id)) }
}

/// The case, for an actor who may work on it, as its next version: nothing is stored until [`save`].
pub(crate) async fn begin_change(tx: &mut Tx, actor: &Actor, id: CaseId) -> Result<Case, CaseError> {
    require(actor, Permission::CasesWrite)?;
    let mut case = find(tx, actor, id).await?;
    case.version += 1;
    case.updated_at = tx.now();
    Ok(case)
}

/// Stores `case` as its next version; refuses if somebody else did meanwhile.
pub(crate) async fn save(tx: &mut Tx, case: &Case) -> Result<(), CaseError> {
    if store::cases::update(tx, case).await? { Ok(()) } else { Err(CaseError::Stale(case.id)) }
}

/// Writes down what `actor` did.
pub(crate) async fn write_history(tx: &mut Tx, actor: &Actor, case: CaseId, detail: Detail) -> Result<(), CaseError> {
    let entry = Entry { id: tx.id(), case_id: case, at: tx.now(), actor: actor.label(), detail };
    Ok(store::history::insert(tx, &entry).await?)
}
