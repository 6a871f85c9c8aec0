//! The rules of the house that no compiler checks. Each says where, what, and what to do.

mod files;
mod levels;
mod locales;
mod migrations;
mod names;
mod problems;
mod pure;
mod routes;
mod statements;
mod words;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail};

use crate::source::Source;
use crate::tree::Tree;

/// A rule that is broken somewhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, from the root.
    pub path: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub what: String,
}

impl Finding {
    fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, what: what.into() }
    }
}

/// The checkout as the rules read it.
pub struct Checkout {
    /// Every file.
    pub tree: Tree,
    /// Every Rust file, read.
    pub sources: BTreeMap<String, Source>,
}

impl Checkout {
    /// Reads all Rust files of `tree`.
    pub fn of(tree: Tree) -> Self {
        let rust = tree.files().filter(|(path, _)| path.ends_with(".rs"));
        let sources = rust.filter_map(|(path, text)| Some((path.to_owned(), Source::read(path, text)?))).collect();
        Self { tree, sources }
    }

    /// The read Rust files of one crate's `src/`.
    pub fn crate_sources<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, &'a Source)> {
        let folder = format!("crates/{name}/src/");
        let files = self.sources.iter().filter(move |(path, _)| path.starts_with(&folder));
        files.map(|(path, source)| (path.as_str(), source))
    }
}

type Rule = (&'static str, fn(&Checkout) -> Vec<Finding>);

const RULES: &[Rule] = &[
    ("import levels", levels::check),
    ("dependencies used", levels::unused),
    ("pure rule files", pure::check),
    ("table ownership", statements::ownership),
    ("SQL only in stores", statements::places),
    ("one SQL text for both engines", statements::portability),
    ("no word of the field in L1", words::check),
    ("fixed file names", files::names),
    ("file and function lengths", files::lengths),
    ("comments on tables and columns", migrations::check),
    ("words in both languages", locales::complete),
    ("French typography", locales::typography),
    ("words used", locales::used),
    ("words of every refusal", problems::check),
    ("names in the pages", names::check),
];

/// Applies every rule and prints what they find.
pub fn run(root: &Path) -> Result<()> {
    apply(
        root,
        RULES.iter().copied().chain([("every route described", routes::check as fn(&Checkout) -> Vec<Finding>)]),
    )
}

/// Applies the rules about words.
pub fn run_locales(root: &Path) -> Result<()> {
    apply(root, RULES.iter().copied().filter(|(name, _)| name.contains("words") || name.contains("typography")))
}

/// How many rules there are.
pub const fn rules() -> u64 {
    RULES.len() as u64 + 1
}

fn apply(root: &Path, rules: impl Iterator<Item = Rule>) -> Result<()> {
    let checkout = Checkout::of(Tree::load(root)?);
    let mut broken = 0;
    for (name, rule) in rules {
        let mut findings = rule(&checkout);
        findings.sort();
        println!("  {} {name}", if findings.is_empty() { "✓" } else { "✗" });
        for finding in &findings {
            println!("      {}:{}: {}", finding.path, finding.line, finding.what);
        }
        broken += findings.len();
    }
    if broken > 0 {
        bail!("tidy: {broken} to mend, listed above");
    }
    Ok(())
}

/// For the tests of the rules: the findings in a tree made by hand, as `path:line`.
#[cfg(test)]
fn found(rule: fn(&Checkout) -> Vec<Finding>, files: &[(&str, &str)]) -> Vec<String> {
    let findings = rule(&Checkout::of(Tree::of(files)));
    findings.into_iter().map(|finding| format!("{}:{}", finding.path, finding.line)).collect()
}
