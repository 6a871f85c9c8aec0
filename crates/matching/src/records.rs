//! Records in one form: each a line of numbers, each number a value known once.

use rustc_hash::FxHashMap;

use crate::field::Field;
use crate::intern::{Id, Interner, hash};
use crate::normalise::{address, date, email, fold_into, iban, name, phone, phonetic, words};

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

/// Reads rows into [`Records`].
#[derive(Debug)]
pub struct Reader {
    fields: Vec<Field>,
    order: Vec<date::Order>,
    records: Records,
    scratch: Vec<u8>,
    value: Vec<u8>,
    raw_given: Cache,
    raw_family: Cache,
    raw_city: Cache,
    file: u8,
}

/// From what was written to what it is, so that a name is folded once.
#[derive(Debug, Default)]
struct Cache {
    raw: Interner,
    to: Vec<Id>,
}

impl Cache {
    fn id(&mut self, raw: &str, make: impl FnOnce(&str) -> Id) -> Id {
        let known = self.raw.len();
        let at = self.raw.number(raw.as_bytes());
        if self.raw.len() > known {
            let made = make(raw);
            self.to.push(made);
            return made;
        }
        (at as usize).checked_sub(1).and_then(|at| self.to.get(at)).copied().unwrap_or(0)
    }
}

impl Reader {
    /// A reader of rows whose columns hold `fields`; `sample` rows tell the order of dates.
    pub fn new<'a>(fields: &[Field], sample: impl Iterator<Item = Vec<&'a str>>) -> Self {
        let sample: Vec<Vec<&str>> = sample.collect();
        let order = (0..fields.len())
            .map(|column| date::order(sample.iter().filter_map(|row| row.get(column).copied())))
            .collect();
        let extra_kinds: Vec<bool> = fields
            .iter()
            .filter(|it| matches!(it, Field::Identifier | Field::Category))
            .map(|it| *it == Field::Identifier)
            .collect();
        let records = Records {
            extra_values: extra_kinds.iter().map(|_| Interner::default()).collect(),
            extra_kinds,
            ..Records::default()
        };
        Self {
            fields: fields.to_vec(),
            order,
            records,
            scratch: Vec::new(),
            value: Vec::new(),
            raw_given: Cache::default(),
            raw_family: Cache::default(),
            raw_city: Cache::default(),
            file: 0,
        }
    }

    /// The rows that come are of the next file.
    pub fn next_file(&mut self) {
        self.file = self.file.wrapping_add(1);
    }

    /// Reads one row. O(its length).
    pub fn push<'a>(&mut self, row: impl Iterator<Item = &'a str>) {
        let Self { fields, order, records, scratch, value, raw_given, raw_family, raw_city, file } = self;
        let mut record = Record { file: *file, ..Record::default() };
        let mut extra = 0;
        let mut number = "";
        let extras_from = records.extras.len();
        for ((field, order), text) in fields.iter().zip(order.iter()).zip(row) {
            let text = text.trim();
            record.content = (record.content.rotate_left(5) ^ hash(text.as_bytes())).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            if text.is_empty() {
                if matches!(field, Field::Identifier | Field::Category) {
                    records.extras.push(0);
                    extra += 1;
                }
                continue;
            }
            value.clear();
            match field {
                Field::Given => record.given = raw_given.id(text, |it| records.given(it, value)),
                Field::Family => record.family = raw_family.id(text, |it| records.family(it, value)),
                Field::Birth => record.birth = raw_family.id(text, |it| records.family(it, value)),
                Field::Sex => record.sex = name::sex(text),
                Field::Day => record.day = date::day(text, *order).or_else(|| date::day(text, date::Order::DayFirst)).or_else(|| impossible(text)).unwrap_or(0),
                Field::Email => {
                    if email::email_into(text, value) {
                        record.email = records.email(value);
                    }
                }
                Field::Phone => {
                    if let Some(digits) = phone::phone(text) {
                        let id = records.phones.intern(&digits.to_le_bytes());
                        if record.phones[0] == 0 {
                            record.phones[0] = id;
                        } else if record.phones[1] == 0 && record.phones[0] != id {
                            record.phones[1] = id;
                        }
                    }
                }
                Field::Number => number = text,
                Field::Street if record.street == 0 => {
                    if !number.is_empty() {
                        value.extend_from_slice(number.as_bytes());
                        value.push(b' ');
                    }
                    let street = address::street_into(text, scratch, value);
                    let plain = number.parse().unwrap_or(street.number);
                    record.street = records.street(value, plain);
                }
                Field::Street => {}
                Field::Postcode => {
                    value.extend(text.bytes().filter(|it| *it != b' ').map(|it| it.to_ascii_uppercase()));
                    record.postcode = records.postcodes.number(value);
                }
                Field::City => {
                    record.city = raw_city.id(text, |it| {
                        fold_into(it, value);
                        records.cities.number(value)
                    });
                }
                Field::Iban => {
                    if iban::iban_into(text, value) {
                        record.iban = records.ibans.intern(value);
                    }
                }
                Field::Source => record.source = text.bytes().fold(7_u8, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte)),
                Field::Identifier | Field::Category => {
                    fold_into(text, value);
                    let id = records.extra_values.get_mut(extra).map_or(0, |it| it.intern(value));
                    records.extras.push(id);
                    extra += 1;
                }
                Field::Full | Field::Key | Field::Ignored => {}
            }
        }
        records.extras.resize(extras_from + records.extra_kinds.len(), 0);
        records.seen(&record);
        records.rows.push(record);
    }

    /// The records read, put in an order of their own: those of like names side by side, whatever the order in which they came.
    /// [`Records::arrival`] tells it.
    pub fn finish(self) -> Records {
        let mut records = self.records;
        let mut order: Vec<(u64, u64, u32)> = records
            .rows
            .iter()
            .enumerate()
            .map(|(at, row)| {
                let (family, given) = (records.family_value(row.family), records.given_value(row.given));
                let short = |bytes: &[u8]| hash(bytes) & 0xff_ffff;
                let place = (hash(records.sounds.value(family.sound)) & 0xffff) << 48 | short(records.atoms.value(family.compact)) << 24 | short(records.sounds.value(given.sound));
                (place, row.content, at as u32)
            })
            .collect();
        order.sort_unstable();
        records.count_homonyms(&order);
        records.arrival = order.into_iter().map(|it| it.2).collect();
        records.rows = records.arrival.iter().filter_map(|at| records.rows.get(*at as usize).copied()).collect();
        if !records.extra_kinds.is_empty() {
            records.extras = records.arrival.iter().flat_map(|at| records.extras_of(*at as usize).iter().copied()).collect();
        }
        records
    }
}

/// A day that cannot be (month 86, day 45) as its digits: a slip of one that can, and still evidence of it.
fn impossible(text: &str) -> Option<date::Day> {
    let mut parts = text.split(|it: char| !it.is_ascii_digit()).filter(|it| !it.is_empty());
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return None;
    }
    let (year, month, day): (u32, u32, u32) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    (month > 12 || day > 31).then_some(year * 10_000 + month * 100 + day)
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
    fn count_homonyms(&mut self, order: &[(u64, u64, u32)]) {
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

    fn seen(&mut self, record: &Record) {
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
            self.first_given[first] += 1;
        }
    }

    fn given(&mut self, text: &str, value: &mut Vec<u8>) -> Id {
        fold_into(text, value);
        let id = self.givens.number(value);
        if id as usize > self.given_values.len() {
            let made = self.name_value(value, false);
            self.given_values.push(made);
        }
        id
    }

    fn family(&mut self, text: &str, value: &mut Vec<u8>) -> Id {
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

    fn email(&mut self, value: &[u8]) -> Id {
        let id = self.emails.intern(value);
        if id as usize > self.email_values.len() {
            let user = value.split(|it| *it == b'@').next().unwrap_or(value);
            let user = self.users.number(user);
            self.users.count(user);
            self.email_values.push(EmailValue { user, letters: Letters::of(value) });
        }
        id
    }

    fn street(&mut self, value: &[u8], number: u32) -> Id {
        let id = self.streets.intern(value);
        if id as usize > self.street_values.len() {
            self.street_values.push(StreetValue { number });
        }
        id
    }

    /// What is known of given name `id`.
    pub fn given_value(&self, id: Id) -> NameValue {
        (id as usize).checked_sub(1).and_then(|at| self.given_values.get(at)).copied().unwrap_or_default()
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
