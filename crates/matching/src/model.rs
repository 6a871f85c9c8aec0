//! How much each agreement weighs: Fellegi–Sunter with three kinds of pairs, learned from the records alone.
//!
//! Two records are of one person, of two persons of one household (who share name, address, phone, account), or of two
//! strangers. What strangers agree on by chance is sampled; what the other two agree on is learned by expectation
//! maximisation over the pairs that blocking found, all other pairs being strangers.

use crate::compare::{self, ADDRESS, DAY, EMAIL, EXTRA, FAMILY, GIVEN, IBAN, KINDS, LEVELS, PHONE, Pattern, SEX, level};
use crate::records::Records;

/// One person; two of one household; twins; two of one name in one family; strangers.
pub const CLASSES: usize = 5;
/// Index of "one person".
pub const SAME: usize = 0;
/// Index of "one household".
pub const HOUSE: usize = 1;
/// Index of "twins".
pub const TWINS: usize = 2;
/// Index of "one name in one family": father and son.
pub const NAMESAKES: usize = 3;
/// Index of "strangers".
pub const CHANCE: usize = 4;
/// The classes that share a family's evidence.
const KIN: [usize; 3] = [HOUSE, TWINS, NAMESAKES];

/// Probabilities of each level, by class and kind; and how frequent each class is among all pairs.
#[derive(Debug, Clone)]
pub struct Model {
    /// `probability[class][kind][level]`; level 0 is not used.
    pub probability: [[[f64; LEVELS]; KINDS]; CLASSES],
    /// Share of all pairs that are of the class.
    pub share: [f64; CLASSES],
    /// Rounds that learning took.
    pub rounds: usize,
    identifiers: [bool; KINDS],
    /// What two random records agree on, whoever they are.
    random: [[f64; LEVELS]; KINDS],
    /// How many other records of its person a record has, on average.
    pub partners: f64,
    most: [[f64; LEVELS]; KINDS],
    ln: [[[f64; LEVELS]; KINDS]; CLASSES],
}

/// Levels of a kind that are given to it, at most.
fn levels_of(kind: usize) -> usize {
    match kind {
        GIVEN => 9,
        FAMILY | DAY => 6,
        SEX => 2,
        ADDRESS => 5,
        PHONE => 3,
        _ => 4,
    }
}

/// What is believed before any record is read, as shares of the levels 1….
fn believed(class: usize, kind: usize, identifier: bool) -> &'static [f64] {
    match (class, kind) {
        (SAME, GIVEN) => &[0.75, 0.10, 0.005, 0.03, 0.01, 0.06, 0.01, 0.025, 0.02],
        (SAME, FAMILY) => &[0.85, 0.04, 0.03, 0.05, 0.01, 0.02],
        (SAME, SEX) => &[0.99, 0.01],
        (SAME, DAY) => &[0.93, 0.01, 0.03, 0.015, 0.005, 0.01],
        (SAME, EMAIL) => &[0.6, 0.02, 0.08, 0.3],
        (SAME, PHONE) => &[0.65, 0.02, 0.33],
        (SAME, ADDRESS) => &[0.6, 0.12, 0.08, 0.1, 0.1],
        (SAME, IBAN) => &[0.7, 0.01, 0.01, 0.28],
        (SAME, _) if identifier => &[0.85, 0.06, 0.03, 0.06],
        (SAME, _) => &[0.6, 0.05, 0.05, 0.3],
        (HOUSE, GIVEN) => &[0.002, 0.002, 0.001, 0.004, 0.003, 0.005, 0.008, 0.975, 0.0001],
        (TWINS, GIVEN) => &[0.002, 0.002, 0.01, 0.02, 0.005, 0.06, 0.10, 0.80, 0.0001],
        (NAMESAKES, GIVEN) => &[0.85, 0.1, 0.03, 0.01, 0.001, 0.005, 0.001, 0.003, 0.0001],
        (TWINS | NAMESAKES, FAMILY) => &[0.9, 0.01, 0.06, 0.02, 0.002, 0.008],
        (HOUSE, FAMILY) => &[0.65, 0.04, 0.05, 0.02, 0.01, 0.23],
        (HOUSE, SEX) => &[0.3, 0.7],
        (TWINS, SEX) => &[0.5, 0.5],
        (NAMESAKES, SEX) => &[0.995, 0.005],
        (HOUSE, DAY) => &[0.0003, 0.0001, 0.006, 0.01, 0.08, 0.9036],
        (TWINS, DAY) => &[0.975, 0.002, 0.014, 0.004, 0.001, 0.004],
        (NAMESAKES, DAY) => &[0.0001, 0.0001, 0.003, 0.01, 0.001, 0.9858],
        (HOUSE | TWINS | NAMESAKES, EMAIL) => &[0.05, 0.005, 0.015, 0.93],
        (HOUSE | TWINS | NAMESAKES, PHONE) => &[0.15, 0.01, 0.84],
        (HOUSE | TWINS | NAMESAKES, ADDRESS) => &[0.65, 0.12, 0.08, 0.07, 0.08],
        (HOUSE | TWINS | NAMESAKES, IBAN) => &[0.3, 0.01, 0.01, 0.68],
        (HOUSE | TWINS | NAMESAKES, _) if identifier => &[0.001, 0.002, 0.007, 0.99],
        (HOUSE | TWINS | NAMESAKES, _) => &[0.3, 0.02, 0.03, 0.65],
        _ => &[],
    }
}

/// Random pairs that tell what strangers agree on.
const SAMPLE: usize = 150_000;
const ROUNDS: usize = 40;

impl Model {
    /// Learns from the patterns of `pairs`. Deterministic. `trace` is told each round's shares.
    pub fn learn(records: &Records, counts: &[(Pattern, f64)]) -> Self {
        let n = records.rows.len() as f64;
        let all_pairs = (n * (n - 1.0) / 2.0).max(1.0);
        let kinds = EXTRA + records.extra_count().min(KINDS - EXTRA);
        let mut model = Self {
            probability: [[[1e-9; LEVELS]; KINDS]; CLASSES],
            share: [0.7 / n, 0.7 / n, 0.01 / n, 0.01 / n, 1.0],
            rounds: 0,
            identifiers: [false; KINDS],
            random: [[0.0; LEVELS]; KINDS],
            partners: 0.0,
            most: [[0.0; LEVELS]; KINDS],
            ln: [[[0.0; LEVELS]; KINDS]; CLASSES],
        };
        for (at, identifier) in records.extra_kinds.iter().take(KINDS - EXTRA).enumerate() {
            model.identifiers[EXTRA + at] = *identifier;
        }
        for class in SAME..CHANCE {
            for kind in 0..kinds {
                let identifier = kind >= EXTRA && records.extra_kinds[kind - EXTRA];
                for (at, share) in believed(class, kind, identifier).iter().enumerate() {
                    model.probability[class][kind][at + 1] = *share;
                }
            }
        }
        model.random = chance(records, kinds);
        model.probability[CHANCE] = model.random;
        let start = model.clone();
        for round in 0..ROUNDS {
            model.refresh();
            let moved = model.round(counts, &start, kinds, all_pairs);
            model.rounds = round + 1;
            if moved < 1e-4 {
                break;
            }
        }
        model.refresh();
        let n = records.rows.len() as f64;
        for kind in 0..kinds {
            for level in 1..=levels_of(kind) {
                let rarest = match (kind, level) {
                    (GIVEN, compare::given::SWAPPED) => 1.0 / n / n,
                    (GIVEN, 1..=2) | (FAMILY, 1..=2) | (DAY | EMAIL | PHONE | IBAN | EXTRA.., 1) => model.frequency_of(kind, 1, n),
                    (ADDRESS, 1) => 2.0 / n / n.sqrt(),
                    (ADDRESS, compare::address::TOWN) => 0.5 / n,
                    _ => 1.0,
                };
                let ln = model.ln[SAME][kind][level];
                model.most[kind][level] = ln - model.ln[CHANCE][kind][level].min(rarest.max(1e-12).ln());
            }
        }
        model
    }

    /// Whether evidence of `kind` is a person's own: kin do not share it, so that what kin agree on is not learned but known.
    fn is_own(&self, kind: usize) -> bool {
        matches!(kind, GIVEN | SEX | DAY) || self.identifiers.get(kind).copied().unwrap_or(false)
    }

    fn refresh(&mut self) {
        for class in 0..CLASSES {
            for kind in 0..KINDS {
                for level in 1..LEVELS {
                    self.ln[class][kind][level] = self.probability[class][kind][level].max(1e-12).ln();
                }
            }
        }
    }

    /// One round of expectation and maximisation; answers how far probabilities moved at most.
    fn round(&mut self, counts: &[(Pattern, f64)], start: &Self, kinds: usize, all_pairs: f64) -> f64 {
        let mut sums = [[[0.0; LEVELS]; KINDS]; CHANCE];
        let mut totals = [0.0; CHANCE];
        for (pattern, count) in counts {
            let mut ln = [0.0; CLASSES];
            for (class, ln) in ln.iter_mut().enumerate() {
                *ln = self.share[class].ln() + (0..kinds).map(|kind| self.ln[class][kind][level(*pattern, kind)]).sum::<f64>();
            }
            let most = ln.iter().copied().fold(f64::MIN, f64::max);
            let weights = ln.map(|it| (it - most).exp());
            let sum: f64 = weights.iter().sum();
            for class in SAME..CHANCE {
                let weight = weights[class] / sum * count;
                totals[class] += weight;
                for kind in 0..kinds {
                    sums[class][kind][level(*pattern, kind)] += weight;
                }
            }
        }
        let mut moved: f64 = 0.0;
        for class in SAME..CHANCE {
            self.share[class] = totals[class].max(1e-3) / all_pairs;
            let most = match class { TWINS => 0.02, NAMESAKES => 0.05, _ => f64::MAX };
            self.share[class] = self.share[class].min(self.share[SAME] * most);
            for kind in 0..kinds {
                if class != SAME && start.is_own(kind) {
                    continue;
                }
                let known: f64 = sums[class][kind].iter().skip(1).sum();
                // What was believed counts as much as this many pairs.
                let belief = (totals[class] * 0.002).max(20.0);
                for level in 1..=levels_of(kind) {
                    let next = (sums[class][kind][level] + belief * start.probability[class][kind][level]) / (known + belief);
                    moved = moved.max((next - self.probability[class][kind][level]).abs());
                    self.probability[class][kind][level] = next;
                }
            }
        }
        let known: f64 = self.share.iter().take(CHANCE).sum();
        self.share[CHANCE] = 1.0 - known;
        self.partners = self.share[SAME] * (2.0 * all_pairs).sqrt();
        for kind in 0..kinds {
            for level in 1..=levels_of(kind) {
                let theirs: f64 = (SAME..CHANCE).map(|class| self.share[class] * self.probability[class][kind][level]).sum();
                let random = self.random[kind][level];
                // Two records taken at random may be one person's: in small sets that is most of what they agree on.
                self.probability[CHANCE][kind][level] = ((random - theirs) / self.share[CHANCE]).max(random * 0.01).max(1.0 / all_pairs);
            }
        }
        moved
    }

    /// Logarithm of the probability of `level` of `kind` in `class`.
    pub fn ln(&self, class: usize, kind: usize, level: usize) -> f64 {
        self.ln[class][kind][level]
    }

    /// What a level tells when the value on which records agree is as frequent as most.
    pub(crate) fn plain_ratios(&self, kind: usize, level: usize) -> crate::weigh::Ratios {
        std::array::from_fn(|class| self.ln[class][kind][level] - self.ln[CHANCE][kind][level])
    }

    /// How probable equality of `kind` is for strangers, and for two records taken at random.
    pub(crate) fn chance_same(&self, kind: usize) -> (f64, f64) {
        (self.probability[CHANCE][kind][1], self.random[kind][1])
    }

    /// The most that agreement at `level` of `kind` can weigh for one person against chance.
    pub(crate) fn most(&self, kind: usize, level: usize) -> f64 {
        self.most[kind][level]
    }
}

/// What strangers agree on, from random pairs; equality from the values' frequencies, which is exact.
fn chance(records: &Records, kinds: usize) -> [[f64; LEVELS]; KINDS] {
    let n = records.rows.len();
    let mut counts = [[0.0_f64; LEVELS]; KINDS];
    let mut state = 0x1234_5678_9abc_def1_u64;
    let mut random = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((u128::from(z ^ (z >> 31)) * n as u128) >> 64) as usize
    };
    for _ in 0..SAMPLE.min(n * n) {
        let (a, b) = (random(), random());
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
            FAMILY => Some(records.families.chance()),
            EMAIL => Some(records.emails.chance()),
            PHONE => Some(records.phones.chance() * 1.3),
            IBAN => Some(records.ibans.chance()),
            EXTRA.. => records.extra_values.get(kind - EXTRA).map(crate::intern::Interner::chance),
            _ => None,
        };
        if let Some(exact) = exact {
            counts[1] = exact.max(1e-10);
        }
    }
    counts
}
