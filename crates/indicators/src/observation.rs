//! What a basis yields: counted scores, hits and misses, times, each with its instant to the quarter of an hour. Pure.

use kernel::Timestamp;
use measures::mean::Sums;
use measures::{Estimate, NpsCounts, ShareCounts};

use crate::definition::{Definition, Method};
use crate::period::Period;

/// Instants are cut to this, so that a store can count by it: every zone's midnights fall on one.
pub const QUARTER_MICROS: i64 = 900 * 1_000_000;

/// So many equal observations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// When, cut to the quarter of an hour.
    pub at: Timestamp,
    /// A score, 1 or 0 for hit or miss, or seconds.
    pub value: f64,
    /// How many.
    pub n: u64,
    /// The team whose it is, 0 for none: for figures by team.
    pub team: i64,
}

/// The figure of `definition` on those of `observations` that lie within `period`. The one function behind each.
pub fn estimate(definition: &Definition, observations: &[Observation], period: &Period) -> Estimate {
    estimate_of(definition, observations.iter().filter(|it| period.contains(it.at)))
}

/// The same for observations that were chosen already.
pub fn estimate_of<'a>(definition: &Definition, observations: impl Iterator<Item = &'a Observation>) -> Estimate {
    let useful = definition.useful_half_width;
    let scores = |it: &Observation| (it.value as u8, it.n);
    match definition.method {
        Method::NpsAdjustedWald => Estimate::nps(&NpsCounts::of_counted(observations.map(scores)), useful),
        Method::TopBoxWilson => Estimate::share(&ShareCounts::at_least_counted(observations.map(scores), 4), useful),
        Method::ShareWilson => Estimate::share(&ShareCounts::at_least_counted(observations.map(scores), 1), useful),
        Method::MeanStudent => {
            Estimate::mean(&observations.fold(Sums::default(), |sums, it| sums.with(it.value, it.n)), useful)
        }
        Method::Median => Estimate::time(&sorted(observations), 0.5, useful),
        Method::P90 => Estimate::time(&sorted(observations), 0.9, useful),
        Method::Count => Estimate::count(observations.map(|it| it.n).sum()),
    }
}

/// Hits and how many, for a chart of shares.
pub fn share_counts(definition: &Definition, observations: &[Observation], period: &Period) -> ShareCounts {
    let least = if definition.method == Method::TopBoxWilson { 4 } else { 1 };
    let within = observations.iter().filter(|it| period.contains(it.at));
    ShareCounts::at_least_counted(within.map(|it| (it.value as u8, it.n)), least)
}

fn sorted<'a>(observations: impl Iterator<Item = &'a Observation>) -> Vec<f64> {
    let mut values: Vec<f64> =
        observations.flat_map(|it| std::iter::repeat_n(it.value, usize::try_from(it.n).unwrap_or(0))).collect();
    values.sort_by(f64::total_cmp);
    values
}
