//! `cargo xtask sql`: each text in `sql!(…)`, its pieces joined, is prepared by SQLite and by PostgreSQL, so that a wrong column, or a word that only
//! one of them knows, is found without a test that happens to run it.

use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use crate::postgres::{Postgres, VARIABLE};
use crate::shell;
use crate::tidy::Checkout;
use crate::tree::Tree;

/// Prepares all texts on both engines.
pub fn run(root: &Path) -> Result<()> {
    let postgres = Postgres::start()?;
    prepare(root, &postgres.url).map(|_| ())
}

/// Prepares all texts on SQLite and on the server at `url`; returns how many texts there are.
pub fn prepare(root: &Path, url: &str) -> Result<u64> {
    let checkout = Checkout::of(Tree::load(root)?);
    let mut texts = Vec::new();
    for (path, source) in
        checkout.sources.iter().filter(|(path, _)| path.starts_with("crates/") && path.contains("/src/"))
    {
        // A fork for one engine stands in a file named for it, and is prepared there alone.
        let engine =
            ["sqlite", "postgres"].into_iter().find(|engine| path.rsplit('/').next().unwrap_or(path).contains(engine));
        for found in source.sql.iter().filter(|found| !found.in_test) {
            let first = comment_engine(checkout.tree.text(path).unwrap_or_default(), found.line);
            texts.push(serde_json::json!({
                "place": format!("{path}:{}", found.line),
                "text": found.text,
                "engine": engine.or(first),
            }));
        }
    }
    let count = u64::try_from(texts.len())?;
    let words = ["cargo", "run", "--quiet", "-p", "db", "--features", "testing", "--example", "prepare"];
    let mut child = shell::command(root, &words).env(VARIABLE, url).stdin(Stdio::piped()).spawn()?;
    let mut input = child.stdin.take().context("no standard input")?;
    for text in texts {
        writeln!(input, "{text}")?;
    }
    drop(input);
    if !child.wait()?.success() {
        bail!("SQL that one of the engines refuses, listed above");
    }
    println!("  ✓ {count} texts prepared on SQLite and PostgreSQL");
    Ok(count)
}

/// `// SQLite only:` or `// PostgreSQL only:` in the five lines before a text says that it is a fork.
fn comment_engine(text: &str, line: usize) -> Option<&'static str> {
    let lines: Vec<&str> = text.lines().collect();
    let before = lines.get(line.saturating_sub(6)..line).unwrap_or_default();
    before.iter().rev().find_map(|line| {
        let line = line.to_lowercase();
        let says = |engine: &str| line.contains(&format!("{engine} only"));
        says("sqlite").then_some("sqlite").or_else(|| says("postgresql").then_some("postgres"))
    })
}
