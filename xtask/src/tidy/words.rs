//! The platform (L1) serves any field: it knows no word of ours.

use crate::tidy::levels::level;
use crate::tidy::{Checkout, Finding};

/// Words that belong to features. `case` is looked for in names only: in SQL it is a keyword.
const FIELD: [&str; 16] = [
    "customer",
    "case",
    "survey",
    "interaction",
    "complaint",
    "verbatim",
    "indicator",
    "promise",
    "adviser",
    "detractor",
    "promoter",
    "invitation",
    "respondent",
    "questionnaire",
    "persona",
    "dossier",
];

/// Words of the field in the names and texts of L1.
pub fn check(checkout: &Checkout) -> Vec<Finding> {
    let mut findings = Vec::new();
    for name in checkout.tree.crates().into_iter().filter(|name| level(name) == Some(1)) {
        for (path, source) in checkout.crate_sources(name) {
            for found in source.names.iter().filter(|found| !found.in_test) {
                if let Some(word) = parts(&found.text).iter().find_map(|part| field(part)) {
                    let why = format!(
                        "`{}` says {word}: L1 knows no word of the field; name what it does for anyone",
                        found.text
                    );
                    findings.push(Finding::new(path, found.line, why));
                }
            }
            for found in source.texts.iter().filter(|found| !found.in_test) {
                let mut words = found.text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
                if let Some(word) = words.find_map(|word| field(&word).filter(|word| *word != "case")) {
                    findings.push(Finding::new(
                        path,
                        found.line,
                        format!("a text says {word}: L1 knows no word of the field"),
                    ));
                }
            }
        }
    }
    findings
}

/// `CaseClosed` and `case_closed` as `case`, `closed`.
fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for c in name.chars() {
        if c == '_' || c.is_uppercase() {
            parts.push(String::new());
        }
        if c != '_'
            && let Some(last) = parts.last_mut()
        {
            last.extend(c.to_lowercase());
        }
    }
    // Names about letter case, and identifiers such as `to_lowercase`, are not about cases.
    let about_letters = parts.iter().any(|part| {
        matches!(part.as_str(), "upper" | "lower" | "ignore" | "insensitive" | "snake" | "camel" | "kebab")
    });
    parts.into_iter().filter(|part| !(about_letters && part == "case")).collect()
}

fn field(word: &str) -> Option<&'static str> {
    FIELD.into_iter().find(|field| word == *field || word.strip_suffix('s') == Some(field))
}

#[cfg(test)]
mod tests {
    use crate::tidy::found;
    use crate::tidy::words::check;

    #[test]
    fn the_platform_names_no_case_and_no_customer() {
        let file = "fn close_case() {}\nstruct CustomerRow;\nfn to_snake_case() {}\nconst A: &str = \"case when x then y end\";\nconst B: &str = \"surveys\";\n// a customer\n";
        let files = [
            ("crates/db/Cargo.toml", ""),
            ("crates/db/src/lib.rs", file),
            ("crates/cases/Cargo.toml", ""),
            ("crates/cases/src/lib.rs", file),
        ];
        assert_eq!(
            found(check, &files),
            ["crates/db/src/lib.rs:1", "crates/db/src/lib.rs:2", "crates/db/src/lib.rs:5"]
        );
    }
}
