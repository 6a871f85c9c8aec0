//! The API described is the API served: a described handler is routed, and a routed one is described.
//!
//! `routes!()` makes both at once, so what is left to check is what goes round it. That docs/openapi.json is what the program
//! says is checked by `cargo xtask openapi --check`.

use std::collections::BTreeSet;

use crate::tidy::levels::level;
use crate::tidy::{Checkout, Finding};

/// Crates whose routes are pages, not the API.
const PAGES: [&str; 2] = ["portal", "server"];

/// Described handlers that are routed nowhere, and plain routes of the API.
pub fn check(checkout: &Checkout) -> Vec<Finding> {
    let mut findings = Vec::new();
    for name in checkout.tree.crates() {
        let mut routed = BTreeSet::new();
        let mut described = Vec::new();
        for (path, source) in checkout.crate_sources(name) {
            let text = checkout.tree.text(path).unwrap_or_default();
            routed.extend(routed_in(text));
            described.extend(described_in(text).into_iter().map(|(handler, line)| (path, handler, line)));
            let is_feature = level(name).is_some_and(|level| level >= 2) && !PAGES.contains(&name);
            for (index, line) in text.lines().enumerate().filter(|(_, line)| is_feature && line.contains(".route(\"")) {
                let in_test = source.rule_lines <= index;
                if !in_test && !line.trim_start().starts_with("//") {
                    findings.push(Finding::new(
                        path,
                        index + 1,
                        "a route of the API goes through routes!(handler), so that it is described",
                    ));
                }
            }
        }
        for (path, handler, line) in described.into_iter().filter(|(_, handler, _)| !routed.contains(handler)) {
            findings.push(Finding::new(
                path,
                line,
                format!("{handler} is described and routed nowhere: add routes!({handler})"),
            ));
        }
    }
    findings
}

/// The last names within every `routes!(…)`.
fn routed_in(text: &str) -> Vec<String> {
    let calls = text.split("routes!(").skip(1).filter_map(|rest| rest.split(')').next());
    let names = calls.flat_map(|call| call.split(','));
    names
        .filter_map(|name| name.trim().rsplit("::").next().map(str::to_owned))
        .filter(|name| !name.is_empty())
        .collect()
}

/// The functions that follow `#[utoipa::path(`, with the line of the attribute.
fn described_in(text: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let mut attribute = None;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("#[utoipa::path(") {
            attribute = Some(index + 1);
        }
        if let Some(rest) = line.split("fn ").nth(1).filter(|_| !line.trim_start().starts_with("//"))
            && let Some(at) = attribute.take()
        {
            found.push((rest.split(['(', '<']).next().unwrap_or_default().to_owned(), at));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::tidy::found;
    use crate::tidy::routes::check;

    #[test]
    fn a_described_handler_without_a_route_and_a_plain_route_are_found() {
        let api = "pub fn routes() { OpenApiRouter::new().routes(routes!(list, create)).route(\"/x\", get(x)) }\n\
                   #[utoipa::path(get)]\nasync fn list() {}\n#[utoipa::path(post)]\npub async fn create() {}\n#[utoipa::path(put)]\nasync fn lost() {}\n";
        let files = [("crates/cases/Cargo.toml", ""), ("crates/cases/src/api.rs", api)];
        assert_eq!(found(check, &files), ["crates/cases/src/api.rs:1", "crates/cases/src/api.rs:6"]);
    }
}
