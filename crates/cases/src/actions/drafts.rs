//! Keeps what somebody is writing.

use access::require;
use db::{Conn, Tx};
use kernel::{Actor, CaseId, Permission, StaffId, TemplateId};

use crate::actions::find;
use crate::draft::{BODY_BYTES_MAX, Draft, Mode};
use crate::error::CaseError;
use crate::store;

/// The actor's own draft on a case they may work on.
pub async fn get(conn: &mut Conn, actor: &Actor, id: CaseId, mode: Mode) -> Result<Option<Draft>, CaseError> {
    let staff = writer(actor)?;
    find(conn, actor, id).await?;
    Ok(store::drafts::find(conn, id, mode, staff).await?)
}

/// Saves the actor's own draft. `version` is the one they have; `None`: whatever is stored is replaced.
pub async fn save(
    tx: &mut Tx,
    actor: &Actor,
    (id, mode): (CaseId, Mode),
    (body, template_id): (String, Option<TemplateId>),
    version: Option<i64>,
) -> Result<Draft, CaseError> {
    let staff = writer(actor)?;
    find(tx, actor, id).await?;
    if body.len() > BODY_BYTES_MAX {
        return Err(CaseError::DraftTooLong);
    }
    let stored = store::drafts::find(tx, id, mode, staff).await?.map_or(0, |it| it.version);
    if version.is_some_and(|it| it != stored) {
        return Err(CaseError::SettingsStale);
    }
    let draft = Draft { mode, body, template_id, updated_at: tx.now(), version: stored + 1 };
    if store::drafts::save(tx, (id, mode, staff), &draft).await? { Ok(draft) } else { Err(CaseError::SettingsStale) }
}

/// Drops the actor's own draft, if there is one.
pub async fn delete(tx: &mut Tx, actor: &Actor, id: CaseId, mode: Mode) -> Result<(), CaseError> {
    let staff = writer(actor)?;
    find(tx, actor, id).await?;
    Ok(store::drafts::delete(tx, id, mode, staff).await?)
}

fn writer(actor: &Actor) -> Result<StaffId, CaseError> {
    require(actor, Permission::CasesWrite)?;
    actor.staff_id().ok_or(CaseError::StaffOnly)
}
