//! The calendar itself: which moments are open, and how many of them lie between two instants.
//!
//! A moment is open if the wall clock of the zone, at that moment, stands within a window of its day. Everything
//! follows from that one rule, also on days that have 23 or 25 hours. Counting walks days in whole-number
//! arithmetic within one offset of the zone, and asks the time zone database only where the offset changes.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::Timestamp;

use crate::definition::{Definition, SPECIAL_DAYS_MAX, SpecialDay};
use crate::error::CalendarError;
use crate::holiday::Holiday;
use crate::window::{Window, in_order};

/// Microseconds in a second.
pub(crate) const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;
/// How far a search for an opening goes; special days that close more than ten years close for good.
const SEARCH_DAYS_MAX: i64 = 3_660;
/// 1970-01-01 was a Thursday, the fourth day of a week that starts with Monday.
const EPOCH_WEEKDAY: i64 = 3;

/// Business time, ready to count with. Built from a [`Definition`], which it keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    definition: Definition,
    zone: TimeZone,
    week: [Vec<Window>; 7],
    dated: BTreeMap<Date, Day>,
    yearly: BTreeMap<(i8, i8), Day>,
    is_always: bool,
}

/// What a special day replaces the week by.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Day {
    windows: Vec<Window>,
    name: String,
}

/// A run of time in which nothing changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Its first moment.
    pub from: Timestamp,
    /// The moment after its last.
    pub to: Timestamp,
    /// Open, or why not.
    pub kind: StretchKind,
}

/// Open, or why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StretchKind {
    /// Within a window.
    Open,
    /// Outside the windows of its day.
    Closed,
    /// A public holiday, on a day of the week that is usually open.
    Holiday(Holiday),
    /// A special day without windows, by its name.
    SpecialDay(String),
}

impl Calendar {
    /// Checks `definition` and prepares it for counting. O(windows + days).
    pub fn new(definition: Definition) -> Result<Self, CalendarError> {
        let zone = TimeZone::get(&definition.time_zone)
            .map_err(|_| CalendarError::UnknownTimeZone(definition.time_zone.clone()))?;
        let mut week: [Vec<Window>; 7] = Default::default();
        for (place, (day, windows)) in week.iter_mut().zip(definition.week.days()) {
            *place =
                in_order(windows).map_err(|(first, second)| CalendarError::WindowsOverlap { day, first, second })?;
        }
        if week.iter().all(Vec::is_empty) {
            return Err(CalendarError::NeverOpen);
        }
        let (dated, yearly) = special_days(&definition.days)?;
        let is_always = definition.days.is_empty()
            && definition.holidays == crate::Holidays::None
            && week.iter().all(|it| it.as_slice() == [Window::all_day()]);
        Ok(Self { definition, zone, week, dated, yearly, is_always })
    }

    /// Open at every moment.
    pub fn always() -> Self {
        Self {
            definition: Definition::always(),
            zone: TimeZone::UTC,
            week: std::array::from_fn(|_| vec![Window::all_day()]),
            dated: BTreeMap::new(),
            yearly: BTreeMap::new(),
            is_always: true,
        }
    }

    /// What it was built from.
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// Whether every moment is open.
    pub fn is_always(&self) -> bool {
        self.is_always
    }

    /// Whether `at` lies within a window. O(1).
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.walk(at.as_micros()).next().is_none_or(|it| it.is_open)
    }

    /// Open microseconds from `from` to `to`; 0 if `to` is not later. O(days), O(1) on a calendar always open.
    pub fn open_micros(&self, from: Timestamp, to: Timestamp) -> i64 {
        let (from, to) = (from.as_micros(), to.as_micros());
        if self.is_always {
            return (to - from).max(0);
        }
        self.walk(from)
            .take_while(|it| it.from < to)
            .map(|it| if it.is_open { it.to.min(to) - it.from } else { 0 })
            .sum()
    }

    /// Whole open seconds from `from` to `to`, rounded down; 0 if `to` is not later. O(days).
    pub fn open_seconds(&self, from: Timestamp, to: Timestamp) -> i64 {
        self.open_micros(from, to) / SECOND
    }

    /// The first instant by which `micros` of open time have passed since `from`; `from` itself if `micros` is not
    /// above 0, and the very end of a window (18:00, not 9:00 the next day) if they fit exactly. O(days).
    ///
    /// `None` if no window opens for more than ten years on end: special days may close a calendar for good.
    pub fn plus_open_micros(&self, from: Timestamp, micros: i64) -> Option<Timestamp> {
        if self.is_always || micros <= 0 {
            return Some(from.plus_micros(micros.max(0)));
        }
        let mut left = micros;
        let mut last_open = from.as_micros();
        for piece in self.walk(from.as_micros()) {
            if piece.is_open {
                if piece.to - piece.from >= left {
                    return Some(Timestamp::from_micros(piece.from + left));
                }
                left -= piece.to - piece.from;
                last_open = piece.to;
            } else if piece.to - last_open > SEARCH_DAYS_MAX * DAY {
                return None;
            }
        }
        None
    }

    /// As [`Calendar::plus_open_micros`], in seconds.
    pub fn plus_open_seconds(&self, from: Timestamp, seconds: i64) -> Option<Timestamp> {
        self.plus_open_micros(from, seconds.saturating_mul(SECOND))
    }

    /// The first open moment from `at` on, which is `at` itself within a window. O(days of closing).
    pub fn next_opening(&self, at: Timestamp) -> Option<Timestamp> {
        let search_end = at.as_micros() + SEARCH_DAYS_MAX * DAY;
        self.walk(at.as_micros())
            .take_while(|it| it.from < search_end)
            .find(|it| it.is_open)
            .map(|it| Timestamp::from_micros(it.from))
    }

    /// The runs of time from `from` to `to`, neighbours of one kind joined; none if `to` is not later. O(days).
    pub fn stretches(&self, from: Timestamp, to: Timestamp) -> Vec<Stretch> {
        if self.is_always {
            return if from < to { vec![Stretch { from, to, kind: StretchKind::Open }] } else { Vec::new() };
        }
        let end = to.as_micros();
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut walk = self.walk(from.as_micros());
        while let Some(piece) = walk.next().filter(|it| it.from < end) {
            let kind = if piece.is_open { StretchKind::Open } else { walk.why_closed() };
            let to = Timestamp::from_micros(piece.to.min(end));
            match stretches.last_mut() {
                Some(last) if last.kind == kind => last.to = to,
                _ => stretches.push(Stretch { from: Timestamp::from_micros(piece.from), to, kind }),
            }
        }
        stretches
    }

    fn walk(&self, from: i64) -> Walk<'_> {
        Walk { calendar: self, at: from, offset: 0, offset_ends: i64::MIN, day: None, year: None }
    }

    /// The windows of `date`, and what made them other than the week's.
    fn plan(&self, date: Date) -> (&[Window], Cause<'_>) {
        if let Some(day) = self.dated.get(&date).or_else(|| self.yearly.get(&(date.month(), date.day()))) {
            return (&day.windows, Cause::SpecialDay(&day.name));
        }
        let day_number = date.weekday().to_monday_zero_offset();
        let windows = usize::try_from(day_number).ok().and_then(|it| self.week.get(it)).map_or(&[][..], Vec::as_slice);
        (windows, Cause::Week)
    }
}

type SpecialDays = (BTreeMap<Date, Day>, BTreeMap<(i8, i8), Day>);

/// Sorts special days into those of one date and those of every year.
fn special_days(days: &[SpecialDay]) -> Result<SpecialDays, CalendarError> {
    if days.len() > SPECIAL_DAYS_MAX {
        return Err(CalendarError::TooManyDays { count: days.len(), max: SPECIAL_DAYS_MAX });
    }
    let (mut dated, mut yearly) = (BTreeMap::new(), BTreeMap::new());
    for (place, day) in days.iter().enumerate() {
        let windows = in_order(&day.windows).map_err(|(first, second)| CalendarError::SpecialWindowsOverlap {
            place,
            on: day.on,
            first,
            second,
        })?;
        let plan = Day { windows, name: day.name.clone() };
        let before = if day.every_year {
            yearly.insert((day.on.month(), day.on.day()), plan)
        } else {
            dated.insert(day.on, plan)
        };
        if let Some(first) = before {
            return Err(CalendarError::DayTwice { place, on: day.on, first: first.name, second: day.name.clone() });
        }
    }
    Ok((dated, yearly))
}

/// What a day's windows are from.
#[derive(Debug, Clone, Copy)]
enum Cause<'a> {
    Week,
    Holiday(Holiday),
    SpecialDay(&'a str),
}

/// A piece of one day: open or not.
#[derive(Debug, Clone, Copy)]
struct Piece {
    from: i64,
    to: i64,
    is_open: bool,
}

/// The day the walk is in.
#[derive(Debug, Clone, Copy)]
struct Today<'a> {
    /// Days since 1970-01-01 on the wall calendar.
    number: i64,
    windows: &'a [Window],
    cause: Cause<'a>,
}

/// The exceptions of one year, found once.
#[derive(Debug)]
struct Year<'a> {
    first: i64,
    last: i64,
    days: Vec<(i64, &'a [Window], Cause<'a>)>,
}

/// Goes from an instant on, piece by piece, for as long as the time zone database reaches.
#[derive(Debug)]
struct Walk<'a> {
    calendar: &'a Calendar,
    at: i64,
    offset: i64,
    offset_ends: i64,
    day: Option<Today<'a>>,
    year: Option<Year<'a>>,
}

impl<'a> Walk<'a> {
    /// Looks up the offset at `self.at` and how long it lasts.
    fn find_offset(&mut self) {
        let instant = Timestamp::from_micros(self.at).to_jiff();
        self.offset = i64::from(self.calendar.zone.to_offset(instant).seconds()) * SECOND;
        let next = self.calendar.zone.following(instant).next();
        self.offset_ends = next.map_or(i64::MAX, |it| it.timestamp().as_microsecond());
    }

    /// The plan of day `number`.
    fn today(&mut self, number: i64) -> Option<Today<'a>> {
        if let Some(day) = self.day.filter(|it| it.number == number) {
            return Some(day);
        }
        if !self.year.as_ref().is_some_and(|it| (it.first..=it.last).contains(&number)) {
            self.year = Some(Year::around(self.calendar, number)?);
        }
        let exception = self.year.as_ref().and_then(|it| it.days.iter().find(|it| it.0 == number));
        let usual = || {
            let place = usize::try_from((number + EPOCH_WEEKDAY).rem_euclid(7)).ok()?;
            self.calendar.week.get(place).map(Vec::as_slice)
        };
        let today = match exception {
            Some((_, windows, cause)) => Today { number, windows, cause: *cause },
            None => Today { number, windows: usual()?, cause: Cause::Week },
        };
        self.day = Some(today);
        Some(today)
    }

    /// Why the piece just given is closed.
    fn why_closed(&self) -> StretchKind {
        match self.day {
            Some(Today { cause: Cause::Holiday(holiday), .. }) => StretchKind::Holiday(holiday),
            Some(Today { cause: Cause::SpecialDay(name), windows: [], .. }) => StretchKind::SpecialDay(name.to_owned()),
            _ => StretchKind::Closed,
        }
    }
}

impl Iterator for Walk<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        if self.at >= self.offset_ends || self.offset_ends == i64::MIN {
            self.find_offset();
        }
        let wall = self.at.checked_add(self.offset)?;
        let today = self.today(wall.div_euclid(DAY))?;
        let moment = wall.rem_euclid(DAY);
        let next = today.windows.iter().find(|it| moment < i64::from(it.to_second()) * SECOND);
        let (is_open, until) = match next.map(|it| (i64::from(it.from_second()) * SECOND, it)) {
            Some((opens, window)) if opens <= moment => (true, i64::from(window.to_second()) * SECOND),
            Some((opens, _)) => (false, opens),
            None => (false, DAY),
        };
        let from = self.at;
        self.at = from.checked_add(until - moment)?.min(self.offset_ends);
        Some(Piece { from, to: self.at, is_open })
    }
}

impl<'a> Year<'a> {
    /// The year that day `number` lies in; `None` beyond what `jiff` can write (years −9999 to 9999).
    fn around(calendar: &'a Calendar, number: i64) -> Option<Self> {
        let epoch = Date::constant(1970, 1, 1);
        let date = epoch.checked_add(jiff::Span::new().try_days(number).ok()?).ok()?;
        let first_day = date.first_of_year();
        let first = number - i64::from(date.day_of_year()) + 1;
        let number_of = |day: Date| first + i64::from(day.day_of_year()) - 1;
        let mut days = Vec::new();
        for day in calendar.dated.range(first_day..=date.last_of_year()).map(|it| *it.0) {
            let (windows, cause) = calendar.plan(day);
            days.push((number_of(day), windows, cause));
        }
        for (month, day) in calendar.yearly.keys() {
            let Ok(day) = Date::new(date.year(), *month, *day) else { continue };
            let (windows, cause) = calendar.plan(day);
            days.push((number_of(day), windows, cause));
        }
        for (day, holiday) in calendar.definition.holidays.of(date.year()) {
            let (windows, cause) = calendar.plan(day);
            // A special day has the last word; a holiday on a day that is closed anyway is just closed.
            let is_kept = matches!(cause, Cause::Week) && !windows.is_empty();
            if is_kept {
                days.push((number_of(day), &[], Cause::Holiday(holiday)));
            }
        }
        Some(Self { first, last: first + i64::from(date.days_in_year()) - 1, days })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Holidays, Week};

    fn windows(texts: &[&str]) -> Vec<Window> {
        texts.iter().map(|it| it.parse().unwrap()).collect()
    }

    fn paris(days: Vec<SpecialDay>) -> Calendar {
        Calendar::new(Definition {
            time_zone: "Europe/Paris".into(),
            week: Week::weekdays(windows(&["09:00-12:00", "13:45-18:00"])),
            holidays: Holidays::France,
            days,
        })
        .unwrap()
    }

    fn special(on: &str, name: &str, every_year: bool, texts: &[&str]) -> SpecialDay {
        SpecialDay { on: on.parse().unwrap(), name: name.into(), every_year, windows: windows(texts) }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn four_working_hours_go_over_lunch_and_night() {
        // The example of the interface brief: Thursday 16:12 in Paris and four working hours is Friday 10:12 + …
        let calendar = paris(vec![]);
        for (from, seconds, due) in [
            ("2026-11-19T15:12:00Z", 4 * 3600, "2026-11-20T10:12:00Z"),
            ("2026-11-19T15:12:00Z", 48 * 60 + 3600, "2026-11-19T17:00:00Z"),
            ("2026-11-19T15:12:00Z", 48 * 60 + 3601, "2026-11-20T08:00:01Z"),
            ("2026-11-20T10:30:00Z", 3600, "2026-11-20T13:15:00Z"),
            // Over the weekend, from a closed moment.
            ("2026-11-21T10:00:00Z", 60, "2026-11-23T08:01:00Z"),
            // 11 November is a holiday.
            ("2026-11-10T16:59:59Z", 2, "2026-11-12T08:00:01Z"),
            ("2026-11-10T16:59:59.999999Z", 1, "2026-11-12T08:00:00.999999Z"),
        ] {
            let found = calendar.plus_open_seconds(at(from), seconds).unwrap();
            assert_eq!(found, at(due), "{from} + {seconds}");
            assert_eq!(calendar.open_seconds(at(from), found), seconds, "{from}");
        }
    }

    #[test]
    fn nothing_or_less_is_due_at_once() {
        let night = at("2026-11-21T03:00:00Z");
        assert_eq!(paris(vec![]).plus_open_seconds(night, 0), Some(night));
        assert_eq!(paris(vec![]).plus_open_seconds(night, -5), Some(night));
        assert_eq!(paris(vec![]).open_seconds(night, night.plus_seconds(-5)), 0);
    }

    #[test]
    fn a_night_shift_counts_each_second_the_wall_clock_shows_in_its_window() {
        let all_week = |texts: &[&str]| {
            let day = windows(texts);
            Week { saturday: day.clone(), sunday: day.clone(), ..Week::weekdays(day) }
        };
        let night = Calendar::new(Definition {
            time_zone: "Europe/Paris".into(),
            week: all_week(&["01:00-04:00"]),
            holidays: Holidays::None,
            days: vec![],
        })
        .unwrap();
        // Summer time 2026 in Paris: 29 March 02:00 → 03:00, and back 25 October 03:00 → 02:00.
        for (from, to, hours) in [
            ("2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z", 2),
            ("2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z", 4),
            ("2026-06-01T12:00:00Z", "2026-06-02T12:00:00Z", 3),
        ] {
            assert_eq!(night.open_seconds(at(from), at(to)), hours * 3600, "{from}");
        }
    }

    #[test]
    fn a_day_of_ones_own_wins_over_holiday_and_week() {
        let calendar = paris(vec![
            special("2026-05-15", "Pont de l’Ascension", false, &[]),
            special("2026-11-11", "Ouvert pour la rentrée", false, &["10:00-11:00"]),
            special("2020-12-24", "Réveillon", true, &["09:00-12:00"]),
            special("2026-12-24", "Réveillon travaillé", false, &["09:00-13:00"]),
            special("2026-11-14", "Samedi ouvert", false, &["09:00-12:00"]),
        ]);
        for (from, to, hours) in [
            ("2026-05-14T00:00:00Z", "2026-05-18T06:00:00Z", 0),
            ("2026-11-11T00:00:00Z", "2026-11-12T00:00:00Z", 1),
            ("2026-12-24T00:00:00Z", "2026-12-25T00:00:00Z", 4),
            ("2027-12-24T00:00:00Z", "2027-12-25T00:00:00Z", 3),
            ("2026-11-14T00:00:00Z", "2026-11-15T00:00:00Z", 3),
        ] {
            assert_eq!(calendar.open_seconds(at(from), at(to)), hours * 3600, "{from}");
        }
    }

    #[test]
    fn stretches_say_why() {
        let calendar = paris(vec![special("2026-05-15", "Pont", false, &[])]);
        let kinds: Vec<(String, StretchKind)> = calendar
            .stretches(at("2026-05-13T10:00:00Z"), at("2026-05-18T08:00:00Z"))
            .into_iter()
            .map(|it| (it.from.to_string(), it.kind))
            .collect();
        let expected = [
            ("2026-05-13T10:00:00Z", StretchKind::Closed),
            ("2026-05-13T11:45:00Z", StretchKind::Open),
            ("2026-05-13T16:00:00Z", StretchKind::Closed),
            ("2026-05-13T22:00:00Z", StretchKind::Holiday(Holiday::Ascension)),
            ("2026-05-14T22:00:00Z", StretchKind::SpecialDay("Pont".into())),
            ("2026-05-15T22:00:00Z", StretchKind::Closed),
            ("2026-05-18T07:00:00Z", StretchKind::Open),
        ];
        assert_eq!(kinds, expected.map(|(from, kind)| (from.to_owned(), kind)));
    }

    #[test]
    fn a_holiday_on_a_closed_day_is_closed_as_any_sunday() {
        // 1 November 2026 is a Sunday.
        let kinds = paris(vec![]).stretches(at("2026-11-01T09:00:00Z"), at("2026-11-01T10:00:00Z"));
        assert_eq!(kinds.first().map(|it| it.kind.clone()), Some(StretchKind::Closed));
    }

    #[test]
    fn the_next_opening_is_now_or_after_lunch() {
        let calendar = paris(vec![]);
        for (from, opens) in [
            ("2026-11-20T10:30:00Z", "2026-11-20T10:30:00Z"),
            ("2026-11-20T11:00:00Z", "2026-11-20T12:45:00Z"),
            ("2026-11-20T17:00:00Z", "2026-11-23T08:00:00Z"),
        ] {
            assert_eq!(calendar.next_opening(at(from)), Some(at(opens)), "{from}");
        }
    }

    #[test]
    fn a_skipped_day_has_no_second() {
        // Samoa went over the date line: 30 December 2011 did not happen there.
        let samoa = Calendar::new(Definition {
            time_zone: "Pacific/Apia".into(),
            week: Week::always(),
            holidays: Holidays::None,
            days: vec![special("2011-12-30", "never", false, &[])],
        })
        .unwrap();
        let (from, to) = (at("2011-12-29T10:00:00Z"), at("2011-12-31T10:00:00Z"));
        assert_eq!(samoa.open_seconds(from, to), 2 * 86_400);
    }

    #[test]
    fn a_definition_that_cannot_be_counted_with_is_refused() {
        let base = || Definition {
            time_zone: "Europe/Paris".into(),
            week: Week::weekdays(windows(&["09:00-12:00"])),
            holidays: Holidays::None,
            days: vec![],
        };
        let refused = |change: &dyn Fn(&mut Definition)| {
            let mut definition = base();
            change(&mut definition);
            Calendar::new(definition).unwrap_err().to_string()
        };
        type Change<'a> = &'a dyn Fn(&mut Definition);
        let cases: [(Change, &str); 5] = [
            (&|it| it.time_zone = "Europe/Lutetia".into(), "`Europe/Lutetia` is not a time zone"),
            (&|it| it.week = Week::default(), "no day of the week has a window"),
            (
                &|it| it.week.tuesday = windows(&["09:00-12:00", "11:00-13:00"]),
                "on Tuesday the windows 09:00-12:00 and 11:00-13:00 overlap",
            ),
            (
                &|it| it.days = vec![special("2026-12-24", "Noël", false, &["09:00-12:00", "08:00-09:01"])],
                "on 2026-12-24 the windows 08:00-09:01 and 09:00-12:00 overlap",
            ),
            (
                &|it| it.days = vec![special("2026-12-24", "a", false, &[]), special("2026-12-24", "b", false, &[])],
                "the day 2026-12-24 is given twice: `a` and `b`",
            ),
        ];
        for (change, message) in cases {
            let found = refused(change);
            assert!(found.starts_with(message), "{found}");
        }
    }

    #[test]
    fn a_definition_reads_back_as_it_was_written() {
        let calendar = paris(vec![special("2026-12-24", "Réveillon", true, &["09:00-12:00"])]);
        let json = serde_json::to_string(calendar.definition()).unwrap();
        let again: Definition = serde_json::from_str(&json).unwrap();
        assert_eq!(Calendar::new(again).unwrap(), calendar);
        assert!(serde_json::from_str::<Definition>(r#"{"time_zone":"UTC","week":{"mondy":[]}}"#).is_err());
    }

    #[test]
    fn always_is_always() {
        let always = Calendar::new(Definition::always()).unwrap();
        assert_eq!(always, Calendar::always());
        let from = at("2026-03-28T12:00:00Z");
        assert_eq!(always.plus_open_seconds(from, 86_400), Some(from.plus_seconds(86_400)));
        assert_eq!(always.stretches(from, from.plus_seconds(9)).len(), 1);
    }
}
