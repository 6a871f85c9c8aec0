//! The customers' letterbox: what the company sent, on a page, so that the demo needs no mail server.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use axum::Router;
use axum::extract;
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::get;
use mail::{Budget, InboundMail};

/// How many letters the page lists.
const LETTERS_MAX: usize = 200;

/// A folder with `in/`, which the company reads, and `out/`, which it writes.
#[derive(Debug, Clone)]
pub struct Post(Arc<PathBuf>);

/// One letter to a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The file's name.
    pub name: String,
    /// Whom it is for.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// Its Message-ID, bare.
    pub message_id: String,
    /// Whether no person wrote it.
    pub is_automatic: bool,
    /// Its words.
    pub text: String,
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

    /// What the company sent, newest first, at most `limit`.
    pub fn letters(&self, limit: usize) -> Vec<Letter> {
        let entries = std::fs::read_dir(self.0.join("out")).into_iter().flatten().flatten();
        let mut files: Vec<_> =
            entries.filter_map(|it| Some((it.metadata().ok()?.modified().ok()?, it.path()))).collect();
        files.sort_unstable_by(|a, b| b.cmp(a));
        files.into_iter().filter_map(|(_, path)| read(&path)).take(limit).collect()
    }

    /// One letter by its file's name.
    fn letter(&self, name: &str) -> Option<Letter> {
        let is_plain =
            name.bytes().all(|it| it.is_ascii_alphanumeric() || b"._-".contains(&it)) && !name.starts_with('.');
        read(&self.0.join("out").join(name)).filter(|_| is_plain)
    }
}

fn read(path: &Path) -> Option<Letter> {
    if path.extension().is_none_or(|it| it != "eml") {
        return None;
    }
    let raw = std::fs::read(path).ok()?;
    let mail = InboundMail::parse(&raw, &Budget::default()).ok()?;
    Some(Letter {
        name: path.file_name()?.to_str()?.to_owned(),
        to: mail.to.first().map(|it| it.address.clone()).unwrap_or_default(),
        subject: mail.subject,
        message_id: mail.message_id.unwrap_or_default(),
        is_automatic: mail
            .headers
            .iter()
            .any(|(name, value)| name.eq_ignore_ascii_case("auto-submitted") && value.trim() != "no"),
        text: mail.text,
    })
}

/// `router` with the letterbox, where the state holds one.
pub fn routes(router: Router<api::State>, state: &api::State) -> Router<api::State> {
    if state.part::<Post>().is_none() {
        return router;
    }
    router.route("/demo/mailbox", get(list)).route("/demo/mailbox/{name}", get(show))
}

async fn list(extract::State(state): extract::State<api::State>) -> Result<Html<String>, StatusCode> {
    let post = state.part::<Post>().ok_or(StatusCode::NOT_FOUND)?;
    let row = |it: &Letter| {
        let (name, to, subject) = (escape(&it.name), escape(&it.to), escape(&it.subject));
        format!("<tr><td>{to}</td><td><a href=\"/demo/mailbox/{name}\">{subject}</a></td></tr>")
    };
    let rows: String = post.letters(LETTERS_MAX).iter().map(row).collect();
    let body = if rows.is_empty() {
        "<p>Nothing was sent yet: answer a case, or close one, and look again.</p>".to_owned()
    } else {
        format!(
            "<table><thead><tr><th scope=\"col\">To</th><th scope=\"col\">Subject</th></tr></thead><tbody>{rows}</tbody></table>"
        )
    };
    Ok(page("What customers received", &body))
}

async fn show(
    extract::State(state): extract::State<api::State>,
    extract::Path(name): extract::Path<String>,
) -> Result<Html<String>, StatusCode> {
    let post = state.part::<Post>().ok_or(StatusCode::NOT_FOUND)?;
    let letter = post.letter(&name).ok_or(StatusCode::NOT_FOUND)?;
    let body = format!(
        "<p><a href=\"/demo/mailbox\">All letters</a></p><p>To: {}</p><pre>{}</pre>",
        escape(&letter.to),
        linked(&letter.text)
    );
    Ok(page(&letter.subject, &body))
}

fn page(title: &str, body: &str) -> Html<String> {
    let title = escape(title);
    Html(format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title></head><body><main><h1>{title}</h1>{body}</main></body></html>"
    ))
}

/// Text with its web addresses as links.
fn linked(text: &str) -> String {
    let word = |word: &str| {
        let address = word.trim_end_matches(['.', ',', ')', '>']);
        if address.starts_with("http://") || address.starts_with("https://") {
            let rest = word.strip_prefix(address).unwrap_or_default();
            format!("<a href=\"{0}\">{0}</a>{1}", escape(address), escape(rest))
        } else {
            escape(word)
        }
    };
    text.split_inclusive([' ', '\n', '<'])
        .map(|part| {
            let body = part.trim_end_matches([' ', '\n', '<']);
            format!("{}{}", word(body), escape(part.strip_prefix(body).unwrap_or_default()))
        })
        .collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{escape, linked};

    #[test]
    fn addresses_become_links_and_nothing_else_becomes_html() {
        let text = "Voir <http://a.example/s/x>.\nhttps://b.example, <script>";
        let shown = linked(text);
        assert!(shown.contains("<a href=\"http://a.example/s/x\">"), "{shown}");
        assert!(shown.contains("<a href=\"https://b.example\">https://b.example</a>,"), "{shown}");
        assert!(!shown.contains("<script>"), "{shown}");
        assert_eq!(escape("\"<&>"), "&quot;&lt;&amp;&gt;");
    }
}
