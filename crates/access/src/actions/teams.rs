//! Teams: made and changed by those who manage staff. Who enters or leaves one signs in anew.

use std::collections::BTreeSet;

use db::{DbError, Tx};
use kernel::{Actor, Permission, StaffId, TeamId};
use serde_json::json;

use crate::actions::audit;
use crate::actions::permission::require;
use crate::actions::sign_in::end_all;
use crate::actions::staff::{check_version, moved};
use crate::error::AccessError;
use crate::event::StaffChanged;
use crate::session::EndReason;
use crate::staff::{Team, TeamChange, name};
use crate::store;

/// Makes a team.
pub async fn create(
    tx: &mut Tx,
    actor: &Actor,
    team_name: &str,
    description: &str,
    members: &[StaffId],
) -> Result<Team, AccessError> {
    require(actor, Permission::StaffManage)?;
    let team_name = name(team_name)?;
    let id: TeamId = tx.id();
    store::teams::insert(tx, id, &team_name, description).await.map_err(name_taken)?;
    audit::record(tx, actor, "team_created", &id.to_string(), &json!({ "members": members })).await?;
    let new = moved(&[], members);
    store::staff::raise_versions(tx, &new).await?;
    set_members(tx, id, &new, members).await?;
    found(tx, id).await
}

/// Changes a team.
pub async fn change(
    tx: &mut Tx,
    actor: &Actor,
    id: TeamId,
    version: i64,
    change: TeamChange,
) -> Result<Team, AccessError> {
    require(actor, Permission::StaffManage)?;
    let before = found(tx, id).await?;
    check_version(version, before.version)?;
    let after = Team {
        name: change.name.as_deref().map_or(Ok(before.name.clone()), name)?,
        description: change.description.unwrap_or_else(|| before.description.clone()),
        is_active: change.is_active.unwrap_or(before.is_active),
        ..before.clone()
    };
    // Whoever moves first, and the team after them, as where a member of staff takes their teams: two who move one person
    // at once wait for each other in one order.
    let gone_or_new = change.members.as_ref().map(|it| moved(&before.members, it)).unwrap_or_default();
    store::staff::raise_versions(tx, &gone_or_new).await?;
    if !store::teams::update(tx, &after, version).await.map_err(name_taken)? {
        return Err(AccessError::Stale { given: version, present: found(tx, id).await?.version });
    }
    if let Some(members) = &change.members {
        set_members(tx, id, &gone_or_new, members).await?;
    }
    let details = json!({ "members": change.members, "is_active": change.is_active });
    audit::record(tx, actor, "team_changed", &id.to_string(), &details).await?;
    found(tx, id).await
}

/// One team.
pub async fn found(conn: &mut db::Conn, id: TeamId) -> Result<Team, AccessError> {
    store::teams::find(conn, id).await?.ok_or(AccessError::TeamNotFound(id))
}

async fn set_members(
    tx: &mut Tx,
    id: TeamId,
    moved: &BTreeSet<StaffId>,
    members: &[StaffId],
) -> Result<(), AccessError> {
    for member in members {
        store::staff::find(tx, *member).await?.ok_or(AccessError::StaffNotFound(*member))?;
    }
    store::teams::set_members(tx, id, members).await?;
    for member in moved {
        end_all(tx, *member, None, EndReason::RoleChanged).await?;
        tx.emit(&StaffChanged { staff_id: *member }).await?;
    }
    Ok(())
}

fn name_taken(error: DbError) -> AccessError {
    match error {
        DbError::Unique(_) => AccessError::NameTaken,
        other => AccessError::Db(other),
    }
}
