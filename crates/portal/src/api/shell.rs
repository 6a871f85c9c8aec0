//! What every page has around it: the house's name, the languages, the errors, the ways on.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use api::pages::{PageError, Pages};
use api::{Config, Problem, State, Words};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Locale, Timestamp};
use serde::Serialize;

use crate::api::words::Say;
use crate::error::PortalError;

/// The templates, compiled once.
static PAGES: LazyLock<Result<Pages, PageError>> = LazyLock::new(|| {
    Pages::new(
        Words::embedded(),
        &[
            ("page.html", include_str!("../../../../templates/page.html")),
            ("fields.html", include_str!("../../../../templates/fields.html")),
            ("notice.html", include_str!("../../../../templates/notice.html")),
            ("survey.html", include_str!("../../../../templates/survey.html")),
            ("contact.html", include_str!("../../../../templates/contact.html")),
            ("follow.html", include_str!("../../../../templates/follow.html")),
            ("case.html", include_str!("../../../../templates/case.html")),
            ("promises.html", include_str!("../../../../templates/promises.html")),
            ("accessibility.html", include_str!("../../../../templates/accessibility.html")),
        ],
    )
});

/// Largest page, in bytes.
pub const PAGE_BYTES_MAX: usize = 20 * 1024;
/// For how long the house's name is remembered, in seconds.
const REMEMBERED_SECONDS: i64 = 60;

/// The house, as pages need it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct House {
    /// The name customers know it by; empty if none was said.
    pub company: String,
    /// The zone its times are said in, IANA.
    pub time_zone: String,
    /// The country numbers are dialled from.
    pub country: String,
}

/// Remembers the house for a minute, so that a page costs no statement for it.
#[derive(Debug, Default)]
pub struct Shell {
    house: Mutex<Option<(Timestamp, Arc<House>)>>,
}

impl Shell {
    /// The house as it was last seen; as it is configured if it never was.
    fn last_seen(&self, config: &Config) -> Arc<House> {
        let remembered = self.house.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let configured = || Arc::new(House { company: config.company.clone(), ..House::default() });
        remembered.map_or_else(configured, |(_, house)| house)
    }

    /// The house. One statement a minute.
    pub async fn house(&self, state: &State) -> Result<Arc<House>, PortalError> {
        let now = state.db.now();
        let remembered = self.house.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((at, house)) = remembered
            && (0..REMEMBERED_SECONDS).contains(&now.seconds_since(at))
        {
            return Ok(house);
        }
        let (installation, _) = access::actions::setup::state(&mut *state.db.read().await?).await?;
        let house = Arc::new(House {
            company: installation.company_name.unwrap_or_else(|| state.config.company.clone()),
            time_zone: installation.time_zone,
            country: installation.market_country,
        });
        *self.house.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, house.clone()));
        Ok(house)
    }
}

/// A language the page can be read in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LanguageLink {
    /// Where.
    pub href: String,
    /// Its code.
    pub code: &'static str,
    /// Its name, in itself.
    pub name: String,
}

/// One line of the error summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErrorLine {
    /// Id of the field.
    pub field: String,
    /// What is wrong.
    pub text: String,
}

/// What every page has, and its own content.
#[derive(Debug, Serialize)]
pub struct Page<T> {
    /// The heading and the title.
    pub title: String,
    /// The house's name.
    pub company: String,
    /// The other languages.
    pub languages: Vec<LanguageLink>,
    /// What is wrong with what was sent.
    pub errors: Vec<ErrorLine>,
    /// What the page is about.
    #[serde(flatten)]
    pub content: T,
}

/// A page being made: who reads it and where.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// In which language.
    pub say: Say,
    /// The house.
    pub house: &'a House,
    /// The page's path, for the links to other languages.
    pub path: &'a str,
    /// The languages the page can be read in.
    pub languages: &'a [Locale],
}

impl Frame<'_> {
    /// Links to the page in the languages it is not in.
    fn languages(&self) -> Vec<LanguageLink> {
        let others = self.languages.iter().copied().filter(|it| *it != self.say.locale);
        others
            .map(|it| LanguageLink {
                href: format!("{}?lang={it}", self.path),
                code: it.code(),
                name: self.say.text(&format!("portal-language-{it}"), &[]),
            })
            .collect()
    }

    /// The page `template`, with `errors` first if there are any.
    pub fn page(
        &self,
        status: StatusCode,
        template: &str,
        title: String,
        errors: Vec<ErrorLine>,
        content: impl Serialize,
    ) -> Result<Response, Problem> {
        let pages = PAGES.as_ref().map_err(|error| Problem::internal(error))?;
        let page = Page { title, company: self.house.company.clone(), languages: self.languages(), errors, content };
        pages.render(status, self.say.locale, template, page)
    }

    /// A page that only says something.
    pub fn notice(&self, status: StatusCode, title: &str, notice: Notice) -> Result<Response, Problem> {
        self.page(status, "notice.html", self.say.text(title, &[]), Vec::new(), notice)
    }
}

/// A refusal or failure as a page. It asks the store nothing: the store may be what fails.
pub fn error_page(state: &State, locale: Locale, problem: &Problem) -> Option<Response> {
    let house = state.part::<Shell>().map(|it| it.last_seen(&state.config)).unwrap_or_default();
    let say = Say { locale, words: state.words };
    let status = problem.status_code();
    let (title, paragraph) = match status {
        StatusCode::NOT_FOUND => ("portal-not-found-title", say.plain("portal-not-found")),
        StatusCode::TOO_MANY_REQUESTS => ("portal-too-many-title", say.plain("portal-too-many")),
        StatusCode::PAYLOAD_TOO_LARGE => ("portal-too-large-title", say.plain("portal-too-large")),
        _ if status.is_server_error() => ("portal-failed-title", say.plain("portal-failed")),
        _ => ("portal-refused-title", problem.reason().text(state.words, locale)),
    };
    let way = Way { href: format!("/contact?lang={locale}"), text: say.plain("portal-footer-contact") };
    let notice = Notice { paragraphs: vec![paragraph], is_good: false, links: vec![way] };
    // The page in the other language would be another request: it may well succeed.
    Frame { say, house: &house, path: "", languages: &[] }.notice(status, title, notice).ok()
}

/// What a page that only says something says.
#[derive(Debug, Default, Serialize)]
pub struct Notice {
    /// Paragraph by paragraph.
    pub paragraphs: Vec<String>,
    /// Whether it is good news, which is announced.
    pub is_good: bool,
    /// Ways on.
    pub links: Vec<Way>,
}

/// A way on.
#[derive(Debug, Serialize)]
pub struct Way {
    /// Where to.
    pub href: String,
    /// What it says.
    pub text: String,
}

/// Redirect after a form was taken, so that a reload sends nothing again.
pub fn see_other(path: &str) -> Response {
    let location = HeaderValue::from_str(path).unwrap_or_else(|_| HeaderValue::from_static("/"));
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(header::LOCATION, location);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The language of a request: `?lang=` or the form's, else what `fallback` says.
pub fn language(asked: Option<&str>, fallback: Locale) -> Locale {
    asked.and_then(|it| it.parse().ok()).unwrap_or(fallback)
}
