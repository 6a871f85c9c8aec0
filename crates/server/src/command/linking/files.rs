//! Files of records: letters and separator found as an import finds them, columns guessed or told.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use csv::{ByteRecord, ReaderBuilder};
use customers::import::{encoding, reading};
use encoding_rs::{Encoding, UTF_8};
use matching::field::{Field, Guess, guess_all, overridden};
use serde::Deserialize;

/// Rows that tell what columns hold.
const SAMPLE: usize = 2_000;

/// What columns hold, as somebody told it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Schema {
    #[serde(default)]
    columns: HashMap<String, String>,
}

impl Schema {
    /// Reads TOML: `[columns]` with `name = "field"`.
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let schema: Self = toml::from_str(&text).with_context(|| path.display().to_string())?;
        for (column, word) in &schema.columns {
            if Field::named(word).is_none() {
                let known = Field::NAMED.map(|(_, word)| word).join(", ");
                bail!("{}: column {column}: no field {word}; there are {known}", path.display());
            }
        }
        Ok(schema)
    }

    /// Refuses columns that no file has: a slip of the pen would be passed over in silence.
    pub(super) fn check(&self, files: &[File]) -> anyhow::Result<()> {
        let has = |column: &String| files.iter().any(|file| file.header.contains(column));
        match self.columns.keys().find(|it| !has(it)) {
            Some(column) => bail!("the schema names a column {column} that no file has"),
            None => Ok(()),
        }
    }

    fn told(&self, header: &[String]) -> Vec<(usize, Field)> {
        let field = |name: &String| self.columns.get(name).and_then(|word| Field::named(word));
        header.iter().enumerate().filter_map(|(at, name)| field(name).map(|field| (at, field))).collect()
    }
}

/// A file of records, its columns known.
#[derive(Debug)]
pub(super) struct File {
    /// Where it is.
    pub(super) path: PathBuf,
    /// The names of its columns.
    pub(super) header: Vec<String>,
    /// What they hold.
    pub(super) guesses: Vec<Guess>,
    /// What stands between values.
    pub(super) separator: u8,
    /// In which letters it is written.
    pub(super) encoding: &'static Encoding,
    /// Its first rows.
    pub(super) sample: Vec<Vec<String>>,
    key: Option<usize>,
}

impl File {
    /// Finds encoding, separator and what columns hold, by `schema` first.
    pub(super) fn open(path: &Path, schema: &Schema) -> anyhow::Result<Self> {
        let shown = || path.display().to_string();
        let encoding = encoding::detect(std::fs::File::open(path).with_context(shown)?).with_context(shown)?;
        if !encoding.is_ascii_compatible() {
            bail!("{}: it is written in {}; save it as UTF-8", path.display(), encoding.name());
        }
        let separator = separator(|| std::fs::File::open(path), encoding).with_context(shown)?;
        let mut file = Self {
            path: path.to_owned(),
            header: Vec::new(),
            guesses: Vec::new(),
            separator,
            encoding,
            sample: Vec::new(),
            key: None,
        };
        let mut csv = file.csv()?;
        let header = csv.byte_headers().with_context(shown)?.clone();
        file.header = header.iter().map(|it| file.text(it).trim().trim_start_matches('\u{feff}').to_owned()).collect();
        if file.header.iter().all(String::is_empty) {
            bail!("{}: the first line holds no names of columns", path.display());
        }
        for row in csv.byte_records().take(SAMPLE) {
            let row = row.with_context(shown)?;
            file.sample.push(row.iter().map(|it| file.text(it).into_owned()).collect());
        }
        let names: Vec<&str> = file.header.iter().map(String::as_str).collect();
        let rows: Vec<Vec<&str>> = file.sample.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        file.guesses = overridden(guess_all(&names, &rows), &schema.told(&file.header));
        file.key = file.guesses.iter().position(|it| it.field == Field::Key);
        if file.guesses.iter().all(|it| matches!(it.field, Field::Key | Field::Source | Field::Ignored)) {
            bail!("{}: no column tells who a record is of; name them in a schema", path.display());
        }
        Ok(file)
    }

    fn csv(&self) -> anyhow::Result<csv::Reader<std::fs::File>> {
        let mut builder = ReaderBuilder::new();
        let builder = builder.flexible(true).delimiter(self.separator).buffer_capacity(1 << 20);
        builder.from_path(&self.path).with_context(|| self.path.display().to_string())
    }

    fn text<'a>(&self, bytes: &'a [u8]) -> Cow<'a, str> {
        self.encoding.decode_without_bom_handling(bytes).0
    }

    /// Gives each row with its line to `take`; a row with fewer columns says nothing in the rest.
    pub(super) fn rows(&self, mut take: impl FnMut(u64, &[Cow<'_, str>])) -> anyhow::Result<()> {
        let mut csv = self.csv()?;
        let mut row = ByteRecord::new();
        while csv.read_byte_record(&mut row).with_context(|| self.path.display().to_string())? {
            let line = row.position().map_or(0, csv::Position::line);
            let values: Vec<Cow<'_, str>> = row.iter().map(|it| self.text(it)).collect();
            take(line, &values);
        }
        Ok(())
    }

    /// The record's own key; without a column of keys there is none.
    pub(super) fn key<'a>(&self, row: &'a [Cow<'_, str>]) -> &'a str {
        self.key.and_then(|at| row.get(at)).map_or("", |it| it.trim())
    }
}

/// What stands between values; `open` gives the file from its beginning.
fn separator<R: io::Read>(open: impl Fn() -> io::Result<R>, encoding: &'static Encoding) -> anyhow::Result<u8> {
    let found = reading::separator(|it| Ok(reading::Reader::new(open()?, encoding, it)))?;
    u8::try_from(found).ok().filter(u8::is_ascii).with_context(|| format!("{found} cannot stand between values here"))
}

/// The columns of one or two files, side by side: the first that holds a field beside the first of the other.
#[derive(Debug)]
pub(super) struct Slots {
    /// What each holds.
    pub(super) fields: Vec<Field>,
    /// For each file, the column of each.
    columns: Vec<Vec<Option<usize>>>,
}

impl Slots {
    /// The slots of `files`.
    pub(super) fn of(files: &[File]) -> Self {
        let mut fields: Vec<Field> = Vec::new();
        let mut columns: Vec<Vec<Option<usize>>> = Vec::new();
        for file in files {
            let mut mine: Vec<Option<usize>> = vec![None; fields.len()];
            for (column, guess) in file.guesses.iter().enumerate() {
                let free = fields.iter().zip(&mine).position(|(field, taken)| *field == guess.field && taken.is_none());
                match free.and_then(|at| mine.get_mut(at)) {
                    Some(place) => *place = Some(column),
                    None => {
                        fields.push(guess.field);
                        mine.push(Some(column));
                    }
                }
            }
            columns.push(mine);
        }
        columns.iter_mut().for_each(|it| it.resize(fields.len(), None));
        Self { fields, columns }
    }

    /// The values of a row of file `nth`, slot by slot.
    pub(super) fn row<'a, T: AsRef<str>>(&'a self, nth: usize, row: &'a [T]) -> impl Iterator<Item = &'a str> {
        let columns = self.columns.get(nth).map(Vec::as_slice).unwrap_or_default();
        columns.iter().map(|column| column.and_then(|at| row.get(at)).map_or("", AsRef::as_ref))
    }
}

/// The key of each record in the order in which they came, side by side; of one without, its line.
#[derive(Debug, Default)]
pub(super) struct Keys {
    bytes: String,
    ends: Vec<usize>,
    second_from: Option<usize>,
}

impl Keys {
    pub(super) fn push(&mut self, key: &str, line: u64) {
        if key.is_empty() {
            self.bytes.push_str(&format!("line {line}"));
        } else {
            self.bytes.push_str(key);
        }
        self.ends.push(self.bytes.len());
    }

    /// The keys that come are of the second file.
    pub(super) fn next_file(&mut self) {
        self.second_from = Some(self.ends.len());
    }

    /// Whether record `at` is of the second file.
    pub(super) fn is_second(&self, at: usize) -> bool {
        self.second_from.is_some_and(|from| at >= from)
    }

    /// The key of record `at`.
    pub(super) fn of(&self, at: usize) -> &str {
        let start = at.checked_sub(1).and_then(|it| self.ends.get(it)).copied().unwrap_or(0);
        self.ends.get(at).and_then(|end| self.bytes.get(start..*end)).unwrap_or("")
    }

    /// The first record with `key`.
    pub(super) fn find(&self, key: &str) -> Option<usize> {
        (0..self.ends.len()).find(|at| self.of(*at) == key)
    }
}

/// Who is who.
#[derive(Debug, Default)]
pub(super) struct Truth {
    known: HashMap<String, (u32, Option<u32>)>,
}

impl Truth {
    /// Person and household of the record with `key`.
    pub(super) fn of(&self, key: &str) -> Option<(u32, Option<u32>)> {
        self.known.get(key).copied()
    }
}

/// Reads `record,person` or `record,person,household`, in whatever words persons are named.
pub(super) fn truth(path: &Path) -> anyhow::Result<Truth> {
    let shown = || path.display().to_string();
    let head = std::fs::read(path).with_context(shown)?;
    let mut csv = ReaderBuilder::new()
        .flexible(true)
        .delimiter(separator(|| Ok(head.as_slice()), UTF_8).with_context(shown)?)
        .from_reader(head.as_slice());
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut truth = Truth::default();
    for row in csv.byte_records() {
        let row = row.with_context(shown)?;
        let text = |at: usize| row.get(at).map(|it| String::from_utf8_lossy(it).trim().to_owned());
        let (Some(key), Some(person)) = (text(0), text(1)) else {
            let line = row.position().map_or(0, csv::Position::line);
            bail!("{}, line {line}: a record and its person, with a comma between", path.display());
        };
        let mut number = |name: String| {
            let next = numbers.len() as u32;
            *numbers.entry(name).or_insert(next)
        };
        let person = number(format!("p{person}"));
        let household = text(2).filter(|it| !it.is_empty()).map(|it| number(format!("h{it}")));
        truth.known.insert(key, (person, household));
    }
    Ok(truth)
}
