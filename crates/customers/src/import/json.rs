//! JSON lines: one object a line, its values by their path: `address.city`, `phones.1`.
//!
//! Numbers stay as they are written, since one of twenty digits is no number a machine can hold. A line that is no
//! object is told of, and reading goes on below it. Source: jsonlines.org; RFC 8259.

use std::collections::{HashMap, HashSet};
use std::io::{self, BufRead, BufReader, Read};

use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::import::reading::{CellFlaw, Flaw, Row};
use crate::import::text::Utf8;

/// The longest a line may be; bytes.
const LINE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// How deep objects are opened; what lies deeper stays as it is written.
const DEPTH_MAX: usize = 16;
/// The most values a record may have.
const VALUES_MAX: usize = 2_000;

/// What a record says, by path, in its order.
pub type Said = Vec<(String, String)>;

/// Reads lines one after another. Blank ones are passed over.
pub struct JsonLines {
    lines: BufReader<Utf8>,
    line: u64,
    failure: Option<io::Error>,
}

impl JsonLines {
    /// Over text.
    pub fn new(text: Utf8) -> Self {
        Self { lines: BufReader::new(text), line: 1, failure: None }
    }

    /// Why reading ended before the end of the file, if it did.
    pub fn failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }

    /// The next line, at most as long as a line may be, and how long it is. Error: it cannot be read.
    fn read_line(&mut self) -> io::Result<Option<(Vec<u8>, usize)>> {
        let mut line = Vec::new();
        let mut length = (&mut self.lines).take(LINE_BYTES_MAX as u64).read_until(b'\n', &mut line)?;
        if length == 0 {
            return Ok(None);
        }
        let mut is_ended = line.ends_with(b"\n") || length < LINE_BYTES_MAX;
        while !is_ended {
            // What is too long is passed over, not held.
            let piece = self.lines.fill_buf()?;
            let end = piece.iter().position(|it| *it == b'\n');
            let taken = end.map_or(piece.len(), |it| it + 1);
            is_ended = end.is_some() || piece.is_empty();
            self.lines.consume(taken);
            length += taken;
        }
        Ok(Some((line, length)))
    }
}

/// What a line holds.
pub struct Line {
    /// Its number, from 1.
    pub line: u64,
    /// What its object says, or why it has none, and how it begins.
    pub said: Result<Said, (Flaw, String)>,
}

impl Iterator for JsonLines {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        loop {
            let (bytes, length) = match self.read_line() {
                Ok(read) => read?,
                Err(error) => {
                    self.failure = Some(error);
                    return None;
                }
            };
            let line = self.line;
            self.line += 1;
            let text = String::from_utf8_lossy(&bytes);
            let text = text.trim();
            if text.is_empty() {
                continue;
            }
            let begins = || text.chars().take(200).collect::<String>();
            let said = if length > LINE_BYTES_MAX {
                Err((Flaw { reason: "line-long", number: u64::try_from(length).unwrap_or(u64::MAX) }, begins()))
            } else {
                said(text).map_err(|place| (Flaw { reason: "json", number: place }, begins()))
            };
            return Some(Line { line, said });
        }
    }
}

/// The members of an object in their order; one that comes twice, twice.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry::<String, &'de RawValue>()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Read)
    }
}

/// What the object in `text` says. Error: the place, from 1, where it ceases to be one.
fn said(text: &str) -> Result<Said, u64> {
    let members: Members<'_> = serde_json::from_str(text).map_err(|error| error.column() as u64)?;
    let mut said = Vec::new();
    for (name, value) in members.0 {
        open(name, value, 1, &mut said);
    }
    Ok(said)
}

fn open(path: String, value: &RawValue, depth: usize, said: &mut Said) {
    if said.len() >= VALUES_MAX {
        return;
    }
    let text = value.get();
    let may_open = depth < DEPTH_MAX;
    match text.bytes().next() {
        Some(b'n') => said.push((path, String::new())),
        Some(b'"') => said.push((path, serde_json::from_str(text).unwrap_or_else(|_| text.to_owned()))),
        Some(b'{') if may_open => match serde_json::from_str::<Members<'_>>(text) {
            Ok(members) => {
                for (name, value) in members.0 {
                    open(format!("{path}.{name}"), value, depth + 1, said);
                }
            }
            Err(_) => said.push((path, text.to_owned())),
        },
        Some(b'[') if may_open => match serde_json::from_str::<Vec<&RawValue>>(text) {
            Ok(values) => {
                for (place, value) in (1..).zip(values) {
                    open(format!("{path}.{place}"), value, depth + 1, said);
                }
            }
            Err(_) => said.push((path, text.to_owned())),
        },
        _ => said.push((path, text.to_owned())),
    }
}

/// Puts what records say by name into the order of the columns.
pub struct Places {
    places: HashMap<String, usize>,
    width: usize,
    told: HashSet<String>,
}

impl Places {
    /// The columns of these names.
    pub fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let names: Vec<&str> = names.collect();
        let places = names.iter().enumerate().map(|(place, it)| ((*it).to_owned(), place)).collect();
        Self { width: names.len(), places, told: HashSet::new() }
    }

    /// The row that a record gives. What no column is for is told of where it first stands: the columns are those of a
    /// sample.
    pub fn row(&mut self, line: u64, said: Said) -> Row {
        let (mut cells, mut cell_flaws) = (vec![String::new(); self.width], Vec::new());
        for (name, value) in said {
            let place = self.places.get(&name).and_then(|it| cells.get_mut(*it));
            match place {
                Some(cell) if cell.is_empty() => *cell = value,
                Some(_) => {}
                None if value.is_empty() || self.told.len() >= VALUES_MAX || !self.told.insert(name.clone()) => {}
                None => cell_flaws.push(CellFlaw { place: None, column: name, value, reason: "column-new" }),
            }
        }
        Row { line, lines: 1, cells, flaw: None, cell_flaws }
    }
}

/// The names that records have, each where it first stands.
pub fn names<'a>(records: impl Iterator<Item = &'a Said>) -> Vec<String> {
    let (mut seen, mut names) = (HashSet::new(), Vec::new());
    for (name, _) in records.flatten() {
        if names.len() < VALUES_MAX && seen.insert(name.as_str()) {
            names.push(name.clone());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::encoding;

    fn lines(text: &[u8]) -> Vec<Line> {
        let source = Box::new(io::Cursor::new(text.to_vec()));
        JsonLines::new(Utf8::new(source, encoding::named("UTF-8").unwrap())).collect()
    }

    #[test]
    fn an_object_is_flattened_and_its_numbers_stay_as_written() {
        let text = r#"{"id": 12345678901234567890123, "tel": 0.10, "name": "Zo\u00e9 \"Z\"", "ok": true, "none": null,
            "address": {"city": "Lille", "geo": {"lat": 50.6}}, "phones": ["06", {"no": "07"}], "empty": {}, "no": []}"#;
        let found = said(&text.replace('\n', " ")).unwrap();
        let found: Vec<(&str, &str)> = found.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
        let expected = [
            ("id", "12345678901234567890123"),
            ("tel", "0.10"),
            ("name", "Zoé \"Z\""),
            ("ok", "true"),
            ("none", ""),
            ("address.city", "Lille"),
            ("address.geo.lat", "50.6"),
            ("phones.1", "06"),
            ("phones.2.no", "07"),
        ];
        assert_eq!(found, expected);
        let deep = format!("{}1{}", "{\"a\":".repeat(200), "}".repeat(200));
        let found = said(&deep).unwrap();
        assert_eq!((found.len(), found[0].0.as_str()), (1, "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a"));
    }

    #[test]
    fn a_line_that_is_no_object_is_told_and_reading_goes_on() {
        let long = format!("{{\"a\": \"{}\"}}\n", "x".repeat(LINE_BYTES_MAX));
        let text = format!("{{\"id\": 1}}\r\n\n{{\"id\": 2,\n[3]\n\"x\"\n{{\"id\": 4}} x\n{long}{{\"id\": 5}}");
        let found = lines(text.as_bytes())
            .into_iter()
            .map(|it| (it.line, it.said.map(|it| it.len()).map_err(|it| (it.0.reason, it.0.number))));
        let expected = [
            (1, Ok(1)),
            (3, Err(("json", 9))),
            (4, Err(("json", 0))),
            (5, Err(("json", 3))),
            (6, Err(("json", 11))),
            (7, Err(("line-long", long.len() as u64))),
            (8, Ok(1)),
        ];
        assert_eq!(found.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_name_the_sample_had_not_is_told_once() {
        let mut places = Places::new(["id", "mail"].into_iter());
        let said = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let first = places.row(1, said(&[("mail", "a@x"), ("id", "1"), ("age", "7"), ("city", "")]));
        assert_eq!(
            (first.cells.as_slice(), first.cell_flaws.len()),
            (["1".to_owned(), "a@x".to_owned()].as_slice(), 1)
        );
        assert_eq!(first.cell_flaws[0].column, "age");
        assert!(places.row(2, said(&[("id", "2"), ("age", "8")])).cell_flaws.is_empty());
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_reading_lines_fail(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
            let count = lines(&bytes).len();
            proptest::prop_assert!(count <= bytes.split(|it| *it == b'\n').count());
        }
    }
}
