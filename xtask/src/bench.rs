//! `cargo xtask bench`: each bar with the figure beside it. Built in release; medians of several runs.

mod matching;

use std::path::Path;

use anyhow::{Result, bail};

use crate::{shell, web};

/// Name, what is measured, and the words that measure it.
const BENCHES: [(&str, &str, &[&str]); 7] = [
    ("writes", "durable single-row writes, 64 concurrent: group commit against one commit each", &["writes"]),
    ("survey", "a survey page and its answer: CPU, statements, weight", &["survey"]),
    ("deadline", "a deadline's event after it is due, also across a restart", &["deadline"]),
    ("memory", "the demo company with 50 people connected, 20 events a second", &["memory"]),
    ("demo-start", "the demo company that is there already: from start to ready", &["demo-start"]),
    ("matching", "who of the records is one person, beside Splink where it is installed", &[]),
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
        let ran = if *bench == "writes" {
            writes(root)
        } else if *bench == "matching" {
            matching::run(root, &binary)
        } else if words.is_empty() {
            web::install(root, "e2e")?;
            shell::run(shell::command(&root.join("e2e"), &["node", "bench.mjs"]).env("ENTENTE_TEST_BINARY", &binary))
        } else {
            shell::run(
                shell::command(root, &["target/release/bench"]).args(words.iter()).env("ENTENTE_TEST_BINARY", &binary),
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

/// The store's own bench prints JSON: see `crates/db/examples/writes.rs`.
fn writes(root: &Path) -> Result<()> {
    let words = ["cargo", "run", "--quiet", "--release", "-p", "db", "--features", "testing", "--example", "writes"];
    let said: serde_json::Value = serde_json::from_str(shell::output(&mut shell::command(root, &words))?.trim())?;
    let number = |pointer: &str| said.pointer(pointer).and_then(serde_json::Value::as_f64).unwrap_or(f64::NAN);
    let mark = |holds: bool| if holds { '✓' } else { '✗' };
    let (ratio, ratio_bar) = (number("/ratio"), number("/ratio_bar"));
    let (added, added_bar) = (number("/added_ms"), number("/added_ms_bar"));
    println!(
        "  {} 64 writers {:.0}/s, one commit each {:.0}/s: {ratio:.1} times (bar ≥ {ratio_bar})",
        mark(ratio >= ratio_bar),
        number("/writes_per_second"),
        number("/one_commit_each_per_second")
    );
    println!(
        "  {} a write among 64: p50 {:.2} ms, p99 {:.2} ms; alone: p50 {:.2} ms, p99 {:.2} ms; added at p50: {added:.2} ms (bar ≤ {added_bar} ms)",
        mark(added <= added_bar),
        number("/among_64_ms/0"),
        number("/among_64_ms/1"),
        number("/alone_ms/0"),
        number("/alone_ms/1")
    );
    if ratio < ratio_bar || added > added_bar {
        bail!("{ratio:.1} times (bar {ratio_bar}), {added:.2} ms added (bar {added_bar})");
    }
    Ok(())
}
