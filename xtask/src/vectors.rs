//! `cargo xtask vectors`: the numbers others published or computed, reproduced by our functions.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use measures::vectors::Outcome;

use crate::shell::Count;

/// Runs every vector file below `data` that the project implements and fails if one is missed.
pub fn run(root: &Path, data: Option<PathBuf>) -> Result<()> {
    let count = all(root, data)?;
    if count.failed > 0 {
        bail!("{} vectors not reproduced, named above", count.failed);
    }
    Ok(())
}

/// The same, counted. The default folder is ../shared/data where it is there, else fixtures/.
pub fn all(root: &Path, data: Option<PathBuf>) -> Result<Count> {
    let beside = root.join("../shared/data");
    let folder = data.unwrap_or_else(|| if beside.is_dir() { beside } else { root.join("fixtures") });
    let file = folder.join("stats_vectors.json");
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
    println!("  stats_vectors.json {}/{}", count.passed, reports.len());
    for (what, how_many) in missing {
        println!("      not implemented: {what} ({how_many})");
    }
    Ok(count)
}
