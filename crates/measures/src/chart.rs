//! Control charts: which weeks are out of the ordinary.

use crate::interval::Interval;
use crate::mean;
use crate::share::ShareCounts;

/// A centre, and limits for each period.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// The long-run value.
    pub centre: f64,
    /// One pair per period.
    pub limits: Vec<Interval>,
    /// Periods outside their limits, counted from 0.
    pub signals: Vec<usize>,
}

/// Mean moving range of two over the standard deviation it estimates. Source: Montgomery, Introduction to SQC, app. VI.
const D2: f64 = 1.128;

/// p-chart: p̄ ± 3√(p̄(1−p̄)/nᵢ), kept within 0..=1; `None` if nothing was counted.
/// Source: NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.3.2.
pub fn shares(periods: &[ShareCounts]) -> Option<Chart> {
    Some(share_chart(periods, pooled(periods)?, 1.0))
}

/// Laney's p′-chart, for when shares vary more than their counts alone explain: (chart, σ_z).
/// Source: Laney, Quality Engineering 14, 2002, 531–537.
pub fn laney(periods: &[ShareCounts]) -> Option<(Chart, f64)> {
    let centre = pooled(periods)?;
    let scores: Vec<f64> = periods
        .iter()
        .filter_map(|it| Some((it.share()? - centre) / (centre * (1.0 - centre) / it.n as f64).sqrt()))
        .collect();
    let sigma = mean::mean(&moving_ranges(&scores))? / D2;
    Some((share_chart(periods, centre, sigma), sigma))
}

/// Individuals chart: mean ± 3 × mean moving range / 1.128; `None` below two values.
/// Source: NIST/SEMATECH e-Handbook, 6.3.2.2.
pub fn individuals(values: &[f64]) -> Option<Chart> {
    let centre = mean::mean(values)?;
    let limits = Interval::around(centre, 3.0 * mean::mean(&moving_ranges(values))? / D2);
    let signals = values.iter().enumerate().filter(|(_, it)| !limits.contains(**it)).map(|(place, _)| place).collect();
    Some(Chart { centre, limits: vec![limits; values.len()], signals })
}

/// Exponentially weighted moving average from `target`, and its exact limits ± `reach` σ.
/// Source: NIST/SEMATECH e-Handbook, 6.3.2.4.
pub fn ewma(values: &[f64], target: f64, sigma: f64, lambda: f64, reach: f64) -> (Vec<f64>, Vec<Interval>) {
    let mut average = target;
    let averages = values.iter().map(|it| {
        average = lambda * it + (1.0 - lambda) * average;
        average
    });
    let averages = averages.collect();
    let mut left = 1.0;
    let limits = values.iter().map(|_| {
        left *= (1.0 - lambda) * (1.0 - lambda);
        Interval::around(target, reach * sigma * (lambda / (2.0 - lambda) * (1.0 - left)).sqrt())
    });
    (averages, limits.collect())
}

/// Cumulative sums above and below `target`, with slack `k`. Source: NIST/SEMATECH e-Handbook, 6.3.2.3.
pub fn cusum(values: &[f64], target: f64, k: f64) -> (Vec<f64>, Vec<f64>) {
    let run = |sign: f64| {
        let mut sum = 0.0_f64;
        let step = |it: &f64| {
            sum = (sum + sign * (it - target) - k).max(0.0);
            sum
        };
        values.iter().map(step).collect()
    };
    (run(1.0), run(-1.0))
}

/// Cumulative log likelihood ratio of a share fallen from `good` to `bad`, one step per answer.
/// Source: Reynolds & Stoumbos, Journal of Quality Technology 31, 1999, 87–108.
pub fn bernoulli_cusum(satisfied: &[bool], good: f64, bad: f64) -> Vec<f64> {
    let (hit, miss) = bernoulli_steps(good, bad);
    let mut sum = 0.0_f64;
    let step = |it: &bool| {
        sum = (sum + if *it { hit } else { miss }).max(0.0);
        sum
    };
    satisfied.iter().map(step).collect()
}

/// The steps of [`bernoulli_cusum`] for a satisfied and a dissatisfied answer.
pub fn bernoulli_steps(good: f64, bad: f64) -> (f64, f64) {
    ((bad / good).ln(), ((1.0 - bad) / (1.0 - good)).ln())
}

fn pooled(periods: &[ShareCounts]) -> Option<f64> {
    let sum = periods.iter().fold(ShareCounts::default(), |sum, it| ShareCounts::new(sum.hits + it.hits, sum.n + it.n));
    sum.share()
}

fn share_chart(periods: &[ShareCounts], centre: f64, sigma: f64) -> Chart {
    let limits: Vec<Interval> = periods
        .iter()
        .map(|it| match it.n {
            0 => Interval { low: 0.0, high: 1.0 },
            n => Interval::around(centre, 3.0 * sigma * (centre * (1.0 - centre) / n as f64).sqrt()).clipped(0.0, 1.0),
        })
        .collect();
    let outside = |(period, limits): (&ShareCounts, &Interval)| period.share().is_some_and(|it| !limits.contains(it));
    let signals = periods.iter().zip(&limits).enumerate().filter(|(_, it)| outside(*it)).map(|it| it.0).collect();
    Chart { centre, limits, signals }
}

fn moving_ranges(values: &[f64]) -> Vec<f64> {
    values.iter().zip(values.iter().skip(1)).map(|(before, after)| (after - before).abs()).collect()
}
