//! Writing source records and deriving what follows from them: golden record, contact points, search words.
//!
//! In bulk, so that one person and an import of millions go the same way.

use std::collections::{BTreeMap, BTreeSet};

use db::Tx;
use kernel::{PersonId, SourceId, Timestamp};

use crate::error::CustomerError;
use crate::golden::{self, Claim};
use crate::person::{ContactPoint, Field, Fields, Person, PointKind, Said, Values};
use crate::store::{self, records::Record};

/// A source record about a person that is to be made.
#[derive(Debug, Clone)]
pub(crate) struct NewRecord {
    /// Whose it is.
    pub source: SourceId,
    /// How far that source is believed.
    pub trust: u8,
    /// Its number in that source.
    pub external_id: String,
    /// What it says.
    pub values: Values,
}

impl NewRecord {
    fn claim(&self, now: Timestamp) -> Claim {
        let said = |value: &String| Said { value: value.clone(), since_us: now.as_micros() };
        let fields = self.values.iter().map(|(field, value)| (*field, said(value))).collect();
        Claim { source: self.source, external_id: self.external_id.clone(), trust: self.trust, fields }
    }
}

/// A digest of what a record says, without since when.
pub(crate) fn digest<'a>(values: impl Iterator<Item = (&'a Field, &'a str)>) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    for (field, value) in values {
        hash.update([*field as u8]);
        hash.update(value.len().to_le_bytes());
        hash.update(value.as_bytes());
    }
    hash.finalize().to_vec()
}

fn row(id: PersonId, it: &NewRecord, now: Timestamp, tx: &Tx) -> Record {
    Record {
        id: tx.id(),
        person_id: Some(id),
        account_id: None,
        source_name: String::new(),
        claim: it.claim(now),
        digest: digest(it.values.iter().map(|(field, value)| (field, value.as_str()))),
        created_at: now,
        changed_at: now,
        version: 1,
    }
}

/// Makes persons from one record each. Four statements for up to some hundred persons.
pub(crate) async fn insert_persons(tx: &mut Tx, new: &[(PersonId, NewRecord)]) -> Result<(), CustomerError> {
    let now = tx.now();
    let records: Vec<Record> = new.iter().map(|(id, it)| row(*id, it, now, tx)).collect();
    let (mut people, mut points, mut terms) = (Vec::new(), Vec::new(), Vec::new());
    for ((id, _), record) in new.iter().zip(&records) {
        let claims = std::slice::from_ref(&record.claim);
        let words = golden::search_words(claims);
        people.push(person(*id, claims, &BTreeSet::new(), &words, now));
        for ((kind, normal), shown) in golden::points(claims) {
            points.push(new_point(*id, kind, normal, shown, tx));
        }
        terms.extend(words.into_iter().map(|it| (it, *id)));
    }
    // In the order of the index: neighbours share its pages.
    terms.sort_unstable();
    store::persons::insert_all(tx, &people).await?;
    store::records::insert_all(tx, &records).await?;
    store::points::insert_all(tx, &points).await?;
    store::persons::insert_terms(tx, &terms).await?;
    Ok(())
}

fn person(
    id: PersonId,
    claims: &[Claim],
    verified: &BTreeSet<(PointKind, String)>,
    words: &BTreeSet<String>,
    now: Timestamp,
) -> Person {
    let golden = golden::derive(claims, verified);
    let fallback = claims.first().map_or("?", |it| it.external_id.as_str());
    Person {
        id,
        redirect_to: None,
        display_name: golden::display_name(&golden.values, fallback),
        values: golden.values,
        provenance: golden.provenance,
        search_words: spaced(words),
        created_at: now,
        changed_at: now,
        version: 1,
    }
}

fn spaced(words: &BTreeSet<String>) -> String {
    let mut text = String::from(" ");
    for word in words {
        text.push_str(word);
        text.push(' ');
    }
    text
}

fn new_point(person: PersonId, kind: PointKind, normal: String, shown: String, tx: &Tx) -> ContactPoint {
    ContactPoint {
        id: tx.id(),
        person_id: Some(person),
        account_id: None,
        kind,
        normal,
        shown,
        verified_at: None,
        verified_how: None,
        created_at: tx.now(),
        version: 1,
    }
}

/// Writes records about persons that exist (making or changing each) and derives these persons anew.
///
/// Tells the persons whose golden record or contact points changed. A record that says nothing new is left alone.
pub(crate) async fn change_records(
    tx: &mut Tx,
    changes: &[(PersonId, NewRecord)],
) -> Result<BTreeSet<PersonId>, CustomerError> {
    let now = tx.now();
    let mut by_source: BTreeMap<SourceId, Vec<String>> = BTreeMap::new();
    for (_, it) in changes {
        by_source.entry(it.source).or_default().push(it.external_id.clone());
    }
    let mut known = BTreeMap::new();
    for (source, external_ids) in by_source {
        for record in store::records::by_external(tx, source, &external_ids).await? {
            known.insert((source, record.claim.external_id.clone()), record);
        }
    }
    let (mut touched, mut new) = (BTreeSet::new(), Vec::new());
    for (person, it) in changes {
        let digest = digest(it.values.iter().map(|(field, value)| (field, value.as_str())));
        match known.get_mut(&(it.source, it.external_id.clone())) {
            Some(record) if record.digest == digest => {}
            Some(record) => {
                record.claim.fields = changed_fields(&record.claim.fields, &it.values, now);
                record.digest = digest;
                record.changed_at = now;
                touched.insert(record.person_id.unwrap_or(*person));
                store::records::update(tx, record).await?;
            }
            None => {
                touched.insert(*person);
                new.push(row(*person, it, now, tx));
            }
        }
    }
    store::records::insert_all(tx, &new).await?;
    derive_persons(tx, &touched).await
}

/// The new values; one that has not changed keeps its day.
fn changed_fields(before: &Fields, values: &Values, now: Timestamp) -> Fields {
    let said = |field: &Field, value: &String| match before.get(field) {
        Some(said) if said.value == *value => said.clone(),
        _ => Said { value: value.clone(), since_us: now.as_micros() },
    };
    values.iter().map(|(field, value)| (*field, said(field, value))).collect()
}

/// Derives the golden record, contact points and search words of persons that exist; tells whose changed.
pub(crate) async fn derive_persons(tx: &mut Tx, ids: &BTreeSet<PersonId>) -> Result<BTreeSet<PersonId>, CustomerError> {
    let list: Vec<PersonId> = ids.iter().copied().collect();
    let people = store::persons::find_all(tx, &list).await?;
    let mut claims: BTreeMap<PersonId, Vec<Claim>> = BTreeMap::new();
    for record in store::records::of_persons(tx, &list).await? {
        if let Some(person) = record.person_id {
            claims.entry(person).or_default().push(record.claim);
        }
    }
    let mut points: BTreeMap<PersonId, Vec<ContactPoint>> = BTreeMap::new();
    for point in store::points::of_persons(tx, &list).await? {
        if let Some(person) = point.person_id {
            points.entry(person).or_default().push(point);
        }
    }
    let mut changed = BTreeSet::new();
    for before in people {
        let claims = claims.remove(&before.id).unwrap_or_default();
        let points = points.remove(&before.id).unwrap_or_default();
        if derive_one(tx, &before, &claims, &points).await? {
            changed.insert(before.id);
        }
    }
    Ok(changed)
}

async fn derive_one(
    tx: &mut Tx,
    before: &Person,
    claims: &[Claim],
    points: &[ContactPoint],
) -> Result<bool, CustomerError> {
    let mut is_changed = false;
    let wanted = golden::points(claims);
    for point in points {
        // What was proven stays, also when no source speaks of it any more.
        if point.verified_at.is_none() && !wanted.contains_key(&(point.kind, point.normal.clone())) {
            store::points::delete(tx, point.id).await?;
            is_changed = true;
        }
    }
    let known: BTreeSet<(PointKind, &str)> = points.iter().map(|it| (it.kind, it.normal.as_str())).collect();
    let fresh = wanted.into_iter().filter(|((kind, normal), _)| !known.contains(&(*kind, normal.as_str())));
    let fresh: Vec<ContactPoint> =
        fresh.map(|((kind, normal), shown)| new_point(before.id, kind, normal, shown, tx)).collect();
    is_changed |= !fresh.is_empty();
    store::points::insert_all(tx, &fresh).await?;

    let proven = points.iter().filter(|it| it.verified_at.is_some()).map(|it| (it.kind, it.normal.clone())).collect();
    let words = golden::search_words(claims);
    let mut after = person(before.id, claims, &proven, &words, tx.now());
    after.version = before.version + 1;
    is_changed |= shown_values(&after) != shown_values(before)
        || after.provenance != before.provenance
        || after.display_name != before.display_name
        || after.search_words != before.search_words;
    if is_changed {
        store::persons::update(tx, &after).await?;
    }
    let old: BTreeSet<String> = before.search_words.split_whitespace().map(str::to_owned).collect();
    for gone in old.difference(&words) {
        store::persons::delete_term(tx, gone, before.id).await?;
    }
    let fresh: Vec<(String, PersonId)> = words.difference(&old).map(|it| (it.clone(), before.id)).collect();
    store::persons::insert_terms(tx, &fresh).await?;
    Ok(is_changed)
}

/// The values that have a column: the others are seen in the provenance alone.
fn shown_values(person: &Person) -> Vec<Option<&str>> {
    let has_column = |it: &Field| !matches!(it, Field::FullName | Field::OtherEmail | Field::OtherPhone | Field::Iban);
    Field::ALL.into_iter().filter(has_column).map(|it| person.get(it)).collect()
}
