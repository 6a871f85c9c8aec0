//! What the pages for developers name is there: files and folders by their path, code as `crate::module::name`.

use std::collections::BTreeSet;

use crate::tidy::levels::level;
use crate::tidy::{Checkout, Finding};

/// The folders a path may begin with.
const FOLDERS: [&str; 11] =
    ["crates", "deploy", "docs", "e2e", "fixtures", "locales", "migrations", "templates", "tests", "web", "xtask"];

/// Names in the pages that stand for nothing.
pub fn check(checkout: &Checkout) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in checkout.tree.files().filter(|(path, _)| path.ends_with(".md")) {
        let mut in_sketch = false;
        for (index, line) in text.lines().enumerate() {
            in_sketch ^= line.starts_with("```");
            if in_sketch {
                continue;
            }
            for word in line.split('`').skip(1).step_by(2).filter(|word| !stands(checkout, word)) {
                findings.push(Finding::new(path, index + 1, format!("`{word}` is not there: name what is")));
            }
        }
    }
    findings
}

/// Whether `word` is no name of ours, or one that is there.
fn stands(checkout: &Checkout, word: &str) -> bool {
    let is_path = word.split('/').next().is_some_and(|first| FOLDERS.contains(&first)) && word.contains('/');
    let is_pattern = word.contains("YYYY") || word.contains("NNNN");
    if is_path && !is_pattern && word.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c)) {
        let folder = format!("{}/", word.trim_end_matches('/'));
        // What is built is in no checkout.
        let is_built = word.contains("/dist") || word.contains("/node_modules") || word.contains("/results");
        return is_built || checkout.tree.files().any(|(path, _)| path == word || path.starts_with(&folder));
    }
    let mut parts = word.split("::");
    let name = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.map(|part| part.trim_end_matches("()")).collect();
    let is_code = !rest.is_empty() && rest.iter().all(|part| part.chars().all(|c| c.is_alphanumeric() || c == '_'));
    if !is_code || level(name).is_none() {
        return true;
    }
    let known: BTreeSet<&str> = checkout
        .crate_sources(name)
        .flat_map(|(path, source)| path.split(['/', '.']).chain(source.names.iter().map(|found| found.text.as_str())))
        .collect();
    rest.iter().all(|part| known.contains(part))
}

#[cfg(test)]
mod tests {
    use crate::tidy::found;
    use crate::tidy::names::check;

    #[test]
    fn a_page_names_what_is_there() {
        let page = "`crates/cases/src/case.rs` and `cases::case::close`\n`crates/cases/src/gone.rs`\n`cases::case::shut`\n\
                    ```rust\n`cases::nowhere`\n```\n`tokio::spawn` `web/dist` `GET /cases`\n";
        let files = [("A.md", page), ("crates/cases/src/case.rs", "fn close() {}")];
        assert_eq!(found(check, &files), ["A.md:2", "A.md:3"]);
    }
}
