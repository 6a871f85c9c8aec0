//! Rules are computed, not looked up: a rule file takes what it needs as arguments and names nothing that does I/O.

use crate::tidy::levels::level;
use crate::tidy::{Checkout, Finding};

/// What a rule file may not name, by the start of the path.
const IMPURE: [&str; 16] = [
    "db",
    "api",
    "jobs",
    "mail",
    "access",
    "tokio",
    "sqlx",
    "axum",
    "hyper",
    "rand",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::time",
    "std::thread",
];

/// The files of a feature crate that do I/O; every other file of `src/` is a rule file.
const WITH_IO: [&str; 8] = ["lib", "error", "event", "actions", "store", "jobs", "api", "reactions"];

/// What only tests use.
const TESTING: &str = "testing";

/// Crates of L2–L4, whose files have fixed names.
pub fn is_feature(name: &str) -> bool {
    level(name).is_some_and(|level| (2..=4).contains(&level))
}

/// Whether `path`, within a crate's `src/`, is a rule file.
pub fn is_rule_file(crate_name: &str, path: &str) -> bool {
    let within = path.strip_prefix(&format!("crates/{crate_name}/src/")).unwrap_or(path);
    let first = within.split('/').next().unwrap_or(within).trim_end_matches(".rs");
    match level(crate_name) {
        Some(0) => first != TESTING,
        Some(2..=4) => !WITH_IO.contains(&first),
        _ => false,
    }
}

/// Names of I/O in rule files.
pub fn check(checkout: &Checkout) -> Vec<Finding> {
    let mut findings = Vec::new();
    for name in checkout.tree.crates() {
        for (path, source) in checkout.crate_sources(name).filter(|(path, _)| is_rule_file(name, path)) {
            for found in source.paths.iter().filter(|found| !found.in_test) {
                if let Some(what) = impure(name, &found.text) {
                    let why = format!(
                        "a rule file may not name {what}: take the value as an argument, or move this to actions, store or jobs"
                    );
                    findings.push(Finding::new(path, found.line, why));
                }
            }
        }
    }
    findings
}

fn impure(crate_name: &str, path: &str) -> Option<&'static str> {
    let system_clock = crate_name == "kernel" && path.starts_with("std::time");
    // Threads that end where they began and answer in order compute the same as one.
    let in_scope = path == "std::thread::scope";
    // `db::Error` in a rule file of the crate `db` itself cannot occur: db has no rule files.
    IMPURE
        .into_iter()
        .find(|word| path == *word || path.strip_prefix(word).is_some_and(|rest| rest.starts_with("::")))
        .filter(|_| !system_clock && !in_scope)
}

#[cfg(test)]
mod tests {
    use crate::tidy::found;
    use crate::tidy::pure::check;

    #[test]
    fn a_rule_file_names_no_store_but_its_tests_may() {
        let file = "use db::Conn;\nuse std::time::Instant;\n#[cfg(test)]\nmod tests { use tokio::test; }\n";
        let files = [("crates/cases/Cargo.toml", ""), ("crates/cases/src/deadline.rs", file)];
        assert_eq!(found(check, &files), ["crates/cases/src/deadline.rs:1", "crates/cases/src/deadline.rs:2"]);
    }

    #[test]
    fn actions_and_their_folders_may() {
        let files = [
            ("crates/cases/Cargo.toml", ""),
            ("crates/cases/src/actions.rs", "use db::Tx;\n"),
            ("crates/cases/src/store/list.rs", "use db::Conn;\n"),
            ("crates/measures/Cargo.toml", ""),
            (
                "crates/measures/src/nps.rs",
                "fn f() { std::fs::read(); std::thread::scope(|_| ()); std::thread::spawn(f); }\n",
            ),
        ];
        assert_eq!(found(check, &files), ["crates/measures/src/nps.rs:1", "crates/measures/src/nps.rs:1"]);
    }
}
