//! Reads rows into [`Records`]: each value in one form, each form once.

use crate::field::Field;
use crate::intern::{Id, Interner, Values, hash};
use crate::normalise::{address, date, email, fold_into, iban, name, phone};
use crate::records::{EmailValue, Record, Records, StreetValue};
use crate::similarity::Letters;

/// Rows whose values are interned together.
const BATCH: usize = 8192;

/// Reads rows into [`Records`].
#[derive(Debug)]
pub struct Reader {
    fields: Vec<Field>,
    order: Vec<date::Order>,
    records: Records,
    scratch: Vec<u8>,
    value: Vec<u8>,
    given: Known,
    family: Known,
    city: Known,
    batch: Batch,
    file: u8,
}

/// From what was written to what it is, so that a name is folded once.
#[derive(Debug, Default)]
struct Known {
    raw: Interner,
    to: Vec<Id>,
}

impl Known {
    /// What `text`, written as number `id`, is: made now if it is new.
    fn learn(&mut self, id: Id, text: &[u8], make: impl FnOnce(&str) -> Id) -> Id {
        if id as usize > self.to.len() {
            self.to.push(make(std::str::from_utf8(text).unwrap_or("")));
        }
        (id as usize).checked_sub(1).and_then(|at| self.to.get(at)).copied().unwrap_or(0)
    }

    fn learn_all(&mut self, values: &Values, mut make: impl FnMut(&str) -> Id) -> Vec<Id> {
        let raw = self.raw.intern_all(values);
        raw.into_iter().zip(values.iter()).map(|(id, text)| self.learn(id, text, &mut make)).collect()
    }
}

/// Values that wait to be interned, each with the place of its record.
#[derive(Debug, Default)]
struct Waiting {
    values: Values,
    places: Vec<u32>,
}

impl Waiting {
    fn add(&mut self, place: u32, write: impl FnOnce(&mut Vec<u8>) -> bool) -> bool {
        let is_added = self.values.push_with(write);
        if is_added {
            self.places.push(place);
        }
        is_added
    }

    /// Gives each record that waits its number, and forgets them.
    fn settle(&mut self, rows: &mut [Record], ids: &[Id], set: impl Fn(&mut Record, Id)) {
        for (id, place) in ids.iter().zip(&self.places) {
            if let Some(row) = rows.get_mut(*place as usize) {
                set(row, *id);
            }
        }
        self.values.clear();
        self.places.clear();
    }
}

/// Rows whose values are not interned yet.
#[derive(Debug, Default)]
struct Batch {
    from: usize,
    given: Waiting,
    family: Waiting,
    birth: Waiting,
    email: Waiting,
    phone: Waiting,
    street: Waiting,
    /// Numbers of the streets.
    numbers: Vec<u32>,
    iban: Waiting,
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
            given: Known::default(),
            family: Known::default(),
            city: Known::default(),
            batch: Batch::default(),
            file: 0,
        }
    }

    /// The rows that come are of the next file.
    pub fn next_file(&mut self) {
        self.file = self.file.wrapping_add(1);
    }

    /// Reads one row. O(its length).
    pub fn push<'a>(&mut self, row: impl Iterator<Item = &'a str>) {
        let Self { fields, order, records, scratch, value, city, batch, file, .. } = self;
        let mut record = Record { file: *file, ..Record::default() };
        let at = records.rows.len() as u32;
        let mut number = "";
        let mut has_street = false;
        let extras_from = records.extras.len();
        for ((field, order), text) in fields.iter().zip(order.iter()).zip(row) {
            let text = text.trim();
            record.content =
                (record.content.rotate_left(5) ^ hash(text.as_bytes())).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            if text.is_empty() && !matches!(field, Field::Identifier | Field::Category) {
                continue;
            }
            let raw = |out: &mut Vec<u8>| written(text.as_bytes(), out);
            match field {
                Field::Given => _ = batch.given.add(at, raw),
                Field::Family => _ = batch.family.add(at, raw),
                Field::Birth => _ = batch.birth.add(at, raw),
                Field::Sex => record.sex = name::sex(text),
                Field::Day => record.day = day(text, *order),
                Field::Email => _ = batch.email.add(at, |out| email::email_into(text, out)),
                Field::Phone => {
                    if let Some(digits) = phone::phone(text) {
                        batch.phone.add(at, |out| written(&digits.to_le_bytes(), out));
                    }
                }
                Field::Number => number = text,
                Field::Street if !has_street => {
                    has_street = true;
                    let mut digits = 0;
                    if batch.street.add(at, |out| street_into(number, text, scratch, out, &mut digits)) {
                        batch.numbers.push(digits);
                    }
                }
                Field::Postcode => {
                    value.clear();
                    value.extend(text.bytes().filter(|it| *it != b' ').map(|it| it.to_ascii_uppercase()));
                    record.postcode = records.postcodes.number(value);
                }
                Field::City => {
                    let raw = city.raw.number(text.as_bytes());
                    record.city = city.learn(raw, text.as_bytes(), |it| {
                        value.clear();
                        fold_into(it, value);
                        records.cities.number(value)
                    });
                }
                Field::Iban => _ = batch.iban.add(at, |out| iban::iban_into(text, out)),
                Field::Source => {
                    record.source = text.bytes().fold(7_u8, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte))
                }
                Field::Identifier | Field::Category => {
                    value.clear();
                    fold_into(text, value);
                    let column = records.extras.len() - extras_from;
                    let id = records.extra_values.get_mut(column).map_or(0, |it| it.intern(value));
                    records.extras.push(id);
                }
                Field::Street | Field::Full | Field::Key | Field::Ignored => {}
            }
        }
        records.extras.resize(extras_from + records.extra_kinds.len(), 0);
        records.rows.push(record);
        if records.rows.len() - batch.from >= BATCH {
            self.flush();
        }
    }

    /// Interns what waits: names in one thread, all else in another.
    fn flush(&mut self) {
        let Self { records, value, given, family, batch, .. } = self;
        let Records { names, emails, phones, streets, ibans, .. } = records;
        let (of_names, email_ids, phone_ids, street_ids, iban_ids) = std::thread::scope(|scope| {
            let of_names = scope.spawn(|| {
                let given = given.learn_all(&batch.given.values, |text| names.given(text, value));
                let mut family = |values| family.learn_all(values, |text| names.family(text, value));
                [given, family(&batch.family.values), family(&batch.birth.values)]
            });
            let (email, phone) = (emails.intern_all(&batch.email.values), phones.intern_all(&batch.phone.values));
            let (street, iban) = (streets.intern_all(&batch.street.values), ibans.intern_all(&batch.iban.values));
            (of_names.join().unwrap_or_default(), email, phone, street, iban)
        });
        for (id, digits) in phone_ids.iter().zip(batch.phone.values.iter()) {
            if *id as usize > records.phone_values.len() {
                records.phone_values.push(digits.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte)));
            }
        }
        learn_emails(records, &email_ids, &batch.email.values);
        for (id, number) in street_ids.iter().zip(batch.numbers.drain(..)) {
            if *id as usize > records.street_values.len() {
                records.street_values.push(StreetValue { number });
            }
        }
        let rows = &mut records.rows;
        let [given_ids, family_ids, birth_ids] = of_names;
        batch.given.settle(rows, &given_ids, |row, id| row.given = id);
        batch.family.settle(rows, &family_ids, |row, id| row.family = id);
        batch.birth.settle(rows, &birth_ids, |row, id| row.birth = id);
        batch.email.settle(rows, &email_ids, |row, id| row.email = id);
        batch.street.settle(rows, &street_ids, |row, id| row.street = id);
        batch.iban.settle(rows, &iban_ids, |row, id| row.iban = id);
        batch.phone.settle(rows, &phone_ids, |row, id| match &mut row.phones {
            [first @ 0, _] => *first = id,
            [first, second @ 0] if *first != id => *second = id,
            _ => {}
        });
        for at in batch.from..records.rows.len() {
            let row = records.rows.get(at).copied().unwrap_or_default();
            records.seen(&row);
        }
        batch.from = records.rows.len();
    }

    /// The records read, put in an order of their own: those of like names side by side, whatever the order in which they came.
    /// [`Records::arrival`] tells it.
    pub fn finish(mut self) -> Records {
        self.flush();
        self.records.settle();
        self.records
    }
}

fn written(value: &[u8], out: &mut Vec<u8>) -> bool {
    out.extend_from_slice(value);
    true
}

/// Learns what those e-mail addresses say that are new.
fn learn_emails(records: &mut Records, ids: &[Id], values: &Values) {
    let (mut users, mut letters, mut known) = (Values::default(), Vec::new(), records.email_values.len());
    for (id, value) in ids.iter().zip(values.iter()) {
        if *id as usize > known {
            known += 1;
            users.push(value.split(|it| *it == b'@').next().unwrap_or(value));
            letters.push(Letters::of(value));
        }
    }
    let users = records.users.intern_all(&users);
    records.email_values.extend(users.into_iter().zip(letters).map(|(user, letters)| EmailValue { user, letters }));
}

/// Writes the street of `text`, after the house `number` of another column if there is one; false if there is none.
fn street_into(number: &str, text: &str, scratch: &mut Vec<u8>, out: &mut Vec<u8>, digits: &mut u32) -> bool {
    let start = out.len();
    if !number.is_empty() {
        out.extend_from_slice(number.as_bytes());
        out.push(b' ');
    }
    let street = address::street_into(text, scratch, out);
    *digits = number.parse().unwrap_or(street.number);
    out.len() > start
}

/// A day in the column's order, else day first, else one that cannot be; 0 if it is none.
fn day(text: &str, order: date::Order) -> date::Day {
    date::day(text, order).or_else(|| date::day(text, date::Order::DayFirst)).or_else(|| impossible(text)).unwrap_or(0)
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
