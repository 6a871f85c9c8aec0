//! Staff: added, changed, deactivated by those who manage them; their own settings by themselves.

use std::collections::BTreeSet;

use db::{Conn, DbError, Tx};
use kernel::{Actor, Locale, Permission, Role, StaffId, TeamId};
use serde_json::json;

use crate::actions::permission::require;
use crate::actions::sign_in::end_all;
use crate::actions::{audit, hashing};
use crate::error::AccessError;
use crate::event::StaffChanged;
use crate::session::EndReason;
use crate::staff::{NewStaff, Preferences, Staff, StaffChange, name};
use crate::store;

/// A password hashed ahead of the transaction that stores it, and the text of it if we made it up.
#[derive(Debug, Clone)]
pub struct InitialPassword {
    hash: String,
    is_kept: bool,
    /// To be told to the person, once; they must replace it at their first sign-in.
    pub text: String,
}

/// Makes up a password of 128 random bits, to be replaced at the first sign-in.
pub async fn make_password() -> Result<InitialPassword, AccessError> {
    let text = db::secret::token()?;
    Ok(InitialPassword { hash: hashing::hash(&text).await?, text, is_kept: false })
}

/// A password that was chosen already and stays: for people who come from another system, and for demonstrations.
pub async fn chosen_password(text: &str) -> Result<InitialPassword, AccessError> {
    Ok(InitialPassword { hash: hashing::hash(text).await?, text: text.to_owned(), is_kept: true })
}

/// Adds somebody, who signs in with `password` and must replace it at once.
pub async fn create(
    tx: &mut Tx,
    actor: &Actor,
    new: NewStaff,
    password: &InitialPassword,
) -> Result<Staff, AccessError> {
    require(actor, Permission::StaffManage)?;
    insert(tx, actor, new, &password.hash, !password.is_kept).await
}

/// Adds somebody without asking who asks: for [`create`] and for the first admin.
pub(crate) async fn insert(
    tx: &mut Tx,
    actor: &Actor,
    mut new: NewStaff,
    password_hash: &str,
    must_change_password: bool,
) -> Result<Staff, AccessError> {
    new.name = name(&new.name)?;
    check_teams(tx, &new.teams).await?;
    if store::staff::credentials_by_email(tx, new.email.as_str()).await?.is_some() {
        return Err(AccessError::EmailTaken);
    }
    let id: StaffId = tx.id();
    store::staff::insert(tx, id, &new, password_hash, must_change_password).await.map_err(email_taken)?;
    set_teams(tx, id, &[], &new.teams).await?;
    tx.emit(&StaffChanged { staff_id: id }).await?;
    let details = json!({ "role": new.role, "teams": new.teams });
    audit::record(tx, actor, "staff_created", &id.to_string(), &details).await?;
    found(tx, id).await
}

/// Changes somebody. A new address, role or set of teams, or deactivation, ends their sessions at once.
pub async fn change(
    tx: &mut Tx,
    actor: &Actor,
    id: StaffId,
    version: i64,
    change: StaffChange,
) -> Result<Staff, AccessError> {
    require(actor, Permission::StaffManage)?;
    let before = found(tx, id).await?;
    check_version(version, before.version)?;
    let after = changed(before.clone(), &change)?;
    let was_admin = before.role == Role::Admin && before.is_active;
    let is_admin = after.role == Role::Admin && after.is_active;
    if was_admin && !is_admin && store::staff::other_admins(tx, id).await? == 0 {
        return Err(AccessError::LastAdmin(id));
    }
    if after.email != before.email && store::staff::credentials_by_email(tx, &after.email).await?.is_some() {
        return Err(AccessError::EmailTaken);
    }
    if !store::staff::update(tx, &after, version).await.map_err(email_taken)? {
        return Err(AccessError::Stale { given: version, present: found(tx, id).await?.version });
    }
    if after.teams != before.teams {
        check_teams(tx, &after.teams).await?;
        set_teams(tx, id, &before.teams, &after.teams).await?;
    }
    let reason = if before.is_active && !after.is_active {
        Some(EndReason::Deactivated)
    } else if after.role != before.role || after.teams != before.teams {
        Some(EndReason::RoleChanged)
    } else if after.email != before.email {
        Some(EndReason::CredentialChanged)
    } else {
        None
    };
    if let Some(reason) = reason {
        end_all(tx, id, None, reason).await?;
    }
    tx.emit(&StaffChanged { staff_id: id }).await?;
    audit::record(tx, actor, "staff_changed", &id.to_string(), &difference(&before, &after)).await?;
    found(tx, id).await
}

fn changed(mut staff: Staff, change: &StaffChange) -> Result<Staff, AccessError> {
    if let Some(text) = &change.name {
        staff.name = name(text)?;
    }
    if let Some(email) = &change.email {
        staff.email = email.to_string();
    }
    if let Some(teams) = &change.teams {
        staff.teams.clone_from(teams);
        staff.teams.sort();
        staff.teams.dedup();
    }
    staff.role = change.role.unwrap_or(staff.role);
    staff.locale = change.locale.unwrap_or(staff.locale);
    staff.is_active = change.is_active.unwrap_or(staff.is_active);
    Ok(staff)
}

/// What changed, for the audit log. Addresses are said to have changed, not written down.
fn difference(before: &Staff, after: &Staff) -> serde_json::Value {
    let mut details = serde_json::Map::new();
    let mut note = |key: &str, is_other: bool, value: serde_json::Value| {
        if is_other {
            details.insert(key.to_owned(), value);
        }
    };
    note("role", before.role != after.role, json!([before.role, after.role]));
    note("teams", before.teams != after.teams, json!([before.teams, after.teams]));
    note("is_active", before.is_active != after.is_active, json!(after.is_active));
    note("email_changed", before.email != after.email, json!(true));
    note("name_changed", before.name != after.name, json!(true));
    note("locale", before.locale != after.locale, json!(after.locale));
    serde_json::Value::Object(details)
}

/// Gives somebody a password that we made up, and ends their sessions.
pub async fn reset_password(
    tx: &mut Tx,
    actor: &Actor,
    id: StaffId,
    password: &InitialPassword,
) -> Result<(), AccessError> {
    require(actor, Permission::StaffManage)?;
    found(tx, id).await?;
    store::staff::set_password(tx, id, &password.hash, true).await?;
    end_all(tx, id, None, EndReason::CredentialChanged).await?;
    tx.emit(&StaffChanged { staff_id: id }).await?;
    audit::record(tx, actor, "password_reset", &id.to_string(), &json!({})).await?;
    Ok(())
}

/// Takes away the second factor of somebody who lost it, and ends their sessions. The password stays.
pub async fn reset_totp(tx: &mut Tx, actor: &Actor, id: StaffId) -> Result<(), AccessError> {
    require(actor, Permission::StaffManage)?;
    found(tx, id).await?;
    store::staff::stop_totp(tx, id).await?;
    end_all(tx, id, None, EndReason::CredentialChanged).await?;
    tx.emit(&StaffChanged { staff_id: id }).await?;
    audit::record(tx, actor, "second_factor_reset", &id.to_string(), &json!({})).await?;
    Ok(())
}

/// Changes one's own name, language and preferences.
pub async fn change_own(
    tx: &mut Tx,
    id: StaffId,
    version: i64,
    new_name: Option<&str>,
    locale: Option<Locale>,
    preferences: Option<Preferences>,
) -> Result<Staff, AccessError> {
    let mut staff = found(tx, id).await?;
    check_version(version, staff.version)?;
    if let Some(text) = new_name {
        staff.name = name(text)?;
    }
    staff.locale = locale.unwrap_or(staff.locale);
    staff.preferences = preferences.unwrap_or(staff.preferences);
    if !store::staff::update(tx, &staff, version).await? {
        return Err(AccessError::Stale { given: version, present: found(tx, id).await?.version });
    }
    if new_name.is_some() {
        tx.emit(&StaffChanged { staff_id: id }).await?;
    }
    found(tx, id).await
}

/// One member of staff.
pub async fn found(conn: &mut Conn, id: StaffId) -> Result<Staff, AccessError> {
    store::staff::find(conn, id).await?.ok_or(AccessError::StaffNotFound(id))
}

pub(crate) fn check_version(given: i64, present: i64) -> Result<(), AccessError> {
    if given == present { Ok(()) } else { Err(AccessError::Stale { given, present }) }
}

async fn check_teams(conn: &mut Conn, teams: &[TeamId]) -> Result<(), AccessError> {
    for team in teams {
        store::teams::find(conn, *team).await?.ok_or(AccessError::TeamNotFound(*team))?;
    }
    Ok(())
}

/// A team that gains or loses somebody has another version: its form, open elsewhere, would put things back.
async fn set_teams(tx: &mut Tx, id: StaffId, before: &[TeamId], teams: &[TeamId]) -> Result<(), DbError> {
    store::teams::raise_versions(tx, &moved(before, teams)).await?;
    store::staff::set_teams(tx, id, teams).await
}

/// What is in one of two lists and not in the other.
pub(crate) fn moved<T: Ord + Copy>(before: &[T], after: &[T]) -> BTreeSet<T> {
    let (before, after): (BTreeSet<T>, BTreeSet<T>) =
        (before.iter().copied().collect(), after.iter().copied().collect());
    before.symmetric_difference(&after).copied().collect()
}

fn email_taken(error: DbError) -> AccessError {
    match error {
        DbError::Unique(_) => AccessError::EmailTaken,
        other => AccessError::Db(other),
    }
}
