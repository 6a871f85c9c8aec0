//! How much each agreement weighs: Fellegi–Sunter (1969) with five kinds of pairs.
//!
//! Two records are of one person; of two of one household (who share name, address, phone, account); of twins; of two of one name in
//! one family; or of strangers. How each is learned is in [`crate::learn`], what an agreement then weighs in [`crate::weigh`].
#![expect(clippy::indexing_slicing, reason = "classes, kinds and levels index arrays of just their sizes")]

use crate::compare::{ADDRESS, DAY, EMAIL, FAMILY, GIVEN, IBAN, KINDS, LEVELS, PHONE, SEX};
use crate::weigh::Ratios;

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

/// A number for each level of each kind.
pub type Table = [[f64; LEVELS]; KINDS];

/// Probabilities of each level, by class and kind; and how frequent each class is among all pairs.
#[derive(Debug, Clone)]
pub struct Model {
    /// `probability[class][kind][level]`, 0..=1; level 0 is not used.
    pub probability: [Table; CLASSES],
    /// Share of all pairs that are of the class, 0..=1.
    pub share: [f64; CLASSES],
    /// How many other records of its person a record has, on average.
    pub partners: f64,
    /// Rounds that learning took.
    pub rounds: usize,
    /// What two records taken at random agree on, whoever they are.
    pub(crate) random: Table,
    /// Which kinds are identifiers.
    pub(crate) identifiers: [bool; KINDS],
    /// The most that a level can weigh.
    pub(crate) most: Table,
    pub(crate) ln: [Table; CLASSES],
}

impl Model {
    /// Whether evidence of `kind` is a person's own: kin do not share it, so that what kin agree on is not learned but known.
    pub fn is_own(&self, kind: usize) -> bool {
        matches!(kind, GIVEN | SEX | DAY) || self.identifiers.get(kind).copied().unwrap_or(false)
    }

    /// Natural logarithm of the probability of `level` of `kind` in `class`.
    pub fn ln(&self, class: usize, kind: usize, level: usize) -> f64 {
        self.ln[class][kind][level]
    }

    /// What a level tells when the value on which records agree is as frequent as most.
    pub(crate) fn plain_ratios(&self, kind: usize, level: usize) -> Ratios {
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

/// Levels of a kind that are given to it, at most.
pub(crate) fn levels_of(kind: usize) -> usize {
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
pub(crate) fn believed(class: usize, kind: usize, identifier: bool) -> &'static [f64] {
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
