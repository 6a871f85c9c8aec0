//! What admins set: calendars, promises, types of case. A change reaches the cases under way by a job, in steps.

use access::require;
use calendar::{Calendar, Definition};
use db::{Conn, DbError, Tx};
use kernel::{Actor, CalendarId, Permission, PromiseId};
use serde_json::json;

use crate::case_type::{CaseType, PLACE_MAX, is_key, is_name};
use crate::error::CaseError;
use crate::jobs::RematchCases;
use crate::promise::{Conditions, Promise, Targets};
use crate::store::calendars::NamedCalendar;
use crate::{actions::change::check_type, store};

/// What a calendar is made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCalendar {
    /// As staff read it.
    pub name: String,
    /// What a promise gets that names no other.
    pub is_default: bool,
    /// What it says.
    pub definition: Definition,
}

/// Every calendar. For all who see cases: the ledger names them.
pub async fn calendars(conn: &mut Conn, actor: &Actor) -> Result<Vec<NamedCalendar>, CaseError> {
    require(actor, Permission::CasesRead)?;
    Ok(store::calendars::all(conn).await?)
}

/// Makes a calendar.
pub async fn create_calendar(tx: &mut Tx, actor: &Actor, new: NewCalendar) -> Result<NamedCalendar, CaseError> {
    require(actor, Permission::PromisesManage)?;
    let calendar = NamedCalendar {
        id: tx.id(),
        name: new.name,
        is_default: new.is_default,
        definition: checked(new.definition)?,
        version: 1,
    };
    check_name("/name", &calendar.name)?;
    store::calendars::insert(tx, &calendar).await.map_err(|it| taken(it, &calendar.name))?;
    after_calendar(tx, actor, &calendar, "calendar_created").await?;
    Ok(calendar)
}

/// Changes a calendar. Clocks under way keep what they counted by the one before, and go on by this one.
pub async fn update_calendar(
    tx: &mut Tx,
    actor: &Actor,
    (id, version): (CalendarId, i64),
    new: NewCalendar,
) -> Result<NamedCalendar, CaseError> {
    require(actor, Permission::PromisesManage)?;
    let before = store::calendars::find(tx, id).await?.ok_or(CaseError::CalendarNotFound(id))?;
    if before.version != version {
        return Err(CaseError::SettingsStale);
    }
    check_name("/name", &new.name)?;
    let calendar = NamedCalendar {
        id,
        name: new.name,
        is_default: new.is_default,
        definition: checked(new.definition)?,
        version: version + 1,
    };
    let is_saved = store::calendars::update(tx, &calendar).await.map_err(|it| taken(it, &calendar.name))?;
    if !is_saved {
        return Err(CaseError::SettingsStale);
    }
    after_calendar(tx, actor, &calendar, "calendar_changed").await?;
    jobs::enqueue(tx, &RematchCases { after: None }).await?;
    Ok(calendar)
}

async fn after_calendar(tx: &mut Tx, actor: &Actor, calendar: &NamedCalendar, action: &str) -> Result<(), CaseError> {
    if calendar.is_default {
        store::calendars::set_default(tx, calendar.id).await?;
    }
    let details = json!({"name": calendar.name, "version": calendar.version});
    access::audit::record(tx, actor, action, &calendar.id.to_string(), &details).await?;
    Ok(())
}

fn checked(definition: Definition) -> Result<Definition, CaseError> {
    Ok(Calendar::new(definition)?.definition().clone())
}

/// What a promise is made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPromise {
    /// As staff read it.
    pub name: String,
    /// Its place in the order, lowest first.
    pub place: i64,
    /// Which cases it is for.
    pub conditions: Conditions,
    /// What is promised.
    pub targets: Targets,
    /// Calendar it is counted on.
    pub calendar_id: CalendarId,
    /// Whether customers are told.
    pub is_published: bool,
}

/// The promises that hold, in order.
pub async fn promises(conn: &mut Conn, actor: &Actor) -> Result<Vec<Promise>, CaseError> {
    require(actor, Permission::CasesRead)?;
    Ok(store::promises::active(conn).await?)
}

/// The promise `id`, retired or not: the ledger links to it.
pub async fn promise(conn: &mut Conn, actor: &Actor, id: PromiseId) -> Result<Promise, CaseError> {
    require(actor, Permission::CasesRead)?;
    store::promises::find(conn, id).await?.ok_or(CaseError::PromiseNotFound(id))
}

/// Makes a promise. Cases under way are held to it where it is now the first that fits.
pub async fn create_promise(tx: &mut Tx, actor: &Actor, new: NewPromise) -> Result<Promise, CaseError> {
    require(actor, Permission::PromisesManage)?;
    let id = tx.id();
    let promise = promised(tx, id, new, 1).await?;
    store::promises::insert(tx, &promise).await?;
    after_promise(tx, actor, &promise, "promise_created").await?;
    Ok(promise)
}

/// Changes a promise; `new` of `None` retires it.
pub async fn update_promise(
    tx: &mut Tx,
    actor: &Actor,
    (id, version): (PromiseId, i64),
    new: Option<NewPromise>,
) -> Result<Promise, CaseError> {
    require(actor, Permission::PromisesManage)?;
    let before = store::promises::find(tx, id).await?.ok_or(CaseError::PromiseNotFound(id))?;
    if before.version != version {
        return Err(CaseError::SettingsStale);
    }
    let (promise, action) = match new {
        Some(new) => (promised(tx, id, new, version + 1).await?, "promise_changed"),
        None => (Promise { is_active: false, version: version + 1, ..before }, "promise_retired"),
    };
    if !store::promises::update(tx, &promise).await? {
        return Err(CaseError::SettingsStale);
    }
    after_promise(tx, actor, &promise, action).await?;
    Ok(promise)
}

async fn promised(conn: &mut Conn, id: PromiseId, new: NewPromise, version: i64) -> Result<Promise, CaseError> {
    check_name("/name", &new.name)?;
    new.targets.check()?;
    if let Some(key) = &new.conditions.type_key {
        check_type(conn, key).await?;
    }
    let calendar_id = new.calendar_id;
    store::calendars::find(conn, calendar_id).await?.ok_or(CaseError::CalendarNotFound(calendar_id))?;
    let NewPromise { name, place, conditions, targets, is_published, .. } = new;
    Ok(Promise { id, name, place, conditions, targets, calendar_id, is_published, is_active: true, version })
}

async fn after_promise(tx: &mut Tx, actor: &Actor, promise: &Promise, action: &str) -> Result<(), CaseError> {
    let details = json!({"name": promise.name, "version": promise.version});
    access::audit::record(tx, actor, action, &promise.id.to_string(), &details).await?;
    jobs::enqueue(tx, &RematchCases { after: None }).await?;
    Ok(())
}

/// The types of case: also for who writes templates, which are named by them.
pub async fn case_types(conn: &mut Conn, actor: &Actor) -> Result<Vec<CaseType>, CaseError> {
    access::require_any(actor, Permission::CasesRead, &[Permission::TemplatesWrite])?;
    Ok(store::types::all(conn).await?)
}

/// Makes a type of case (`version` 0) or changes one. A type is never dropped: cases and reports name it.
pub async fn set_case_type(tx: &mut Tx, actor: &Actor, kind: CaseType) -> Result<CaseType, CaseError> {
    require(actor, Permission::PromisesManage)?;
    if !is_key(&kind.key) {
        return Err(CaseError::Key("/key", kind.key));
    }
    check_name("/name_fr", &kind.name_fr)?;
    check_name("/name_en", &kind.name_en)?;
    if !(0..=PLACE_MAX).contains(&kind.place) {
        return Err(CaseError::Place(kind.place));
    }
    if let Some(team) = kind.team_id
        && !store::cases::is_active_team(tx, team).await?
    {
        return Err(CaseError::UnknownTeam(team));
    }
    let stored = store::types::find(tx, &kind.key).await?.map_or(0, |it| it.version);
    if stored != kind.version {
        return Err(CaseError::SettingsStale);
    }
    let kind = CaseType { version: kind.version + 1, ..kind };
    if !store::types::save(tx, &kind).await? {
        return Err(CaseError::SettingsStale);
    }
    let CaseType { is_complaint, is_active, is_public, place, team_id, .. } = &kind;
    let details = json!({"is_complaint": is_complaint, "is_active": is_active, "is_public": is_public, "place": place,
        "team_id": team_id});
    access::audit::record(tx, actor, "case_type_changed", &kind.key, &details).await?;
    Ok(kind)
}

fn check_name(pointer: &'static str, name: &str) -> Result<(), CaseError> {
    if is_name(name) { Ok(()) } else { Err(CaseError::Name(pointer, name.to_owned())) }
}

/// A name that a unique index refused.
pub(crate) fn taken(error: DbError, name: &str) -> CaseError {
    match error {
        DbError::Unique(_) => CaseError::NameTaken(name.to_owned()),
        other => other.into(),
    }
}
