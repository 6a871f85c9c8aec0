//! Saved views: one's own, and those of everybody.

use access::require;
use db::Tx;
use kernel::{Actor, Permission, ViewId};

use crate::case_type::is_name;
use crate::error::CaseError;
use crate::inbox::{Filter, SavedView, Sort};
use crate::store;

/// What a view is saved with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewView {
    /// As read.
    pub name: String,
    /// For everybody, not for oneself alone.
    pub is_shared: bool,
    /// Which cases.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// Its place among the others.
    pub place: i64,
}

/// Saves a view.
pub async fn create(tx: &mut Tx, actor: &Actor, new: NewView) -> Result<SavedView, CaseError> {
    require(actor, Permission::CasesRead)?;
    if !is_name(&new.name) {
        return Err(CaseError::Name("/name", new.name));
    }
    let staff_id = if new.is_shared {
        require(actor, Permission::TemplatesWrite)?;
        None
    } else {
        Some(actor.staff_id().ok_or(CaseError::StaffOnly)?)
    };
    let NewView { name, filter, sort, place, .. } = new;
    let view = SavedView { id: tx.id(), staff_id, name, filter, sort, place, version: 1 };
    store::views::save(tx, &view).await?;
    Ok(view)
}

/// Changes a view that is the actor's own, or everybody's if they may.
pub async fn update(
    tx: &mut Tx,
    actor: &Actor,
    id: ViewId,
    (new, version): (NewView, i64),
) -> Result<SavedView, CaseError> {
    let before = own(tx, actor, id).await?;
    if !is_name(&new.name) {
        return Err(CaseError::Name("/name", new.name));
    }
    if before.version != version {
        return Err(CaseError::SettingsStale);
    }
    let NewView { name, filter, sort, place, .. } = new;
    let view = SavedView { name, filter, sort, place, version: version + 1, ..before };
    if store::views::save(tx, &view).await? { Ok(view) } else { Err(CaseError::SettingsStale) }
}

/// Drops a view that is the actor's own, or everybody's if they may.
pub async fn delete(tx: &mut Tx, actor: &Actor, id: ViewId, version: i64) -> Result<(), CaseError> {
    if own(tx, actor, id).await?.version != version {
        return Err(CaseError::SettingsStale);
    }
    Ok(store::views::delete(tx, id).await?)
}

/// The view, for an actor who may change it; another's own view does not exist for them.
async fn own(tx: &mut Tx, actor: &Actor, id: ViewId) -> Result<SavedView, CaseError> {
    require(actor, Permission::CasesRead)?;
    let view = store::views::find(tx, id).await?.ok_or(CaseError::ViewNotFound(id))?;
    match view.staff_id {
        None => require(actor, Permission::TemplatesWrite)?,
        Some(staff) if actor.staff_id() == Some(staff) => {}
        Some(_) => return Err(CaseError::ViewNotFound(id)),
    }
    Ok(view)
}
