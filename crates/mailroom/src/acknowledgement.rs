//! When an automatic "we have it" may leave, so that nobody can be flooded through us and no two machines talk for ever.

use kernel::Timestamp;

/// At most one per address in this time.
pub const PAUSE_SECONDS: i64 = 3_600;
/// At most so many per address in a day.
pub const DAILY_MAX: usize = 4;

/// Whether one may leave now to an address that got others at `before` (of the last day at least, in any order).
///
/// Source: `entente-autoreply`: at most one per address and hour, four a day, whatever the headers say.
pub fn may_leave(before: &[Timestamp], now: Timestamp) -> bool {
    let recent = |seconds: i64| before.iter().filter(|it| now.seconds_since(**it) < seconds).count();
    recent(PAUSE_SECONDS) == 0 && recent(24 * 3_600) < DAILY_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_an_hour_and_four_a_day() {
        let now = Timestamp::from_seconds(1_000_000);
        let ago = |hours: i64| now.plus_seconds(-hours * 3_600);
        assert!(may_leave(&[], now));
        assert!(!may_leave(&[now.plus_seconds(-3_599)], now));
        assert!(may_leave(&[ago(1), ago(5), ago(9)], now));
        assert!(!may_leave(&[ago(1), ago(5), ago(9), ago(20)], now));
        assert!(may_leave(&[ago(1), ago(5), ago(9), ago(24)], now));
    }
}
