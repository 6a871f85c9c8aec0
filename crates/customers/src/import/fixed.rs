//! Records of fixed width, by line or by length, whose fields a layout describes.
//!
//! Bytes are divided before they become letters: a packed number may hold any byte, also one that ends lines. No record
//! vanishes: one too short or too long is told of, and reading goes on behind it.

use std::io::{self, Read};

use encoding_rs::{Encoding, UTF_8};

use crate::import::decimal::{self, Digits};
use crate::import::encoding::Letters;
use crate::import::layout::{self, Kind, Layout, LayoutField, Part};
use crate::import::reading::{CellFlaw, Flaw, Row};
use crate::import::text::Source;

/// Bytes read at a time.
const CHUNK_BYTES: usize = 256 * 1024;
/// The longest a line may be.
const LINE_BYTES_MAX: usize = 1024 * 1024;

/// How the bytes of a field become letters.
enum Decoding {
    Ebcdic(Box<[char; 256]>),
    Web(&'static Encoding),
    /// UTF-8 whose places count letters.
    Characters,
}

/// Reads records one after another.
pub struct Fixed {
    source: Source,
    bytes: Vec<u8>,
    at: usize,
    is_over: bool,
    failure: Option<io::Error>,
    layout: Layout,
    forms: Vec<Option<Vec<Part>>>,
    decoding: Decoding,
    line: u64,
}

/// Whether fields of fixed width can be cut out of these letters: each is one byte, or they are UTF-8.
pub fn can_read(letters: Letters) -> bool {
    match letters {
        Letters::Ebcdic(_) => true,
        Letters::Web(encoding) => encoding == UTF_8 || encoding.is_single_byte(),
    }
}

impl Fixed {
    /// Over `source` as `layout` divides it.
    pub fn new(source: Source, letters: Letters, layout: Layout) -> Self {
        // A number that is packed has no letters, and a length in bytes counts bytes.
        let counts_bytes = layout.counts_bytes
            || layout.record_bytes.is_some()
            || layout.fields.iter().any(|it| it.kind == Kind::Packed);
        let decoding = match letters {
            Letters::Ebcdic(page) => Decoding::Ebcdic(Box::new(page.letters())),
            Letters::Web(encoding) if encoding == UTF_8 && !counts_bytes => Decoding::Characters,
            Letters::Web(encoding) => Decoding::Web(encoding),
        };
        let forms = layout.fields.iter().map(|it| it.date_form.as_deref().and_then(layout::form)).collect();
        Self { source, bytes: Vec::new(), at: 0, is_over: false, failure: None, layout, forms, decoding, line: 1 }
    }

    /// Why reading ended before the end of the file, if it did.
    pub fn failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn read_more(&mut self) {
        self.bytes.drain(..self.at);
        self.at = 0;
        let before = self.bytes.len();
        if let Err(error) = self.source.by_ref().take(CHUNK_BYTES as u64).read_to_end(&mut self.bytes) {
            self.failure = Some(error);
            self.bytes.truncate(before);
        }
        self.is_over = self.bytes.len() == before;
        if before == 0 && self.line == 1 && !matches!(self.decoding, Decoding::Ebcdic(_)) {
            self.at = if self.bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        }
    }

    fn ends_line(&self, byte: u8) -> bool {
        match self.decoding {
            Decoding::Ebcdic(_) => byte == 0x15 || byte == 0x25,
            _ => byte == b'\n',
        }
    }

    fn is_blank(&self, byte: u8) -> bool {
        let blank = if matches!(self.decoding, Decoding::Ebcdic(_)) { 0x40 } else { b' ' };
        byte == blank || matches!(byte, b'\r' | 0)
    }

    /// The next record's bytes, without its line end. `None`: there is none.
    fn record(&mut self) -> Option<Vec<u8>> {
        match self.layout.record_bytes {
            Some(bytes) => self.by_length(bytes as usize),
            None => self.by_line(),
        }
    }

    fn by_length(&mut self, length: usize) -> Option<Vec<u8>> {
        while self.rest().len() < length && !self.is_over {
            self.read_more();
        }
        let record = self.rest().get(..length.min(self.rest().len())).unwrap_or_default().to_vec();
        self.at += record.len();
        // Behind the last one a transfer may leave a line end, or the end-of-file sign of old systems.
        let is_padding = |it: &u8| self.is_blank(*it) || self.ends_line(*it) || matches!(*it, b'\n' | 0x1a | 0x3f);
        (record.len() == length || !record.iter().all(is_padding)).then_some(record)
    }

    fn by_line(&mut self) -> Option<Vec<u8>> {
        let binary = self.layout.fields.iter().filter(|it| it.kind == Kind::Packed).map(LayoutField::end).max();
        let mut length = self.line_length(binary.unwrap_or(0));
        let is_too_long = |it: &Self| {
            let behind = it.rest().get(it.layout.width()..length).unwrap_or_default();
            behind.iter().any(|byte| !it.is_blank(*byte))
        };
        if binary.is_some() && is_too_long(self) {
            // It ended before its numbers did: what looked like a part of them is the next record.
            length = self.line_length(0);
        }
        let mut record = self.rest().get(..length).unwrap_or_default().to_vec();
        if length == 0 && self.rest().is_empty() {
            return None;
        }
        self.at = (self.at + length + 1).min(self.bytes.len());
        if binary.is_none_or(|it| record.len() > it) && record.last() == Some(&b'\r') {
            record.pop();
        }
        Some(record)
    }

    /// How long the present line is, if it ends no sooner than `least`.
    fn line_length(&mut self, least: usize) -> usize {
        let mut looked = least;
        loop {
            let found = self.rest().get(looked..).and_then(|it| it.iter().position(|byte| self.ends_line(*byte)));
            if let Some(place) = found {
                return looked + place;
            }
            if self.is_over || self.rest().len() > LINE_BYTES_MAX {
                return self.rest().len();
            }
            looked = looked.max(self.rest().len());
            self.read_more();
        }
    }

    /// Why a record cannot be divided, if it cannot.
    fn misfit(&self, record: &[u8]) -> Option<Flaw> {
        let number = |bytes: usize| u64::try_from(bytes).unwrap_or(u64::MAX);
        let length = match self.decoding {
            Decoding::Characters => String::from_utf8_lossy(record).chars().count(),
            _ => record.len(),
        };
        if record.len() >= LINE_BYTES_MAX && self.layout.record_bytes.is_none() {
            return Some(Flaw { reason: "line-long", number: number(record.len()) });
        }
        let last = self.layout.fields.iter().map(|it| it.start as usize).max().unwrap_or(1);
        let is_cut = match self.layout.record_bytes {
            Some(bytes) => length < bytes as usize,
            // Where the last field begins, only its own blanks can be missing.
            None => length < last,
        };
        if is_cut && !self.layout.is_trimmed {
            return Some(Flaw { reason: "record-short", number: number(length) });
        }
        let is_long = self.layout.record_bytes.is_none() && length > self.layout.width() && self.goes_on(record);
        is_long.then(|| Flaw { reason: "record-long", number: number(length) })
    }

    /// Whether more than blanks stand behind the last field.
    fn goes_on(&self, record: &[u8]) -> bool {
        match self.decoding {
            Decoding::Characters => String::from_utf8_lossy(record)
                .chars()
                .skip(self.layout.width())
                .any(|it| !it.is_whitespace() && it != '\0'),
            _ => record.iter().skip(self.layout.width()).any(|it| !self.is_blank(*it)),
        }
    }

    fn decoded(&self, bytes: &[u8]) -> String {
        match &self.decoding {
            Decoding::Ebcdic(letters) => bytes.iter().filter_map(|it| letters.get(usize::from(*it))).collect(),
            Decoding::Web(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            Decoding::Characters => String::from_utf8_lossy(bytes).into_owned(),
        }
    }

    /// The row that a record holds.
    fn row(&self, line: u64, record: &[u8]) -> Row {
        if let Some(flaw) = self.misfit(record) {
            let start = record.get(..record.len().min(200)).unwrap_or_default();
            return Row { line, lines: 1, cells: vec![self.decoded(start)], flaw: Some(flaw), cell_flaws: Vec::new() };
        }
        let letters: Vec<char> = match self.decoding {
            Decoding::Characters => self.decoded(record).chars().collect(),
            _ => Vec::new(),
        };
        let (mut cells, mut cell_flaws) = (Vec::with_capacity(self.layout.fields.len()), Vec::new());
        for (place, (field, form)) in self.layout.fields.iter().zip(&self.forms).enumerate() {
            let start = (field.start as usize).saturating_sub(1);
            let bytes = slice(record, start, field.end());
            let text = match self.decoding {
                Decoding::Characters => slice(&letters, start, field.end()).iter().collect(),
                _ => self.decoded(bytes),
            };
            let text = text.trim_end_matches([' ', '\0']).to_owned();
            let is_ebcdic = matches!(self.decoding, Decoding::Ebcdic(_));
            match cell(field, form.as_deref(), bytes, &text, is_ebcdic) {
                Ok(cell) => cells.push(cell),
                Err(reason) => {
                    let value = if field.kind == Kind::Packed { hexadecimal(bytes) } else { text };
                    cell_flaws.push(CellFlaw { place: Some(place), column: field.name.clone(), value, reason });
                    cells.push(String::new());
                }
            }
        }
        Row { line, lines: 1, cells, flaw: None, cell_flaws }
    }
}

/// What of it stands between two places; less where it ends sooner.
fn slice<T>(all: &[T], start: usize, end: usize) -> &[T] {
    all.get(start.min(all.len())..end.min(all.len())).unwrap_or_default()
}

/// The cell a field gives. Error: why it cannot be read, as the key of a sentence.
fn cell(
    field: &LayoutField,
    form: Option<&[Part]>,
    bytes: &[u8],
    text: &str,
    is_ebcdic: bool,
) -> Result<String, &'static str> {
    let number = match field.kind {
        Kind::Text => return Ok(text.to_owned()),
        Kind::Date => {
            let day = layout::day(text, form.unwrap_or_default()).map_err(|_| "date-form")?;
            return Ok(day.unwrap_or_default());
        }
        Kind::Packed => decimal::packed(bytes).map_err(|_| "packed")?,
        Kind::Zoned if is_ebcdic => decimal::zoned(bytes).map_err(|_| "zoned")?,
        Kind::Zoned => decimal::zoned_text(text).map_err(|_| "zoned")?,
    };
    match (number, form) {
        (None, _) => Ok(String::new()),
        (Some(number), Some(form)) => as_day(&number, form),
        (Some(number), None) => Ok(number.with_decimals(field.decimals)),
    }
}

/// A number that is a day: of its digits, as many as the day has.
fn as_day(number: &Digits, form: &[Part]) -> Result<String, &'static str> {
    let digits = number.digits.trim_start_matches('0');
    let text = format!("{digits:0>width$}", width = form.len());
    layout::day(&text, form).map(Option::unwrap_or_default).map_err(|_| "date-form")
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02X}")).collect()
}

impl Iterator for Fixed {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        loop {
            let record = self.record()?;
            let line = self.line;
            self.line += 1;
            // Blank lines separate; a blank record between others is told of.
            let is_blank =
                self.layout.record_bytes.is_none() && record.iter().all(|it| self.is_blank(*it) || *it == 0x1a);
            if !is_blank {
                return Some(self.row(line, &record));
            }
        }
    }
}

#[cfg(test)]
#[path = "fixed_tests.rs"]
mod tests;
