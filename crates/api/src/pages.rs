//! HTML pages for customers: server-rendered, one request, no script, at most 20 KB.
//!
//! Templates are minijinja: HTML-escaped, an undefined variable is an error, and fuel bounds the work. A page extends
//! `base.html`, which carries the style sheet inline; the policy allows that style by its hash and nothing else.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use kernel::Locale;
use minijinja::value::{Kwargs, Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::problem::Problem;
use crate::state::State;
use crate::words::{self, Words};

/// The style sheet of every page; at most 6 KB.
pub const STYLE: &str = include_str!("pages/style.css");
const BASE: &str = include_str!("pages/base.html");
/// Instructions one page may take. The longest survey needs about a tenth.
const FUEL: u64 = 500_000;

/// How a refusal or failure is shown to whoever reads pages; a part of the state. `None`: as problem+json.
#[derive(Debug, Clone, Copy)]
pub struct ErrorPage(pub fn(&State, Locale, &Problem) -> Option<Response>);

/// Whether whoever asks for `path` wants to read a page: a browser that goes there, not a program and not a script.
pub fn are_read(path: &str, headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|it| it.to_str().ok()).unwrap_or_default();
    !path.starts_with("/api/") && accept.contains("text/html")
}

/// A set of templates and how they are rendered.
pub struct Pages {
    environment: Environment<'static>,
    policy: HeaderValue,
}

impl std::fmt::Debug for Pages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pages")
    }
}

/// A template that cannot be read, or a page that could not be rendered.
#[derive(Debug, thiserror::Error)]
#[error("page: {0:#}")]
pub struct PageError(#[from] minijinja::Error);

impl From<PageError> for Problem {
    fn from(error: PageError) -> Self {
        Self::internal(&error)
    }
}

impl Pages {
    /// Pages of `templates`, each a name such as `survey.html` and its text. They may extend `base.html`.
    ///
    /// In a template: `t("key", name = value)` is a text of `words` in the page's language, `locale` its code.
    pub fn new(words: &'static Words, templates: &[(&'static str, &'static str)]) -> Result<Self, PageError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_debug(false);
        environment.add_global("style", Value::from_safe_string(STYLE.to_owned()));
        environment.add_function("t", move |state: &minijinja::State<'_, '_>, key: &str, values: Kwargs| {
            let locale = state.lookup("locale").and_then(|it| it.as_str()?.parse().ok()).unwrap_or_default();
            translated(words, locale, key, &values)
        });
        environment.add_template("base.html", BASE)?;
        for (name, text) in templates {
            environment.add_template(name, text)?;
        }
        Ok(Self { environment, policy: page_policy() })
    }

    /// The page `name` as text. `context` is an object; `locale` is added to it.
    pub fn html(&self, locale: Locale, name: &str, context: impl Serialize) -> Result<String, PageError> {
        let page = minijinja::context! { locale => locale.code(), ..Value::from(Serde(context)) };
        Ok(self.environment.get_template(name)?.render(page)?)
    }

    /// The page `name` as an answer with its policy. Never cached: it is one person's.
    pub fn render(
        &self,
        status: StatusCode,
        locale: Locale,
        name: &str,
        context: impl Serialize,
    ) -> Result<Response, Problem> {
        let html = self.html(locale, name, context)?;
        let mut response = (status, html).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(header::CONTENT_SECURITY_POLICY, self.policy.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(locale.code()));
        headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
        Ok(response)
    }
}

fn translated(words: &Words, locale: Locale, key: &str, values: &Kwargs) -> Result<String, minijinja::Error> {
    let mut filled: Vec<(&str, words::Value<'_>)> = Vec::new();
    for name in values.args() {
        let value: Value = values.get(name)?;
        if value.is_undefined() {
            let cause = format!("the text {key} was given nothing for {name}");
            return Err(minijinja::Error::new(minijinja::ErrorKind::UndefinedError, cause));
        }
        filled.push((
            name,
            match (value.as_i64(), value.is_number()) {
                (Some(number), _) => number.into(),
                (None, true) => f64::try_from(value).unwrap_or(f64::NAN).into(),
                (None, false) => value.to_string().into(),
            },
        ));
    }
    Ok(words.text(locale, key, &filled))
}

/// The policy of pages: the style sheet by its hash, our own images and forms, nothing else, in nobody's frame.
fn page_policy() -> HeaderValue {
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; img-src 'self' data:; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages() -> Pages {
        let words: &'static Words = Box::leak(Box::new(Words::new([
            (Locale::Fr, "x.ftl".to_owned(), "hello = Bonjour { $name }, { $n } fois".to_owned()),
            (Locale::En, "x.ftl".to_owned(), "hello = Hello { $name }, { $n } times".to_owned()),
        ])));
        let page = "{% extends 'base.html' %}{% block title %}T{% endblock %}\
                    {% block main %}<p>{{ t('hello', name = person, n = 1284) }}</p>{% endblock %}";
        let endless = "{% for a in range(9999) %}{% for b in range(9999) %}{{ b }}{% endfor %}{% endfor %}";
        Pages::new(words, &[("page.html", page), ("endless.html", endless)]).unwrap()
    }

    #[test]
    fn a_page_speaks_the_language_and_escapes_what_people_wrote() {
        let html = pages().html(Locale::Fr, "page.html", serde_json::json!({"person": "<b>Hélène"})).unwrap();
        assert!(html.contains("<html lang=\"fr\""), "{html}");
        assert!(html.contains("Bonjour &lt;b&gt;Hélène, 1\u{202f}284 fois"), "{html}");
        let html = pages().html(Locale::En, "page.html", serde_json::json!({"person": "Ann"})).unwrap();
        assert!(html.contains("Hello Ann, 1,284 times"));
    }

    #[test]
    fn an_undefined_variable_and_an_endless_page_are_errors() {
        assert!(pages().html(Locale::Fr, "page.html", serde_json::json!({})).is_err());
        let endless = pages().html(Locale::Fr, "endless.html", serde_json::json!({})).unwrap_err();
        assert!(endless.to_string().contains("fuel"), "{endless}");
    }

    #[test]
    fn the_policy_allows_the_style_that_stands_in_the_page() {
        let html = pages().html(Locale::Fr, "page.html", serde_json::json!({"person": "A"})).unwrap();
        let (_, rest) = html.split_once("<style>").unwrap();
        let (style, _) = rest.split_once("</style>").unwrap();
        let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style.as_bytes()));
        assert!(page_policy().to_str().unwrap().contains(&hash));
        assert!(STYLE.len() <= 6 * 1024, "{} bytes", STYLE.len());
    }
}
