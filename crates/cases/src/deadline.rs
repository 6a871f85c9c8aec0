//! Deadlines: what each fact about a case does to its clocks, and how a clock remembers what it was counted by.
//!
//! The table is [`steps`]. A clock's arithmetic is `calendar`'s; storing, timers and events are
//! [`crate::actions::clocks`]'s.

use calendar::{Clock, ClockError, Metric, Outcome, Terms, WaitingCause};
use kernel::{CalendarId, CaseId, ClockId, PromiseId, Timestamp};

use crate::case::{Case, Due};

/// Something that happened to a case, as far as its clocks care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// It was opened.
    Opened,
    /// The customer wrote or called at this instant.
    Received(Timestamp),
    /// We answered.
    Answered,
    /// It waits for this cause.
    Waiting(WaitingCause),
    /// It waits no longer.
    Resumed,
    /// It is done.
    Closed,
    /// It is not done after all.
    Reopened,
}

/// What is to be done with a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Start one, counting from this instant, if the promise has a target for it and none is live.
    Start(Metric, Timestamp),
    /// The live one is met.
    Fulfil(Metric),
    /// The live one is no longer awaited.
    Cancel(Metric),
    /// Every live one learns whom the case waits for.
    Pause(WaitingCause),
    /// Every live one learns that it waits no longer.
    Resume,
}

/// What `fact` does to the clocks of `case`, which stands as it is after the fact.
///
/// A first reply is awaited until there is one; from then on, the oldest unanswered words await the next reply.
/// Closing without an answer cancels the wait for one: it counts neither as kept nor as missed.
pub fn steps(fact: Fact, case: &Case, now: Timestamp) -> Vec<Step> {
    let reply = case.unanswered_since.map(|since| {
        let metric = if case.first_answered_at.is_none() { Metric::FirstReply } else { Metric::NextReply };
        Step::Start(metric, since)
    });
    match fact {
        Fact::Opened => reply.into_iter().chain([Step::Start(Metric::Resolution, case.opened_at)]).collect(),
        Fact::Received(at) => {
            // After a closing, the resolution is promised anew from these words on.
            let resumed = case.state.waiting_cause().is_none().then_some(Step::Resume);
            resumed.into_iter().chain(reply).chain([Step::Start(Metric::Resolution, at)]).collect()
        }
        Fact::Answered => vec![Step::Fulfil(Metric::FirstReply), Step::Fulfil(Metric::NextReply)],
        Fact::Waiting(cause) => vec![Step::Pause(cause)],
        Fact::Resumed => vec![Step::Resume],
        Fact::Closed => {
            vec![Step::Fulfil(Metric::Resolution), Step::Cancel(Metric::FirstReply), Step::Cancel(Metric::NextReply)]
        }
        Fact::Reopened => reply.into_iter().chain([Step::Start(Metric::Resolution, now)]).collect(),
    }
}

/// What a phase of a clock was counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// Promise.
    pub promise_id: PromiseId,
    /// Its version.
    pub promise_version: i64,
    /// Calendar.
    pub calendar_id: CalendarId,
    /// Its version.
    pub calendar_version: i64,
}

/// A clock of a case: the count, and for each of its phases what it was counted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseClock {
    /// Its name.
    pub id: ClockId,
    /// The case.
    pub case_id: CaseId,
    /// The count.
    pub clock: Clock,
    /// As many as the clock has phases.
    pub sources: Vec<Source>,
    /// The promise that holds now, which may say the same as the last phase's.
    pub source: Source,
    /// Due instant for which `deadline_missed` was told.
    pub missed_at: Option<Timestamp>,
    /// Rises with each change; 0: not stored yet.
    pub version: i64,
}

impl CaseClock {
    /// Starts one at `at`.
    pub fn start(
        (id, case_id): (ClockId, CaseId),
        metric: Metric,
        (terms, source): (Terms, Source),
        waiting: Option<WaitingCause>,
        at: Timestamp,
    ) -> Result<Self, ClockError> {
        let clock = Clock::start(metric, terms, waiting, at)?;
        Ok(Self { id, case_id, clock, sources: vec![source], source, missed_at: None, version: 0 })
    }

    /// Whether it still counts.
    pub fn is_live(&self) -> bool {
        self.clock.end().is_none()
    }

    /// Its deadline, if it is live and has one.
    pub fn due(&self) -> Option<Due> {
        let at = self.clock.due_at().filter(|_| self.is_live())?;
        Some(Due { at, metric: self.clock.metric() })
    }

    /// When a timer must say that it is missed.
    pub fn timer_at(&self) -> Option<Timestamp> {
        self.due().filter(|_| self.missed_at.is_none()).map(|it| it.at)
    }

    /// Other terms from `at` on; a deadline that thereby lies ahead again may be missed again.
    pub fn change_terms(&mut self, terms: Terms, source: Source, at: Timestamp) -> Result<(), ClockError> {
        let before = (self.clock.phases().len(), self.clock.terms().cloned());
        self.clock.change_terms(terms, at)?;
        self.source = source;
        if self.clock.phases().len() > before.0 {
            self.sources.push(source);
        } else if self.clock.terms() != before.1.as_ref()
            && let Some(last) = self.sources.last_mut()
        {
            *last = source;
        }
        if self.clock.due_at().is_none_or(|it| it > at) {
            self.missed_at = None;
        }
        Ok(())
    }

    /// The case waits for `cause`, or for nobody.
    pub fn set_waiting(&mut self, cause: Option<WaitingCause>, at: Timestamp) -> Result<(), ClockError> {
        match cause {
            Some(cause) => self.clock.pause(cause, at)?,
            None => self.clock.resume(at)?,
        }
        while self.sources.len() < self.clock.phases().len() {
            self.sources.push(self.sources.last().copied().unwrap_or(self.source));
        }
        Ok(())
    }

    /// Where it stands at `now`.
    pub fn outcome(&self, now: Timestamp) -> Outcome {
        self.clock.outcome(now)
    }
}

crate::case::coded! {
    /// How near a deadline is. Derived when shown, never stored.
    Nearness {
        /// More than [`SOON_SECONDS`] away.
        Ahead = "ahead",
        /// Near.
        Soon = "soon",
        /// Passed.
        Late = "late",
    }
}

/// From how many seconds before it a deadline is near.
pub const SOON_SECONDS: i64 = 3_600;

/// How near `due_at` is at `now`.
pub fn nearness(due_at: Timestamp, now: Timestamp) -> Nearness {
    if due_at < now {
        Nearness::Late
    } else if due_at.seconds_since(now) <= SOON_SECONDS {
        Nearness::Soon
    } else {
        Nearness::Ahead
    }
}

/// The earliest deadline of `clocks`.
pub fn earliest(clocks: &[CaseClock]) -> Option<Due> {
    clocks.iter().filter_map(CaseClock::due).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::tests::question;

    #[test]
    fn each_fact_moves_the_clocks_it_should() {
        let first = |case: &Case| Step::Start(Metric::FirstReply, case.opened_at);
        let mut case = question();
        let opened_at = case.opened_at;
        let resolution = Step::Start(Metric::Resolution, opened_at);
        assert_eq!(steps(Fact::Opened, &case, opened_at), [first(&case), resolution]);

        let answered = [Step::Fulfil(Metric::FirstReply), Step::Fulfil(Metric::NextReply)];
        assert_eq!(steps(Fact::Answered, &case, opened_at), answered);
        case.answer(opened_at.plus_seconds(60));

        let wrote_at = opened_at.plus_seconds(120);
        case.receive(kernel::InteractionId::new(9), wrote_at);
        assert_eq!(
            steps(Fact::Received(wrote_at), &case, wrote_at),
            [Step::Resume, Step::Start(Metric::NextReply, wrote_at), Step::Start(Metric::Resolution, wrote_at)]
        );
        let closed = steps(Fact::Closed, &case, wrote_at);
        assert!(
            closed.contains(&Step::Fulfil(Metric::Resolution)) && closed.contains(&Step::Cancel(Metric::NextReply))
        );
    }

    #[test]
    fn a_case_opened_by_a_call_awaits_its_resolution_alone() {
        let mut case = question();
        case.unanswered_since = None;
        assert_eq!(steps(Fact::Opened, &case, case.opened_at), [Step::Start(Metric::Resolution, case.opened_at)]);
    }

    #[test]
    fn words_while_waiting_for_a_supplier_resume_nothing() {
        let mut case = question();
        let now = case.opened_at;
        case.wait(WaitingCause::Supplier, None, now).unwrap();
        case.receive(kernel::InteractionId::new(9), now);
        assert!(!steps(Fact::Received(now), &case, now).contains(&Step::Resume));
    }
}
