//! What `entente match` says of its work: for people on standard error, for programs as JSON.

use std::fmt::Write as _;
use std::time::Instant;

use matching::evaluate::Figures;
use matching::explain::{explain, kind_name};
use matching::field::By;
use matching::records::Records;
use matching::resolve::Resolution;
use serde::Serialize;

use crate::command::linking::files::File;
use crate::command::linking::seconds;

/// A stage and what it cost.
#[derive(Debug, Clone, Serialize)]
struct Stage {
    name: String,
    /// Seconds on the clock.
    wall_s: f64,
    /// Seconds of the processors; null where the system does not tell.
    cpu_s: Option<f64>,
}

/// Times stages.
#[derive(Debug)]
pub(super) struct Clock {
    last: (Instant, Option<f64>),
    stages: Vec<Stage>,
}

impl Clock {
    /// Begins.
    pub(super) fn start() -> Self {
        Self { last: (Instant::now(), cpu_seconds()), stages: Vec::new() }
    }

    /// The stage `name` is done.
    pub(super) fn lap(&mut self, name: &str) {
        let (wall, cpu) = self.last;
        let now = cpu_seconds();
        let cpu_s = now.zip(cpu).map(|(now, before)| now - before);
        self.stages.push(Stage { name: name.to_owned(), wall_s: seconds(wall), cpu_s });
        self.last = (Instant::now(), now);
    }
}

/// Processor seconds of this process so far, as Linux tells them in hundredths.
fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = stat.rsplit(')').next()?.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<f64>().ok();
    Some((ticks()? + ticks()?) / 100.0)
}

/// The most memory this process held, in bytes, as Linux tells it.
fn peak_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|it| it * 1024)
}

#[derive(Debug, Serialize)]
struct Column {
    name: String,
    field: &'static str,
    /// How sure, 0..=1.
    confidence: f64,
    by: &'static str,
}

#[derive(Debug, Serialize)]
struct Source {
    file: String,
    separator: char,
    encoding: &'static str,
    columns: Vec<Column>,
}

impl Source {
    fn of(file: &File) -> Self {
        let column = |(name, guess): (&String, &matching::field::Guess)| Column {
            name: name.clone(),
            field: guess.field.word(),
            confidence: guess.confidence,
            by: match guess.by {
                By::Header => "name",
                By::Values => "values",
                By::Both => "name and values",
                By::Told => "schema",
                By::Nothing => "nothing",
            },
        };
        Self {
            file: file.path.display().to_string(),
            separator: char::from(file.separator),
            encoding: file.encoding.name(),
            columns: file.header.iter().zip(&file.guesses).map(column).collect(),
        }
    }
}

/// How right the persons found are.
#[derive(Debug, Serialize)]
pub(super) struct Measured {
    records: usize,
    pairwise_precision: f64,
    pairwise_recall: f64,
    pairwise_f1: f64,
    bcubed_precision: f64,
    bcubed_recall: f64,
    bcubed_f1: f64,
    /// Null where households are not told.
    wrong_pairs_in_households: Option<u64>,
    wrong_pairs_elsewhere: u64,
}

impl Measured {
    /// From `figures` over so many records.
    pub(super) fn new(figures: &Figures, records: usize, has_households: bool) -> Self {
        let [bcubed_precision, bcubed_recall, bcubed_f1] = figures.bcubed;
        Self {
            records,
            pairwise_precision: figures.precision,
            pairwise_recall: figures.recall,
            pairwise_f1: figures.f1,
            bcubed_precision,
            bcubed_recall,
            bcubed_f1,
            wrong_pairs_in_households: has_households.then_some(figures.household_wrong),
            wrong_pairs_elsewhere: figures.other_wrong,
        }
    }
}

/// All of it.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    files: Vec<Source>,
    records: usize,
    persons: usize,
    /// Persons of more than one record.
    persons_of_several: usize,
    /// Records of the largest person.
    largest: usize,
    stages: Vec<Stage>,
    wall_s: f64,
    cpu_s: Option<f64>,
    peak_bytes: Option<u64>,
    truth: Option<Measured>,
}

impl Report {
    /// Of what was read, found and measured. `persons` are numbered from 1.
    pub(super) fn new(files: &[File], persons: &[u32], clock: &Clock, truth: Option<Measured>) -> Self {
        let mut sizes = vec![0_usize; persons.iter().max().map_or(0, |it| *it as usize)];
        for person in persons {
            if let Some(size) = (*person as usize).checked_sub(1).and_then(|at| sizes.get_mut(at)) {
                *size += 1;
            }
        }
        Self {
            files: files.iter().map(Source::of).collect(),
            records: persons.len(),
            persons: sizes.len(),
            persons_of_several: sizes.iter().filter(|it| **it > 1).count(),
            largest: sizes.iter().copied().max().unwrap_or(0),
            wall_s: clock.stages.iter().map(|it| it.wall_s).sum(),
            cpu_s: clock.stages.iter().map(|it| it.cpu_s).sum(),
            stages: clock.stages.clone(),
            peak_bytes: peak_bytes(),
            truth,
        }
    }

    /// In words, on standard error.
    pub(super) fn tell(&self) {
        let mut out = std::io::stderr().lock();
        // Whether anybody reads along is theirs to say: the persons are written all the same.
        _ = std::io::Write::write_all(&mut out, self.words().as_bytes());
    }

    fn words(&self) -> String {
        let mut text = String::new();
        for file in &self.files {
            let separator = if file.separator == '\t' { "tab".to_owned() } else { format!("« {} »", file.separator) };
            _ = writeln!(text, "{}: {}, separator {separator}", file.file, file.encoding);
            for it in &file.columns {
                _ = writeln!(
                    text,
                    "  {:<24} {:<14} {:>3.0} %  by its {}",
                    it.name,
                    it.field,
                    it.confidence * 100.0,
                    it.by
                );
            }
        }
        let cost = |cpu: Option<f64>| cpu.map_or(String::new(), |it| format!(", {it:.2} s of processor"));
        for it in &self.stages {
            _ = writeln!(text, "{:<24} {:>7.2} s{}", it.name, it.wall_s, cost(it.cpu_s));
        }
        let peak = self.peak_bytes.map_or(String::new(), |it| format!(", {} MB at most", it / 1_000_000));
        _ = writeln!(text, "{:<24} {:>7.2} s{}{peak}", "all", self.wall_s, cost(self.cpu_s));
        _ = writeln!(
            text,
            "{} records are {} persons: {} of them of several records, {} at most",
            self.records, self.persons, self.persons_of_several, self.largest
        );
        if let Some(it) = &self.truth {
            _ = writeln!(
                text,
                "against the truth of {} records:\n  pairs    precision {:.4}, recall {:.4}, F1 {:.4}\n  B-cubed  precision {:.4}, recall {:.4}, F1 {:.4}",
                it.records,
                it.pairwise_precision,
                it.pairwise_recall,
                it.pairwise_f1,
                it.bcubed_precision,
                it.bcubed_recall,
                it.bcubed_f1
            );
            _ = match it.wrong_pairs_in_households {
                Some(inside) => writeln!(
                    text,
                    "  wrong pairs: {inside} within one household, {} elsewhere",
                    it.wrong_pairs_elsewhere
                ),
                None => writeln!(text, "  wrong pairs: {}", it.wrong_pairs_elsewhere),
            };
        }
        text
    }
}

/// What fits its column.
fn cut(text: &str) -> String {
    const WIDTH: usize = 30;
    if text.chars().count() <= WIDTH {
        return text.to_owned();
    }
    text.chars().take(WIDTH - 1).chain(['…']).collect()
}

/// The waterfall of two records, each by its place and key. In bits (log2 of odds), as the field tells weights.
pub(super) fn why(
    records: &Records,
    found: &Resolution,
    (a, a_key): (usize, &str),
    (b, b_key): (usize, &str),
) -> String {
    let told = explain(records, &found.model, a, b);
    let bits = |it: f64| it / std::f64::consts::LN_2;
    let mut text = format!("{:<40} {:<30} {:<30}\n", "", a_key, b_key);
    _ = writeln!(text, "{:<40} {:<61} {:>+7.1}", "before anything", "", bits(told.prior));
    for it in told.parts.iter().filter(|it| !it.a.is_empty() || !it.b.is_empty()) {
        let name = if it.level == 0 { "one says nothing" } else { it.name };
        let what = format!("{}: {name}", kind_name(it.kind));
        _ = writeln!(text, "{what:<40} {:<30} {:<30} {:>+7.1}", cut(&it.a), cut(&it.b), bits(it.weight));
    }
    for (what, weight) in [("a frequent name", told.homonyms), ("or of one household", told.kin)] {
        if weight.abs() > 0.05 {
            _ = writeln!(text, "{what:<40} {:<61} {:>+7.1}", "", bits(weight));
        }
    }
    let share = 100.0 / (1.0 + (-told.score).exp());
    _ = writeln!(text, "{:<40} {:<61} {:>+7.1}  ({share:.2} %)", "together, in bits", "", bits(told.score));
    let (one, other) = (found.clusters.of.get(a), found.clusters.of.get(b));
    let end = if one == other { "They are one person." } else { "They are two persons." };
    text.push_str(end);
    text.push('\n');
    text
}
