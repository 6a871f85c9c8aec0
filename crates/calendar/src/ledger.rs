//! The answer to « Pourquoi 14:07 ? »: each stretch of a clock, whether it counts, why, and the sum.

use kernel::Timestamp;
use serde::{Deserialize, Serialize};

use crate::business::{SECOND, StretchKind};
use crate::clock::{Clock, Counting, Metric, Outcome, Phase, WaitingCause};
use crate::holiday::Holiday;

/// A clock laid open. The segments follow each other from its start to its due instant (or, past it, to now; or to
/// its end), and their counted times add up to the last sum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Ledger {
    /// What is promised.
    pub metric: Metric,
    /// Where it stands.
    pub outcome: Outcome,
    /// When it started.
    pub started_at: Timestamp,
    /// When it ended, if it did.
    pub ended_at: Option<Timestamp>,
    /// When the target is reached; nothing while paused.
    pub due_at: Option<Timestamp>,
    /// The target under the present terms, in seconds.
    pub target_seconds: i64,
    /// Which seconds count under the present terms.
    pub counting: Counting,
    /// Counted until now (or until the end), in microseconds.
    pub counted_micros: i64,
    /// Target minus counted, in microseconds; negative once more was counted than promised.
    pub remaining_micros: i64,
    /// In the order of time, without a gap.
    pub segments: Vec<Segment>,
}

/// One run of time in which nothing changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Segment {
    /// Its first moment.
    pub from: Timestamp,
    /// The moment after its last.
    pub to: Timestamp,
    /// Counted, or why not.
    pub reason: Reason,
    /// What it adds, in microseconds; 0 unless counted.
    pub counted_micros: i64,
    /// The sum with it, in microseconds.
    pub sum_micros: i64,
    /// The target that held meanwhile, in seconds: it differs where the terms changed.
    pub target_seconds: i64,
    /// After now: as it will be if nothing happens.
    pub is_planned: bool,
    /// After the due instant.
    pub is_late: bool,
}

/// Why a segment counts or does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reason {
    /// It counts.
    Counted,
    /// Outside the calendar's windows.
    Closed,
    /// A public holiday.
    Holiday {
        /// Which one.
        holiday: Holiday,
    },
    /// A day that staff closed.
    SpecialDay {
        /// What they call it.
        name: String,
    },
    /// The clock stood still.
    Pause {
        /// Whom the case waited for.
        cause: WaitingCause,
    },
}

impl Ledger {
    /// Opens `clock` as it stands at `now`. O(days).
    pub fn of(clock: &Clock, now: Timestamp) -> Self {
        let due_at = clock.due_at();
        let ended_at = clock.end().map(|it| it.0);
        let until = ended_at.unwrap_or_else(|| due_at.map_or(now, |it| it.max(now)));
        let mut segments = Vec::new();
        for phase in clock.phases() {
            let to = phase.to.unwrap_or(until).min(until);
            for (from, to, reason) in runs(phase, to) {
                cut(&mut segments, Segment::new(from, to, reason, phase), &[Some(now), due_at]);
            }
        }
        let mut sum = 0;
        for segment in &mut segments {
            segment.is_planned = segment.from >= now && ended_at.is_none();
            segment.is_late = due_at.is_some_and(|it| segment.from >= it);
            segment.counted_micros =
                if segment.reason == Reason::Counted { segment.to.as_micros() - segment.from.as_micros() } else { 0 };
            sum += segment.counted_micros;
            segment.sum_micros = sum;
        }
        let counted_micros = clock.counted_micros(ended_at.unwrap_or(now));
        let target = clock.terms().map(|it| (it.target.seconds, it.target.counting)).unwrap_or_default();
        Self {
            metric: clock.metric(),
            outcome: clock.outcome(now),
            started_at: clock.started_at(),
            ended_at,
            due_at,
            target_seconds: target.0,
            counting: target.1,
            counted_micros,
            remaining_micros: target.0.saturating_mul(SECOND) - counted_micros,
            segments,
        }
    }
}

impl Segment {
    fn new(from: Timestamp, to: Timestamp, reason: Reason, phase: &Phase) -> Self {
        Self {
            from,
            to,
            reason,
            counted_micros: 0,
            sum_micros: 0,
            target_seconds: phase.terms.target.seconds,
            is_planned: false,
            is_late: false,
        }
    }
}

/// The runs of `phase` until `to`.
fn runs(phase: &Phase, to: Timestamp) -> Vec<(Timestamp, Timestamp, Reason)> {
    if to <= phase.from {
        return Vec::new();
    }
    if let Some(cause) = phase.waiting.filter(|_| phase.is_paused()) {
        return vec![(phase.from, to, Reason::Pause { cause })];
    }
    match phase.terms.target.counting {
        Counting::Elapsed => vec![(phase.from, to, Reason::Counted)],
        Counting::Business => phase
            .terms
            .calendar
            .stretches(phase.from, to)
            .into_iter()
            .map(|it| (it.from, it.to, Reason::from(it.kind)))
            .collect(),
    }
}

/// Adds `segment`, cut where one of `edges` lies within it, and joined to the last one where nothing but the phase
/// changed.
fn cut(segments: &mut Vec<Segment>, segment: Segment, edges: &[Option<Timestamp>]) {
    let mut edges: Vec<Timestamp> = edges.iter().flatten().copied().collect();
    edges.sort();
    let mut rest = segment;
    for edge in edges.iter().filter(|it| **it < rest.to).copied().collect::<Vec<_>>() {
        if rest.from < edge {
            let head = Segment { to: edge, ..rest.clone() };
            join(segments, head, &edges);
            rest.from = edge;
        }
    }
    join(segments, rest, &edges);
}

fn join(segments: &mut Vec<Segment>, segment: Segment, edges: &[Timestamp]) {
    match segments.last_mut() {
        Some(last)
            if last.reason == segment.reason
                && last.target_seconds == segment.target_seconds
                && !edges.contains(&segment.from) =>
        {
            last.to = segment.to;
        }
        _ => segments.push(segment),
    }
}

impl From<StretchKind> for Reason {
    fn from(kind: StretchKind) -> Self {
        match kind {
            StretchKind::Open => Self::Counted,
            StretchKind::Closed => Self::Closed,
            StretchKind::Holiday(holiday) => Self::Holiday { holiday },
            StretchKind::SpecialDay(name) => Self::SpecialDay { name },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{Calendar, Definition, Holidays, Target, Terms, Week, Window};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// The ledger drawn in the interface brief: four working hours from Thursday 16:12, 70 minutes of pause, lunch.
    fn brief() -> Clock {
        let hours = ["09:00-12:00", "13:45-18:00"].map(|it| it.parse::<Window>().unwrap());
        let calendar = Calendar::new(Definition {
            time_zone: "Europe/Paris".into(),
            week: Week::weekdays(hours.to_vec()),
            holidays: Holidays::France,
            days: vec![],
        });
        let target = Target { seconds: 4 * 3600, counting: Counting::Business, pauses: vec![WaitingCause::Customer] };
        let terms = Terms { target, calendar: Arc::new(calendar.unwrap()) };
        let mut clock = Clock::start(Metric::FirstReply, terms, None, at("2026-11-19T15:12:00Z")).unwrap();
        clock.pause(WaitingCause::Customer, at("2026-11-20T09:20:00Z")).unwrap();
        clock.resume(at("2026-11-20T10:30:00Z")).unwrap();
        clock
    }

    #[test]
    fn why_14_07() {
        let ledger = Ledger::of(&brief(), at("2026-11-20T10:45:00Z"));
        assert_eq!(ledger.due_at, Some(at("2026-11-20T13:07:00Z")));
        let minutes: Vec<(String, &str, i64, bool)> = ledger
            .segments
            .iter()
            .map(|it| {
                let why = match it.reason {
                    Reason::Counted => "counted",
                    Reason::Closed => "closed",
                    Reason::Pause { cause } => cause.code(),
                    _ => "other",
                };
                (it.to.to_string(), why, it.sum_micros / 60_000_000, it.is_planned)
            })
            .collect();
        let expected = [
            ("2026-11-19T17:00:00Z", "counted", 108, false),
            ("2026-11-20T08:00:00Z", "closed", 108, false),
            ("2026-11-20T09:20:00Z", "counted", 188, false),
            ("2026-11-20T10:30:00Z", "customer", 188, false),
            ("2026-11-20T10:45:00Z", "counted", 203, false),
            ("2026-11-20T11:00:00Z", "counted", 218, true),
            ("2026-11-20T12:45:00Z", "closed", 218, true),
            ("2026-11-20T13:07:00Z", "counted", 240, true),
        ];
        assert_eq!(minutes, expected.map(|(to, why, sum, planned)| (to.to_owned(), why, sum, planned)));
        assert_eq!(ledger.remaining_micros, 37 * 60_000_000);
    }

    #[test]
    fn a_late_clock_shows_what_came_after_its_deadline() {
        let ledger = Ledger::of(&brief(), at("2026-11-20T13:19:00Z"));
        assert_eq!(ledger.outcome, Outcome::Late);
        assert_eq!(ledger.remaining_micros, -12 * 60_000_000);
        let last = ledger.segments.last().unwrap();
        assert_eq!((last.from, last.is_late), (at("2026-11-20T13:07:00Z"), true));
    }

    #[test]
    fn a_ledger_is_sent_as_flat_segments() {
        let ledger = Ledger::of(&brief(), at("2026-11-20T10:45:00Z"));
        let json = serde_json::to_value(&ledger.segments[3]).unwrap();
        assert_eq!(json["reason"], serde_json::json!({"kind": "pause", "cause": "customer"}));
        assert_eq!(json["from"], "2026-11-20T09:20:00Z");
    }
}
