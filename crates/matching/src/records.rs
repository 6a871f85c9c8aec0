//! Records in one form: each a line of numbers, each number a value known once.

use rustc_hash::FxHashMap;

use crate::intern::{Id, Interner};
use crate::normalise::{fold_into, name, phonetic, words};

/// One normalised record; 0 where it says nothing. 64 bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Record {
    /// All given names.
    pub given: Id,
    /// Family name.
    pub family: Id,
    /// Family name at birth.
    pub birth: Id,
    /// Date of birth, `yyyymmdd`.
    pub day: u32,
    /// E-mail address.
    pub email: Id,
    /// Phone numbers.
    pub phones: [Id; 2],
    /// Street with number.
    pub street: Id,
    /// Postcode.
    pub postcode: Id,
    /// Town.
    pub city: Id,
    /// Bank account.
    pub iban: Id,
    /// 1 man, 2 woman.
    pub sex: u8,
    /// Which system.
    pub source: u8,
    /// Which file.
    pub file: u8,
    /// Records, itself among them, of its first given name and family name.
    pub homonyms: u32,
    /// Hash of all that was written of it: what tells it from others whatever the order in which they came.
    pub content: u64,
}

/// What is known of a name, once per distinct one.
#[derive(Debug, Clone, Copy, Default)]
pub struct NameValue {
    /// Its first three words that are no particles.
    pub words: [Id; 3],
    /// How the first word sounds (given) or the whole (family).
    pub sound: Id,
    /// The whole without spaces.
    pub compact: Id,
    /// Letters of the first word and of the whole.
    pub letters: [Letters; 2],
}

/// What is known of an address line.
#[derive(Debug, Clone, Copy, Default)]
pub struct StreetValue {
    /// Number in the street.
    pub number: u32,
}

/// What is known of an e-mail address.
#[derive(Debug, Clone, Copy, Default)]
pub struct EmailValue {
    /// What stands before the @.
    pub user: Id,
    /// Letters of the whole.
    pub letters: Letters,
}

/// Which characters a text has, and how many: enough to know that two are not alike without reading them. 8 bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Letters {
    set: u32,
    length: u32,
}

impl Letters {
    /// Of a folded text; digits count as five characters, two by two.
    pub fn of(text: &[u8]) -> Self {
        let set = text.iter().fold(0_u32, |set, byte| {
            set | 1 << match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a',
                b'0'..=b'9' => 26 + (byte - b'0') / 2,
                _ => 31,
            }
        });
        Self { set, length: text.len() as u32 }
    }

    /// Whether the texts may be one slip apart.
    pub fn may_slip(self, other: Self) -> bool {
        (self.set & !other.set).count_ones() <= 1 && (other.set & !self.set).count_ones() <= 1 && self.length.abs_diff(other.length) <= 1
    }

    /// The most that Jaro–Winkler similarity can be: no more characters match than both have.
    pub fn similar_most(self, other: Self) -> f64 {
        let (x, y) = (f64::from(self.length), f64::from(other.length));
        let matches = (x - f64::from((self.set & !other.set).count_ones())).min(y - f64::from((other.set & !self.set).count_ones()));
        let jaro = (matches / x.max(1.0) + matches / y.max(1.0) + 1.0) / 3.0;
        jaro + 0.4 * (1.0 - jaro)
    }
}

/// Records with their values.
#[derive(Debug, Default)]
pub struct Records {
    /// The records, in an order that is their own.
    pub rows: Vec<Record>,
    /// When each came: 0 for the first read.
    pub arrival: Vec<u32>,
    /// Identifiers and categories: [`Records::extra_count`] per record.
    pub extras: Vec<Id>,
    /// Which of the extras are identifiers (true) or categories (false).
    pub extra_kinds: Vec<bool>,
    /// Words and compact forms of names.
    pub atoms: Interner,
    /// Sounds.
    pub sounds: Interner,
    /// Given names whole.
    pub givens: Interner,
    /// Family names whole, birth names too.
    pub families: Interner,
    /// E-mail addresses.
    pub emails: Interner,
    /// Users of e-mail addresses.
    pub users: Interner,
    /// Phones, as digits.
    pub phones: Interner,
    /// Streets.
    pub streets: Interner,
    /// Postcodes.
    pub postcodes: Interner,
    /// Towns.
    pub cities: Interner,
    /// Bank accounts.
    pub ibans: Interner,
    /// Days of birth, how often each.
    pub days: hashbrown::HashMap<u32, u32, rustc_hash::FxBuildHasher>,
    /// Values of the extras, one interner each.
    pub extra_values: Vec<Interner>,
    /// Of each given name.
    pub given_values: Vec<NameValue>,
    /// Of each family name.
    pub family_values: Vec<NameValue>,
    /// Of each street.
    pub street_values: Vec<StreetValue>,
    /// Of each address.
    pub email_values: Vec<EmailValue>,
    /// First given names, how often each (by atom).
    pub first_given: Vec<u32>,
}

impl Records {
    /// How many identifiers and categories each record has.
    pub fn extra_count(&self) -> usize {
        self.extra_kinds.len()
    }

    /// The identifiers and categories of record `at`.
    pub fn extras_of(&self, at: usize) -> &[Id] {
        let n = self.extra_kinds.len();
        self.extras.get(at * n..(at + 1) * n).unwrap_or(&[])
    }

    /// How many records have first given name `atom`.
    pub fn first_given_seen(&self, atom: Id) -> u32 {
        self.first_given.get(atom as usize).copied().unwrap_or(0)
    }

    /// Counts whole names: in `order` those of one name are of one key, and few others are.
    pub(crate) fn count_homonyms(&mut self, order: &[(u64, u64, u32)]) {
        let mut counts: FxHashMap<(Id, Id), u32> = FxHashMap::default();
        for group in order.chunk_by(|a, b| a.0 == b.0) {
            counts.clear();
            let name = |rows: &Self, at: u32| {
                let row = rows.rows.get(at as usize).copied().unwrap_or_default();
                (rows.given_value(row.given).words[0], rows.family_value(row.family).compact)
            };
            for (_, _, at) in group {
                *counts.entry(name(self, *at)).or_default() += 1;
            }
            for (_, _, at) in group {
                let homonyms = counts.get(&name(self, *at)).copied().unwrap_or(0);
                if let Some(row) = self.rows.get_mut(*at as usize) {
                    row.homonyms = homonyms;
                }
            }
        }
    }

    pub(crate) fn seen(&mut self, record: &Record) {
        self.givens.count(record.given);
        self.families.count(record.family);
        self.postcodes.count(record.postcode);
        self.cities.count(record.city);
        if record.day != 0 {
            *self.days.entry(record.day).or_default() += 1;
        }
        if record.given != 0 {
            let first = self.given_value(record.given).words[0] as usize;
            if self.first_given.len() <= first {
                self.first_given.resize(first + 1, 0);
            }
            if let Some(seen) = self.first_given.get_mut(first) {
                *seen += 1;
            }
        }
    }

    /// The number of given names `text`; `value` is room to work in.
    pub(crate) fn given(&mut self, text: &str, value: &mut Vec<u8>) -> Id {
        value.clear();
        fold_into(text, value);
        let id = self.givens.number(value);
        if id as usize > self.given_values.len() {
            let made = self.name_value(value, false);
            self.given_values.push(made);
        }
        id
    }

    /// The number of family name `text`; `value` is room to work in.
    pub(crate) fn family(&mut self, text: &str, value: &mut Vec<u8>) -> Id {
        value.clear();
        fold_into(text, value);
        let id = self.families.number(value);
        if id as usize > self.family_values.len() {
            let made = self.name_value(value, true);
            self.family_values.push(made);
        }
        id
    }

    fn name_value(&mut self, folded: &[u8], whole: bool) -> NameValue {
        let mut made = NameValue::default();
        let mut at = 0;
        for word in words(folded).filter(|it| !whole || !name::is_particle(it)) {
            if let Some(slot) = made.words.get_mut(at) {
                *slot = self.atoms.number(word);
                at += 1;
            }
        }
        if at == 0 && let Some(word) = words(folded).next() {
            made.words[0] = self.atoms.number(word);
        }
        let compact: Vec<u8> = folded.iter().copied().filter(|it| *it != b' ').collect();
        made.compact = self.atoms.number(&compact);
        let mut sound = Vec::with_capacity(12);
        let first = words(folded).next().unwrap_or(folded);
        phonetic::french_into(if whole { &compact } else { first }, &mut sound);
        made.sound = self.sounds.number(&sound);
        made.letters = [Letters::of(self.atoms.value(made.words[0])), Letters::of(&compact)];
        made
    }

    /// Learns what e-mail address `id` says, if it is new.
    pub(crate) fn learn_email(&mut self, id: Id, value: &[u8]) {
        if id as usize > self.email_values.len() {
            let user = value.split(|it| *it == b'@').next().unwrap_or(value);
            let user = self.users.intern(user);
            self.email_values.push(EmailValue { user, letters: Letters::of(value) });
        }
    }

    /// What is known of given name `id`.
    pub fn given_value(&self, id: Id) -> NameValue {
        (id as usize).checked_sub(1).and_then(|at| self.given_values.get(at)).copied().unwrap_or_default()
    }

    /// The number of phone `id`; none for 0.
    pub fn phone_digits(&self, id: Id) -> Option<u64> {
        let bytes = self.phones.value(id);
        (!bytes.is_empty()).then(|| bytes.iter().rev().fold(0_u64, |all, byte| all << 8 | u64::from(*byte)))
    }

    /// What is known of e-mail address `id`.
    pub fn email_value(&self, id: Id) -> EmailValue {
        (id as usize).checked_sub(1).and_then(|at| self.email_values.get(at)).copied().unwrap_or_default()
    }

    /// What is known of family name `id`.
    pub fn family_value(&self, id: Id) -> NameValue {
        (id as usize).checked_sub(1).and_then(|at| self.family_values.get(at)).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Letters;
    use crate::similarity::{jaro_winkler, one_slip};
    use proptest::prelude::{prop_assert, proptest};

    proptest! {
        #[test]
        fn letters_never_rule_out_what_is_alike(a in "[A-F0-9 ]{1,24}", b in "[A-F0-9 ]{1,24}") {
            let (x, y) = (Letters::of(a.as_bytes()), Letters::of(b.as_bytes()));
            prop_assert!(x.similar_most(y) + 1e-9 >= jaro_winkler(a.as_bytes(), b.as_bytes()));
            prop_assert!(x.may_slip(y) || !one_slip(a.as_bytes(), b.as_bytes()));
        }
    }
}
