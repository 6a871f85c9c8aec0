//! Records in one form: each a line of numbers, each number a value known once.

use rustc_hash::FxHashMap;

use crate::intern::{Id, Interner};
use crate::names::{NameValue, Names};
use crate::similarity::Letters;

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
    /// Names.
    pub names: Names,
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
    /// The digits of each phone.
    pub phone_values: Vec<u64>,
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

    /// Puts the records of like names side by side, whatever the order in which they came, and counts whole names.
    pub(crate) fn settle(&mut self) {
        let place = |row: &Record| {
            u64::from(self.names.family_value(row.family).order) << 32
                | u64::from(self.names.given_value(row.given).order)
        };
        let mut order: Vec<(u64, u64, u32)> =
            self.rows.iter().zip(0..).map(|(row, at)| (place(row), row.content, at)).collect();
        order.sort_unstable();
        self.rows = order.iter().filter_map(|it| self.rows.get(it.2 as usize).copied()).collect();
        if !self.extra_kinds.is_empty() {
            self.extras = order.iter().flat_map(|it| self.extras_of(it.2 as usize).iter().copied()).collect();
        }
        self.count_homonyms(&order);
        self.arrival = order.into_iter().map(|it| it.2).collect();
    }

    /// Those of one name are of one place in `order`, and few others are.
    fn count_homonyms(&mut self, order: &[(u64, u64, u32)]) {
        let mut counts: FxHashMap<(Id, Id), u32> = FxHashMap::default();
        let mut rest = self.rows.as_mut_slice();
        for group in order.chunk_by(|a, b| a.0 == b.0) {
            let (rows, after) = std::mem::take(&mut rest).split_at_mut(group.len());
            rest = after;
            let names = &self.names;
            let name = |row: &Record| {
                let [first, ..] = names.given_value(row.given).words;
                (first, names.family_value(row.family).compact)
            };
            counts.clear();
            rows.iter().for_each(|it| *counts.entry(name(it)).or_default() += 1);
            for row in rows {
                row.homonyms = counts.get(&name(row)).copied().unwrap_or(0);
            }
        }
    }

    /// Counts the values of `record`, but for those that are counted when they are interned.
    pub(crate) fn seen(&mut self, record: &Record) {
        self.names.givens.count(record.given);
        self.names.families.count(record.family);
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

    /// What is known of given name `id`.
    pub fn given_value(&self, id: Id) -> NameValue {
        self.names.given_value(id)
    }

    /// The digits of phone `id`; none for 0.
    pub fn phone_digits(&self, id: Id) -> Option<u64> {
        (id as usize).checked_sub(1).and_then(|at| self.phone_values.get(at)).copied()
    }

    /// What is known of e-mail address `id`.
    pub fn email_value(&self, id: Id) -> EmailValue {
        (id as usize).checked_sub(1).and_then(|at| self.email_values.get(at)).copied().unwrap_or_default()
    }

    /// What is known of family name `id`.
    pub fn family_value(&self, id: Id) -> NameValue {
        self.names.family_value(id)
    }
}
