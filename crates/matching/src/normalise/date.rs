//! Dates of birth, in every order and form that systems and people write them.

use crate::normalise::{Junk, letters};

/// A day as `yyyymmdd`; `yyyy0000` when only the year is known.
pub type Day = u32;

/// The order in which a column writes day, month and year, found on its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// `1975-03-12`, `19750312`
    YearFirst,
    /// `12/03/1975`, `12031975`
    DayFirst,
    /// `03/12/1975`
    MonthFirst,
}

/// Which days can be: a rule of the caller, who knows what today is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Bounds {
    /// The first.
    pub from: Day,
    /// The last; today, for dates of birth.
    pub to: Day,
    /// The last year of two digits that is of the 2000s: 25 makes `25` 2025 and `26` 1926.
    pub pivot: u32,
}

impl Default for Bounds {
    /// From the year 1000 to 2100, two digits up to 25 in the 2000s: wide, for who compares and does not judge.
    fn default() -> Self {
        Self { from: 1000_0000, to: 2100_1231, pivot: 25 }
    }
}

impl Bounds {
    /// Days of birth of people who live on `today` or are in old files: the last 130 years.
    pub fn of_birth(today: Day) -> Self {
        Self { from: today.saturating_sub(130_0000) / 10_000 * 10_000, to: today, pivot: today / 10_000 % 100 }
    }
}

/// `text` as a day, read in `order` where it leaves a choice; none if it is no date or a placeholder (1900-01-01,
/// 1970-01-01, 9999-12-31…). Who wants the cause takes [`read`].
pub fn day(text: &str, order: Order) -> Option<Day> {
    read(text, order, Bounds::default()).ok()
}

/// `text` as a day, read in `order` where it leaves a choice.
///
/// Numbers parted by anything, or eight, seven (a leading zero lost) or six digits; ISO 8601 with a time after it; months in
/// words, French, English, German, Spanish, Italian (`12 mars 1956`, `March 12, 1956`, `1er avril 2001`); five digits as the
/// serial number of a spreadsheet (ECMA-376-1, 18.17.4.1: day 1 is 1900-01-01, and 1900 counted as a leap year); a year alone,
/// or `00/00/1956`, is that year. A month above 12 that could be the day is read as the day. O(n).
///
/// # Errors
/// Empty; no date; a placeholder (1 January 1900, 1901, 1970, 1753, 11/11/1111, all noughts or nines); a day that is not in the
/// calendar, or out of `bounds`.
pub fn read(text: &str, order: Order, bounds: Bounds) -> Result<Day, Junk> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Junk::Empty);
    }
    let (year, month, day) = match parts(text.as_bytes()) {
        Some(parts) => numbers(parts, order, bounds)?,
        None => in_words(text, bounds)?,
    };
    judged(year, month, day, bounds)
}

/// `day` with day and month in each other's place; none if that is no day, or the same.
pub fn swapped(day: Day) -> Option<Day> {
    let (year, month, date) = (day / 10_000, day / 100 % 100, day % 100);
    ((1..=12).contains(&date) && month >= 1 && date != month).then_some(year * 10_000 + date * 100 + month)
}

/// Up to three numbers of `text` and how many digits each has; none if it has letters that are no time.
fn parts(text: &[u8]) -> Option<[(u32, usize); 3]> {
    let mut parts = [(0_u32, 0_usize); 3];
    let mut at = 0;
    for byte in text {
        match byte {
            b'0'..=b'9' => {
                let (value, count) = parts.get_mut(at)?;
                // What is longer than eight digits begins with the day and goes on with the time.
                if *count < 8 {
                    *value = *value * 10 + u32::from(byte - b'0');
                }
                *count += 1;
            }
            b'T' | b't' if at == 2 || (at == 0 && parts.first().is_some_and(|it| it.1 == 8)) => break,
            b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => return None,
            _ if parts.get(at).is_some_and(|it| it.1 > 0) => {
                at += 1;
                if at == 3 {
                    break;
                }
            }
            _ => {}
        }
    }
    Some(parts)
}

/// Year, month, day of numbers.
fn numbers(parts: [(u32, usize); 3], order: Order, bounds: Bounds) -> Result<(u32, u32, u32), Junk> {
    let [(a, _), (b, _), (c, _)] = parts;
    let century = |year: u32| if year > bounds.pivot { 1900 + year } else { 2000 + year };
    Ok(match (parts.map(|it| it.1), order) {
        ([0, 0, 0], _) => return Err(Junk::Empty),
        ([8 | 12 | 14, 0, 0], Order::YearFirst) => (a / 10_000, a / 100 % 100, a % 100),
        // A date with its time run together is always written year first.
        ([12 | 14, 0, 0], _) => (a / 10_000, a / 100 % 100, a % 100),
        ([7 | 8, 0, 0], Order::MonthFirst) => (a % 10_000, a / 1_000_000, a / 10_000 % 100),
        ([7 | 8, 0, 0], _) => (a % 10_000, a / 10_000 % 100, a / 1_000_000),
        ([6, 0, 0], Order::YearFirst) => (century(a / 10_000), a / 100 % 100, a % 100),
        ([6, 0, 0], Order::DayFirst) => (century(a % 100), a / 100 % 100, a / 10_000),
        ([6, 0, 0], Order::MonthFirst) => (century(a % 100), a / 10_000, a / 100 % 100),
        // `20526`, and `20526.0` of a spreadsheet.
        ([5, 0, 0], _) | ([5, 1..=9, 0], _) => of_serial(a),
        ([4, 0, 0], _) => (a, 0, 0),
        ([4, _, _], _) => (a, b, c),
        ([_, _, 4..=9], Order::MonthFirst) => (c, a, b),
        ([_, _, 4..=9], _) => (c, b, a),
        ([_, 4, 0], _) => (b, a, 0),
        ([1 | 2, 1 | 2, 2], Order::MonthFirst) => (century(c), a, b),
        ([1 | 2, 1 | 2, 2], Order::DayFirst) => (century(c), b, a),
        ([2, 1 | 2, 1 | 2], Order::YearFirst) => (century(a), b, c),
        _ => return Err(Junk::Unreadable),
    })
}

/// The day of a spreadsheet's serial number. Source: ECMA-376-1, 18.17.4.1; the calendar after Hinnant, *chrono-Compatible
/// Low-Level Date Algorithms*, 2013, `civil_from_days`.
fn of_serial(serial: u32) -> (u32, u32, u32) {
    // Day 60 is the 29 February 1900 that never was. 719,468 days lie between 0000-03-01 and 1970-01-01, 25,569 to that.
    let days = serial + 719_468 - 25_569;
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + u32::from(month <= 2), month, day)
}

/// Year, month, day of a date whose month is a word.
fn in_words(text: &str, bounds: Bounds) -> Result<(u32, u32, u32), Junk> {
    let mut month = None;
    let mut numbers = [(0_u32, 0_usize); 2];
    let mut count = 0;
    let mut word = [0_u8; 12];
    let mut rest = text.chars().peekable();
    while let Some(first) = rest.peek().copied() {
        if first.is_ascii_digit() {
            let slot = numbers.get_mut(count).ok_or(Junk::Unreadable)?;
            while let Some(digit) = rest.next_if(char::is_ascii_digit) {
                if slot.1 < 6 {
                    slot.0 = slot.0 * 10 + (digit as u32 - '0' as u32);
                }
                slot.1 += 1;
            }
            count += 1;
        } else if first.is_alphabetic() {
            let mut length = 0;
            while let Some(letter) = rest.next_if(|it| it.is_alphabetic()) {
                let plain =
                    if letter.is_ascii() { Some(letter.to_ascii_uppercase() as u8) } else { letters::base(letter) };
                *word.get_mut(length).ok_or(Junk::Unreadable)? = plain.ok_or(Junk::Unreadable)?;
                length += 1;
            }
            match of_word(word.get(..length).unwrap_or(&[])) {
                Word::Month(_) if month.is_some() => return Err(Junk::Unreadable),
                Word::Month(it) => month = Some(it),
                Word::Beside => {}
                Word::Time if month.is_some() && count == 2 => break,
                Word::Time | Word::Other => return Err(stands_for_nothing(text)),
            }
        } else {
            rest.next();
        }
    }
    let month = month.ok_or_else(|| stands_for_nothing(text))?;
    let [(a, a_digits), (b, b_digits)] = numbers;
    match (a_digits, b_digits) {
        (4, 0) => Ok((a, month, 0)),
        (1 | 2, 4) => Ok((b, month, a)),
        (4, 1 | 2) => Ok((a, month, b)),
        (1 | 2, 2) => Ok((if b > bounds.pivot { 1900 + b } else { 2000 + b }, month, a)),
        _ => Err(Junk::Unreadable),
    }
}

/// `inconnue` is a placeholder, other words are no date.
fn stands_for_nothing(text: &str) -> Junk {
    crate::normalise::placeholder(&crate::normalise::folded(text))
        .filter(|it| *it != Junk::Empty)
        .unwrap_or(Junk::Unreadable)
}

enum Word {
    Month(u32),
    /// A word of dates that says nothing: `le`, `1er`, a day of the week.
    Beside,
    Time,
    Other,
}

fn of_word(word: &[u8]) -> Word {
    let month = match word {
        b"JANVIER" | b"JANV" | b"JAN" | b"JANUARY" | b"JANUAR" | b"ENERO" | b"ENE" | b"GENNAIO" | b"GEN" => 1,
        b"FEVRIER" | b"FEVR" | b"FEV" | b"FEBRUARY" | b"FEBRUAR" | b"FEB" | b"FEBRERO" | b"FEBBRAIO" => 2,
        b"MARS" | b"MAR" | b"MARCH" | b"MARZ" | b"MAERZ" | b"MRZ" | b"MARZO" => 3,
        b"AVRIL" | b"AVR" | b"APRIL" | b"APR" | b"ABRIL" | b"ABR" | b"APRILE" => 4,
        b"MAI" | b"MAY" | b"MAYO" | b"MAGGIO" | b"MAG" => 5,
        b"JUIN" | b"JUN" | b"JUNE" | b"JUNI" | b"JUNIO" | b"GIUGNO" | b"GIU" => 6,
        b"JUILLET" | b"JUIL" | b"JUILL" | b"JUL" | b"JULY" | b"JULI" | b"JULIO" | b"LUGLIO" | b"LUG" => 7,
        b"AOUT" | b"AOU" | b"AUGUST" | b"AUG" | b"AGOSTO" | b"AGO" => 8,
        b"SEPTEMBRE" | b"SEPT" | b"SEP" | b"SEPTEMBER" | b"SEPTIEMBRE" | b"SETTEMBRE" | b"SET" => 9,
        b"OCTOBRE" | b"OCT" | b"OCTOBER" | b"OKTOBER" | b"OKT" | b"OCTUBRE" | b"OTTOBRE" | b"OTT" => 10,
        b"NOVEMBRE" | b"NOV" | b"NOVEMBER" | b"NOVIEMBRE" => 11,
        b"DECEMBRE" | b"DEC" | b"DECEMBER" | b"DEZEMBER" | b"DEZ" | b"DICIEMBRE" | b"DIC" | b"DICEMBRE" => 12,
        b"LE" | b"ER" | b"E" | b"ST" | b"ND" | b"RD" | b"TH" | b"OF" | b"DE" | b"DEL" | b"THE" | b"NE" | b"NEE"
        | b"LUNDI" | b"MARDI" | b"MERCREDI" | b"JEUDI" | b"VENDREDI" | b"SAMEDI" | b"DIMANCHE" | b"LUN" | b"MER"
        | b"JEU" | b"VEN" | b"SAM" | b"DIM" | b"MONDAY" | b"TUESDAY" | b"WEDNESDAY" | b"THURSDAY" | b"FRIDAY"
        | b"SATURDAY" | b"SUNDAY" | b"MON" | b"TUE" | b"WED" | b"THU" | b"FRI" | b"SAT" | b"SUN" => {
            return Word::Beside;
        }
        b"A" | b"AT" | b"H" | b"UTC" | b"Z" | b"T" => return Word::Time,
        _ => return Word::Other,
    };
    Word::Month(month)
}

fn judged(year: u32, month: u32, day: u32, bounds: Bounds) -> Result<Day, Junk> {
    let (month, day) = if month > 12 && (1..=12).contains(&day) { (day, month) } else { (month, day) };
    let same_digit = (year == 0 || year == 9999) && (month == day || (month, day) == (12, 31));
    match (year, month, day) {
        _ if same_digit => return Err(Junk::Placeholder),
        (1111, 11, 11)
        | (1900 | 1901 | 1970 | 1753 | 1, 1, 1)
        | (1899, 12, 30..=31)
        | (1900, 1, 0)
        | (1900 | 1901, 0, 0) => {
            return Err(Junk::Placeholder);
        }
        _ => {}
    }
    if month > 12 || (month == 0 && day > 0) || day > days_of(year, month) {
        return Err(Junk::Impossible);
    }
    let made = year * 10_000 + month * 100 + day;
    if !(1000..=9999).contains(&year) || made < bounds.from || made > bounds.to {
        return Err(Junk::Impossible);
    }
    // A month without its day is no day: only the year is kept, as `00/00/1956` is.
    Ok(if day == 0 { year * 10_000 } else { made })
}

fn days_of(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The order that reads most of `values`; year first if they do not tell. O(their length).
///
/// A number above 12 in the place of the month speaks for its order eight times as loud as one that fits both: nobody writes a
/// 13th month, and slips are few.
pub fn order<'a>(values: impl Iterator<Item = &'a str>) -> Order {
    let (mut day_first, mut month_first, mut year_first) = (0_usize, 0_usize, 0_usize);
    for value in values {
        let Some([(a, an), (b, bn), (_, cn)]) = parts(value.trim().as_bytes()) else { continue };
        match (an, bn, cn) {
            (4 | 12 | 14, _, _) => year_first += 1,
            (8, 0, 0) => {
                let fits = |year: u32, month: u32, day: u32| {
                    (1880..=2030).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)
                };
                let as_day = fits(a % 10_000, a / 10_000 % 100, a / 1_000_000);
                let as_month = fits(a % 10_000, a / 1_000_000, a / 10_000 % 100);
                let as_year = fits(a / 10_000, a / 100 % 100, a % 100);
                year_first += usize::from(as_year && !as_day && !as_month);
                day_first += usize::from(as_day && !as_year) * if as_month { 1 } else { 4 };
                month_first += usize::from(as_month && !as_year && !as_day) * 8;
            }
            (6, 0, 0) => {
                day_first += usize::from((1..=12).contains(&(a / 100 % 100)) && a / 10_000 <= 31 && a % 100 > 31);
                year_first += usize::from((1..=12).contains(&(a / 100 % 100)) && a % 100 <= 31 && a / 10_000 > 31);
            }
            (1 | 2, 1 | 2, 4 | 2) => {
                year_first += usize::from(cn == 2 && a > 31) * 8;
                day_first += usize::from(a <= 31) + usize::from((13..=31).contains(&a)) * 3;
                month_first += usize::from(b > 12) * 8;
            }
            _ => {}
        }
    }
    if month_first > day_first.max(year_first) {
        Order::MonthFirst
    } else if day_first > year_first {
        Order::DayFirst
    } else {
        Order::YearFirst
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Order::{DayFirst, MonthFirst, YearFirst};
    use proptest::prelude::*;

    #[test]
    fn a_day_is_read_in_every_form() {
        for (text, order, expected) in [
            ("1956-03-12", YearFirst, 1956_0312),
            ("1956-03-12", DayFirst, 1956_0312),
            ("1956/3/12", YearFirst, 1956_0312),
            ("19560312", YearFirst, 1956_0312),
            ("12/03/1956", DayFirst, 1956_0312),
            ("12.03.1956", DayFirst, 1956_0312),
            ("12-3-1956", DayFirst, 1956_0312),
            ("12 03 1956", DayFirst, 1956_0312),
            ("12031956", DayFirst, 1956_0312),
            ("2031956", DayFirst, 1956_0302),
            ("03/12/1956", MonthFirst, 1956_0312),
            ("03121956", MonthFirst, 1956_0312),
            ("12/03/56", DayFirst, 1956_0312),
            ("03/12/56", MonthFirst, 1956_0312),
            ("56-03-12", YearFirst, 1956_0312),
            ("120356", DayFirst, 1956_0312),
            ("560312", YearFirst, 1956_0312),
            ("12/03/04", DayFirst, 2004_0312),
            ("12 mars 1956", DayFirst, 1956_0312),
            ("lundi 12 mars 1956", DayFirst, 1956_0312),
            ("1er avril 2001", DayFirst, 2001_0401),
            ("12 févr. 1956", DayFirst, 1956_0212),
            ("15 août 1956", YearFirst, 1956_0815),
            ("15 déc 56", DayFirst, 1956_1215),
            ("March 12, 1956", MonthFirst, 1956_0312),
            ("12-MAR-1956", DayFirst, 1956_0312),
            ("12th of March 1956", DayFirst, 1956_0312),
            ("12. März 1956", DayFirst, 1956_0312),
            ("1956-03-12T10:20:30Z", YearFirst, 1956_0312),
            ("1956-03-12 00:00:00", YearFirst, 1956_0312),
            ("12/03/1956 00:00", DayFirst, 1956_0312),
            ("19560312000000", DayFirst, 1956_0312),
            ("20526", DayFirst, 1956_0312),
            ("20526.0", YearFirst, 1956_0312),
            ("36526", YearFirst, 2000_0101),
            ("1956", DayFirst, 1956_0000),
            ("00/00/1956", DayFirst, 1956_0000),
            ("mars 1956", DayFirst, 1956_0000),
            ("03/1956", DayFirst, 1956_0000),
            ("25/03/1956", MonthFirst, 1956_0325),
            ("29/02/2000", DayFirst, 2000_0229),
        ] {
            assert_eq!(read(text, order, Bounds::default()), Ok(expected), "{text} {order:?}");
        }
    }

    #[test]
    fn what_is_no_day_has_a_cause() {
        for (text, cause) in [
            ("", Junk::Empty),
            ("  /  /    ", Junk::Empty),
            ("01/01/1900", Junk::Placeholder),
            ("01011900", Junk::Placeholder),
            ("01/01/1901", Junk::Placeholder),
            ("1970-01-01", Junk::Placeholder),
            ("11/11/1111", Junk::Placeholder),
            ("00/00/0000", Junk::Placeholder),
            ("00000000", Junk::Placeholder),
            ("99/99/9999", Junk::Placeholder),
            ("9999-12-31", Junk::Placeholder),
            ("30/12/1899", Junk::Placeholder),
            ("0001-01-01", Junk::Placeholder),
            ("inconnue", Junk::Placeholder),
            ("31/02/1956", Junk::Impossible),
            ("29/02/1900", Junk::Impossible),
            ("31/04/1956", Junk::Impossible),
            ("32/03/1956", Junk::Impossible),
            ("13/13/1956", Junk::Impossible),
            ("12/03/0956", Junk::Impossible),
            ("12/03/2956", Junk::Impossible),
            ("bientôt", Junk::Unreadable),
            ("12", Junk::Unreadable),
            ("12/03", Junk::Unreadable),
            ("12 mars", Junk::Unreadable),
            ("123", Junk::Unreadable),
            ("12 mars avril 1956", Junk::Unreadable),
        ] {
            assert_eq!(read(text, DayFirst, Bounds::default()), Err(cause), "{text}");
        }
    }

    #[test]
    fn the_caller_says_which_days_can_be() {
        let bounds = Bounds::of_birth(2026_1122);
        for (text, expected) in [
            ("22/11/2026", Ok(2026_1122)),
            ("23/11/2026", Err(Junk::Impossible)),
            ("01/02/1896", Ok(1896_0201)),
            ("31/12/1895", Err(Junk::Impossible)),
            ("12/03/26", Ok(2026_0312)),
            ("12/03/27", Ok(1927_0312)),
        ] {
            assert_eq!(read(text, DayFirst, bounds), expected, "{text}");
        }
    }

    #[test]
    fn the_order_is_found_on_the_column() {
        for (values, expected) in [
            (&["1956-03-12", "1960-12-01"][..], YearFirst),
            (&["12/03/1956", "25/12/1960"], DayFirst),
            (&["03/12/1956", "12/25/1960", "01/02/1950"], MonthFirst),
            (&["12031956", "25121960"], DayFirst),
            (&["03121956", "12251960"], MonthFirst),
            (&["19560312", "19601225"], YearFirst),
            (&["560312", "601225"], YearFirst),
            (&["120356", "251260"], DayFirst),
            (&["56/03/12"], YearFirst),
            (&["", "inconnue"], YearFirst),
            (&[], YearFirst),
        ] {
            assert_eq!(order(values.iter().copied()), expected, "{values:?}");
        }
    }

    #[test]
    fn day_and_month_may_change_places() {
        for (day, expected) in [(1956_0312, Some(1956_1203)), (1956_0313, None), (1956_0303, None), (1956_0000, None)] {
            assert_eq!(swapped(day), expected, "{day}");
        }
    }

    proptest! {
        #[test]
        fn a_day_read_in_any_form_is_the_same(year in 1902_u32..2020, month in 1_u32..=12, day in 1_u32..=28) {
            prop_assume!((year, month, day) != (1970, 1, 1));
            let expected = Ok(year * 10_000 + month * 100 + day);
            for (text, order) in [
                (format!("{year}-{month:02}-{day:02}"), YearFirst),
                (format!("{day:02}/{month:02}/{year}"), DayFirst),
                (format!("{day:02}{month:02}{year}"), DayFirst),
                (format!("{month}/{day}/{year}"), MonthFirst),
                (format!("{year}{month:02}{day:02}"), YearFirst),
            ] {
                prop_assert_eq!(read(&text, order, Bounds::default()), expected, "{}", text);
            }
            let swap = swapped(year * 10_000 + month * 100 + day);
            prop_assert!(swap.is_none() || swap.and_then(swapped) == expected.ok());
        }

        #[test]
        fn spreadsheet_days_follow_each_other(serial in 10_000_u32..99_998) {
            let (today, tomorrow) = (of_serial(serial), of_serial(serial + 1));
            let first = tomorrow.2 == 1 && today.2 == days_of(today.0, today.1);
            prop_assert!(first || (tomorrow.2 == today.2 + 1 && (tomorrow.0, tomorrow.1) == (today.0, today.1)));
        }

        #[test]
        fn no_text_makes_it_panic(text in "[0-9 /.TZ-]{0,24}|\\PC{0,30}|[0-9]{1,2} \\PC{1,8} [0-9]{4}") {
            for way in [YearFirst, DayFirst, MonthFirst] {
                if let Ok(day) = read(&text, way, Bounds::default()) {
                    prop_assert!((1000_0000..=2100_1231).contains(&day));
                }
            }
            let _ = order([text.as_str()].into_iter());
        }
    }
}
