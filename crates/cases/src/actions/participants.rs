//! Who takes part in a case beside staff.

use db::{Conn, Tx};
use kernel::{Actor, CaseId, Email, PersonId, Phone};

use crate::actions::{begin_change, find, save, write_history};
use crate::case::Case;
use crate::error::CaseError;
use crate::event::{CaseChanged, Subject};
use crate::history::Detail;
use crate::participant::{Part, Participant};
use crate::store;

/// Adds whoever has `address` (a comparable e-mail or phone). Safe to run twice; does not change the case's version.
pub async fn add(
    tx: &mut Tx,
    actor: &Actor,
    id: CaseId,
    (address, person_id, part): (&str, Option<PersonId>, Part),
) -> Result<(), CaseError> {
    begin_change(tx, actor, id).await?;
    let participant = Participant { address: address.to_owned(), person_id, part, added_at: tx.now() };
    Ok(store::participants::add(tx, id, &participant).await?)
}

/// Lets a person, or whoever has `address` as somebody typed it, take part from now on: what they write joins the case.
/// A person without an address takes part by the e-mail known of them. One who takes part already gets this part.
pub async fn invite(
    tx: &mut Tx,
    actor: &Actor,
    id: CaseId,
    (address, person_id, part): (Option<&str>, Option<PersonId>, Part),
) -> Result<Case, CaseError> {
    let case = begin_change(tx, actor, id).await?;
    if let Some(person) = person_id
        && !store::cases::is_person(tx, person).await?
    {
        return Err(CaseError::UnknownPerson(person));
    }
    let address = match (address, person_id) {
        (Some(typed), _) => comparable(tx, typed).await?,
        (None, Some(person)) => {
            let known = store::participants::email_of(tx, person).await?;
            known.ok_or(CaseError::NoAddress(person))?
        }
        (None, None) => return Err(CaseError::Address(String::new())),
    };
    let person_id = match person_id {
        Some(person) => Some(person),
        None => store::participants::person_of(tx, &address).await?,
    };
    let participant = Participant { address: address.clone(), person_id, part, added_at: tx.now() };
    store::participants::set(tx, id, &participant).await?;
    changed(tx, actor, case, Detail::ParticipantAdded { address, part }).await
}

/// Whoever has `address` takes part no longer: what they write is not theirs to add any more.
pub async fn remove(tx: &mut Tx, actor: &Actor, id: CaseId, address: &str) -> Result<Case, CaseError> {
    let case = begin_change(tx, actor, id).await?;
    let address = comparable(tx, address).await?;
    let part = store::participants::remove(tx, id, &address).await?;
    let part = part.ok_or_else(|| CaseError::NoParticipant(address.clone()))?;
    changed(tx, actor, case, Detail::ParticipantRemoved { address, part }).await
}

/// Who takes part, in the order they came.
pub async fn list(conn: &mut Conn, actor: &Actor, id: CaseId) -> Result<Vec<Participant>, CaseError> {
    find(conn, actor, id).await?;
    Ok(store::participants::of_case(conn, id).await?)
}

async fn changed(tx: &mut Tx, actor: &Actor, case: Case, detail: Detail) -> Result<Case, CaseError> {
    save(tx, &case).await?;
    write_history(tx, actor, case.id, detail).await?;
    let now = tx.now();
    let fields = vec!["participants".to_owned()];
    tx.emit(&CaseChanged { subject: Subject::of(&case, actor, now), fields, person_before: None }).await?;
    Ok(case)
}

/// The form that `typed` is compared by. A number without its country is one of the house's.
async fn comparable(conn: &mut Conn, typed: &str) -> Result<String, CaseError> {
    let typed = typed.trim();
    let found = if typed.contains('@') {
        typed.parse::<Email>().ok().map(|it| it.as_str().to_owned())
    } else {
        let country = access::actions::setup::market_country(conn).await?;
        Phone::parse(typed, &country).ok().map(|it| it.as_str().to_owned())
    };
    found.ok_or_else(|| CaseError::Address(typed.to_owned()))
}
