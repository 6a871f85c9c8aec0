//! A table and a column say what they mean, where they are made; and a migration says who owns it.

use crate::tidy::levels::level;
use crate::tidy::{Checkout, Finding};

/// Migrations without an owner or a right name, tables and columns without a comment.
pub fn check(checkout: &Checkout) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in checkout.tree.under("migrations/", ".sql") {
        let name = path.trim_start_matches("migrations/");
        if name.starts_with("schema.") {
            continue;
        }
        if !is_named(name) {
            findings.push(Finding::new(path, 1, "name it YYYYMMDD_HHMM_what.sql"));
        }
        let owner = text.lines().next().and_then(|line| line.strip_prefix("-- owner: ")).map(str::trim);
        if owner.and_then(level).is_none() {
            findings.push(Finding::new(path, 1, "the first line says `-- owner: <crate>`"));
        }
        comments(path, text, &mut findings);
    }
    findings
}

/// `YYYYMMDD_HHMM_what.sql`.
fn is_named(name: &str) -> bool {
    let Some((day, (time, what))) = name.split_once('_').and_then(|(day, rest)| Some((day, rest.split_once('_')?)))
    else {
        return false;
    };
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    digits(day, 8)
        && digits(time, 4)
        && what.strip_suffix(".sql").is_some_and(|what| !what.is_empty() && what.bytes().all(plain))
}

/// Walks the lines: a table or a column is commented if the line before it is.
fn comments(path: &str, text: &str, findings: &mut Vec<Finding>) {
    const NOT_COLUMNS: [&str; 5] = ["primary", "unique", "check", "foreign", "constraint"];
    let mut within_table = false;
    let mut depth = 0_i64;
    let mut commented = false;
    for (index, line) in text.lines().enumerate().skip(1) {
        let code = line.split("--").next().unwrap_or_default().trim();
        if code.is_empty() {
            commented = line.trim_start().starts_with("--") || (commented && !line.trim().is_empty());
            continue;
        }
        let lower = code.to_lowercase();
        let first = lower.split([' ', '(']).next().unwrap_or_default().to_owned();
        if lower.starts_with("create table") || lower.starts_with("alter table") && lower.contains("add column") {
            if !commented {
                findings.push(Finding::new(path, index + 1, "a comment before it says what it is for"));
            }
            within_table = lower.starts_with("create table");
        } else if within_table
            && depth == 1
            && !code.starts_with(')')
            && !NOT_COLUMNS.contains(&first.as_str())
            && !commented
        {
            findings.push(Finding::new(
                path,
                index + 1,
                format!("a comment before the column {first} says what it means (unit, range, null)"),
            ));
        }
        depth += code.matches('(').count() as i64 - code.matches(')').count() as i64;
        if depth <= 0 && code.ends_with(';') {
            within_table = false;
            depth = 0;
        }
        commented = false;
    }
}

#[cfg(test)]
mod tests {
    use crate::tidy::found;
    use crate::tidy::migrations::check;

    #[test]
    fn a_column_without_a_comment_is_found() {
        let text = "-- owner: cases\n-- Cases.\ncreate table cases (\n  -- Names it.\n  id bigint primary key,\n  state text not null\n    check (state in ('a', 'b')),\n  unique (id, state)\n);\ncreate index cases_by_state on cases (state);\n";
        assert_eq!(
            found(check, &[("migrations/20261121_2060_cases.sql", text)]),
            ["migrations/20261121_2060_cases.sql:6"]
        );
    }

    #[test]
    fn a_table_an_owner_and_a_name_are_asked_for() {
        let text = "-- tables\ncreate table cases (\n  -- Names it.\n  id bigint primary key\n);\n";
        let path = "migrations/cases.sql";
        assert_eq!(found(check, &[(path, text)]), [format!("{path}:1"), format!("{path}:1"), format!("{path}:2")]);
    }
}
