//! What changed between two waves, and whether one may say so.

use serde::{Deserialize, Serialize};

use crate::estimate::{Estimate, State};
use crate::interval::{self, Interval};
use crate::mean;
use crate::nps::NpsCounts;
use crate::share::ShareCounts;
use crate::special;

/// What may be said of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = EstimateVerdict)]
pub enum Verdict {
    /// Its interval leaves zero out.
    Distinguishable,
    /// Both figures can carry a conclusion, and the difference may be zero.
    NotDistinguishable,
    /// One of the figures is missing, or too wide to tell.
    NotEnough,
}

/// A difference, now minus before, in the figures' unit (points for NPS; shares stay 0..=1).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = EstimateChange)]
pub struct Change {
    /// The difference; null if one of the figures is missing.
    pub value: Option<f64>,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
    /// What may be said of it.
    pub verdict: Verdict,
}

impl Change {
    /// The change from `before` to `after`, two independent figures in the same unit.
    ///
    /// Square-and-add: each side of the interval joins the sides of the two intervals, so that a difference agrees
    /// with the intervals shown beside it, is never degenerate where they are not, and for shares is Newcombe's
    /// method 10. Source: Newcombe, Stat. Med. 17, 1998, 873–890; Zou & Donner, Stat. Med. 27, 2008, 1693–1702.
    pub fn between(before: &Estimate, after: &Estimate) -> Self {
        let none = Self { value: None, low: None, high: None, verdict: Verdict::NotEnough };
        let (Some(old), Some(new)) = (before.value, after.value) else { return none };
        let value = new - old;
        let (Some(old_limits), Some(new_limits)) = (before.interval(), after.interval()) else {
            return Self { value: Some(value), ..none };
        };
        let limits = square_and_add(new, new_limits, old, old_limits);
        let verdict = if !limits.contains(0.0) {
            Verdict::Distinguishable
        } else if [before.state, after.state].iter().all(|it| *it == State::Ok) {
            Verdict::NotDistinguishable
        } else {
            Verdict::NotEnough
        };
        Self { value: Some(value), low: Some(limits.low), high: Some(limits.high), verdict }
    }
}

/// Interval of `a − b` from the intervals of both.
pub fn square_and_add(a: f64, a_limits: Interval, b: f64, b_limits: Interval) -> Interval {
    let low = (a - a_limits.low).hypot(b_limits.high - b);
    let high = (a_limits.high - a).hypot(b - b_limits.low);
    Interval { low: a - b - low, high: a - b + high }
}

/// Difference of two shares, `a − b`, by Newcombe's method 10; `None` if one has no answers.
pub fn shares(a: &ShareCounts, b: &ShareCounts, level: f64) -> Option<(f64, Interval)> {
    let (pa, pb) = (a.share()?, b.share()?);
    Some((pa - pb, square_and_add(pa, a.wilson(level)?, pb, b.wilson(level)?)))
}

/// A test of a difference: z or t, two-sided p. Both `None` where the error is zero: nothing varied, nothing is proven.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// The difference, now minus before, in points.
    pub delta: f64,
    /// Its standard error, in points.
    pub standard_error: f64,
    /// Difference over error.
    pub statistic: Option<f64>,
    /// Probability of one at least as large without a change.
    pub p: Option<f64>,
}

impl Test {
    fn normal(delta: f64, standard_error: f64) -> Self {
        let statistic = (standard_error > 0.0).then(|| delta / standard_error);
        Self { delta, standard_error, statistic, p: statistic.map(|z| 2.0 * special::normal_cdf(-z.abs())) }
    }

    /// Difference ± z × error.
    pub fn interval(&self, level: f64) -> Interval {
        Interval::around(self.delta, interval::z(level) * self.standard_error)
    }
}

/// Two independent waves, plain. Source: R package NPS, nps.test.
pub fn nps_independent(before: &NpsCounts, after: &NpsCounts) -> Option<Test> {
    Some(Test::normal(after.score()? - before.score()?, before.standard_error()?.hypot(after.standard_error()?)))
}

/// Two independent waves, each adjusted (3/4, 3/2, 3/4) first.
pub fn nps_adjusted(before: &NpsCounts, after: &NpsCounts) -> Option<Test> {
    let delta = after.adjusted_centre()? - before.adjusted_centre()?;
    Some(Test::normal(delta, before.adjusted_standard_error()?.hypot(after.adjusted_standard_error()?)))
}

/// The same respondents in both waves, answers as −1, 0, +1: Student's t on their differences, in points.
pub fn nps_paired(before: &[f64], after: &[f64]) -> Option<Test> {
    let differences: Vec<f64> = before.iter().zip(after).map(|(old, new)| 100.0 * (new - old)).collect();
    let n = differences.len() as f64;
    let standard_error = mean::deviation(&differences)? / n.sqrt();
    let test = Test::normal(mean::mean(&differences)?, standard_error);
    Some(Test { p: test.statistic.map(|t| 2.0 * special::student_cdf(-t.abs(), n - 1.0)), ..test })
}

/// Standard error of a change, on the scale of the variances' root, when `overlap` people answered both waves.
/// Source: Kish, Survey Sampling, 1965, §12.4.
pub fn overlap_error(n: [f64; 2], variance: [f64; 2], overlap: f64, correlation: f64) -> f64 {
    let ([n1, n2], [v1, v2]) = (n, variance);
    (v1 / n1 + v2 / n2 - 2.0 * correlation * (v1 * v2).sqrt() * overlap / (n1 * n2)).max(0.0).sqrt()
}

/// McNemar's exact test of a panel: (p, mid-p) from how many improved and how many worsened.
pub fn mcnemar(improved: u64, worsened: u64) -> (f64, f64) {
    let (n, least) = (improved + worsened, improved.min(worsened));
    let tail = special::binomial_cdf(least, n, 0.5);
    let exact = (2.0 * tail).min(1.0);
    (exact, (2.0 * tail - special::binomial_pmf(least, n, 0.5)).min(1.0))
}

/// The change in points that `n` answers per wave detect with probability `power`, at two-sided level `alpha`.
pub fn detectable(n: f64, variance: f64, alpha: f64, power: f64) -> f64 {
    let critical = special::normal_quantile(1.0 - alpha / 2.0) + special::normal_quantile(power);
    100.0 * critical * (2.0 * variance / n).sqrt()
}

/// Half width, in points, of an interval that stays valid however often one looks: for pages read all day.
///
/// For answers of −1..=1, `sigma` = 1. Source: Howard, Ramdas, McAuliffe, Sekhon, Annals of Statistics 49, 2021.
pub fn always_valid_half_width(n: f64, rho: f64, alpha: f64, sigma: f64) -> f64 {
    let spread = (n + 1.0 / (rho * rho)) * ((n * rho * rho + 1.0) / (alpha * alpha)).ln();
    100.0 * sigma / n * spread.sqrt()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn nps(promoters: u64, passives: u64, detractors: u64) -> Estimate {
        Estimate::nps(&NpsCounts { promoters, passives, detractors }, 15.0)
    }

    #[test]
    fn eight_points_between_two_waves_of_350_are_not_distinguishable() {
        // stats_vectors change_nps_independent_350_vs_340: p = .14.
        let change = Change::between(&nps(180, 110, 60), &nps(195, 95, 50));
        assert_eq!(change.verdict, Verdict::NotDistinguishable);
        assert!((change.value.unwrap() - 8.361_344_538).abs() < 1e-6);
        assert!(change.low.unwrap() < 0.0 && change.high.unwrap() > 0.0);
    }

    #[test]
    fn a_dozen_answers_are_not_enough_and_a_landslide_is_distinguishable() {
        assert_eq!(Change::between(&nps(7, 3, 2), &nps(6, 5, 4)).verdict, Verdict::NotEnough);
        assert_eq!(Change::between(&nps(0, 0, 0), &nps(6, 5, 4)).verdict, Verdict::NotEnough);
        assert_eq!(Change::between(&nps(300, 20, 20), &nps(20, 20, 300)).verdict, Verdict::Distinguishable);
    }

    #[test]
    fn three_promoters_twice_prove_nothing() {
        let change = Change::between(&nps(3, 0, 0), &nps(3, 0, 0));
        assert_eq!((change.value, change.verdict), (Some(0.0), Verdict::NotEnough));
        assert!(change.low.unwrap() < -10.0, "the interval is not degenerate");
    }

    proptest! {
        #[test]
        fn a_change_turned_round_is_mirrored(a in 0_u64..200, b in 1_u64..200, c in 0_u64..200, d in 1_u64..200) {
            let (x, y) = (nps(a, 7, b), nps(c, 9, d));
            let (there, back) = (Change::between(&x, &y), Change::between(&y, &x));
            prop_assert_eq!(there.verdict, back.verdict);
            prop_assert!((there.low.unwrap() + back.high.unwrap()).abs() < 1e-9);
        }
    }
}
