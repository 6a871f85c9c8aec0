//! Periods in the market's civil time: months, ISO weeks, quarters, years, spans of days.

use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};
use kernel::Timestamp;
use serde::Serialize;

use crate::error::IndicatorError;

/// Days that are looked at together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Period {
    /// As asked for: `2026-10`, `2026-W41`, `2026-Q4`, `2026`, `2026-10-01..2026-10-15`.
    pub label: String,
    /// First instant, included.
    pub from: Timestamp,
    /// Last instant, excluded.
    pub to: Timestamp,
    #[serde(skip)]
    #[schema(ignore)]
    kind: Kind,
    #[serde(skip)]
    #[schema(ignore)]
    first: Date,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Year,
    Quarter,
    Month,
    Week,
    Days(i32),
}

impl Period {
    /// Reads a period in `zone`.
    ///
    /// # Errors
    /// Returns [`IndicatorError::Period`] if it is none, [`IndicatorError::PeriodTooLong`] beyond two years.
    pub fn read(text: &str, zone: &TimeZone) -> Result<Self, IndicatorError> {
        let refuse = || IndicatorError::Period(text.to_owned());
        let (kind, first) = parse(text.trim()).ok_or_else(refuse)?;
        if matches!(kind, Kind::Days(days) if days > DAYS_MAX) {
            return Err(IndicatorError::PeriodTooLong(text.to_owned()));
        }
        Self::new(kind, first, zone).ok_or_else(refuse)
    }

    /// The month that `now` is in.
    pub fn month_of(now: Timestamp, zone: &TimeZone) -> Option<Self> {
        let today = now.to_jiff().to_zoned(zone.clone()).date();
        Self::new(Kind::Month, today.first_of_month(), zone)
    }

    /// The period before this one, of the same kind.
    pub fn previous(&self, zone: &TimeZone) -> Option<Self> {
        let back = match self.kind {
            Kind::Year => 1.year(),
            Kind::Quarter => 3.months(),
            Kind::Month => 1.month(),
            Kind::Week => 1.week(),
            Kind::Days(days) => days.days(),
        };
        Self::new(self.kind, self.first.checked_sub(back).ok()?, zone)
    }

    /// The `count` ISO weeks that end with the one the period's last day is in, oldest first.
    pub fn weeks(&self, count: usize, zone: &TimeZone) -> Vec<Self> {
        let last = self.to.plus_micros(-1).to_jiff().to_zoned(zone.clone()).date();
        let monday = last.checked_sub(i64::from(last.weekday().to_monday_zero_offset()).days()).unwrap_or(last);
        let week = |back: usize| {
            let first = monday.checked_sub(i64::try_from(back).ok()?.weeks()).ok()?;
            Self::new(Kind::Week, first, zone)
        };
        (0..count).rev().filter_map(week).collect()
    }

    /// Whether `at` lies within.
    pub fn contains(&self, at: Timestamp) -> bool {
        self.from <= at && at < self.to
    }

    fn new(kind: Kind, first: Date, zone: &TimeZone) -> Option<Self> {
        let (length, label): (Span, String) = match kind {
            Kind::Year => (1.year(), format!("{:04}", first.year())),
            Kind::Quarter => (3.months(), format!("{:04}-Q{}", first.year(), (first.month() + 2) / 3)),
            Kind::Month => (1.month(), format!("{:04}-{:02}", first.year(), first.month())),
            Kind::Week => {
                let week = first.iso_week_date();
                (1.week(), format!("{:04}-W{:02}", week.year(), week.week()))
            }
            Kind::Days(days) => {
                let last = first.checked_add((days - 1).days()).ok()?;
                (days.days(), format!("{first}..{last}"))
            }
        };
        let midnight = |day: Date| Some(Timestamp::from_jiff(day.to_zoned(zone.clone()).ok()?.timestamp()));
        let (from, to) = (midnight(first)?, midnight(first.checked_add(length).ok()?)?);
        Some(Self { label, from, to, kind, first })
    }
}

/// The longest span of days, two years: every record of a period is read for its figures.
pub const DAYS_MAX: i32 = 731;

fn parse(text: &str) -> Option<(Kind, Date)> {
    if let Some((first, last)) = text.split_once("..") {
        let (first, last): (Date, Date) = (first.parse().ok()?, last.parse().ok()?);
        let days = first.until(last).ok()?.get_days() + 1;
        return (days >= 1).then_some((Kind::Days(days), first));
    }
    let Some((year, rest)) = text.split_once('-') else {
        return (text.len() == 4).then_some((Kind::Year, Date::new(text.parse().ok()?, 1, 1).ok()?));
    };
    let year: i16 = year.parse().ok()?;
    if let Some(week) = rest.strip_prefix('W') {
        let monday = ISOWeekDate::new(year, week.parse().ok()?, Weekday::Monday).ok()?;
        return Some((Kind::Week, monday.date()));
    }
    if let Some(quarter) = rest.strip_prefix('Q') {
        let quarter: i8 = quarter.parse().ok().filter(|it| (1..=4).contains(it))?;
        return Some((Kind::Quarter, Date::new(year, quarter * 3 - 2, 1).ok()?));
    }
    (rest.len() == 2).then_some((Kind::Month, Date::new(year, rest.parse().ok()?, 1).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paris() -> TimeZone {
        TimeZone::get("Europe/Paris").unwrap()
    }

    #[test]
    fn periods_begin_and_end_at_the_markets_midnight() {
        for (text, from, to) in [
            ("2026-10", "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z"),
            ("2026-W44", "2026-10-25T23:00:00Z", "2026-11-01T23:00:00Z"),
            ("2026-W13", "2026-03-22T23:00:00Z", "2026-03-29T22:00:00Z"),
            ("2026-Q1", "2025-12-31T23:00:00Z", "2026-03-31T22:00:00Z"),
            ("2026", "2025-12-31T23:00:00Z", "2026-12-31T23:00:00Z"),
            ("2026-10-25..2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"),
        ] {
            let period = Period::read(text, &paris()).unwrap();
            assert_eq!((period.from.to_string(), period.to.to_string()), (from.to_owned(), to.to_owned()), "{text}");
            assert_eq!(period.label, text);
        }
        for text in ["", "2026-13", "2026-W54", "2026-Q5", "2026-10-02..2026-10-01", "soon", "2026-1", "26"] {
            assert!(matches!(Period::read(text, &paris()), Err(IndicatorError::Period(_))), "{text}");
        }
    }

    #[test]
    fn two_years_are_a_period_and_a_day_more_is_refused_as_too_long() {
        assert!(Period::read("2024-01-01..2025-12-31", &paris()).is_ok());
        for text in ["2024-01-01..2026-01-01", "0001-01-01..9999-12-31"] {
            let refused = Period::read(text, &paris());
            assert!(matches!(&refused, Err(IndicatorError::PeriodTooLong(it)) if it == text), "{refused:?}");
        }
    }

    #[test]
    fn the_period_before_has_the_same_kind() {
        for (text, before) in [
            ("2026-01", "2025-12"),
            ("2026-W01", "2025-W52"),
            ("2026-Q1", "2025-Q4"),
            ("2026-03-10..2026-03-16", "2026-03-03..2026-03-09"),
        ] {
            let period = Period::read(text, &paris()).unwrap();
            let previous = period.previous(&paris()).unwrap();
            assert_eq!((previous.label.as_str(), previous.to), (before, period.from));
        }
    }

    #[test]
    fn weeks_follow_one_another_to_the_periods_last_day() {
        let weeks = Period::read("2026-10", &paris()).unwrap().weeks(3, &paris());
        let labels: Vec<_> = weeks.iter().map(|it| it.label.as_str()).collect();
        assert_eq!(labels, ["2026-W42", "2026-W43", "2026-W44"]);
        assert!(weeks.windows(2).all(|it| it[0].to == it[1].from));
    }
}
