//! One figure as it may be shown: never a number alone.

use serde::{Deserialize, Serialize};

use crate::interval::{Interval, LEVEL_DEFAULT};
use crate::mean::Sums;
use crate::nps::NpsCounts;
use crate::quantile;
use crate::share::ShareCounts;

/// What a figure counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = EstimateUnit)]
pub enum Unit {
    /// NPS points, −100..=100.
    Points,
    /// A share, 0..=1.
    Share,
    /// A mean on the scale 1..=7.
    Score,
    /// Seconds, of business time where the definition says so.
    Seconds,
    /// A plain count.
    Count,
}

/// Whether a figure can carry a conclusion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = EstimateState)]
pub enum State {
    /// Its interval is as narrow as its definition calls useful.
    Ok,
    /// There are answers, too few to conclude; the interval says how far.
    NotEnough,
    /// There is nothing to count. Not zero.
    NoData,
    /// Hidden, because so few answered that they could be recognised.
    Masked,
}

/// A figure with its interval, how many it rests on, and whether it can carry a conclusion.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Estimate {
    /// The figure; null without data, or masked.
    pub value: Option<f64>,
    /// Lower limit; null if the data give none.
    pub low: Option<f64>,
    /// Upper limit; null if the data give none.
    pub high: Option<f64>,
    /// How many answers or records it rests on.
    pub n: u64,
    /// What it counts in.
    pub unit: Unit,
    /// Confidence level of the interval, 0..=1.
    pub level: f64,
    /// Whether it can carry a conclusion.
    pub state: State,
}

/// The ends of the scale of [`Unit::Score`].
const SCORE_MIN: f64 = 1.0;
const SCORE_MAX: f64 = 7.0;

/// Fewer answers than this can be hidden.
pub const MASK_BELOW: u64 = 5;

impl Estimate {
    /// Nothing was there to count.
    pub fn no_data(unit: Unit) -> Self {
        Self { value: None, low: None, high: None, n: 0, unit, level: LEVEL_DEFAULT, state: State::NoData }
    }

    /// A count of everything there is: exact, so its interval is itself. Zero is a count, not missing data.
    pub fn count(count: u64) -> Self {
        let value = Some(count as f64);
        let (unit, level, state) = (Unit::Count, LEVEL_DEFAULT, State::Ok);
        Self { value, low: value, high: value, n: count, unit, level, state }
    }

    /// NPS with adjusted Wald widened to the score; enough once the half width is at most `useful` points.
    pub fn nps(counts: &NpsCounts, useful: f64) -> Self {
        Self::new(counts.score(), counts.interval(LEVEL_DEFAULT), counts.n(), Unit::Points, useful)
    }

    /// A share with Wilson; enough once the half width is at most `useful` (0..=1).
    pub fn share(counts: &ShareCounts, useful: f64) -> Self {
        Self::new(counts.share(), counts.wilson(LEVEL_DEFAULT), counts.n, Unit::Share, useful)
    }

    /// A mean score with Student's t, cut at the ends of the scale; enough once the half width before is at most `useful`.
    pub fn mean(sums: &Sums, useful: f64) -> Self {
        let interval = sums.student(LEVEL_DEFAULT);
        // Alike answers have no variance, but two or three alike answers are no certainty.
        let interval = interval.filter(|it| it.half_width() > 0.0 || sums.n >= 30);
        let mean = Self::new(sums.mean(), interval, sums.n, Unit::Score, useful);
        let cut = |limit: Option<f64>| limit.map(|it| it.clamp(SCORE_MIN, SCORE_MAX));
        Self { low: cut(mean.low), high: cut(mean.high), ..mean }
    }

    /// A quantile of `sorted` seconds; enough once both limits exist and lie within `useful` times the value.
    pub fn time(sorted: &[f64], share: f64, useful: f64) -> Self {
        let Some(found) = quantile::of_sorted(sorted, share, LEVEL_DEFAULT) else {
            return Self::no_data(Unit::Seconds);
        };
        let narrow = match (found.low, found.high) {
            (Some(low), Some(high)) => (high - low) / 2.0 <= useful * found.value,
            _ => false,
        };
        Self {
            value: Some(found.value),
            low: found.low,
            high: found.high,
            n: sorted.len() as u64,
            unit: Unit::Seconds,
            level: LEVEL_DEFAULT,
            state: if narrow { State::Ok } else { State::NotEnough },
        }
    }

    /// The same figure, hidden if some but fewer than `least` stand behind it.
    #[must_use]
    pub fn masked_below(self, least: u64) -> Self {
        if self.n == 0 || self.n >= least {
            return self;
        }
        Self { value: None, low: None, high: None, state: State::Masked, ..self }
    }

    /// Both limits, where there are both.
    pub fn interval(&self) -> Option<Interval> {
        Some(Interval { low: self.low?, high: self.high? })
    }

    fn new(value: Option<f64>, interval: Option<Interval>, n: u64, unit: Unit, useful: f64) -> Self {
        let state = match (value, interval) {
            (None, _) => State::NoData,
            (Some(_), Some(limits)) if limits.half_width() <= useful => State::Ok,
            (Some(_), _) => State::NotEnough,
        };
        let (low, high) = (interval.map(|it| it.low), interval.map(|it| it.high));
        Self { value, low, high, n, unit, level: LEVEL_DEFAULT, state }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_mean_stays_on_the_scale() {
        let sums = Sums::default().with(7.0, 2).with(3.0, 1);
        let mean = Estimate::mean(&sums, 0.5);
        // Student's limits would be −0.07 and 11.4.
        assert_eq!((mean.low, mean.high, mean.state), (Some(1.0), Some(7.0), State::NotEnough));
    }

    #[test]
    fn a_figure_says_whether_it_can_carry_a_conclusion() {
        let nps = |promoters, passives, detractors| Estimate::nps(&NpsCounts { promoters, passives, detractors }, 15.0);
        assert_eq!(nps(0, 0, 0).state, State::NoData);
        assert_eq!(nps(0, 0, 0).value, None);
        // 7/3/2 is −5.5..72.2 in stats_vectors.json: far wider than ±15.
        assert_eq!(nps(7, 3, 2).state, State::NotEnough);
        assert_eq!(nps(180, 110, 60).state, State::Ok);
    }

    #[test]
    fn a_handful_of_answers_is_hidden_and_none_stays_none() {
        let some = Estimate::share(&ShareCounts::new(3, 4), 0.1).masked_below(MASK_BELOW);
        assert_eq!((some.state, some.value, some.n), (State::Masked, None, 4));
        let none = Estimate::share(&ShareCounts::new(0, 0), 0.1).masked_below(MASK_BELOW);
        assert_eq!(none.state, State::NoData);
    }

    #[test]
    fn three_alike_efforts_are_no_certainty() {
        let alike = Estimate::mean(&Sums::default().with(6.0, 3), 0.5);
        assert_eq!((alike.value, alike.low, alike.state), (Some(6.0), None, State::NotEnough));
    }

    #[test]
    fn a_count_of_zero_is_a_count() {
        let none = Estimate::count(0);
        assert_eq!((none.value, none.state), (Some(0.0), State::Ok));
    }
}
