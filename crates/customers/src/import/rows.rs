//! The records of a file, whatever its format, as rows whose cells stand in the order of the columns.

use std::io;

use encoding_rs::UTF_8;

use crate::import::encoding::{self, Letters};
use crate::import::fixed::Fixed;
use crate::import::format::Format;
use crate::import::json::{JsonLines, Line, Places};
use crate::import::mapping::{Column, Mapping};
use crate::import::parquet::Parquet;
use crate::import::reading::{Reader, Row, says_separator};
use crate::import::text::{self, Content, Source, Utf8};
use crate::person::Field;

/// The records of a file, one after another.
pub struct Rows {
    reading: Reading,
}

enum Reading {
    Delimited(Delimited),
    JsonLines(JsonLines, Places),
    FixedWidth(Fixed),
    Parquet(Box<Parquet>, Places),
}

/// The rows below the header of delimited text.
///
/// A name, an address to write to or a number holds no line break: a row that has one there is an open quote that met
/// another by chance. Its first line is given up, and the rows it had swallowed are read.
struct Delimited {
    first: Option<Row>,
    reader: Reader<Source>,
    one_line: Vec<usize>,
}

impl Iterator for Delimited {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let row = self.first.take().or_else(|| self.reader.next())?;
        let is_torn = |place: &usize| row.cells.get(*place).is_some_and(|it| it.trim().contains(['\n', '\r']));
        let is_torn = row.lines > 1 && row.flaw.is_none() && self.one_line.iter().any(is_torn);
        Some(if is_torn { self.reader.give_up(&row) } else { row })
    }
}

impl Iterator for Rows {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        match &mut self.reading {
            Reading::Delimited(rows) => rows.next(),
            Reading::JsonLines(lines, places) => lines.next().map(|it| placed(it, places)),
            Reading::FixedWidth(records) => records.next(),
            Reading::Parquet(records, places) => records.next().map(|it| placed(it, places)),
        }
    }
}

fn placed(it: Line, places: &mut Places) -> Row {
    match it.said {
        Ok(said) => places.row(it.line, said),
        Err((flaw, begins)) => {
            Row { line: it.line, lines: 1, cells: vec![begins], flaw: Some(flaw), cell_flaws: Vec::new() }
        }
    }
}

impl Rows {
    /// Why they ended before the end of the file, if they did: to be asked once there are no more.
    pub fn failure(&mut self) -> Option<io::Error> {
        match &mut self.reading {
            Reading::Delimited(rows) => rows.reader.failure(),
            Reading::JsonLines(lines, _) => lines.failure(),
            Reading::FixedWidth(records) => records.failure(),
            Reading::Parquet(records, _) => records.failure(),
        }
    }
}

/// Opens the records of `file` from its beginning; what was opened of it before may not be read on. `None`: the mapping
/// names no encoding, or has no layout where one is needed. Error: the file cannot be read.
pub fn rows(file: &impl Content, mapping: &Mapping) -> io::Result<Option<Rows>> {
    let Some(letters) = encoding::named(&mapping.encoding) else { return Ok(None) };
    let names = mapping.columns.iter().map(|it| it.name.as_str());
    let reading = match mapping.format {
        Format::Delimited => Reading::Delimited(delimited(file, letters, mapping)?),
        Format::JsonLines => {
            Reading::JsonLines(JsonLines::new(Utf8::new(text::open(file)?, letters)), Places::new(names))
        }
        Format::FixedWidth => {
            let Some(layout) = mapping.layout.clone() else { return Ok(None) };
            Reading::FixedWidth(Fixed::new(text::open(file)?, letters, layout))
        }
        Format::Parquet => Reading::Parquet(Box::new(Parquet::open(file.again()?)?), Places::new(names)),
    };
    Ok(Some(Rows { reading }))
}

fn delimited(file: &impl Content, letters: Letters, mapping: &Mapping) -> io::Result<Delimited> {
    let mut reader = delimited_reader(file, letters, mapping.separator)?;
    let mut first = reader.next();
    if first.as_ref().is_some_and(says_separator) {
        first = reader.next();
    }
    if mapping.has_header {
        first = reader.next();
    }
    let is_one_line = |it: &Column| it.is_external_id || it.field.is_some_and(|it| it != Field::AddressLine);
    let one_line = mapping.columns.iter().enumerate().filter(|(_, it)| is_one_line(it)).map(|(place, _)| place);
    Ok(Delimited { first, reader, one_line: one_line.collect() })
}

/// Reads delimited text from the beginning of `file`, header and all.
pub fn delimited_reader(file: &impl Content, letters: Letters, separator: char) -> io::Result<Reader<Source>> {
    let source = text::open(file)?;
    Ok(match letters {
        Letters::Web(encoding) => Reader::new(source, encoding, separator),
        Letters::Ebcdic(_) => Reader::new(Box::new(Utf8::new(source, letters)), UTF_8, separator),
    })
}
