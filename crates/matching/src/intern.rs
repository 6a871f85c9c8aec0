//! Each distinct value once: a value becomes a small number, and equality of values equality of numbers.

use hashbrown::HashTable;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// The number of a value in its [`Interner`]; 0 is "no value".
pub type Id = u32;

/// Values of one kind, numbered from 1 in the order of their first arrival, each with how often it was seen.
///
/// Memory: the bytes of each distinct value, and 16 bytes.
#[derive(Debug, Default, Clone)]
pub struct Interner {
    table: HashTable<Id>,
    bytes: Vec<u8>,
    ends: Vec<u32>,
    seen: Vec<u32>,
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
        let Self { table, bytes, ends, seen } = self;
        let hash = hash(value);
        if let Some(id) = table.find(hash, |id| slice(bytes, ends, *id) == value) {
            return *id;
        }
        bytes.extend_from_slice(value);
        ends.push(bytes.len() as u32);
        seen.push(0);
        let id = ends.len() as Id;
        table.insert_unique(hash, id, |id| self::hash(slice(bytes, ends, *id)));
        id
    }

    /// Counts one more sight of `id`.
    pub fn count(&mut self, id: Id) {
        if let Some(seen) = (id as usize).checked_sub(1).and_then(|at| self.seen.get_mut(at)) {
            *seen += 1;
        }
    }

    /// The number of `value`, if it was seen.
    pub fn get(&self, value: &[u8]) -> Option<Id> {
        self.table.find(hash(value), |id| slice(&self.bytes, &self.ends, *id) == value).copied()
    }

    /// The bytes of `id`; empty for 0.
    pub fn value(&self, id: Id) -> &[u8] {
        slice(&self.bytes, &self.ends, id)
    }

    /// How often `id` was seen.
    pub fn seen(&self, id: Id) -> u32 {
        (id as usize).checked_sub(1).and_then(|at| self.seen.get(at)).copied().unwrap_or(0)
    }

    /// How many distinct values there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether no value was seen.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Sum over values of (share of it)²: how probable it is that two records taken at random have the same value.
    pub fn chance(&self) -> f64 {
        let total: f64 = self.seen.iter().map(|it| f64::from(*it)).sum();
        self.seen.iter().map(|it| (f64::from(*it) / total.max(1.0)).powi(2)).sum()
    }
}

fn slice<'a>(bytes: &'a [u8], ends: &[u32], id: Id) -> &'a [u8] {
    let Some(at) = (id as usize).checked_sub(1) else { return &[] };
    let start = if at == 0 { 0 } else { ends.get(at - 1).copied().unwrap_or(0) as usize };
    let end = ends.get(at).copied().unwrap_or(0) as usize;
    bytes.get(start..end).unwrap_or(&[])
}

/// A hash that is the same on every machine and in every run.
pub fn hash(value: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(value);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_is_number_nought() {
        let mut values = Interner::default();
        assert_eq!((values.intern(b""), values.len(), values.is_empty()), (0, 0, true));
        assert_eq!((values.value(0), values.value(7), values.seen(0), values.get(b"")), (&b""[..], &b""[..], 0, None));
    }

    #[test]
    fn chance_is_the_sum_of_squared_shares() {
        let mut values = Interner::default();
        for value in [b"A", b"A", b"A", b"B"] {
            values.intern(value);
        }
        // (3/4)² + (1/4)²
        assert!((values.chance() - 0.625).abs() < 1e-12);
        assert_eq!((values.seen(1), values.seen(2), values.seen(3)), (3, 1, 0));
    }

    proptest! {
        #[test]
        fn equal_values_have_equal_numbers_and_come_back(all in proptest::collection::vec("[a-c]{0,3}", 0..60)) {
            let mut values = Interner::default();
            let numbers: Vec<Id> = all.iter().map(|it| values.intern(it.as_bytes())).collect();
            for (x, a) in all.iter().zip(&numbers) {
                prop_assert_eq!(values.value(*a), x.as_bytes());
                prop_assert_eq!(values.get(x.as_bytes()), (*a != 0).then_some(*a));
                prop_assert_eq!(values.seen(*a) as usize, if *a == 0 { 0 } else { all.iter().filter(|it| *it == x).count() });
                for (y, b) in all.iter().zip(&numbers) {
                    prop_assert_eq!(x == y, a == b);
                }
            }
        }
    }
}
