//! Shares: satisfied out of answered, in time out of due, answered out of invited.

use serde::{Deserialize, Serialize};

use crate::interval::{self, Interval};
use crate::special;

/// `hits` out of `n`, `hits <= n`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareCounts {
    /// How many are so.
    pub hits: u64,
    /// Of how many.
    pub n: u64,
}

impl ShareCounts {
    /// `hits` of `n`; hits beyond `n` are cut to `n`.
    pub fn new(hits: u64, n: u64) -> Self {
        Self { hits: hits.min(n), n }
    }

    /// How many of `scores` reach `least`: CSAT counts 4 and 5 of 1..=5. O(n).
    pub fn at_least(scores: impl IntoIterator<Item = u8>, least: u8) -> Self {
        Self::at_least_counted(scores.into_iter().map(|it| (it, 1)), least)
    }

    /// The same of scores that come with how often each was given.
    pub fn at_least_counted(scores: impl IntoIterator<Item = (u8, u64)>, least: u8) -> Self {
        scores.into_iter().fold(Self::default(), |it, (score, n)| Self {
            hits: it.hits + if score >= least { n } else { 0 },
            n: it.n + n,
        })
    }

    /// The share, 0..=1; `None` of none.
    pub fn share(&self) -> Option<f64> {
        (self.n > 0).then(|| self.hits as f64 / self.n as f64)
    }

    /// The default: Wilson's score interval.
    /// Source: Wilson, JASA 22, 1927, 209; recommended by Brown, Cai, DasGupta, Stat. Sci. 16, 2001, 101.
    pub fn wilson(&self, level: f64) -> Option<Interval> {
        let (p, n, z) = (self.share()?, self.n as f64, interval::z(level));
        let centre = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
        let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt() / (1.0 + z * z / n);
        let limits = Interval::around(centre, half).clipped(0.0, 1.0);
        // The formula's exact ends, which rounding would miss by 1e-17.
        Some(Interval {
            low: if self.hits == 0 { 0.0 } else { limits.low },
            high: if self.hits == self.n { 1.0 } else { limits.high },
        })
    }

    /// Wald after adding z²/2 hits and z²/2 misses. Source: Agresti & Coull, Am. Stat. 52, 1998, 119.
    pub fn agresti_coull(&self, level: f64) -> Option<Interval> {
        self.share()?;
        let z = interval::z(level);
        let n = self.n as f64 + z * z;
        let p = (self.hits as f64 + z * z / 2.0) / n;
        Some(Interval::around(p, z * (p * (1.0 - p) / n).sqrt()).clipped(0.0, 1.0))
    }

    /// The exact interval, never below its level and often far above. Source: Clopper & Pearson, Biometrika 26, 1934.
    pub fn clopper_pearson(&self, level: f64) -> Option<Interval> {
        self.share()?;
        let (k, n, tail) = (self.hits as f64, self.n as f64, (1.0 - level) / 2.0);
        let low = if self.hits == 0 { 0.0 } else { special::beta_quantile(tail, k, n - k + 1.0) };
        let high = if self.hits == self.n { 1.0 } else { special::beta_quantile(1.0 - tail, k + 1.0, n - k) };
        Some(Interval { low, high })
    }

    /// Equal tails of the posterior with Jeffreys' prior.
    pub fn jeffreys(&self, level: f64) -> Option<Interval> {
        self.share()?;
        let (a, b, tail) = (self.hits as f64 + 0.5, (self.n - self.hits) as f64 + 0.5, (1.0 - level) / 2.0);
        Some(Interval { low: special::beta_quantile(tail, a, b), high: special::beta_quantile(1.0 - tail, a, b) })
    }

    /// Share ± z × standard error, kept within 0..=1. Degenerate at 0 and 1: do not show it alone.
    pub fn wald(&self, level: f64) -> Option<Interval> {
        let p = self.share()?;
        Some(Interval::around(p, interval::z(level) * (p * (1.0 - p) / self.n as f64).sqrt()).clipped(0.0, 1.0))
    }
}

/// Intervals that hold together for each share of `counts`, 0..=1; empty if nothing was counted.
/// Source: Goodman, Technometrics 7, 1965, 247–254.
pub fn goodman(counts: &[u64], level: f64) -> Vec<Interval> {
    let n: u64 = counts.iter().sum();
    if n == 0 {
        return Vec::new();
    }
    // Chi-square with one degree of freedom, its tail shared out among the counts.
    let critical = special::normal_quantile(1.0 - (1.0 - level) / (2.0 * counts.len() as f64)).powi(2);
    let n = n as f64;
    let limits = |count: &u64| {
        let k = *count as f64;
        let half = (critical * (critical + 4.0 * k * (n - k) / n)).sqrt();
        Interval::around((critical + 2.0 * k) / (2.0 * (n + critical)), half / (2.0 * (n + critical)))
    };
    counts.iter().map(limits).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn wilson_holds_the_share_and_stays_in_range(hits in 0_u64..500, misses in 0_u64..500) {
            prop_assume!(hits + misses > 0);
            let counts = ShareCounts::new(hits, hits + misses);
            let (share, limits) = (counts.share().unwrap(), counts.wilson(0.95).unwrap());
            prop_assert!(0.0 <= limits.low && limits.low <= share && share <= limits.high && limits.high <= 1.0);
            prop_assert!(limits.low < limits.high, "never degenerate");
        }
    }
}
