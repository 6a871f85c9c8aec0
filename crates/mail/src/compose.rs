//! Writes a mail: text, and HTML beside it if there is any, with the Message-ID the caller gives.
//!
//! Addresses and subjects that hold line breaks or markup stay text: every header goes through an encoder.

use kernel::Timestamp;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment as Part, Mailbox as Address, MultiPart, SinglePart};

use crate::address::{Mailbox, one_line};

/// A mail to be sent.
#[derive(Debug, Clone)]
pub struct OutboundMail {
    /// The author: the mailbox's own address and name.
    pub from: Mailbox,
    /// Where answers go, if elsewhere: the signed reply address.
    pub reply_to: Option<Mailbox>,
    /// Whom it is for.
    pub to: Vec<Mailbox>,
    /// Who gets a copy.
    pub cc: Vec<Mailbox>,
    /// The subject.
    pub subject: String,
    /// The Date header.
    pub at: Timestamp,
    /// Without angle brackets. The same when sent again: that is what makes sending again harmless.
    pub message_id: String,
    /// The id it answers, without angle brackets.
    pub in_reply_to: Option<String>,
    /// The ids of the thread, oldest first, without angle brackets.
    pub references: Vec<String>,
    /// The text.
    pub text: String,
    /// The same as HTML, if it says more than the text.
    pub html: Option<String>,
    /// `auto-replied` or `auto-generated` on mail no person wrote (RFC 3834).
    pub auto_submitted: Option<&'static str>,
    /// The address of a one-click unsubscription (RFC 8058).
    pub unsubscribe_url: Option<String>,
    /// Files: name, media type, bytes.
    pub attachments: Vec<(String, String, Vec<u8>)>,
}

/// A mail that cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// Not an address one can send to.
    #[error("`{0}` is not an address mail can be sent to")]
    Address(String),
    /// Nobody to send to.
    #[error("the mail has no recipient")]
    NoRecipient,
    /// The encoder refused.
    #[error("the mail could not be written: {0}")]
    Encoding(#[from] lettre::error::Error),
}

fn address(mailbox: &Mailbox) -> Result<Address, ComposeError> {
    let parsed = mailbox.address.parse().map_err(|_| ComposeError::Address(mailbox.address.clone()))?;
    let name = mailbox.name.as_deref().map(|it| one_line(it, 200)).filter(|it| !it.is_empty());
    Ok(Address::new(name, parsed))
}

fn header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}

/// Ids may only hold what cannot leave the angle brackets.
fn bracketed(id: &str) -> String {
    let plain: String = id.chars().filter(|it| it.is_ascii_graphic() && !"<>".contains(*it)).collect();
    format!("<{plain}>")
}

impl OutboundMail {
    /// The bytes to send, lines ending in CRLF.
    pub fn write(&self) -> Result<Vec<u8>, ComposeError> {
        if self.to.is_empty() {
            return Err(ComposeError::NoRecipient);
        }
        let at = std::time::UNIX_EPOCH
            + std::time::Duration::from_micros(u64::try_from(self.at.as_micros()).unwrap_or_default());
        let mut builder = lettre::Message::builder()
            .from(address(&self.from)?)
            .date(at)
            .subject(one_line(&self.subject, 500))
            .message_id(Some(bracketed(&self.message_id)));
        for it in &self.to {
            builder = builder.to(address(it)?);
        }
        for it in &self.cc {
            builder = builder.cc(address(it)?);
        }
        if let Some(it) = &self.reply_to {
            builder = builder.reply_to(address(it)?);
        }
        if let Some(it) = &self.in_reply_to {
            builder = builder.in_reply_to(bracketed(it));
        }
        if !self.references.is_empty() {
            let ids: Vec<String> = self.references.iter().map(|it| bracketed(it)).collect();
            builder = builder.references(ids.join(" "));
        }
        if let Some(kind) = self.auto_submitted {
            builder = builder.raw_header(header("Auto-Submitted", kind.to_owned()));
            builder = builder.raw_header(header("X-Auto-Response-Suppress", "All".to_owned()));
        }
        if let Some(url) = &self.unsubscribe_url {
            builder = builder.raw_header(header("List-Unsubscribe", bracketed(url)));
            builder = builder.raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
        }
        Ok(self.write_body(builder)?.formatted())
    }

    fn write_body(&self, builder: lettre::message::MessageBuilder) -> Result<lettre::Message, lettre::error::Error> {
        let text = SinglePart::plain(self.text.clone());
        let body = self
            .html
            .as_ref()
            .map(|html| MultiPart::alternative().singlepart(text.clone()).singlepart(SinglePart::html(html.clone())));
        if self.attachments.is_empty() {
            return match body {
                Some(body) => builder.multipart(body),
                None => builder.singlepart(text),
            };
        }
        let mut mixed = match body {
            Some(body) => MultiPart::mixed().multipart(body),
            None => MultiPart::mixed().singlepart(text),
        };
        for (name, media_type, bytes) in &self.attachments {
            let kind = ContentType::parse(media_type).or_else(|_| ContentType::parse("application/octet-stream"));
            if let Ok(kind) = kind {
                mixed = mixed.singlepart(Part::new(crate::message::safe_name(name)).body(bytes.clone(), kind));
            }
        }
        builder.multipart(mixed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{Budget, InboundMail};

    fn outbound() -> OutboundMail {
        OutboundMail {
            from: Mailbox::named("Service clients", "support@desk.example"),
            reply_to: Some(Mailbox::new("support+t1.mac@desk.example")),
            to: vec![Mailbox::named("Hélène \"<b>\" Després", "helene@cust.example")],
            cc: vec![],
            subject: "Re: Mon contrat\r\nBcc: x@evil.example".to_owned(),
            at: Timestamp::from_seconds(1_795_000_000),
            message_id: "t1.mac@desk.example".to_owned(),
            in_reply_to: Some("a1@cust.example".to_owned()),
            references: vec!["a0@cust.example".to_owned(), "a1@cust.example".to_owned()],
            text: "Bonjour,\n.\nvoilà.".to_owned(),
            html: Some("<p>Bonjour,<br>voilà.</p>".to_owned()),
            auto_submitted: Some("auto-replied"),
            unsubscribe_url: None,
            attachments: vec![("note.pdf".to_owned(), "application/pdf".to_owned(), b"%PDF".to_vec())],
        }
    }

    #[test]
    fn what_we_write_reads_back() {
        let raw = outbound().write().unwrap();
        let mail = InboundMail::parse(&raw, &Budget::default()).unwrap();
        assert_eq!(mail.from, [Mailbox::named("Service clients", "support@desk.example")]);
        assert_eq!(mail.to[0].name.as_deref(), Some("Hélène \"<b>\" Després"));
        assert_eq!(mail.subject, "Re: Mon contrat Bcc: x@evil.example");
        assert!(mail.header("bcc").is_none());
        assert_eq!(mail.message_id.as_deref(), Some("t1.mac@desk.example"));
        assert_eq!(mail.references, ["a0@cust.example", "a1@cust.example"]);
        assert_eq!(mail.header("auto-submitted"), Some("auto-replied"));
        assert_eq!(mail.text.trim_end(), "Bonjour,\n.\nvoilà.");
        assert_eq!(mail.html.unwrap().trim_end(), "<p>Bonjour,<br>voilà.</p>");
        assert_eq!(mail.attachments[0].name, "note.pdf");
        assert_eq!(mail.attachments[0].bytes, b"%PDF");
    }

    #[test]
    fn nobody_to_send_to_is_refused() {
        let mail = OutboundMail { to: vec![], ..outbound() };
        assert!(matches!(mail.write(), Err(ComposeError::NoRecipient)));
        let mail = OutboundMail { to: vec![Mailbox::new("x\r\nRCPT TO:<y@z>")], ..outbound() };
        assert!(matches!(mail.write(), Err(ComposeError::Address(_))));
    }
}
