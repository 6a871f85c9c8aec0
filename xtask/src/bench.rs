//! `cargo xtask bench`: each bar with the figure beside it. Built in release; medians of several runs.

use std::path::Path;

use anyhow::{Result, bail};

use crate::{shell, web};

/// Name, what is measured, and the words that measure it.
const BENCHES: [(&str, &str, &[&str]); 5] = [
    ("writes", "durable single-row writes, 64 concurrent: group commit against one commit each", &["bench", "writes"]),
    ("survey", "a survey page and its answer: CPU, statements, weight", &["bench", "survey"]),
    ("deadline", "a deadline's event after it is due, also across a restart", &["bench", "deadline"]),
    ("memory", "the demo company with 50 people connected", &["bench", "memory"]),
    ("first-screen", "the staff app's first screen in Chromium, cold cache", &[]),
];

/// Runs the bench `name`, or all.
pub fn run(root: &Path, name: Option<&str>) -> Result<()> {
    let chosen: Vec<_> = BENCHES.iter().filter(|(bench, ..)| name.is_none_or(|name| name == *bench)).collect();
    if chosen.is_empty() {
        bail!("no bench {}: there are {}", name.unwrap_or_default(), BENCHES.map(|(bench, ..)| bench).join(", "));
    }
    web::build_if_stale(root)?;
    shell::run(&mut shell::command(
        root,
        &["cargo", "build", "--quiet", "--release", "-p", "server", "-p", "testkit", "--bins"],
    ))?;
    let mut missed = Vec::new();
    for (bench, what, words) in chosen {
        println!("\n── {bench}: {what}");
        let binary = root.join("target/release/entente");
        let ran = if words.is_empty() {
            web::install(root, "e2e")?;
            shell::run(shell::command(&root.join("e2e"), &["node", "bench.mjs"]).env("ENTENTE_BINARY", &binary))
        } else {
            shell::run(
                shell::command(root, &["target/release/bench"])
                    .args(words.iter().skip(1))
                    .env("ENTENTE_BINARY", &binary),
            )
        };
        if ran.is_err() {
            missed.push(*bench);
        }
    }
    if !missed.is_empty() {
        bail!("bars missed: {}", missed.join(", "));
    }
    Ok(())
}
