//! Which pairs are looked at: those that share a key, for values of it that are rare enough to tell something.
//!
//! Firm keys are always used. Loose ones find what the firm ones cannot, in some files and not in others: each is judged
//! on a sample of its pairs, by what it would find for what it would cost.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::intern::{Id, hash};
use crate::records::{Record, Records};

/// Threads that work at once.
const THREADS: usize = 2;
/// A loose key is used if it finds at least one new pair of one person in this many.
const PRICE: f64 = 500.0;
/// The first so many loose pairs are nearly free, a tenth of a second: their keys are not judged.
const FREE: u64 = 200_000;
/// Pairs of a loose key that are looked at to judge it.
const TRIAL: u64 = 2_000;
/// Above this many records broad keys, whose pairs grow with the square of records, are not even tried.
const BROAD_MOST: usize = 200_000;

/// What one key gave.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyYield {
    /// What the key is made of.
    pub name: String,
    /// Pairs it gave; 0 if it was not used.
    pub pairs: u64,
    /// Pairs left out, because too many records share a value, or because the key was not worth its pairs.
    pub left_out: u64,
}

/// When a key is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    Always,
    IfWorth,
    IfWorthAndFew,
}

use Use::{Always, IfWorth, IfWorthAndFew};

/// A key: name, how many records may share a value of it, when it is used, and its values of a record (0 for none).
type Key = (&'static str, usize, Use, fn(&Records, &Record) -> [u64; 2]);

const KEYS: &[Key] = &[
    ("email", 40, Always, |_, it| [mix(&[1, it.email.into()]), 0]),
    ("email user", 30, Always, |records, it| [mix(&[1, records.email_value(it.email).user.into()]), 0]),
    ("phone", 40, Always, |_, it| it.phones.map(|phone| mix(&[1, phone.into()]))),
    ("account", 40, Always, |_, it| [mix(&[1, it.iban.into()]), 0]),
    ("names", 60, Always, |records, it| {
        let given = first(records, it.given);
        [
            both(given, compact(records, it.family)),
            if it.birth == 0 { 0 } else { both(given, compact(records, it.birth)) },
        ]
    }),
    ("family, day", 60, Always, |records, it| {
        [it.family, it.birth].map(|name| mix(&[compact(records, name), it.day.into()]))
    }),
    ("given, day", 60, Always, |records, it| [mix(&[first(records, it.given), it.day.into()]), 0]),
    ("day, postcode", 60, Always, |_, it| [mix(&[it.day.into(), it.postcode.into()]), 0]),
    ("address, given", 60, Always, |records, it| {
        [mix(&[it.street.into(), it.postcode.into(), first(records, it.given)]), 0]
    }),
    ("address", 8, Always, |_, it| [mix(&[it.street.into(), it.postcode.into()]), 0]),
    ("sounds, region", 40, Always, |records, it| {
        [mix(&[sound(records, it), given_sound(records, it), region(records, it)]), 0]
    }),
    ("family sound, month", 40, IfWorth, |records, it| [mix(&[sound(records, it), (it.day / 100).into()]), 0]),
    ("heads, region", 40, IfWorth, |records, it| {
        [mix(&[family_head(records, it, 3), given_head(records, it, 3), region(records, it)]), 0]
    }),
    ("heads, year", 40, IfWorth, |records, it| {
        [mix(&[family_head(records, it, 2), given_head(records, it, 2), year(it)]), 0]
    }),
    ("given, postcode, initial", 40, IfWorth, |records, it| {
        [mix(&[first(records, it.given), it.postcode.into(), family_head(records, it, 1)]), 0]
    }),
    ("family, postcode", 8, IfWorth, |records, it| [mix(&[compact(records, it.family), it.postcode.into()]), 0]),
    ("whole names", 2000, IfWorth, |records, it| [mix(&[first(records, it.given), compact(records, it.family)]), 0]),
    ("given, area", 400, IfWorthAndFew, |records, it| [mix(&[first(records, it.given), area(records, it)]), 0]),
    ("family, area", 400, IfWorthAndFew, |records, it| [mix(&[family_head(records, it, 3), area(records, it)]), 0]),
    ("postcode", 400, IfWorthAndFew, |_, it| [mix(&[it.postcode.into(), 3]), 0]),
    ("street", 400, IfWorthAndFew, |_, it| [mix(&[it.street.into(), 3]), 0]),
    ("day", 400, IfWorthAndFew, |_, it| [mix(&[it.day.into(), 1]), 0]),
    ("given, year", 400, IfWorthAndFew, |records, it| [mix(&[first(records, it.given), year(it)]), 0]),
    ("family sound", 400, IfWorthAndFew, |records, it| [mix(&[sound(records, it), 2]), 0]),
];

/// A key of an identifier or a category: of its value and the rest of the record.
type ColumnKey = (&'static str, Use, fn(&Records, &[u8], &Record) -> u64);

const OF_IDENTIFIER: &[ColumnKey] = &[
    ("whole", Always, |_, value, _| hash(value)),
    ("beginning", IfWorthAndFew, |_, value, _| head(value, 4)),
    ("end", IfWorthAndFew, |_, value, _| {
        value.len().checked_sub(4).and_then(|at| value.get(at..)).map_or(0, |it| head(it, 4))
    }),
];

const OF_CATEGORY: &[ColumnKey] = &[
    ("with day", IfWorthAndFew, |_, value, it| mix(&[hash(value), it.day.into()])),
    ("with family", IfWorthAndFew, |records, value, it| mix(&[hash(value), compact(records, it.family)])),
    ("with given", IfWorthAndFew, |records, value, it| mix(&[hash(value), first(records, it.given)])),
];

fn mix(parts: &[u64]) -> u64 {
    if parts.contains(&0) {
        return 0;
    }
    parts.iter().fold(0x9e37_79b9_7f4a_7c15, |hash: u64, part| {
        let mixed = (hash ^ part).wrapping_mul(0xff51_afd7_ed55_8ccd);
        mixed ^ (mixed >> 32)
    })
}

fn both(a: u64, b: u64) -> u64 {
    mix(&[a.min(b), a.max(b)])
}

fn first(records: &Records, id: Id) -> u64 {
    let [first, ..] = records.given_value(id).words;
    first.into()
}

fn compact(records: &Records, id: Id) -> u64 {
    records.family_value(id).compact.into()
}

fn sound(records: &Records, record: &Record) -> u64 {
    records.family_value(record.family).sound.into()
}

fn given_sound(records: &Records, record: &Record) -> u64 {
    records.given_value(record.given).sound.into()
}

fn head(bytes: &[u8], n: usize) -> u64 {
    bytes.get(..n).map_or(0, |it| it.iter().fold(1, |all, byte| all << 8 | u64::from(*byte)))
}

fn family_head(records: &Records, record: &Record, n: usize) -> u64 {
    head(records.names.families.value(record.family), n)
}

fn given_head(records: &Records, record: &Record, n: usize) -> u64 {
    head(records.names.givens.value(record.given), n)
}

fn region(records: &Records, record: &Record) -> u64 {
    head(records.postcodes.value(record.postcode), 2)
}

fn area(records: &Records, record: &Record) -> u64 {
    head(records.postcodes.value(record.postcode), 3)
}

fn year(record: &Record) -> u64 {
    u64::from(record.day / 10_000)
}

/// A key to work through.
struct Work {
    name: String,
    most: usize,
    use_: Use,
    of: OfKey,
}

enum OfKey {
    Record(fn(&Records, &Record) -> [u64; 2]),
    Column(usize, fn(&Records, &[u8], &Record) -> u64),
}

fn works(records: &Records) -> Vec<Work> {
    let plain = KEYS.iter().map(|(name, most, use_, of)| Work {
        name: (*name).to_owned(),
        most: *most,
        use_: *use_,
        of: OfKey::Record(*of),
    });
    let columns = records.extra_kinds.iter().enumerate().flat_map(|(column, identifier)| {
        let of = if *identifier { OF_IDENTIFIER } else { OF_CATEGORY };
        of.iter().map(move |(name, use_, of)| Work {
            name: format!("column {column}, {name}"),
            most: 60,
            use_: *use_,
            of: OfKey::Column(column, *of),
        })
    });
    plain.chain(columns).collect()
}

/// Value of the key (as many of its high bits as there is room for) and place of each record that has it, sorted.
struct Entries {
    sorted: Vec<u64>,
    place_bits: u32,
}

impl Entries {
    fn new(records: &Records, work: &Work) -> Self {
        let place_bits = usize::BITS - records.rows.len().leading_zeros();
        let mask = (1_u64 << place_bits) - 1;
        let mut sorted = Vec::with_capacity(records.rows.len());
        let mut add = |value: u64, at: usize| {
            if value != 0 {
                sorted.push(mix(&[value]) & !mask | at as u64);
            }
        };
        for (at, row) in records.rows.iter().enumerate() {
            match work.of {
                OfKey::Record(of) => of(records, row).into_iter().for_each(|it| add(it, at)),
                OfKey::Column(column, of) => {
                    let id = records.extras_of(at).get(column).copied().unwrap_or(0);
                    if id != 0 {
                        add(of(records, records.extra_values.get(column).map_or(&[], |it| it.value(id)), row), at);
                    }
                }
            }
        }
        sorted.sort_unstable();
        sorted.dedup();
        Self { sorted, place_bits }
    }

    fn groups(&self) -> impl Iterator<Item = &[u64]> {
        let bits = self.place_bits;
        self.sorted.chunk_by(move |a, b| a >> bits == b >> bits)
    }

    /// Pairs that the groups of at most `most` give, and those that larger ones would.
    fn cost(&self, most: usize) -> (u64, u64) {
        self.groups().fold((0, 0), |(given, left_out), group| {
            let n = group.len() as u64;
            let pairs = n * (n - 1) / 2;
            if group.len() > most { (given, left_out + pairs) } else { (given + pairs, left_out) }
        })
    }

    fn each_pair(&self, most: usize, mut tell: impl FnMut(u64)) {
        let mask = (1_u64 << self.place_bits) - 1;
        for group in self.groups().filter(|it| it.len() <= most) {
            for (i, a) in group.iter().enumerate() {
                for b in group.iter().skip(i + 1) {
                    tell((a & mask) << 32 | (b & mask));
                }
            }
        }
    }
}

/// The pairs that firm keys give, each once and sorted, smaller place in the upper half; and what each key gave.
/// A sort of each key and of the pairs, in two threads.
pub fn firm(records: &Records) -> (Vec<u64>, Vec<KeyYield>) {
    let works: Vec<Work> = works(records).into_iter().filter(|it| it.use_ == Always).collect();
    let next = AtomicUsize::new(0);
    let done = Mutex::new((Vec::new(), Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                let (mut mine, mut yields) = (Vec::new(), Vec::new());
                while let Some(work) = works.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let entries = Entries::new(records, work);
                    let (pairs, left_out) = entries.cost(work.most);
                    entries.each_pair(work.most, |pair| mine.push(pair));
                    yields.push(KeyYield { name: work.name.clone(), pairs, left_out });
                }
                mine.sort_unstable();
                mine.dedup();
                let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                done.0.push(mine);
                done.1.append(&mut yields);
            });
        }
    });
    let (lists, mut yields) = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    yields.sort_unstable();
    (lists.into_iter().reduce(|all, list| merged(&all, &list)).unwrap_or_default(), yields)
}

/// What a loose key would find, judged on a sample.
struct Trial {
    work: Work,
    cost: u64,
    left_out: u64,
    /// Pairs of one person that no other key gave, for each of the key's pairs.
    worth: f64,
}

/// Pairs that loose keys give beyond `known`, sorted, for those keys that are worth it: `likely` tells how many of a sample of pairs
/// are of one person. And what each key gave.
pub fn loose(records: &Records, known: &[u64], likely: impl Fn(&[u64]) -> f64) -> (Vec<u64>, Vec<KeyYield>) {
    let n = records.rows.len() as u64;
    let mut room = (4 * n).max((40 * n).min(4_000_000));
    let mut free = FREE;
    let (mut more, mut yields): (Vec<u64>, Vec<KeyYield>) = (Vec::new(), Vec::new());
    for Trial { work, cost, left_out, worth } in trials(records, known, &likely) {
        let mut is_worth = cost <= free;
        if !is_worth && cost <= room && worth * PRICE >= 1.0 {
            // Keys that were taken before may give the same pairs.
            is_worth = self::worth(&Entries::new(records, &work), &work, cost, &[known, &more], &likely) * PRICE >= 1.0;
        }
        if !is_worth {
            yields.push(KeyYield { name: work.name, pairs: 0, left_out: left_out + cost });
            continue;
        }
        room = room.saturating_sub(cost);
        free = free.saturating_sub(cost);
        let mut pairs = Vec::with_capacity(cost as usize);
        Entries::new(records, &work).each_pair(work.most, |pair| pairs.push(pair));
        pairs.sort_unstable();
        pairs.dedup();
        more = merged(&more, &pairs);
        yields.push(KeyYield { name: work.name, pairs: cost, left_out });
    }
    more.retain(|it| known.binary_search(it).is_err());
    (more, yields)
}

/// Loose keys, those that find most for their pairs first.
fn trials(records: &Records, known: &[u64], likely: &impl Fn(&[u64]) -> f64) -> Vec<Trial> {
    let is_few = records.rows.len() <= BROAD_MOST;
    let loose = works(records).into_iter().filter(|it| it.use_ == IfWorth || (it.use_ == IfWorthAndFew && is_few));
    let mut trials: Vec<Trial> = loose
        .map(|work| {
            let entries = Entries::new(records, &work);
            let (cost, left_out) = entries.cost(work.most);
            let worth = worth(&entries, &work, cost, &[known], likely);
            Trial { work, cost, left_out, worth }
        })
        .collect();
    trials.sort_by(|a, b| b.worth.total_cmp(&a.worth).then(a.cost.cmp(&b.cost)).then(a.work.name.cmp(&b.work.name)));
    trials
}

/// Pairs of one person that are not among `known`, for each pair that the key gives: judged on a sample.
fn worth(entries: &Entries, work: &Work, cost: u64, known: &[&[u64]], likely: &impl Fn(&[u64]) -> f64) -> f64 {
    let every = (cost / TRIAL).max(1);
    let (mut sample, mut tried) = (Vec::new(), 0.0);
    entries.each_pair(work.most, |pair| {
        if mix(&[pair]).is_multiple_of(every) {
            tried += 1.0;
            sample.push(pair);
        }
    });
    sample.retain(|it| known.iter().all(|list| list.binary_search(it).is_err()));
    if sample.is_empty() { 0.0 } else { likely(&sample) / tried }
}

/// Two sorted lists as one, what is in both once. O(n).
pub fn merged(a: &[u64], b: &[u64]) -> Vec<u64> {
    let mut out = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.iter().copied().peekable(), b.iter().copied().peekable());
    while let (Some(x), Some(y)) = (a.peek().copied(), b.peek().copied()) {
        out.push(x.min(y));
        a.next_if(|it| *it <= y);
        b.next_if(|it| *it <= x);
    }
    out.extend(a.chain(b));
    out
}

#[cfg(test)]
mod tests {
    use super::merged;
    use proptest::collection::btree_set;
    use proptest::prelude::{prop_assert_eq, proptest};

    proptest! {
        #[test]
        fn merged_lists_are_their_union(a in btree_set(0_u64..40, 0..20), b in btree_set(0_u64..40, 0..20)) {
            let union: Vec<u64> = a.union(&b).copied().collect();
            let (a, b): (Vec<u64>, Vec<u64>) = (a.into_iter().collect(), b.into_iter().collect());
            prop_assert_eq!(merged(&a, &b), union);
        }
    }
}
