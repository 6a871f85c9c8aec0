//! Makes foreign HTML safe to show, and reads the text out of it.
//!
//! The first of three layers: this allow-list, then a sandboxed frame, then a Content-Security-Policy. No style, no class,
//! no form, no script, no frame. Remote images are made inert and counted; images inside the mail stay as `cid:`.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use crate::message::floor_boundary;

/// HTML that may be shown, inside a sandboxed frame.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SafeHtml {
    /// The cleaned markup. Remote images read `src="remote:https://…"`, which no browser loads; see [`with_images`].
    pub html: String,
    /// Images that would be fetched from elsewhere if allowed.
    pub images_remote: usize,
    /// Content-IDs it shows, to be looked up among the parts of the same mail only.
    pub content_ids: Vec<String>,
}

/// What no browser loads: stands before the address of a remote image.
const REMOTE: &str = "remote:";
/// Markup beyond this is shown as text: the parser's worst behaviour grows faster than its input.
const TAGS_MAX: usize = 30_000;
/// More attributes in one tag than any writer gives it. The parser compares each with each: 100,000 would take minutes.
const ATTRIBUTES_MAX: usize = 500;

static TAGS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    HashSet::from([
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "blockquote",
        "br",
        "caption",
        "center",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "u",
        "ul",
        "var",
        "wbr",
    ])
});

/// Cleans `source`. O(size) for ordinary markup; absurdly nested markup is shown as its text.
pub fn sanitise(source: &str) -> SafeHtml {
    if is_absurd(source) {
        return SafeHtml { html: from_text(&strip(source)), ..SafeHtml::default() };
    }
    let found = Arc::new(Found::default());
    let html = {
        let found = Arc::clone(&found);
        let mut cleaner = ammonia::Builder::empty();
        cleaner
            .tags(TAGS.clone())
            .clean_content_tags(HashSet::from([
                "script", "style", "title", "head", "template", "svg", "math", "noscript",
            ]))
            .generic_attributes(HashSet::from(["dir", "lang", "title"]))
            .add_tag_attributes("a", &["href"])
            .add_tag_attributes("img", &["src", "alt", "width", "height"])
            .add_tag_attributes("td", &["colspan", "rowspan", "align", "valign"])
            .add_tag_attributes("th", &["colspan", "rowspan", "align", "valign"])
            .add_tag_attributes("ol", &["start"])
            .add_tag_attributes("time", &["datetime"])
            .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "cid"]))
            .url_relative(ammonia::UrlRelative::Custom(Box::new(protocol_relative)))
            .link_rel(Some("noopener noreferrer nofollow"))
            .attribute_filter(move |element, attribute, value| match (element, attribute) {
                ("img", "src") => image(value, &found),
                (_, "href") if is_cid(value) => None,
                ("img", "width" | "height") => value.parse::<u16>().is_ok().then_some(Cow::Borrowed(value)),
                _ => Some(Cow::Borrowed(value)),
            });
        cleaner.clean(source).to_string()
    };
    let content_ids = std::mem::take(&mut *found.content_ids.lock().unwrap_or_else(PoisonError::into_inner));
    SafeHtml { html, images_remote: found.images_remote.load(Ordering::Relaxed), content_ids }
}

/// The same markup with its remote images allowed, once the reader has asked for them.
pub fn with_images(safe: &str) -> String {
    safe.replace("src=\"remote:", "src=\"")
}

/// The same markup with each `cid:` image replaced by what `address_of` gives for its Content-ID, or left inert.
pub fn with_inline(safe: &SafeHtml, address_of: impl Fn(&str) -> Option<String>) -> String {
    let mut html = safe.html.clone();
    for id in &safe.content_ids {
        if let Some(address) = address_of(id) {
            html = html.replace(&format!("src=\"cid:{}\"", escape(id)), &format!("src=\"{}\"", escape(&address)));
        }
    }
    html
}

fn is_cid(value: &str) -> bool {
    value.trim_start().get(..4).is_some_and(|it| it.eq_ignore_ascii_case("cid:"))
}

fn protocol_relative(url: &str) -> Option<Cow<'_, str>> {
    url.starts_with("//").then(|| Cow::Owned(format!("https:{url}")))
}

/// What the filter saw on its way.
#[derive(Default)]
struct Found {
    images_remote: AtomicUsize,
    content_ids: Mutex<Vec<String>>,
}

fn image<'v>(value: &'v str, found: &Found) -> Option<Cow<'v, str>> {
    let value = value.trim();
    if is_cid(value) {
        let id = value.get(4..).unwrap_or_default().trim().to_owned();
        let shown = format!("cid:{id}");
        found.content_ids.lock().unwrap_or_else(PoisonError::into_inner).push(id);
        return Some(Cow::Owned(shown));
    }
    let value = if value.starts_with("//") { format!("https:{value}") } else { value.to_owned() };
    let is_web = ["http://", "https://"].iter().any(|it| value.to_ascii_lowercase().starts_with(it));
    is_web.then(|| {
        found.images_remote.fetch_add(1, Ordering::Relaxed);
        Cow::Owned(format!("{REMOTE}{value}"))
    })
}

/// Where in a tag its reader stands. Source: HTML Standard, 13.2.5 "Tokenization", the states between a tag's `<` and `>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    TagName,
    BeforeName,
    Name,
    AfterName,
    BeforeValue,
    /// In a value between these quotes.
    Quoted(u8),
    Unquoted,
}

/// Reads one tag and counts its attributes.
#[derive(Debug, Clone, Copy)]
struct TagReader {
    place: Place,
    attributes: usize,
}

impl TagReader {
    /// Takes the next byte; `false` if it ends the tag.
    fn take(&mut self, byte: u8) -> bool {
        if byte == b'>' && !matches!(self.place, Place::Quoted(_)) {
            return false;
        }
        let (is_space, is_slash) = (byte.is_ascii_whitespace(), byte == b'/');
        self.place = match self.place {
            Place::TagName | Place::BeforeName if is_space || is_slash => Place::BeforeName,
            Place::Name | Place::AfterName if is_slash => Place::BeforeName,
            Place::Name | Place::AfterName if is_space => Place::AfterName,
            Place::Name | Place::AfterName if byte == b'=' => Place::BeforeValue,
            Place::BeforeName | Place::AfterName => {
                self.attributes += 1;
                Place::Name
            }
            Place::BeforeValue if is_space => Place::BeforeValue,
            Place::BeforeValue if matches!(byte, b'"' | b'\'') => Place::Quoted(byte),
            Place::BeforeValue => Place::Unquoted,
            Place::Quoted(quote) if byte == quote => Place::BeforeName,
            Place::Unquoted if is_space => Place::BeforeName,
            stays => stays,
        };
        true
    }
}

/// Deep or huge markup that would make the tree builder slow. O(size).
///
/// What looks like a tag may stand in a comment, a style sheet or a value, and hide one that is real: each is read, and
/// of several readers at the same place the one with most attributes goes on, so that there are never more than places.
fn is_absurd(source: &str) -> bool {
    let (mut depth, mut deepest, mut tags) = (0_usize, 0_usize, 0_usize);
    let mut readers: Vec<TagReader> = Vec::new();
    let bytes = source.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        readers.retain_mut(|it| it.take(*byte));
        if readers.iter().any(|it| it.attributes > ATTRIBUTES_MAX) {
            return true;
        }
        if *byte != b'<' {
            continue;
        }
        let is_end = bytes.get(at + 1) == Some(&b'/');
        let name = bytes.get(at + 1 + usize::from(is_end)..).unwrap_or_default();
        if name.first().is_some_and(u8::is_ascii_alphabetic) {
            // The slash of an end tag is read as one before the first name, which it is not.
            readers.push(TagReader { place: Place::TagName, attributes: 0 });
            readers.sort_by_key(|it| (it.place, Reverse(it.attributes)));
            readers.dedup_by_key(|it| it.place);
        }
        if is_end {
            depth = depth.saturating_sub(1);
        } else if name.first().is_some_and(u8::is_ascii_alphabetic) {
            tags += 1;
            let is_void = [b"br", b"hr", b"im", b"me", b"li", b"co"]
                .iter()
                .any(|void| name.get(..2).is_some_and(|it| it.eq_ignore_ascii_case(*void)));
            depth += usize::from(!is_void);
            deepest = deepest.max(depth);
        }
    }
    tags > TAGS_MAX || deepest > 2_000
}

/// Text as HTML: escaped, lines kept.
pub fn from_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str("<p>");
    for (place, line) in text.trim_end().lines().enumerate() {
        if place > 0 {
            out.push_str("<br>\n");
        }
        out.push_str(&escape(line));
    }
    out.push_str("</p>");
    out
}

/// A document of a mail around `body`, which is markup: in a language, with a title, as screen readers want it.
pub fn document(body: &str, language: Option<&str>, title: &str) -> String {
    let language = language.map(|it| format!(" lang=\"{}\"", escape(it))).unwrap_or_default();
    format!(
        "<!doctype html><html{language}><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{}</title></head><body>{body}</body></html>",
        escape(title)
    )
}

/// `&`, `<`, `>`, `"` and `'` as references.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// Everything between tags, for markup too absurd to build.
fn strip(source: &str) -> String {
    let mut out = String::new();
    let mut is_tag = false;
    for it in source.chars() {
        match it {
            '<' => is_tag = true,
            '>' if is_tag => {
                is_tag = false;
                out.push(' ');
            }
            other if !is_tag => out.push(other),
            _ => {}
        }
    }
    out
}

/// The text a reader sees: paragraphs and line breaks as lines, quotes as `> `, items as `- `. O(size).
pub fn to_text(source: &str) -> String {
    if is_absurd(source) {
        return strip(source);
    }
    let cleaned = sanitise(source).html;
    let mut writer = TextWriter::default();
    let mut rest = cleaned.as_str();
    while let Some((text, after)) = rest.split_once('<') {
        writer.text(text);
        let Some((tag, next)) = split_tag(after) else { break };
        writer.tag(tag);
        rest = next;
    }
    writer.text(rest);
    writer.finish()
}

/// What the serialiser writes never has `>` inside a tag but in quoted values.
fn split_tag(text: &str) -> Option<(&str, &str)> {
    let mut is_quoted = false;
    for (at, it) in text.char_indices() {
        match it {
            '"' => is_quoted = !is_quoted,
            '>' if !is_quoted => return Some((text.get(..at)?, text.get(at + 1..)?)),
            _ => {}
        }
    }
    None
}

#[derive(Default)]
struct TextWriter {
    out: String,
    line: String,
    quote_depth: usize,
    is_pre: bool,
}

impl TextWriter {
    fn text(&mut self, text: &str) {
        let plain = unescape(text);
        for it in plain.chars() {
            match it {
                '\n' if self.is_pre => self.end_line(),
                it if it.is_whitespace() && !self.is_pre => {
                    if !self.line.is_empty() && !self.line.ends_with(' ') {
                        self.line.push(' ');
                    }
                }
                it => self.line.push(it),
            }
        }
    }

    fn tag(&mut self, tag: &str) {
        let is_end = tag.starts_with('/');
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        match name {
            "br" => self.end_line(),
            "hr" => {
                self.flush();
                self.line.push_str("--------");
                self.end_line();
            }
            "pre" => {
                self.flush();
                self.is_pre = !is_end;
            }
            "blockquote" => {
                self.flush();
                self.quote_depth = if is_end { self.quote_depth.saturating_sub(1) } else { self.quote_depth + 1 };
            }
            "li" if !is_end => {
                self.flush();
                self.line.push_str("- ");
            }
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" | "ul" | "ol" | "dl" => {
                self.flush();
                if is_end && !self.out.ends_with("\n\n") && !self.out.is_empty() {
                    self.end_line();
                }
            }
            "div" | "li" | "tr" | "dd" | "dt" | "figure" | "details" | "summary" | "center" | "caption" => self.flush(),
            "td" | "th" if is_end && !self.line.is_empty() => self.line.push(' '),
            _ => {}
        }
    }

    fn flush(&mut self) {
        if !self.line.trim().is_empty() {
            self.end_line();
        }
        self.line.clear();
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        for _ in 0..self.quote_depth.min(20) {
            self.out.push_str("> ");
        }
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    fn finish(mut self) -> String {
        self.flush();
        let trimmed = self.out.trim_end().len();
        self.out.truncate(floor_boundary(&self.out, trimmed));
        self.out
    }
}

/// What the serialiser escapes, and the few references people write.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let plain = text.replace("&nbsp;", "\u{a0}").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    Cow::Owned(plain.replace("&#39;", "'").replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_says_its_language_and_its_title() {
        let text = document("<p>Bonjour</p>", Some("fr"), "Votre <avis>");
        assert!(text.contains("<html lang=\"fr\">") && text.contains("<title>Votre &lt;avis&gt;</title>"), "{text}");
        assert!(text.ends_with("<body><p>Bonjour</p></body></html>"));
        assert!(document("", None, "").contains("<html><head>"));
    }

    #[test]
    fn nothing_that_runs_or_covers_survives() {
        for source in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<a href=\" java\tscript:alert(1)\">x</a>",
            "<div style=\"position:fixed;background:url(https://e.example/x)\">x</div>",
            "<style>@import url(https://e.example/x)</style>",
            "<svg><script>alert(1)</script></svg>",
            "<iframe src=\"https://e.example\"></iframe>",
            "<form action=\"https://e.example\"><input name=a></form>",
            "<meta http-equiv=refresh content=\"0;url=https://e.example\">",
            "<link rel=stylesheet href=\"https://e.example/x.css\">",
            "<body background=\"https://e.example/x\">",
            "<video poster=\"https://e.example/x\" src=\"https://e.example/v\"></video>",
            "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
        ] {
            let html = sanitise(source).html.to_ascii_lowercase();
            for word in
                ["script", "onerror", "style", "position", "url(", "iframe", "form", "meta", "link", "poster", "data:"]
            {
                assert!(!html.contains(word), "{source} left {html}");
            }
            assert!(!html.contains("https://e.example"), "{source} left {html}");
        }
    }

    #[test]
    fn remote_images_wait_and_inline_images_stay() {
        let safe = sanitise(
            "<img src=\"https://t.example/p.gif?u=1\" width=1><img src=\"//t.example/q.gif\"><img src=\"cid:logo@x\">\
             <img src=\"data:image/png;base64,AAAA\"><img srcset=\"https://t.example/r.gif 2x\">",
        );
        assert_eq!(safe.images_remote, 2);
        assert_eq!(safe.content_ids, ["logo@x"]);
        assert!(!safe.html.contains("src=\"https"), "{}", safe.html);
        assert!(with_images(&safe.html).contains("src=\"https://t.example/p.gif?u=1\""));
        assert!(with_inline(&safe, |id| (id == "logo@x").then(|| "/files/1".to_owned())).contains("src=\"/files/1\""));
    }

    #[test]
    fn text_keeps_lines_quotes_and_items() {
        let text = to_text(
            "<p>Bonjour,</p><div>ligne 1<br>ligne 2 &amp; fin</div><ul><li>un</li><li>deux</li></ul>\
             <blockquote><p>cité</p></blockquote>",
        );
        assert_eq!(text, "Bonjour,\n\nligne 1\nligne 2 & fin\n- un\n- deux\n\n> cité\n>");
    }

    #[test]
    fn absurd_markup_becomes_its_text() {
        let deep = format!("{}fin", "<div>".repeat(50_000));
        assert!(sanitise(&deep).html.contains("fin"));
        assert!(to_text(&deep).contains("fin"));
    }

    #[test]
    fn a_tag_of_too_many_attributes_is_absurd_however_it_is_written() {
        for (before, one) in [
            ("<p ", "x "),
            ("<p", "/x"),
            ("<p ", "x=\"1\""),
            ("<p ", "x='<'"),
            ("</p ", "x\n"),
            ("<p =\"", " x"),
            ("<p y=x\"", " x"),
            ("<!-- <a b=\" --><p ", "x "),
            ("<style>a<b='</style><p ", "x "),
        ] {
            let few = format!("<b>gras</b>{before}{}>fin", one.repeat(ATTRIBUTES_MAX - 10));
            let many = format!("<b>gras</b>{before}{}>fin", one.repeat(ATTRIBUTES_MAX + 10));
            assert_eq!((is_absurd(&few), is_absurd(&many)), (false, true), "{before}{one}");
        }
    }

    #[test]
    fn a_long_text_is_read_in_a_moment_and_a_long_image_keeps_its_mail() {
        let words = format!("<p>{}</p>", "deux mots ".repeat(100_000));
        let sheet = format!("<style>{}</style><b>fin</b>", "p { margin: 0 / 1 }\n".repeat(50_000));
        let image = format!("<b>gras</b><img alt=\"\" src=\"data:image/png;base64,{}\">", "iVBO/Rw0 ".repeat(25_000));
        // The quadratic look took minutes for a megabyte; this one takes some hundredths of a second.
        let started = std::time::Instant::now();
        for source in [&words, &sheet, &image] {
            assert!(!is_absurd(source), "{}", source.get(..40).unwrap());
        }
        assert!(started.elapsed() < std::time::Duration::from_secs(2), "{:?}", started.elapsed());
        assert!(sanitise(&image).html.contains("<b>gras</b>"));
    }
}
