//! SQL: who writes which table, where it stands, and whether both engines read it.

use std::collections::BTreeMap;

use regex::Regex;

use crate::source::Found;
use crate::tidy::{Checkout, Finding};

/// Who owns each table: the `-- owner:` of the migration that creates it.
pub fn owners(checkout: &Checkout) -> BTreeMap<String, String> {
    let create = pattern(r"(?m)^\s*create\s+(?:virtual\s+)?table\s+(?:if\s+not\s+exists\s+)?([a-z_]+)");
    let mut owners = BTreeMap::new();
    for (_, text) in checkout.tree.under("migrations/", ".sql") {
        let owner = text.lines().next().and_then(|line| line.strip_prefix("-- owner:")).map(str::trim);
        for table in create.captures_iter(text).filter_map(|found| found.get(1)) {
            owners.insert(table.as_str().to_owned(), owner.unwrap_or_default().to_owned());
        }
    }
    // The migrator makes its own table before there is any migration.
    for (_, source) in checkout.crate_sources("db") {
        for table in source.texts.iter().filter_map(|found| create.captures(&found.text)?.get(1)) {
            owners.insert(table.as_str().to_owned(), "db".to_owned());
        }
    }
    owners
}

/// Writes to a table that another crate owns.
pub fn ownership(checkout: &Checkout) -> Vec<Finding> {
    let owners = owners(checkout);
    let writes = pattern(r"\b(insert\s+into|delete\s+from|update)\s+([a-z_]+)");
    let mut findings = Vec::new();
    for (name, path, found) in texts(checkout) {
        // `on conflict … do update set` names no table.
        let text = found.text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        let text = text.replace("do update set", "do_update_set");
        for table in writes.captures_iter(&text).filter_map(|hit| hit.get(2)).map(|table| table.as_str()) {
            match owners.get(table) {
                Some(owner) if owner == name => {}
                Some(owner) => findings.push(Finding::new(
                    path,
                    found.line,
                    format!("{name} writes {table}, which {owner} owns: call an action of {owner}, or let programme react to an event"),
                )),
                None => findings.push(Finding::new(path, found.line, format!("no migration creates {table}"))),
            }
        }
    }
    findings
}

/// SQL outside store files, in features.
pub fn places(checkout: &Checkout) -> Vec<Finding> {
    let outside = |name: &str, path: &str| {
        let folder = format!("crates/{name}/src/");
        let within = path.strip_prefix(&folder).unwrap_or(path);
        // testkit looks into the store as no feature may: it is never part of the program.
        !matches!(name, "db" | "testkit")
            && within != "store.rs"
            && !within.starts_with("store/")
            && !within.ends_with("/store.rs")
    };
    let found = texts(checkout).filter(|(name, path, _)| outside(name, path));
    found
        .map(|(_, path, sql)| Finding::new(path, sql.line, "SQL stands in store.rs or store/<topic>.rs: move it there"))
        .collect()
}

/// Words that only one of the engines reads.
pub fn portability(checkout: &Checkout) -> Vec<Finding> {
    const ONE_ENGINE: [(&str, &str); 9] = [
        (r"\bilike\b", "ilike: fold both sides instead"),
        (r"\bnow\(\)", "now(): pass the instant"),
        (r"::[a-z]", "a cast with ::; write cast(x as type)"),
        (r"->>?", "a JSON operator: store what is asked for in a column"),
        (r"\bfor update\b", "for update: SQLite has one writer; use a version"),
        (r"\binsert or\b", "insert or …: write on conflict"),
        (r"\b(true|false)\b", "a Boolean literal: write 1 or 0"),
        (r"\bstring_agg\b|\bgroup_concat\b", "an aggregate only one engine has"),
        (r"\brandom\(\)", "random(): pass the value"),
    ];
    let patterns = ONE_ENGINE.map(|(words, why)| (pattern(words), why));
    let mut findings = Vec::new();
    for (name, path, found) in texts(checkout) {
        // A fork for one engine is a function of db, or of a store file named for its engine.
        if name == "db" || path.contains("sqlite") || path.contains("postgres") {
            continue;
        }
        let text = found.text.to_lowercase();
        for (_, why) in patterns.iter().filter(|(words, _)| words.is_match(&text)) {
            findings.push(Finding::new(path, found.line, format!("{why} (one text for SQLite and PostgreSQL)")));
        }
        if text.contains(" limit ") && !text.contains("order by") {
            findings.push(Finding::new(path, found.line, "a limit without an order: which rows is chance"));
        }
    }
    findings
}

/// Every SQL text outside tests: crate, path, text.
fn texts(checkout: &Checkout) -> impl Iterator<Item = (&str, &str, &Found)> {
    checkout.sources.iter().flat_map(|(path, source)| {
        let name = path.strip_prefix("crates/").and_then(|rest| rest.split('/').next()).unwrap_or("");
        let texts = source.sql.iter().filter(move |found| !found.in_test && !name.is_empty());
        texts.map(move |found| (name, path.as_str(), found))
    })
}

fn pattern(words: &str) -> Regex {
    Regex::new(words).unwrap_or_else(|error| panic!("{words}: {error}"))
}

#[cfg(test)]
mod tests {
    use crate::tidy::found;
    use crate::tidy::statements::{ownership, places, portability};

    const MIGRATION: (&str, &str) =
        ("migrations/20261121_2060_cases.sql", "-- owner: cases\ncreate table cases (\n id bigint primary key\n);\n");

    #[test]
    fn only_the_owner_writes_a_table() {
        let sql = "fn f() { sql!(\"update cases set x = 1\"); sql!(\"select 1 from cases\"); }";
        let files = [MIGRATION, ("crates/surveys/src/store.rs", sql), ("crates/cases/src/store.rs", sql)];
        assert_eq!(found(ownership, &files), ["crates/surveys/src/store.rs:1"]);
    }

    #[test]
    fn an_upsert_names_one_table_and_an_unknown_table_is_found() {
        let upsert =
            "fn f() { sql!(\"insert into cases (id) values ($1) on conflict (id) do update set id = excluded.id\"); }";
        let unknown = "fn f() { sql!(\"delete from casse\"); }";
        let files = [MIGRATION, ("crates/cases/src/store.rs", upsert), ("crates/cases/src/store/other.rs", unknown)];
        assert_eq!(found(ownership, &files), ["crates/cases/src/store/other.rs:1"]);
    }

    #[test]
    fn sql_stands_in_stores() {
        let sql = "fn f() { sql!(\"select 1\"); }\n#[cfg(test)]\nmod tests { fn g() { sql!(\"select 2\"); } }";
        let files = [("crates/cases/src/actions.rs", sql), ("crates/cases/src/store/list.rs", sql)];
        assert_eq!(found(places, &files), ["crates/cases/src/actions.rs:1"]);
    }

    #[test]
    fn words_of_one_engine_are_found() {
        let sql = "fn f() { sql!(\"select a from b where c ilike $1\");\n sql!(\"select a from b limit 1\");\n sql!(\"select a from b order by a limit 1\"); }";
        assert_eq!(
            found(portability, &[("crates/cases/src/store.rs", sql)]),
            ["crates/cases/src/store.rs:1", "crates/cases/src/store.rs:2"]
        );
    }
}
