//! How long nobody may try again after failed sign-ins.
//!
//! Three counters see each try: the account it is for, where it comes from, and the two together. The pair locks
//! first, so that a stranger who guesses cannot keep the owner of an account out: the account as a whole takes
//! four times as many failures, from whatever places.

use kernel::Timestamp;

/// What failures are counted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// One account tried from one place.
    Pair,
    /// One account, from wherever.
    Account,
    /// One place, whatever the account.
    Origin,
}

/// Failures counted on one subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Failures {
    /// How many since the last success.
    pub count: i64,
    /// The last of them.
    pub last_failed_at: Timestamp,
    /// No try is heard before then.
    pub locked_until: Timestamp,
}

/// First delay, in seconds.
const DELAY_SECONDS_FIRST: i64 = 30;
/// Longest delay, in seconds.
const DELAY_SECONDS_MAX: i64 = 3_600;
/// Failures are forgotten when none followed for this long, in seconds.
pub const MEMORY_SECONDS: i64 = 24 * 3_600;

impl Subject {
    /// Failures that are free before the first delay.
    pub const fn free(self) -> i64 {
        match self {
            Self::Pair => 5,
            Self::Account => 20,
            Self::Origin => 50,
        }
    }
}

impl Failures {
    /// Until when no try is heard, if that is after `now`.
    pub fn locked(self, now: Timestamp) -> Option<Timestamp> {
        (self.locked_until > now).then_some(self.locked_until)
    }

    /// The failures after one more at `now`: from the last free one on, each doubles the delay up to an hour.
    #[must_use]
    pub fn one_more(self, subject: Subject, now: Timestamp) -> Self {
        let is_old = now.seconds_since(self.last_failed_at) > MEMORY_SECONDS;
        let count = if is_old { 1 } else { self.count + 1 };
        let beyond = count - subject.free();
        let locked_until = if beyond < 0 {
            Timestamp::default()
        } else {
            let doublings = u32::try_from(beyond.min(16)).unwrap_or(16);
            now.plus_seconds((DELAY_SECONDS_FIRST << doublings).min(DELAY_SECONDS_MAX))
        };
        Self { count, last_failed_at: now, locked_until }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_failure_locks_and_each_further_one_doubles_the_delay_up_to_an_hour() {
        let now = Timestamp::from_seconds(1_000_000);
        let mut failures = Failures::default();
        let mut delays = Vec::new();
        for _ in 0..14 {
            failures = failures.one_more(Subject::Pair, now);
            delays.push(failures.locked(now).map_or(0, |it| it.seconds_since(now)));
        }
        assert_eq!(delays, [0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600]);
    }

    #[test]
    fn failures_are_forgotten_after_a_quiet_day() {
        let now = Timestamp::from_seconds(1_000_000);
        let many = Failures { count: 40, last_failed_at: now, locked_until: now };
        assert_eq!(many.one_more(Subject::Pair, now.plus_seconds(MEMORY_SECONDS + 1)).count, 1);
        assert_eq!(many.one_more(Subject::Pair, now.plus_seconds(MEMORY_SECONDS)).count, 41);
    }
}
