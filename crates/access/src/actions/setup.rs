//! The first run: the first admin, then what the installation is for.

use db::{Conn, Db, DbError, Tx};
use kernel::{Actor, Email, Locale, Permission, Role};
use serde_json::json;
use subtle::ConstantTimeEq;

use crate::actions::permission::require;
use crate::actions::sign_in::{OpenedSession, Origin, charge, open_session};
use crate::actions::staff::{check_version, insert};
use crate::actions::{audit, hashing};
use crate::error::AccessError;
use crate::installation::{Installation, InstallationChange, Step, changed};
use crate::staff::{NewStaff, Staff};
use crate::{password, store};

/// Who is to be the first admin.
#[derive(Debug, Clone)]
pub struct FirstAdmin {
    /// As colleagues will read it.
    pub name: String,
    /// What they will sign in with.
    pub email: Email,
    /// What they will sign in with.
    pub password: String,
    /// Language of their screens.
    pub locale: Locale,
}

/// Puts out a fresh one-time code for making the first admin, to be printed where only the installer reads it.
///
/// `None` once there is staff: then no code opens anything. Called at each start of the server.
pub async fn issue_code(tx: &mut Tx) -> Result<Option<String>, AccessError> {
    if store::staff::any(tx).await? {
        store::installation::set_setup_code(tx, None).await?;
        return Ok(None);
    }
    let code = db::secret::token()?;
    store::installation::set_setup_code(tx, Some(&db::secret::hash(&code))).await?;
    Ok(Some(code))
}

/// Makes the first admin for whoever has the one-time code, and signs them in.
///
/// Only while nobody is staff; two at once: one wins, since the second finds the first.
pub async fn claim(db: &Db, code: &str, admin: FirstAdmin, origin: Origin<'_>) -> Result<OpenedSession, AccessError> {
    if store::staff::any(&mut *db.read().await?).await? {
        return Err(AccessError::SetupDone);
    }
    let charge = charge(db, "setup", origin.client_address).await?;
    let expected = store::installation::setup_code(&mut *db.read().await?).await?.unwrap_or_default();
    if !bool::from(expected.ct_eq(&db::secret::hash(code.trim()))) {
        charge.fail(db).await?;
        return Err(AccessError::SetupCodeWrong);
    }
    password::check(&admin.password, admin.email.as_str())?;
    let hash = hashing::hash(&admin.password).await?;
    let mut tx = db.begin().await?;
    charge.take_back(&mut tx).await?;
    let staff = create_first(&mut tx, admin, &hash).await?;
    let opened = open_session(&mut tx, staff.id, origin).await?;
    tx.commit().await?;
    Ok(opened)
}

/// Makes an admin from the command line of the server, whose user could write the store anyway.
pub async fn create_admin(db: &Db, admin: FirstAdmin) -> Result<Staff, AccessError> {
    password::check(&admin.password, admin.email.as_str())?;
    let hash = hashing::hash(&admin.password).await?;
    let mut tx = db.begin().await?;
    let staff = if store::staff::any(&mut tx).await? {
        insert(&mut tx, &Actor::system("admin_create"), new_admin(admin), &hash, false).await?
    } else {
        create_first(&mut tx, admin, &hash).await?
    };
    tx.commit().await?;
    Ok(staff)
}

fn new_admin(admin: FirstAdmin) -> NewStaff {
    NewStaff { name: admin.name, email: admin.email, role: Role::Admin, locale: admin.locale, teams: Vec::new() }
}

async fn create_first(tx: &mut Tx, admin: FirstAdmin, hash: &str) -> Result<Staff, AccessError> {
    // The update of the one row makes two who claim at once take turns, on PostgreSQL too.
    store::installation::set_setup_code(tx, None).await?;
    if store::staff::any(tx).await? {
        return Err(AccessError::SetupDone);
    }
    let staff = insert(tx, &Actor::system("first_run"), new_admin(admin), hash, false).await?;
    let before = store::installation::find(tx).await?;
    let version = before.version;
    let step = InstallationChange { step_done: Some(Step::You), ..InstallationChange::default() };
    store::installation::update(tx, &changed(before, step)?, version).await?;
    Ok(staff)
}

/// What is known of the installation, and whether the first admin is still to be made.
pub async fn state(conn: &mut Conn) -> Result<(Installation, bool), AccessError> {
    let needs_admin = !store::staff::any(conn).await?;
    Ok((store::installation::find(conn).await?, needs_admin))
}

/// The country a number is dialled from if it does not say, ISO 3166-1.
pub async fn market_country(conn: &mut Conn) -> Result<String, DbError> {
    Ok(store::installation::find(conn).await?.market_country)
}

/// Changes what is known of the installation.
pub async fn change(
    tx: &mut Tx,
    actor: &Actor,
    version: i64,
    change: InstallationChange,
) -> Result<Installation, AccessError> {
    require(actor, Permission::StaffManage)?;
    let before = store::installation::find(tx).await?;
    check_version(version, before.version)?;
    let after = changed(before.clone(), change)?;
    if !store::installation::update(tx, &after, version).await? {
        return Err(AccessError::Stale { given: version, present: before.version + 1 });
    }
    let details = json!({
        "company_name": after.company_name,
        "market_country": after.market_country,
        "time_zone": after.time_zone,
        "languages": after.languages,
        "steps_done": after.steps_done,
    });
    audit::record(tx, actor, "installation_changed", "installation", &details).await?;
    Ok(store::installation::find(tx).await?)
}
