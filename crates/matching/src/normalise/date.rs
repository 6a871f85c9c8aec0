//! Dates of birth, in every order that systems write them.

/// A day as `yyyymmdd`; `yyyy0000` when only the year is known.
pub type Day = u32;

/// The order in which a column writes day, month and year, found on its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `1975-03-12`, `19750312`
    YearFirst,
    /// `12/03/1975`, `12031975`
    DayFirst,
    /// `03/12/1975`
    MonthFirst,
}

/// `text` as a day, read in `order` where it leaves a choice; none if it is no date or a placeholder (1900-01-01,
/// 1970-01-01, 9999-12-31…).
pub fn day(text: &str, order: Order) -> Option<Day> {
    let mut parts = [0_u32; 3];
    let mut lengths = [0_usize; 3];
    let mut at = 0;
    for byte in text.bytes() {
        if byte.is_ascii_digit() {
            *parts.get_mut(at)? = parts.get(at)?.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?;
            *lengths.get_mut(at)? += 1;
        } else if byte == b'T' {
            break;
        } else if lengths.get(at).is_some_and(|it| *it > 0) {
            at += 1;
            if at == 3 {
                break;
            }
        }
    }
    let (year, month, day) = match (lengths, order) {
        ([8, 0, 0], Order::DayFirst) => (parts[0] % 10_000, parts[0] / 10_000 % 100, parts[0] / 1_000_000),
        ([7, 0, 0], Order::DayFirst) => (parts[0] % 10_000, parts[0] / 10_000 % 100, parts[0] / 1_000_000),
        ([8, 0, 0], Order::MonthFirst) => (parts[0] % 10_000, parts[0] / 1_000_000, parts[0] / 10_000 % 100),
        ([8, 0, 0], Order::YearFirst) => (parts[0] / 10_000, parts[0] / 100 % 100, parts[0] % 100),
        ([4, 0, 0], _) => (parts[0], 0, 0),
        ([4, _, _], _) => (parts[0], parts[1], parts[2]),
        ([_, _, 4], Order::MonthFirst) => (parts[2], parts[0], parts[1]),
        ([_, _, 4], _) => (parts[2], parts[1], parts[0]),
        ([_, _, 2], Order::MonthFirst) => (century(parts[2]), parts[0], parts[1]),
        ([_, _, 2], Order::DayFirst) => (century(parts[2]), parts[1], parts[0]),
        ([2, _, _], Order::YearFirst) => (century(parts[0]), parts[1], parts[2]),
        _ => return None,
    };
    let (month, day) = if month > 12 && day <= 12 { (day, month) } else { (month, day) };
    if !(1000..=2100).contains(&year) || month > 12 || day > 31 {
        return None;
    }
    match (year, month, day) {
        (1900 | 1970, 1, 1) | (1899, 12, 30..=31) | (_, 1.., 0) | (_, 0, 1..) => None,
        _ => Some(year * 10_000 + month * 100 + day),
    }
}

fn century(year: u32) -> u32 {
    if year > 25 { 1900 + year } else { 2000 + year }
}

/// The order that reads most of `values`; year first if they do not tell.
pub fn order<'a>(values: impl Iterator<Item = &'a str>) -> Order {
    let (mut day_first, mut month_first, mut year_first) = (0, 0, 0);
    for value in values {
        let numbers: Vec<&str> = value.split(|it: char| !it.is_ascii_digit()).filter(|it| !it.is_empty()).collect();
        let number = |at: usize| numbers.get(at).and_then(|it| it.parse::<u32>().ok()).unwrap_or(0);
        match numbers.iter().map(|it| it.len()).collect::<Vec<_>>().as_slice() {
            [4, ..] => year_first += 1,
            [8] => {
                let (whole, year) = (number(0), number(0) % 10_000);
                let as_day = (1880..=2030).contains(&year) && whole / 10_000 % 100 <= 12;
                let as_year = (1880..=2030).contains(&(whole / 10_000)) && whole / 100 % 100 <= 12;
                day_first += usize::from(as_day && !as_year);
                year_first += usize::from(as_year && !as_day);
            }
            [_, _, 4 | 2] => {
                day_first += 1 + usize::from(number(0) > 12) * 3;
                month_first += usize::from(number(1) > 12) * 8;
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
