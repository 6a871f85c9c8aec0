//! Which pairs are looked at: those that share a key, for keys that are rare enough to tell something.

use crate::intern::Id;
use crate::records::{Record, Records};

/// How pairs were found.
#[derive(Debug, Clone)]
pub struct Blocking {
    /// Of each key: its name, the pairs it gave, the pairs left out because too many records share its value.
    pub keys: Vec<(String, u64, u64)>,
}

/// A key: what records must share to be compared. 0 gives none.
struct Key {
    name: &'static str,
    /// Above this many records a value of the key tells nothing.
    most: usize,
    /// Looked at only while there is room for it: it finds few pairs that others do not.
    loose: bool,
    of: fn(&Records, usize, &Record) -> [u64; 2],
}

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
    u64::from(records.given_value(id).words[0])
}

fn compact(records: &Records, id: Id) -> u64 {
    u64::from(records.family_value(id).compact)
}

fn head(bytes: &[u8], n: usize) -> u64 {
    bytes.get(..n).map_or(0, |it| it.iter().fold(1, |all, byte| all << 8 | u64::from(*byte)))
}

fn region(records: &Records, record: &Record) -> u64 {
    match records.postcodes.value(record.postcode) {
        [a, b, ..] => u64::from(*a) << 8 | u64::from(*b),
        _ => 0,
    }
}

const KEYS: &[Key] = &[
    Key { name: "email", most: 40, loose: false, of: |_, _, it| [mix(&[1, it.email.into()]), 0] },
    Key { name: "email user", most: 30, loose: false, of: |records, _, it| {
        let user = (it.email as usize).checked_sub(1).and_then(|at| records.email_values.get(at)).map_or(0, |it| it.user);
        [mix(&[1, user.into()]), 0]
    } },
    Key { name: "phone", most: 40, loose: false, of: |_, _, it| [mix(&[1, it.phones[0].into()]), mix(&[1, it.phones[1].into()])] },
    Key { name: "account", most: 40, loose: false, of: |_, _, it| [mix(&[1, it.iban.into()]), 0] },
    Key { name: "names", most: 60, loose: false, of: |records, _, it| [
        both(first(records, it.given), compact(records, it.family)),
        if it.birth == 0 { 0 } else { both(first(records, it.given), compact(records, it.birth)) },
    ] },
    Key { name: "family, day", most: 60, loose: false, of: |records, _, it| [
        mix(&[compact(records, it.family), it.day.into()]), mix(&[compact(records, it.birth), it.day.into()]),
    ] },
    Key { name: "given, day", most: 60, loose: false, of: |records, _, it| [mix(&[first(records, it.given), it.day.into()]), 0] },
    Key { name: "day, postcode", most: 60, loose: false, of: |_, _, it| [mix(&[it.day.into(), it.postcode.into()]), 0] },
    Key { name: "address, given", most: 60, loose: false, of: |records, _, it| [mix(&[it.street.into(), it.postcode.into(), first(records, it.given)]), 0] },
    Key { name: "address", most: 8, loose: false, of: |_, _, it| [mix(&[it.street.into(), it.postcode.into()]), 0] },
    Key { name: "sounds, region", most: 40, loose: false, of: |records, _, it| [
        mix(&[records.family_value(it.family).sound.into(), records.given_value(it.given).sound.into(), region(records, it)]), 0,
    ] },
    Key { name: "family sound, month", most: 40, loose: false, of: |records, _, it| [mix(&[records.family_value(it.family).sound.into(), (it.day / 100).into()]), 0] },
    Key { name: "heads, region", most: 40, loose: false, of: |records, _, it| [
        mix(&[head(records.families.value(it.family), 3), head(records.givens.value(it.given), 3), region(records, it)]), 0,
    ] },
    Key { name: "heads, year", most: 40, loose: false, of: |records, _, it| [
        mix(&[head(records.families.value(it.family), 2), head(records.givens.value(it.given), 2), (it.day / 10_000).into()]), 0,
    ] },
    Key { name: "given, postcode, initial", most: 40, loose: false, of: |records, _, it| [
        mix(&[first(records, it.given), it.postcode.into(), head(records.families.value(it.family), 1)]), 0,
    ] },
    Key { name: "family, postcode", most: 8, loose: false, of: |records, _, it| [mix(&[compact(records, it.family), it.postcode.into()]), 0] },
    Key { name: "day", most: 400, loose: true, of: |_, _, it| [mix(&[it.day.into(), 1]), 0] },
    Key { name: "family sound", most: 400, loose: true, of: |records, _, it| [mix(&[records.family_value(it.family).sound.into(), 2]), 0] },
    Key { name: "given, area", most: 400, loose: true, of: |records, _, it| [mix(&[first(records, it.given), head(records.postcodes.value(it.postcode), 3)]), 0] },
    Key { name: "family, area", most: 400, loose: true, of: |records, _, it| [mix(&[head(records.families.value(it.family), 3), head(records.postcodes.value(it.postcode), 3)]), 0] },
    Key { name: "postcode", most: 400, loose: true, of: |_, _, it| [mix(&[it.postcode.into(), 3]), 0] },
    Key { name: "street", most: 400, loose: true, of: |_, _, it| [mix(&[it.street.into(), 3]), 0] },
    Key { name: "given, year", most: 400, loose: true, of: |records, _, it| [mix(&[first(records, it.given), (it.day / 10_000).into()]), 0] },
    Key { name: "whole names", most: 2000, loose: true, of: |records, _, it| [mix(&[first(records, it.given), compact(records, it.family)]), 0] },
];

/// Pairs that loose keys may add up to: 40 of each record of a small set, 4 of each of a large one.
fn room(records: usize) -> u64 {
    let n = records as u64;
    (4 * n).max((40 * n).min(4_000_000))
}

/// The pairs of records worth comparing, each once, smaller place first: `a << 32 | b`; and what each key gave. Keys of
/// identifiers and categories are made of what columns there are. Cost: a sort of each key and of the pairs; two threads.
pub fn pairs(records: &Records) -> (Vec<u64>, Blocking) {
    let (firm, loose): (Vec<Work>, Vec<Work>) = works(records).into_iter().partition(|it| !it.loose);
    let (mut pairs, mut keys) = all(records, &firm);
    let mut left = room(records.rows.len()).saturating_sub(pairs.len() as u64);
    let mut chosen = Vec::new();
    for work in loose {
        let cost = cost(&entries(records, &work), work.most).0;
        if cost > 0 && cost <= left {
            left -= cost;
            chosen.push(work);
        } else {
            keys.push((work.name.clone(), 0, cost));
        }
    }
    if !chosen.is_empty() {
        let (more, mut their_keys) = all(records, &chosen);
        keys.append(&mut their_keys);
        pairs = merged(pairs, more);
    }
    pairs.shrink_to_fit();
    (pairs, Blocking { keys })
}

/// A key to work through.
struct Work {
    name: String,
    most: usize,
    loose: bool,
    of: OfKey,
}

enum OfKey {
    Plain(fn(&Records, usize, &Record) -> [u64; 2]),
    /// Extra column, and which part of its value with what else.
    Extra(usize, fn(&Records, &[u8], &Record) -> u64),
}

fn works(records: &Records) -> Vec<Work> {
    let plain = KEYS.iter().map(|it| Work { name: it.name.to_owned(), most: it.most, loose: it.loose, of: OfKey::Plain(it.of) });
    let extra = records.extra_kinds.iter().enumerate().flat_map(|(column, identifier)| {
        let of: &[(&str, usize, bool, fn(&Records, &[u8], &Record) -> u64)] = if *identifier {
            &[
                ("whole", 60, false, |_, value, _| head(value, value.len().min(7))),
                ("beginning", 60, true, |_, value, _| head(value, 4)),
                ("end", 60, true, |_, value, _| value.len().checked_sub(4).and_then(|at| value.get(at..)).map_or(0, |it| head(it, 4))),
            ]
        } else {
            &[
                ("with day", 60, true, |_, value, it| mix(&[crate::intern::hash(value), it.day.into()])),
                ("with family", 60, true, |records, value, it| mix(&[crate::intern::hash(value), compact(records, it.family)])),
                ("with given", 60, true, |records, value, it| mix(&[crate::intern::hash(value), first(records, it.given)])),
            ]
        };
        of.iter().map(move |(name, most, loose, of)| Work { name: format!("column {column}, {name}"), most: *most, loose: *loose, of: OfKey::Extra(column, *of) })
    });
    plain.chain(extra).collect()
}

/// Hash of the key and place of each record that has it, sorted.
fn entries(records: &Records, work: &Work) -> Vec<(u64, u32)> {
    let mut entries = Vec::with_capacity(records.rows.len());
    for (at, row) in records.rows.iter().enumerate() {
        match work.of {
            OfKey::Plain(of) => entries.extend(of(records, at, row).into_iter().filter(|it| *it != 0).map(|it| (it, at as u32))),
            OfKey::Extra(column, of) => {
                let value = records.extras_of(at).get(column).copied().unwrap_or(0);
                let hash = if value == 0 { 0 } else { of(records, records.extra_values.get(column).map_or(&[], |it| it.value(value)), row) };
                if hash != 0 {
                    entries.push((hash, at as u32));
                }
            }
        }
    }
    entries.sort_unstable();
    entries.dedup();
    entries
}

/// Pairs that the groups of at most `most` give, and those that larger ones would.
fn cost(entries: &[(u64, u32)], most: usize) -> (u64, u64) {
    entries.chunk_by(|a, b| a.0 == b.0).fold((0, 0), |(given, left_out), group| {
        let pairs = group.len() as u64 * (group.len() as u64 - 1) / 2;
        if group.len() > most { (given, left_out + pairs) } else { (given + pairs, left_out) }
    })
}

/// The pairs of all `works`, each once, and what each gave.
fn all(records: &Records, works: &[Work]) -> (Vec<u64>, Vec<(String, u64, u64)>) {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let done = std::sync::Mutex::new((Vec::new(), Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let (mut mine, mut keys) = (Vec::new(), Vec::new());
                while let Some((at, work)) = { let at = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed); works.get(at).map(|it| (at, it)) } {
                    let entries = entries(records, work);
                    let (given, left_out) = cost(&entries, work.most);
                    mine.reserve(given as usize);
                    for group in entries.chunk_by(|a, b| a.0 == b.0).filter(|it| it.len() <= work.most) {
                        for (i, a) in group.iter().enumerate() {
                            mine.extend(group.iter().skip(i + 1).map(|b| u64::from(a.1) << 32 | u64::from(b.1)));
                        }
                    }
                    keys.push((at, work.name.clone(), given, left_out));
                }
                mine.sort_unstable();
                mine.dedup();
                let mut done = done.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                done.0.push(mine);
                done.1.append(&mut keys);
            });
        }
    });
    let (lists, mut keys) = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    keys.sort_unstable();
    let mut lists = lists.into_iter();
    let pairs = merged(lists.next().unwrap_or_default(), lists.next().unwrap_or_default());
    (pairs, keys.into_iter().map(|(_, name, given, left_out)| (name, given, left_out)).collect())
}

fn merged(a: Vec<u64>, b: Vec<u64>) -> Vec<u64> {
    let mut out = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    loop {
        match (a.get(i), b.get(j)) {
            (Some(x), Some(y)) if x == y => { out.push(*x); i += 1; j += 1; }
            (Some(x), Some(y)) if x < y => { out.push(*x); i += 1; }
            (_, Some(y)) => { out.push(*y); j += 1; }
            (Some(x), None) => { out.push(*x); i += 1; }
            (None, None) => break,
        }
    }
    out
}
