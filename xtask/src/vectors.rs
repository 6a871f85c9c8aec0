//! `cargo xtask vectors`: what others published, measured or collected, reproduced by our functions.
//!
//! The statistics are asked of `measures` itself. The other sets are run by tests, each beside what it holds to account;
//! those have `vectors` in their name and tell their tally by `kernel::vectors_told!`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use measures::vectors::Outcome;

use crate::shell::{self, Count};

/// The vector file that a crate of ours reproduces.
const STATISTICS: &str = "stats_vectors.json";
/// The variable in which the tests look for the folder.
const VARIABLE: &str = "ENTENTE_TEST_DATA";
/// What begins a tally among the words of the tests.
const TOLD: &str = "VECTORS ";

/// Runs every vector file of `data` that the project implements, lists the rest, and fails if one is not reproduced.
///
/// The default folder is the shared/data beside the repository where it is there, else fixtures/.
pub fn run(root: &Path, data: Option<PathBuf>) -> Result<Count> {
    let beside = root.ancestors().map(|it| it.join("shared/data")).find(|it| it.is_dir());
    let folder = data.or(beside).unwrap_or_else(|| root.join("fixtures"));
    let folder = folder.canonicalize().with_context(|| folder.display().to_string())?;
    println!("  {}", folder.display());
    let mut tallies = Tallies::default();
    tallies.statistics(&folder.join(STATISTICS))?;
    let ran = tallies.tests(root, &folder);
    tallies.print();
    let rest = rest(&folder, &tallies.names())?;
    println!("  not implemented, or no vectors: {}", if rest.is_empty() { "none".to_owned() } else { rest.join(", ") });
    ran.context("vectors not reproduced, named above")?;
    if tallies.count.failed > 0 {
        bail!("{} vectors not reproduced, named above", tallies.count.failed);
    }
    Ok(tallies.count)
}

/// What the sets told: by name, `passed/total` and what is to be said beneath.
#[derive(Default)]
struct Tallies {
    sets: BTreeMap<String, (String, Vec<String>)>,
    count: Count,
}

impl Tallies {
    fn statistics(&mut self, file: &Path) -> Result<()> {
        let Ok(text) = std::fs::read_to_string(file) else {
            println!("  SKIPPED: {} is not there", file.display());
            return Ok(());
        };
        let reports = measures::vectors::run(&text).map_err(|error| anyhow::anyhow!("{}: {error}", file.display()))?;
        let (mut passed, mut beneath, mut missing) = (0, Vec::new(), BTreeMap::<&str, u64>::new());
        for report in &reports {
            match &report.outcome {
                Outcome::Passed => passed += 1,
                Outcome::Failed(why) => {
                    self.count.failed += 1;
                    beneath.push(format!("✗ {}: {why}", report.id));
                }
                Outcome::NotImplemented(what) => *missing.entry(what).or_default() += 1,
            }
        }
        beneath.extend(missing.iter().map(|(what, how_many)| format!("not implemented: {what} ({how_many})")));
        self.count.passed += passed;
        self.sets.insert(STATISTICS.to_owned(), (format!("{passed}/{}", reports.len()), beneath));
        Ok(())
    }

    fn tests(&mut self, root: &Path, folder: &Path) -> Result<()> {
        let words = ["cargo", "test", "--quiet", "--workspace", "--tests", "--no-fail-fast", "--", "vectors"];
        shell::lines(shell::command(root, &words).env(VARIABLE, folder), |line| {
            if let Some((_, told)) = line.split_once(TOLD) {
                self.told(told);
            } else if let Some((_, why)) = line.split_once("SKIPPED: ") {
                self.count.skipped += 1;
                println!("  SKIPPED: {why}");
            } else if line.contains("panicked at") || line.starts_with("error") {
                println!("  {line}");
            }
        })
    }

    /// `torture/csv-spectrum 10/11`, or `torture/csv-spectrum ✗ simple: …` after it.
    fn told(&mut self, told: &str) {
        if let Some((name, why)) = told.split_once(" ✗ ") {
            self.sets.entry(name.to_owned()).or_default().1.push(format!("✗ {why}"));
        } else if let Some((name, tally)) = told.rsplit_once(' ') {
            let passed = tally.split_once('/').and_then(|(passed, _)| passed.parse::<u64>().ok());
            self.count.passed += passed.unwrap_or_default();
            self.sets.entry(name.to_owned()).or_default().0 = tally.to_owned();
        }
    }

    fn print(&self) {
        for (name, (tally, beneath)) in &self.sets {
            println!("  {name} {tally}");
            beneath.iter().for_each(|it| println!("      {it}"));
        }
    }

    /// The files and folders of which something was told: `torture/mail-rfc` of `torture/mail-rfc, read as mail`.
    fn names(&self) -> BTreeSet<&str> {
        self.sets.keys().filter_map(|it| it.split([',', ' ']).next()).collect()
    }
}

/// The files and folders of `folder` and of its `torture` of which nothing was told.
fn rest(folder: &Path, told: &BTreeSet<&str>) -> Result<Vec<String>> {
    let mut rest = Vec::new();
    for (prefix, folder) in [("", folder.to_path_buf()), ("torture/", folder.join("torture"))] {
        // A folder without torture sets has none that were left out.
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let name = format!("{prefix}{}", entry?.file_name().display());
            let is_data = name != "torture" && !name.ends_with(".md") && !name.ends_with(".py");
            if is_data && !told.contains(name.as_str()) {
                rest.push(name);
            }
        }
    }
    rest.sort();
    Ok(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tests_tell_is_tallied_and_what_nobody_told_is_listed() {
        let mut tallies = Tallies::default();
        for line in ["torture/a, read as mail 3/4", "torture/a, read as mail ✗ x.eml: too deep 1/2", "torture/b 7/7"]
        {
            tallies.told(line);
        }
        assert_eq!(
            tallies.sets["torture/a, read as mail"],
            ("3/4".to_owned(), vec!["✗ x.eml: too deep 1/2".to_owned()])
        );
        assert_eq!(tallies.count, Count::passed(10));
        let folder = std::env::temp_dir().join(format!("entente-vectors-{}", std::process::id()));
        for it in ["torture/a", "torture/b", "torture/c", "identity"] {
            std::fs::create_dir_all(folder.join(it)).unwrap();
        }
        std::fs::write(folder.join("README.md"), "").unwrap();
        let rest = rest(&folder, &tallies.names());
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(rest.unwrap(), ["identity", "torture/c"]);
    }
}
