//! How a sample stands to what it was drawn from: finite populations, clusters, non-response.

use crate::interval;
use crate::nps::NpsCounts;

/// Factor on the standard error when `n` of `size` were asked and all answered: √((N−n)/(N−1)).
/// Source: Cochran, Sampling Techniques, 3rd ed., 1977, §2.6.
pub fn finite_correction(size: f64, n: f64) -> f64 {
    if size.is_infinite() {
        return 1.0;
    }
    if size <= 1.0 { 0.0 } else { ((size - n) / (size - 1.0)).max(0.0).sqrt() }
}

/// Half width in points of the NPS of `counts` drawn from a frame of `size`; `None` without answers.
pub fn nps_margin(counts: &NpsCounts, size: f64, level: f64) -> Option<f64> {
    Some(interval::z(level) * counts.standard_error()? * finite_correction(size, counts.n() as f64))
}

/// How many answers give `margin`: from an endless population, and from one of `size`.
/// Source: Cochran 1977, §4.5.
pub fn sample_size(margin: f64, variance: f64, size: Option<f64>, level: f64) -> (f64, Option<f64>) {
    let endless = interval::z(level).powi(2) * variance / (margin * margin);
    (endless, size.map(|it| endless / (1.0 + (endless - 1.0) / it)))
}

/// How much clusters of `mean_size` with intraclass correlation `icc` widen the variance: 1 + (m − 1)ρ.
/// Source: Kish, Survey Sampling, 1965, §5.4.
pub fn design_effect(mean_size: f64, icc: f64) -> f64 {
    1.0 + (mean_size - 1.0) * icc
}

/// What the NPS could be had everyone answered, whatever they would have said, in points.
/// Source: Manski, Partial Identification of Probability Distributions, 2003.
pub fn nonresponse_bounds(response_rate: f64, nps: f64) -> (f64, f64) {
    let unknown = 100.0 * (1.0 - response_rate);
    (response_rate * nps - unknown, response_rate * nps + unknown)
}

/// How far the respondents' score lies from everyone's, given that of followed-up non-respondents.
/// Source: Groves, Public Opinion Quarterly 70, 2006, 646–675.
pub fn nonresponse_bias(response_rate: f64, respondents: f64, others: f64) -> f64 {
    (1.0 - response_rate) * (respondents - others)
}

/// How invitations ended.
#[derive(Debug, Clone, Copy, Default)]
pub struct Dispositions {
    /// Complete responses.
    pub complete: f64,
    /// Partial responses.
    pub partial: f64,
    /// Refusals.
    pub refused: f64,
    /// Never reached.
    pub not_reached: f64,
    /// Other reasons.
    pub other: f64,
    /// Unknown whether eligible.
    pub unknown: f64,
}

impl Dispositions {
    /// Response rate 1: complete over all who may be eligible.
    /// Source: AAPOR, Standard Definitions, 10th ed., 2023.
    pub fn rate_1(&self) -> f64 {
        self.complete / (self.known() + self.unknown)
    }

    /// Response rate 2: partial ones count too.
    pub fn rate_2(&self) -> f64 {
        (self.complete + self.partial) / (self.known() + self.unknown)
    }

    /// Response rate 3: a share `eligible` of the unknown is taken as eligible.
    pub fn rate_3(&self, eligible: f64) -> f64 {
        self.complete / (self.known() + eligible * self.unknown)
    }

    fn known(&self) -> f64 {
        self.complete + self.partial + self.refused + self.not_reached + self.other
    }
}
