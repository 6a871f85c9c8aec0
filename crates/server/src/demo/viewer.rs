//! The customers' letterbox: what the company sent, on pages where one may also write as a customer, so that the demo
//! needs no mail server.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use anyhow::Context;
use api::Problem;
use api::pages::{PageError, Pages};
use axum::Router;
use axum::extract::{self, Form, Query};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use kernel::{Email, Locale, Timestamp};
use mail::{Budget, InboundMail};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::demo::company;
use crate::demo::history::local;
use crate::demo::letters::Letter;

/// How many letters the page lists.
const LETTERS_MAX: usize = 60;
/// How many of the newest are searched.
const LETTERS_SEARCHED: usize = 3_000;
/// The longest letter a visitor may write, characters.
const WORDS_MAX: usize = 10_000;

static PAGES: LazyLock<Result<Pages, PageError>> = LazyLock::new(|| {
    Pages::new(
        api::Words::embedded(),
        &[
            ("letterbox.html", include_str!("../../../../templates/demo/letterbox.html")),
            ("letter.html", include_str!("../../../../templates/demo/letter.html")),
            ("write.html", include_str!("../../../../templates/demo/write.html")),
        ],
    )
});

/// A folder with `in/`, which the company reads, and `out/`, which it writes.
#[derive(Debug, Clone)]
pub struct Post(Arc<PathBuf>);

/// One letter to a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The file's name.
    pub name: String,
    /// Whom it is for.
    pub to: String,
    /// When it was sent.
    pub at: Timestamp,
    /// Its subject.
    pub subject: String,
    /// Its Message-ID, bare.
    pub message_id: String,
    /// Whether no person wrote it.
    pub is_automatic: bool,
    /// Its words.
    pub text: String,
    /// The same as it looks; empty if it has no other look.
    pub html: String,
}

impl Post {
    /// The folder at `path`, made if it is not there.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        for folder in ["in", "out"] {
            std::fs::create_dir_all(path.join(folder)).with_context(|| path.display().to_string())?;
        }
        Ok(Self(Arc::new(path.canonicalize()?)))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Puts a letter to the company into the post: whole, or not at all.
    pub fn send(&self, name: &str, raw: &[u8]) -> std::io::Result<()> {
        let (draft, letter) = (self.0.join(format!("{name}.tmp")), self.0.join("in").join(format!("{name}.eml")));
        std::fs::write(&draft, raw)?;
        std::fs::rename(draft, letter)
    }

    /// How many letters the company has taken out of the post.
    pub fn letters_taken(&self) -> usize {
        std::fs::read_dir(self.0.join("in/taken")).into_iter().flatten().count()
    }

    /// The names of what the company sent, in no order.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.join("out")).into_iter().flatten().flatten();
        entries.filter_map(|it| it.file_name().into_string().ok()).filter(|it| it.ends_with(".eml")).collect()
    }

    /// One letter by its file's name.
    pub fn letter(&self, name: &str) -> Option<Received> {
        let is_plain =
            name.bytes().all(|it| it.is_ascii_alphanumeric() || b"._-@+=".contains(&it)) && !name.starts_with('.');
        read(&self.0.join("out").join(name)).filter(|_| is_plain)
    }

    /// The newest letters in which `words` stand, among the address and the subject.
    fn newest(&self, words: &str) -> Vec<Received> {
        let entries = std::fs::read_dir(self.0.join("out")).into_iter().flatten().flatten();
        let mut files: Vec<_> =
            entries.filter_map(|it| Some((it.metadata().ok()?.modified().ok()?, it.path()))).collect();
        files.sort_unstable_by(|a, b| b.cmp(a));
        let wanted = kernel::fold::fold(words);
        let fits = |it: &Received| kernel::fold::fold(&format!("{} {}", it.to, it.subject)).contains(&wanted);
        let letters = files.into_iter().take(LETTERS_SEARCHED).filter_map(|(_, path)| read(&path)).filter(fits);
        let mut letters: Vec<Received> = letters.take(LETTERS_MAX).collect();
        letters.sort_by_key(|it| std::cmp::Reverse(it.at));
        letters
    }
}

fn read(path: &Path) -> Option<Received> {
    if path.extension().is_none_or(|it| it != "eml") {
        return None;
    }
    let raw = std::fs::read(path).ok()?;
    let mail = InboundMail::parse(&raw, &Budget::default()).ok()?;
    Some(Received {
        name: path.file_name()?.to_str()?.to_owned(),
        to: mail.to.first().map(|it| it.address.clone()).unwrap_or_default(),
        at: mail.date.unwrap_or_default(),
        message_id: mail.message_id.clone().unwrap_or_default(),
        is_automatic: mail
            .headers
            .iter()
            .any(|(name, value)| name.eq_ignore_ascii_case("auto-submitted") && value.trim() != "no"),
        subject: mail.subject,
        text: mail.text,
        html: mail.html.unwrap_or_default(),
    })
}

/// `router` with the letterbox, where the state holds one.
pub fn routes(router: Router<api::State>, state: &api::State) -> Router<api::State> {
    if state.part::<Post>().is_none() {
        return router;
    }
    router
        .route("/demo/mailbox", get(list).post(send))
        .route("/demo/mailbox/new", get(write))
        .route("/demo/mailbox/{name}", get(show))
        .route("/demo/mailbox/{name}/content", get(content))
        .route("/demo/mailbox/{name}/answers", post(answer))
}

/// A line of the list, and the head of a letter.
#[derive(Serialize)]
struct Head {
    name: String,
    to: String,
    subject: String,
    at: String,
    is_automatic: bool,
}

impl Head {
    fn of(it: &Received) -> Self {
        let at = local(it.at).strftime("%d/%m/%Y %H:%M").to_string();
        let (name, to) = (it.name.clone(), it.to.clone());
        Self { name, to, subject: it.subject.clone(), at, is_automatic: it.is_automatic }
    }
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    q: String,
    #[serde(default)]
    sent: Option<String>,
}

/// What a visitor writes as a customer.
#[derive(Default, Serialize, Deserialize)]
struct Draft {
    #[serde(default)]
    from: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    subject: String,
    #[serde(default)]
    words: String,
}

fn post_of(state: &api::State) -> Result<Arc<Post>, Problem> {
    state.part::<Post>().ok_or_else(nothing)
}

fn nothing() -> Problem {
    Problem::not_found()
}

fn page(locale: Locale, template: &str, context: impl Serialize) -> Result<Response, Problem> {
    let pages = PAGES.as_ref().map_err(|error| Problem::internal(error))?;
    pages.render(StatusCode::OK, locale, template, context)
}

async fn list(
    extract::State(state): extract::State<api::State>,
    locale: api::Locale,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    let letters: Vec<Head> = post_of(&state)?.newest(wanted.q.trim()).iter().map(Head::of).collect();
    let is_sent = wanted.sent.is_some();
    let context = json!({
        "company": company::NAME, "path": "/demo/mailbox", "letters": letters, "q": wanted.q, "is_sent": is_sent,
    });
    page(locale.0, "letterbox.html", context)
}

async fn show(
    extract::State(state): extract::State<api::State>,
    locale: api::Locale,
    extract::Path(name): extract::Path<String>,
) -> Result<Response, Problem> {
    let letter = post_of(&state)?.letter(&name).ok_or_else(nothing)?;
    let (head, has_html) = (Head::of(&letter), !letter.html.is_empty());
    let path = format!("/demo/mailbox/{name}");
    let parts = parts(&letter.text);
    let context =
        json!({ "company": company::NAME, "path": path, "letter": head, "has_html": has_html, "parts": parts });
    let mut response = page(locale.0, "letter.html", context)?;
    // The letter as it looks stands in a frame of ours.
    if let Some(policy) = response.headers().get(header::CONTENT_SECURITY_POLICY).and_then(|it| it.to_str().ok()) {
        let policy =
            HeaderValue::from_str(&format!("{policy}; frame-src 'self'")).map_err(|error| Problem::internal(&error))?;
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}

/// The letter as it looks: no script, nothing fetched, links open elsewhere.
async fn content(
    extract::State(state): extract::State<api::State>,
    extract::Path(name): extract::Path<String>,
) -> Result<Response, Problem> {
    const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; \
                          frame-ancestors 'self'; sandbox allow-forms allow-popups allow-popups-to-escape-sandbox";
    let letter = post_of(&state)?.letter(&name).ok_or_else(nothing)?;
    let html = format!("<!doctype html><meta charset=\"utf-8\"><base target=\"_blank\">{}", letter.html);
    let mut response = axum::response::Html(html).into_response();
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Ok(response)
}

async fn write(locale: api::Locale) -> Result<Response, Problem> {
    let context = json!({ "company": company::NAME, "path": "/demo/mailbox/new", "draft": Draft::default(), "is_refused": false });
    page(locale.0, "write.html", context)
}

/// A letter to the company, from whoever the visitor says they are.
async fn send(
    extract::State(state): extract::State<api::State>,
    locale: api::Locale,
    Form(draft): Form<Draft>,
) -> Result<Response, Problem> {
    let from = draft.from.trim().parse::<Email>();
    let (Ok(from), false) = (from, draft.words.trim().is_empty()) else {
        let context =
            json!({ "company": company::NAME, "path": "/demo/mailbox/new", "draft": draft, "is_refused": true });
        return page(locale.0, "write.html", context);
    };
    deliver(&state, from.as_str(), &draft, None)?;
    Ok(Redirect::to(&format!("/demo/mailbox?sent=1&lang={}", locale.0)).into_response())
}

/// An answer to a letter, from whom it was for.
async fn answer(
    extract::State(state): extract::State<api::State>,
    locale: api::Locale,
    extract::Path(name): extract::Path<String>,
    Form(draft): Form<Draft>,
) -> Result<Response, Problem> {
    let letter = post_of(&state)?.letter(&name).ok_or_else(nothing)?;
    if !draft.words.trim().is_empty() {
        let subject = format!("Re: {}", letter.subject.trim_start_matches("Re: "));
        let draft = Draft { subject, ..draft };
        deliver(&state, &letter.to, &draft, Some(&letter.message_id))?;
    }
    Ok(Redirect::to(&format!("/demo/mailbox?sent=1&lang={}", locale.0)).into_response())
}

fn deliver(state: &api::State, from: &str, draft: &Draft, answers: Option<&str>) -> Result<(), Problem> {
    let id = db::secret::token().map_err(|error| Problem::internal(&error))?;
    let words: String = draft.words.replace("\r\n", "\n").chars().take(WORDS_MAX).collect();
    // A line break in a header would begin another one.
    let line = |text: &str| text.chars().filter(|it| !it.is_control()).take(200).collect::<String>();
    let (name, subject) = (line(&draft.name), line(&draft.subject));
    let letter = Letter {
        name: &name,
        answers,
        ..Letter::new(format!("{id}@visitor.example"), from, &subject, &words, state.db.now())
    };
    let raw = letter.raw().map_err(|error| Problem::internal(&error))?;
    post_of(state)?.send(&id, &raw).map_err(|error| Problem::internal(&error))
}

/// A piece of a letter: words, or an address of the web to follow.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Part {
    text: String,
    is_link: bool,
}

/// `text` cut around its web addresses.
fn parts(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut push = |text: &str, is_link: bool| match parts.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if !is_link && !last.is_link => last.text.push_str(text),
        _ => parts.push(Part { text: text.to_owned(), is_link }),
    };
    for piece in text.split_inclusive([' ', '\n', '<']) {
        let word = piece.trim_end_matches([' ', '\n', '<']);
        let address = word.trim_end_matches(['.', ',', ')', '>']);
        let is_link = address.starts_with("http://") || address.starts_with("https://");
        let address = if is_link { address } else { "" };
        push(address, true);
        push(piece.strip_prefix(address).unwrap_or_default(), false);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn addresses_of_the_web_are_links_and_nothing_is_lost() {
        let text = "Voir <http://a.example/s/x>.\nhttps://b.example, <script>";
        let parts = parts(text);
        let links: Vec<&str> = parts.iter().filter(|it| it.is_link).map(|it| it.text.as_str()).collect();
        assert_eq!(links, ["http://a.example/s/x", "https://b.example"]);
        assert_eq!(parts.iter().map(|it| it.text.as_str()).collect::<String>(), text);
    }
}
