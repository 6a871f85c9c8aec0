//! Who looks at a case or writes on it, now. Kept in memory: it is worth nothing after a restart.
//!
//! Not a lock: what protects against two answers is the version and the last words that a reply names.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use kernel::{CaseId, StaffId, Timestamp};
use serde::Serialize;

use crate::case::coded;

/// How long somebody counts as there without a sign of life; screens send one every 20 s.
pub const GONE_SECONDS: i64 = 45;
/// The most people remembered on one case.
const PEOPLE_MAX: usize = 100;

coded! {
    /// What somebody does on a case.
    Doing {
        /// Looks at it.
        Viewing = "viewing",
        /// Writes an answer.
        Replying = "replying",
        /// Writes a note.
        Noting = "noting",
    }
}

/// Somebody who is on a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Present {
    /// Who.
    pub staff_id: StaffId,
    /// Their name.
    pub name: String,
    /// What they do.
    pub doing: Doing,
    /// Since when they do it.
    pub since: Timestamp,
    /// Last sign of life.
    #[serde(skip)]
    pub seen_at: Timestamp,
}

/// Who is where. One per process: put into the state by `api::State::with`.
#[derive(Debug, Default)]
pub struct Presence(Mutex<HashMap<CaseId, Vec<Present>>>);

impl Presence {
    /// Nobody is anywhere.
    pub fn new() -> Self {
        Self::default()
    }

    /// `staff` does `doing` on `case`. Tells whether that is news.
    pub fn set(&self, case: CaseId, staff: (StaffId, &str), doing: Doing, now: Timestamp) -> bool {
        let mut cases = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let people = cases.entry(case).or_default();
        people.retain(|it| now.seconds_since(it.seen_at) < GONE_SECONDS);
        if let Some(person) = people.iter_mut().find(|it| it.staff_id == staff.0) {
            let is_news = person.doing != doing;
            if is_news {
                person.since = now;
            }
            (person.doing, person.seen_at) = (doing, now);
            return is_news;
        }
        if people.len() < PEOPLE_MAX {
            let name = staff.1.to_owned();
            people.push(Present { staff_id: staff.0, name, doing, since: now, seen_at: now });
        }
        true
    }

    /// `staff` left `case`. Tells whether they were there.
    pub fn leave(&self, case: CaseId, staff: StaffId) -> bool {
        let mut cases = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(people) = cases.get_mut(&case) else { return false };
        let before = people.len();
        people.retain(|it| it.staff_id != staff);
        let was_there = people.len() < before;
        if people.is_empty() {
            cases.remove(&case);
        }
        was_there
    }

    /// Who is on each of `cases` that somebody is on.
    pub fn on(&self, cases: &[CaseId], now: Timestamp) -> HashMap<CaseId, Vec<Present>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut found = HashMap::new();
        for case in cases {
            let Some(people) = known.get_mut(case) else { continue };
            people.retain(|it| now.seconds_since(it.seen_at) < GONE_SECONDS);
            if people.is_empty() {
                known.remove(case);
            } else {
                found.insert(*case, people.clone());
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_there_until_they_leave_or_fall_silent() {
        let presence = Presence::new();
        let (case, at) = (CaseId::new(1), Timestamp::from_seconds);
        assert!(presence.set(case, (StaffId::new(1), "Léa"), Doing::Viewing, at(0)));
        assert!(!presence.set(case, (StaffId::new(1), "Léa"), Doing::Viewing, at(20)));
        assert!(presence.set(case, (StaffId::new(1), "Léa"), Doing::Replying, at(30)));
        presence.set(case, (StaffId::new(2), "Karim"), Doing::Viewing, at(30));
        let on = |now| {
            let found = presence.on(&[case], now);
            found.get(&case).map_or_else(Vec::new, |it| it.iter().map(|it| (it.name.clone(), it.doing)).collect())
        };
        let (lea, karim) = (("Léa".to_owned(), Doing::Replying), ("Karim".to_owned(), Doing::Viewing));
        assert_eq!(on(at(31)), [lea.clone(), karim]);
        assert!(presence.leave(case, StaffId::new(2)));
        assert!(!presence.leave(case, StaffId::new(2)));
        assert_eq!(on(at(74)), [lea]);
        assert!(on(at(75)).is_empty());
    }
}
