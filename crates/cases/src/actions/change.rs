//! Corrects what a case says of itself, and holds it to the promise that then fits.

use db::{Conn, Tx};
use kernel::{Actor, CaseId};

use crate::actions::clocks::{Clocks, in_force, tell_promise};
use crate::actions::{begin_change, save, write_history};
use crate::case::{Case, Change};
use crate::case_type::CaseType;
use crate::error::CaseError;
use crate::event::{CaseChanged, Subject};
use crate::history::Detail;
use crate::store;

/// Corrects what `change` names. Another promise may fit now: what was counted is kept under its terms.
pub async fn change(tx: &mut Tx, actor: &Actor, id: CaseId, change: Change) -> Result<Case, CaseError> {
    let mut case = begin_change(tx, actor, id).await?;
    if let Some(key) = change.type_key.as_ref().filter(|it| **it != case.type_key) {
        check_type(tx, key).await?;
    }
    if let Some(Some(person)) = change.person_id
        && !store::cases::is_person(tx, person).await?
    {
        return Err(CaseError::UnknownPerson(person));
    }
    if let Some(Some(account)) = change.account_id
        && !store::cases::is_account(tx, account).await?
    {
        return Err(CaseError::UnknownAccount(account));
    }
    let person_before = case.person_id;
    let changes = case.change(change)?;
    if changes.is_empty() {
        case.version -= 1;
        return Ok(case);
    }
    let fields: Vec<String> = changes.iter().map(|it| it.field.clone()).collect();
    let before = case.promise_id;
    let person_before = person_before.filter(|it| case.person_id != Some(*it));
    let mut clocks = Clocks::load(tx, id).await?;
    if !case.is_closed() && fields.iter().any(|it| ["type", "channel", "priority", "market"].contains(&it.as_str())) {
        let in_force = in_force(tx, &case).await?;
        clocks.rematch(tx, &mut case, in_force.as_ref())?;
        if case.promise_id != before {
            tell_promise(tx, actor, &case, in_force.as_ref()).await?;
        }
    }
    save(tx, &case).await?;
    write_history(tx, actor, id, Detail::Changed { changes }).await?;
    clocks.store(tx, actor, &case).await?;
    let now = tx.now();
    tx.emit(&CaseChanged { subject: Subject::of(&case, actor, now), fields, person_before }).await?;
    Ok(case)
}

/// Refuses a type that is not offered.
pub(crate) async fn check_type(conn: &mut Conn, key: &str) -> Result<CaseType, CaseError> {
    match store::types::find(conn, key).await? {
        Some(kind) if kind.is_active => Ok(kind),
        _ => Err(CaseError::UnknownType(key.to_owned())),
    }
}
