//! Who takes part in a case beside staff.

use db::{Conn, Tx};
use kernel::{Actor, CaseId, PersonId};

use crate::actions::{begin_change, find};
use crate::error::CaseError;
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

/// Who takes part, in the order they came.
pub async fn list(conn: &mut Conn, actor: &Actor, id: CaseId) -> Result<Vec<Participant>, CaseError> {
    find(conn, actor, id).await?;
    Ok(store::participants::of_case(conn, id).await?)
}
