//! `cargo xtask vectors`: the numbers others published or computed, reproduced by our functions.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use measures::vectors::Outcome;

use crate::shell::Count;

/// The vector file that a crate of ours reproduces.
const IMPLEMENTED: &str = "stats_vectors.json";

/// Runs every vector file of `data` that the project implements, names the others, and fails if a number differs.
///
/// The default folder is ../shared/data where it is there, else fixtures/.
pub fn run(root: &Path, data: Option<PathBuf>) -> Result<Count> {
    let beside = root.join("../shared/data");
    let folder = data.unwrap_or_else(|| if beside.is_dir() { beside } else { root.join("fixtures") });
    let file = folder.join(IMPLEMENTED);
    let text = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    let reports = measures::vectors::run(&text).map_err(|error| anyhow::anyhow!("{}: {error}", file.display()))?;
    let (mut count, mut missing) = (Count::default(), BTreeMap::<String, u64>::new());
    for report in &reports {
        match &report.outcome {
            Outcome::Passed => count.passed += 1,
            Outcome::Failed(why) => {
                count.failed += 1;
                println!("      ✗ {}: {why}", report.id);
            }
            Outcome::NotImplemented(what) => *missing.entry(what.clone()).or_default() += 1,
        }
    }
    println!("  {IMPLEMENTED} {}/{}", count.passed, reports.len());
    for (what, how_many) in missing {
        println!("      not implemented: {what} ({how_many})");
    }
    let mut names: Vec<_> =
        std::fs::read_dir(&folder)?.flatten().filter_map(|it| it.file_name().into_string().ok()).collect();
    names.sort();
    for name in names.iter().filter(|it| it.ends_with("_vectors.json") && *it != IMPLEMENTED) {
        println!("  {name}: not implemented");
    }
    if count.failed > 0 {
        bail!("{} vectors not reproduced, named above", count.failed);
    }
    Ok(count)
}
