//! A person as we know them: the fields, the contact points, the identifiers they are recognised by.
//!
//! The golden record is derived in [`crate::golden`]; who is who is decided in [`crate::identification`].

use std::collections::BTreeMap;

use kernel::fold::fold;
use kernel::{AccountId, ContactPointId, Email, MembershipId, PersonId, Phone, SourceId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::error::CustomerError;
use crate::golden::Provenance;

/// The country whose numbers are written without a prefix.
pub const HOME_COUNTRY: &str = "FR";

/// One thing a source may know of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// First and last name in one, when the source does not tell them apart.
    FullName,
    /// Form of address.
    Title,
    /// Given name.
    FirstName,
    /// Family name.
    LastName,
    /// The language they are spoken to in, ISO 639-1.
    Language,
    /// Day of birth, `YYYY-MM-DD`.
    BornOn,
    /// Street and number.
    AddressLine,
    /// Postcode.
    Postcode,
    /// Town.
    City,
    /// Country.
    Country,
    /// E-mail address.
    Email,
    /// A second e-mail address.
    OtherEmail,
    /// Phone number, E.164.
    Phone,
    /// A second phone number, E.164.
    OtherPhone,
    /// Account number of a bank, without spaces.
    Iban,
}

impl Field {
    /// Every field, in the order screens show them.
    pub const ALL: [Self; 15] = [
        Self::FullName,
        Self::Title,
        Self::FirstName,
        Self::LastName,
        Self::Language,
        Self::BornOn,
        Self::AddressLine,
        Self::Postcode,
        Self::City,
        Self::Country,
        Self::Email,
        Self::OtherEmail,
        Self::Phone,
        Self::OtherPhone,
        Self::Iban,
    ];

    /// The kind of contact point the field holds, if it holds one.
    pub const fn point(self) -> Option<PointKind> {
        match self {
            Self::Email | Self::OtherEmail => Some(PointKind::Email),
            Self::Phone | Self::OtherPhone => Some(PointKind::Phone),
            Self::Iban => Some(PointKind::Iban),
            _ => None,
        }
    }

    /// Whether it is a part of the postal address, which comes from one source as a whole.
    pub const fn is_address(self) -> bool {
        matches!(self, Self::AddressLine | Self::Postcode | Self::City | Self::Country)
    }
}

/// What a source says in one field, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The value, cleaned.
    #[serde(rename = "v")]
    pub value: String,
    /// Since when this source says so, microseconds since 1970 UTC.
    #[serde(rename = "s")]
    pub since_us: i64,
}

/// What a source record says, field by field.
pub type Fields = BTreeMap<Field, Said>;

/// What is to be written into a source record, field by field.
pub type Values = BTreeMap<Field, String>;

/// A way to reach somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PointKind {
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// A postal address.
    Postal,
    /// A bank account.
    Iban,
}

impl PointKind {
    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Postal => "postal",
            Self::Iban => "iban",
        }
    }

    /// The kind stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Email, Self::Phone, Self::Postal, Self::Iban].into_iter().find(|it| it.code() == code)
    }

    /// The form two systems can be compared by.
    ///
    /// Error: [`CustomerError::Value`] when `shown` can be no contact point of this kind.
    pub fn normal(self, shown: &str) -> Result<String, CustomerError> {
        let refuse = || CustomerError::Value { field: self.code(), value: shown.to_owned() };
        match self {
            Self::Email => shown.parse::<Email>().map(|it| it.to_string()).map_err(|_| refuse()),
            Self::Phone => phone(shown).ok_or_else(refuse),
            Self::Postal => {
                let words = kernel::fold::words(shown);
                if words.is_empty() { Err(refuse()) } else { Ok(words.join(" ")) }
            }
            Self::Iban => iban(shown).ok_or_else(refuse),
        }
    }
}

/// `text` as an E.164 number, read as dialled from [`HOME_COUNTRY`].
///
/// French numbers, ten digits from 01 to 09, are read by hand: the library takes a microsecond and more for each.
pub fn phone(text: &str) -> Option<String> {
    let is_plain = text.bytes().all(|it| it.is_ascii_digit() || b" .-/".contains(&it));
    if is_plain {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if digits.len() == 10 && digits.starts_with('0') && !digits.starts_with("00") {
            let national = digits.trim_start_matches('0');
            if national.len() == 9 {
                return Some(format!("+33{national}"));
            }
        }
    }
    Phone::parse(text, HOME_COUNTRY).ok().map(|it| it.as_str().to_owned())
}

/// `text` as an IBAN without spaces, if its length and check digits are right.
///
/// Source: ISO 13616-1, check digits by ISO 7064 mod 97-10.
pub fn iban(text: &str) -> Option<String> {
    let plain: String = text.chars().filter(|it| !it.is_whitespace()).collect::<String>().to_uppercase();
    if !(15..=34).contains(&plain.len()) || !plain.bytes().all(|it| it.is_ascii_alphanumeric()) {
        return None;
    }
    let (head, tail) = plain.split_at_checked(4)?;
    if !head.bytes().take(2).all(|it| it.is_ascii_uppercase()) || !head.bytes().skip(2).all(|it| it.is_ascii_digit()) {
        return None;
    }
    let rest = tail.chars().chain(head.chars()).try_fold(0_u32, |rest, it| {
        let digit = it.to_digit(36)?;
        Some(if digit < 10 { (rest * 10 + digit) % 97 } else { (rest * 100 + digit) % 97 })
    })?;
    (rest == 1).then_some(plain)
}

/// A person: the golden record as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their name for ever.
    pub id: PersonId,
    /// The person this one was joined to.
    pub redirect_to: Option<PersonId>,
    /// What lists and titles show; never empty.
    pub display_name: String,
    /// The values that have a column of their own.
    pub values: Values,
    /// Where each value is from.
    pub provenance: BTreeMap<Field, Provenance>,
    /// The folded words they are found by, with a space around each.
    pub search_words: String,
    /// When they were first known here.
    pub created_at: Timestamp,
    /// When the golden record last changed.
    pub changed_at: Timestamp,
    /// Counts changes.
    pub version: i64,
}

/// What a list of persons is narrowed to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Narrow {
    /// Who acts for this account.
    pub account: Option<AccountId>,
    /// Who has a case that is not closed.
    pub has_open_case: bool,
}

impl Person {
    /// What lists are ordered by: the folded family name, then the given name; without one, what they are shown as.
    pub fn sort_name(&self) -> String {
        let whole = match (self.get(Field::LastName), self.get(Field::FirstName)) {
            (Some(last), first) => format!("{last} {}", first.unwrap_or_default()),
            (None, _) => self.display_name.clone(),
        };
        kernel::fold::fold(whole.trim())
    }

    /// The value of `field`, if known.
    pub fn get(&self, field: Field) -> Option<&str> {
        self.values.get(&field).map(String::as_str)
    }
}

/// A system that knows customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Source {
    /// Its name here.
    pub id: SourceId,
    /// What files and programs call it.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// `system`, `staff` or `contact`.
    pub kind: String,
    /// How far it is believed, 0..=100.
    pub trust: u8,
    /// Counts edits.
    pub version: i64,
}

/// What our staff typed: « saisie ».
pub const STAFF_SOURCE: SourceId = SourceId::new(1);
/// What contacts told of themselves: the name in a mail, a form.
pub const CONTACT_SOURCE: SourceId = SourceId::new(2);

/// A company or group we serve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Account {
    /// Its name for ever.
    pub id: AccountId,
    /// Its name as written.
    pub name: String,
    /// What sort.
    pub kind: AccountKind,
    /// Its number in the business register.
    pub registration: Option<String>,
    /// When it was first known here.
    pub created_at: Timestamp,
    /// Counts edits.
    pub version: i64,
}

/// A person's part in an account, seen from either.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Membership {
    /// Its name.
    pub id: MembershipId,
    /// The account.
    pub account_id: AccountId,
    /// The account's name.
    pub account_name: String,
    /// The person.
    pub person_id: PersonId,
    /// The person's name.
    pub person_name: String,
    /// At what level they act for it.
    pub role: MembershipRole,
    /// Their function in their own words.
    pub job_title: Option<String>,
    /// Counts edits.
    pub version: i64,
}

/// A contact point as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ContactPoint {
    /// Its name.
    pub id: ContactPointId,
    /// Whose it is, if a person's.
    pub person_id: Option<PersonId>,
    /// Whose it is, if an account's.
    pub account_id: Option<AccountId>,
    /// What it is.
    pub kind: PointKind,
    /// The form compared by.
    pub normal: String,
    /// As it was written.
    pub shown: String,
    /// When it was proven to be theirs; nothing: never.
    pub verified_at: Option<Timestamp>,
    /// How it was proven.
    pub verified_how: Option<String>,
    /// When it was first known.
    pub created_at: Timestamp,
    /// Counts edits.
    pub version: i64,
}

/// How a contact point was proven to be somebody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// They opened a link sent there.
    Link,
    /// They typed a code sent there.
    Code,
    /// They answered from there to a signed address, and the mail was authentic.
    SignedReply,
    /// A member of staff saw the proof.
    Staff,
}

impl Proof {
    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Code => "code",
            Self::SignedReply => "signed_reply",
            Self::Staff => "staff",
        }
    }
}

/// At what level a person acts for an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MembershipRole {
    /// Decides.
    Executive,
    /// Middle management.
    Middle,
    /// Does the work, uses what we deliver.
    Operational,
}

impl MembershipRole {
    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Executive => "executive",
            Self::Middle => "middle",
            Self::Operational => "operational",
        }
    }

    /// The role stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Executive, Self::Middle, Self::Operational].into_iter().find(|it| it.code() == code)
    }
}

/// What sort of account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// A company.
    Company,
    /// Several companies under one head.
    Group,
    /// People who live together.
    Household,
    /// An association.
    Association,
}

impl AccountKind {
    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Group => "group",
            Self::Household => "household",
            Self::Association => "association",
        }
    }

    /// The kind stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Company, Self::Group, Self::Household, Self::Association].into_iter().find(|it| it.code() == code)
    }
}

/// `text` composed (NFC), without control and direction characters, with single spaces, at most 500 characters.
///
/// Direction overrides are dropped because they make one name look like another (CVE-2021-42574).
pub fn clean(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let is_hidden = |it: &char| {
        it.is_control()
            || matches!(it, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let spaced: String =
        text.nfc().map(|it| if it.is_whitespace() { ' ' } else { it }).filter(|it| !is_hidden(it)).collect();
    let mut plain = String::with_capacity(spaced.len());
    for word in spaced.split(' ').filter(|it| !it.is_empty()) {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(word);
    }
    match plain.char_indices().nth(500) {
        Some((end, _)) => plain.get(..end).unwrap_or_default().to_owned(),
        None => plain,
    }
}

/// `text` cleaned and brought into the form the field is compared by; the empty text clears the field.
///
/// Error: [`CustomerError::Value`] when the text cannot stand in this field.
pub fn read_value(field: Field, text: &str) -> Result<Option<String>, CustomerError> {
    let plain = clean(text);
    if plain.is_empty() {
        return Ok(None);
    }
    let refuse = |name: &'static str| CustomerError::Value { field: name, value: plain.clone() };
    let value = match field {
        Field::Email | Field::OtherEmail => PointKind::Email.normal(&plain)?,
        Field::Phone | Field::OtherPhone => PointKind::Phone.normal(&plain)?,
        Field::Iban => PointKind::Iban.normal(&plain)?,
        Field::BornOn => day(&plain).ok_or_else(|| refuse("born_on"))?,
        Field::Language => language(&plain).ok_or_else(|| refuse("language"))?,
        _ => plain,
    };
    Ok(Some(value))
}

/// `text` when it is a day that exists, as `YYYY-MM-DD`.
pub fn day(text: &str) -> Option<String> {
    let mut parts = text.split('-');
    let (year, month, of_month) = (parts.next()?, parts.next()?, parts.next()?);
    let is_whole = parts.next().is_none() && year.len() == 4 && month.len() == 2 && of_month.len() == 2;
    let (year, month, of_month) = (year.parse().ok()?, month.parse().ok()?, of_month.parse().ok()?);
    (is_whole && day_exists(year, month, of_month)).then(|| text.to_owned())
}

/// Whether the day exists in the Gregorian calendar, from 1850 to 2200.
pub fn day_exists(year: i32, month: u32, day: u32) -> bool {
    let is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let last = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => 0,
    };
    (1850..=2200).contains(&year) && (1..=last).contains(&day)
}

/// The ISO 639-1 code of a language written as a code, a locale, or by its name in French or English.
pub fn language(text: &str) -> Option<String> {
    let plain = fold(text);
    let code = match plain.as_str() {
        "francais" | "french" | "fra" | "fre" => "fr",
        "anglais" | "english" | "eng" => "en",
        "allemand" | "german" | "deutsch" => "de",
        "espagnol" | "spanish" | "espanol" => "es",
        "italien" | "italian" | "italiano" => "it",
        "neerlandais" | "dutch" | "nederlands" => "nl",
        "portugais" | "portuguese" => "pt",
        other => {
            let code = other.split(['-', '_']).next().unwrap_or(other);
            if code.len() == 2 && code.bytes().all(|it| it.is_ascii_lowercase()) { code } else { return None }
        }
    };
    Some(code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_compared_in_e164() {
        for (text, expected) in [
            ("06 12 34 56 78", Some("+33612345678")),
            ("06.12.34.56.78", Some("+33612345678")),
            ("+33 (0)6 12 34 56 78", Some("+33612345678")),
            ("0033612345678", Some("+33612345678")),
            ("+44 20 7946 0958", Some("+442079460958")),
            ("12", None),
            ("3.36123E+10", None),
        ] {
            assert_eq!(phone(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn an_iban_is_believed_by_its_check_digits() {
        // The example of ISO 13616 for France, and the same with two digits swapped.
        assert_eq!(iban("FR14 2004 1010 0505 0001 3M02 606").as_deref(), Some("FR1420041010050500013M02606"));
        assert_eq!(iban("FR14 2004 1010 0505 0001 3M02 660"), None);
        assert_eq!(iban("é"), None);
    }

    #[test]
    fn a_day_must_exist() {
        for (text, good) in [("1979-02-28", true), ("1979-02-29", false), ("2000-02-29", true), ("1979-2-3", false)] {
            assert_eq!(day(text).is_some(), good, "{text}");
        }
    }

    #[test]
    fn hidden_characters_do_not_enter_names() {
        assert_eq!(clean("\u{202e}abc  e\u{301}\u{0}\n d"), "abc é d");
        assert_eq!(clean(&"é".repeat(600)).chars().count(), 500);
    }
}
