//! What the columns of a file mean: guessed from their names in French and English and from what stands in them,
//! decided by people.

use std::io::{self, Read as _};

use encoding_rs::UTF_8;
use serde::{Deserialize, Serialize};

use crate::import::encoding::{self, Letters};
use crate::import::fixed;
use crate::import::format::{self, FileProblem, Format};
use crate::import::json::{self, JsonLines};
use crate::import::layout::{self, Layout, LayoutProblem};
use crate::import::names::{by_name, by_path, is_number_name, is_plain_name};
use crate::import::parquet::{self, Parquet};
use crate::import::reading::{Row, says_separator, separator};
use crate::import::text::{self, Content, Utf8};
use crate::import::{ebcdic, rows};
use crate::person::{Field, phone};

/// Rows looked at to guess.
const SAMPLE_ROWS: usize = 1_000;

/// In what order the parts of a day stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DayOrder {
    /// 31/12/1979.
    DayFirst,
    /// 12/31/1979.
    MonthFirst,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its name in the file, or its place if it has none.
    pub name: String,
    /// The field it fills; nothing: it is left out.
    pub field: Option<Field>,
    /// It holds the person's number in the source.
    #[serde(default)]
    pub is_external_id: bool,
    /// The order of days in it, if it holds days.
    #[serde(default)]
    pub day_order: Option<DayOrder>,
    /// Another column has the same name: only one of them can be meant.
    #[serde(default)]
    pub is_repeated: bool,
}

/// How a file is to be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// How its records are written.
    #[serde(default)]
    pub format: Format,
    /// The encoding, by its WHATWG name, `UTF-8`, `windows-1252`, `macintosh`…, or a code page of mainframes:
    /// `IBM1147`, `IBM297`, `IBM1148`, `IBM500`, `IBM037`, `IBM1140`, `IBM273`, `IBM1141`.
    pub encoding: String,
    /// What stands between cells; of no account but for delimited text.
    pub separator: char,
    /// The first row holds names, not values; of no account but for delimited text.
    pub has_header: bool,
    /// The columns, in their order.
    pub columns: Vec<Column>,
    /// Where the fields of a record of fixed width stand.
    #[serde(default)]
    pub layout: Option<Layout>,
}

/// What people know of a file; the rest is found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// How its records are written.
    pub format: Option<Format>,
    /// Its encoding, by name.
    pub encoding: Option<String>,
    /// What stands between cells.
    pub separator: Option<char>,
    /// Where its fields stand; it is of fixed width then.
    pub layout: Option<Layout>,
}

/// Why a file cannot be read by what is known of it.
#[derive(Debug, thiserror::Error)]
pub enum GuessProblem {
    /// It is not to be read at all.
    #[error(transparent)]
    File(#[from] FileProblem),
    /// It could not be read.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// The mapping that a file seems to want. Error: it is nothing that can be imported.
///
/// Reads a sample of `file` from its beginning; all of it only where it is all ASCII.
pub fn guess(file: &impl Content, known: &Known) -> Result<Mapping, GuessProblem> {
    let head = head(file)?;
    let is_fixed = known.layout.is_some() || known.format == Some(Format::FixedWidth);
    let found = format::look(&head, is_fixed)?;
    let format = known.format.unwrap_or(found);
    let named = known.encoding.as_deref().or(known.layout.as_ref().and_then(|it| it.encoding.as_deref()));
    let letters = match named.and_then(encoding::named) {
        Some(known) => known,
        None if format == Format::Parquet => Letters::Web(UTF_8),
        None => found_letters(file)?,
    };
    let mapping = Mapping {
        format,
        encoding: letters.name().to_owned(),
        separator: known.separator.unwrap_or(','),
        has_header: format != Format::FixedWidth,
        columns: Vec::new(),
        layout: known.layout.clone().filter(|_| format == Format::FixedWidth),
    };
    match format {
        Format::Delimited => guess_delimited(file, letters, known.separator, mapping),
        Format::FixedWidth => {
            let fields = mapping.layout.iter().flat_map(|it| &it.fields);
            let names = fields.map(|it| it.name.clone()).collect();
            with_columns(file, names, mapping)
        }
        Format::JsonLines => {
            let lines = JsonLines::new(Utf8::new(text::open(file)?, letters)).take(SAMPLE_ROWS);
            let said: Vec<_> = lines.filter_map(|it| it.said.ok()).collect();
            with_columns(file, json::names(said.iter()), mapping)
        }
        Format::Parquet => {
            let records = Parquet::open(file.again()?)?.take(SAMPLE_ROWS);
            let said: Vec<_> = records.filter_map(|it| it.said.ok()).collect();
            let mut names = parquet::names(file.again()?)?;
            // What stands in lists is known from records alone.
            names.extend(json::names(said.iter()).into_iter().filter(|it| !names.contains(it)).collect::<Vec<_>>());
            with_columns(file, names, mapping)
        }
    }
}

/// As much of the beginning of `file`, as it is on disk, as its format is told from.
fn head(file: &impl Content) -> io::Result<Vec<u8>> {
    let (mut file, mut head) = (file.again()?, Vec::new());
    file.rewind()?;
    file.take(format::HEAD_BYTES as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// Whether `file` can be read by `mapping` at all, by its beginning.
pub fn look(file: &impl Content, mapping: &Mapping) -> Result<(), GuessProblem> {
    format::look(&head(file)?, mapping.format == Format::FixedWidth)?;
    Ok(())
}

fn found_letters(file: &impl Content) -> io::Result<Letters> {
    let mut head = Vec::new();
    text::open(file)?.take(format::HEAD_BYTES as u64).read_to_end(&mut head)?;
    match ebcdic::told_by(&head) {
        Some(page) => Ok(Letters::Ebcdic(page)),
        None => Ok(Letters::Web(encoding::detect(text::open(file)?)?)),
    }
}

fn guess_delimited(
    file: &impl Content,
    letters: Letters,
    known_separator: Option<char>,
    mapping: Mapping,
) -> Result<Mapping, GuessProblem> {
    let open = |separator| rows::delimited_reader(file, letters, separator);
    let separator = match known_separator {
        Some(known) => known,
        None => separator(open)?,
    };
    let mut reader = open(separator)?;
    let mut sample: Vec<Row> = reader.by_ref().take(SAMPLE_ROWS).collect();
    if let Some(error) = reader.failure() {
        return Err(error.into());
    }
    if sample.first().is_some_and(says_separator) {
        sample.remove(0);
    }
    let has_header = has_header(&sample);
    let names: Vec<String> = match sample.first() {
        Some(first) if has_header => first.cells.iter().map(|it| it.trim().to_owned()).collect(),
        Some(first) => vec![String::new(); first.cells.len()],
        None => Vec::new(),
    };
    let below = sample.get(usize::from(has_header)..).unwrap_or_default();
    Ok(Mapping { separator, has_header, columns: columns(&names, below, by_name), ..mapping })
}

/// The mapping with columns of these names, guessed from what stands in them.
fn with_columns(file: &impl Content, names: Vec<String>, mapping: Mapping) -> Result<Mapping, GuessProblem> {
    let plain = |name: &String| Column {
        name: name.clone(),
        field: None,
        is_external_id: false,
        day_order: None,
        is_repeated: false,
    };
    let mut mapping = Mapping { columns: names.iter().map(plain).collect(), ..mapping };
    let Some(mut rows) = rows::rows(file, &mapping)? else { return Ok(mapping) };
    let sample: Vec<Row> = rows.by_ref().take(SAMPLE_ROWS).filter(|it| it.flaw.is_none()).collect();
    if let Some(error) = rows.failure() {
        return Err(error.into());
    }
    mapping.columns = columns(&names, &sample, by_path);
    Ok(mapping)
}

/// The first row holds names if one of its cells is a name we know, or if none of them has a digit or `@` while the
/// next row has.
fn has_header(sample: &[Row]) -> bool {
    let Some(first) = sample.first() else { return true };
    let known = first.cells.iter().any(|it| by_name(it).is_some() || is_number_name(it));
    let looks_like_value = |it: &String| it.contains('@') || it.chars().any(|c| c.is_ascii_digit());
    let first_has_values = first.cells.iter().any(looks_like_value);
    let next_has_values = sample.get(1).is_none_or(|it| it.cells.iter().any(looks_like_value));
    known || (!first_has_values && next_has_values)
}

fn columns(names: &[String], below: &[Row], known: fn(&str) -> Option<Field>) -> Vec<Column> {
    let mut taken: Vec<Field> = Vec::new();
    let mut has_external_id = false;
    let has_first_name = names.iter().any(|it| known(it) == Some(Field::FirstName));
    let mut columns = Vec::with_capacity(names.len());
    for (place, name) in names.iter().enumerate() {
        let values: Vec<&str> =
            below.iter().filter_map(|row| Some(row.cells.get(place)?.trim())).filter(|it| !it.is_empty()).collect();
        let is_external_id = !has_external_id && is_number_name(name);
        let guessed = match known(name) {
            // « Nom » beside « Prénom » is the family name; alone it is the whole name.
            Some(Field::FullName) if has_first_name && is_plain_name(name) => Some(Field::LastName),
            Some(field) => Some(field),
            None if is_external_id => None,
            None => by_content(&values),
        };
        let field = guessed.map(|it| free(it, &taken)).filter(|it| !taken.contains(it));
        taken.extend(field);
        has_external_id |= is_external_id;
        columns.push(Column {
            name: if name.is_empty() { format!("#{}", place + 1) } else { name.clone() },
            field,
            is_external_id,
            day_order: (field == Some(Field::BornOn)).then(|| day_order(&values)),
            is_repeated: !name.is_empty() && names.iter().filter(|it| it.eq_ignore_ascii_case(name)).count() > 1,
        });
    }
    columns
}

/// The second e-mail or phone of a file is the other one.
fn free(field: Field, taken: &[Field]) -> Field {
    match field {
        Field::Email if taken.contains(&field) => Field::OtherEmail,
        Field::Phone if taken.contains(&field) => Field::OtherPhone,
        other => other,
    }
}

/// A column is day first if a first part passes 12, month first if a second does; if neither, as the French write.
pub fn day_order(values: &[&str]) -> DayOrder {
    for value in values {
        let mut parts = value.split(['/', '-', '.', ' ']);
        let (first, second) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        match (first.parse::<u32>(), second.parse::<u32>()) {
            (Ok(13..=31), Ok(_)) => return DayOrder::DayFirst,
            (Ok(1..=12), Ok(13..=31)) => return DayOrder::MonthFirst,
            _ => {}
        }
    }
    DayOrder::DayFirst
}

fn by_content(values: &[&str]) -> Option<Field> {
    if values.is_empty() {
        return None;
    }
    let mostly = |is: &dyn Fn(&str) -> bool| values.iter().filter(|it| is(it)).count() * 10 >= values.len() * 8;
    let is_email = |it: &str| it.parse::<kernel::Email>().is_ok();
    let is_phone = |it: &str| it.starts_with(['0', '+']) && it.len() >= 9 && phone(it).is_some();
    if mostly(&is_email) {
        Some(Field::Email)
    } else if mostly(&is_phone) {
        Some(Field::Phone)
    } else if mostly(&|it| crate::person::iban(it).is_some()) {
        Some(Field::Iban)
    } else {
        None
    }
}

/// Why a mapping cannot be run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MappingProblem {
    /// No such encoding.
    #[error("the encoding is unknown")]
    Encoding,
    /// This column, from 0, fills the field of one before it.
    #[error("column {0} fills the same field as one before it")]
    FieldTwice(usize),
    /// This column, from 0, holds the number of the source, and so does one before it.
    #[error("column {0} holds the number of the source, as one before it does")]
    NumberTwice(usize),
    /// Nobody could be recognised.
    #[error("no column holds a number of the source, an e-mail address or a phone number")]
    NothingToTellBy,
    /// Whose file it is was not said.
    #[error("the source is not chosen")]
    NoSource,
    /// What our staff type is not imported.
    #[error("what our staff type is not imported")]
    StaffSource,
    /// Records of fixed width need to be described.
    #[error("a file of fixed width needs a layout that says where its fields stand")]
    LayoutMissing,
    /// The layout cannot be used.
    #[error(transparent)]
    Layout(#[from] LayoutProblem),
    /// Fields of fixed width cannot be cut out of these letters.
    #[error("fields of fixed width are read in UTF-8 and in encodings of one byte a letter")]
    LayoutLetters,
}

/// Why a mapping cannot be run; `None`: it can.
pub fn problem(mapping: &Mapping) -> Option<MappingProblem> {
    let columns = || mapping.columns.iter().enumerate();
    let twice =
        columns().find(|(place, it)| it.field.is_some() && columns().take(*place).any(|(_, b)| b.field == it.field));
    let mut keys = columns().filter(|(_, it)| it.is_external_id).map(|(place, _)| place);
    let (key, other_key) = (keys.next(), keys.next());
    let reaches = columns().any(|(_, it)| matches!(it.field, Some(Field::Email | Field::Phone)));
    let letters = encoding::named(&mapping.encoding);
    if letters.is_none() {
        Some(MappingProblem::Encoding)
    } else if let Some(problem) = letters.and_then(|it| layout_problem(mapping, it)) {
        Some(problem)
    } else if let Some((place, _)) = twice {
        Some(MappingProblem::FieldTwice(place))
    } else if let Some(place) = other_key {
        Some(MappingProblem::NumberTwice(place))
    } else if key.is_none() && !reaches {
        Some(MappingProblem::NothingToTellBy)
    } else {
        None
    }
}

fn layout_problem(mapping: &Mapping, letters: Letters) -> Option<MappingProblem> {
    if mapping.format != Format::FixedWidth {
        return None;
    }
    let Some(described) = &mapping.layout else { return Some(MappingProblem::LayoutMissing) };
    match layout::check(described) {
        Err(problem) => Some(problem.into()),
        Ok(()) => (!fixed::can_read(letters)).then_some(MappingProblem::LayoutLetters),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::file_of;

    fn guessed(text: &str) -> Mapping {
        guess(&file_of(text.as_bytes()), &Known::default()).unwrap()
    }

    fn check(text: &str, separator: char, expected: &[Option<Field>]) {
        let mapping = guessed(text);
        assert_eq!(mapping.separator, separator, "{text}");
        assert_eq!(mapping.columns.iter().map(|it| it.field).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn columns_are_known_by_their_names_in_both_languages() {
        use Field::{BornOn, City, Email, FirstName, FullName, LastName, OtherEmail, OtherPhone, Phone, Postcode};
        check(
            "N° client;Nom;Prénom;Né(e) le;CP;Ville\n1;D;H;1/2/1979;59000;Lille",
            ';',
            &[None, Some(LastName), Some(FirstName), Some(BornOn), Some(Postcode), Some(City)],
        );
        check(
            "customerId\tFirst Name\tname\tE-mail\n1\ta\tb\ta@x.example",
            '\t',
            &[None, Some(FirstName), Some(LastName), Some(Email)],
        );
        check(
            "nom|mail|mail 2|tel|tel\nx|a@x.fr|b@x.fr|1|2",
            '|',
            &[Some(FullName), Some(Email), Some(OtherEmail), Some(Phone), Some(OtherPhone)],
        );
        check("a@x.example,0612345678\nb@x.example,0712345678", ',', &[Some(Email), Some(Phone)]);
    }

    #[test]
    fn the_order_of_days_is_that_of_the_whole_column() {
        for (values, expected) in [
            (&["03/04/2026", "13/04/2026"][..], DayOrder::DayFirst),
            (&["03/04/2026", "04/13/2026"], DayOrder::MonthFirst),
            (&["03/04/2026"], DayOrder::DayFirst),
            (&["2026-04-13"], DayOrder::DayFirst),
        ] {
            assert_eq!(day_order(values), expected);
        }
    }

    #[test]
    fn a_mapping_needs_something_to_tell_people_by() {
        let mut mapping = guessed("nom,ville\nx,y");
        assert_eq!(problem(&mapping), Some(MappingProblem::NothingToTellBy));
        mapping.columns[0].is_external_id = true;
        assert_eq!(problem(&mapping), None);
        mapping.columns[1].field = mapping.columns[0].field;
        assert_eq!(problem(&mapping), Some(MappingProblem::FieldTwice(1)));
    }

    #[test]
    fn columns_of_records_are_known_by_the_last_word_of_their_path() {
        use Field::{City, Email, FirstName, LastName, OtherPhone, Phone};
        let mapping = guessed(concat!(
            r#"{"id": 1, "name": {"first_name": "Zoé", "last_name": "Roy"}, "contact": {"emails": ["a@x.example"]}}"#,
            "\n{\"id\": 2, \"phones\": [\"0612345678\", \"0712345678\"], \"address\": {\"city\": \"Lille\"}}\n",
        ));
        let found: Vec<(&str, Option<Field>)> = mapping.columns.iter().map(|it| (it.name.as_str(), it.field)).collect();
        let expected = [
            ("id", None),
            ("name.first_name", Some(FirstName)),
            ("name.last_name", Some(LastName)),
            ("contact.emails.1", Some(Email)),
            ("phones.1", Some(Phone)),
            ("phones.2", Some(OtherPhone)),
            ("address.city", Some(City)),
        ];
        assert_eq!((mapping.format, found), (Format::JsonLines, expected.to_vec()));
        assert!(mapping.columns[0].is_external_id);
    }

    #[test]
    fn a_file_in_ebcdic_asks_for_its_layout_and_is_mapped_by_it() {
        let page = encoding::named("IBM1147").unwrap();
        assert_eq!(page.name(), "IBM1147");
        let record = b"\xf0\xf0\xf0\xf1\xd9\x85\x95\xc0\x40\x40\x40\x40\xf1\xf9\xf7\xf9\xf0\xf3\xf1\xf2";
        let file = file_of(&[record.as_slice(), record].concat());
        let bare = guess(&file, &Known::default()).unwrap();
        assert_eq!((bare.format, bare.encoding.as_str()), (Format::FixedWidth, "IBM1147"));
        assert_eq!(problem(&bare), Some(MappingProblem::LayoutMissing));
        let layout = layout::parse("record 20\nN-CLIENT 1 4\nPRENOM 5 8\nDATE-NAISSANCE 13 8 date\n").unwrap();
        let known = Known { layout: Some(layout), ..Known::default() };
        let mapping = guess(&file, &known).unwrap();
        assert_eq!(problem(&mapping), None);
        let rows: Vec<Row> = rows::rows(&file, &mapping).unwrap().unwrap().collect();
        assert_eq!(
            (rows.len(), rows[0].cells.as_slice()),
            (2, ["0001", "René", "1979-03-12"].map(str::to_owned).as_slice())
        );
        assert_eq!(mapping.columns[2].field, Some(Field::BornOn));
        let wide = Mapping { encoding: "UTF-16LE".to_owned(), ..mapping };
        assert_eq!(problem(&wide), Some(MappingProblem::LayoutLetters));
    }

    #[test]
    fn a_mapping_of_the_version_before_reads_back() {
        let stored = r#"{"encoding":"UTF-8","separator":";","has_header":true,"columns":[]}"#;
        let mapping: Mapping = serde_json::from_str(stored).unwrap();
        assert_eq!((mapping.format, mapping.layout), (Format::Delimited, None));
    }
}
