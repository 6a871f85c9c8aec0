//! Reading and ending call-backs, and what changes them meanwhile.

use access::{require, require_any};
use db::{Conn, Tx};
use interactions::actions::{NewInteraction, record_internal, record_outbound};
use interactions::interaction::{Channel, Kind, State};
use kernel::{Actor, CallbackId, CaseId, Cursor, Page, Permission, PersonId, Scope, Timestamp};

use crate::callback::{Callback, Outcome};
use crate::error::ProgrammeError;
use crate::event::{CallbackChanged, CallbackClosed, CallbackOpened};
use crate::store;

/// How a call-back is ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    /// How it ended.
    pub outcome: Outcome,
    /// What was said; empty: nothing to add.
    pub note: String,
}

/// One call-back, for an actor who may see its case.
pub async fn callback(
    conn: &mut Conn,
    actor: &Actor,
    id: CallbackId,
    now: Timestamp,
) -> Result<Callback, ProgrammeError> {
    require(actor, Permission::CallbacksRead)?;
    let found = store::find(conn, id, now).await?.ok_or(ProgrammeError::NoCallback(id))?;
    if actor.sees_team(found.team_id) { Ok(found) } else { Err(ProgrammeError::NoCallback(id)) }
}

/// Call-backs of the actor's teams and of none, those owed first due first, those done the last one first; a person's
/// own if one is named.
pub async fn callbacks(
    conn: &mut Conn,
    actor: &Actor,
    is_open: bool,
    person: Option<PersonId>,
    now: Timestamp,
    after: Option<(i64, i64)>,
    limit: u32,
) -> Result<Page<Callback>, ProgrammeError> {
    require(actor, Permission::CallbacksRead)?;
    let teams: Option<Vec<i64>> = match actor.case_scope() {
        Scope::All => None,
        Scope::Teams(teams) => Some(teams.iter().map(|it| it.get()).collect()),
        Scope::Nothing => return Ok(Page { items: Vec::new(), next: None, total: None }),
    };
    let (filter, rows) = (store::Filter { person, teams }, i64::from(limit) + 1);
    let at = |it: Option<Timestamp>| it.map_or(store::NEVER, Timestamp::as_micros);
    Ok(if is_open {
        let rows = store::owed(conn, &filter, now, after, rows).await?;
        Page::from_rows(rows, limit, |it| Cursor::new([at(it.due_at), it.id.get()]))
    } else {
        let rows = store::done(conn, &filter, now, after, rows).await?;
        Page::from_rows(rows, limit, |it| Cursor::new([at(it.closed_at), it.id.get()]))
    })
}

/// Ends a call-back and its case. A call that took place stands on the timeline and keeps the promise; a try that did
/// not is a note. Emits `callback_closed`.
pub async fn close(
    tx: &mut Tx,
    actor: &Actor,
    id: CallbackId,
    version: i64,
    closure: &Closure,
) -> Result<Callback, ProgrammeError> {
    require_any(actor, Permission::CallbacksManage, &[Permission::CasesWrite])?;
    let now = tx.now();
    let present = callback(tx, actor, id, now).await?;
    if !present.is_open {
        return Err(ProgrammeError::Closed(id));
    }
    let stale = ProgrammeError::Stale { given: version, present: present.version };
    if !store::close(tx, id, version, closure.outcome, &actor.label()).await? {
        return Err(stale);
    }
    let kind = if closure.outcome == Outcome::Reached { Kind::Call } else { Kind::Note };
    let mut new = NewInteraction::new(Channel::Phone, kind, closure.note.trim());
    new.person_id = present.person_id;
    new.case_id = Some(present.case_id);
    new.external_key = Some(format!("callback:{id}"));
    new.meta = serde_json::json!({ "callback_id": id, "outcome": closure.outcome });
    if closure.outcome == Outcome::Reached {
        let call = record_outbound(tx, actor, new, State::Sent).await?;
        cases::actions::record_answer(tx, actor, present.case_id, call.id, now).await?;
    } else if !closure.note.trim().is_empty() {
        record_internal(tx, actor, new).await?;
    }
    if !cases::actions::find(tx, actor, present.case_id).await?.is_closed() {
        cases::actions::close(tx, actor, present.case_id).await?;
    }
    tell(tx, &present, closure.outcome).await?;
    callback(tx, actor, id, now).await
}

/// Ends the call-back that was done in a case which is closed. Nothing if there is none, it is ended, or the case was
/// opened again since.
pub async fn close_callback_with_case(
    tx: &mut Tx,
    actor: &Actor,
    case: CaseId,
    closed_by: &str,
) -> Result<(), ProgrammeError> {
    require(actor, Permission::CallbacksManage)?;
    let now = tx.now();
    let Some(id) = store::of_case(tx, case).await? else { return Ok(()) };
    let Some(present) = store::find(tx, id, now).await?.filter(|it| it.is_open) else { return Ok(()) };
    if !cases::actions::find(tx, actor, case).await?.is_closed() {
        return Ok(());
    }
    if store::close(tx, id, present.version, Outcome::ClosedWithCase, closed_by).await? {
        tell(tx, &present, Outcome::ClosedWithCase).await?;
    }
    Ok(())
}

/// The call is owed again whose case was closed without saying how it went, and is opened again. Nothing if it ended
/// otherwise, or the case was closed since. Emits `callback_opened`.
pub async fn reopen_callback_with_case(tx: &mut Tx, actor: &Actor, case: CaseId) -> Result<(), ProgrammeError> {
    require(actor, Permission::CallbacksManage)?;
    let now = tx.now();
    if cases::actions::find(tx, actor, case).await?.is_closed() {
        return Ok(());
    }
    let Some(id) = store::reopen(tx, case, Outcome::ClosedWithCase).await? else { return Ok(()) };
    let it = callback(tx, actor, id, now).await?;
    let event = CallbackOpened {
        callback_id: id,
        response_id: it.response_id,
        case_id: case,
        person_id: it.person_id,
        team_id: it.team_id,
        reason: it.reason,
    };
    tx.emit(&event).await?;
    Ok(())
}

/// What the answer that a call-back follows from now says of it. Nothing if the call-back has ended.
pub(crate) async fn follow_answer(
    tx: &mut Tx,
    actor: &Actor,
    id: CallbackId,
    wants_callback: Option<bool>,
) -> Result<(), ProgrammeError> {
    let now = tx.now();
    let it = callback(tx, actor, id, now).await?;
    match wants_callback {
        Some(false) if it.is_open => {
            let closure = Closure { outcome: Outcome::NotWanted, note: String::new() };
            close(tx, actor, id, it.version, &closure).await?;
        }
        Some(true) if it.is_open && store::ask(tx, id).await? => tell_changed(tx, actor, id).await?,
        _ => {}
    }
    Ok(())
}

/// Tells that a call-back is owed in another way.
pub(crate) async fn tell_changed(tx: &mut Tx, actor: &Actor, id: CallbackId) -> Result<(), ProgrammeError> {
    let now = tx.now();
    let it = callback(tx, actor, id, now).await?;
    let (case_id, person_id, team_id) = (it.case_id, it.person_id, it.team_id);
    tx.emit(&CallbackChanged { callback_id: id, case_id, person_id, team_id }).await?;
    Ok(())
}

async fn tell(tx: &mut Tx, it: &Callback, outcome: Outcome) -> Result<(), ProgrammeError> {
    let event = CallbackClosed {
        callback_id: it.id,
        case_id: it.case_id,
        person_id: it.person_id,
        team_id: it.team_id,
        outcome,
    };
    tx.emit(&event).await?;
    Ok(())
}
