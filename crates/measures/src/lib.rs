//! NPS, CSAT, CES, shares, times: each a value, an interval, how many answers, and whether that is enough to speak.
//!
//! Pure: no I/O, no clock, no randomness. What is measured, and over which records, is `indicators`' to say;
//! this crate only knows counts and numbers. Levels are shares (0.95), NPS is in points −100..=100, shares are 0..=1.
//! Every formula names its source; `vectors` runs the published and recomputed numbers against it. The product speaks
//! through [`Estimate`], [`Change`] and two of the charts; `many`, `frame` and the other formulas of `change`, `chart`
//! and the intervals are reproduced by the vectors and wait for their screen.

pub mod change;
pub mod chart;
pub mod estimate;
pub mod frame;
pub mod interval;
pub mod many;
pub mod mean;
pub mod nps;
pub mod quantile;
pub mod share;
pub mod special;
pub mod vectors;

pub use crate::change::{Change, Verdict};
pub use crate::estimate::{Estimate, State, Unit};
pub use crate::interval::{Interval, LEVEL_DEFAULT};
pub use crate::nps::NpsCounts;
pub use crate::share::ShareCounts;
