//! The Net Promoter Score and its intervals.
//!
//! Per answer the score is +1 (9–10), 0 (7–8) or −1 (0–6); NPS is its mean in points. Answers only: a skipped
//! question is not a respondent, and no answers is no score.

use serde::{Deserialize, Serialize};

use crate::interval::{self, Interval};
use crate::special;

/// How many said 9–10, 7–8 and 0–6.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NpsCounts {
    /// Answers 9–10.
    pub promoters: u64,
    /// Answers 7–8.
    pub passives: u64,
    /// Answers 0–6.
    pub detractors: u64,
}

/// What one answer makes of the person.
/// Source: Reichheld, "The One Number You Need to Grow", HBR, December 2003.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// 9–10.
    Promoter,
    /// 7–8.
    Passive,
    /// 0–6.
    Detractor,
}

/// The class of `score`, 0..=10; larger numbers are no score.
pub fn class(score: u8) -> Option<Class> {
    match score {
        0..=6 => Some(Class::Detractor),
        7..=8 => Some(Class::Passive),
        9..=10 => Some(Class::Promoter),
        _ => None,
    }
}

/// How near the variance of the score statistic may come to zero before it counts as zero.
const VARIANCE_ZERO: f64 = 1e-15;

impl NpsCounts {
    /// Counts `scores`, each 0..=10; others are left out. O(n).
    pub fn of(scores: impl IntoIterator<Item = u8>) -> Self {
        Self::of_counted(scores.into_iter().map(|it| (it, 1)))
    }

    /// Counts scores that come with how often each was given.
    pub fn of_counted(scores: impl IntoIterator<Item = (u8, u64)>) -> Self {
        let mut counts = Self::default();
        for (score, n) in scores {
            match class(score) {
                Some(Class::Promoter) => counts.promoters += n,
                Some(Class::Passive) => counts.passives += n,
                Some(Class::Detractor) => counts.detractors += n,
                None => {}
            }
        }
        counts
    }

    /// How many answered.
    pub fn n(&self) -> u64 {
        self.promoters + self.passives + self.detractors
    }

    /// The score in points, −100.0..=100.0; `None` without answers: no answers is not zero.
    pub fn score(&self) -> Option<f64> {
        self.shares().map(|it| 100.0 * it.score)
    }

    /// Variance of one answer on the scale −1..=1: p + d − (p − d)².
    pub fn variance(&self) -> Option<f64> {
        self.shares().map(|it| it.variance())
    }

    /// Standard error of the score, in points.
    pub fn standard_error(&self) -> Option<f64> {
        self.shares().map(|it| 100.0 * it.standard_error())
    }

    /// Score ± z × standard error, in points. Degenerate where all answers are alike: do not show it alone.
    pub fn wald(&self, level: f64) -> Option<Interval> {
        let shares = self.shares()?;
        Some(Interval::around(shares.score, interval::z(level) * shares.standard_error()).scaled(100.0))
    }

    /// The interval that is shown: [`Self::adjusted_wald`], widened to the score where it would leave it out.
    ///
    /// The added answers draw the middle to 0, so far that one promoter alone gets −48.5..98.5 at 95 %. Yet no test
    /// rejects a true +100 on praise alone: there the limit is the score, as Wilson's and Tango's are at their ends.
    /// At 95 % that moves a limit at n = 1 only; and as it only widens, coverage cannot fall. `None` without answers.
    pub fn interval(&self, level: f64) -> Option<Interval> {
        Some(self.adjusted_wald(level)?.reaching(self.score()?))
    }

    /// Wald after adding 3/4, 3/2, 3/4 of an answer, kept within ±100.
    ///
    /// Covers 94 to 95 % from n = 5 on, where plain Wald covers 77 to 89 %. `None` without answers, although the
    /// formula alone would return something. Source: Rocks, "Interval Estimation for the Net Promoter Score",
    /// The American Statistician 70(4), 2016, 365–372.
    pub fn adjusted_wald(&self, level: f64) -> Option<Interval> {
        let shares = self.adjusted()?;
        let limits = Interval::around(shares.score, interval::z(level) * shares.standard_error());
        Some(limits.clipped(-1.0, 1.0).scaled(100.0))
    }

    /// The middle of [`Self::adjusted_wald`] before clipping, in points.
    pub fn adjusted_centre(&self) -> Option<f64> {
        self.adjusted().map(|it| 100.0 * it.score)
    }

    /// Standard error of the adjusted score, in points.
    pub fn adjusted_standard_error(&self) -> Option<f64> {
        self.adjusted().map(|it| 100.0 * it.standard_error())
    }

    /// Score interval: the differences Δ that the score test does not reject, in points.
    ///
    /// The same algebra as a paired difference of proportions. `None` without answers.
    /// Source: Tango, Statistics in Medicine 17, 1998, 891–908; Rocks 2016 ("iterative").
    pub fn score_interval(&self, level: f64) -> Option<Interval> {
        let shares = self.shares()?;
        let z = interval::z(level);
        let low = if shares.score <= -1.0 {
            -1.0
        } else {
            special::root(-1.0 + 1e-12, shares.score, |delta| z - shares.score_statistic(delta))
        };
        let high = if shares.score >= 1.0 {
            1.0
        } else {
            special::root(shares.score, 1.0 - 1e-12, |delta| -z - shares.score_statistic(delta))
        };
        Some(Interval { low, high }.scaled(100.0))
    }

    /// Mean of +1, 0, −1 with the n−1 variance and Student's t, in points; `None` below two answers.
    pub fn student(&self, level: f64) -> Option<Interval> {
        let shares = self.shares()?;
        if shares.n < 2.0 {
            return None;
        }
        let t = special::student_quantile(0.5 + level / 2.0, shares.n - 1.0);
        let error = (shares.variance() / (shares.n - 1.0)).sqrt();
        Some(Interval::around(shares.score, t * error).scaled(100.0))
    }

    /// Interval that holds together with those of all other contrasts of the three shares, in points.
    /// Source: Gold, Ann. Math. Stat. 34, 1963, 56–74. Chi-square with 2 degrees of freedom is −2 ln α.
    pub fn simultaneous(&self, level: f64) -> Option<Interval> {
        let shares = self.shares()?;
        let critical = (-2.0 * (1.0 - level).ln()).sqrt();
        Some(Interval::around(shares.score, critical * shares.standard_error()).scaled(100.0))
    }

    /// The exact percentile bootstrap: its interval, mean and standard error, in points.
    ///
    /// Sums over all resamples, so no seed; O(n²). Source: Efron & Tibshirani, 1993, ch. 13.
    pub fn bootstrap(&self, level: f64) -> Option<(Interval, f64, f64)> {
        let shares = self.shares()?;
        let n = self.n();
        let weights = resamples(n, [shares.promoters, 1.0 - shares.promoters - shares.detractors, shares.detractors]);
        let points = |place: usize| (place as f64 - n as f64) / n as f64 * 100.0;
        let mean: f64 = weights.iter().enumerate().map(|(place, it)| it * points(place)).sum();
        let variance: f64 = weights.iter().enumerate().map(|(place, it)| it * (points(place) - mean).powi(2)).sum();
        let at = |share: f64| {
            let mut sum = 0.0;
            let place = weights.iter().position(|it| {
                sum += it;
                sum >= share - 1e-15
            });
            points(place.unwrap_or(weights.len() - 1))
        };
        let tail = (1.0 - level) / 2.0;
        Some((Interval { low: at(tail), high: at(1.0 - tail) }, mean, variance.sqrt()))
    }

    /// Posterior mean and standard deviation in points, with a Dirichlet `prior` for promoters, passives, detractors.
    pub fn posterior(&self, prior: [f64; 3]) -> (f64, f64) {
        let [promoters, passives, detractors] = prior;
        let total = self.n() as f64 + promoters + passives + detractors;
        let p = (self.promoters as f64 + promoters) / total;
        let d = (self.detractors as f64 + detractors) / total;
        let score = p - d;
        (100.0 * score, 100.0 * ((p + d - score * score) / (total + 1.0)).sqrt())
    }

    fn shares(&self) -> Option<Shares> {
        Shares::new(self.promoters as f64, self.detractors as f64, self.n() as f64)
    }

    fn adjusted(&self) -> Option<Shares> {
        if self.n() == 0 {
            return None;
        }
        Shares::new(self.promoters as f64 + 0.75, self.detractors as f64 + 0.75, self.n() as f64 + 3.0)
    }
}

/// How often an interval of `method` holds the truth, for `n` answers and true shares of promoters, passives,
/// detractors. Exact, by summing over all samples; O(n²).
pub fn coverage(n: u64, truth: [f64; 3], method: impl Fn(&NpsCounts) -> Option<Interval>) -> f64 {
    let [p, _, d] = truth;
    let mut covered = 0.0;
    for promoters in 0..=n {
        for passives in 0..=n - promoters {
            let counts = NpsCounts { promoters, passives, detractors: n - promoters - passives };
            if method(&counts).is_some_and(|it| it.contains(100.0 * (p - d))) {
                covered += trinomial(&counts, truth);
            }
        }
    }
    covered
}

/// Probability of each sum of n answers of −1, 0, +1: place k stands for k − n.
fn resamples(n: u64, shares: [f64; 3]) -> Vec<f64> {
    let mut weights = vec![0.0; 2 * n as usize + 1];
    for promoters in 0..=n {
        for passives in 0..=n - promoters {
            let counts = NpsCounts { promoters, passives, detractors: n - promoters - passives };
            if let Some(weight) = weights.get_mut((n + promoters - counts.detractors) as usize) {
                *weight += trinomial(&counts, shares);
            }
        }
    }
    weights
}

fn trinomial(counts: &NpsCounts, [p, q, d]: [f64; 3]) -> f64 {
    let power = |share: f64, count: u64| if count == 0 { 0.0 } else { count as f64 * share.ln() };
    let factorial = |count: u64| special::ln_gamma(count as f64 + 1.0);
    let ways =
        factorial(counts.n()) - factorial(counts.promoters) - factorial(counts.passives) - factorial(counts.detractors);
    (ways + power(p, counts.promoters) + power(q, counts.passives) + power(d, counts.detractors)).exp()
}

/// Shares of promoters and detractors, their difference, and of how many.
struct Shares {
    promoters: f64,
    detractors: f64,
    score: f64,
    n: f64,
}

impl Shares {
    fn new(promoters: f64, detractors: f64, n: f64) -> Option<Self> {
        let (promoters, detractors) = (promoters / n, detractors / n);
        (n > 0.0).then_some(Self { promoters, detractors, score: promoters - detractors, n })
    }

    fn variance(&self) -> f64 {
        (self.promoters + self.detractors - self.score * self.score).max(0.0)
    }

    fn standard_error(&self) -> f64 {
        (self.variance() / self.n).sqrt()
    }

    /// The score statistic for a true difference `delta`: falls as `delta` rises.
    fn score_statistic(&self, delta: f64) -> f64 {
        let (p, d, n) = (self.promoters * self.n, self.detractors * self.n, self.n);
        let b = (2.0 * n - p + d) * delta - p - d;
        let c = -d * delta * (1.0 - delta);
        let share = ((b * b - 8.0 * n * c).max(0.0).sqrt() - b) / (4.0 * n);
        let variance = n * (2.0 * share + delta * (1.0 - delta));
        let distance = p - d - n * delta;
        if variance > VARIANCE_ZERO {
            distance / variance.sqrt()
        } else if distance.abs() < 1e-12 {
            0.0
        } else {
            1e9_f64.copysign(distance)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_answers_is_not_zero() {
        let none = NpsCounts::default();
        assert_eq!((none.score(), none.interval(0.95), none.wald(0.95)), (None, None, None));
    }

    #[test]
    fn the_default_interval_speaks_even_when_all_agree() {
        let all = NpsCounts { promoters: 3, passives: 0, detractors: 0 };
        let limits = all.interval(0.95).unwrap();
        assert!(limits.low < 60.0 && limits.high <= 100.0, "{limits:?}");
    }

    #[test]
    fn one_answer_lies_within_its_own_interval() {
        // (1.75 − 0.75) / 4 ± 1.96 √(0.5625 / 4): −48.50 and 98.50 before the limit reaches the score.
        let praise = NpsCounts { promoters: 1, passives: 0, detractors: 0 };
        assert!(!praise.adjusted_wald(0.95).unwrap().contains(100.0), "as published");
        let limits = praise.interval(0.95).unwrap();
        assert!((limits.low + 48.498_649).abs() < 1e-5, "{limits:?}");
        assert_eq!(limits.high, 100.0);
        let blame = NpsCounts { promoters: 0, passives: 0, detractors: 1 }.interval(0.95).unwrap();
        assert_eq!((blame.low, blame.high), (-100.0, -limits.low));
    }

    #[test]
    fn from_two_answers_on_the_interval_is_the_published_one() {
        for n in 2..=60 {
            for promoters in 0..=n {
                for detractors in 0..=n - promoters {
                    let counts = NpsCounts { promoters, passives: n - promoters - detractors, detractors };
                    assert_eq!(counts.interval(0.95), counts.adjusted_wald(0.95), "{counts:?}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn intervals_keep_their_order_and_their_range(p in 0_u64..400, q in 0_u64..400, d in 0_u64..400) {
            prop_assume!(p + q + d > 0);
            let counts = NpsCounts { promoters: p, passives: q, detractors: d };
            let wide = counts.interval(0.99).unwrap();
            let narrow = counts.interval(0.8).unwrap();
            prop_assert!(-100.0 <= wide.low && wide.low <= narrow.low && narrow.high <= wide.high && wide.high <= 100.0);
            let score = counts.score().unwrap();
            prop_assert!(narrow.contains(score), "{score} is not within {narrow:?}");
            let tango = counts.score_interval(0.95).unwrap();
            prop_assert!(tango.low <= score + 1e-6 && score <= tango.high + 1e-6);
        }

        #[test]
        fn swapping_praise_and_blame_mirrors_the_interval(p in 0_u64..99, q in 0_u64..99, d in 0_u64..99) {
            prop_assume!(p + q + d > 0);
            let limits = NpsCounts { promoters: p, passives: q, detractors: d }.interval(0.95).unwrap();
            let mirror = NpsCounts { promoters: d, passives: q, detractors: p }.interval(0.95).unwrap();
            prop_assert!((limits.low + mirror.high).abs() < 1e-9 && (limits.high + mirror.low).abs() < 1e-9);
        }
    }
}
