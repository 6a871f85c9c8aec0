//! Median and p90 of times, with intervals that assume no distribution.

use crate::special;

/// A quantile and the order statistics around it. A limit is `None` where the sample is too small to give one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantile {
    /// The quantile of the sample.
    pub value: f64,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
}

/// The `share`-quantile (0.5 median, 0.9 p90) of `sorted`, rising; `None` of none.
///
/// The sample quantile is the smallest value with at least `share` of the values at or below it, or the mean of it
/// and the next where the share falls between two (Hyndman & Fan, Am. Stat. 50, 1996, definition 2). The limits are
/// the order statistics whose binomial tails are each at most (1 − level)/2 (Conover, Practical Nonparametric
/// Statistics, 3rd ed., §3.2): cover at least `level`, whatever the distribution. O(log n).
pub fn of_sorted(sorted: &[f64], share: f64, level: f64) -> Option<Quantile> {
    let n = sorted.len() as u64;
    let value = |place: u64| usize::try_from(place).ok().and_then(|it| sorted.get(it)).copied();
    let position = n as f64 * share;
    let whole = (position - position.round()).abs() < 1e-9;
    let place = if whole { position.round() as u64 } else { position.ceil() as u64 };
    let first = value(place.saturating_sub(1))?;
    let middle = if whole && place < n { f64::midpoint(first, value(place)?) } else { first };
    let (low, high) = ranks(n, share, level);
    Some(Quantile { value: middle, low: low.and_then(|it| value(it - 1)), high: high.and_then(|it| value(it - 1)) })
}

/// Which of `n` sorted values, counted from 1, are the limits of the `share`-quantile; `None` where none is.
pub fn ranks(n: u64, share: f64, level: f64) -> (Option<u64>, Option<u64>) {
    let tail = (1.0 - level) / 2.0;
    // Largest r with P(B <= r − 1) <= tail, smallest s with P(B >= s) <= tail, B binomial (n, share).
    let below = least(n, |k| special::binomial_cdf(k, n, share) > tail);
    let above = least(n, |k| special::binomial_cdf(k, n, share) >= 1.0 - tail) + 1;
    ((below >= 1).then_some(below), (above <= n).then_some(above))
}

/// The least k in 0..=n for which the once true, always true `test` holds.
fn least(n: u64, test: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if test(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_median_of_ten_lies_between_the_second_and_the_ninth() {
        // Conover's table and R's DescTools::MedianCI: n = 10 gives ranks 2 and 9, coverage 0.9785.
        assert_eq!(ranks(10, 0.5, 0.95), (Some(2), Some(9)));
        let values: Vec<f64> = (1..=10).map(f64::from).collect();
        let median = of_sorted(&values, 0.5, 0.95).unwrap();
        assert_eq!((median.value, median.low, median.high), (5.5, Some(2.0), Some(9.0)));
    }

    #[test]
    fn a_small_sample_gives_no_limit_instead_of_a_wrong_one() {
        // Six values are the fewest with a 95 % interval of the median: 1 − 2 · 0.5⁶ = 0.969.
        assert_eq!(ranks(5, 0.5, 0.95), (None, None));
        assert_eq!(ranks(6, 0.5, 0.95), (Some(1), Some(6)));
        // p90 has no upper limit below 36 values: 0.9^35 > 0.025 > 0.9^36.
        assert_eq!(ranks(35, 0.9, 0.95).1, None);
        assert_eq!(ranks(36, 0.9, 0.95).1, Some(36));
        assert_eq!(of_sorted(&[], 0.5, 0.95), None);
    }

    proptest! {
        #[test]
        fn limits_cover_at_least_their_level(n in 1_u64..600, share in 0.05_f64..0.95) {
            let (low, high) = ranks(n, share, 0.95);
            let below = low.map_or(0.0, |r| special::binomial_cdf(r - 1, n, share));
            let above = high.map_or(0.0, |s| 1.0 - special::binomial_cdf(s - 1, n, share));
            prop_assert!(below <= 0.025 + 1e-9 && above <= 0.025 + 1e-9);
        }

        #[test]
        fn the_quantile_lies_within_its_limits(mut values in prop::collection::vec(0.0_f64..1e6, 1..200)) {
            values.sort_by(f64::total_cmp);
            let p90 = of_sorted(&values, 0.9, 0.95).unwrap();
            prop_assert!(p90.low.is_none_or(|it| it <= p90.value) && p90.high.is_none_or(|it| p90.value <= it));
        }
    }
}
