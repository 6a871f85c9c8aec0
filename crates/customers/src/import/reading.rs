//! Rows of delimited text, as people and systems really write it.
//!
//! Beside RFC 4180: any line ending, also mixed; spaces before a quote; quotes within a bare cell; blank lines. A quote
//! that is never closed, or closed where no cell ends, swallows nothing: its line alone is given up, and reading goes on
//! below it. No row vanishes.

use std::io::{self, Read};

use encoding_rs::{Decoder, Encoding};

/// The longest a quoted cell may be; beyond it the quote was never meant as one.
const CELL_BYTES_MAX: usize = 64 * 1024;
/// Lines that an open quote may cover up to the end of the file: one row that was cut off. Beyond it the quote was never
/// meant as one, and what stands below its line are rows.
const CUT_LINES_MAX: u64 = 2;
/// The longest a line may be that is given up.
const LINE_BYTES_MAX: usize = 1024 * 1024;
/// The longest a row may be; bytes.
const ROW_BYTES_MAX: usize = 16 * 1024 * 1024;
/// A row longer than that. Files packed by gzip could otherwise fill the memory with one.
const LONG: Flaw = Flaw { reason: "line-long", number: ROW_BYTES_MAX as u64 };
/// Bytes decoded at a time.
const CHUNK_BYTES: usize = 256 * 1024;
/// The most cells a row may have.
const CELLS_MAX: usize = 2_000;

/// The separators that are looked for, in the order of preference.
pub const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];
/// Those looked for where none of these separates anything: what systems choose because no name has it.
const RARE_SEPARATORS: [char; 8] = ['^', '~', '\u{1}', '\u{1f}', '\u{1e}', '¦', '§', '¬'];

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line it begins on, from 1.
    pub line: u64,
    /// How many lines it covers.
    pub lines: u64,
    /// Its cells, as written.
    pub cells: Vec<String>,
    /// Why it cannot be divided into cells; its only cell is how it begins.
    pub flaw: Option<Flaw>,
    /// Values that the reader could not make out; their cells are empty.
    pub cell_flaws: Vec<CellFlaw>,
}

/// Why a record cannot be divided into cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flaw {
    /// As the key of a sentence: `import-refusal-…`.
    pub reason: &'static str,
    /// A number that the sentence needs.
    pub number: u64,
}

/// A value that the reader could not make out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFlaw {
    /// The column, from 0; nothing: no column is for it.
    pub place: Option<usize>,
    /// What it is called in the file.
    pub column: String,
    /// What stood there.
    pub value: String,
    /// Why, as the key of a sentence.
    pub reason: &'static str,
}

/// A quote was opened and not closed where a cell ends, or up to the end of the file, over so many lines.
const fn unclosed(lines: u64) -> Flaw {
    Flaw { reason: "unclosed-quote", number: lines }
}

/// Reads rows one after another. Blank lines are passed over. Holds a piece of the file, never the whole.
pub struct Reader<R> {
    source: R,
    piece: Vec<u8>,
    failure: Option<io::Error>,
    decoder: Decoder,
    text: String,
    at: usize,
    /// Where the last row read begins in `text`.
    row_at: usize,
    is_decoded: bool,
    separator: char,
    line: u64,
}

impl<R> std::fmt::Debug for Reader<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reader at line {}", self.line)
    }
}

/// What one try to read a row gave.
struct Tried {
    cells: Vec<String>,
    bytes: usize,
    lines: u64,
    flaw: Option<Flaw>,
}

impl<R: Read> Reader<R> {
    /// Over `source` in `encoding`; a byte order mark is dropped.
    pub fn new(source: R, encoding: &'static Encoding, separator: char) -> Self {
        Self {
            source,
            piece: Vec::new(),
            failure: None,
            decoder: encoding.new_decoder_with_bom_removal(),
            text: String::new(),
            at: 0,
            row_at: 0,
            is_decoded: false,
            separator,
            line: 1,
        }
    }

    /// The line after the last row read, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Takes `row`, the last one read, back: its first line alone is given up, and reading goes on below it. For rows
    /// of several lines that cannot be meant so.
    pub fn give_up(&mut self, row: &Row) -> Row {
        let Some(lost) = lost(self.text.as_bytes().get(self.row_at..).unwrap_or_default(), true) else {
            return Row { flaw: Some(unclosed(row.lines)), ..row.clone() };
        };
        self.at = self.row_at + lost.bytes;
        self.line = row.line + lost.lines;
        Row { line: row.line, lines: lost.lines, cells: lost.cells, flaw: lost.flaw, cell_flaws: Vec::new() }
    }

    /// Why reading ended before the end of the file, if it did.
    pub fn failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }

    /// The next piece of the file; empty at its end, and where it cannot be read.
    fn read_more(&mut self) {
        self.piece.clear();
        if let Err(error) = self.source.by_ref().take(CHUNK_BYTES as u64).read_to_end(&mut self.piece) {
            self.failure = Some(error);
            self.piece.clear();
        }
    }

    fn decode_more(&mut self) {
        if self.at > 0 {
            self.text.drain(..self.at);
            self.at = 0;
        }
        self.read_more();
        let is_last = self.piece.is_empty();
        let length = self.piece.len();
        // Room for all of it, so that all of it is decoded.
        self.text.reserve(self.decoder.max_utf8_buffer_length(length).unwrap_or(length * 3 + 16));
        let (_, decoded, _) = self.decoder.decode_to_string(&self.piece, &mut self.text, is_last);
        debug_assert_eq!(decoded, length, "room for all of it");
        self.is_decoded = is_last;
    }

    /// One row from what is decoded; `None` if more must be decoded to tell.
    fn try_row(&self) -> Option<Tried> {
        let bytes = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let mut letters = [0; 4];
        let separator: &[u8] = self.separator.encode_utf8(&mut letters).as_bytes();
        let mut row = RowState { separator: separator.first().copied().unwrap_or(b','), ..RowState::default() };
        let mut place = 0;
        loop {
            let Some(&byte) = bytes.get(place) else {
                return match self.is_decoded {
                    true if row.within == Within::Quoted && row.lines > CUT_LINES_MAX => lost(bytes, true),
                    true => Some(row.end(place)),
                    // A line of this length is none: it is not held for its end, which may never come.
                    false if bytes.len() > ROW_BYTES_MAX => {
                        lost(bytes, true).map(|it| Tried { flaw: Some(LONG), ..it })
                    }
                    false => None,
                };
            };
            if separator.len() > 1 && byte == row.separator && !row.separates(bytes.get(place..), separator) {
                row.put(byte);
                place += 1;
                continue;
            }
            let next = bytes.get(place + 1).copied();
            if next.is_none() && !self.is_decoded && matches!(byte, b'"' | b'\r') {
                return None;
            }
            place += 1;
            match row.take(byte, next) {
                Step::Go => {}
                Step::Separated => place += separator.len() - 1,
                Step::Skip => place += 1,
                Step::End => return Some(row.end(place)),
                Step::EndSkip => return Some(row.end(place + 1)),
                Step::Lost => return lost(bytes, self.is_decoded || bytes.len() > LINE_BYTES_MAX),
            }
        }
    }
}

/// A row whose quote is not closed where a cell ends: its first line alone. `None` if more must be decoded to see where
/// that line ends; `is_all`: there is no more, or it may not be waited for.
fn lost(bytes: &[u8], is_all: bool) -> Option<Tried> {
    let found = bytes.iter().position(|it| *it == b'\n' || *it == b'\r');
    let end = match found {
        Some(place) if bytes.get(place) == Some(&b'\r') && bytes.get(place + 1) == Some(&b'\n') => place + 2,
        Some(place) if is_all || bytes.get(place) == Some(&b'\n') || place + 1 < bytes.len() => place + 1,
        None if is_all => bytes.len(),
        _ => return None,
    };
    let text = String::from_utf8_lossy(bytes.get(..end).unwrap_or_default()).trim_end().to_owned();
    Some(Tried { cells: vec![text], bytes: end, lines: 1, flaw: Some(unclosed(1)) })
}

#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Within {
    #[default]
    Start,
    Bare,
    Quoted,
    Closed,
}

enum Step {
    Go,
    Separated,
    Skip,
    End,
    EndSkip,
    Lost,
}

#[derive(Default)]
struct RowState {
    separator: u8,
    within: Within,
    cells: Vec<String>,
    cell: Vec<u8>,
    lines: u64,
    has_newline: bool,
}

impl RowState {
    fn close_cell(&mut self) {
        let cell = std::mem::take(&mut self.cell);
        self.cells.push(String::from_utf8(cell).unwrap_or_default());
        self.within = Within::Start;
    }

    /// Whether a separator of several bytes stands here and is meant as one.
    fn separates(&self, bytes: Option<&[u8]>, separator: &[u8]) -> bool {
        self.within == Within::Quoted || bytes.is_some_and(|it| it.starts_with(separator))
    }

    /// Takes one byte of a letter that begins as the separator does.
    fn put(&mut self, byte: u8) {
        self.within = Within::Bare;
        self.cell.push(byte);
    }

    /// Takes one byte, knowing the next.
    fn take(&mut self, byte: u8, next: Option<u8>) -> Step {
        if self.within == Within::Quoted {
            return self.take_quoted(byte, next);
        }
        match byte {
            it if it == self.separator => {
                if self.cells.len() >= CELLS_MAX {
                    return Step::Lost;
                }
                self.close_cell();
                return Step::Separated;
            }
            b'\n' | b'\r' => {
                self.lines += 1;
                self.has_newline = true;
                return if byte == b'\r' && next == Some(b'\n') { Step::EndSkip } else { Step::End };
            }
            b'"' if self.within == Within::Start => {
                // Spaces before the quote were not meant.
                self.cell.clear();
                self.within = Within::Quoted;
            }
            b' ' | b'\t' if self.within == Within::Closed => {}
            // Closed in the midst of a cell: nobody knows where it was meant to be.
            _ if self.within == Within::Closed => return Step::Lost,
            b' ' if self.within == Within::Start => self.cell.push(byte),
            _ => {
                self.within = Within::Bare;
                self.cell.push(byte);
            }
        }
        Step::Go
    }

    fn take_quoted(&mut self, byte: u8, next: Option<u8>) -> Step {
        match byte {
            b'"' if next == Some(b'"') => {
                self.cell.push(b'"');
                return Step::Skip;
            }
            b'"' => self.within = Within::Closed,
            _ => {
                self.lines += u64::from(byte == b'\n' || (byte == b'\r' && next != Some(b'\n')));
                self.cell.push(byte);
                if self.cell.len() > CELL_BYTES_MAX {
                    return Step::Lost;
                }
            }
        }
        Step::Go
    }

    fn end(mut self, bytes: usize) -> Tried {
        let is_unclosed = self.within == Within::Quoted;
        // The end of the file ends a line, unless the line had just ended.
        let has_ended = self.has_newline || (is_unclosed && self.cell.ends_with(b"\n"));
        self.close_cell();
        let lines = self.lines + u64::from(!has_ended);
        Tried { cells: self.cells, bytes, lines, flaw: is_unclosed.then_some(unclosed(lines)) }
    }
}

impl<R: Read> Iterator for Reader<R> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        loop {
            if self.is_decoded && self.at >= self.text.len() {
                return None;
            }
            let Some(tried) = self.try_row() else {
                self.decode_more();
                continue;
            };
            if tried.bytes == 0 {
                return None;
            }
            let line = self.line;
            self.row_at = self.at;
            self.at += tried.bytes;
            self.line += tried.lines;
            let is_blank = tried.cells.iter().all(|it| it.trim().is_empty()) && tried.cells.len() == 1;
            if !is_blank {
                let Tried { cells, lines, flaw, .. } = tried;
                return Some(Row { line, lines, cells, flaw, cell_flaws: Vec::new() });
            }
        }
    }
}

/// The separator of a file: what its first line says (`sep=;`, as Excel writes), else the one by which most rows of
/// the sample have the same number of cells. `open` reads the file from its beginning by a separator.
pub fn separator<R: Read>(open: impl Fn(char) -> io::Result<Reader<R>>) -> io::Result<char> {
    if let Some(said) = open('\u{0}')?.next().and_then(|it| said_separator(&it)) {
        return Ok(said);
    }
    for candidates in [SEPARATORS.as_slice(), &RARE_SEPARATORS] {
        let mut best = ((0, 0), None);
        for separator in candidates {
            let rows = open(*separator)?.take(50);
            let counts: Vec<usize> = rows.map(|it| it.cells.len()).collect();
            let mode = counts.iter().copied().max_by_key(|it| counts.iter().filter(|other| *other == it).count());
            let mode = mode.unwrap_or(1);
            let same = counts.iter().filter(|it| **it == mode).count();
            let score = if mode < 2 { (0, 0) } else { (same * 1_000 / counts.len().max(1), mode) };
            // Of two that fit as well, the one preferred.
            if score > best.0 {
                best = (score, Some(*separator));
            }
        }
        if let (_, Some(best)) = best {
            return Ok(best);
        }
    }
    Ok(',')
}

/// `sep=;` on a line of its own, read by another separator.
pub fn said_separator(row: &Row) -> Option<char> {
    let [only] = row.cells.as_slice() else { return None };
    let said = only.strip_prefix("sep=").or_else(|| only.strip_prefix("SEP="))?;
    let mut letters = said.chars();
    match (letters.next(), letters.next()) {
        (Some(it), None) if SEPARATORS.contains(&it) => Some(it),
        _ => None,
    }
}

/// Whether the row is the line `sep=;`, as it looks once it is read by that separator.
pub fn says_separator(row: &Row) -> bool {
    match row.cells.as_slice() {
        [one, two] => one.eq_ignore_ascii_case("sep=") && two.is_empty(),
        _ => said_separator(row).is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::UTF_8;

    fn cells(text: &str) -> Vec<Vec<String>> {
        Reader::new(text.as_bytes(), UTF_8, ',').map(|it| it.cells).collect()
    }

    #[test]
    fn rows_are_read_as_people_write_them() {
        for (text, expected) in [
            ("a,b\r\n1,\"x\ny\"\r\n", vec![vec!["a", "b"], vec!["1", "x\ny"]]),
            ("a,\"say \"\"hi\"\"\"", vec![vec!["a", "say \"hi\""]]),
            ("a, \"x, y\"", vec![vec!["a", "x, y"]]),
            ("a,5\" pipe", vec![vec!["a", "5\" pipe"]]),
            ("a\rb\nc\r\nd", vec![vec!["a"], vec!["b"], vec!["c"], vec!["d"]]),
            ("\n\n a,b\n\n", vec![vec![" a", "b"]]),
            ("a,\n,", vec![vec!["a", ""], vec!["", ""]]),
        ] {
            assert_eq!(cells(text), expected, "{text:?}");
        }
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        let rows: Vec<(u64, u64)> =
            Reader::new(b"h\n\"a\nb\"\r\n\nc\rd".as_slice(), UTF_8, ',').map(|it| (it.line, it.lines)).collect();
        assert_eq!(rows, [(1, 1), (2, 2), (5, 1), (6, 1)]);
    }

    #[test]
    fn a_quote_closed_in_the_midst_of_a_cell_gives_up_its_line_alone() {
        for text in [
            // An open quote, and below it a quoted cell that would close it.
            "1,\"Broken,Paul\n2,Martin\n3,\"Durand\",x\n4,d\n",
            "1,\"Anne \"Nana\" Roy\",x\n2,Martin\n3,\"Durand\",x\n4,d\n",
        ] {
            let rows: Vec<Row> = Reader::new(text.as_bytes(), UTF_8, ',').collect();
            let shape: Vec<(u64, bool, usize)> =
                rows.iter().map(|it| (it.line, it.flaw.is_some(), it.cells.len())).collect();
            assert_eq!(shape, [(1, true, 1), (2, false, 2), (3, false, 3), (4, false, 2)], "{text}");
        }
    }

    #[test]
    fn a_row_can_be_taken_back_but_for_its_first_line() {
        let mut reader = Reader::new(b"h\r\n1,\"a\r\n2,b\r\n3,c\",d\r\n4,e".as_slice(), UTF_8, ',');
        reader.next();
        let torn = reader.next().unwrap();
        assert_eq!((torn.line, torn.lines), (2, 3));
        let given_up = reader.give_up(&torn);
        assert_eq!((given_up.line, given_up.lines, given_up.cells), (2, 1, vec!["1,\"a".to_owned()]));
        let rest: Vec<(u64, Vec<String>)> = reader.map(|it| (it.line, it.cells)).collect();
        assert_eq!(rest.iter().map(|it| it.0).collect::<Vec<_>>(), [3, 4, 5]);
        assert_eq!(rest[0].1, ["2", "b"]);
    }

    #[test]
    fn an_open_quote_is_one_problem_and_the_file_goes_on_below_it() {
        let rows: Vec<Row> = Reader::new(b"a,\"l1\nb,2\n".as_slice(), UTF_8, ',').collect();
        assert_eq!((rows.len(), rows[0].flaw.is_some(), rows[0].lines), (1, true, 2), "a row that was cut off");
        let rows: Vec<Row> = Reader::new(b"a,\"l1\nb,2\nc,3\nd,4\n".as_slice(), UTF_8, ',').collect();
        assert_eq!(rows.iter().map(|it| it.flaw.is_some()).collect::<Vec<_>>(), [true, false, false, false]);
        let long = format!("x,\"open\n{}", "a,b\n".repeat(30_000));
        let rows: Vec<Row> = Reader::new(long.as_bytes(), UTF_8, ',').collect();
        assert_eq!(rows.len(), 30_001, "one row given up, none swallowed");
        assert_eq!(rows.iter().filter(|it| it.flaw.is_some()).count(), 1);
    }

    #[test]
    fn rows_do_not_depend_on_where_chunks_are_cut() {
        let text = "id,\"é\r\nx\"\r\n".repeat(60_000);
        let rows: Vec<Row> = Reader::new(text.as_bytes(), UTF_8, ',').collect();
        assert_eq!(rows.len(), 60_000);
        assert!(rows.iter().all(|it| it.cells == ["id", "é\r\nx"]));
        assert_eq!(rows.last().map(|it| it.line), Some(2 * 59_999 + 1));
    }

    #[test]
    fn any_separator_is_read_and_found_where_no_common_one_separates() {
        for (text, expected) in [
            ("id\tnom\temail\n1\tRoy, Anne\ta@x.example\n", '\t'),
            ("id^nom^email\n1^Roy^a@x.example\n", '^'),
            ("id~nom~email\n1~Roy~a@x.example\n", '~'),
            ("id\u{1}nom\u{1}email\n1\u{1}Roy\u{1}a@x.example\n", '\u{1}'),
            ("id¦nom¦email\n1¦§ Roy «\u{a0}»¦a@x.example\n", '¦'),
            ("id,email\n1,a~b^c@x.example\n", ','),
        ] {
            let open = |separator| Ok(Reader::new(text.as_bytes(), UTF_8, separator));
            assert_eq!(separator(open).unwrap(), expected, "{text}");
            let cells: Vec<usize> = open(expected).unwrap().map(|it| it.cells.len()).collect();
            assert!(cells.iter().all(|it| *it == text.matches(expected).count() / 2 + 1), "{text}");
        }
        let quoted: Vec<Row> = Reader::new("\"a¦b\"¦c§¦d".as_bytes(), UTF_8, '¦').collect();
        assert_eq!(quoted[0].cells, ["a¦b", "c§", "d"]);
    }

    #[test]
    fn a_row_without_end_is_given_up_and_not_held() {
        let text = format!("a,b\n{}\nc,d\n", "x".repeat(ROW_BYTES_MAX * 2));
        let rows: Vec<Row> = Reader::new(text.as_bytes(), UTF_8, ',').collect();
        let told: Vec<Option<&str>> = rows.iter().map(|it| it.flaw.map(|it| it.reason)).collect();
        assert_eq!((told.first(), told.get(1), told.last()), (Some(&None), Some(&Some("line-long")), Some(&None)));
    }

    #[test]
    fn the_vectors_of_csv_spectrum_read_as_their_authors_say() {
        let Some(folder) = kernel::test_data!("torture/csv-spectrum") else { return };
        let (mut total, mut wrong) = (0, Vec::new());
        for file in std::fs::read_dir(folder.join("csvs")).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let bytes = std::fs::read(&path).unwrap();
            let expected = std::fs::read(folder.join(format!("json/{name}.json"))).unwrap();
            let mut expected = String::from_utf8_lossy(&expected).into_owned();
            if !bytes.contains(&b'\r') {
                // The files' line ends were made uniform where they were kept.
                expected = expected.replace("\\r\\n", "\\n");
            }
            let expected: serde_json::Value = serde_json::from_str(&expected).unwrap();
            let expected = if expected.is_array() { expected } else { serde_json::json!([expected]) };
            let encoding = crate::import::encoding::detect(bytes.as_slice()).unwrap();
            let mut rows = Reader::new(bytes.as_slice(), encoding, ',');
            let header = rows.next().unwrap().cells;
            let read: Vec<serde_json::Value> = rows
                .map(|row| {
                    let cells = row.cells.into_iter().map(serde_json::Value::from);
                    header.iter().cloned().zip(cells).collect::<serde_json::Map<_, _>>()
                })
                .map(serde_json::Value::from)
                .collect();
            // Of the coordinates the JSON was written with the degree sign already lost: only the row counts.
            let is_right = match name.as_str() {
                "location_coordinates" => read.len() == 1,
                _ => serde_json::Value::from(read.clone()) == expected,
            };
            total += 1;
            if !is_right {
                wrong.push(format!("{name}: {read:?}"));
            }
        }
        kernel::vectors_told!("torture/csv-spectrum", total, &wrong);
        assert!(total > 0 && wrong.is_empty(), "{wrong:#?}");
    }
}
