//! The calendar and the clock against an oracle that looks at every single second.
//!
//! The oracle knows nothing of days, offsets or sums: it asks `jiff` what the wall clock shows at each second, looks
//! the time up in the definition as written, and adds one. Around changes of offset (one hour in Paris and New York,
//! half an hour on Lord Howe), at holidays, with lunch breaks, pauses and changes of terms, both must agree to the
//! second.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what is wrong by stopping")]

use std::sync::Arc;

use calendar::{
    Calendar, Clock, Counting, Definition, Holidays, Ledger, Metric, Reason, SpecialDay, Target, Terms, WaitingCause,
    Week, Window,
};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use kernel::Timestamp;
use proptest::prelude::*;

const ZONES: [&str; 4] = ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "UTC"];

/// Days on which something happens: changes of offset of the zones above in 2026, and French holidays.
const DAYS: [Date; 10] = [
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2026, 3, 8),
    date(2026, 11, 1),
    date(2026, 4, 5),
    date(2026, 10, 4),
    date(2026, 4, 6),
    date(2026, 5, 14),
    date(2026, 12, 25),
    date(2026, 6, 3),
];

/// French public holidays of 2026 as published, not as computed.
const FRANCE_2026: [Date; 11] = [
    date(2026, 1, 1),
    date(2026, 4, 6),
    date(2026, 5, 1),
    date(2026, 5, 8),
    date(2026, 5, 14),
    date(2026, 5, 25),
    date(2026, 7, 14),
    date(2026, 8, 15),
    date(2026, 11, 1),
    date(2026, 11, 11),
    date(2026, 12, 25),
];

/// Whether each second of `from..from + seconds` is open, one lookup of the wall clock each.
fn open_seconds(definition: &Definition, from: i64, seconds: usize) -> Vec<bool> {
    let zone = TimeZone::get(&definition.time_zone).unwrap();
    let week = definition.week.days().map(|it| it.1);
    (0..seconds)
        .map(|it| {
            let wall = zone.to_datetime(jiff::Timestamp::from_second(from + it as i64).unwrap());
            let (day, time) = (wall.date(), wall.time());
            let second = i32::from(time.hour()) * 3600 + i32::from(time.minute()) * 60 + i32::from(time.second());
            let dated = definition.days.iter().find(|it| !it.every_year && it.on == day);
            let yearly = definition
                .days
                .iter()
                .find(|it| it.every_year && it.on.month() == day.month() && it.on.day() == day.day());
            let windows = match dated.or(yearly) {
                Some(special) => special.windows.as_slice(),
                None if definition.holidays == Holidays::France && FRANCE_2026.contains(&day) => &[],
                None => week[day.weekday().to_monday_zero_offset() as usize],
            };
            windows.iter().any(|it| (it.from_second()..it.to_second()).contains(&second))
        })
        .collect()
}

/// Windows between sorted edges; edges on the quarter hour half of the time, so that they meet changes of offset.
fn windows() -> impl Strategy<Value = Vec<Window>> {
    let edges = prop_oneof![
        proptest::collection::btree_set((0..=96i32).prop_map(|it| it * 900), 0..7),
        proptest::collection::btree_set(0..=86_400i32, 0..5),
    ];
    edges.prop_map(|edges| {
        let edges: Vec<i32> = edges.into_iter().collect();
        edges.chunks_exact(2).map(|it| Window::new(it[0], it[1]).unwrap()).collect()
    })
}

fn definition() -> impl Strategy<Value = Definition> {
    let week = proptest::collection::vec(windows(), 7);
    let special = (0..DAYS.len(), -1..=1i32, any::<bool>(), windows());
    (0..ZONES.len(), week, any::<bool>(), proptest::option::of(special)).prop_map(|(zone, week, is_france, special)| {
        let mut week = week.into_iter();
        let mut day = || week.next().unwrap();
        let mut week = Week {
            monday: day(),
            tuesday: day(),
            wednesday: day(),
            thursday: day(),
            friday: day(),
            saturday: day(),
            sunday: day(),
        };
        if week == Week::default() {
            week.thursday = vec![Window::all_day()];
        }
        let days = special.map(|(place, shift, every_year, windows)| SpecialDay {
            on: DAYS[place].checked_add(jiff::Span::new().days(shift)).unwrap(),
            name: "special".into(),
            every_year,
            windows,
        });
        Definition {
            time_zone: ZONES[zone].into(),
            week,
            holidays: if is_france { Holidays::France } else { Holidays::None },
            days: days.into_iter().collect(),
        }
    })
}

/// A second within a day and a half before noon UTC of one of [`DAYS`].
fn start() -> impl Strategy<Value = i64> {
    (0..DAYS.len(), 0..129_600i64).prop_map(|(place, back)| {
        let noon = DAYS[place].at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap();
        noon.timestamp().as_second() - back
    })
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_seconds(second)
}

const HORIZON: usize = 40 * 3600;

fn config() -> ProptestConfig {
    // Each case looks at some 300,000 seconds. `PROPTEST_CASES=1000` looks longer.
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|it| it.parse().ok()).unwrap_or(40);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_second_is_open_or_not_as_the_wall_clock_says(
        definition in definition(),
        from in start(),
        spans in proptest::collection::vec((0..HORIZON, 0..HORIZON), 20),
        micros in 0..1_000_000i64,
    ) {
        let open = open_seconds(&definition, from, HORIZON);
        let calendar = Calendar::new(definition).unwrap();
        // What has been open before each second: the oracle's whole arithmetic.
        let mut before = vec![0i64];
        for is_open in &open {
            before.push(before[before.len() - 1] + i64::from(*is_open));
        }
        for (a, b) in spans {
            let (a, b) = (a.min(b), a.max(b));
            let (first, last) = (at(from + a as i64), at(from + b as i64));
            let counted = before[b] - before[a];
            prop_assert_eq!(calendar.is_open(first), open[a]);
            prop_assert_eq!(calendar.open_seconds(first, last), counted, "{} to {}", first, last);
            // The first instant by which so much has passed.
            let reached = (a..=b).find(|it| before[*it] - before[a] >= counted).unwrap();
            prop_assert_eq!(calendar.plus_open_seconds(first, counted), Some(at(from + reached as i64)));
            // Microseconds are kept: a part of an open second is open, a part of a closed one is not.
            let within = last.plus_micros(micros);
            let part = if open[b] { micros } else { 0 };
            prop_assert_eq!(calendar.open_micros(first, within), counted * 1_000_000 + part);
            let next = (a..HORIZON).find(|it| open[*it]);
            let found = calendar.next_opening(first);
            match next {
                Some(next) => prop_assert_eq!(found, Some(at(from + next as i64))),
                None => prop_assert!(found.is_none_or(|it| it >= at(from + HORIZON as i64))),
            }
        }
        // The stretches tile the time, and those that are open are the open seconds.
        let stretches = calendar.stretches(at(from), at(from + HORIZON as i64));
        let mut next = at(from);
        for stretch in &stretches {
            prop_assert_eq!(stretch.from, next);
            next = stretch.to;
            let seconds = stretch.from.seconds_since(at(from)) as usize..stretch.to.seconds_since(at(from)) as usize;
            let is_open = stretch.kind == calendar::StretchKind::Open;
            prop_assert!(open[seconds].iter().all(|it| *it == is_open), "{:?}", stretch);
        }
        prop_assert_eq!(next, at(from + HORIZON as i64));
    }
}

/// What may happen to a clock.
#[derive(Debug, Clone)]
enum Act {
    Pause(WaitingCause),
    Resume,
    ChangeTerms(Target, bool),
}

fn target() -> impl Strategy<Value = Target> {
    let counting = prop_oneof![3 => Just(Counting::Business), 1 => Just(Counting::Elapsed)];
    let pauses = proptest::sample::subsequence(WaitingCause::ALL.to_vec(), 0..=3);
    (1..50_000i64, counting, pauses).prop_map(|(seconds, counting, pauses)| Target { seconds, counting, pauses })
}

fn acts() -> impl Strategy<Value = Vec<(usize, Act)>> {
    let act = prop_oneof![
        2 => proptest::sample::select(WaitingCause::ALL.to_vec()).prop_map(Act::Pause),
        2 => Just(Act::Resume),
        1 => (target(), any::<bool>()).prop_map(|(target, other)| Act::ChangeTerms(target, other)),
    ];
    let mut acts = proptest::collection::vec((0..HORIZON, act), 0..8).boxed();
    acts = acts
        .prop_map(|mut it| {
            it.sort_by_key(|act| act.0);
            it
        })
        .boxed();
    acts
}

/// A clock that is moved on one second at a time.
struct Oracle<'a> {
    open: [&'a [bool]; 2],
    target: Target,
    calendar: usize,
    waiting: Option<WaitingCause>,
    counted: i64,
    due: Option<usize>,
    counts: Vec<bool>,
}

impl Oracle<'_> {
    fn is_paused(&self) -> bool {
        self.waiting.is_some_and(|it| self.target.pauses.contains(&it))
    }

    fn look(&mut self, second: usize) {
        if self.due.is_none() && !self.is_paused() && self.counted >= self.target.seconds {
            self.due = Some(second);
        }
    }

    fn run(mut self, acts: &[(usize, Act)]) -> Self {
        for second in 0..HORIZON {
            self.look(second);
            let before = (self.target.clone(), self.calendar);
            for (_, act) in acts.iter().filter(|it| it.0 == second) {
                match act {
                    Act::Pause(cause) => self.waiting = Some(*cause),
                    Act::Resume => self.waiting = None,
                    Act::ChangeTerms(target, other) => {
                        (self.target, self.calendar) = (target.clone(), usize::from(*other));
                    }
                }
            }
            if before != (self.target.clone(), self.calendar) {
                self.due = None;
            }
            self.look(second);
            let is_open = self.target.counting == Counting::Elapsed || self.open[self.calendar][second];
            let counts = is_open && !self.is_paused();
            self.counted += i64::from(counts);
            self.counts.push(counts);
        }
        self.look(HORIZON);
        self
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_clock_is_due_at_the_second_the_oracle_finds(
        definitions in (definition(), definition()),
        from in start(),
        target in target(),
        acts in acts(),
        looked_at in 0..HORIZON,
    ) {
        prop_assume!(definitions.0 != definitions.1);
        let open = [&definitions.0, &definitions.1].map(|it| open_seconds(it, from, HORIZON));
        let calendars = [definitions.0, definitions.1].map(|it| Arc::new(Calendar::new(it).unwrap()));

        let oracle = Oracle {
            open: [&open[0], &open[1]],
            target: target.clone(),
            calendar: 0,
            waiting: None,
            counted: 0,
            due: None,
            counts: vec![],
        };
        let oracle = oracle.run(&acts);

        let terms = |target: &Target, place: usize| Terms { target: target.clone(), calendar: calendars[place].clone() };
        let mut clock = Clock::start(Metric::Resolution, terms(&target, 0), None, at(from)).unwrap();
        for (second, act) in &acts {
            let now = at(from + *second as i64);
            match act {
                Act::Pause(cause) => clock.pause(*cause, now).unwrap(),
                Act::Resume => clock.resume(now).unwrap(),
                Act::ChangeTerms(target, other) => clock.change_terms(terms(target, usize::from(*other)), now).unwrap(),
            }
        }

        let end = at(from + HORIZON as i64);
        prop_assert_eq!(clock.counted_micros(end), oracle.counted * 1_000_000);
        let so_far = oracle.counts[..looked_at].iter().filter(|it| **it).count() as i64;
        prop_assert_eq!(clock.counted_micros(at(from + looked_at as i64)), so_far * 1_000_000);
        match oracle.due {
            Some(due) => prop_assert_eq!(clock.due_at(), Some(at(from + due as i64))),
            None => prop_assert!(clock.due_at().is_none_or(|it| it > end), "{:?}", clock.due_at()),
        }

        // The ledger tiles the time, its segments count what the oracle counted, and its sum is the clock's.
        let ledger = Ledger::of(&clock, end);
        let (mut next, mut sum) = (at(from), 0);
        for segment in ledger.segments.iter().filter(|it| it.from < end) {
            prop_assert_eq!(segment.from, next);
            next = segment.to;
            let to = segment.to.min(end);
            let seconds = segment.from.seconds_since(at(from)) as usize..to.seconds_since(at(from)) as usize;
            let counts = segment.reason == Reason::Counted;
            prop_assert!(oracle.counts[seconds].iter().all(|it| *it == counts), "{:?}", segment);
            sum += segment.counted_micros;
            prop_assert_eq!(segment.sum_micros, sum);
        }
        prop_assert_eq!(sum, ledger.counted_micros);
        prop_assert_eq!(ledger.counted_micros, oracle.counted * 1_000_000);

        // What is stored reads back as the same clock.
        let again = Clock::from_parts(clock.metric(), clock.phases().to_vec(), clock.end()).unwrap();
        prop_assert_eq!(again, clock);
    }
}

#[test]
fn ten_years_of_business_time_add_up_day_by_day() {
    let hours = ["09:00-12:00", "13:45-18:00"].map(|it| it.parse().unwrap());
    let calendar = Calendar::new(Definition {
        time_zone: "Europe/Paris".into(),
        week: Week::weekdays(hours.to_vec()),
        holidays: Holidays::France,
        days: vec![],
    })
    .unwrap();
    let from = "2026-01-01T00:00:00Z".parse().unwrap();
    let to = "2036-01-01T00:00:00Z".parse().unwrap();
    let counted = calendar.open_seconds(from, to);
    // Every weekday that is no holiday has 7 h 15: lunch and nights never straddle a change of offset.
    let weekdays = (0..3652)
        .map(|it| date(2026, 1, 1).checked_add(jiff::Span::new().days(it)).unwrap())
        .filter(|it| it.weekday().to_monday_zero_offset() < 5);
    let holidays: Vec<Date> = (2026..2036).flat_map(|it| Holidays::France.of(it)).map(|it| it.0).collect();
    let open = weekdays.filter(|it| !holidays.contains(it)).count() as i64;
    assert_eq!(counted, open * (7 * 3600 + 15 * 60));
    assert_eq!(calendar.plus_open_seconds(from, counted).map(|it| it <= to), Some(true));
}
