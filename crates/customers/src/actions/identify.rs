//! Recognising who turned up, and making a person of a stranger.

use std::collections::BTreeMap;

use access::require;
use db::Tx;
use kernel::{Actor, Permission, PersonId};

use crate::actions::persons::{NewPerson, create_person, follow};
use crate::error::CustomerError;
use crate::identification::{ByIdentifiers, Candidate, Identified, Identifiers, Matcher, Verdict};
use crate::person::{CONTACT_SOURCE, Field, PointKind, Values, clean};
use crate::store;

/// Who is it? Compares identifiers; a stranger becomes a person whose source is what they told.
///
/// An e-mail address or phone number that cannot be read recognises nobody and is not kept.
/// Cost: one read for each identifier given, and four writes for a stranger.
pub async fn identify(tx: &mut Tx, actor: &Actor, asked: &Identifiers) -> Result<Identified, CustomerError> {
    identify_with(tx, actor, asked, &ByIdentifiers).await
}

/// [`identify`] by another matcher: the door of the probabilistic engine.
pub async fn identify_with(
    tx: &mut Tx,
    actor: &Actor,
    asked: &Identifiers,
    matcher: &dyn Matcher,
) -> Result<Identified, CustomerError> {
    require(actor, Permission::CustomersRead)?;
    let mut asked = asked.clone();
    asked.email = asked.email.and_then(|it| PointKind::Email.normal(&it).ok());
    asked.phone = asked.phone.and_then(|it| PointKind::Phone.normal(&it).ok());
    let candidates = candidates(tx, &asked).await?;
    match matcher.judge(&asked, &candidates) {
        Verdict::One(person, reason) => Ok(Identified::Known(person, reason)),
        Verdict::Several(people, reason) => Ok(Identified::Ambiguous(people, reason)),
        Verdict::Nobody(reason) => {
            let id = create_person(tx, actor, &stranger(tx, &asked)).await?;
            Ok(Identified::Created(id, reason))
        }
    }
}

async fn candidates(tx: &mut Tx, asked: &Identifiers) -> Result<Vec<Candidate>, CustomerError> {
    let mut found: BTreeMap<PersonId, Candidate> = BTreeMap::new();
    let fresh = |person: PersonId, display_name: String| Candidate {
        person,
        display_name,
        by_signature: false,
        by_external: false,
        by_email: None,
        by_phone: None,
    };
    if let Some(id) = asked.person {
        // A signature of ours over a person that is no more proves nothing.
        match follow(tx, id).await {
            Ok(person) => {
                let it = found.entry(person.id).or_insert_with(|| fresh(person.id, person.display_name.clone()));
                it.by_signature = true;
            }
            Err(CustomerError::NoPerson(_)) => {}
            Err(other) => return Err(other),
        }
    }
    if let Some((source, external_id)) = &asked.external {
        let records = store::records::by_external(tx, *source, std::slice::from_ref(external_id)).await?;
        for id in records.into_iter().filter_map(|it| it.person_id) {
            let person = follow(tx, id).await?;
            let it = found.entry(person.id).or_insert_with(|| fresh(person.id, person.display_name.clone()));
            it.by_external = true;
        }
    }
    for (kind, normal) in [(PointKind::Email, &asked.email), (PointKind::Phone, &asked.phone)] {
        let Some(normal) = normal else { continue };
        for (person, name, is_proven) in store::points::holders(tx, kind, normal).await? {
            let it = found.entry(person).or_insert_with(|| fresh(person, name));
            let place = if kind == PointKind::Email { &mut it.by_email } else { &mut it.by_phone };
            *place = Some(place.unwrap_or(false) || is_proven);
        }
    }
    Ok(found.into_values().collect())
}

/// What a stranger told of themselves.
fn stranger(tx: &Tx, asked: &Identifiers) -> NewPerson {
    let mut values = Values::new();
    let parts = [
        (Field::Email, &asked.email),
        (Field::Phone, &asked.phone),
        (Field::FullName, &asked.name),
        (Field::Language, &asked.language),
    ];
    for (field, text) in parts {
        let text = text.as_deref().map(clean).filter(|it| crate::person::read_value(field, it).is_ok());
        if let Some(text) = text.filter(|it| !it.is_empty()) {
            values.insert(field, text);
        }
    }
    let has_name = values.keys().any(|it| *it != Field::Language);
    if !has_name {
        // Somebody of whom nothing is known still needs a line on the screen.
        let name = asked.external.as_ref().map_or_else(|| "?".to_owned(), |it| clean(&it.1));
        values.insert(Field::FullName, name);
    }
    let source = asked.external.clone().unwrap_or_else(|| {
        // The person's own id is not known yet; any number that nobody else has will do for the contact's record.
        (CONTACT_SOURCE, tx.id::<PersonId>().to_string())
    });
    NewPerson { values, source: Some(source) }
}
