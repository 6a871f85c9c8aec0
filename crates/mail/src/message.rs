//! Reads a raw mail into [`InboundMail`], within a budget of size, parts and depth.
//!
//! Never panics and never loses text: what cannot be read as MIME is read as plain text, and what passes the budget is a
//! typed failure that keeps the raw mail with whoever holds it. Nothing a mail names (external bodies, images) is fetched.

use std::borrow::Cow;

use kernel::Timestamp;
use mail_parser::{Address, HeaderName, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use crate::address::{Mailbox, one_line};
use crate::html;

/// How much of a mail is read. Beyond it, reading fails with the limit that was passed.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// Bytes of the whole raw mail.
    pub size_bytes_max: usize,
    /// MIME parts, of all levels.
    pub parts_max: usize,
    /// Mails inside mails.
    pub depth_max: usize,
    /// Addresses kept of each header; the rest is counted, not kept.
    pub addresses_max: usize,
    /// Bytes of text kept of all text parts together, and of HTML; the rest stays in the raw mail.
    pub text_bytes_max: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { size_bytes_max: 40 << 20, parts_max: 1_000, depth_max: 100, addresses_max: 100, text_bytes_max: 1 << 20 }
    }
}

/// Why a mail could not be read. The raw mail is worth keeping in every one of them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// There is nothing in it.
    #[error("the mail is empty")]
    Empty,
    /// It is larger than we read.
    #[error("the mail is {size_bytes} bytes long, more than {max}")]
    TooLarge {
        /// Its size.
        size_bytes: usize,
        /// The limit.
        max: usize,
    },
    /// It is split into more parts than we read.
    #[error("the mail has {parts} parts, more than {max}")]
    TooManyParts {
        /// How many were counted.
        parts: usize,
        /// The limit.
        max: usize,
    },
    /// It nests mails deeper than we read.
    #[error("the mail nests {depth} mails, more than {max}")]
    TooDeep {
        /// How many were counted; an upper bound.
        depth: usize,
        /// The limit.
        max: usize,
    },
}

impl ParseError {
    /// A stable short name, for stores and screens.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge { .. } => "too_large",
            Self::TooManyParts { .. } => "too_many_parts",
            Self::TooDeep { .. } => "too_deep",
        }
    }
}

/// A file inside a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// A name safe to show and to save under: no path, no control characters, at most 150 characters.
    pub name: String,
    /// The declared media type, such as `image/png`, in lower letters. Declared by the sender: do not trust it.
    pub media_type: String,
    /// The Content-ID without angle brackets, if the HTML may show it inline.
    pub content_id: Option<String>,
    /// Whether it was meant to be shown inside the text.
    pub is_inline: bool,
    /// The decoded bytes. Text attachments are UTF-8, whatever they were.
    pub bytes: Vec<u8>,
}

/// A mail as read. Everything in it was written by the sender unless said otherwise.
#[derive(Debug, Clone, Default)]
pub struct InboundMail {
    /// Authors: none for an empty group, several where the header lists several.
    pub from: Vec<Mailbox>,
    /// Who sent it on behalf of the author.
    pub sender: Option<Mailbox>,
    /// Where answers should go.
    pub reply_to: Vec<Mailbox>,
    /// Addressed to; at most the budget.
    pub to: Vec<Mailbox>,
    /// Copied to; at most the budget.
    pub cc: Vec<Mailbox>,
    /// Addresses beyond the budget, not kept.
    pub addresses_dropped: usize,
    /// The Date header, if it could be read. Order by receipt, not by this.
    pub date: Option<Timestamp>,
    /// The subject in one line; empty if none.
    pub subject: String,
    /// Without angle brackets and inner spaces; none if missing or longer than 998 characters.
    pub message_id: Option<String>,
    /// Ids it answers.
    pub in_reply_to: Vec<String>,
    /// Ids of its thread, oldest first; the first and the last 99 of a longer list.
    pub references: Vec<String>,
    /// The text: the plain parts, or what the HTML says. Lines end in `\n`.
    pub text: String,
    /// The HTML body as sent, unsafe to show; see [`html::sanitise`].
    pub html: Option<String>,
    /// Files.
    pub attachments: Vec<Attachment>,
    /// Every header line of the mail itself, unfolded, in order; at most 1,000, each at most 4,000 bytes.
    pub headers: Vec<(String, String)>,
    /// Bytes of the raw mail.
    pub size_bytes: usize,
    /// Whether text was cut to the budget.
    pub is_cut: bool,
}

impl InboundMail {
    /// Reads `raw`. O(size); the text it returns is bounded by the budget.
    pub fn parse(raw: &[u8], budget: &Budget) -> Result<Self, ParseError> {
        check_budget(raw, budget)?;
        let parsed = MessageParser::default().parse(raw);
        let Some(message) = parsed.filter(|it| !it.headers().is_empty()) else {
            return Ok(Self::without_headers(raw, budget));
        };
        let parts = message.parts.len();
        if parts > budget.parts_max {
            return Err(ParseError::TooManyParts { parts, max: budget.parts_max });
        }
        Ok(Self::read(&message, raw, budget))
    }

    fn read(message: &Message<'_>, raw: &[u8], budget: &Budget) -> Self {
        let headers = read_headers(message);
        let mut mail = Self { size_bytes: raw.len(), ..Self::default() };
        mail.from = mail.addresses(all(message, HeaderName::From), budget);
        mail.sender = mail.addresses(all(message, HeaderName::Sender), budget).into_iter().next();
        mail.reply_to = mail.addresses(all(message, HeaderName::ReplyTo), budget);
        mail.to = mail.addresses(all(message, HeaderName::To), budget);
        mail.cc = mail.addresses(all(message, HeaderName::Cc), budget);
        mail.date = message
            .date()
            .filter(|it| it.is_valid())
            .map(|it| Timestamp::from_seconds(it.to_timestamp()))
            .filter(|it| *it > Timestamp::from_seconds(0));
        mail.subject = one_line(message.subject().unwrap_or_default(), 500);
        mail.message_id = ids(&headers, "message-id").into_iter().next();
        mail.in_reply_to = ids(&headers, "in-reply-to");
        mail.in_reply_to.truncate(20);
        mail.references = bounded(ids(&headers, "references"), 100);
        mail.headers = headers;
        mail.read_text(message, budget);
        mail.attachments = message.attachments().enumerate().map(|(place, part)| attachment(part, place)).collect();
        mail
    }

    /// What has no header line at all is text from nobody.
    fn without_headers(raw: &[u8], budget: &Budget) -> Self {
        let mut mail = Self { size_bytes: raw.len(), ..Self::default() };
        let text = String::from_utf8_lossy(raw).replace("\r\n", "\n");
        mail.text = mail.cut(text, budget);
        mail
    }

    fn addresses<'a>(&mut self, headers: impl Iterator<Item = &'a Address<'a>>, budget: &Budget) -> Vec<Mailbox> {
        let mut out = Vec::new();
        for it in headers.flat_map(Address::iter) {
            let Some(address) = it.address.as_deref().map(|it| one_line(it, 320)).filter(|it| !it.is_empty()) else {
                continue;
            };
            if out.len() >= budget.addresses_max {
                self.addresses_dropped += 1;
                continue;
            }
            out.push(Mailbox::named(&one_line(it.name.as_deref().unwrap_or_default(), 200), address));
        }
        out
    }

    fn read_text(&mut self, message: &Message<'_>, budget: &Budget) {
        let has_html = message.html_bodies().any(MessagePart::is_text_html);
        if has_html {
            let whole = message.html_bodies().filter_map(|part| match &part.body {
                PartType::Html(it) => Some(Cow::Borrowed(it.as_ref())),
                PartType::Text(it) => Some(Cow::Owned(html::from_text(it))),
                _ => None,
            });
            let whole = whole.collect::<Vec<_>>().join("\n");
            self.html = Some(self.cut(whole, budget));
        }
        let has_text = message.text_bodies().any(|it| matches!(it.body, PartType::Text(_)));
        let text = if has_text {
            let parts = message.text_bodies().filter_map(|part| match &part.body {
                PartType::Text(it) => Some(it.replace("\r\n", "\n")),
                PartType::Html(it) if it.len() <= budget.text_bytes_max => Some(html::to_text(it)),
                _ => None,
            });
            parts.collect::<Vec<_>>().join("\n")
        } else {
            self.html.as_deref().map(html::to_text).unwrap_or_default()
        };
        let text = self.cut(text, budget);
        self.text = text.replace('\r', "\n").replace('\0', "\u{fffd}");
    }

    fn cut(&mut self, mut text: String, budget: &Budget) -> String {
        if text.len() > budget.text_bytes_max {
            self.is_cut = true;
            text.truncate(floor_boundary(&text, budget.text_bytes_max));
        }
        text
    }

    /// The values of every header line called `name` (any letter case), in order.
    pub fn header_values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The first value of `name`.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The one author, if there is exactly one with a valid address.
    pub fn author(&self) -> Option<(kernel::Email, &Mailbox)> {
        match self.from.as_slice() {
            [only] => only.email().map(|email| (email, only)),
            _ => None,
        }
    }
}

/// The largest byte offset ≤ `at` that does not split a character.
pub(crate) fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Size and depth, before anything is built: dropping a tree of 100,000 nested mails would overflow the stack.
fn check_budget(raw: &[u8], budget: &Budget) -> Result<(), ParseError> {
    if raw.iter().all(u8::is_ascii_whitespace) {
        return Err(ParseError::Empty);
    }
    if raw.len() > budget.size_bytes_max {
        return Err(ParseError::TooLarge { size_bytes: raw.len(), max: budget.size_bytes_max });
    }
    let depth = count(raw, b"message/rfc822") + count(raw, b"message/global") + count(raw, b"multipart/digest");
    if depth > budget.depth_max {
        return Err(ParseError::TooDeep { depth, max: budget.depth_max });
    }
    let parts = count(raw, b"boundary");
    if parts > budget.parts_max {
        return Err(ParseError::TooManyParts { parts, max: budget.parts_max });
    }
    Ok(())
}

/// How often `word` stands in `raw`, whatever its letter case. O(size).
fn count(raw: &[u8], word: &[u8]) -> usize {
    let first = word.first().copied().unwrap_or_default();
    let starts = raw.iter().enumerate().filter(|(_, it)| it.eq_ignore_ascii_case(&first));
    starts.filter(|(at, _)| raw.get(*at..at + word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word))).count()
}

fn all<'a>(message: &'a Message<'a>, name: HeaderName<'static>) -> impl Iterator<Item = &'a Address<'a>> {
    let headers = message.headers().iter().filter(move |it| it.name == name);
    headers.filter_map(|it| it.value.as_address())
}

fn read_headers(message: &Message<'_>) -> Vec<(String, String)> {
    let lines = message.headers_raw().take(1_000);
    lines.map(|(name, value)| (name.trim().to_owned(), unfold(value))).collect()
}

fn unfold(value: &str) -> String {
    let cut = value.get(..floor_boundary(value, 200_000)).unwrap_or_default();
    let mut out = cut.replace("\r\n", "").replace(['\n', '\r', '\0'], " ").trim().to_owned();
    out.truncate(floor_boundary(&out, 100_000));
    out
}

/// The ids `<…>` of every header line called `name`, oldest first.
fn ids(headers: &[(String, String)], name: &str) -> Vec<String> {
    let lines = headers.iter().filter(|(it, _)| it.eq_ignore_ascii_case(name));
    lines.flat_map(|(_, value)| ids_in(value)).collect()
}

/// The ids in one header value. Spaces inside the brackets are dropped: folding puts them there.
pub fn ids_in(value: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = value;
    while let Some((_, after)) = rest.split_once('<') {
        let Some((inner, next)) = after.split_once('>') else { break };
        out.push(inner.chars().filter(|it| !it.is_whitespace()).collect::<String>());
        rest = next;
    }
    if out.is_empty() {
        out.extend(value.split_whitespace().filter(|it| it.contains('@')).map(str::to_owned));
    }
    out.retain(|it| !it.is_empty() && it.len() <= 998);
    out
}

fn bounded(mut ids: Vec<String>, max: usize) -> Vec<String> {
    if ids.len() > max {
        let tail = ids.split_off(ids.len() - (max - 1));
        ids.truncate(1);
        ids.extend(tail);
    }
    ids
}

fn attachment(part: &MessagePart<'_>, place: usize) -> Attachment {
    let declared = part.content_type();
    let mut media_type = declared.map_or_else(
        || "application/octet-stream".to_owned(),
        |it| format!("{}/{}", it.ctype(), it.subtype().unwrap_or("octet-stream")).to_ascii_lowercase(),
    );
    media_type.retain(|it| it.is_ascii_alphanumeric() || "/.+-_".contains(it));
    media_type.truncate(100);
    let nested = part.message();
    let bytes = match nested {
        Some(it) => it.raw_message().to_vec(),
        None => part.contents().to_vec(),
    };
    let name = part.attachment_name().map(safe_name).filter(|it| !it.is_empty());
    let name = name.unwrap_or_else(|| match nested {
        Some(it) => safe_name(&format!("{}.eml", it.subject().unwrap_or("mail"))),
        None => format!("part-{}{}", place + 1, extension(&media_type)),
    });
    let disposition = part.content_disposition();
    let content_id = part.content_id().map(|it| one_line(it.trim_matches(['<', '>', ' ']), 300));
    let is_inline = disposition.is_none_or(|it| !it.is_attachment()) && content_id.is_some();
    Attachment { name, media_type, content_id: content_id.filter(|it| !it.is_empty()), is_inline, bytes }
}

fn extension(media_type: &str) -> &'static str {
    match media_type {
        "text/plain" => ".txt",
        "text/html" => ".html",
        "text/calendar" => ".ics",
        "image/png" => ".png",
        "image/jpeg" => ".jpg",
        "image/gif" => ".gif",
        "application/pdf" => ".pdf",
        "message/delivery-status" => ".txt",
        _ => ".bin",
    }
}

/// `name` without path, control characters, direction overrides, reserved characters, and leading or trailing dots;
/// at most 150 characters, the extension kept. May be empty.
pub fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).find(|it| !it.trim_matches(['.', ' ']).is_empty()).unwrap_or_default();
    let is_hidden = |it: char| matches!(it, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}');
    let plain: String = last
        .chars()
        .filter(|it| !is_hidden(*it))
        .map(|it| if "<>:\"|?*%;&`$".contains(it) { '_' } else { it })
        .collect();
    let plain = one_line(&plain, 1_000);
    let plain = plain.trim_matches(['.', ' ']);
    if plain.chars().count() <= 150 {
        return plain.to_owned();
    }
    let (stem, extension) = plain.rsplit_once('.').filter(|(_, it)| it.len() <= 10).unwrap_or((plain, ""));
    let stem: String = stem.chars().take(138).collect();
    if extension.is_empty() { stem } else { format!("{stem}.{extension}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(raw: &str) -> InboundMail {
        InboundMail::parse(raw.as_bytes(), &Budget::default()).unwrap()
    }

    #[test]
    fn a_plain_mail_reads() {
        let mail = parse(
            "From: =?utf-8?q?H=C3=A9l=C3=A8ne?= <Helene@Example.fr>\r\nTo: support@desk.example, b@desk.example\r\n\
             Subject: Mon\r\n contrat\r\nDate: Sat, 21 Nov 2026 10:00:00 +0100\r\nMessage-ID: < a1@cust.example >\r\n\
             References: <x@y>\r\n <z@y>\r\n\r\nBonjour,\r\nmerci.\r\n",
        );
        assert_eq!(mail.from, [Mailbox::named("Hélène", "Helene@Example.fr")]);
        assert_eq!(mail.author().unwrap().0.as_str(), "helene@example.fr");
        assert_eq!(mail.to.len(), 2);
        assert_eq!(mail.subject, "Mon contrat");
        assert_eq!(mail.message_id.as_deref(), Some("a1@cust.example"));
        assert_eq!(mail.references, ["x@y", "z@y"]);
        assert_eq!(mail.text, "Bonjour,\nmerci.\n");
        assert_eq!(mail.date.unwrap().to_string(), "2026-11-21T09:00:00Z");
    }

    #[test]
    fn html_and_its_inline_image_are_kept_apart() {
        let mail = parse(
            "From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n\
             Content-Type: text/html; charset=utf-8\r\n\r\n<p>Voil\u{e0} <img src=\"cid:logo\"></p>\r\n--x\r\n\
             Content-Type: image/png; name=\"../../etc/logo.png\"\r\nContent-ID: <logo>\r\nContent-Transfer-Encoding: base64\r\n\r\n\
             iVBORw0KGgo=\r\n--x--\r\n",
        );
        assert_eq!(mail.text.trim(), "Voilà");
        assert!(mail.html.unwrap().contains("cid:logo"));
        let [file] = mail.attachments.as_slice() else { panic!("{:?}", mail.attachments) };
        assert_eq!((file.name.as_str(), file.content_id.as_deref(), file.is_inline), ("logo.png", Some("logo"), true));
        assert_eq!(file.bytes, b"\x89PNG\r\n\x1a\n");
    }

    #[test]
    fn what_passes_the_budget_says_which() {
        let budget = Budget { size_bytes_max: 500, parts_max: 3, depth_max: 2, ..Budget::default() };
        let check = |raw: &str| InboundMail::parse(raw.as_bytes(), &budget).map(|_| ()).map_err(|it| it.code());
        assert_eq!(check(" \r\n\r\n"), Err("empty"));
        assert_eq!(check(&format!("From: a@b.example\r\n\r\n{}", "x".repeat(500))), Err("too_large"));
        assert_eq!(check(&"Content-Type: message/rfc822\r\n\r\n".repeat(3)), Err("too_deep"));
        let many = format!("Content-Type: multipart/mixed; boundary=x\r\n\r\n{}", "--x\r\n\r\nhi\r\n".repeat(5));
        assert_eq!(check(&many), Err("too_many_parts"));
        assert_eq!(check("no header here"), Ok(()));
    }

    #[test]
    fn a_long_thread_keeps_its_first_and_last_ids() {
        let raw = format!("From: a@b.example\r\nReferences: {}<last@x>\r\n\r\nhi", "<f@f> ".repeat(2_000));
        let mail = parse(&raw);
        assert_eq!(mail.references.len(), 100);
        assert_eq!(mail.references.last().unwrap(), "last@x");
    }

    #[test]
    fn names_of_files_are_safe_to_save() {
        for (given, safe) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\temp\\a.txt", "a.txt"),
            ("..", ""),
            ("a\0b\r\n.pdf", "a b .pdf"),
            ("p\u{200b}df.php", "pdf.php"),
            ("<script>.html", "_script_.html"),
            (".htaccess", "htaccess"),
        ] {
            assert_eq!(safe_name(given), safe);
        }
        assert!(safe_name(&format!("{}.pdf", "é".repeat(400))).ends_with(".pdf"));
    }
}
