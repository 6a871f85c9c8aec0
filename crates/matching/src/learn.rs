//! Learning the [`Model`] from the records alone, without labels: expectation maximisation (Dempster, Laird & Rubin 1977; for record
//! linkage Winkler 1988) over the pairs that blocking found, all others being strangers.
//!
//! What two random records agree on is measured, and what is left of it when the pairs of one person and of one household are taken
//! off is chance. What is believed before any record is read holds where there are too few pairs to learn from.
#![expect(clippy::indexing_slicing, reason = "classes, kinds and levels index arrays of just their sizes")]

use crate::compare::{self, ADDRESS, DAY, EMAIL, EXTRA, FAMILY, GIVEN, IBAN, KINDS, LEVELS, PHONE, Pattern, level};
use crate::intern::Interner;
use crate::model::{CHANCE, CLASSES, Model, NAMESAKES, SAME, TWINS, Table, believed, levels_of};
use crate::records::Records;

/// Random pairs that tell what two records agree on.
const SAMPLE: usize = 150_000;
/// Rounds at most.
pub const ROUNDS: usize = 40;
/// Learning ends when no probability moves by more.
const STILL: f64 = 1e-4;
/// What was believed counts as much as this share of a class's pairs, and as this many at least.
const BELIEF: (f64, f64) = (0.002, 20.0);
/// Pairs of twins for a pair of one person, at most: else they would take in strangers of one day.
const TWINS_MOST: f64 = 0.02;
/// Pairs of one name in one family for a pair of one person, at most: else they would take in records without a day.
const NAMESAKES_MOST: f64 = 0.05;

/// What one round expects: how many pairs of each class, and of those how many at each level.
struct Expected {
    levels: [Table; CHANCE],
    pairs: [f64; CHANCE],
}

impl Model {
    /// Learns from how many pairs agree by each pattern. Deterministic: the same for the same counts in the same order.
    /// O(rounds · patterns).
    pub fn learn(records: &Records, counts: &[(Pattern, f64)]) -> Self {
        let random = random(records, EXTRA + records.extra_count().min(KINDS - EXTRA));
        Self::learn_beside(records, counts, random)
    }

    /// Learns anew from other counts of the same records.
    pub fn learn_again(&self, records: &Records, counts: &[(Pattern, f64)]) -> Self {
        Self::learn_beside(records, counts, self.random)
    }

    fn learn_beside(records: &Records, counts: &[(Pattern, f64)], random: Table) -> Self {
        let n = (records.rows.len() as f64).max(2.0);
        let kinds = EXTRA + records.extra_count().min(KINDS - EXTRA);
        let mut model = Self::before(records, n, kinds, random);
        let believed = model.clone();
        for round in 1..=ROUNDS {
            model.refresh();
            let expected = model.expect(counts, kinds);
            let moved = model.maximise(&expected, &believed, kinds, n);
            model.rounds = round;
            if moved < STILL {
                break;
            }
        }
        model.refresh();
        model.bound(n, kinds);
        model
    }

    /// What is believed of `n` records before their pairs are read.
    fn before(records: &Records, n: f64, kinds: usize, random: Table) -> Self {
        let mut model = Self {
            probability: [[[1e-9; LEVELS]; KINDS]; CLASSES],
            share: [0.7 / n, 0.7 / n, 0.01 / n, 0.01 / n, 1.0],
            partners: 0.0,
            rounds: 0,
            random,
            identifiers: [false; KINDS],
            most: [[0.0; LEVELS]; KINDS],
            ln: [[[0.0; LEVELS]; KINDS]; CLASSES],
        };
        for (at, identifier) in records.extra_kinds.iter().take(KINDS - EXTRA).enumerate() {
            model.identifiers[EXTRA + at] = *identifier;
        }
        for class in SAME..CHANCE {
            for kind in 0..kinds {
                for (at, share) in believed(class, kind, model.identifiers[kind]).iter().enumerate() {
                    model.probability[class][kind][at + 1] = *share;
                }
            }
        }
        model.probability[CHANCE] = random;
        model
    }

    fn refresh(&mut self) {
        for (ln, probability) in self.ln.iter_mut().flatten().flatten().zip(self.probability.iter().flatten().flatten())
        {
            *ln = probability.max(1e-12).ln();
        }
        for kind in self.ln.iter_mut().flatten() {
            kind[0] = 0.0;
        }
    }

    fn expect(&self, counts: &[(Pattern, f64)], kinds: usize) -> Expected {
        let mut expected = Expected { levels: [[[0.0; LEVELS]; KINDS]; CHANCE], pairs: [0.0; CHANCE] };
        let share = self.share.map(f64::ln);
        for (pattern, count) in counts {
            let ln: [f64; CLASSES] = std::array::from_fn(|class| {
                share[class] + (0..kinds).map(|kind| self.ln[class][kind][level(*pattern, kind)]).sum::<f64>()
            });
            let most = ln.into_iter().fold(f64::MIN, f64::max);
            let weights = ln.map(|it| (it - most).exp());
            let scale = count / weights.iter().sum::<f64>();
            for ((weight, pairs), levels) in weights.iter().zip(&mut expected.pairs).zip(&mut expected.levels) {
                let weight = weight * scale;
                *pairs += weight;
                for (kind, levels) in levels.iter_mut().enumerate().take(kinds) {
                    levels[level(*pattern, kind)] += weight;
                }
            }
        }
        expected
    }

    /// Takes on what was expected; answers how far a probability moved at most.
    fn maximise(&mut self, expected: &Expected, believed: &Self, kinds: usize, n: f64) -> f64 {
        let all_pairs = n * (n - 1.0) / 2.0;
        let mut moved: f64 = 0.0;
        for class in SAME..CHANCE {
            let most = match class {
                TWINS => self.share[SAME] * TWINS_MOST,
                NAMESAKES => self.share[SAME] * NAMESAKES_MOST,
                _ => 0.2,
            };
            self.share[class] = (expected.pairs[class].max(1e-3) / all_pairs).min(most);
            for kind in (0..kinds).filter(|it| class == SAME || !believed.is_own(*it)) {
                let levels = expected.levels[class][kind];
                let belief = (expected.pairs[class] * BELIEF.0).max(BELIEF.1);
                let total = belief + levels.iter().skip(1).sum::<f64>();
                for (level, pairs) in levels.into_iter().enumerate().skip(1).take(levels_of(kind)) {
                    let next = (pairs + belief * believed.probability[class][kind][level]) / total;
                    moved = moved.max((next - self.probability[class][kind][level]).abs());
                    self.probability[class][kind][level] = next;
                }
            }
        }
        self.share[CHANCE] = 1.0 - self.share.iter().take(CHANCE).sum::<f64>();
        self.partners = self.share[SAME] * n;
        self.leave_to_chance(kinds, all_pairs);
        moved
    }

    /// Two records taken at random may be one person's: in small sets that is most of what they agree on. The rest is chance.
    fn leave_to_chance(&mut self, kinds: usize, all_pairs: f64) {
        for kind in 0..kinds {
            for level in 1..=levels_of(kind) {
                let random = self.random[kind][level];
                let theirs: f64 =
                    (SAME..CHANCE).map(|class| self.share[class] * self.probability[class][kind][level]).sum();
                let left = (random - theirs) / self.share[CHANCE];
                self.probability[CHANCE][kind][level] = left.max(random * 0.01).max(1.0 / all_pairs);
            }
        }
    }

    /// Finds the most that each level can weigh, were the value as rare as can be.
    fn bound(&mut self, n: f64, kinds: usize) {
        for kind in 0..kinds {
            for level in 1..=levels_of(kind) {
                let rarest = match (kind, level) {
                    (GIVEN, compare::given::SWAPPED) => 1.0 / n / n,
                    (GIVEN, compare::given::SAME | compare::given::FIRST)
                    | (FAMILY, compare::family::SAME | compare::family::BIRTH)
                    | (DAY | EMAIL | PHONE | IBAN | EXTRA.., 1) => self.frequency_of(kind, 1, n),
                    (ADDRESS, compare::address::SAME) => 2.0 / n / n.sqrt(),
                    (ADDRESS, compare::address::TOWN) => 0.5 / n,
                    _ => 1.0,
                };
                self.most[kind][level] =
                    self.ln[SAME][kind][level] - self.ln[CHANCE][kind][level].min(rarest.max(1e-12).ln());
            }
        }
    }
}

/// What two records agree on that are taken at random; equality from the values' frequencies, which is exact.
fn random(records: &Records, kinds: usize) -> Table {
    let n = records.rows.len();
    let mut counts = [[0.0_f64; LEVELS]; KINDS];
    let mut state = 0;
    for _ in 0..SAMPLE.min(n * n) {
        let (a, b) = (place(&mut state, n), place(&mut state, n));
        if a != b {
            let pattern = records.compare(a, b);
            for (kind, counts) in counts.iter_mut().enumerate().take(kinds) {
                counts[level(pattern, kind)] += 1.0;
            }
        }
    }
    for (kind, counts) in counts.iter_mut().enumerate().take(kinds) {
        let known: f64 = counts.iter().skip(1).sum();
        for (level, count) in counts.iter_mut().enumerate().skip(1) {
            let floor = if level <= levels_of(kind) { 0.3 } else { 0.0 };
            *count = (*count + floor) / (known + 1.0);
        }
        let exact = match kind {
            FAMILY => Some(records.names.families.chance()),
            EMAIL => Some(records.emails.chance()),
            PHONE => Some(records.phones.chance() * 1.3),
            IBAN => Some(records.ibans.chance()),
            EXTRA.. => records.extra_values.get(kind - EXTRA).map(Interner::chance),
            _ => None,
        };
        if let Some(exact) = exact {
            counts[1] = exact.max(1e-10);
        }
    }
    counts
}

/// The next place below `n` (splitmix64: Steele, Lea & Flood 2014): the same in every run.
fn place(state: &mut u64, n: usize) -> usize {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((u128::from(z ^ (z >> 31)) * n as u128) >> 64) as usize
}
