//! Letters to the company, as mail: what customers write, and what else lands in every mailbox of the world.

use kernel::Timestamp;

use crate::demo::company;
use crate::demo::history::local;

/// Under which name the company's own receiving server writes what it found out about a sender.
pub const AUTHSERV: &str = "mx.mutuelle-des-rives.example";

/// What the receiving server says of the sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// They are who they say.
    Passes,
    /// They are not.
    Fails,
}

/// A letter to be written.
#[derive(Debug, Clone)]
pub struct Letter<'a> {
    /// Its Message-ID, bare.
    pub id: String,
    /// The author's address.
    pub from: &'a str,
    /// The author's name; may be empty.
    pub name: &'a str,
    /// The subject.
    pub subject: &'a str,
    /// The words.
    pub words: &'a str,
    /// The Message-ID it answers, bare.
    pub answers: Option<&'a str>,
    /// When it was written.
    pub at: Timestamp,
    /// Whether the author is proven.
    pub proof: Proof,
    /// More header lines, each whole.
    pub headers: &'a [&'a str],
    /// A file that comes with it: its name and its one line of content, as a page of PDF.
    pub file: Option<(&'a str, &'a str)>,
}

impl<'a> Letter<'a> {
    /// A proven author's letter without anything special.
    pub fn new(id: String, from: &'a str, subject: &'a str, words: &'a str, at: Timestamp) -> Self {
        let proof = Proof::Passes;
        Self { id, from, name: "", subject, words, answers: None, at, proof, headers: &[], file: None }
    }

    /// As it travels (RFC 5322).
    pub fn raw(&self) -> anyhow::Result<Vec<u8>> {
        let date = jiff::fmt::rfc2822::to_string(&local(self.at))?;
        let verdict = if self.proof == Proof::Passes { "pass" } else { "fail" };
        let domain = self.from.split_once('@').map_or("", |it| it.1);
        let author = if self.name.is_empty() { String::new() } else { format!("{} ", encoded(self.name)) };
        let mut raw = format!(
            "Authentication-Results: {AUTHSERV}; dmarc={verdict} header.from={domain}\r\nFrom: {author}<{}>\r\n\
             To: {}\r\nSubject: {}\r\nDate: {date}\r\nMessage-ID: <{}>\r\nMIME-Version: 1.0\r\n",
            self.from,
            company::MAILBOX,
            encoded(self.subject),
            self.id,
        );
        if let Some(it) = self.answers {
            raw.push_str(&format!("In-Reply-To: <{it}>\r\nReferences: <{it}>\r\n"));
        }
        for line in self.headers {
            raw.push_str(line);
            raw.push_str("\r\n");
        }
        let text = format!(
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{}\r\n",
            self.words.replace('\n', "\r\n")
        );
        match self.file {
            None => raw.push_str(&text),
            Some((name, line)) => raw.push_str(&format!(
                "Content-Type: multipart/mixed; boundary=\"part\"\r\n\r\n--part\r\n{text}--part\r\n\
                 Content-Type: application/pdf; name=\"{name}\"\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\
                 Content-Transfer-Encoding: base64\r\n\r\n{}\r\n--part--\r\n",
                base64(&pdf(line))
            )),
        }
        Ok(raw.into_bytes())
    }
}

/// The report of a server that could not deliver the letter `message_id` to `address` (RFC 3464).
pub fn undeliverable(id: &str, address: &str, message_id: &str, at: Timestamp) -> anyhow::Result<Vec<u8>> {
    let date = jiff::fmt::rfc2822::to_string(&local(at))?;
    let domain = address.split_once('@').map_or("", |it| it.1);
    Ok(format!(
        "Authentication-Results: {AUTHSERV}; dmarc=pass header.from={domain}\r\nReturn-Path: <>\r\n\
         From: Mail Delivery System <mailer-daemon@{domain}>\r\nTo: {mailbox}\r\n\
         Subject: Undelivered Mail Returned to Sender\r\nDate: {date}\r\nMessage-ID: <{id}>\r\nMIME-Version: 1.0\r\n\
         Auto-Submitted: auto-replied\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"part\"\r\n\r\n--part\r\n\
         Content-Type: text/plain; charset=us-ascii\r\n\r\nThe mailbox of {address} is not in use any more.\r\n--part\r\n\
         Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.{domain}\r\n\r\n\
         Final-Recipient: rfc822; {address}\r\nAction: failed\r\nStatus: 5.1.1\r\n\
         Diagnostic-Code: smtp; 550 5.1.1 no such mailbox here\r\n--part\r\nContent-Type: text/rfc822-headers\r\n\r\n\
         Message-ID: <{message_id}>\r\nTo: {address}\r\n--part--\r\n",
        mailbox = company::MAILBOX,
    )
    .into_bytes())
}

/// A header's text as an encoded word (RFC 2047), in pieces short enough for a line.
fn encoded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        b' ' => "_".to_owned(),
        _ => format!("={byte:02X}"),
    };
    let chars: Vec<char> = text.chars().collect();
    let words = chars.chunks(12).map(|piece| {
        let piece: String = piece.iter().collect();
        format!("=?utf-8?Q?{}?=", piece.bytes().map(byte).collect::<String>())
    });
    words.collect::<Vec<_>>().join("\r\n ")
}

/// Base64 in lines as mail wants them.
fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    let text = base64::engine::general_purpose::STANDARD.encode(bytes);
    let chars: Vec<char> = text.chars().collect();
    chars.chunks(76).map(|it| it.iter().collect::<String>()).collect::<Vec<_>>().join("\r\n")
}

/// A page with one line on it (PDF 1.4). Letters outside ASCII become `?`: the standard fonts have no others.
fn pdf(line: &str) -> Vec<u8> {
    let plain: String =
        line.chars().map(|it| if it.is_ascii_alphanumeric() || " .,:-/".contains(it) { it } else { '?' }).collect();
    let stream = format!("BT /F1 14 Tf 72 760 Td ({plain}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut text = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(text.len());
        text.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let start = text.len();
    text.push_str("xref\n0 6\n0000000000 65535 f \n");
    for place in places {
        text.push_str(&format!("{place:010} 00000 n \n"));
    }
    text.push_str(&format!("trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"));
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use kernel::Timestamp;
    use mail::{Budget, InboundMail};

    use crate::demo::letters::{Letter, undeliverable};

    fn at() -> Timestamp {
        "2026-11-20T10:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_letter_survives_its_journey() {
        let subject = "Dégât des eaux à la cave, très urgent";
        let letter = Letter {
            name: "Hélène Vialat",
            answers: Some("before@a.example"),
            file: Some(("facture.pdf", "Facture 312,40 EUR")),
            ..Letter::new("one@a.example".to_owned(), "h@a.example", subject, "Bonjour,\n\nvoilà.", at())
        };
        let mail = InboundMail::parse(&letter.raw().unwrap(), &Budget::default()).unwrap();
        assert_eq!(mail.subject, subject);
        assert_eq!(mail.text.trim(), "Bonjour,\n\nvoilà.");
        assert_eq!(mail.in_reply_to, ["before@a.example"]);
        assert_eq!(mail.attachments[0].name, "facture.pdf");
        assert!(mail.attachments[0].bytes.starts_with(b"%PDF-1.4"));
    }

    #[test]
    fn a_returned_letter_is_recognised_as_one() {
        let raw = undeliverable("r@a.example", "gone@a.example", "sent@us.example", at()).unwrap();
        let mail = InboundMail::parse(&raw, &Budget::default()).unwrap();
        let bounce = mail::bounce::recognise(&mail, &raw).unwrap();
        assert_eq!(bounce.original_ids, ["sent@us.example"]);
        assert!(bounce.recipients[0].is_permanent);
    }
}
