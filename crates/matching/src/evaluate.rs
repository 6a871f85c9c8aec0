//! A clustering beside the truth.

use rustc_hash::FxHashMap;

/// Pairwise and B-cubed precision, recall and F1.
#[derive(Debug, Clone, Copy)]
pub struct Figures {
    /// Of pairs said to be one person, the share that are.
    pub precision: f64,
    /// Of pairs that are one person, the share found.
    pub recall: f64,
    /// Harmonic mean.
    pub f1: f64,
    /// B-cubed (Bagga & Baldwin 1998) precision, recall, F1.
    pub bcubed: [f64; 3],
    /// Wrong pairs within one household.
    pub household_wrong: u64,
    /// Wrong pairs beyond.
    pub other_wrong: u64,
}

/// Figures of `found` against `truth`, households apart if they are told (a person is of one). O(n).
pub fn figures(found: &[u32], truth: &[u32], households: &[u32]) -> Figures {
    let count = |keys: &mut dyn Iterator<Item = (u32, u32)>| {
        let mut counts: FxHashMap<(u32, u32), u64> = FxHashMap::default();
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
        counts
    };
    let pairs = |counts: &FxHashMap<(u32, u32), u64>| counts.values().map(|it| it * (it - 1) / 2).sum::<u64>();
    let both = count(&mut found.iter().copied().zip(truth.iter().copied()));
    let said = count(&mut found.iter().map(|it| (*it, 0)));
    let real = count(&mut truth.iter().map(|it| (*it, 0)));
    let (tp, p, t) = (pairs(&both), pairs(&said), pairs(&real));
    let n = found.len() as f64;
    let mean = |sizes: &FxHashMap<(u32, u32), u64>, by: fn(&(u32, u32)) -> u32| {
        both.iter()
            .map(|(key, n)| (*n as f64).powi(2) / sizes.get(&(by(key), 0)).copied().unwrap_or(1) as f64)
            .sum::<f64>()
            / n
    };
    let (bp, br) = (mean(&said, |it| it.0), mean(&real, |it| it.1));
    let in_house = if households.is_empty() {
        0
    } else {
        pairs(&count(&mut found.iter().copied().zip(households.iter().copied()))) - tp
    };
    let ratio = |a: u64, b: u64| if b == 0 { 1.0 } else { a as f64 / b as f64 };
    let f1 = |p: f64, r: f64| if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) };
    let (precision, recall) = (ratio(tp, p), ratio(tp, t));
    Figures {
        precision,
        recall,
        f1: f1(precision, recall),
        bcubed: [bp, br, f1(bp, br)],
        household_wrong: in_house,
        other_wrong: p - tp - in_house,
    }
}

#[cfg(test)]
mod tests {
    use super::figures;

    /// Said {a b} {c d e}, true {a b c} {d e}: 2 of 4 pairs said are right, 2 of 4 true ones found. B-cubed precision is
    /// (1 + 1 + 1/3 + 2/3 + 2/3) / 5 = 11/15, recall (2/3 + 2/3 + 1/3 + 1 + 1) / 5 = 11/15.
    #[test]
    fn figures_are_as_counted_by_hand() {
        let found = figures(&[0, 0, 1, 1, 1], &[7, 7, 7, 8, 8], &[3, 3, 3, 4, 4]);
        assert_eq!((found.precision, found.recall, found.f1), (0.5, 0.5, 0.5));
        assert!(found.bcubed.iter().all(|it| (it - 11.0 / 15.0).abs() < 1e-12), "{found:?}");
        assert_eq!((found.household_wrong, found.other_wrong), (0, 2));
        let together = figures(&[0, 0, 1, 1, 1], &[7, 7, 7, 8, 8], &[3; 5]);
        assert_eq!((together.household_wrong, together.other_wrong), (2, 0));
    }
}
