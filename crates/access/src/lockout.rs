//! How long nobody may try again after failed sign-ins.
//!
//! Three counters see each failure: the account it is for, where it comes from, and the two together. The pair locks
//! first, so that a stranger who guesses from one place cannot keep the owner of an account out: the account as a whole
//! takes four times as many failures, from whatever places. Somebody with many places can, for an hour at a time:
//! `entente admin unlock` lets everybody try again.
//!
//! A place may be a whole office behind one address, where a hundred people mistype as people do. What fails there is
//! forgotten little by little, and locks for minutes: a guesser has fifty guesses at all accounts together, and then
//! twelve an hour.

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
    /// How many since the last success, or since they were last forgotten.
    pub count: i64,
    /// The last of them.
    pub last_failed_at: Timestamp,
    /// No try is heard before then. Of a place it also says how much is not yet forgotten, and may lie in the past.
    pub locked_until: Timestamp,
}

/// First delay, in seconds.
const DELAY_SECONDS_FIRST: i64 = 30;
/// Longest delay, in seconds.
const DELAY_SECONDS_MAX: i64 = 3_600;
/// A place forgets one failure in this long, in seconds. An office of five hundred that mistypes one sign-in in ten
/// fails fifty times in a day, and is forgiven 288.
const PLACE_SECONDS: i64 = 300;
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

    /// The failures after one more at `now`: from the last free one on, each doubles the delay up to an hour. A place is
    /// locked until it has forgotten as many as there are too many.
    #[must_use]
    pub fn one_more(self, subject: Subject, now: Timestamp) -> Self {
        let is_old = now.seconds_since(self.last_failed_at) > MEMORY_SECONDS;
        let count = if is_old { 1 } else { self.count + 1 };
        let beyond = count - subject.free();
        let locked_until = if subject == Subject::Origin {
            // The generic cell rate algorithm (ITU-T I.371): an instant is all that a leaky bucket needs to keep.
            let empty = now.plus_seconds(-(subject.free() - 1) * PLACE_SECONDS);
            self.locked_until.max(empty).plus_seconds(PLACE_SECONDS)
        } else if beyond < 0 {
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
    fn a_place_has_fifty_failures_and_then_one_in_five_minutes() {
        let now = Timestamp::from_seconds(1_000_000);
        let mut failures = Failures::default();
        for _ in 0..49 {
            failures = failures.one_more(Subject::Origin, now);
        }
        assert_eq!(failures.locked(now), None);
        failures = failures.one_more(Subject::Origin, now);
        assert_eq!(failures.locked(now), Some(now.plus_seconds(300)));
        // Each that is heard then locks for five minutes more, never for an hour.
        for round in 1..20 {
            let now = now.plus_seconds(round * 300);
            assert_eq!(failures.locked(now), None);
            failures = failures.one_more(Subject::Origin, now);
            assert_eq!(failures.locked(now), Some(now.plus_seconds(300)));
        }
    }

    #[test]
    fn an_office_that_mistypes_every_ten_minutes_for_a_month_is_never_locked() {
        let mut failures = Failures::default();
        for minutes in (0..30 * 24 * 60).step_by(10) {
            let now = Timestamp::from_seconds(1_000_000 + minutes * 60);
            assert_eq!(failures.locked(now), None, "after {minutes} minutes");
            failures = failures.one_more(Subject::Origin, now);
        }
    }

    #[test]
    fn failures_are_forgotten_after_a_quiet_day() {
        let now = Timestamp::from_seconds(1_000_000);
        let many = Failures { count: 40, last_failed_at: now, locked_until: now };
        assert_eq!(many.one_more(Subject::Pair, now.plus_seconds(MEMORY_SECONDS + 1)).count, 1);
        assert_eq!(many.one_more(Subject::Pair, now.plus_seconds(MEMORY_SECONDS)).count, 41);
    }
}
