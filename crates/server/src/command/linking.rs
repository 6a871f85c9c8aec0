//! `entente match`: who of the records in one or two files is one person, without a store.

mod files;
mod report;

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, bail};
use matching::evaluate::figures;
use matching::reader::Reader;
use matching::records::Records;
use matching::resolve::{Resolution, Settings, resolve};

use crate::command::linking::files::{File, Keys, Schema, Slots};
use crate::command::linking::report::{Clock, Measured, Report, why};
use crate::command::print;

/// What to match, and what to say of it.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Records with a line of names: CSV, or with another separator; UTF-8, Windows-1252 or another encoding, as it is found.
    file: PathBuf,
    /// Records of a second file: only pairs across the two are looked for.
    #[arg(long, value_name = "FILE")]
    link: Option<PathBuf>,
    /// Who is who: a file of `record,person` or `record,person,household`, the records by their keys. Prints how right the
    /// persons found are.
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
    /// What columns hold, where their names and values do not tell: TOML, `[columns]` with `name = "field"`.
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
    /// Where the persons go: `record,person`, a line each. Without it, to standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Prints the report as JSON to standard output, in place of words on standard error; the persons go to `--out` only.
    #[arg(long)]
    json: bool,
    /// Why two records are, or are not, one person: their keys, with a comma between.
    #[arg(long, value_name = "KEY,KEY", value_parser = two_keys)]
    why: Option<(String, String)>,
}

fn two_keys(text: &str) -> Result<(String, String), String> {
    let keys = text.split_once(',').map(|(a, b)| (a.trim().to_owned(), b.trim().to_owned()));
    keys.filter(|(a, b)| !a.is_empty() && !b.is_empty()).ok_or_else(|| "two keys with a comma between".to_owned())
}

impl Arguments {
    /// Matches, writes the persons, and reports.
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        let schema = self.schema.as_deref().map(Schema::read).transpose()?.unwrap_or_default();
        let mut clock = Clock::start();
        let paths: Vec<&Path> =
            [Some(&self.file), self.link.as_ref()].into_iter().flatten().map(PathBuf::as_path).collect();
        let files = paths.iter().map(|path| File::open(path, &schema)).collect::<anyhow::Result<Vec<_>>>()?;
        schema.check(&files)?;
        let (records, keys) = read(&files)?;
        clock.lap("read");
        let settings = Settings { is_link: files.len() > 1, ..Settings::default() };
        let found = resolve(&records, settings, &[], &mut |stage| clock.lap(stage));
        let persons = numbered(&found.by_arrival(&records));
        self.write(&files, &keys, &persons)?;
        clock.lap("write");
        let measured = self.truth.as_deref().map(|path| measure(path, &keys, &persons)).transpose()?;
        let report = Report::new(&files, &persons, &clock, measured);
        if self.json {
            print(&serde_json::to_string_pretty(&report)?)?;
        } else {
            report.tell();
        }
        match &self.why {
            Some(pair) => print(&explained(&records, &keys, &found, pair)?),
            None => Ok(()),
        }
    }

    /// A line for each record: its key and the number of its person; which file it is of, if there are two.
    fn write(&self, files: &[File], keys: &Keys, persons: &[u32]) -> anyhow::Result<()> {
        let out: Box<dyn Write> = match &self.out {
            Some(path) => Box::new(std::fs::File::create(path).with_context(|| path.display().to_string())?),
            None if self.json || self.why.is_some() => return Ok(()),
            None => Box::new(std::io::stdout().lock()),
        };
        let mut csv = csv::Writer::from_writer(BufWriter::new(out));
        let is_link = files.len() > 1;
        let mut wrote = if is_link {
            csv.write_record(["file", "record", "person"])
        } else {
            csv.write_record(["record", "person"])
        };
        for (at, person) in persons.iter().enumerate() {
            if wrote.is_err() {
                break;
            }
            let (key, number) = (keys.of(at), person.to_string());
            wrote = if is_link {
                csv.write_record([if keys.is_second(at) { "2" } else { "1" }, key, &number])
            } else {
                csv.write_record([key, &number])
            };
        }
        match wrote.map_err(std::io::Error::from).and_then(|()| csv.flush()) {
            // Whoever reads has seen enough.
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                Err(error).context("the persons could not be written")
            }
            _ => Ok(()),
        }
    }
}

fn read(files: &[File]) -> anyhow::Result<(Records, Keys)> {
    let slots = Slots::of(files);
    let mut keys = Keys::default();
    let Some(first) = files.first() else { bail!("no file") };
    let mut reader = Reader::new(&slots.fields, first.sample.iter().map(|row| slots.row(0, row).collect()));
    for (nth, file) in files.iter().enumerate() {
        if nth > 0 {
            reader.next_file();
            keys.next_file();
        }
        file.rows(|line, row| {
            keys.push(file.key(row), line);
            reader.push(slots.row(nth, row));
        })?;
    }
    Ok((reader.finish(), keys))
}

/// The groups, numbered from 1 in the order of their first records.
fn numbered(groups: &[u32]) -> Vec<u32> {
    let mut numbers = std::collections::HashMap::new();
    groups
        .iter()
        .map(|group| {
            let next = numbers.len() as u32 + 1;
            *numbers.entry(*group).or_insert(next)
        })
        .collect()
}

/// How right `persons` are, by the file at `path`.
fn measure(path: &Path, keys: &Keys, persons: &[u32]) -> anyhow::Result<Measured> {
    let known = files::truth(path)?;
    let (mut truth, mut households, mut found) = (Vec::new(), Vec::new(), Vec::new());
    for (at, person) in persons.iter().enumerate() {
        if let Some((is, household)) = known.of(keys.of(at)) {
            truth.push(is);
            households.extend(household);
            found.push(*person);
        }
    }
    if truth.is_empty() {
        bail!("{}: none of its keys is a record's; its first column holds the keys of the records", path.display());
    }
    let households = if households.len() == truth.len() { households } else { Vec::new() };
    Ok(Measured::new(&figures(&found, &truth, &households), truth.len(), !households.is_empty()))
}

fn explained(records: &Records, keys: &Keys, found: &Resolution, (a, b): &(String, String)) -> anyhow::Result<String> {
    let place = |key: &str| -> anyhow::Result<usize> {
        let arrival = keys.find(key).with_context(|| format!("no record has the key {key}"))?;
        let place = records.arrival.iter().position(|it| *it as usize == arrival);
        place.with_context(|| format!("no record has the key {key}"))
    };
    Ok(why(records, found, (place(a)?, a), (place(b)?, b)))
}

/// Seconds since `from`.
fn seconds(from: Instant) -> f64 {
    from.elapsed().as_secs_f64()
}

#[cfg(test)]
mod tests;
