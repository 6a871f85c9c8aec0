//! Refusals: each code the server answers has its words in both languages, and no words stand there for a code that is
//! gone.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use crate::tidy::{Checkout, Finding};

/// Where a code stands in Rust: a problem is made of it, a reason is, or a field is refused for it.
const MADE: [&str; 4] = [
    r#"(?:Problem|Self)::(?:bad_request|forbidden|conflict|invalid)\(\s*"([a-z0-9_]+)""#,
    r#"(?:Problem|Self)::new\(\s*[\w:.()]+,\s*"([a-z0-9_]+)""#,
    r#"\bReason::new\(\s*"([a-z0-9_]+)""#,
    r#"\.field\(\s*"[^"]*",\s*"([a-z0-9_]+)""#,
];
/// The words of `some_code` are called `problem-some-code`.
const PREFIX: &str = "problem-";

/// Codes without words, and words without a code.
pub fn check(checkout: &Checkout) -> Vec<Finding> {
    let Ok(patterns) = MADE.map(Regex::new).into_iter().collect::<Result<Vec<_>, _>>() else {
        return vec![Finding::new("xtask", 1, "a pattern of problems.rs does not compile")];
    };
    let Ok(quoted) = Regex::new(r#""\[?([a-z][a-z0-9_]*)[\]"]"#) else { return Vec::new() };
    let words = words(checkout);
    let (mut named, mut findings) = (BTreeSet::new(), Vec::new());
    for (path, text) in checkout.tree.under("crates/", ".rs").filter(|(path, _)| path.contains("/src/")) {
        // What tests make up has no words.
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
        named.extend(quoted.captures_iter(text).filter_map(|hit| Some(hit.get(1)?.as_str().replace('_', "-"))));
        for hit in patterns.iter().flat_map(|it| it.captures_iter(text)).filter_map(|it| it.get(1)) {
            let key = format!("{PREFIX}{}", hit.as_str().replace('_', "-"));
            if !words.contains_key(&key) && !path.contains("tests") {
                let line = text.get(..hit.start()).map_or(1, |before| before.matches('\n').count() + 1);
                let what = format!("the refusal {} has no words: add {key} to locales/*/problems.ftl", hit.as_str());
                findings.push(Finding::new(path, line, what));
            }
        }
    }
    for (key, (path, line)) in &words {
        if key.strip_prefix(PREFIX).is_some_and(|code| !named.contains(code)) {
            findings.push(Finding::new(
                path,
                *line,
                format!("nothing is refused for {key}: remove it in both languages"),
            ));
        }
    }
    findings
}

/// The French words of refusals, and where they stand. That English has the same is another rule's.
fn words(checkout: &Checkout) -> BTreeMap<String, (String, usize)> {
    let mut words = BTreeMap::new();
    for (path, text) in checkout.tree.under("locales/fr/", ".ftl") {
        for (index, line) in text.lines().enumerate().filter(|(_, line)| line.starts_with(PREFIX)) {
            if let Some((key, _)) = line.split_once(" =") {
                words.insert(key.to_owned(), (path.to_owned(), index + 1));
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use crate::tidy::found;
    use crate::tidy::problems::check;

    #[test]
    fn a_refusal_without_words_and_words_without_a_refusal_are_found() {
        let files = [
            ("locales/fr/problems.ftl", "problem-name-taken = Pris\nproblem-code-wrong = Faux\nproblem-gone = Parti\n"),
            (
                "crates/cases/src/error.rs",
                "a(Problem::invalid(\"name_taken\"));\nb(Self::new(StatusCode::GONE, \"too_late\"));\n\
                 c(Problem::conflict(\n    \"no_words\").field(\"/a\", \"none_either\"));\nd => \"code_wrong\",\n",
            ),
        ];
        let mut found = found(check, &files);
        found.sort();
        assert_eq!(
            found,
            [
                "crates/cases/src/error.rs:2",
                "crates/cases/src/error.rs:4",
                "crates/cases/src/error.rs:4",
                "locales/fr/problems.ftl:3"
            ]
        );
    }
}
