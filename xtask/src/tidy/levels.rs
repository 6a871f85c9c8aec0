//! Crates stand on levels and use only what is below them (ARCHITECTURE.md, "Levels").

use std::collections::BTreeSet;

use crate::tidy::{Checkout, Finding};

/// Every crate with its level. A crate that is not here is a finding: give it one.
pub const LEVELS: [(&str, u8); 21] = [
    ("kernel", 0),
    ("calendar", 0),
    ("matching", 0),
    ("questionnaire", 0),
    ("measures", 0),
    ("db", 1),
    ("mail", 1),
    ("jobs", 1),
    ("api", 1),
    ("access", 2),
    ("customers", 3),
    ("interactions", 3),
    ("cases", 3),
    ("surveys", 3),
    ("indicators", 3),
    ("mailroom", 4),
    ("programme", 4),
    ("portal", 4),
    ("server", 5),
    ("testkit", 5),
    ("scenarios", 6),
];

/// Neighbours that may use each other all the same, each with its reason.
const ALLOWED: [(&str, &str, &str); 7] = [
    ("calendar", "kernel", "the kernel is below the rest of its level"),
    ("questionnaire", "kernel", "the kernel is below the rest of its level"),
    ("measures", "kernel", "the kernel is below the rest of its level"),
    ("jobs", "db", "jobs and events stand in the store"),
    ("api", "db", "idempotent answers stand in the store"),
    ("api", "jobs", "the live stream is fed by the relay"),
    ("testkit", "server", "the tests drive the assembled program"),
];

/// The level of a crate.
pub fn level(name: &str) -> Option<u8> {
    LEVELS.iter().find(|(known, _)| *known == name).map(|(_, level)| *level)
}

/// Dependencies and imports that do not go down.
pub fn check(checkout: &Checkout) -> Vec<Finding> {
    let mut findings = Vec::new();
    for name in checkout.tree.crates() {
        let manifest = format!("crates/{name}/Cargo.toml");
        let Some(own) = level(name) else {
            findings.push(Finding::new(
                &manifest,
                1,
                format!("crate {name} has no level: give it one in tidy/levels.rs"),
            ));
            continue;
        };
        let text = checkout.tree.text(&manifest).unwrap_or_default();
        for (line, dependency) in dependencies(text, &["[dependencies", "[build-dependencies"]) {
            if !may_use(name, own, &dependency) {
                findings.push(Finding::new(&manifest, line, refusal(name, own, &dependency)));
            }
        }
        for (path, source) in checkout.crate_sources(name) {
            for found in source.paths.iter().filter(|found| !found.in_test) {
                let first = found.text.split("::").next().unwrap_or_default();
                if first != name && !is_local(&found.text) && !may_use(name, own, first) {
                    findings.push(Finding::new(path, found.line, refusal(name, own, first)));
                }
            }
        }
    }
    findings
}

/// `jobs::X` may be the crate or the module of this crate; a module is written `crate::jobs` where it is not at the root.
fn is_local(path: &str) -> bool {
    let mut parts = path.split("::");
    let first = parts.next().unwrap_or_default();
    // The fixed file names of a feature that are also names of crates.
    matches!(first, "jobs" | "api" | "crate" | "self" | "super")
}

fn may_use(name: &str, own: u8, other: &str) -> bool {
    let allowed = ALLOWED.iter().any(|(user, used, _)| *user == name && *used == other);
    level(other).is_none_or(|level| level < own) || allowed || name == other
}

fn refusal(name: &str, own: u8, other: &str) -> String {
    format!(
        "{name} (L{own}) may not use {other} (L{}): move what both need down, or compose them one level up",
        level(other).unwrap_or_default()
    )
}

/// Dependencies that no file of their crate names: what is built for nothing.
pub fn unused(checkout: &Checkout) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (manifest, text) in checkout.tree.files().filter(|(path, _)| path.ends_with("/Cargo.toml")) {
        let folder = manifest.trim_end_matches("Cargo.toml");
        let own: Vec<_> = checkout.sources.iter().filter(|(path, _)| path.starts_with(folder)).collect();
        // A file of another folder may stand in by its path: `#[path = "../../testkit/src/mail_servers.rs"]`.
        let texts = own.iter().flat_map(|(_, source)| &source.texts).filter(|found| found.text.ends_with(".rs"));
        let lent: Vec<&str> = texts.map(|found| found.text.trim_start_matches("../")).collect();
        let all = checkout.sources.iter().filter(|(path, _)| {
            path.starts_with(folder) || lent.iter().any(|lent| path.ends_with(&format!("/{lent}")))
        });
        let names: BTreeSet<&str> =
            all.flat_map(|(_, source)| source.names.iter().map(|found| found.text.as_str())).collect();
        for (line, name) in dependencies(text, &["[dependencies", "[build-dependencies", "[dev-dependencies"]) {
            // A crate that names itself asks for a feature of its own in its tests.
            let is_itself = folder.trim_end_matches('/').ends_with(&format!("/{name}"));
            if !is_itself && !names.contains(name.replace('-', "_").as_str()) {
                findings.push(Finding::new(manifest, line, format!("{name} is used nowhere here: remove it")));
            }
        }
    }
    findings
}

/// The names under the sections that begin so, with their lines.
fn dependencies(manifest: &str, sections: &[&str]) -> Vec<(usize, String)> {
    let mut within = false;
    let mut found = Vec::new();
    for (index, line) in manifest.lines().enumerate() {
        if line.starts_with('[') {
            within = sections.iter().any(|section| line.starts_with(section));
        } else if within {
            let name = line.split(['=', '.', ' ']).next().unwrap_or_default();
            if !name.is_empty() && !name.starts_with('#') {
                found.push((index + 1, name.to_owned()));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::tidy::found;
    use crate::tidy::levels::{check, unused};

    #[test]
    fn a_dependency_that_no_file_names_is_found() {
        let manifest = "[package]\nname = \"db\"\n[dependencies]\nfutures-util.workspace = true\nsha2.workspace = true\n\
                        [dev-dependencies]\ntempfile.workspace = true\n";
        let files = [("crates/db/Cargo.toml", manifest), ("crates/db/src/lib.rs", "use futures_util::x;\n// sha2")];
        assert_eq!(found(unused, &files), ["crates/db/Cargo.toml:5", "crates/db/Cargo.toml:7"]);
    }

    #[test]
    fn records_never_use_each_other() {
        let files =
            [("crates/cases/Cargo.toml", "[dependencies]\nkernel.workspace = true\ncustomers.workspace = true\n")];
        assert_eq!(found(check, &files), ["crates/cases/Cargo.toml:3"]);
    }

    #[test]
    fn a_path_that_goes_up_is_found_even_without_a_manifest_line() {
        let files =
            [("crates/db/Cargo.toml", "[dependencies]\n"), ("crates/db/src/lib.rs", "fn f() {\n cases::x();\n}\n")];
        assert_eq!(found(check, &files), ["crates/db/src/lib.rs:2"]);
    }

    #[test]
    fn flows_may_compose_records_and_a_new_crate_needs_a_level() {
        let files = [
            ("crates/mailroom/Cargo.toml", "[dependencies]\ncases = { path = \"x\" }\n"),
            ("crates/chat/Cargo.toml", "[dependencies]\n"),
        ];
        assert_eq!(found(check, &files), ["crates/chat/Cargo.toml:1"]);
    }
}
