//! A promise tried on what has happened: what its clocks would have said of past cases.
//!
//! Pure. The facts of a case are told again, in their order, to the rules that were told them the first time
//! ([`Case`], [`steps`]), with other terms; nothing is stored. A case is taken as it is described today: what it was
//! about, how it came and how urgent it is may have been corrected since.

use calendar::{Clock, ClockError, Metric, Outcome, Terms, WaitingCause};
use kernel::{InteractionId, Timestamp};

use crate::case::{Case, Channel, State};
use crate::deadline::{Fact, Step, steps};
use crate::history::{Detail, Entry};

/// How many days back a promise is tried on.
pub const DAYS: i64 = 90;
/// How many cases at most, the latest first.
pub const CASES_MAX: i64 = 2_000;

/// Something that happened to a case, as its history has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Happened {
    Received(InteractionId),
    Answered(InteractionId),
    Waiting(WaitingCause),
    Resumed,
    Closed,
    Reopened,
}

/// The facts of `entries`, oldest first. An answer taken back and a closing undone have not happened.
fn facts(entries: &[Entry]) -> Vec<(Timestamp, Happened)> {
    let mut facts: Vec<(Timestamp, Happened)> = Vec::new();
    for entry in entries {
        let happened = match &entry.detail {
            Detail::Received { interaction_id, .. } => Happened::Received(*interaction_id),
            Detail::Answered { interaction_id, .. } => Happened::Answered(*interaction_id),
            Detail::Waiting { cause, .. } => Happened::Waiting(*cause),
            Detail::Resumed => Happened::Resumed,
            Detail::Closed { .. } => Happened::Closed,
            Detail::Reopened { is_undo: false } => Happened::Reopened,
            Detail::Reopened { is_undo: true } => {
                take_last(&mut facts, |it| it == Happened::Closed);
                continue;
            }
            Detail::AnswerRetracted { interaction_id } => {
                take_last(&mut facts, |it| it == Happened::Answered(*interaction_id));
                continue;
            }
            _ => continue,
        };
        facts.push((entry.at, happened));
    }
    facts
}

fn take_last(facts: &mut Vec<(Timestamp, Happened)>, is_it: impl Fn(Happened) -> bool) {
    if let Some(place) = facts.iter().rposition(|it| is_it(it.1)) {
        facts.remove(place);
    }
}

/// The clocks of `case` as they would stand, had `terms` held from its opening on; `entries` are its history, oldest
/// first. O(entries × days).
pub fn replay(
    case: &Case,
    entries: &[Entry],
    terms: impl Fn(Metric) -> Option<Terms>,
) -> Result<Vec<Clock>, ClockError> {
    let mut case = as_opened(case);
    let mut clocks = Vec::new();
    let opened_at = case.opened_at;
    take(&mut clocks, &steps(Fact::Opened, &case, opened_at), &case, &terms, opened_at)?;
    for (at, happened) in facts(entries) {
        let fact = match happened {
            Happened::Received(words) => {
                case.receive(words, at);
                Fact::Received(at)
            }
            Happened::Answered(_) => {
                case.answer(at);
                Fact::Answered
            }
            // What the rules refuse did not happen twice: a history may hold what an older program allowed.
            Happened::Waiting(cause) if case.wait(cause, None, at).is_ok() => Fact::Waiting(cause),
            Happened::Resumed if case.resume().is_ok() => Fact::Resumed,
            Happened::Closed if case.close(at).is_ok() => Fact::Closed,
            Happened::Reopened if case.reopen(at).is_ok() => Fact::Reopened,
            _ => continue,
        };
        take(&mut clocks, &steps(fact, &case, at), &case, &terms, at)?;
    }
    Ok(clocks)
}

/// The case as it was when it was opened: nothing said yet but what it was opened by.
fn as_opened(case: &Case) -> Case {
    let awaits_reply = case.channel != Channel::Phone;
    Case {
        state: State::Open,
        snoozed_until: None,
        first_answered_at: None,
        last_answered_at: None,
        unanswered_since: awaits_reply.then_some(case.opened_at),
        received_at: case.opened_at,
        answer_count: 0,
        closed_at: None,
        reopened_count: 0,
        due: None,
        ..case.clone()
    }
}

fn take(
    clocks: &mut Vec<Clock>,
    steps: &[Step],
    case: &Case,
    terms: &impl Fn(Metric) -> Option<Terms>,
    at: Timestamp,
) -> Result<(), ClockError> {
    for step in steps {
        let is_live = |it: &&mut Clock| it.end().is_none();
        match *step {
            Step::Start(metric, from) => {
                let runs = clocks.iter().any(|it| it.end().is_none() && it.metric() == metric);
                if let Some(terms) = terms(metric).filter(|_| !runs) {
                    clocks.push(Clock::start(metric, terms, case.state.waiting_cause(), from)?);
                }
            }
            Step::Fulfil(metric) => {
                for clock in clocks.iter_mut().filter(is_live).filter(|it| it.metric() == metric) {
                    clock.fulfil(not_before(clock, at))?;
                }
            }
            Step::Cancel(metric) => {
                for clock in clocks.iter_mut().filter(is_live).filter(|it| it.metric() == metric) {
                    clock.cancel(not_before(clock, at))?;
                }
            }
            Step::Pause(cause) => {
                for clock in clocks.iter_mut().filter(is_live) {
                    clock.pause(cause, not_before(clock, at))?;
                }
            }
            Step::Resume => {
                for clock in clocks.iter_mut().filter(is_live) {
                    clock.resume(not_before(clock, at))?;
                }
            }
        }
    }
    Ok(())
}

/// A clock is told things in order, though mail may arrive out of it.
fn not_before(clock: &Clock, at: Timestamp) -> Timestamp {
    clock.phases().last().map_or(at, |it| it.from.max(at))
}

/// How many clocks of a metric were kept, of those that are decided: what runs in time and what was cancelled says
/// nothing yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Kept.
    pub kept: u64,
    /// Kept, missed, or late.
    pub decided: u64,
}

impl Tally {
    /// Counts one more.
    pub fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Kept => {
                self.kept += 1;
                self.decided += 1;
            }
            Outcome::Missed | Outcome::Late => self.decided += 1,
            Outcome::Running | Outcome::Paused | Outcome::Cancelled => {}
        }
    }
}

/// What the trial says of one metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MetricTrial {
    /// Which.
    pub metric: Metric,
    /// What was: by the promises that held for these cases.
    pub was: Tally,
    /// What would have been.
    pub would_be: Tally,
}

/// What a trial says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// Cases opened since then.
    pub since: Timestamp,
    /// How many were looked at.
    pub looked_at: u64,
    /// There are more: only the latest were looked at.
    pub is_sample: bool,
    /// How many of them would have fallen under it.
    pub fall_under: u64,
    /// Metric by metric, of those it has a target for or that had one.
    pub metrics: Vec<MetricTrial>,
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use calendar::{Calendar, Counting, Definition, Holidays, Target, Week};
    use kernel::{CaseId, HistoryId};

    use super::*;
    use crate::case::tests::question;

    /// Around the clock, so that a minute is a minute.
    fn terms(seconds: i64, pauses: &[WaitingCause]) -> Terms {
        let definition = Definition {
            time_zone: "UTC".into(),
            week: Week::weekdays(vec!["09:00-17:00".parse().unwrap()]),
            holidays: Holidays::None,
            days: vec![],
        };
        let target = Target { seconds, counting: Counting::Elapsed, pauses: pauses.to_vec() };
        Terms { target, calendar: Arc::new(Calendar::new(definition).unwrap()) }
    }

    fn entries(case: &Case, facts: &[(i64, Detail)]) -> Vec<Entry> {
        let entry = |(place, (minute, detail)): (usize, &(i64, Detail))| Entry {
            id: HistoryId::new(place as i64 + 1),
            case_id: CaseId::new(1),
            at: case.opened_at.plus_seconds(minute * 60),
            actor: "test".into(),
            detail: detail.clone(),
        };
        facts.iter().enumerate().map(entry).collect()
    }

    fn answered(id: i64) -> Detail {
        let interaction_id = InteractionId::new(id);
        Detail::Answered {
            interaction_id,
            unanswered_since: None,
            is_first: false,
            last_answered_at: None,
            clocks: vec![],
        }
    }

    fn received(id: i64) -> Detail {
        Detail::Received { interaction_id: InteractionId::new(id), reopened: false }
    }

    /// Outcome of each clock an hour after the last fact, in the order they were started.
    fn check(target: i64, pauses: &[WaitingCause], facts: &[(i64, Detail)], expected: &[(Metric, Outcome)]) {
        let case = question();
        let entries = entries(&case, facts);
        let clocks = replay(&case, &entries, |_| Some(terms(target * 60, pauses))).unwrap();
        let now = case.opened_at.plus_seconds((facts.last().map_or(0, |it| it.0) + 60) * 60);
        let outcomes: Vec<_> = clocks.iter().map(|it| (it.metric(), it.outcome(now))).collect();
        assert_eq!(outcomes, expected);
    }

    #[test]
    fn each_answer_is_held_against_the_words_it_was_for() {
        use Metric::{FirstReply, NextReply, Resolution};
        let facts =
            [(30, answered(1)), (40, received(2)), (100, answered(3)), (110, Detail::Closed { clocks: vec![] })];
        check(
            45,
            &[],
            &facts,
            &[(FirstReply, Outcome::Kept), (Resolution, Outcome::Missed), (NextReply, Outcome::Missed)],
        );
        check(
            120,
            &[],
            &facts,
            &[(FirstReply, Outcome::Kept), (Resolution, Outcome::Kept), (NextReply, Outcome::Kept)],
        );
    }

    #[test]
    fn waiting_counts_only_where_the_terms_say_so() {
        let waits = Detail::Waiting { cause: WaitingCause::Customer, until: None };
        let facts = [(10, answered(1)), (10, waits), (200, Detail::Resumed), (230, Detail::Closed { clocks: vec![] })];
        let resolution = |outcome| [(Metric::FirstReply, Outcome::Kept), (Metric::Resolution, outcome)];
        check(60, &[WaitingCause::Customer], &facts, &resolution(Outcome::Kept));
        check(60, &[], &facts, &resolution(Outcome::Missed));
    }

    #[test]
    fn what_was_taken_back_has_not_happened() {
        let retracted = Detail::AnswerRetracted { interaction_id: InteractionId::new(1) };
        let closed = || Detail::Closed { clocks: vec![] };
        let facts = [
            (10, answered(1)),
            (11, retracted),
            (12, closed()),
            (13, Detail::Reopened { is_undo: true }),
            (90, closed()),
        ];
        check(60, &[], &facts, &[(Metric::FirstReply, Outcome::Cancelled), (Metric::Resolution, Outcome::Missed)]);
    }

    #[test]
    fn what_still_runs_decides_nothing() {
        let mut tally = Tally::default();
        for outcome in
            [Outcome::Kept, Outcome::Missed, Outcome::Late, Outcome::Running, Outcome::Paused, Outcome::Cancelled]
        {
            tally.count(outcome);
        }
        assert_eq!(tally, Tally { kept: 1, decided: 3 });
    }
}
