//! The clock of one promise: started, paused, given other terms, met or cancelled; and when it is due.
//!
//! A clock is a list of [`Phase`]s that follow each other without a gap. Within a phase the terms and the cause of
//! waiting do not change, so that the whole past can be counted again, exactly, from what is stored: nothing is
//! accumulated. When the terms change half-way, what was counted until then is kept and the new target is held
//! against the sum: four hours promised after three were used leaves one.

use std::sync::Arc;

use kernel::Timestamp;
use serde::{Deserialize, Serialize};

use crate::business::{Calendar, SECOND};
use crate::error::ClockError;

/// The longest target: ten years of 366 days.
pub const TARGET_SECONDS_MAX: i64 = 10 * 366 * 86_400;

/// What is promised to happen in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// From the customer's first words to our first answer.
    FirstReply,
    /// From the oldest unanswered words of the customer to our next answer.
    NextReply,
    /// From opening to closing.
    Resolution,
}

impl Metric {
    /// Every metric.
    pub const ALL: [Self; 3] = [Self::FirstReply, Self::NextReply, Self::Resolution];

    /// As stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::FirstReply => "first_reply",
            Self::NextReply => "next_reply",
            Self::Resolution => "resolution",
        }
    }

    /// The metric stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// Whom a case waits for. A promise says for which of them its clock stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WaitingCause {
    /// The customer's words or documents.
    Customer,
    /// A third party's: a garage, an expert, a carrier.
    Supplier,
    /// Another service of ours. Rarely a reason to stop a clock: the customer waits all the same.
    Internal,
}

impl WaitingCause {
    /// Every cause.
    pub const ALL: [Self; 3] = [Self::Customer, Self::Supplier, Self::Internal];

    /// As stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Supplier => "supplier",
            Self::Internal => "internal",
        }
    }

    /// The cause stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// Which seconds count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Counting {
    /// Those within the calendar's windows.
    #[default]
    Business,
    /// All.
    Elapsed,
}

impl Counting {
    /// As stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Business => "business",
            Self::Elapsed => "elapsed",
        }
    }

    /// The counting stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Business, Self::Elapsed].into_iter().find(|it| it.code() == code)
    }
}

/// How long it may take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Seconds, 1 to ten years.
    #[schema(example = 14_400, minimum = 1)]
    pub seconds: i64,
    /// Which seconds count.
    #[serde(default)]
    pub counting: Counting,
    /// While waiting for these the clock stands still.
    #[serde(default)]
    pub pauses: Vec<WaitingCause>,
}

impl Target {
    /// Refuses a target that is no time or beyond ten years.
    pub fn check(&self) -> Result<(), ClockError> {
        if (1..=TARGET_SECONDS_MAX).contains(&self.seconds) {
            Ok(())
        } else {
            Err(ClockError::TargetOutOfRange(self.seconds))
        }
    }
}

/// A target and the calendar it is counted on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// How long it may take.
    pub target: Target,
    /// Not looked at where all seconds count.
    pub calendar: Arc<Calendar>,
}

impl Terms {
    /// Whether waiting for `cause` stops the clock.
    pub fn pauses_for(&self, cause: Option<WaitingCause>) -> bool {
        cause.is_some_and(|it| self.target.pauses.contains(&it))
    }

    /// Microseconds that count from `from` to `to`.
    fn count(&self, from: Timestamp, to: Timestamp) -> i64 {
        match self.target.counting {
            Counting::Business => self.calendar.open_micros(from, to),
            Counting::Elapsed => (to.as_micros() - from.as_micros()).max(0),
        }
    }

    /// When `micros` more have counted.
    fn plus(&self, from: Timestamp, micros: i64) -> Option<Timestamp> {
        match self.target.counting {
            Counting::Business => self.calendar.plus_open_micros(from, micros),
            Counting::Elapsed => Some(from.plus_micros(micros.max(0))),
        }
    }
}

/// A time in which neither the terms nor the cause of waiting change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phase {
    /// Its first moment.
    pub from: Timestamp,
    /// The moment after its last; `None` while it lasts.
    pub to: Option<Timestamp>,
    /// Whom the case waits for. It depends on the terms whether that stops the clock.
    pub waiting: Option<WaitingCause>,
    /// What it is counted by.
    pub terms: Terms,
}

impl Phase {
    /// Whether the clock stands still.
    pub fn is_paused(&self) -> bool {
        self.terms.pauses_for(self.waiting)
    }

    /// Microseconds counted within it until `at`.
    fn counted(&self, at: Timestamp) -> i64 {
        if self.is_paused() { 0 } else { self.terms.count(self.from, self.to.map_or(at, |it| it.min(at))) }
    }
}

/// How a clock ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// What was promised happened, in time or late.
    Met,
    /// It is no longer awaited.
    Cancelled,
}

/// Where a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ClockOutcome)]
pub enum Outcome {
    /// Counting, and not yet due.
    Running,
    /// Standing still, not yet due.
    Paused,
    /// Past its due instant, and what was promised has not happened.
    Late,
    /// Happened by its due instant.
    Kept,
    /// Happened after its due instant.
    Missed,
    /// No longer awaited.
    Cancelled,
}

/// One promise being counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    metric: Metric,
    phases: Vec<Phase>,
    end: Option<(Timestamp, End)>,
}

impl Clock {
    /// Starts counting at `at`; `waiting` is whom the case waits for already.
    pub fn start(
        metric: Metric,
        terms: Terms,
        waiting: Option<WaitingCause>,
        at: Timestamp,
    ) -> Result<Self, ClockError> {
        terms.target.check()?;
        Ok(Self { metric, phases: vec![Phase { from: at, to: None, waiting, terms }], end: None })
    }

    /// Reads back what was stored. The phases must follow each other, the last one open unless the clock ended.
    pub fn from_parts(metric: Metric, phases: Vec<Phase>, end: Option<(Timestamp, End)>) -> Result<Self, ClockError> {
        let Some(first) = phases.first() else { return Err(ClockError::Broken(Timestamp::default())) };
        let mut at = Some(first.from);
        for phase in &phases {
            if at != Some(phase.from) || phase.to.is_some_and(|it| it < phase.from) {
                return Err(ClockError::Broken(phase.from));
            }
            at = phase.to;
        }
        if at != end.map(|it| it.0) {
            return Err(ClockError::Broken(at.unwrap_or(first.from)));
        }
        Ok(Self { metric, phases, end })
    }

    /// What is promised.
    pub fn metric(&self) -> Metric {
        self.metric
    }

    /// From the first to the last, without a gap; never empty.
    pub fn phases(&self) -> &[Phase] {
        &self.phases
    }

    /// When and how it ended.
    pub fn end(&self) -> Option<(Timestamp, End)> {
        self.end
    }

    /// When it started.
    pub fn started_at(&self) -> Timestamp {
        self.phases.first().map_or_else(Timestamp::default, |it| it.from)
    }

    /// The present terms, or those it ended under.
    pub fn terms(&self) -> Option<&Terms> {
        self.phases.last().map(|it| &it.terms)
    }

    /// Whether it stands still now.
    pub fn is_paused(&self) -> bool {
        self.end.is_none() && self.phases.last().is_some_and(Phase::is_paused)
    }

    /// The case waits for `cause` from `at` on; whether the clock stops is for the terms to say.
    pub fn pause(&mut self, cause: WaitingCause, at: Timestamp) -> Result<(), ClockError> {
        self.change(at, |phase| phase.waiting = Some(cause))
    }

    /// The case waits no longer.
    pub fn resume(&mut self, at: Timestamp) -> Result<(), ClockError> {
        self.change(at, |phase| phase.waiting = None)
    }

    /// Other terms from `at` on. What has been counted is kept; the new target is held against the sum.
    pub fn change_terms(&mut self, terms: Terms, at: Timestamp) -> Result<(), ClockError> {
        terms.target.check()?;
        self.change(at, |phase| phase.terms = terms)
    }

    /// What was promised happened at `at`.
    pub fn fulfil(&mut self, at: Timestamp) -> Result<(), ClockError> {
        self.finish(at, End::Met)
    }

    /// It is no longer awaited.
    pub fn cancel(&mut self, at: Timestamp) -> Result<(), ClockError> {
        self.finish(at, End::Cancelled)
    }

    /// What ended is awaited after all: an answer was taken back, a case opened again. The clock goes on as if it
    /// had not ended, so that the time between counts.
    pub fn reopen(&mut self) {
        self.end = None;
        if let Some(last) = self.phases.last_mut() {
            last.to = None;
        }
    }

    /// Microseconds counted until `at`. O(days).
    pub fn counted_micros(&self, at: Timestamp) -> i64 {
        self.phases.iter().take_while(|it| it.from < at).map(|it| it.counted(at)).sum()
    }

    /// When the target is reached under the present terms: the first instant at which the sum counted is the target,
    /// though not before these terms came. O(days).
    ///
    /// `None` while paused short of the target, if the clock ended so, or if the calendar never opens again.
    pub fn due_at(&self) -> Option<Timestamp> {
        let terms = self.terms()?;
        // The present terms hold since the last phase that had others.
        let since = self.phases.iter().rposition(|it| it.terms != *terms).map_or(0, |it| it + 1);
        let mut left = terms.target.seconds.saturating_mul(SECOND);
        for (place, phase) in self.phases.iter().enumerate() {
            if place >= since && !phase.is_paused() {
                let reached = phase.terms.plus(phase.from, left)?;
                // A clock that ended is due when it would have been.
                let is_last = place + 1 == self.phases.len();
                if is_last || phase.to.is_none_or(|to| reached <= to) {
                    return Some(reached);
                }
            }
            if let Some(to) = phase.to {
                left -= phase.counted(to);
            }
        }
        None
    }

    /// Where it stands at `now`.
    pub fn outcome(&self, now: Timestamp) -> Outcome {
        let due = self.due_at();
        match self.end {
            Some((_, End::Cancelled)) => Outcome::Cancelled,
            Some((at, End::Met)) if due.is_some_and(|it| it < at) => Outcome::Missed,
            Some((_, End::Met)) => Outcome::Kept,
            None if due.is_some_and(|it| it < now) => Outcome::Late,
            None if self.is_paused() => Outcome::Paused,
            None => Outcome::Running,
        }
    }

    /// Ends the last phase at `at` and starts one that `edit` makes different; nothing if it does not.
    fn change(&mut self, at: Timestamp, edit: impl FnOnce(&mut Phase)) -> Result<(), ClockError> {
        self.check_instant(at)?;
        let Some(last) = self.phases.last_mut() else { return Err(ClockError::Broken(at)) };
        let mut next = Phase { from: at, to: None, ..last.clone() };
        edit(&mut next);
        if next.waiting == last.waiting && next.terms == last.terms {
            return Ok(());
        }
        if last.from == at {
            *last = next;
        } else {
            last.to = Some(at);
            self.phases.push(next);
        }
        Ok(())
    }

    fn finish(&mut self, at: Timestamp, end: End) -> Result<(), ClockError> {
        self.check_instant(at)?;
        if let Some(last) = self.phases.last_mut() {
            last.to = Some(at);
        }
        self.end = Some((at, end));
        Ok(())
    }

    fn check_instant(&self, at: Timestamp) -> Result<(), ClockError> {
        if let Some((ended_at, _)) = self.end {
            return Err(ClockError::Ended(ended_at));
        }
        match self.phases.last() {
            Some(last) if at < last.from => Err(ClockError::Earlier { at, last: last.from }),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Definition, Holidays, Week, Window};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn office() -> Arc<Calendar> {
        let hours = vec![Window::hours(9, 12).unwrap(), Window::hours(14, 18).unwrap()];
        let definition = Definition {
            time_zone: "Europe/Paris".into(),
            week: Week::weekdays(hours),
            holidays: Holidays::France,
            days: vec![],
        };
        Arc::new(Calendar::new(definition).unwrap())
    }

    fn terms(hours: i64, counting: Counting, pauses: &[WaitingCause]) -> Terms {
        Terms { target: Target { seconds: hours * 3600, counting, pauses: pauses.to_vec() }, calendar: office() }
    }

    fn four_hours() -> Clock {
        let terms = terms(4, Counting::Business, &[WaitingCause::Customer]);
        // Thursday, 16:00 in Paris: two hours are left of the day.
        Clock::start(Metric::Resolution, terms, None, at("2026-11-19T15:00:00Z")).unwrap()
    }

    #[test]
    fn a_clock_is_due_when_its_seconds_have_passed() {
        assert_eq!(four_hours().due_at(), Some(at("2026-11-20T10:00:00Z")));
    }

    #[test]
    fn a_pause_moves_the_deadline_by_the_working_time_it_takes() {
        let mut clock = four_hours();
        clock.pause(WaitingCause::Customer, at("2026-11-20T08:30:00Z")).unwrap();
        assert_eq!((clock.due_at(), clock.is_paused()), (None, true));
        assert_eq!(clock.outcome(at("2026-12-20T08:30:00Z")), Outcome::Paused);
        clock.resume(at("2026-11-20T10:30:00Z")).unwrap();
        // 2 h 30 used: half an hour until lunch, one hour after it.
        assert_eq!(clock.due_at(), Some(at("2026-11-20T14:00:00Z")));
    }

    #[test]
    fn waiting_for_ourselves_stops_nothing_unless_promised_so() {
        let mut clock = four_hours();
        clock.pause(WaitingCause::Internal, at("2026-11-20T08:30:00Z")).unwrap();
        assert_eq!(clock.due_at(), Some(at("2026-11-20T10:00:00Z")));
    }

    #[test]
    fn new_terms_keep_what_was_counted() {
        for (hours, counting, due) in [
            // 2 h 30 are used when the terms change on Friday at 9:30 in Paris.
            (3, Counting::Business, "2026-11-20T09:00:00Z"),
            (8, Counting::Business, "2026-11-20T16:00:00Z"),
            (8, Counting::Elapsed, "2026-11-20T14:00:00Z"),
            // More was used than is now allowed: due at once, and not in the past.
            (1, Counting::Business, "2026-11-20T08:30:00Z"),
        ] {
            let mut clock = four_hours();
            clock.change_terms(terms(hours, counting, &[]), at("2026-11-20T08:30:00Z")).unwrap();
            assert_eq!(clock.due_at(), Some(at(due)), "{hours} {counting:?}");
        }
    }

    #[test]
    fn new_terms_decide_whether_the_present_wait_is_a_pause() {
        let mut clock = four_hours();
        clock.pause(WaitingCause::Supplier, at("2026-11-20T08:30:00Z")).unwrap();
        let pausing = terms(4, Counting::Business, &[WaitingCause::Supplier]);
        clock.change_terms(pausing, at("2026-11-20T09:00:00Z")).unwrap();
        assert_eq!((clock.is_paused(), clock.due_at()), (true, None));
        clock.resume(at("2026-11-23T08:00:00Z")).unwrap();
        // Three hours are used: one is left on Monday at 9:00.
        assert_eq!(clock.due_at(), Some(at("2026-11-23T09:00:00Z")));
    }

    #[test]
    fn met_at_the_very_instant_is_kept_and_later_is_missed_though_the_office_was_closed() {
        for (met, outcome) in [
            ("2026-11-20T09:59:59.999999Z", Outcome::Kept),
            ("2026-11-20T10:00:00Z", Outcome::Kept),
            ("2026-11-20T10:00:00.000001Z", Outcome::Missed),
        ] {
            let mut clock = four_hours();
            clock.fulfil(at(met)).unwrap();
            assert_eq!(clock.outcome(at("2027-01-01T00:00:00Z")), outcome, "{met}");
            assert_eq!(clock.due_at(), Some(at("2026-11-20T10:00:00Z")), "{met}");
        }
        // Exactly until 18:00, met on Saturday: no second more was counted, yet it was due on Friday at 18:00.
        let six = terms(6, Counting::Business, &[]);
        let mut clock = Clock::start(Metric::FirstReply, six, None, at("2026-11-20T09:00:00Z")).unwrap();
        clock.fulfil(at("2026-11-21T10:00:00Z")).unwrap();
        assert_eq!(clock.outcome(at("2026-11-22T00:00:00Z")), Outcome::Missed);
    }

    #[test]
    fn a_clock_taken_up_again_counts_the_time_between() {
        let mut clock = four_hours();
        clock.fulfil(at("2026-11-19T15:30:00Z")).unwrap();
        clock.reopen();
        assert_eq!((clock.end(), clock.due_at()), (None, Some(at("2026-11-20T10:00:00Z"))));
    }

    #[test]
    fn a_clock_refuses_the_past_and_what_comes_after_its_end() {
        let mut clock = four_hours();
        let (early, late) = (at("2026-11-19T14:00:00Z"), at("2026-11-19T16:00:00Z"));
        let last = clock.started_at();
        assert_eq!(clock.resume(early), Err(ClockError::Earlier { at: early, last }));
        clock.cancel(late).unwrap();
        assert_eq!(clock.fulfil(late), Err(ClockError::Ended(late)));
        assert_eq!(clock.outcome(late), Outcome::Cancelled);
        let nothing = terms(0, Counting::Business, &[]);
        assert_eq!(Clock::start(Metric::Resolution, nothing, None, late), Err(ClockError::TargetOutOfRange(0)));
    }

    #[test]
    fn what_was_stored_reads_back_and_what_no_clock_wrote_is_refused() {
        let mut clock = four_hours();
        clock.pause(WaitingCause::Customer, at("2026-11-20T08:30:00Z")).unwrap();
        clock.fulfil(at("2026-11-20T09:30:00Z")).unwrap();
        let parts = |it: &Clock| (it.metric(), it.phases().to_vec(), it.end());
        let (metric, phases, end) = parts(&clock);
        assert_eq!(Clock::from_parts(metric, phases.clone(), end), Ok(clock));
        assert!(Clock::from_parts(metric, phases.clone(), None).is_err());
        assert!(Clock::from_parts(metric, vec![], end).is_err());
        let mut gap = phases;
        gap[1].from = at("2026-11-20T08:31:00Z");
        assert_eq!(Clock::from_parts(metric, gap, end), Err(ClockError::Broken(at("2026-11-20T08:31:00Z"))));
    }
}
