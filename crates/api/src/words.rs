//! Words in every language, from `locales/{fr,en}/*.ftl` (Fluent), embedded in the program.
//!
//! One set for pages, mails and screens. A key that is missing shows as `⟦key⟧`, is logged, and is kept in
//! [`Words::missing`], which tests assert to be empty.

use std::collections::BTreeSet;
use std::sync::{LazyLock, Mutex, PoisonError};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use intl_memoizer::concurrent::IntlLangMemoizer;
use kernel::Locale;
use rust_embed::RustEmbed;

/// A value put into a text: made from text or numbers with `.into()`.
pub use fluent_bundle::FluentValue as Value;

#[derive(RustEmbed)]
#[folder = "../../locales"]
struct Files;

/// The texts of every language.
pub struct Words {
    fr: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
    problems: Vec<String>,
    missing: Mutex<BTreeSet<String>>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Words({} problems)", self.problems.len())
    }
}

impl Words {
    /// The words of this program.
    pub fn embedded() -> &'static Self {
        static WORDS: LazyLock<Words> = LazyLock::new(|| {
            let files = Files::iter().filter(|it| it.ends_with(".ftl")).filter_map(|path| {
                let content = Files::get(&path)?.data.into_owned();
                let (language, name) = path.split_once('/')?;
                Some((language.parse().ok()?, name.to_owned(), String::from_utf8_lossy(&content).into_owned()))
            });
            Words::new(files.collect::<Vec<_>>())
        });
        &WORDS
    }

    /// From `(language, file name, Fluent text)`.
    pub fn new(files: impl IntoIterator<Item = (Locale, String, String)>) -> Self {
        let mut words =
            Self { fr: bundle(Locale::Fr), en: bundle(Locale::En), problems: Vec::new(), missing: Mutex::default() };
        for (locale, name, text) in files {
            let resource = match FluentResource::try_new(text) {
                Ok(resource) => resource,
                Err((resource, errors)) => {
                    words.problems.extend(errors.iter().map(|it| format!("{locale}/{name}: {it}")));
                    resource
                }
            };
            let bundle = match locale {
                Locale::Fr => &mut words.fr,
                Locale::En => &mut words.en,
            };
            if let Err(errors) = bundle.add_resource(resource) {
                words.problems.extend(errors.iter().map(|it| format!("{locale}/{name}: {it}")));
            }
        }
        for problem in &words.problems {
            tracing::error!("words: {problem}");
        }
        words
    }

    fn bundle(&self, locale: Locale) -> &FluentBundle<FluentResource> {
        match locale {
            Locale::Fr => &self.fr,
            Locale::En => &self.en,
        }
    }

    /// The text of `key` in `locale`, with `values` put in: `words.text(fr, "greeting", &[("name", name.into())])`.
    ///
    /// `key.attribute` names an attribute. A missing key gives `⟦key⟧`.
    pub fn text(&self, locale: Locale, key: &str, values: &[(&str, Value<'_>)]) -> String {
        let bundle = self.bundle(locale);
        let Some(pattern) = self.pattern(locale, key) else { return self.absent(locale, key) };
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(*name, value.clone());
        }
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        for error in errors {
            tracing::warn!(key, locale = %locale, "words: {key}: {error}");
            self.note(format!("{locale}/{key}: {error}"));
        }
        text
    }

    fn pattern(&self, locale: Locale, key: &str) -> Option<&fluent_syntax::ast::Pattern<&str>> {
        let (id, attribute) = key.split_once('.').map_or((key, None), |(id, attribute)| (id, Some(attribute)));
        let message = self.bundle(locale).get_message(id)?;
        match attribute {
            None => message.value(),
            Some(name) => message.get_attribute(name).map(|it| it.value()),
        }
    }

    /// Whether `locale` has `key`, or the attribute that `key.attribute` names.
    pub fn has(&self, locale: Locale, key: &str) -> bool {
        self.pattern(locale, key).is_some()
    }

    /// What was asked for and is not there, since the start.
    pub fn missing(&self) -> Vec<String> {
        self.missing.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Files that could not be read whole, and keys defined twice.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    fn absent(&self, locale: Locale, key: &str) -> String {
        tracing::warn!(key, locale = %locale, "words: {key} is missing in {locale}");
        self.note(format!("{locale}/{key}"));
        format!("⟦{key}⟧")
    }

    fn note(&self, what: String) {
        self.missing.lock().unwrap_or_else(PoisonError::into_inner).insert(what);
    }
}

fn bundle(locale: Locale) -> FluentBundle<FluentResource> {
    // Both codes are well-formed; were they not, texts would still be found, with the plurals of no language.
    let language: Option<unic_langid::LanguageIdentifier> = locale.code().parse().ok();
    let mut bundle = FluentBundle::new_concurrent(language.into_iter().collect());
    // Isolating marks (U+2068) around values break plain-text mails and searches; both languages read left to right.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match locale {
        Locale::Fr => french_number,
        Locale::En => english_number,
    }));
    bundle
}

fn french_number(value: &Value<'_>, _: &IntlLangMemoizer) -> Option<String> {
    // U+202F, the narrow no-break space, groups thousands in French.
    number(value, "\u{202f}", ",")
}

fn english_number(value: &Value<'_>, _: &IntlLangMemoizer) -> Option<String> {
    number(value, ",", ".")
}

fn number(value: &Value<'_>, group: &str, point: &str) -> Option<String> {
    let Value::Number(number) = value else { return None };
    let plain = number.as_string();
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_ref()), |digits| ("\u{2212}", digits));
    let (whole, rest) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 && number.options.use_grouping {
            grouped.push_str(group);
        }
        grouped.push(digit);
    }
    Some(match rest {
        Some(rest) => format!("{sign}{grouped}{point}{rest}"),
        None => format!("{sign}{grouped}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        let text = "hello = Bonjour { $name },\ncases = { $n ->\n    [one] { $n } dossier\n   *[other] { $n } dossiers\n  }\n\
                    field = Nom\n    .hint = Tel qu’écrit\n";
        Words::new([(Locale::Fr, "api.ftl".to_owned(), text.to_owned())])
    }

    #[test]
    fn values_and_plurals_follow_the_language() {
        let words = words();
        let text = |key, values: &[(&str, Value<'_>)]| words.text(Locale::Fr, key, values);
        assert_eq!(text("hello", &[("name", "Hélène".into())]), "Bonjour Hélène,");
        assert_eq!(text("cases", &[("n", 0.into())]), "0 dossier");
        assert_eq!(text("cases", &[("n", 1284.into())]), "1\u{202f}284 dossiers");
        assert_eq!(text("field.hint", &[]), "Tel qu’écrit");
        assert!(words.missing().is_empty());
    }

    #[test]
    fn a_missing_key_is_seen_and_kept() {
        let words = words();
        assert_eq!(words.text(Locale::En, "hello", &[]), "⟦hello⟧");
        assert_eq!(words.missing(), ["en/hello"]);
        words.text(Locale::Fr, "hello", &[]);
        assert_eq!(words.missing().len(), 2);
    }

    #[test]
    fn the_embedded_words_can_all_be_read() {
        assert_eq!(Words::embedded().problems(), [""; 0]);
    }
}
