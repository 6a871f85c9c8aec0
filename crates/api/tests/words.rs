//! Every message of the server, put together with sample values in both languages.

use std::collections::BTreeSet;
use std::path::Path;

use api::words::{Value, Words};
use kernel::Locale;

/// The keys of a file, those of attributes as `key.attribute`, and the names of all values it asks for.
fn keys_and_values(text: &str) -> (Vec<String>, BTreeSet<String>) {
    let is_name =
        |it: &str| !it.is_empty() && it.chars().all(|it| it.is_ascii_alphanumeric() || it == '-' || it == '_');
    let (mut keys, mut message) = (Vec::new(), "");
    for line in text.lines() {
        let Some((left, _)) = line.split_once(" =") else { continue };
        match left.trim_start().strip_prefix('.') {
            Some(attribute) if left.starts_with(' ') && is_name(attribute) => {
                keys.push(format!("{message}.{attribute}"))
            }
            None if is_name(left) => {
                message = left;
                keys.push(left.to_owned());
            }
            _ => {}
        }
    }
    let name = |it: &str| it.chars().take_while(|it| it.is_ascii_alphanumeric() || *it == '_').collect::<String>();
    (keys, text.split('$').skip(1).map(name).filter(|it| !it.is_empty()).collect())
}

#[test]
fn every_message_of_the_server_says_all_it_has_to_say() {
    let words = Words::embedded();
    let mut told = Vec::new();
    let mut count = 0;
    for locale in [Locale::Fr, Locale::En] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales").join(locale.code());
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            // The screens put theirs together themselves.
            if name.starts_with("web-") || !name.ends_with(".ftl") {
                continue;
            }
            let (keys, values) = keys_and_values(&std::fs::read_to_string(&path).unwrap());
            for key in keys {
                // A message may have attributes alone.
                if !words.has(locale, &key) {
                    continue;
                }
                for sample in [Value::from(1), Value::from(1_284), Value::from("Hélène")] {
                    let given: Vec<(&str, Value<'_>)> = values.iter().map(|it| (it.as_str(), sample.clone())).collect();
                    let text = words.text(locale, &key, &given);
                    count += 1;
                    if text.contains(['{', '}', '⟦']) || text.trim().is_empty() {
                        told.push(format!("{locale}/{name} {key}: {text:?}"));
                    }
                }
            }
        }
    }
    assert!(count > 1_000, "only {count} texts were put together");
    assert_eq!(told, [""; 0]);
    assert_eq!(words.missing(), [""; 0]);
}
