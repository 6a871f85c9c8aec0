//! What tests of several features ask again and again.

use serde_json::Value;

use crate::app::{Answer, Client};

/// That `answer` is a problem of `status` and `code`; returns it.
#[track_caller]
pub fn check_problem(answer: &Answer, status: u16, code: &str) -> Value {
    let problem = answer.json(status);
    assert_eq!(problem.get("code").and_then(Value::as_str), Some(code), "{}", answer.text);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    problem
}

/// Every item of the list at `path`, page by page, in order; stops at a thousand pages.
pub async fn all_items(client: &Client, path: &str) -> Vec<Value> {
    let (mut items, mut after) = (Vec::new(), None::<String>);
    let joint = if path.contains('?') { '&' } else { '?' };
    for _ in 0..1_000 {
        let page = match &after {
            Some(after) => client.get(&format!("{path}{joint}limit=200&after={after}")).await,
            None => client.get(&format!("{path}{joint}limit=200")).await,
        };
        let page = page.json(200);
        items.extend(page.get("items").and_then(Value::as_array).into_iter().flatten().cloned());
        after = page.get("next").and_then(Value::as_str).map(str::to_owned);
        if after.is_none() {
            return items;
        }
    }
    panic!("{path} has no end");
}

/// A field of a JSON value by its JSON pointer, as text.
#[track_caller]
pub fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("no text at {pointer} in {value}"))
}

/// A field of a JSON value by its JSON pointer, as a number.
#[track_caller]
pub fn number(value: &Value, pointer: &str) -> f64 {
    value.pointer(pointer).and_then(Value::as_f64).unwrap_or_else(|| panic!("no number at {pointer} in {value}"))
}

/// The hidden fields of a page's form, as a browser sends them back with what was typed.
pub fn hidden_fields(page: &str) -> Vec<(String, String)> {
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!("{name}=\""))?;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    };
    let tags = page.split("<input ").skip(1).filter_map(|it| it.split_once('>')).map(|it| it.0);
    tags.filter(|it| it.contains("type=\"hidden\""))
        .filter_map(|it| Some((attribute(it, "name")?, attribute(it, "value")?)))
        .collect()
}
