//! Files have the same names in every feature, and fit a reader's head.

use crate::source::is_test_file;
use crate::tidy::pure::{is_feature, is_rule_file};
use crate::tidy::{Checkout, Finding};

/// What every feature crate has, as a file or a folder of its name.
const NEEDED: [&str; 5] = ["lib", "error", "actions", "store", "api"];
/// Names that say nothing of what is in the file.
const EMPTY_NAMES: [&str; 8] = ["util", "utils", "helper", "helpers", "common", "misc", "manager", "shared"];
/// Lines of any file.
const FILE_LINES_MAX: usize = 800;
/// Lines of a rule file, its tests apart.
const RULE_LINES_MAX: usize = 600;
/// Lines of a function, its SQL texts counted as one each. The house says about 60; this is where about ends.
const FUNCTION_LINES_MAX: usize = 70;

/// Feature crates without their files, and names that say nothing.
pub fn names(checkout: &Checkout) -> Vec<Finding> {
    let mut findings = Vec::new();
    for name in checkout.tree.crates().into_iter().filter(|name| is_feature(name)) {
        for needed in NEEDED {
            if checkout.tree.text(&format!("crates/{name}/src/{needed}.rs")).is_none() {
                let why = format!(
                    "{name} has no {needed}.rs: every feature has {}",
                    NEEDED.map(|file| format!("{file}.rs")).join(", ")
                );
                findings.push(Finding::new(&format!("crates/{name}/src/lib.rs"), 1, why));
            }
        }
    }
    for path in checkout.sources.keys() {
        let stem = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".rs");
        if EMPTY_NAMES.contains(&stem) {
            findings.push(Finding::new(path, 1, "the name does not say what it is for: name the noun"));
        }
        if stem == "mod" {
            findings.push(Finding::new(path, 1, "write x.rs beside x/, not x/mod.rs"));
        }
    }
    findings
}

/// Files and functions that are too long.
pub fn lengths(checkout: &Checkout) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, source) in &checkout.sources {
        let lines = checkout.tree.text(path).map_or(0, |text| text.lines().count());
        let name = path.strip_prefix("crates/").and_then(|rest| rest.split('/').next()).unwrap_or("");
        if lines > FILE_LINES_MAX {
            findings.push(Finding::new(
                path,
                FILE_LINES_MAX,
                format!("{lines} lines, at most {FILE_LINES_MAX}: split by noun"),
            ));
        }
        if is_rule_file(name, path) && !is_test_file(path) && source.rule_lines > RULE_LINES_MAX {
            let why = format!("{} lines of rules, at most {RULE_LINES_MAX}: split by noun", source.rule_lines);
            findings.push(Finding::new(path, RULE_LINES_MAX, why));
        }
        let long = source.functions.iter().filter(|function| function.lines > FUNCTION_LINES_MAX && !function.in_test);
        for function in long.filter(|_| !is_test_file(path)) {
            let why = format!(
                "{} has {} lines, at most {FUNCTION_LINES_MAX}: give its parts names",
                function.name, function.lines
            );
            findings.push(Finding::new(path, function.line, why));
        }
    }
    for (path, text) in
        checkout.tree.under("web/src/", "").filter(|(path, _)| path.ends_with(".ts") || path.ends_with(".tsx"))
    {
        let lines = text.lines().count();
        if lines > FILE_LINES_MAX && !path.ends_with(".d.ts") {
            findings.push(Finding::new(
                path,
                FILE_LINES_MAX,
                format!("{lines} lines, at most {FILE_LINES_MAX}: split by component"),
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::tidy::files::{lengths, names};
    use crate::tidy::found;

    #[test]
    fn a_feature_without_its_store_is_found() {
        let mut files = vec![("crates/cases/Cargo.toml", ""), ("crates/cases/src/helpers.rs", "")];
        files.extend(["lib", "error", "actions", "api"].map(|file| match file {
            "lib" => ("crates/cases/src/lib.rs", ""),
            "error" => ("crates/cases/src/error.rs", ""),
            "actions" => ("crates/cases/src/actions.rs", ""),
            _ => ("crates/cases/src/api.rs", ""),
        }));
        assert_eq!(found(names, &files), ["crates/cases/src/lib.rs:1", "crates/cases/src/helpers.rs:1"]);
    }

    #[test]
    fn tests_do_not_count_as_rules_but_count_in_all() {
        let rules = format!("{}#[cfg(test)]\nmod tests {{\n{}}}\n", "// a\n".repeat(601), "// t\n".repeat(100));
        let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "// t\n".repeat(700));
        let files = [("crates/cases/src/a.rs", rules.as_str()), ("crates/cases/src/b.rs", tests.as_str())];
        assert_eq!(found(lengths, &files), ["crates/cases/src/a.rs:600"]);
        let long = "// a\n".repeat(801);
        assert_eq!(found(lengths, &[("crates/db/src/a.rs", &long)]), ["crates/db/src/a.rs:800"]);
    }

    #[test]
    fn a_function_of_a_hundred_lines_is_found() {
        let file = format!("fn f() {{\n{}}}\n", "// a\n".repeat(100));
        assert_eq!(found(lengths, &[("crates/db/src/a.rs", &file)]), ["crates/db/src/a.rs:1"]);
    }
}
