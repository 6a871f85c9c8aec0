//! A case as its customer sees it: how far it came, what it waits for, what was promised.

use kernel::Timestamp;

/// A step every case takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It came in.
    Received,
    /// Somebody looks into it.
    Studied,
    /// It was answered.
    Answered,
    /// It is done.
    Closed,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 4] = [Self::Received, Self::Studied, Self::Answered, Self::Closed];
}

/// Whom a case waits for, as the customer is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitsFor {
    /// Us: their words are unanswered.
    Us,
    /// Them.
    Customer,
    /// Somebody else.
    Other,
    /// Nobody: they were answered, and may write again.
    Nobody,
    /// Nobody any more: it is closed.
    Closed,
}

/// What the customer was promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promised {
    /// An answer before then.
    Reply(Timestamp),
    /// The outcome before then.
    Resolution(Timestamp),
    /// An answer before then, which is over.
    Late(Timestamp),
}

/// What is known of a case that its customer may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// open, waiting, closed.
    pub state: String,
    /// customer, supplier, internal; if it waits.
    pub waiting_cause: Option<String>,
    /// Whether somebody has it.
    pub has_owner: bool,
    /// Whether it was ever answered.
    pub is_answered: bool,
    /// Whether their last words are unanswered.
    pub is_unanswered: bool,
    /// The metric of its published promise that is due first, and when.
    pub due: Option<(String, Timestamp)>,
}

impl Followed {
    /// The step it is at. A case that was answered and written to again is studied again.
    pub fn step(&self) -> Step {
        match (self.state.as_str(), self.is_answered && !self.is_unanswered, self.has_owner) {
            ("closed", _, _) => Step::Closed,
            (_, true, _) => Step::Answered,
            (_, false, true) => Step::Studied,
            (_, false, false) if self.is_answered => Step::Studied,
            _ => Step::Received,
        }
    }

    /// Whom it waits for.
    pub fn waits_for(&self) -> WaitsFor {
        match (self.state.as_str(), self.waiting_cause.as_deref()) {
            ("closed", _) => WaitsFor::Closed,
            ("waiting", Some("customer")) => WaitsFor::Customer,
            ("waiting", Some("supplier")) => WaitsFor::Other,
            // An internal wait is no business of theirs: it is still our turn.
            _ if self.is_unanswered => WaitsFor::Us,
            _ if self.is_answered => WaitsFor::Nobody,
            _ => WaitsFor::Us,
        }
    }

    /// What they were promised, as it stands at `now`.
    pub fn promised(&self, now: Timestamp) -> Option<Promised> {
        if self.state == "closed" {
            return None;
        }
        let (metric, at) = self.due.as_ref()?;
        match metric.as_str() {
            _ if *at <= now => Some(Promised::Late(*at)),
            "resolution" => Some(Promised::Resolution(*at)),
            _ => Some(Promised::Reply(*at)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open() -> Followed {
        Followed {
            state: "open".into(),
            waiting_cause: None,
            has_owner: false,
            is_answered: false,
            is_unanswered: true,
            due: None,
        }
    }

    #[test]
    fn steps_follow_the_case() {
        let studied = Followed { has_owner: true, ..open() };
        let answered = Followed { is_answered: true, is_unanswered: false, ..studied.clone() };
        let again = Followed { is_unanswered: true, ..answered.clone() };
        let closed = Followed { state: "closed".into(), ..answered.clone() };
        for (case, step, waits) in [
            (open(), Step::Received, WaitsFor::Us),
            (studied, Step::Studied, WaitsFor::Us),
            (answered, Step::Answered, WaitsFor::Nobody),
            (again, Step::Studied, WaitsFor::Us),
            (closed, Step::Closed, WaitsFor::Closed),
        ] {
            assert_eq!((case.step(), case.waits_for()), (step, waits), "{case:?}");
        }
        let waiting = |cause: &str| Followed { state: "waiting".into(), waiting_cause: Some(cause.into()), ..open() };
        assert_eq!(waiting("customer").waits_for(), WaitsFor::Customer);
        assert_eq!(waiting("supplier").waits_for(), WaitsFor::Other);
        assert_eq!(waiting("internal").waits_for(), WaitsFor::Us);
    }

    #[test]
    fn a_missed_promise_is_said_to_be_missed() {
        let at = Timestamp::from_seconds(100);
        let case = Followed { due: Some(("first_reply".into(), at)), ..open() };
        assert_eq!(case.promised(Timestamp::from_seconds(99)), Some(Promised::Reply(at)));
        assert_eq!(case.promised(at), Some(Promised::Late(at)));
        let closed = Followed { state: "closed".into(), ..case };
        assert_eq!(closed.promised(at), None);
    }
}
