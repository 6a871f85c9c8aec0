//! The golden record: what we take to be true of a person, derived from what each source says.
//!
//! Survivorship, value by value: proven before unproven, then the trust of the source, then the more recent, then the
//! one more sources agree on. The postal address comes from one source as a whole: a street of one town and the
//! postcode of another would be nobody's. The result does not depend on the order of the records.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use kernel::fold::fold;
use kernel::{SourceId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::person::{Field, Fields, PointKind, Values};

/// One source record as survivorship sees it.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Which source says it.
    pub source: SourceId,
    /// Its number in that source.
    pub external_id: String,
    /// How far the source is believed, 0..=100.
    pub trust: u8,
    /// What it says.
    pub fields: Fields,
}

/// Why a value was chosen over its rivals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Nobody says otherwise.
    Agreed,
    /// It is proven, its rivals are not.
    Verified,
    /// Its source is believed more.
    Trusted,
    /// It was said later.
    Recent,
    /// More sources say it.
    Frequent,
    /// Nothing tells them apart: the first in the alphabet, so that it stays the same.
    Alphabet,
}

/// Where a value of the golden record is from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Provenance {
    /// The source it is taken from.
    pub source_id: SourceId,
    /// Since when that source says so.
    pub since: Timestamp,
    /// Why it was chosen.
    pub rule: Rule,
    /// How many records say the same.
    pub agree: u32,
    /// How many records say anything in this field.
    pub of: u32,
}

/// The golden record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Golden {
    /// The chosen values.
    pub values: Values,
    /// Where each is from.
    pub provenance: BTreeMap<Field, Provenance>,
}

/// One value with everything that speaks for it.
#[derive(Debug, Clone)]
struct Candidate<'a> {
    key: String,
    spelling: Spelling<'a>,
    is_verified: bool,
    agree: u32,
}

/// One way of writing a value, by one record.
#[derive(Debug, Clone)]
struct Spelling<'a> {
    claim: &'a Claim,
    text: String,
    since_us: i64,
}

/// Derives the golden record. `verified` holds the contact points that were proven. O(records · fields).
pub fn derive(claims: &[Claim], verified: &BTreeSet<(PointKind, String)>) -> Golden {
    let mut golden = Golden::default();
    for field in Field::ALL.into_iter().filter(|it| !it.is_address()) {
        let spellings = claims.iter().filter_map(|claim| {
            let said = claim.fields.get(&field)?;
            Some(Spelling { claim, text: said.value.clone(), since_us: said.since_us })
        });
        let is_verified = |text: &str| field.point().is_some_and(|kind| verified.contains(&(kind, text.to_owned())));
        if let Some((winner, provenance)) = choose(spellings.collect(), is_verified) {
            golden.values.insert(field, winner.text);
            golden.provenance.insert(field, provenance);
        }
    }
    derive_address(claims, &mut golden);
    golden
}

fn derive_address(claims: &[Claim], golden: &mut Golden) {
    let parts = |claim: &Claim| -> Vec<(Field, String, i64)> {
        let all = claim.fields.iter().filter(|(field, _)| field.is_address());
        all.map(|(field, said)| (*field, said.value.clone(), said.since_us)).collect()
    };
    let spellings = claims.iter().filter_map(|claim| {
        let parts = parts(claim);
        let since_us = parts.iter().map(|it| it.2).max()?;
        // A country alone is no address.
        parts.iter().any(|it| it.0 != Field::Country).then(|| {
            let texts: Vec<String> = parts.into_iter().map(|it| it.1).collect();
            Spelling { claim, text: texts.join("\u{1f}"), since_us }
        })
    });
    let Some((winner, provenance)) = choose(spellings.collect(), |_| false) else { return };
    for (field, value, _) in parts(winner.claim) {
        golden.values.insert(field, value);
        golden.provenance.insert(field, provenance.clone());
    }
}

/// The value that survives and why; `None` when nobody says anything.
fn choose<'a>(spellings: Vec<Spelling<'a>>, is_verified: impl Fn(&str) -> bool) -> Option<(Spelling<'a>, Provenance)> {
    let of = u32::try_from(spellings.len()).unwrap_or(u32::MAX);
    let mut candidates: BTreeMap<String, Candidate<'a>> = BTreeMap::new();
    for spelling in spellings {
        let key = fold(&spelling.text);
        let proven = is_verified(&spelling.text);
        candidates
            .entry(key.clone())
            .and_modify(|it| {
                it.agree += 1;
                it.is_verified |= proven;
                if compare_spellings(&spelling, &it.spelling) == Ordering::Greater {
                    it.spelling = spelling.clone();
                }
            })
            .or_insert(Candidate { key, spelling, is_verified: proven, agree: 1 });
    }
    let mut ranked: Vec<Candidate<'a>> = candidates.into_values().collect();
    ranked.sort_by(|a, b| compare(b, a).0);
    let mut ranked = ranked.into_iter();
    let winner = ranked.next()?;
    let rule = ranked.next().map_or(Rule::Agreed, |rival| compare(&winner, &rival).1);
    let provenance = Provenance {
        source_id: winner.spelling.claim.source,
        since: Timestamp::from_micros(winner.spelling.since_us),
        rule,
        agree: winner.agree,
        of,
    };
    Some((winner.spelling, provenance))
}

/// Which of two different values survives (the greater), and by which rule.
fn compare(a: &Candidate<'_>, b: &Candidate<'_>) -> (Ordering, Rule) {
    let steps = [
        (a.is_verified.cmp(&b.is_verified), Rule::Verified),
        (a.spelling.claim.trust.cmp(&b.spelling.claim.trust), Rule::Trusted),
        (a.spelling.since_us.cmp(&b.spelling.since_us), Rule::Recent),
        (a.agree.cmp(&b.agree), Rule::Frequent),
        (b.key.cmp(&a.key), Rule::Alphabet),
    ];
    steps.into_iter().find(|it| it.0.is_ne()).unwrap_or((Ordering::Equal, Rule::Alphabet))
}

/// Which of two ways of writing the same value is shown (the greater): by trust, then recency, then the one with
/// accents and small letters, since mainframes lose both.
fn compare_spellings(a: &Spelling<'_>, b: &Spelling<'_>) -> Ordering {
    let care = |it: &str| (it.chars().any(char::is_lowercase), it.chars().filter(|c| !c.is_ascii()).count());
    (a.claim.trust.cmp(&b.claim.trust))
        .then(a.since_us.cmp(&b.since_us))
        .then_with(|| care(&a.text).cmp(&care(&b.text)))
        .then_with(|| b.text.cmp(&a.text))
        .then_with(|| (b.claim.source, &b.claim.external_id).cmp(&(a.claim.source, &a.claim.external_id)))
}

/// What lists and titles show; never empty: the names, else an address or number, else `fallback`.
pub fn display_name(values: &Values, fallback: &str) -> String {
    let get = |field| values.get(&field).map(String::as_str);
    let names: Vec<&str> = [get(Field::FirstName), get(Field::LastName)].into_iter().flatten().collect();
    let full = get(Field::FullName);
    let name = match (names.len(), full) {
        (2, _) | (1, None) => Some(names.join(" ")),
        (_, Some(full)) => Some(full.to_owned()),
        _ => None,
    };
    name.or_else(|| {
        [Field::Email, Field::Phone, Field::OtherEmail, Field::OtherPhone]
            .into_iter()
            .find_map(|it| values.get(&it).cloned())
    })
    .unwrap_or_else(|| fallback.to_owned())
}

/// The folded words a person is found by: names, postcode, town, addresses, numbers, external ids. Sorted, each once.
///
/// A phone is found by its international and its French form, an e-mail by its words and as a whole.
pub fn search_words(claims: &[Claim]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for claim in claims {
        if claim.source.get() > SOURCES_OF_OURS {
            found.extend(kernel::fold::words(&claim.external_id));
            found.insert(bounded(&fold(&claim.external_id).replace(' ', "")));
        }
        for (field, said) in &claim.fields {
            match field {
                Field::FullName | Field::FirstName | Field::LastName | Field::City | Field::Postcode => {
                    found.extend(kernel::fold::words(&said.value));
                }
                Field::Email | Field::OtherEmail => {
                    found.insert(bounded(&said.value));
                    found.extend(kernel::fold::words(&said.value).into_iter().filter(|it| it.len() > 2));
                }
                Field::Phone | Field::OtherPhone => {
                    let digits: String = said.value.chars().filter(char::is_ascii_digit).collect();
                    if let Some(national) = digits.strip_prefix("33") {
                        found.insert(format!("0{national}"));
                    }
                    found.insert(digits);
                }
                Field::Iban => {
                    found.insert(bounded(&fold(&said.value)));
                }
                _ => {}
            }
        }
    }
    found.remove("");
    found
}

/// The contact points the records speak of: by kind and comparable form, with the form shown.
pub fn points(claims: &[Claim]) -> BTreeMap<(PointKind, String), String> {
    let mut found = BTreeMap::new();
    for claim in claims {
        for (field, said) in &claim.fields {
            if let Some(kind) = field.point() {
                found.insert((kind, said.value.clone()), said.value.clone());
            }
        }
        let get = |field| claim.fields.get(&field).map(|said| said.value.as_str());
        if let Some(line) = get(Field::AddressLine) {
            let town: Vec<&str> = [get(Field::Postcode), get(Field::City)].into_iter().flatten().collect();
            let shown = if town.is_empty() { line.to_owned() } else { format!("{line}, {}", town.join(" ")) };
            if let Ok(normal) = PointKind::Postal.normal(&shown) {
                // Several spellings of one address: the greatest, so that the order of records does not matter.
                let kept = found.entry((PointKind::Postal, normal)).or_insert_with(|| shown.clone());
                if *kept < shown {
                    *kept = shown;
                }
            }
        }
    }
    found
}

/// Sources with ids up to this are made by the migrations; their external ids are names of ours, which nobody types.
const SOURCES_OF_OURS: i64 = 99;

fn bounded(text: &str) -> String {
    text.chars().take(40).collect()
}

/// The words somebody typed, in the form of [`search_words`]; the same word once, at most eight.
pub fn query_words(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut keep = |word: String| {
        if !word.is_empty() && !found.contains(&word) && found.len() < 8 {
            found.push(word);
        }
    };
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_number = digits >= 4 && text.chars().all(|it| it.is_ascii_digit() || " .-+()/".contains(it));
    if is_number {
        // A phone as people write it: with spaces or dots, a country code, or (0).
        let plain: String = text.replace("(0)", "").chars().filter(char::is_ascii_digit).collect();
        keep(plain.strip_prefix("00").unwrap_or(&plain).to_owned());
        return found;
    }
    for piece in text.split_whitespace() {
        if piece.contains('@') {
            keep(bounded(&fold(piece)));
        } else {
            kernel::fold::words(piece).into_iter().for_each(&mut keep);
        }
    }
    found
}

#[cfg(test)]
#[path = "golden_tests.rs"]
mod tests;
