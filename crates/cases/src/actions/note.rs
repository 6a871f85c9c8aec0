//! A note among us.

use db::Tx;
use kernel::{Actor, CaseId, InteractionId};

use crate::actions::{begin_change, save, write_history};
use crate::case::Case;
use crate::draft::Mode;
use crate::error::CaseError;
use crate::event::{CaseNoted, Subject};
use crate::history::Detail;
use crate::store;

/// Records the note `interaction`. It meets no promise: the customer does not read it.
pub async fn note(tx: &mut Tx, actor: &Actor, id: CaseId, interaction_id: InteractionId) -> Result<Case, CaseError> {
    let case = begin_change(tx, actor, id).await?;
    save(tx, &case).await?;
    write_history(tx, actor, id, Detail::Noted { interaction_id }).await?;
    if let Some(staff) = actor.staff_id() {
        store::drafts::delete(tx, id, Mode::Note, staff).await?;
    }
    let now = tx.now();
    tx.emit(&CaseNoted { subject: Subject::of(&case, actor, now), interaction_id }).await?;
    Ok(case)
}
