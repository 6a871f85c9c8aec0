//! Each distinct value once: a value becomes a small number, and equality of values equality of numbers.

use rustc_hash::FxHasher;
use std::hash::Hasher;

/// The number of a value in its [`Interner`]; 0 is "no value".
pub type Id = u32;

/// Values that wait for memory together.
const TOGETHER: usize = 256;

/// Values of one kind, numbered from 1 in the order of their first arrival, each with how often it was seen.
///
/// Memory: the bytes of each distinct value, and 20 to 28 bytes.
#[derive(Debug, Default, Clone)]
pub struct Interner {
    /// Open addressing, as many as a power of two, at most two thirds in use; id 0 is free.
    slots: Vec<Slot>,
    bytes: Vec<u8>,
    values: Vec<Value>,
}

/// A part of the value's hash with its number, so that growing reads no value again.
#[derive(Debug, Default, Clone, Copy)]
struct Slot {
    tag: u32,
    id: Id,
}

/// Where the bytes of a value end, and how often it was seen: side by side, for they are needed together.
#[derive(Debug, Default, Clone, Copy)]
struct Value {
    end: u32,
    seen: u32,
}

/// Values one after the other, to be interned together.
#[derive(Debug, Default, Clone)]
pub struct Values {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl Values {
    /// Adds what `write` appends; nothing if it answers false.
    pub fn push_with(&mut self, write: impl FnOnce(&mut Vec<u8>) -> bool) -> bool {
        let start = self.bytes.len();
        let is_written = write(&mut self.bytes);
        if is_written {
            self.ends.push(self.bytes.len() as u32);
        } else {
            self.bytes.truncate(start);
        }
        is_written
    }

    /// Adds `value`.
    pub fn push(&mut self, value: &[u8]) {
        self.bytes.extend_from_slice(value);
        self.ends.push(self.bytes.len() as u32);
    }

    /// The values.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| self.bytes.get(start as usize..*end as usize).unwrap_or(&[]))
    }

    /// Forgets all values.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }
}

impl Interner {
    /// The number of `value`, given now if it is new; 0 for the empty one. One more sight of it is counted.
    pub fn intern(&mut self, value: &[u8]) -> Id {
        let id = self.number(value);
        self.count(id);
        id
    }

    /// As [`Interner::intern`] for each of `values`, in their order.
    ///
    /// A look-up waits for memory, thrice: slot, place, bytes. Here those of many values wait together, which takes a third of the time.
    pub fn intern_all(&mut self, values: &Values) -> Vec<Id> {
        let mut ids = Vec::with_capacity(values.ends.len());
        let mut all = values.iter().peekable();
        let mut some: Vec<(u32, &[u8])> = Vec::with_capacity(TOGETHER);
        while all.peek().is_some() {
            some.clear();
            some.extend(all.by_ref().take(TOGETHER).map(|it| (tag(it), it)));
            self.fetch(&some);
            for (tag, value) in &some {
                let id = self.number_of(*tag, value);
                self.count(id);
                ids.push(id);
            }
        }
        ids
    }

    /// Reads what looking up `values` will read, so that it is near.
    fn fetch(&self, values: &[(u32, &[u8])]) {
        let mut ids = [0; TOGETHER];
        for (id, (tag, _)) in ids.iter_mut().zip(values) {
            *id = self.slots.get(self.home(*tag)).map_or(0, |it| it.id);
        }
        let mut starts = [0; TOGETHER];
        for (start, id) in starts.iter_mut().zip(ids) {
            *start = self.values.get((id as usize).wrapping_sub(2)).map_or(0, |it| it.end);
        }
        let first = |start: u32| self.bytes.get(start as usize).copied().unwrap_or(0);
        std::hint::black_box(starts.into_iter().fold(0, |all, start| all ^ first(start)));
    }

    /// As [`Interner::intern`], without counting it as seen.
    pub fn number(&mut self, value: &[u8]) -> Id {
        self.number_of(tag(value), value)
    }

    fn number_of(&mut self, tag: u32, value: &[u8]) -> Id {
        if value.is_empty() {
            return 0;
        }
        let at = match self.find(tag, value) {
            Ok(id) => return id,
            Err(at) => at,
        };
        self.bytes.extend_from_slice(value);
        self.values.push(Value { end: self.bytes.len() as u32, seen: 0 });
        let id = self.values.len() as Id;
        if self.values.len() * 3 > self.slots.len() * 2 {
            self.grow();
            self.place(Slot { tag, id });
        } else if let Some(slot) = self.slots.get_mut(at) {
            *slot = Slot { tag, id };
        }
        id
    }

    /// The number of `value`, or the free slot at which it would be.
    fn find(&self, tag: u32, value: &[u8]) -> Result<Id, usize> {
        let mut at = self.home(tag);
        loop {
            let slot = self.slots.get(at).copied().unwrap_or_default();
            if slot.id == 0 {
                return Err(at);
            }
            if slot.tag == tag && slice(&self.bytes, &self.values, slot.id) == value {
                return Ok(slot.id);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    fn home(&self, tag: u32) -> usize {
        let bits = self.slots.len().trailing_zeros().min(32);
        (u64::from(tag.wrapping_mul(0x9e37_79b1)) >> (32 - bits)) as usize
    }

    fn grow(&mut self) {
        let before = std::mem::take(&mut self.slots);
        self.slots = vec![Slot::default(); (before.len() * 2).max(64)];
        for slot in before.into_iter().filter(|it| it.id != 0) {
            self.place(slot);
        }
    }

    fn place(&mut self, slot: Slot) {
        let mask = self.slots.len() - 1;
        let mut at = self.home(slot.tag);
        while self.slots.get(at).is_some_and(|it| it.id != 0) {
            at = (at + 1) & mask;
        }
        if let Some(free) = self.slots.get_mut(at) {
            *free = slot;
        }
    }

    /// Counts one more sight of `id`.
    pub fn count(&mut self, id: Id) {
        if let Some(value) = (id as usize).checked_sub(1).and_then(|at| self.values.get_mut(at)) {
            value.seen += 1;
        }
    }

    /// The number of `value`, if it was seen.
    pub fn get(&self, value: &[u8]) -> Option<Id> {
        if value.is_empty() || self.slots.is_empty() {
            return None;
        }
        self.find(tag(value), value).ok()
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

    /// How probable it is that two different records, taken at random, have the same value: one seen once is never in
    /// common. O(values).
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

fn tag(value: &[u8]) -> u32 {
    (hash(value) >> 32) as u32
}

/// A hash that is the same on every machine and in every run.
pub fn hash(value: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(value);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::{Id, Interner, Values};
    use proptest::collection::vec;
    use proptest::prelude::{prop_assert_eq, proptest};
    use std::collections::HashMap;

    #[test]
    fn nothing_is_number_nought() {
        let mut values = Interner::default();
        assert_eq!((values.intern(b""), values.len(), values.is_empty()), (0, 0, true));
        assert_eq!((values.value(0), values.value(7), values.seen(0), values.get(b"")), (&b""[..], &b""[..], 0, None));
    }

    #[test]
    fn chance_is_that_of_two_different_records() {
        let mut values = Interner::default();
        for value in [b"A", b"A", b"A", b"B"] {
            values.intern(value);
        }
        // Of 4 · 3 ordered pairs, 3 · 2 are A and A.
        assert!((values.chance() - 0.5).abs() < 1e-12);
        assert_eq!((values.seen(1), values.seen(2), values.seen(3)), (3, 1, 0));
    }

    proptest! {
        #[test]
        fn a_value_keeps_its_number(values in vec("[a-c]{0,3}", 0..300)) {
            let mut interner = Interner::default();
            let mut together = Values::default();
            values.iter().for_each(|it| together.push(it.as_bytes()));
            let ids = interner.intern_all(&together);
            let mut seen: HashMap<&str, u32> = HashMap::new();
            for (value, id) in values.iter().zip(&ids) {
                prop_assert_eq!(interner.value(*id), value.as_bytes());
                prop_assert_eq!(interner.number(value.as_bytes()), *id);
                *seen.entry(value).or_default() += 1;
            }
            seen.remove("");
            prop_assert_eq!(interner.len(), seen.len());
            for (value, n) in seen {
                prop_assert_eq!(interner.get(value.as_bytes()).map(|it| interner.seen(it)), Some(n));
            }
            prop_assert_eq!(interner.get(b"never"), None);
        }

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
