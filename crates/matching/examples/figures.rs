//! Figures of the engine on files: `figures FILE.csv [FILE2.csv to link] [TRUTH.csv] [-v] [--errors N]`.
//!
//! Truth is a file with `truth` in its name (`record_id,person,household,…`), a column `cluster`, or the first two parts of
//! identifiers such as `rec-12-dup-1`. Prints each stage's wall and CPU seconds, peak memory, and pairwise and B-cubed figures.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench that may stop at a file it cannot read"
)]

use std::collections::HashMap;
use std::time::Instant;

use csv::{Reader as Csv, ReaderBuilder, StringRecord};
use matching::compare::EXTRA;
use matching::evaluate::figures;
use matching::explain::{explain, text};
use matching::field::{Field, guess};
use matching::model::CLASSES;
use matching::reader::Reader;
use matching::records::Records;
use matching::resolve::{Resolution, Settings, places, resolve};

/// CPU seconds of this process so far.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<f64> =
        stat.rsplit(')').next().unwrap().split_whitespace().skip(11).take(2).map(|it| it.parse().unwrap()).collect();
    fields.iter().sum::<f64>() / 100.0
}

/// The most memory this process held.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    status.lines().find(|it| it.starts_with("VmHWM")).unwrap().split_whitespace().skip(1).collect::<Vec<_>>().join(" ")
}

/// One text for each record, side by side.
#[derive(Default)]
struct Texts {
    bytes: String,
    ends: Vec<usize>,
}

impl Texts {
    fn push(&mut self, text: &str) {
        self.bytes.push_str(text.trim());
        self.ends.push(self.bytes.len());
    }

    fn of(&self, at: u32) -> &str {
        let start = (at as usize).checked_sub(1).map_or(0, |it| self.ends[it]);
        self.bytes.get(start..self.ends[at as usize]).unwrap_or("")
    }
}

/// Records, their keys, and what their column `cluster` says.
fn read(files: &[&String]) -> (Records, Texts, Texts) {
    let (mut keys, mut clusters, mut reader) = (Texts::default(), Texts::default(), None::<Reader>);
    for file in files {
        let mut csv = ReaderBuilder::new().flexible(true).from_path(file).unwrap();
        let header: Vec<String> = csv.headers().unwrap().iter().map(|it| it.trim().to_owned()).collect();
        let fields = guess(&header.iter().map(String::as_str).collect::<Vec<_>>());
        let key = fields.iter().position(|it| *it == Field::Key).unwrap();
        let cluster = header.iter().position(|it| it == "cluster");
        let sample: Vec<StringRecord> = csv.records().take(2_000).map(Result::unwrap).collect();
        if let Some(reader) = &mut reader {
            reader.next_file();
        }
        let reader = reader.get_or_insert_with(|| Reader::new(&fields, sample.iter().map(|it| it.iter().collect())));
        let mut take = |row: &StringRecord| {
            keys.push(&row[key]);
            cluster.into_iter().for_each(|it| clusters.push(&row[it]));
            reader.push(row.iter());
        };
        sample.iter().for_each(&mut take);
        let mut row = StringRecord::new();
        while csv.read_record(&mut row).unwrap() {
            take(&row);
        }
    }
    (reader.unwrap().finish(), keys, clusters)
}

/// Person and household of each record; no households if they are not told.
fn truth(records: &Records, keys: &Texts, clusters: &Texts, file: Option<&String>) -> (Vec<u32>, Vec<u32>) {
    if let Some(file) = file {
        let mut csv = Csv::from_path(file).unwrap();
        let rows = csv.records().map(Result::unwrap);
        let known: HashMap<String, (u32, u32)> =
            rows.map(|it| (it[0].to_owned(), (it[1].parse().unwrap(), it[2].parse().unwrap()))).collect();
        return records.arrival.iter().map(|it| known[keys.of(*it)]).unzip();
    }
    let mut names: HashMap<String, u32> = HashMap::new();
    let mut number = |name: String| {
        let next = names.len() as u32;
        *names.entry(name).or_insert(next)
    };
    let name = |at: u32| {
        if clusters.ends.is_empty() {
            keys.of(at).splitn(3, '-').take(2).collect::<Vec<_>>().join("-")
        } else {
            clusters.of(at).to_owned()
        }
    };
    (records.arrival.iter().map(|it| number(name(*it))).collect(), Vec::new())
}

/// What was learned and what each key gave.
fn print_model(found: &Resolution, kinds: usize) {
    for it in &found.yields {
        println!("key {}: {} pairs (left out {})", it.name, it.pairs, it.left_out);
    }
    for kind in 0..kinds {
        for class in 0..CLASSES {
            println!("kind {kind} class {class}: {:.6?}", &found.model.probability[class][kind][1..10]);
        }
    }
}

/// The best F1 of pairs alone, and that at the default threshold.
fn print_pairs(found: &Resolution, truth: &[u32]) {
    let mut sizes: HashMap<u32, u64> = HashMap::new();
    truth.iter().for_each(|it| *sizes.entry(*it).or_default() += 1);
    let all: u64 = sizes.values().map(|it| it * (it - 1) / 2).sum();
    let is_one = |a: usize, b: usize| truth[a] == truth[b];
    let looked_at = found
        .pairs
        .iter()
        .filter(|it| {
            let (a, b) = places(**it);
            is_one(a, b)
        })
        .count();
    let mut sorted: Vec<(f32, bool)> =
        found.edges.iter().map(|it| (it.score, is_one(it.a as usize, it.b as usize))).collect();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut right, mut best, mut at_default) = (0_u64, (0.0, 0.0), 0.0);
    for (said, (score, is_right)) in (1_u64..).zip(&sorted) {
        right += u64::from(*is_right);
        let f1 = 2.0 * right as f64 / (said + all) as f64;
        if f1 > best.0 {
            best = (f1, *score);
        }
        if *score >= 0.0 {
            at_default = f1;
        }
    }
    println!(
        "pairs: {} compared, recall of blocking {:.4}, best F1 {:.4} at {:.2}, F1 at 0 {at_default:.4}",
        found.pairs.len(),
        looked_at as f64 / all as f64,
        best.0,
        best.1
    );
}

/// Wrong joins and wrongly split persons, with the step of the waterfall that weighed most against them.
fn print_errors(records: &Records, found: &Resolution, truth: &[u32], most: usize) {
    let kinds = EXTRA + records.extra_count();
    let line = |at: usize| (0..kinds).map(|kind| text(records, at, kind)).collect::<Vec<_>>().join(" | ");
    let wrong = found
        .clusters
        .joins
        .iter()
        .filter(|it| truth[it.a as usize] != truth[it.b as usize])
        .map(|it| ("joined", it.a, it.b, it.score));
    let split = found
        .clusters
        .refusals
        .iter()
        .filter(|it| truth[it.a as usize] == truth[it.b as usize])
        .map(|it| ("refused", it.a, it.b, it.score));
    for (what, a, b, score) in wrong.take(most).chain(split.take(most)) {
        let told = explain(records, &found.model, a as usize, b as usize);
        let parts: Vec<String> =
            told.parts.iter().filter(|it| it.level > 0).map(|it| format!("{} {:.1}", it.name, it.weight)).collect();
        println!(
            "{what} at {score:.1}\n  {}\n  {}\n  {}; kin {:.1}; pair {:.1}",
            line(a as usize),
            line(b as usize),
            parts.join(", "),
            told.kin,
            told.score
        );
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let errors = arguments.iter().position(|it| it == "--errors").map(|at| arguments[at + 1].parse().unwrap());
    let is_truth = |it: &&String| it.contains("truth");
    let files: Vec<&String> = arguments.iter().filter(|it| it.ends_with(".csv") && !is_truth(it)).collect();
    let (start, mut last) = (Instant::now(), (Instant::now(), cpu()));
    let mut stage = |name: &str| {
        let now = (Instant::now(), cpu());
        println!("{name}: {:.2} s wall, {:.2} s CPU", (now.0 - last.0).as_secs_f64(), now.1 - last.1);
        last = now;
    };
    let (records, keys, clusters) = read(&files);
    stage("read");
    let settings = Settings { is_link: files.len() > 1, ..Settings::default() };
    let found = resolve(&records, settings, &[], &mut stage);
    println!("total: {:.2} s wall, {:.2} s CPU, {}", start.elapsed().as_secs_f64(), cpu(), peak());
    if arguments.iter().any(|it| it == "-v") {
        print_model(&found, EXTRA + records.extra_count());
    }
    println!("partners of a record, by class: {:.4?}", found.model.share.map(|it| it * records.rows.len() as f64));
    let (truth, households) = truth(&records, &keys, &clusters, arguments.iter().find(is_truth));
    print_pairs(&found, &truth);
    let it = figures(&found.clusters.of, &truth, &households);
    println!(
        "clusters: P {:.4} R {:.4} F1 {:.4}, B-cubed {:.4}, wrong pairs in households {}, beyond {}",
        it.precision, it.recall, it.f1, it.bcubed[2], it.household_wrong, it.other_wrong
    );
    if let Some(most) = errors {
        print_errors(&records, &found, &truth, most);
    }
}
