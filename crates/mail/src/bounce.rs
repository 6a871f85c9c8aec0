//! Recognises delivery reports: RFC 3464 ones, and the older forms that name who failed.
//!
//! A report proves nothing by itself, anybody can write one. Act on it only if [`Bounce::original_ids`] holds an id that
//! [`crate::token::Signer`] confirms.

use mail_parser::{MessageParser, MimeHeaders, PartType};

use crate::address::one_line;
use crate::message::{InboundMail, ids_in};

/// A delivery report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bounce {
    /// One entry per recipient the report speaks of; at most 100.
    pub recipients: Vec<Recipient>,
    /// Message-IDs of the mail that bounced, as the report quotes it.
    pub original_ids: Vec<String>,
}

/// What happened to one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The address, if named.
    pub address: String,
    /// The enhanced status code such as `5.1.1` (RFC 3463), if named.
    pub status: Option<String>,
    /// The server's own words, in one line.
    pub words: String,
    /// Whether the address will never take mail, as far as the report says.
    pub is_permanent: bool,
}

/// The delivery report in `raw`, if it is one that says something failed. O(size).
pub fn recognise(mail: &InboundMail, raw: &[u8]) -> Option<Bounce> {
    let is_report = mail.header("content-type").is_some_and(|it| {
        let it = it.to_ascii_lowercase();
        it.contains("multipart/report") && (it.contains("delivery-status") || !it.contains("report-type"))
    });
    let failed: Vec<&str> = mail.header_values("x-failed-recipients").flat_map(|it| it.split(',')).collect();
    if !is_report && failed.is_empty() {
        return None;
    }
    let mut bounce = read_parts(raw);
    if bounce.recipients.is_empty() {
        let words = one_line(mail.text.lines().find(|it| it.contains("550") || it.contains("5.")).unwrap_or(""), 300);
        bounce.recipients = failed
            .iter()
            .take(100)
            .map(|it| Recipient {
                address: it.trim().to_owned(),
                status: None,
                words: words.clone(),
                is_permanent: true,
            })
            .collect();
    }
    (!bounce.recipients.is_empty()).then_some(bounce)
}

fn read_parts(raw: &[u8]) -> Bounce {
    let mut bounce = Bounce::default();
    let Some(message) = MessageParser::default().parse(raw) else { return bounce };
    for part in &message.parts {
        let kind = part.content_type().map(|it| (it.ctype().to_ascii_lowercase(), it.subtype().unwrap_or_default()));
        match kind {
            Some((kind, subtype)) if kind == "message" && subtype.eq_ignore_ascii_case("delivery-status") => {
                bounce.recipients.extend(statuses(&String::from_utf8_lossy(part.contents())));
            }
            Some((kind, subtype)) if kind == "text" && subtype.eq_ignore_ascii_case("rfc822-headers") => {
                bounce.original_ids.extend(quoted_ids(&String::from_utf8_lossy(part.contents())));
            }
            _ => {}
        }
        if let PartType::Message(nested) = &part.body {
            bounce.original_ids.extend(nested.header_raw("Message-ID").map(ids_in).unwrap_or_default());
        }
    }
    bounce.recipients.truncate(100);
    bounce
}

fn quoted_ids(headers: &str) -> Vec<String> {
    let unfolded = headers.replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ");
    let lines = unfolded.lines().filter_map(|it| it.split_once(':'));
    lines.filter(|(name, _)| name.eq_ignore_ascii_case("message-id")).flat_map(|(_, value)| ids_in(value)).collect()
}

/// The blocks of fields of a message/delivery-status part that name a recipient.
fn statuses(text: &str) -> Vec<Recipient> {
    let unfolded = text.replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ");
    let mut out = Vec::new();
    for block in unfolded.split("\n\n") {
        let field = |name: &str| {
            let fields = block.lines().filter_map(|it| it.split_once(':'));
            fields
                .filter(|(it, _)| it.trim().eq_ignore_ascii_case(name))
                .map(|(_, value)| value.trim().to_owned())
                .next()
        };
        let Some(recipient) = field("final-recipient").or_else(|| field("original-recipient")) else { continue };
        let address = recipient.rsplit(';').next().unwrap_or_default().trim().trim_matches(['<', '>']);
        let action = field("action").unwrap_or_default().to_ascii_lowercase();
        let status = field("status").and_then(|it| it.split_whitespace().next().map(str::to_owned));
        if action == "delivered" || action == "relayed" || action == "expanded" {
            continue;
        }
        let is_permanent = action == "failed" && status.as_deref().is_none_or(|it| it.starts_with('5'));
        let words = one_line(&field("diagnostic-code").unwrap_or_default(), 300);
        out.push(Recipient { address: one_line(address, 320), status, words, is_permanent });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Budget;

    const REPORT: &str = "From: MAILER-DAEMON@mx.example\r\nTo: support@desk.example\r\nContent-Type: multipart/report; \
        report-type=delivery-status; boundary=x\r\n\r\n--x\r\n\r\nSorry.\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n\
        Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; helene@cust.example\r\nAction: failed\r\n\
        Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1\r\n no such user\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n\
        Message-ID: <t1.mac@desk.example>\r\nSubject: hi\r\n\r\nhi\r\n--x--\r\n";

    #[test]
    fn a_report_names_who_and_why_and_what() {
        let mail = InboundMail::parse(REPORT.as_bytes(), &Budget::default()).unwrap();
        let bounce = recognise(&mail, REPORT.as_bytes()).unwrap();
        let [only] = bounce.recipients.as_slice() else { panic!("{bounce:?}") };
        assert_eq!(only.address, "helene@cust.example");
        assert_eq!(only.status.as_deref(), Some("5.1.1"));
        assert_eq!(only.words, "smtp; 550 5.1.1 no such user");
        assert!(only.is_permanent);
        assert_eq!(bounce.original_ids, ["t1.mac@desk.example"]);
    }

    #[test]
    fn an_ordinary_mail_is_no_report() {
        let raw = b"From: a@b.example\r\nSubject: Undelivered?\r\n\r\nhi";
        let mail = InboundMail::parse(raw, &Budget::default()).unwrap();
        assert_eq!(recognise(&mail, raw), None);
    }
}
