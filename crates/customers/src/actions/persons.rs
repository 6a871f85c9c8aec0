//! Making, correcting and reaching persons.

use std::collections::BTreeMap;

use access::require;
use db::Tx;
use kernel::{Actor, ContactPointId, Permission, PersonId, SourceId};

use crate::actions::derive::{NewRecord, change_records, derive_persons, insert_persons};
use crate::error::CustomerError;
use crate::event::{PersonChanged, PersonCreated};
use crate::person::{CONTACT_SOURCE, Field, Person, PointKind, Proof, STAFF_SOURCE, Values, read_value};
use crate::store;

/// A person to make.
#[derive(Debug, Clone, Default)]
pub struct NewPerson {
    /// What is known, field by field, as written.
    pub values: Values,
    /// The source that says so, and the person's number there; nothing: our staff typed it.
    pub source: Option<(SourceId, String)>,
}

/// What a source says of a person that exists.
#[derive(Debug, Clone)]
pub struct Record {
    /// Whose record it is.
    pub source: SourceId,
    /// The person's number in that source.
    pub external_id: String,
    /// What it says, field by field, as written: the whole record, not a part.
    pub values: Values,
}

/// Cleans `values`; an empty text is left out.
///
/// Error: [`CustomerError::Value`] for the first that cannot stand in its field.
pub(crate) fn read_values(values: &Values) -> Result<Values, CustomerError> {
    let mut read = BTreeMap::new();
    for (field, text) in values {
        if let Some(value) = read_value(*field, text)? {
            read.insert(*field, value);
        }
    }
    Ok(read)
}

/// Makes a person from what one source says. Emits `person_created`.
///
/// Does not look for somebody who is the same: that is [`crate::actions::identify`].
/// Error: [`CustomerError::Nameless`] when nothing names or reaches them; [`CustomerError::Taken`] when the source
/// already has a record of this number.
pub async fn create_person(tx: &mut Tx, actor: &Actor, new: &NewPerson) -> Result<PersonId, CustomerError> {
    require(actor, Permission::CustomersWrite)?;
    let values = read_values(&new.values)?;
    let names = [Field::FullName, Field::FirstName, Field::LastName];
    if !values.keys().any(|it| names.contains(it) || it.point().is_some()) {
        return Err(CustomerError::Nameless);
    }
    let id: PersonId = tx.id();
    let (source, external_id) = match &new.source {
        Some((source, external_id)) => (*source, external_id.clone()),
        None => (STAFF_SOURCE, id.to_string()),
    };
    let source = store::sources::find(tx, source).await?.ok_or(CustomerError::NotFound("source"))?;
    let taken = store::records::by_external(tx, source.id, std::slice::from_ref(&external_id)).await?;
    if !taken.is_empty() {
        return Err(CustomerError::Taken("source_record"));
    }
    let record = NewRecord { source: source.id, trust: source.trust, external_id, values };
    insert_persons(tx, &[(id, record)]).await?;
    tx.emit(&PersonCreated { person_id: id }).await?;
    Ok(id)
}

/// Makes many persons at once from what one source says of each, by their numbers there, in the order given.
///
/// For a store that is being filled and that nobody listens to yet: emits nothing, and looks for nobody who is the same.
/// Error: [`CustomerError::Nameless`] and those of values, for the first; then nothing was written. Some hundred a call.
pub async fn create_persons(
    tx: &mut Tx,
    actor: &Actor,
    source: SourceId,
    people: &[(String, Values)],
) -> Result<Vec<PersonId>, CustomerError> {
    require(actor, Permission::CustomersImport)?;
    let source = store::sources::find(tx, source).await?.ok_or(CustomerError::NotFound("source"))?;
    let mut new = Vec::with_capacity(people.len());
    for (external_id, values) in people {
        let values = read_values(values)?;
        if values.is_empty() {
            return Err(CustomerError::Nameless);
        }
        let record = NewRecord { source: source.id, trust: source.trust, external_id: external_id.clone(), values };
        new.push((tx.id(), record));
    }
    insert_persons(tx, &new).await?;
    Ok(new.into_iter().map(|(id, _)| id).collect())
}

/// Writes what a source says of a person that exists. Emits `person_changed` when anything follows from it.
pub async fn record(tx: &mut Tx, actor: &Actor, person: PersonId, it: &Record) -> Result<(), CustomerError> {
    require(actor, Permission::CustomersWrite)?;
    let person = follow(tx, person).await?;
    let source = store::sources::find(tx, it.source).await?.ok_or(CustomerError::NotFound("source"))?;
    let values = read_values(&it.values)?;
    let new = NewRecord { source: source.id, trust: source.trust, external_id: it.external_id.clone(), values };
    let known = store::records::by_external(tx, source.id, std::slice::from_ref(&new.external_id)).await?;
    if known.first().is_some_and(|it| it.person_id != Some(person.id)) {
        return Err(CustomerError::Taken("source_record"));
    }
    for changed in change_records(tx, &[(person.id, new)]).await? {
        tx.emit(&PersonChanged { person_id: changed }).await?;
    }
    Ok(())
}

/// The person, or the one they were joined to. Cost: one read for each join in the chain, at most 16.
pub async fn follow(tx: &mut db::Conn, id: PersonId) -> Result<Person, CustomerError> {
    let mut next = id;
    for _ in 0..16 {
        let person = store::persons::find(tx, next).await?.ok_or(CustomerError::NoPerson(id))?;
        match person.redirect_to {
            None => return Ok(person),
            Some(other) => next = other,
        }
    }
    Err(CustomerError::NoPerson(id))
}

/// Corrects a person: writes into the record of our staff, never into another source's. `None` takes our own word
/// back, so that the other sources show again. Emits `person_changed`.
///
/// Error: [`CustomerError::Stale`] when `version` is not the present one.
pub async fn update_person(
    tx: &mut Tx,
    actor: &Actor,
    id: PersonId,
    version: i64,
    changes: &BTreeMap<Field, Option<String>>,
) -> Result<Person, CustomerError> {
    require(actor, Permission::CustomersWrite)?;
    let person = follow(tx, id).await?;
    if person.version != version {
        return Err(CustomerError::Stale { given: version, present: person.version });
    }
    let mut values = said_by(tx, person.id, STAFF_SOURCE).await?;
    for (field, text) in changes {
        match text.as_deref().map(|text| read_value(*field, text)).transpose()?.flatten() {
            Some(value) => values.insert(*field, value),
            None => values.remove(field),
        };
    }
    write_said(tx, person.id, STAFF_SOURCE, values).await?;
    follow(tx, person.id).await
}

/// What one of our own two sources says of the person.
async fn said_by(tx: &mut Tx, id: PersonId, source: SourceId) -> Result<Values, CustomerError> {
    let known = store::records::by_external(tx, source, &[id.to_string()]).await?;
    let fields = known.into_iter().next().map(|it| it.claim.fields).unwrap_or_default();
    Ok(fields.into_iter().map(|(field, said)| (field, said.value)).collect())
}

async fn write_said(tx: &mut Tx, id: PersonId, source: SourceId, values: Values) -> Result<(), CustomerError> {
    let source = store::sources::find(tx, source).await?.ok_or(CustomerError::NotFound("source"))?;
    let new = NewRecord { source: source.id, trust: source.trust, external_id: id.to_string(), values };
    for changed in change_records(tx, &[(id, new)]).await? {
        tx.emit(&PersonChanged { person_id: changed }).await?;
    }
    Ok(())
}

/// Adds a way to reach the person. Staff's word goes into the record of our staff, anybody else's into the one of
/// contacts; the first address or number of its kind there, else the second. Emits `person_changed`.
///
/// Error: [`CustomerError::Value`] when it can be no such contact point; postal addresses are corrected as fields.
pub async fn add_contact_point(
    tx: &mut Tx,
    actor: &Actor,
    id: PersonId,
    kind: PointKind,
    shown: &str,
) -> Result<ContactPointId, CustomerError> {
    require(actor, Permission::CustomersWrite)?;
    let person = follow(tx, id).await?;
    let normal = kind.normal(shown)?;
    let find = |points: Vec<crate::person::ContactPoint>| {
        points.into_iter().find(|it| it.kind == kind && it.normal == normal).map(|it| it.id)
    };
    if let Some(known) = find(store::points::of_persons(tx, &[person.id]).await?) {
        return Ok(known);
    }
    let source = if actor.staff_id().is_some() { STAFF_SOURCE } else { CONTACT_SOURCE };
    let mut values = said_by(tx, person.id, source).await?;
    let places: &[Field] = match kind {
        PointKind::Email => &[Field::Email, Field::OtherEmail],
        PointKind::Phone => &[Field::Phone, Field::OtherPhone],
        PointKind::Iban => &[Field::Iban],
        PointKind::Postal => return Err(CustomerError::Value { field: "postal", value: shown.to_owned() }),
    };
    let free = places.iter().find(|it| !values.contains_key(it)).or(places.last());
    if let Some(field) = free {
        values.insert(*field, normal.clone());
    }
    write_said(tx, person.id, source, values).await?;
    find(store::points::of_persons(tx, &[person.id]).await?).ok_or(CustomerError::NotFound("contact point"))
}

/// Notes that a contact point was proven to be the person's, and derives them anew. Emits `person_changed`.
pub async fn verify_contact_point(
    tx: &mut Tx,
    actor: &Actor,
    id: ContactPointId,
    how: Proof,
) -> Result<(), CustomerError> {
    require(actor, Permission::CustomersWrite)?;
    let point = store::points::find(tx, id).await?.ok_or(CustomerError::NotFound("contact point"))?;
    store::points::verify(tx, id, how).await?;
    if let Some(person) = point.person_id {
        if derive_persons(tx, &[person].into()).await?.is_empty() {
            store::persons::touch(tx, person).await?;
        }
        tx.emit(&PersonChanged { person_id: person }).await?;
    }
    Ok(())
}
