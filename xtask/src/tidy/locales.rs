//! Words: the same keys in French and English, each used, each used key there, and French set as French is.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use regex::Regex;

use crate::tidy::{Checkout, Finding};

const LANGUAGES: [&str; 2] = ["fr", "en"];
/// Calls whose first argument is a key, in Rust, TypeScript and templates; attributes that hold one.
const CALLS: &str = r#"(?:\bt|\bwords\.(?:text|get|with|say|plain)|\bw|\bTranslated|\bmessage|\bwords)\(\s*["']([a-z][a-z0-9]*(?:-[a-z0-9]+)+)["']"#;
const ATTRIBUTES: &str =
    r#"\b(?:labelKey|titleKey|textKey|messageKey|wordKey|l10nId)(?:=|:\s*)["']([a-z][a-z0-9-]+)["']"#;

/// One message or term: where it stands and the texts in it.
struct Message {
    path: String,
    line: usize,
    /// The runs of text with whether a placeable comes before.
    texts: Vec<(String, bool)>,
    /// The messages it refers to.
    refers: Vec<String>,
}

/// Keys of one language only, keys written twice, files that do not parse.
pub fn complete(checkout: &Checkout) -> Vec<Finding> {
    let mut findings = Vec::new();
    let [fr, en] = LANGUAGES.map(|language| messages(checkout, language, &mut findings));
    for (mine, other, name) in [(&fr, &en, "English"), (&en, &fr, "French")] {
        for (key, message) in mine.iter().filter(|(key, _)| !other.contains_key(*key)) {
            findings.push(Finding::new(&message.path, message.line, format!("{key} is missing in {name}")));
        }
    }
    findings
}

/// French spaces: U+202F before ; ! ?, U+00A0 before : and inside « ».
pub fn typography(checkout: &Checkout) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, message) in messages(checkout, "fr", &mut Vec::new()) {
        for (text, after_placeable) in &message.texts {
            if let Some(what) = misset(text, *after_placeable) {
                findings.push(Finding::new(&message.path, message.line, format!("{key}: {what}")));
            }
        }
    }
    findings
}

/// Keys nobody uses, and keys that are used and not there.
pub fn used(checkout: &Checkout) -> Vec<Finding> {
    let messages = messages(checkout, "fr", &mut Vec::new());
    let Ok(patterns) = Used::new() else {
        return vec![Finding::new("xtask", 1, "a pattern of locales.rs does not compile")];
    };
    let (mut quoted, mut stems, mut findings) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for (path, text) in checkout.tree.files().filter(|(path, _)| speaks(path)) {
        patterns.collect(text, &mut quoted, &mut stems);
        for (index, line) in text.lines().enumerate() {
            for key in patterns.called(line).filter(|key| !messages.contains_key(*key)) {
                findings.push(Finding::new(
                    path,
                    index + 1,
                    format!("the words have no {key}: add it to locales/fr and locales/en"),
                ));
            }
        }
    }
    let referred: BTreeSet<&String> = messages.values().flat_map(|message| &message.refers).collect();
    for (key, message) in &messages {
        let is_used = quoted.contains(key.as_str())
            || referred.contains(key)
            || stems.iter().any(|stem| key.starts_with(stem.as_str()));
        if !is_used {
            findings.push(Finding::new(
                &message.path,
                message.line,
                format!("{key} is used nowhere: remove it in both languages"),
            ));
        }
    }
    findings
}

/// Files that may name keys.
fn speaks(path: &str) -> bool {
    let ours = ["crates/", "web/src/", "web/widget/", "templates/"].iter().any(|folder| path.starts_with(folder));
    ours && [".rs", ".ts", ".tsx", ".html", ".txt", ".j2", ".jinja"].iter().any(|ending| path.ends_with(ending))
}

struct Used {
    quoted: Regex,
    stem: Regex,
    calls: Regex,
    attributes: Regex,
}

impl Used {
    fn new() -> Result<Self, regex::Error> {
        Ok(Self {
            quoted: Regex::new(r#"["'`]([a-z][a-z0-9]*(?:-[a-z0-9]+)*)["'`]"#)?,
            // A key put together: `role-${role}`, format!("role-{}"), "role-" ~ role.
            stem: Regex::new(r#"["'`]([a-z][a-z0-9]*(?:-[a-z0-9]+)*-)(?:\{|\$\{|["'`])"#)?,
            calls: Regex::new(CALLS)?,
            attributes: Regex::new(ATTRIBUTES)?,
        })
    }

    fn collect(&self, text: &str, quoted: &mut BTreeSet<String>, stems: &mut BTreeSet<String>) {
        // A closing quote may open the next match, so each pattern walks the text on its own from every quote.
        for line in text.lines() {
            let mut from = 0;
            while let Some(hit) = line.get(from..).and_then(|rest| self.quoted.captures(rest)) {
                let (Some(whole), Some(key)) = (hit.get(0), hit.get(1)) else { break };
                quoted.insert(key.as_str().to_owned());
                from += whole.end() - 1;
            }
            stems.extend(self.stem.captures_iter(line).filter_map(|hit| Some(hit.get(1)?.as_str().to_owned())));
        }
    }

    fn called<'a>(&'a self, line: &'a str) -> impl Iterator<Item = &'a str> {
        let hits = self.calls.captures_iter(line).chain(self.attributes.captures_iter(line));
        hits.filter_map(|hit| Some(hit.get(1)?.as_str()))
    }
}

fn messages(checkout: &Checkout, language: &str, findings: &mut Vec<Finding>) -> BTreeMap<String, Message> {
    let mut messages: BTreeMap<String, Message> = BTreeMap::new();
    for (path, text) in checkout.tree.under(&format!("locales/{language}/"), ".ftl") {
        let resource = fluent_syntax::parser::parse(text).unwrap_or_else(|(resource, errors)| {
            for error in errors {
                let line = text.get(..error.pos.start).map_or(1, |before| before.lines().count().max(1));
                findings.push(Finding::new(path, line, format!("does not parse: {}", error.kind)));
            }
            resource
        });
        for entry in &resource.body {
            let (name, value, attributes) = match entry {
                Entry::Message(message) => (message.id.name.to_owned(), message.value.as_ref(), &message.attributes),
                Entry::Term(term) => (format!("-{}", term.id.name), Some(&term.value), &term.attributes),
                _ => continue,
            };
            let line = text.lines().position(|line| starts(line, &name)).map_or(1, |index| index + 1);
            let mut message = Message { path: path.to_owned(), line, texts: Vec::new(), refers: Vec::new() };
            for pattern in value.into_iter().chain(attributes.iter().map(|attribute| &attribute.value)) {
                gather(pattern, &mut message);
            }
            if messages.insert(name.clone(), message).is_some() {
                findings.push(Finding::new(path, line, format!("{name} is written twice")));
            }
        }
    }
    messages
}

fn starts(line: &str, name: &str) -> bool {
    line.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('='))
}

fn gather(pattern: &Pattern<&str>, message: &mut Message) {
    let mut after_placeable = false;
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => message.texts.push(((*value).to_owned(), after_placeable)),
            PatternElement::Placeable { expression } => placeable(expression, message),
        }
        after_placeable = matches!(element, PatternElement::Placeable { .. });
    }
}

fn placeable(expression: &Expression<&str>, message: &mut Message) {
    match expression {
        Expression::Select { variants, selector } => {
            refers(selector, message);
            variants.iter().for_each(|variant| gather(&variant.value, message));
        }
        Expression::Inline(inline) => refers(inline, message),
    }
}

fn refers(inline: &InlineExpression<&str>, message: &mut Message) {
    match inline {
        InlineExpression::MessageReference { id, .. } => message.refers.push(id.name.to_owned()),
        InlineExpression::TermReference { id, .. } => message.refers.push(format!("-{}", id.name)),
        InlineExpression::Placeable { expression } => placeable(expression, message),
        _ => {}
    }
}

/// What is wrong with the spaces of a French text.
fn misset(text: &str, after_placeable: bool) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let at = |index: Option<usize>| index.and_then(|index| chars.get(index)).copied();
    for (index, c) in chars.iter().enumerate() {
        let before = at(index.checked_sub(1));
        let after = at(index.checked_add(1));
        // At the very start the space would be inside or before the placeable: only then is none right.
        let opens = index == 0 && !after_placeable;
        match c {
            ';' | '!' | '?'
                if !opens && !matches!(before, Some('\u{202F}' | '!' | '?' | '(')) && !is_entity(&chars, index) =>
            {
                return Some(format!("write U+202F before « {c} »"));
            }
            ':' if !opens && before != Some('\u{A0}') && !is_inner(before, after) => {
                return Some("write U+00A0 before « : »".to_owned());
            }
            '«' if after.is_some() && after != Some('\u{A0}') => return Some("write U+00A0 after «".to_owned()),
            '»' if !opens && before != Some('\u{A0}') => return Some("write U+00A0 before »".to_owned()),
            '\'' => return Some("write ’ for the apostrophe".to_owned()),
            _ => {}
        }
    }
    None
}

/// A colon in a time, an address or a code: `14:07`, `https://`.
fn is_inner(before: Option<char>, after: Option<char>) -> bool {
    after.is_some_and(|c| c.is_ascii_digit() || c == '/') && before.is_some_and(char::is_alphanumeric)
}

fn is_entity(chars: &[char], semicolon: usize) -> bool {
    let word = chars.iter().take(semicolon).rev().take_while(|c| c.is_ascii_alphanumeric() || **c == '#').count();
    semicolon.checked_sub(word + 1).and_then(|start| chars.get(start)) == Some(&'&')
}

#[cfg(test)]
mod tests {
    use crate::tidy::found;
    use crate::tidy::locales::{complete, misset, typography, used};

    #[test]
    fn a_key_of_one_language_is_found() {
        let files = [
            ("locales/fr/cases.ftl", "case-closed = Clos\ncase-open = Ouvert\n"),
            ("locales/en/cases.ftl", "case-closed = Closed\n"),
        ];
        assert_eq!(found(complete, &files), ["locales/fr/cases.ftl:2"]);
    }

    #[test]
    fn french_is_set_as_french_is() {
        for right in [
            "Quoi\u{202F}?",
            "Pourquoi\u{A0}: ceci",
            "14:07",
            "«\u{A0}oui\u{A0}»",
            "&amp;",
            "https://a",
            "Vraiment\u{202F}?!",
        ] {
            assert_eq!(misset(right, false), None, "{right}");
        }
        for wrong in ["Quoi ?", "Quoi?", "Pourquoi : ceci", "« oui »", "l'heure"] {
            assert!(misset(wrong, false).is_some(), "{wrong}");
        }
        assert!(misset(" ?", true).is_some(), "after a placeable");
        let files = [("locales/fr/a.ftl", "a =\n    { $n ->\n        [one] Quoi ?\n       *[other] Bien\n    }\n")];
        assert_eq!(found(typography, &files), ["locales/fr/a.ftl:1"]);
    }

    #[test]
    fn a_key_nobody_uses_and_a_key_nobody_wrote_are_found() {
        let files = [
            ("locales/fr/a.ftl", "a-one = Un\na-two = Deux\nrole-admin = Administration\n"),
            ("web/src/a.tsx", "t('a-one');\nt(`role-${role}`);\nt(\"a-three\");\n"),
        ];
        let mut found = found(used, &files);
        found.sort();
        assert_eq!(found, ["locales/fr/a.ftl:2", "web/src/a.tsx:3"]);
    }
}
