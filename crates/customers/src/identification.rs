//! Who is this? Recognition by identifiers: an address, a number, an id in another system, a signed link.
//!
//! The probabilistic engine enters by the same door: it is one more [`Matcher`], which is given the same question and
//! the same candidates and may weigh what this one only compares.

use kernel::fold::words;
use kernel::{PersonId, SourceId};
use serde::{Deserialize, Serialize};

/// What is known of somebody who turns up. Every part may be absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identifiers {
    /// Proven by our own signature: a reply to a signed address, a link with a secret.
    pub person: Option<PersonId>,
    /// Their number in a named system.
    pub external: Option<(SourceId, String)>,
    /// An e-mail address, as written.
    pub email: Option<String>,
    /// A phone number, as written.
    pub phone: Option<String>,
    /// The name they gave: tells people of one household apart, and names a new person. Never recognises by itself.
    pub name: Option<String>,
    /// The language they write in, ISO 639-1: for a new person.
    pub language: Option<String>,
}

/// What made us recognise somebody, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = IdentificationReason)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Our own signature named them.
    Signed,
    /// The number another system gave them.
    External,
    /// Only one person has this e-mail address.
    Email,
    /// Several have the address; one of them has proven it.
    EmailVerified,
    /// Several have the address; the name tells which.
    EmailAndName,
    /// Several have the address; the phone tells which.
    EmailAndPhone,
    /// Only one person has this phone number.
    Phone,
    /// Several have the number; one of them has proven it.
    PhoneVerified,
    /// Several have the number; the name tells which.
    PhoneAndName,
    /// Several have the same address or number, and nothing tells which.
    Shared,
    /// Nobody has any of it.
    Unknown,
    /// Nothing to recognise anybody by was given.
    Nothing,
}

/// Who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identified {
    /// One person we knew.
    Known(PersonId, Reason),
    /// Nobody we knew: a new person was made.
    Created(PersonId, Reason),
    /// One of several; nobody was made.
    Ambiguous(Vec<PersonId>, Reason),
}

impl Identified {
    /// The one person, unless it is ambiguous.
    pub const fn person(&self) -> Option<PersonId> {
        match self {
            Self::Known(id, _) | Self::Created(id, _) => Some(*id),
            Self::Ambiguous(..) => None,
        }
    }

    /// What decided.
    pub const fn reason(&self) -> Reason {
        match self {
            Self::Known(_, reason) | Self::Created(_, reason) | Self::Ambiguous(_, reason) => *reason,
        }
    }
}

/// Somebody who shares at least one identifier with who turned up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// Their name as shown.
    pub display_name: String,
    /// Named by our own signature.
    pub by_signature: bool,
    /// Known by this number in the other system.
    pub by_external: bool,
    /// Has the e-mail address; true inside: has proven it.
    pub by_email: Option<bool>,
    /// Has the phone number; true inside: has proven it.
    pub by_phone: Option<bool>,
}

/// What a matcher makes of the candidates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is this one.
    One(PersonId, Reason),
    /// It is one of these.
    Several(Vec<PersonId>, Reason),
    /// It is none of them.
    Nobody(Reason),
}

/// Decides who it is among candidates. Pure: what it needs is in its arguments.
pub trait Matcher: Send + Sync {
    /// Decides. The verdict must not depend on the order of `candidates`.
    fn judge(&self, asked: &Identifiers, candidates: &[Candidate]) -> Verdict;
}

/// Recognition by equality of identifiers alone, the strongest first.
#[derive(Debug, Clone, Copy, Default)]
pub struct ByIdentifiers;

impl Matcher for ByIdentifiers {
    fn judge(&self, asked: &Identifiers, candidates: &[Candidate]) -> Verdict {
        if let Some(it) = candidates.iter().find(|it| it.by_signature) {
            return Verdict::One(it.person, Reason::Signed);
        }
        if let Some(it) = candidates.iter().filter(|it| it.by_external).min_by_key(|it| it.person) {
            return Verdict::One(it.person, Reason::External);
        }
        let by_email: Vec<&Candidate> = candidates.iter().filter(|it| it.by_email.is_some()).collect();
        let by_phone: Vec<&Candidate> = candidates.iter().filter(|it| it.by_phone.is_some()).collect();
        let name = asked.name.as_deref();
        if !by_email.is_empty() {
            return one_of(&by_email, |it| it.by_email == Some(true), name, EMAIL, Some(&by_phone));
        }
        if !by_phone.is_empty() {
            return one_of(&by_phone, |it| it.by_phone == Some(true), name, PHONE, None);
        }
        let is_empty = asked.email.is_none() && asked.phone.is_none() && asked.external.is_none();
        Verdict::Nobody(if is_empty { Reason::Nothing } else { Reason::Unknown })
    }
}

/// The reasons of one kind of contact point: alone, proven, with the name.
type Reasons = (Reason, Reason, Reason);
const EMAIL: Reasons = (Reason::Email, Reason::EmailVerified, Reason::EmailAndName);
const PHONE: Reasons = (Reason::Phone, Reason::PhoneVerified, Reason::PhoneAndName);

fn one_of(
    having: &[&Candidate],
    is_proven: impl Fn(&Candidate) -> bool,
    name: Option<&str>,
    reasons: Reasons,
    others: Option<&[&Candidate]>,
) -> Verdict {
    if let [only] = having {
        return Verdict::One(only.person, reasons.0);
    }
    let named: Vec<PersonId> = name.map_or_else(Vec::new, |name| {
        having.iter().filter(|it| names_agree(name, &it.display_name)).map(|it| it.person).collect()
    });
    if let [only] = named.as_slice() {
        return Verdict::One(*only, reasons.2);
    }
    let in_both: Vec<PersonId> = others.map_or_else(Vec::new, |others| {
        having.iter().filter(|it| others.iter().any(|other| other.person == it.person)).map(|it| it.person).collect()
    });
    if let [only] = in_both.as_slice() {
        return Verdict::One(*only, Reason::EmailAndPhone);
    }
    // A name that fits nobody may be a third of the household: what another has proven does not speak for them.
    let proven: Vec<PersonId> = having.iter().filter(|it| is_proven(it)).map(|it| it.person).collect();
    if let ([only], true) = (proven.as_slice(), name.is_none()) {
        return Verdict::One(*only, reasons.1);
    }
    let mut all: Vec<PersonId> = having.iter().map(|it| it.person).collect();
    all.sort_unstable();
    all.dedup();
    Verdict::Several(all, Reason::Shared)
}

/// Whether one name holds every word of the other, in any order: `DESPRES Hélène` and `Hélène Desprès-Lefèvre`.
pub fn names_agree(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let (few, many) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    few.len() >= 2 && few.iter().all(|it| many.contains(it))
}

/// Whether nothing known of two people speaks against their being one: used before an import joins a record to
/// somebody who shares an address, since households do.
///
/// `born_on` and first names must not contradict each other; an initial agrees with the name it begins.
pub fn may_be_one(a: (Option<&str>, Option<&str>), b: (Option<&str>, Option<&str>)) -> bool {
    let born = match (a.1, b.1) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    let named = match (a.0, b.0) {
        (Some(one), Some(other)) => {
            let (one, other) = (words(one), words(other));
            one.is_empty()
                || other.is_empty()
                || one.iter().any(|x| {
                    other.iter().any(|y| {
                        x.starts_with(y.as_str()) && y.len() == 1 || y.starts_with(x.as_str()) && x.len() == 1 || x == y
                    })
                })
        }
        _ => true,
    };
    born && named
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: i64, name: &str, by_email: Option<bool>, by_phone: Option<bool>) -> Candidate {
        let person = PersonId::new(id);
        Candidate { person, display_name: name.to_owned(), by_signature: false, by_external: false, by_email, by_phone }
    }

    fn check(name: Option<&str>, candidates: &[Candidate], expected: &Verdict) {
        let asked = Identifiers {
            email: Some("famille@x.example".to_owned()),
            name: name.map(str::to_owned),
            ..Identifiers::default()
        };
        assert_eq!(&ByIdentifiers.judge(&asked, candidates), expected);
        let turned: Vec<Candidate> = candidates.iter().rev().cloned().collect();
        assert_eq!(&ByIdentifiers.judge(&asked, &turned), expected, "must not depend on the order");
    }

    #[test]
    fn an_address_of_a_household_is_told_apart_by_name_phone_or_proof() {
        let (paul, lea) = (PersonId::new(1), PersonId::new(2));
        let both = [person(1, "Paul Durand", Some(false), None), person(2, "Léa Durand", Some(true), None)];
        check(Some("DURAND Paul"), &both, &Verdict::One(paul, Reason::EmailAndName));
        check(None, &both, &Verdict::One(lea, Reason::EmailVerified));
        check(Some("Zoé Durand"), &both, &Verdict::Several(vec![paul, lea], Reason::Shared));
        let with_phone = [person(1, "P", Some(false), Some(false)), person(2, "L", Some(false), None)];
        check(None, &with_phone, &Verdict::One(paul, Reason::EmailAndPhone));
        check(None, &[], &Verdict::Nobody(Reason::Unknown));
    }

    #[test]
    fn a_signature_beats_everything_and_a_number_of_another_system_beats_addresses() {
        let mut external = person(3, "X", None, None);
        external.by_external = true;
        let plain = person(1, "Y", Some(true), Some(true));
        check(None, &[plain.clone(), external.clone()], &Verdict::One(PersonId::new(3), Reason::External));
        let mut signed = person(4, "Z", None, None);
        signed.by_signature = true;
        check(None, &[plain, external, signed], &Verdict::One(PersonId::new(4), Reason::Signed));
    }

    #[test]
    fn an_e_mail_beats_a_phone_of_somebody_else() {
        let two = [person(1, "A", Some(false), None), person(2, "B", None, Some(true))];
        check(None, &two, &Verdict::One(PersonId::new(1), Reason::Email));
    }

    #[test]
    fn two_first_names_or_two_days_of_birth_are_two_people() {
        for (a, b, expected) in [
            ((Some("Hélène"), None), (Some("HELENE"), None), true),
            ((Some("H."), None), (Some("Hélène"), None), true),
            ((Some("Jean-Paul"), None), (Some("Jean"), None), true),
            ((Some("Paul"), None), (Some("Léa"), None), false),
            ((Some("Paul"), Some("1950-01-01")), (Some("Paul"), Some("1980-01-01")), false),
            ((None, None), (Some("Léa"), None), true),
        ] {
            assert_eq!(may_be_one(a, b), expected, "{a:?} {b:?}");
        }
    }
}
