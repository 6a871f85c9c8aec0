//! Where the fields of a record of fixed width stand: as a text file says it, or as JSON.
//!
//! ```text
//! # customers of the bank's mainframe
//! encoding IBM1147
//! record 120
//! id          1   8
//! last_name   9  30
//! born_on    39   8  date YYYYMMDD
//! balance    47   5  packed 2
//! ```

use serde::{Deserialize, Serialize};

/// The most fields a record may have.
const FIELDS_MAX: usize = 2_000;
/// The longest a record may be; bytes.
const RECORD_BYTES_MAX: u32 = 1024 * 1024;
/// The most decimals of a number: COBOL has numbers of 31 digits.
const DECIMALS_MAX: u8 = 31;

/// How a record of fixed width is divided.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// The letters, by name: `IBM1147`, `windows-1252`, `UTF-8`; nothing: they are found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// The length of a record in bytes, where no line ends separate them; nothing: a record is a line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_bytes: Option<u32>,
    /// A record that ends early goes on with blanks: some transfers cut them off.
    #[serde(default)]
    pub is_trimmed: bool,
    /// Places count bytes even in UTF-8, where a letter may have several.
    #[serde(default)]
    pub counts_bytes: bool,
    /// The fields, in the order of the columns.
    pub fields: Vec<LayoutField>,
}

/// One field of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LayoutField {
    /// Its name, by which its column is guessed.
    pub name: String,
    /// Its first place, from 1.
    pub start: u32,
    /// How many places it has.
    pub length: u32,
    /// How it is written.
    #[serde(default, rename = "type")]
    pub kind: Kind,
    /// Decimals of a number.
    #[serde(default)]
    pub decimals: u8,
    /// How a day is written: `YYYYMMDD`, `DD/MM/YYYY`, `JJMMAAAA`, `CYYMMDD`, `YYYYDDD`. Numbers may be days too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_form: Option<String>,
}

/// How a field is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Letters, filled up with blanks.
    #[default]
    Text,
    /// A day.
    Date,
    /// Packed decimal, COMP-3.
    Packed,
    /// Zoned decimal, with its sign in the last digit or beside it.
    Zoned,
}

/// What is wrong with a layout, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the layout{}: {fault}", at_line(*place))]
pub struct LayoutProblem {
    /// The line of a text; of JSON read, the number of the field, from 1; 0: the layout as a whole.
    pub place: usize,
    /// What is wrong.
    pub fault: Fault,
}

fn at_line(place: usize) -> String {
    if place == 0 { String::new() } else { format!(", line {place}") }
}

/// What is wrong with a line of a layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No field is described.
    #[error("it describes no field: write name, start, length on a line of its own")]
    Empty,
    /// A line is neither a field nor something to know of the record.
    #[error("write name, start, length and, if need be, text, date FORM, packed DECIMALS or zoned DECIMALS")]
    Words,
    /// A start, a length or decimals are no number or too large.
    #[error("start and length are whole numbers from 1 on, decimals at most 31")]
    Number,
    /// A way of writing days has no day, month or year.
    #[error("a date is written like YYYYMMDD, DD/MM/YYYY, CYYMMDD or YYYYDDD")]
    DateForm,
    /// Two fields have one name.
    #[error("a field before it has the same name")]
    NameTwice,
    /// A field goes on behind the record's end.
    #[error("the field ends behind the end of the record")]
    BehindRecord,
    /// There are too many.
    #[error("a record has at most 2000 fields")]
    Many,
    /// It begins like JSON and is none.
    #[error("it is no JSON of the form {{\"fields\": [{{\"name\", \"start\", \"length\"}}]}}")]
    Json,
}

impl Fault {
    /// As worded: `problem-import-layout-…`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "import_layout_empty",
            Self::Words => "import_layout_words",
            Self::Number => "import_layout_number",
            Self::DateForm => "import_layout_date_form",
            Self::NameTwice => "import_layout_name_twice",
            Self::BehindRecord => "import_layout_behind_record",
            Self::Many => "import_layout_many",
            Self::Json => "import_layout_json",
        }
    }
}

impl Layout {
    /// The last place a field has.
    pub fn width(&self) -> usize {
        self.fields.iter().map(LayoutField::end).max().unwrap_or(0)
    }
}

impl LayoutField {
    /// The place behind it, from 0.
    pub fn end(&self) -> usize {
        (self.start as usize).saturating_sub(1).saturating_add(self.length as usize)
    }
}

/// Reads a layout from text: a line per field, `name start length [type]`, with blanks, tabs, commas or semicolons
/// between; a name with blanks in quotes; `#` begins a remark. `record BYTES`, `encoding NAME`, `trimmed` and `bytes`
/// stand on lines of their own. What begins with a brace is read as JSON.
pub fn parse(text: &str) -> Result<Layout, LayoutProblem> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') {
        let json = serde_json::from_str(text);
        let layout: Layout = json.map_err(|error| LayoutProblem { place: error.line(), fault: Fault::Json })?;
        return check(&layout).map(|()| layout);
    }
    let (mut layout, mut lines) = (Layout::default(), Vec::new());
    for (place, line) in text.lines().enumerate() {
        let words = words(line);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let is_head = layout.fields.is_empty() && words.iter().any(|it| ["start", "début", "debut"].contains(it));
        let wrong = |fault| LayoutProblem { place: place + 1, fault };
        match words.as_slice() {
            [] => {}
            ["trimmed"] => layout.is_trimmed = true,
            ["bytes"] => layout.counts_bytes = true,
            ["encoding", name] => layout.encoding = Some((*name).to_owned()),
            ["record", bytes] => layout.record_bytes = Some(bytes.parse().map_err(|_| wrong(Fault::Number))?),
            _ if is_head => {}
            [name, start, length, rest @ ..] => {
                layout.fields.push(field(name, start, length, rest).map_err(wrong)?);
                lines.push(place + 1);
            }
            _ => return Err(wrong(Fault::Words)),
        }
    }
    // A field's number becomes the line it stands on.
    check(&layout).map_err(|it| {
        let line = it.place.checked_sub(1).and_then(|place| lines.get(place));
        LayoutProblem { place: line.copied().unwrap_or(0), ..it }
    })?;
    Ok(layout)
}

fn field(name: &str, start: &str, length: &str, rest: &[&str]) -> Result<LayoutField, Fault> {
    let number = |it: &str| it.parse::<u32>().map_err(|_| Fault::Number);
    let mut field = LayoutField {
        name: name.to_owned(),
        start: number(start)?,
        length: number(length)?,
        kind: Kind::Text,
        decimals: 0,
        date_form: None,
    };
    let detail = match rest {
        [] | ["text"] => None,
        ["date"] => Some("YYYYMMDD"),
        ["date" | "packed" | "zoned", detail] => Some(*detail),
        ["packed" | "zoned"] => None,
        _ => return Err(Fault::Words),
    };
    field.kind = match rest.first() {
        Some(&"date") => Kind::Date,
        Some(&"packed") => Kind::Packed,
        Some(&"zoned") => Kind::Zoned,
        _ => Kind::Text,
    };
    match detail {
        Some(decimals) if decimals.bytes().all(|it| it.is_ascii_digit()) && field.kind != Kind::Date => {
            field.decimals = decimals.parse().map_err(|_| Fault::Number)?;
        }
        other => field.date_form = other.map(str::to_owned),
    }
    Ok(field)
}

/// The words of a line, without its remark.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut is_quoted, mut has_word) = (Vec::new(), String::new(), false, false);
    for letter in line.chars() {
        match letter {
            '"' => {
                is_quoted = !is_quoted;
                has_word = true;
            }
            '#' if !is_quoted => break,
            it if !is_quoted && (it.is_whitespace() || it == ',' || it == ';') => {
                if has_word {
                    words.push(std::mem::take(&mut word));
                }
                has_word = false;
            }
            it => {
                word.push(it);
                has_word = true;
            }
        }
    }
    if has_word {
        words.push(word);
    }
    words
}

/// What is wrong with a layout, if anything is; the place is the field's number, from 1.
pub fn check(layout: &Layout) -> Result<(), LayoutProblem> {
    let whole = |fault| LayoutProblem { place: 0, fault };
    if layout.fields.is_empty() {
        return Err(whole(Fault::Empty));
    }
    if layout.fields.len() > FIELDS_MAX {
        return Err(whole(Fault::Many));
    }
    if layout.record_bytes.is_some_and(|it| it == 0 || it > RECORD_BYTES_MAX) {
        return Err(whole(Fault::Number));
    }
    let end_max = layout.record_bytes.unwrap_or(RECORD_BYTES_MAX) as usize;
    let mut names = std::collections::BTreeSet::new();
    for (place, field) in layout.fields.iter().enumerate() {
        let wrong = |fault| Err(LayoutProblem { place: place + 1, fault });
        let has_form = field.date_form.as_deref().map(form);
        if field.start == 0 || field.length == 0 || field.decimals > DECIMALS_MAX {
            return wrong(Fault::Number);
        }
        if field.end() > end_max {
            return wrong(Fault::BehindRecord);
        }
        if has_form == Some(None) || (field.kind == Kind::Date && has_form.is_none()) {
            return wrong(Fault::DateForm);
        }
        // What is passed over may be called alike everywhere.
        if !field.name.eq_ignore_ascii_case("filler") && !names.insert(field.name.as_str()) {
            return wrong(Fault::NameTwice);
        }
    }
    Ok(())
}

/// A day is written in another way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the day is written in another way")]
pub struct OtherForm;

/// A part of the way days are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A digit of the year.
    Year,
    /// A digit of the month.
    Month,
    /// A digit of the day.
    Day,
    /// Centuries since 1900, as AS/400 counts them: 0 is 19, 1 is 20.
    Century,
    /// This letter.
    Letter(char),
}

/// The way of writing days that `text` describes, in English letters or French ones (A: année, J: jour). A day of three
/// digits counts through the year. `None`: it has no year, or no day.
pub fn form(text: &str) -> Option<Vec<Part>> {
    let part = |it: char| match it {
        'Y' | 'A' => Part::Year,
        'M' => Part::Month,
        'D' | 'J' => Part::Day,
        'C' => Part::Century,
        it => Part::Letter(it),
    };
    let parts: Vec<Part> = text.chars().map(part).collect();
    let count = |part: Part| parts.iter().filter(|it| **it == part).count();
    let days = (count(Part::Month), count(Part::Day));
    let is_whole = matches!(count(Part::Year), 2 | 4) && matches!(days, (2, 2) | (0, 3)) && count(Part::Century) < 2;
    is_whole.then_some(parts)
}

/// The day that `text` says in this way, as `YYYY-MM-DD`; whether there is such a day is not looked at. Zeros alone and
/// blanks say none: `Ok(None)`. Error: it is written otherwise.
pub fn day(text: &str, form: &[Part]) -> Result<Option<String>, OtherForm> {
    let text = text.trim_matches([' ', '\0']);
    if text.chars().all(|it| it == '0' || !it.is_alphanumeric()) {
        return Ok(None);
    }
    if text.chars().count() != form.len() {
        return Err(OtherForm);
    }
    let (mut year, mut year_digits, mut month, mut day, mut day_digits, mut century) = (0, 0, 0, 0, 0, None);
    for (letter, part) in text.chars().zip(form) {
        let digit = letter.to_digit(10);
        match part {
            Part::Letter(expected) if *expected == letter => {}
            Part::Letter(_) => return Err(OtherForm),
            Part::Year => (year, year_digits) = (year * 10 + digit.ok_or(OtherForm)?, year_digits + 1),
            Part::Month => month = month * 10 + digit.ok_or(OtherForm)?,
            Part::Day => (day, day_digits) = (day * 10 + digit.ok_or(OtherForm)?, day_digits + 1),
            Part::Century => century = Some(digit.ok_or(OtherForm)?),
        }
    }
    if year_digits == 2 {
        // Without a century, as days of two digits are read everywhere here: up to 29 they are of this one.
        year += century.map_or(if year <= 29 { 2000 } else { 1900 }, |it| 1900 + it * 100);
    }
    if day_digits == 3 {
        (month, day) = of_year(year, day).ok_or(OtherForm)?;
    }
    Ok(Some(format!("{year:04}-{month:02}-{day:02}")))
}

/// The month and day of a day of the year, from 1.
fn of_year(year: u32, day: u32) -> Option<(u32, u32)> {
    let is_leap = (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    let mut left = day.checked_sub(1)?;
    for (month, days) in (1..).zip([31, 28 + u32::from(is_leap), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
        if left < days {
            return Some((month, left + 1));
        }
        left -= days;
    }
    None
}

#[cfg(test)]
#[path = "layout_tests.rs"]
mod tests;
