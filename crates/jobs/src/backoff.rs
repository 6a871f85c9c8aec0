//! How long to wait before trying again.

/// The longest pause, seconds.
const PAUSE_MAX: f64 = 6.0 * 3_600.0;

/// Seconds to wait after the `tries`-th failed try (from 1), with `jitter` in 0.0..1.0.
///
/// 1, 4, 16, 64… up to six hours, each spread over ± 20 % so that what failed together is not tried again together.
/// Eight tries span about an hour and a half.
pub fn pause_seconds(tries: i64, jitter: f64) -> f64 {
    let power = i32::try_from(tries.clamp(1, 20) - 1).unwrap_or(0);
    4_f64.powi(power).min(PAUSE_MAX) * (0.8 + 0.4 * jitter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_fourfold_up_to_six_hours() {
        for (tries, expected) in [(1, 1.0), (2, 4.0), (4, 64.0), (7, 4_096.0), (9, 21_600.0), (99, 21_600.0)] {
            assert!((pause_seconds(tries, 0.5) - expected).abs() < 1e-6, "{tries}");
        }
        assert!(pause_seconds(2, 0.0) >= 3.2 && pause_seconds(2, 0.999) <= 4.8);
    }
}
