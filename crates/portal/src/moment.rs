//! An instant as people say it: the parts, for the words to be put together in their language.

use jiff::tz::TimeZone;
use kernel::Timestamp;

/// How much of a date is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Within six days: the weekday is enough.
    Near,
    /// Within half a year: the day and month too.
    Far,
    /// Beyond: the year too.
    Year,
}

/// An instant in a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// How much of it is said.
    pub reach: Reach,
    /// 1 is Monday.
    pub weekday: i8,
    /// Day of the month.
    pub day: i8,
    /// 1 is January.
    pub month: i8,
    /// Year.
    pub year: i16,
    /// Hours and minutes, `14:07`.
    pub time: String,
}

/// Days within which the weekday alone says which day is meant.
const NEAR_DAYS: i64 = 6;
/// Days beyond which the year is said.
const FAR_DAYS: i64 = 182;

/// `at` as said at `now` in `zone` (IANA; UTC if there is no such zone).
pub fn moment(at: Timestamp, now: Timestamp, zone: &str) -> Moment {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let local = at.to_jiff().to_zoned(zone.clone());
    let today = now.to_jiff().to_zoned(zone).date();
    let days = (local.date() - today).get_days();
    let days = i64::from(days).abs();
    let reach = match days {
        0..=NEAR_DAYS => Reach::Near,
        ..=FAR_DAYS => Reach::Far,
        _ => Reach::Year,
    };
    Moment {
        reach,
        weekday: local.weekday().to_monday_one_offset(),
        day: local.day(),
        month: local.month(),
        year: local.year(),
        time: format!("{:02}:{:02}", local.hour(), local.minute()),
    }
}

/// A time span as people say it: whole days, hours or minutes, whichever says it exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// Whole days of 24 hours.
    Days(i64),
    /// Whole hours.
    Hours(i64),
    /// Minutes, rounded up: a promise is never said shorter than it is.
    Minutes(i64),
}

/// `seconds` as people say it. Days only where the clock runs day and night: a business day has no fixed length.
pub fn span(seconds: i64, is_day_and_night: bool) -> Span {
    match seconds {
        it if is_day_and_night && it >= 2 * 86_400 && it % 86_400 == 0 => Span::Days(it / 86_400),
        it if it >= 3_600 && it % 3_600 == 0 => Span::Hours(it / 3_600),
        it => Span::Minutes(it.div_euclid(60) + i64::from(it.rem_euclid(60) > 0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near_is_said_by_its_weekday_in_the_zone_of_the_house() {
        // Friday 20 November 2026, 13:07 UTC is 14:07 in Paris.
        let now: Timestamp = "2026-11-18T10:00:00Z".parse().unwrap();
        let near = moment("2026-11-20T13:07:00Z".parse().unwrap(), now, "Europe/Paris");
        assert_eq!((near.reach, near.weekday, near.time.as_str()), (Reach::Near, 5, "14:07"));
        let far = moment("2026-11-27T13:07:00Z".parse().unwrap(), now, "Europe/Paris");
        assert_eq!((far.reach, far.day, far.month), (Reach::Far, 27, 11));
        assert_eq!(moment("2027-11-27T13:07:00Z".parse().unwrap(), now, "Europe/Paris").reach, Reach::Year);
        // Half past eleven at night in UTC is the next day in Paris.
        let night = moment("2026-11-20T23:30:00Z".parse().unwrap(), now, "Europe/Paris");
        assert_eq!((night.weekday, night.time.as_str()), (6, "00:30"));
    }

    #[test]
    fn a_span_is_said_exactly_and_never_shorter() {
        assert_eq!(span(14_400, false), Span::Hours(4));
        assert_eq!(span(172_800, true), Span::Days(2));
        assert_eq!(span(172_800, false), Span::Hours(48));
        assert_eq!(span(5_400, false), Span::Minutes(90));
        assert_eq!(span(61, false), Span::Minutes(2));
    }
}
