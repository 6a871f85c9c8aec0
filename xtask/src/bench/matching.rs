//! `cargo xtask bench matching`: `entente match` on the public sets and on generated people, beside Splink where it is.
//!
//! The sets and the generator stand in shared/ beside the repository; without it nothing can be measured here. People are
//! generated once, from a seed that nothing was tuned on, into target/people-SEED.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::shell;

/// The seed of the people: nobody has looked at them.
const SEED: &str = "20261122";
/// How many records.
const PEOPLE: &str = "1M";

/// A figure of the report and its bar.
struct Bar {
    what: &'static str,
    pointer: &'static str,
    /// How many of the unit shown one unit of the report is.
    per: f64,
    bar: f64,
    is_least: bool,
}

const fn least(what: &'static str, pointer: &'static str, bar: f64) -> Bar {
    Bar { what, pointer, per: 1.0, bar, is_least: true }
}

const fn most(what: &'static str, pointer: &'static str, per: f64, bar: f64) -> Bar {
    Bar { what, pointer, per, bar, is_least: false }
}

const F1: &str = "/truth/pairwise_f1";
const BCUBED: &str = "/truth/bcubed_f1";

/// The public sets: name, files, bar of F1 at the default threshold.
const SETS: [(&str, &[&str], f64); 3] = [
    ("FEBRL 1", &["febrl_dataset1.csv"], 1.0),
    ("FEBRL 3", &["febrl_dataset3.csv"], 0.9991),
    ("FEBRL 4", &["febrl_dataset4a.csv", "febrl_dataset4b.csv"], 0.9999),
];

/// What generated people are held to.
const OF_PEOPLE: [Bar; 6] = [
    least("F1", F1, 0.980),
    least("B-cubed F1", BCUBED, 0.990),
    most("wrong pairs in households", "/truth/wrong_pairs_in_households", 1.0, 1_300.0),
    most("seconds, file to persons", "/wall_s", 1.0, 5.0),
    most("seconds of processor", "/cpu_s", 1.0, 7.0),
    most("GB at most", "/peak_bytes", 1e-9, 0.7),
];

/// Runs every set with `binary`; fails if a bar is missed.
pub fn run(root: &Path, binary: &Path) -> Result<()> {
    let Some(shared) = root.ancestors().map(|it| it.join("shared")).find(|it| it.join("data/identity").is_dir()) else {
        println!("  SKIPPED: no shared/data/identity beside the repository");
        return Ok(());
    };
    let folder = root.join(format!("target/people-{SEED}"));
    std::fs::create_dir_all(&folder)?;
    let mut missed = 0;
    for (name, files, bar) in SETS {
        let files: Vec<PathBuf> = files.iter().map(|it| shared.join("data/identity").join(it)).collect();
        let truth = folder.join("truth.csv");
        let texts = files.iter().map(|it| std::fs::read_to_string(it).with_context(|| it.display().to_string()));
        std::fs::write(&truth, febrl_truth(&texts.collect::<Result<Vec<_>>>()?)?)?;
        let mut bars = vec![least("F1", F1, bar)];
        if files.len() > 1 {
            bars.push(most("seconds of processor", "/cpu_s", 1.0, 0.5));
        }
        missed += told(name, &matched(root, binary, &files, &truth)?, &bars);
    }
    let people = folder.join(format!("people_{PEOPLE}.csv"));
    if !people.exists() {
        println!("  generating {PEOPLE} people …");
        let script = shared.join("bench/identity/gen_people.py");
        let words =
            ["python3", &*script.to_string_lossy(), PEOPLE, "--seed", SEED, "--out", &*folder.to_string_lossy()];
        shell::output(&mut shell::command(root, &words))?;
    }
    let truth = folder.join(format!("people_{PEOPLE}_truth.csv"));
    // The generator's truth has a column of tags after the household, which is left alone.
    missed += told(&format!("{PEOPLE} people"), &matched(root, binary, &[people], &truth)?, &OF_PEOPLE);
    splink(root, &shared, &folder)?;
    if missed > 0 {
        bail!("{missed} bars missed");
    }
    Ok(())
}

/// Who is who by the identifiers of FEBRL: `rec-ENTITY-org`, `rec-ENTITY-dup-K`.
fn febrl_truth(texts: &[String]) -> Result<String> {
    let mut truth = String::from("record,person\n");
    for text in texts {
        for key in text.lines().skip(1).filter_map(|it| it.split(',').next()).map(str::trim) {
            let entity = key.split('-').nth(1).with_context(|| format!("{key} is no identifier of FEBRL"))?;
            writeln!(truth, "{key},{entity}")?;
        }
    }
    Ok(truth)
}

/// The report of `entente match`.
fn matched(root: &Path, binary: &Path, files: &[PathBuf], truth: &Path) -> Result<Value> {
    let mut command = shell::command(root, &[&*binary.to_string_lossy(), "match"]);
    let [first, rest @ ..] = files else { bail!("no file") };
    command.arg(first);
    for file in rest {
        command.arg("--link").arg(file);
    }
    let out = root.join("target/persons.csv");
    command.arg("--truth").arg(truth).arg("--out").arg(out).arg("--json");
    Ok(serde_json::from_str(&shell::output(&mut command)?)?)
}

/// Prints each figure beside its bar; how many were missed.
fn told(name: &str, report: &Value, bars: &[Bar]) -> usize {
    let mut missed = 0;
    for it in bars {
        let figure = report.pointer(it.pointer).and_then(Value::as_f64).map_or(f64::NAN, |found| found * it.per);
        let holds = if it.is_least { figure >= it.bar } else { figure <= it.bar };
        let (mark, sign) = (if holds { '✓' } else { '✗' }, if it.is_least { '≥' } else { '≤' });
        println!("  {mark} {name:<12} {:<28} {figure:>10.4}  (bar {sign} {})", it.what, it.bar);
        missed += usize::from(!holds);
    }
    missed
}

/// Splink on the same people, where it is installed: its own line of figures.
fn splink(root: &Path, shared: &Path, folder: &Path) -> Result<()> {
    if shell::output(&mut shell::command(root, &["python3", "-c", "import splink, duckdb"])).is_err() {
        println!("  SKIPPED: Splink is not installed (pip install splink duckdb pandas)");
        return Ok(());
    }
    let script = shared.join("bench/identity/splink_bench.py");
    let words = ["python3", &*script.to_string_lossy(), PEOPLE, "--data", &*folder.to_string_lossy()];
    println!("  Splink: {}", shell::output(&mut shell::command(folder, &words))?.trim());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_that_is_not_there_misses_its_bar() {
        let report = serde_json::json!({"truth": {"pairwise_f1": 0.99}, "peak_bytes": 500_000_000});
        assert_eq!(told("set", &report, &[least("F1", F1, 0.98), most("GB", "/peak_bytes", 1e-9, 0.7)]), 0);
        assert_eq!(told("set", &report, &[least("F1", F1, 0.995), most("s", "/wall_s", 1.0, 5.0)]), 2);
    }

    #[test]
    fn the_truth_of_febrl_stands_in_its_identifiers() {
        let text = "rec_id, name\nrec-12-org, anne\nrec-12-dup-0, ann\n".to_owned();
        assert_eq!(febrl_truth(&[text]).unwrap(), "record,person\nrec-12-org,12\nrec-12-dup-0,12\n");
    }
}
