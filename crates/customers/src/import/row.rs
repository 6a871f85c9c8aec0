//! One row turned into what a source says of somebody, or into the reasons why not.

use serde::Serialize;

use crate::import::mapping::{Column, DayOrder, Mapping};
use crate::import::reading::Row;
use crate::person::{Field, Values, clean, day_exists, phone, read_value};

/// What a problem costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The row is not taken in.
    Row,
    /// The row is taken in without this value.
    Value,
    /// A later row of the file says it again; that one is taken in.
    Superseded,
}

impl Effect {
    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Row => "row",
            Self::Value => "value",
            Self::Superseded => "superseded",
        }
    }
}

/// A problem with a row or one of its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line the row begins on.
    pub line: u64,
    /// The column's name; nothing: the row as a whole.
    pub column: Option<String>,
    /// What stood there, at most 200 characters.
    pub value: Option<String>,
    /// Why, as the key of a sentence: `import-refusal-…`.
    pub reason: &'static str,
    /// A number that the sentence needs.
    pub number: u64,
    /// What it costs.
    pub effect: Effect,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The line it begins on.
    pub line: u64,
    /// The number the source knows them by and what it says; nothing: the row is refused, or left to a later one that
    /// says the same person.
    pub taken: Option<(String, Values)>,
    /// What was wrong. None, and nothing taken: a later row is the same, word for word.
    pub problems: Vec<Problem>,
}

fn problem(row: &Row, reason: &'static str, effect: Effect) -> Problem {
    Problem { line: row.line, column: None, value: None, reason, number: 0, effect }
}

fn about(row: &Row, column: &str, value: &str, reason: &'static str) -> Problem {
    Problem { column: Some(column.to_owned()), value: Some(shown(value)), ..problem(row, reason, Effect::Value) }
}

/// A value as it is told of: its beginning, what cannot be seen made visible.
fn shown(value: &str) -> String {
    value.chars().map(|it| if it.is_control() { '␀' } else { it }).take(200).collect()
}

/// What a row says. A value that cannot be read is left out and told; a row is refused when its cells do not fit the
/// columns, a quote is left open, or nothing in it tells whose it is.
pub fn read(row: &Row, mapping: &Mapping) -> Read {
    let refused = |problem: Problem| Read { line: row.line, taken: None, problems: vec![problem] };
    if let Some(flaw) = row.flaw {
        let first = row.cells.first().map(|it| shown(it));
        return refused(Problem { value: first, number: flaw.number, ..problem(row, flaw.reason, Effect::Row) });
    }
    if let Some(reason) = misfit(row, mapping) {
        return refused(Problem { number: row.cells.len() as u64, ..problem(row, reason, Effect::Row) });
    }
    let (mut values, mut problems, mut number) = (Values::new(), flaws_of_cells(row, mapping), None);
    for (column, cell) in mapping.columns.iter().zip(&row.cells) {
        // What cannot be seen is told also where the column is left out: the file is damaged.
        if cell.contains('\0') {
            problems.push(about(row, &column.name, cell, "nul"));
        }
        if cell.contains('\u{fffd}') {
            problems.push(about(row, &column.name, cell, "letters"));
            continue;
        }
        if column.is_external_id {
            number = Some(clean(cell)).filter(|it| !it.is_empty());
        }
        let Some(field) = column.field else { continue };
        match read_cell(field, cell, column.day_order) {
            Ok(Some(value)) => {
                values.insert(field, value);
            }
            Ok(None) => {}
            Err(reason) => problems.push(about(row, &column.name, cell, reason)),
        }
    }
    let has_number = mapping.columns.iter().any(|it| it.is_external_id);
    let key = if has_number { number } else { key_of(&values) };
    if key.is_none() {
        // What made the row unusable is said once, as what it is.
        let told = problems.iter_mut().find(|it| it.value.is_some() && !["nul", "column-new"].contains(&it.reason));
        match told {
            Some(told) => told.effect = Effect::Row,
            None => problems.push(problem(row, if has_number { "number-missing" } else { "nobody" }, Effect::Row)),
        }
    }
    Read { line: row.line, taken: key.map(|key| (key, values)), problems }
}

/// What the reader could not make out, and is wanted; a column that is new is told, since nobody could say whether it is.
fn flaws_of_cells(row: &Row, mapping: &Mapping) -> Vec<Problem> {
    let is_wanted = |place: Option<usize>| {
        place.and_then(|it| mapping.columns.get(it)).is_none_or(|it| it.is_external_id || it.field.is_some())
    };
    let flaws = row.cell_flaws.iter().filter(|it| is_wanted(it.place));
    flaws.map(|it| about(row, &it.column, &it.value, it.reason)).collect()
}

/// Why the cells do not fit the columns, if they do not. Empty cells at the end are what spreadsheets leave.
fn misfit(row: &Row, mapping: &Mapping) -> Option<&'static str> {
    let columns = mapping.columns.len();
    if row.cells.len() < columns {
        return Some("cells-few");
    }
    row.cells.iter().skip(columns).any(|it| !it.trim().is_empty()).then_some("cells-many")
}

/// Without a number of the source, the address or number they are reached by.
fn key_of(values: &Values) -> Option<String> {
    let by = |kind: &str, field| values.get(&field).map(|it| format!("{kind}:{it}"));
    by("email", Field::Email).or_else(|| by("phone", Field::Phone))
}

/// The key alone, for finding out beforehand which rows a later one says again.
pub fn key(row: &Row, mapping: &Mapping) -> Option<String> {
    if row.flaw.is_some() || misfit(row, mapping).is_some() {
        return None;
    }
    let cell = |is: &dyn Fn(&Column) -> bool| {
        mapping.columns.iter().position(is).and_then(|place| row.cells.get(place)).filter(|it| !it.contains('\u{fffd}'))
    };
    if mapping.columns.iter().any(|it| it.is_external_id) {
        return cell(&|it| it.is_external_id).map(|it| clean(it)).filter(|it| !it.is_empty());
    }
    let mut values = Values::new();
    for field in [Field::Email, Field::Phone] {
        if let Some(Ok(Some(value))) = cell(&|it| it.field == Some(field)).map(|it| read_cell(field, it, None)) {
            values.insert(field, value);
        }
    }
    key_of(&values)
}

fn read_cell(field: Field, cell: &str, order: Option<DayOrder>) -> Result<Option<String>, &'static str> {
    let plain = clean(cell);
    if plain.is_empty() {
        return Ok(None);
    }
    match field {
        Field::BornOn => day(&plain, order.unwrap_or(DayOrder::DayFirst)).map(Some),
        Field::Phone | Field::OtherPhone => read_phone(&plain).map(Some),
        _ => read_value(field, &plain).map_err(|_| match field {
            Field::Email | Field::OtherEmail => "email",
            Field::Iban => "iban",
            _ => "language",
        }),
    }
}

/// A phone number; one whose first zero a spreadsheet ate gets it back, one that a spreadsheet rounded is lost.
fn read_phone(text: &str) -> Result<String, &'static str> {
    let is_rounded =
        text.to_ascii_lowercase().contains("e+") && text.chars().all(|it| it.is_ascii_digit() || ".,eE+".contains(it));
    if is_rounded {
        return Err("phone-rounded");
    }
    let is_bare = text.len() == 9 && text.bytes().all(|it| it.is_ascii_digit()) && !text.starts_with('0');
    let found = if is_bare { phone(&format!("0{text}")) } else { phone(text) };
    found.ok_or("phone")
}

/// A day in any of the ways files write it, as `YYYY-MM-DD`.
///
/// ISO; `31/12/1979` in the column's order, with `/ - .` or spaces, two digits of year up to 29 being of this century;
/// `19791231`; the name of a month in French or English; the day's number of a spreadsheet (1900 system).
pub fn day(text: &str, order: DayOrder) -> Result<String, &'static str> {
    let text = text.split(['T', ' ']).next().filter(|it| it.contains(['-', '/'])).unwrap_or(text);
    if text.bytes().all(|it| it.is_ascii_digit()) {
        return by_digits(text, order);
    }
    let parts: Vec<&str> = text.split(['/', '-', '.', ' ']).filter(|it| !it.is_empty()).collect();
    let [one, two, three] = parts.as_slice() else { return Err("day") };
    if let Some(month) = month(two) {
        let (day, year) = (one.trim_end_matches("er"), three);
        return made(year_of(year)?, month, day.parse().map_err(|_| "day")?);
    }
    let number = |it: &str| it.parse::<u32>().map_err(|_| "day");
    if one.len() == 4 {
        return made(year_of(one)?, number(two)?, number(three)?);
    }
    let (first, second, year) = (number(one)?, number(two)?, year_of(three)?);
    match order {
        DayOrder::DayFirst => made(year, second, first),
        DayOrder::MonthFirst => made(year, first, second),
    }
}

fn made(year: i32, month: u32, day: u32) -> Result<String, &'static str> {
    if day_exists(year, month, day) { Ok(format!("{year:04}-{month:02}-{day:02}")) } else { Err("day-absent") }
}

fn year_of(text: &str) -> Result<i32, &'static str> {
    let year: i32 = text.parse().map_err(|_| "day")?;
    match text.len() {
        4 => Ok(year),
        2 => Ok(if year <= 29 { 2000 + year } else { 1900 + year }),
        _ => Err("day"),
    }
}

fn by_digits(text: &str, order: DayOrder) -> Result<String, &'static str> {
    let number: u32 = text.parse().map_err(|_| "day")?;
    match text.len() {
        8 => {
            let (year, rest) = (number / 10_000, number % 10_000);
            if (1850..=2200).contains(&year) {
                return made(i32::try_from(year).map_err(|_| "day")?, rest / 100, rest % 100);
            }
            let (first, second, year) = (number / 1_000_000, number / 10_000 % 100, number % 10_000);
            let year = i32::try_from(year).map_err(|_| "day")?;
            match order {
                DayOrder::DayFirst => made(year, second, first),
                DayOrder::MonthFirst => made(year, first, second),
            }
        }
        // From 1900-03-01, where spreadsheets and the calendar agree again, to the end of 2172.
        2..=5 if (61..100_000).contains(&number) => {
            let (year, month, day) = civil(i64::from(number) - 25_569);
            made(year, month, day)
        }
        _ => Err("day"),
    }
}

/// The day that is `days` after 1970-01-01. Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
pub(crate) fn civil(days: i64) -> (i32, u32, u32) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (i32::try_from(year).unwrap_or(0), u32::try_from(month).unwrap_or(0), u32::try_from(day).unwrap_or(0))
}

fn month(name: &str) -> Option<u32> {
    const NAMES: [&[&str]; 12] = [
        &["janvier", "janv", "jan", "january"],
        &["fevrier", "fevr", "fev", "february", "feb"],
        &["mars", "march", "mar"],
        &["avril", "avr", "april", "apr"],
        &["mai", "may"],
        &["juin", "june", "jun"],
        &["juillet", "juil", "july", "jul"],
        &["aout", "august", "aug"],
        &["septembre", "sept", "september", "sep"],
        &["octobre", "oct", "october"],
        &["novembre", "nov", "november"],
        &["decembre", "dec", "december"],
    ];
    let folded = kernel::fold::fold(name);
    let place = NAMES.iter().position(|it| it.contains(&folded.trim_end_matches('.')))?;
    u32::try_from(place + 1).ok()
}

#[cfg(test)]
#[path = "row_tests.rs"]
mod tests;
