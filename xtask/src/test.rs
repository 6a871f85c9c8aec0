//! `cargo xtask test`: everything that must hold, cheap things first, node's work beside cargo's.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use regex::Regex;

use crate::postgres::{Postgres, VARIABLE};
use crate::shell::{self, Count};
use crate::{generated, packages, sql, tidy, vectors, web};

/// What the steps share.
struct Run<'a> {
    root: &'a Path,
    postgres: Option<Postgres>,
    /// The web app's checks, which run beside the compiler.
    web: Option<Receiver<WebOutcome>>,
}

/// How long the web app's checks took, what they said, and what they counted.
type WebOutcome = (Duration, Result<(String, Count)>);

type Step = (&'static str, &'static str, fn(&mut Run) -> Result<Count>);

const STEPS: [Step; 10] = [
    ("packages", "the programs the tests need", packages),
    ("format", "cargo fmt --check", format),
    ("tidy", "the rules of the house", tidy),
    ("clippy", "no warning in any target", clippy),
    ("sql", "every SQL text on both engines", sql),
    ("generated", "OpenAPI, client types, schema dumps", generated),
    ("rust", "unit and integration tests on both engines", rust),
    ("vectors", "what others published, reproduced", vectors),
    ("web", "types, lint, unit tests, build, weight", web),
    ("e2e", "the real binary in a real browser", e2e),
];

/// Runs all steps, or those in `only`.
pub fn run(root: &Path, only: &[String], list: bool) -> Result<()> {
    if list {
        STEPS.iter().for_each(|(name, what, _)| println!("{name:10} {what}"));
        return Ok(());
    }
    let wanted: BTreeSet<&str> = only.iter().flat_map(|names| names.split(',')).collect();
    if let Some(unknown) = wanted.iter().find(|name| !STEPS.iter().any(|(step, ..)| step == *name)) {
        bail!("no step {unknown}: cargo xtask test --list");
    }
    let wants = |name: &str| wanted.is_empty() || wanted.contains(name);
    // The program embeds the built web app; the folder has to be there even before it is built.
    std::fs::create_dir_all(root.join("web/dist"))?;
    let begun = Instant::now();
    let mut run = Run { root, postgres: None, web: None };
    let mut total = Count::default();
    for (name, what, step) in STEPS.iter().filter(|(name, ..)| wants(name)) {
        println!("\n── {name}: {what}");
        let started = Instant::now();
        match step(&mut run) {
            Ok(count) => {
                total = total.plus(count);
                println!("── {name}: {count} in {}", shell::duration(started.elapsed()));
            }
            Err(error) => {
                println!("── {name}: FAILED after {}\n{error:#}", shell::duration(started.elapsed()));
                let total = Count { failed: total.failed.max(1), ..total };
                println!("\n{total} in {}", shell::duration(begun.elapsed()));
                bail!("step {name} failed (again alone: cargo xtask test --only {name})");
            }
        }
        // Once the machine has its programs, node starts beside cargo.
        if *name == "packages" && wants("web") {
            run.web = Some(start_web(root));
        }
    }
    println!("\n{total} in {}", shell::duration(begun.elapsed()));
    Ok(())
}

impl Run<'_> {
    fn postgres(&mut self) -> Result<String> {
        if self.postgres.is_none() {
            self.postgres = Some(Postgres::start()?);
        }
        Ok(self.postgres.as_ref().map(|postgres| postgres.url.clone()).unwrap_or_default())
    }
}

fn start_web(root: &Path) -> Receiver<WebOutcome> {
    let (sender, receiver) = channel();
    let root = root.to_path_buf();
    std::thread::spawn(move || {
        let started = Instant::now();
        let outcome = web::check(&root);
        let _ = sender.send((started.elapsed(), outcome));
    });
    receiver
}

fn packages(run: &mut Run) -> Result<Count> {
    packages::ensure(run.root)?;
    Ok(Count::passed(1))
}

fn format(run: &mut Run) -> Result<Count> {
    shell::run(&mut shell::command(run.root, &["cargo", "fmt", "--all", "--check"]))
        .context("mend it with `cargo fmt --all`")?;
    Ok(Count::passed(1))
}

fn tidy(run: &mut Run) -> Result<Count> {
    tidy::run(run.root)?;
    Ok(Count::passed(tidy::rules()))
}

fn clippy(run: &mut Run) -> Result<Count> {
    let words = ["cargo", "clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"];
    shell::run(&mut shell::command(run.root, &words))?;
    Ok(Count::passed(1))
}

fn sql(run: &mut Run) -> Result<Count> {
    let url = run.postgres()?;
    sql::prepare(run.root, &url).map(Count::passed)
}

fn generated(run: &mut Run) -> Result<Count> {
    let url = run.postgres()?;
    let stale = generated::refresh(run.root, &url, true)?;
    if !stale.is_empty() {
        bail!("out of date: {} (run `cargo xtask openapi` and commit)", stale.join(", "));
    }
    Ok(Count::passed(4))
}

/// All tests, each binary's tally shown; the count is the sum.
fn rust(run: &mut Run) -> Result<Count> {
    let url = run.postgres()?;
    let tally = Regex::new(r"^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored")?;
    let (mut count, mut ignored) = (Count::default(), 0_u64);
    let words = ["cargo", "test", "--workspace", "--no-fail-fast"];
    let ran = shell::lines(
        shell::command(run.root, &words).env(VARIABLE, &url).env("ENTENTE_TEST_MAIL", "required"),
        |line| {
            if let Some(hit) = tally.captures(line) {
                let number =
                    |index| hit.get(index).and_then(|part| part.as_str().parse::<u64>().ok()).unwrap_or_default();
                count = count.plus(Count { passed: number(1), failed: number(2), skipped: 0 });
                ignored += number(3);
            } else if let Some((_, why)) = line.split_once("SKIPPED: ") {
                count.skipped += 1;
                println!("SKIPPED: {why}");
            } else if line.contains("VECTORS ") {
                // The step after this one tells the tallies.
            } else if !line.ends_with("... ok") && !line.is_empty() && !line.starts_with("running ") {
                println!("{line}");
            }
        },
    );
    ran.with_context(|| format!("{} passed, {} failed", count.passed, count.failed))?;
    if ignored > 0 {
        bail!("{ignored} tests are ignored: assert today's result instead, and say so");
    }
    Ok(count)
}

fn vectors(run: &mut Run) -> Result<Count> {
    vectors::run(run.root, None)
}

fn web(run: &mut Run) -> Result<Count> {
    let receiver = run.web.take().unwrap_or_else(|| start_web(run.root));
    let (took, outcome) = receiver.recv().context("the web app's checks ended without a word")?;
    let (said, count) = outcome?;
    println!("{}  (ran {} beside the rest)", said, shell::duration(took));
    Ok(count)
}

fn e2e(run: &mut Run) -> Result<Count> {
    let url = run.postgres()?;
    web::build_if_stale(run.root)?;
    web::install(run.root, "e2e")?;
    let bins = ["--bin", "entente", "--bin", "mail_servers"];
    let build = ["cargo", "build", "--quiet", "-p", "server", "-p", "testkit"];
    shell::run(shell::command(run.root, &build).args(bins))?;
    let tally = Regex::new(r"^(\d+) passed, (\d+) failed")?;
    let mut count = None;
    let words = ["node", "run.mjs"];
    let mut command = shell::command(&run.root.join("e2e"), &words);
    let ran = shell::lines(
        command.env(VARIABLE, &url).env("ENTENTE_TEST_BINARY", run.root.join("target/debug/entente")),
        |line| {
            println!("  {line}");
            if let Some(hit) = tally.captures(line) {
                let number =
                    |index| hit.get(index).and_then(|part| part.as_str().parse::<u64>().ok()).unwrap_or_default();
                count = Some(Count { passed: number(1), failed: number(2), skipped: 0 });
            }
        },
    );
    ran.context("a journey failed")?;
    count.context("the browser tests did not say how many passed")
}
