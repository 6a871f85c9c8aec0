//! Each distinct value once: a value becomes a small number, and equality of values equality of numbers.

use hashbrown::HashTable;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// The number of a value in its [`Interner`]; 0 is "no value".
pub type Id = u32;

/// Values of one kind, numbered from 1 in the order of their first arrival, each with how often it was seen.
///
/// Memory: the bytes of each distinct value, and 17 to 26 bytes.
#[derive(Debug, Default, Clone)]
pub struct Interner {
    /// The upper half of each value's hash with its number, so that growing reads no value again.
    table: HashTable<(u32, Id)>,
    bytes: Vec<u8>,
    values: Vec<Value>,
}

/// Where the bytes of a value end, and how often it was seen: side by side, for they are needed together.
#[derive(Debug, Clone, Copy)]
struct Value {
    end: u32,
    seen: u32,
}

fn spread(tag: u32) -> u64 {
    u64::from(tag).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl Interner {
    /// The number of `value`, given now if it is new; 0 for the empty one. One more sight of it is counted.
    pub fn intern(&mut self, value: &[u8]) -> Id {
        let id = self.number(value);
        self.count(id);
        id
    }

    /// As [`Interner::intern`], without counting it as seen.
    pub fn number(&mut self, value: &[u8]) -> Id {
        if value.is_empty() {
            return 0;
        }
        let Self { table, bytes, values } = self;
        let tag = (hash(value) >> 32) as u32;
        if let Some((_, id)) = table.find(spread(tag), |(its, id)| *its == tag && slice(bytes, values, *id) == value) {
            return *id;
        }
        bytes.extend_from_slice(value);
        values.push(Value { end: bytes.len() as u32, seen: 0 });
        let id = values.len() as Id;
        table.insert_unique(spread(tag), (tag, id), |(tag, _)| spread(*tag));
        id
    }

    /// Counts one more sight of `id`.
    pub fn count(&mut self, id: Id) {
        if let Some(value) = (id as usize).checked_sub(1).and_then(|at| self.values.get_mut(at)) {
            value.seen += 1;
        }
    }

    /// The number of `value`, if it was seen.
    pub fn get(&self, value: &[u8]) -> Option<Id> {
        let tag = (hash(value) >> 32) as u32;
        let found = self.table.find(spread(tag), |(its, id)| *its == tag && slice(&self.bytes, &self.values, *id) == value);
        found.map(|it| it.1)
    }

    /// The bytes of `id`; empty for 0.
    pub fn value(&self, id: Id) -> &[u8] {
        slice(&self.bytes, &self.values, id)
    }

    /// How often `id` was seen.
    pub fn seen(&self, id: Id) -> u32 {
        (id as usize).checked_sub(1).and_then(|at| self.values.get(at)).map_or(0, |it| it.seen)
    }

    /// How many distinct values there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether no value was seen.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Sum over values of (share of it)²: how probable it is that two records taken at random have the same value.
    /// Two different records: a value seen once is never in common.
    pub fn chance(&self) -> f64 {
        let total: f64 = self.values.iter().map(|it| f64::from(it.seen)).sum();
        let pairs: f64 = self.values.iter().map(|it| f64::from(it.seen) * (f64::from(it.seen) - 1.0).max(0.0)).sum();
        pairs / (total * (total - 1.0)).max(1.0)
    }
}

fn slice<'a>(bytes: &'a [u8], values: &[Value], id: Id) -> &'a [u8] {
    let Some(at) = (id as usize).checked_sub(1) else { return &[] };
    let start = if at == 0 { 0 } else { values.get(at - 1).map_or(0, |it| it.end as usize) };
    let end = values.get(at).map_or(0, |it| it.end as usize);
    bytes.get(start..end).unwrap_or(&[])
}

/// A hash that is the same on every machine and in every run.
pub fn hash(value: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(value);
    hasher.finish()
}
