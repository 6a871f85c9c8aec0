//! Reads rows into [`Records`]: each value in one form, each form once.

use crate::field::Field;
use crate::intern::{Id, Interner, Values, hash};
use crate::normalise::{address, date, email, fold_into, iban, name, phone};
use crate::records::{Record, Records, StreetValue};

/// Rows whose values are interned together.
const BATCH: usize = 512;

/// Reads rows into [`Records`].
#[derive(Debug)]
pub struct Reader {
    fields: Vec<Field>,
    order: Vec<date::Order>,
    records: Records,
    scratch: Vec<u8>,
    value: Vec<u8>,
    given: Names,
    family: Names,
    city: Names,
    batch: Batch,
    file: u8,
}

/// From what was written to what it is, so that a name is folded once.
#[derive(Debug, Default)]
struct Names {
    raw: Interner,
    to: Vec<Id>,
}

impl Names {
    fn learn(&mut self, id: Id, text: &[u8], make: impl FnOnce(&str) -> Id) -> Id {
        if id as usize > self.to.len() {
            self.to.push(make(std::str::from_utf8(text).unwrap_or("")));
        }
        (id as usize).checked_sub(1).and_then(|at| self.to.get(at)).copied().unwrap_or(0)
    }
}

/// Values that wait to be interned, each with the place of its record.
#[derive(Debug, Default)]
struct Batch {
    from: usize,
    given: (Values, Vec<u32>),
    family: (Values, Vec<u32>),
    birth: (Values, Vec<u32>),
    email: (Values, Vec<u32>),
    phone: (Values, Vec<u32>),
    street: (Values, Vec<u32>),
    numbers: Vec<u32>,
    iban: (Values, Vec<u32>),
    ids: Vec<Id>,
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
            given: Names::default(),
            family: Names::default(),
            city: Names::default(),
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
            record.content = (record.content.rotate_left(5) ^ hash(text.as_bytes())).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            if text.is_empty() && !matches!(field, Field::Identifier | Field::Category) {
                continue;
            }
            let add = |(values, rows): &mut (Values, Vec<u32>), write: &mut dyn FnMut(&mut Vec<u8>) -> bool| {
                if values.push_with(write) {
                    rows.push(at);
                }
            };
            let raw = &mut |out: &mut Vec<u8>| {
                out.extend_from_slice(text.as_bytes());
                true
            };
            match field {
                Field::Given => add(&mut batch.given, raw),
                Field::Family => add(&mut batch.family, raw),
                Field::Birth => add(&mut batch.birth, raw),
                Field::Sex => record.sex = name::sex(text),
                Field::Day => record.day = date::day(text, *order).or_else(|| date::day(text, date::Order::DayFirst)).or_else(|| impossible(text)).unwrap_or(0),
                Field::Email => add(&mut batch.email, &mut |out| email::email_into(text, out)),
                Field::Phone => {
                    if let Some(digits) = phone::phone(text) {
                        add(&mut batch.phone, &mut |out| {
                            out.extend_from_slice(&digits.to_le_bytes());
                            true
                        });
                    }
                }
                Field::Number => number = text,
                Field::Street if !has_street => {
                    has_street = true;
                    add(&mut batch.street, &mut |out| {
                        let start = out.len();
                        if !number.is_empty() {
                            out.extend_from_slice(number.as_bytes());
                            out.push(b' ');
                        }
                        let street = address::street_into(text, scratch, out);
                        let is_written = out.len() > start;
                        if is_written {
                            batch.numbers.push(number.parse().unwrap_or(street.number));
                        }
                        is_written
                    });
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
                Field::Iban => add(&mut batch.iban, &mut |out| iban::iban_into(text, out)),
                Field::Source => record.source = text.bytes().fold(7_u8, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte)),
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

    /// Interns what waits.
    fn flush(&mut self) {
        let Self { records, value, given, family, batch, .. } = self;
        let Batch { from, given: givens, family: families, birth, email, phone, street, numbers, iban, ids } = batch;
        let mut names = |names: &mut Names, (values, rows): &mut (Values, Vec<u32>), records: &mut Records, make: fn(&mut Records, &str, &mut Vec<u8>) -> Id, set: fn(&mut Record, Id)| {
            names.raw.intern_all(values, ids);
            for ((id, text), at) in ids.iter().zip(values.iter()).zip(rows.iter()) {
                let id = names.learn(*id, text, |it| make(records, it, value));
                if let Some(row) = records.rows.get_mut(*at as usize) {
                    set(row, id);
                }
            }
            values.clear();
            rows.clear();
        };
        names(given, givens, records, Records::given, |row, id| row.given = id);
        names(family, families, records, Records::family, |row, id| row.family = id);
        names(family, birth, records, Records::family, |row, id| row.birth = id);

        records.emails.intern_all(&email.0, ids);
        for ((id, text), at) in ids.iter().zip(email.0.iter()).zip(&email.1) {
            records.learn_email(*id, text);
            if let Some(row) = records.rows.get_mut(*at as usize) {
                row.email = *id;
            }
        }
        records.phones.intern_all(&phone.0, ids);
        for (id, at) in ids.iter().zip(&phone.1) {
            match records.rows.get_mut(*at as usize).map(|it| &mut it.phones) {
                Some([first @ 0, _]) => *first = *id,
                Some([first, second @ 0]) if first != id => *second = *id,
                _ => {}
            }
        }
        records.streets.intern_all(&street.0, ids);
        for ((id, at), number) in ids.iter().zip(&street.1).zip(numbers.iter()) {
            if *id as usize > records.street_values.len() {
                records.street_values.push(StreetValue { number: *number });
            }
            if let Some(row) = records.rows.get_mut(*at as usize) {
                row.street = *id;
            }
        }
        numbers.clear();
        records.ibans.intern_all(&iban.0, ids);
        for (id, at) in ids.iter().zip(&iban.1) {
            if let Some(row) = records.rows.get_mut(*at as usize) {
                row.iban = *id;
            }
        }
        for (values, rows) in [email, phone, street, iban] {
            values.clear();
            rows.clear();
        }
        for at in *from..records.rows.len() {
            let Some(row) = records.rows.get(at).copied() else { break };
            records.seen(&row);
        }
        *from = records.rows.len();
    }

    /// The records read, put in an order of their own: those of like names side by side, whatever the order in which they came.
    /// [`Records::arrival`] tells it.
    pub fn finish(mut self) -> Records {
        self.flush();
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
