//! What kind of file it is, told from how it begins.

use encoding_rs::Encoding;
use serde::{Deserialize, Serialize};

use crate::import::{ebcdic, encoding, text};

/// How the records of a file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Cells with a separator between them: CSV, TSV.
    #[default]
    Delimited,
    /// One JSON object a line.
    JsonLines,
    /// Fields at fixed places, described by a layout.
    FixedWidth,
    /// Apache Parquet.
    Parquet,
}

/// What a Parquet file begins with, and ends with. Source: Apache Parquet, "File Format".
const PARQUET: &[u8] = b"PAR1";

/// As much of the beginning of a file as [`look`] wants.
pub const HEAD_BYTES: usize = 64 * 1024;

/// Why a file cannot be read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileProblem {
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
    /// It is a page, whatever it is called.
    #[error("it is an HTML page")]
    Html,
    /// It is no text: a picture, a document, a program.
    #[error("it is not text; a file of fixed width with packed numbers needs its layout")]
    Binary,
    /// It is a workbook: it must be saved as CSV first.
    #[error("it is a spreadsheet or an archive: save it as CSV, or unpack it, first")]
    Archive,
    /// It is one JSON list, which would have to be held whole.
    #[error("it is one JSON list: write one object a line (jq -c '.[]')")]
    JsonList,
    /// It ends too early, or cannot be unpacked.
    #[error("it is cut off or damaged: transfer it again, in binary mode")]
    Damaged,
}

impl FileProblem {
    /// As stored and worded: `import-file-…`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Html => "html",
            Self::Binary => "binary",
            Self::Archive => "archive",
            Self::JsonList => "json-list",
            Self::Damaged => "damaged",
        }
    }
}

/// The format of a file by its first bytes, as they are on disk. `has_layout`: it is known to be of fixed width, which
/// may hold any byte.
pub fn look(head: &[u8], has_layout: bool) -> Result<Format, FileProblem> {
    if head.starts_with(text::GZIP) {
        let head = text::unpacked(head, HEAD_BYTES).map_err(|_| FileProblem::Damaged)?;
        // Parquet is read from its end, which a packed file does not have.
        return match look_unpacked(&head, has_layout)? {
            Format::Parquet => Err(FileProblem::Archive),
            format => Ok(format),
        };
    }
    look_unpacked(head, has_layout)
}

fn look_unpacked(bytes: &[u8], has_layout: bool) -> Result<Format, FileProblem> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(FileProblem::Empty);
    }
    if has_layout {
        return Ok(Format::FixedWidth);
    }
    if bytes.starts_with(PARQUET) {
        return Ok(Format::Parquet);
    }
    if [b"PK\x03\x04".as_slice(), b"\xd0\xcf\x11\xe0", text::GZIP].iter().any(|it| bytes.starts_with(it)) {
        return Err(FileProblem::Archive);
    }
    let letters = Encoding::for_bom(bytes).map(|it| it.0).or_else(|| encoding::by_zeros(bytes));
    let (head, _) = letters.unwrap_or(encoding_rs::UTF_8).decode_with_bom_removal(first(bytes, 1024));
    let mut head = head.trim_start().to_lowercase();
    if ["<html", "<!doctype", "<?xml", "<table"].iter().any(|it| head.starts_with(it)) {
        return Err(FileProblem::Html);
    }
    head.retain(|it| !it.is_whitespace());
    if head.starts_with("[{") {
        return Err(FileProblem::JsonList);
    }
    if head.starts_with('{') && !bytes.starts_with(b"{\\rtf") {
        return Ok(Format::JsonLines);
    }
    if letters.is_none() && ebcdic::told_by(bytes).is_some() {
        return Ok(Format::FixedWidth);
    }
    if letters.is_none() && is_binary(bytes) {
        return Err(FileProblem::Binary);
    }
    Ok(Format::Delimited)
}

fn first(bytes: &[u8], most: usize) -> &[u8] {
    bytes.get(..bytes.len().min(most)).unwrap_or_default()
}

/// Whether these are no letters: more than one byte in fifty controls something. A zero here and there is a damaged
/// text, which is told of row by row; 1, 30 and 31 are separators that some systems write.
fn is_binary(bytes: &[u8]) -> bool {
    let controls = |it: &&u8| matches!(**it, 0 | 2..=8 | 14..=25 | 28..=29 | 127);
    let controls = bytes.iter().filter(controls).count();
    bytes.starts_with(b"%PDF-") || bytes.starts_with(b"{\\rtf") || (controls > 3 && controls * 50 > bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_told_from_how_a_file_begins() {
        let png = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0".as_slice(), &[3, 0, 200, 7].repeat(50)].concat();
        let ebcdic = b"\xf0\xf0\xf0\xf1\xc1\xd3\xc9\xc3\xc5\x40\x40\x40\x40\x40\xf2\xf0\xf2\xf6\x15";
        for (bytes, expected) in [
            (png.as_slice(), Err(FileProblem::Binary)),
            (b"%PDF-1.7\n1 0 obj\n", Err(FileProblem::Binary)),
            (&[b"\x7fELF\x02\x01\x01".as_slice(), &[0; 57]].concat(), Err(FileProblem::Binary)),
            (b"{\\rtf1 nom", Err(FileProblem::Binary)),
            (b" \r\n", Err(FileProblem::Empty)),
            (b"\xef\xbb\xbf\n<!DOCTYPE html>", Err(FileProblem::Html)),
            (b"PK\x03\x04xl/workbook.xml", Err(FileProblem::Archive)),
            (b"\x1f\x8bno gzip", Err(FileProblem::Damaged)),
            (b"[\n  {\"id\": 1}]", Err(FileProblem::JsonList)),
            (b"PAR1\x15\x04\x15\x00", Ok(Format::Parquet)),
            (b"\xef\xbb\xbf \n{\"id\": 1}\n", Ok(Format::JsonLines)),
            (b"{\0\"\0i\0d\0\"\0:\x001\0}\0", Ok(Format::JsonLines)),
            (ebcdic, Ok(Format::FixedWidth)),
            (b"id,email\n1,a\0@x.example\n", Ok(Format::Delimited)),
            (b"i\0d\0,\0e\0\n\x001\0,\0a\0\n\0", Ok(Format::Delimited)),
            (b"id\x01email\n1\x01a@x.example\n", Ok(Format::Delimited)),
            ("id,nom\n1,Hélène\n".as_bytes(), Ok(Format::Delimited)),
        ] {
            assert_eq!(look(bytes, false), expected, "{:?}", String::from_utf8_lossy(bytes));
        }
        assert_eq!(look(&png, true), Ok(Format::FixedWidth), "with a layout any byte may be a number");
    }
}
