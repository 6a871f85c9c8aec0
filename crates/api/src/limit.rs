//! How often something may be tried: token buckets by key, in memory, bounded.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use kernel::Timestamp;

use crate::problem::Problem;

/// The most keys kept. Past it the buckets that have filled up again go first, then the oldest half.
const KEYS_MAX: usize = 20_000;

/// `count` tries at once, refilled over `seconds`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Tries a full bucket holds.
    pub count: u32,
    /// Seconds in which an empty bucket fills.
    pub seconds: u32,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    /// Tries left at `at`, with fractions.
    left: f64,
    at: Timestamp,
    rate: Rate,
}

impl Bucket {
    fn left_at(&self, now: Timestamp) -> f64 {
        let seconds = (now.as_micros() - self.at.as_micros()).max(0) as f64 / 1e6;
        let per_second = f64::from(self.rate.count) / f64::from(self.rate.seconds.max(1));
        (self.left + seconds * per_second).min(f64::from(self.rate.count))
    }
}

/// Limits by key for the whole process. On several nodes each counts for itself.
#[derive(Debug, Default)]
pub struct RateLimiter {
    buckets: Mutex<HashMap<String, Bucket>>,
}

impl RateLimiter {
    /// Nothing tried yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes one try of `key`, which starts with what is limited (`sign_in:192.0.2.7`); 429 when there is none left.
    ///
    /// O(1), and O(keys) once in ten thousand new keys.
    pub fn take(&self, key: &str, rate: Rate, now: Timestamp) -> Result<(), Problem> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= KEYS_MAX && !buckets.contains_key(key) {
            make_room(&mut buckets, now);
        }
        let full = Bucket { left: f64::from(rate.count), at: now, rate };
        let bucket = buckets.entry(key.to_owned()).or_insert(full);
        bucket.rate = rate;
        let left = bucket.left_at(now);
        if left < 1.0 {
            let per_second = f64::from(rate.count) / f64::from(rate.seconds.max(1));
            let wait = ((1.0 - left) / per_second).ceil().max(1.0);
            return Err(Problem::too_many(wait as u64));
        }
        *bucket = Bucket { left: left - 1.0, at: now, rate };
        Ok(())
    }
}

fn make_room(buckets: &mut HashMap<String, Bucket>, now: Timestamp) {
    buckets.retain(|_, bucket| bucket.left_at(now) < f64::from(bucket.rate.count));
    if buckets.len() >= KEYS_MAX {
        let mut ages: Vec<Timestamp> = buckets.values().map(|it| it.at).collect();
        let middle = ages.len() / 2;
        let (_, median, _) = ages.select_nth_unstable(middle);
        let median = *median;
        buckets.retain(|_, bucket| bucket.at > median);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { count: 3, seconds: 30 };

    #[test]
    fn an_empty_bucket_says_when_to_come_back() {
        let limits = RateLimiter::new();
        let start = Timestamp::from_seconds(1_000);
        for _ in 0..3 {
            assert_eq!(limits.take("a", RATE, start), Ok(()));
        }
        // One try comes back every 30 / 3 = 10 s.
        assert_eq!(limits.take("a", RATE, start).unwrap_err().retry_after, Some(10));
        assert_eq!(limits.take("a", RATE, start.plus_seconds(4)).unwrap_err().retry_after, Some(6));
        assert_eq!(limits.take("b", RATE, start), Ok(()));
        assert_eq!(limits.take("a", RATE, start.plus_seconds(10)), Ok(()));
    }

    #[test]
    fn keys_are_bounded() {
        let limits = RateLimiter::new();
        for number in 0..3 * KEYS_MAX {
            let now = Timestamp::from_millis(i64::try_from(number).unwrap());
            limits.take(&number.to_string(), Rate { count: 3, seconds: 3_600 }, now).unwrap();
        }
        assert!(limits.buckets.lock().unwrap().len() <= KEYS_MAX);
    }
}
