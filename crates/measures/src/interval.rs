//! A pair of limits, and the critical value behind it.

use serde::{Deserialize, Serialize};

use crate::special;

/// The confidence level of every figure that names no other.
pub const LEVEL_DEFAULT: f64 = 0.95;

/// Two limits, `low <= high`, in the unit of what they surround.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

impl Interval {
    /// `centre` ± `half_width`.
    pub fn around(centre: f64, half_width: f64) -> Self {
        Self { low: centre - half_width, high: centre + half_width }
    }

    /// The same limits, kept within `low..=high`.
    pub fn clipped(self, low: f64, high: f64) -> Self {
        Self { low: self.low.clamp(low, high), high: self.high.clamp(low, high) }
    }

    /// The same limits, the nearer one moved out to `value` where it is not within.
    pub fn reaching(self, value: f64) -> Self {
        Self { low: self.low.min(value), high: self.high.max(value) }
    }

    /// The same limits in another unit.
    pub fn scaled(self, factor: f64) -> Self {
        Self { low: self.low * factor, high: self.high * factor }
    }

    /// Whether `value` lies within, limits included.
    pub fn contains(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// Half the distance between the limits.
    pub fn half_width(self) -> f64 {
        (self.high - self.low) / 2.0
    }
}

/// The two-sided critical value of the normal distribution at `level`: 1.96 at 0.95.
pub fn z(level: f64) -> f64 {
    special::normal_quantile(0.5 + level / 2.0)
}
