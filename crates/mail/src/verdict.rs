//! Whether the author of a mail is proven: SPF, DKIM and above all DMARC.
//!
//! Two sources, and the caller says which it trusts: an `Authentication-Results` header written by its own receiving
//! server (RFC 8601), or our own check by DNS ([`Checker`]). Without either the verdict is [`Verdict::None`].

use std::net::IpAddr;
use std::time::Duration;

use mail_auth::dmarc::verify::DmarcParameters;
use mail_auth::spf::verify::SpfParameters;
use mail_auth::{AuthenticatedMessage, DkimResult, DmarcResult, MessageAuthenticator, SpfResult};
use mail_parser::MessageParser;
use serde::{Deserialize, Serialize};

use crate::message::InboundMail;

/// The result of one method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Proven.
    Pass,
    /// Proven false.
    Fail,
    /// Neither: no policy, no signature, no answer, or nobody checked.
    #[default]
    None,
}

impl Verdict {
    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::None => "none",
        }
    }
}

/// The verdicts on one mail, and who gave them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Authentication {
    /// The sending server may send for the envelope's domain (RFC 7208).
    pub spf: Verdict,
    /// A domain signed the mail (RFC 6376).
    pub dkim: Verdict,
    /// One of them speaks for the author's own domain (RFC 7489).
    pub dmarc: Verdict,
    /// `header`, `dns`, or empty if nobody checked.
    pub source: String,
}

/// Reads the verdicts our own receiving server wrote under the name `authserv_id`.
///
/// That server must remove such headers from mail it receives (RFC 8601 §5). If more than one stands in the mail anyway,
/// one was forged, and nothing is believed.
pub fn from_header(mail: &InboundMail, authserv_id: &str) -> Option<Authentication> {
    let mut ours = mail.header_values("authentication-results").filter(|value| {
        let id = value.split([';', ' ', '\t']).next().unwrap_or_default();
        id.eq_ignore_ascii_case(authserv_id)
    });
    let value = ours.next()?;
    if ours.next().is_some() {
        return None;
    }
    let value = without_comments(value);
    let mut found = Authentication { source: "header".to_owned(), ..Authentication::default() };
    for clause in value.split(';').skip(1) {
        let Some((method, rest)) = clause.trim().split_once('=') else { continue };
        let result = rest.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
        let verdict = match result.as_str() {
            "pass" => Verdict::Pass,
            "fail" | "permerror" | "hardfail" | "policy" => Verdict::Fail,
            _ => Verdict::None,
        };
        match method.trim().to_ascii_lowercase().as_str() {
            "spf" => found.spf = verdict,
            // One good signature is enough, whatever the others say.
            "dkim" if found.dkim != Verdict::Pass => found.dkim = verdict,
            "dmarc" if dmarc_is_of_author(mail, rest) => found.dmarc = verdict,
            _ => {}
        }
    }
    Some(found)
}

/// `header.from=` must name the author's domain, if it is there.
fn dmarc_is_of_author(mail: &InboundMail, clause: &str) -> bool {
    let named = clause.split_whitespace().find_map(|it| it.strip_prefix("header.from="));
    let author = mail.author().map(|(email, _)| email.domain().to_owned());
    match (named, author) {
        (Some(named), Some(author)) => named.trim_matches('"').eq_ignore_ascii_case(&author),
        (None, Some(_)) => true,
        (_, None) => false,
    }
}

/// Parentheses may hold anything, even `dmarc=pass`.
fn without_comments(value: &str) -> String {
    let mut depth = 0usize;
    value
        .chars()
        .filter(|it| {
            match it {
                '(' => depth += 1,
                ')' if depth > 0 => {
                    depth -= 1;
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

/// What the receiving server knew when the mail came in.
#[derive(Debug, Clone, Default)]
pub struct Arrival {
    /// The address of the sending server.
    pub ip: Option<IpAddr>,
    /// What it called itself.
    pub helo: String,
    /// The envelope sender.
    pub mail_from: String,
    /// Our own name.
    pub host: String,
}

/// Checks mail by DNS.
pub struct Checker {
    authenticator: MessageAuthenticator,
    timeout: Duration,
}

impl std::fmt::Debug for Checker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Checker")
    }
}

impl Checker {
    /// A checker with the system's resolvers; `None` where there is no DNS to ask.
    pub fn system(timeout: Duration) -> Option<Self> {
        MessageAuthenticator::new_system_conf().ok().map(|authenticator| Self { authenticator, timeout })
    }

    /// The verdicts on `raw`. What DNS does not answer in time is [`Verdict::None`].
    pub async fn check(&self, raw: &[u8], arrival: &Arrival) -> Authentication {
        let check = Box::pin(self.ask(raw, arrival));
        tokio::time::timeout(self.timeout, check).await.unwrap_or_default()
    }

    async fn ask(&self, raw: &[u8], arrival: &Arrival) -> Authentication {
        let Some(parsed) = MessageParser::default().parse(raw) else { return Authentication::default() };
        let message = AuthenticatedMessage::from_parsed(&parsed, raw, true);
        let dkim = self.authenticator.verify_dkim(&message).await;
        let domain = arrival.mail_from.rsplit_once('@').map_or("", |(_, domain)| domain);
        let spf = match arrival.ip {
            Some(ip) if !domain.is_empty() => {
                let parameters = SpfParameters::verify(ip, &arrival.helo, &arrival.host, &arrival.mail_from);
                self.authenticator.verify_spf(parameters).await
            }
            _ => mail_auth::SpfOutput::new(String::new()),
        };
        let dmarc = self.authenticator.verify_dmarc(DmarcParameters::new(&message, &dkim, domain, &spf)).await;
        let passes = *dmarc.dkim_result() == DmarcResult::Pass || *dmarc.spf_result() == DmarcResult::Pass;
        let fails = [dmarc.dkim_result(), dmarc.spf_result()].iter().any(|it| matches!(it, DmarcResult::Fail(_)));
        Authentication {
            spf: match spf.result() {
                SpfResult::Pass => Verdict::Pass,
                SpfResult::Fail | SpfResult::SoftFail => Verdict::Fail,
                _ => Verdict::None,
            },
            dkim: if dkim.iter().any(|it| *it.result() == DkimResult::Pass) {
                Verdict::Pass
            } else if dkim.iter().any(|it| matches!(it.result(), DkimResult::Fail(_))) {
                Verdict::Fail
            } else {
                Verdict::None
            },
            dmarc: if passes {
                Verdict::Pass
            } else if fails {
                Verdict::Fail
            } else {
                Verdict::None
            },
            source: "dns".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Budget;

    fn check(headers: &str) -> Option<Authentication> {
        let raw = format!("{headers}From: a@cust.example\r\n\r\nhi");
        let mail = InboundMail::parse(raw.as_bytes(), &Budget::default()).unwrap();
        from_header(&mail, "mx.desk.example")
    }

    #[test]
    fn our_own_server_is_believed() {
        let found = check(
            "Authentication-Results: mx.desk.example; spf=pass smtp.mailfrom=cust.example; dkim=fail; dkim=pass (ok);\r\n \
             dmarc=pass (p=reject) header.from=cust.example\r\n",
        );
        let found = found.unwrap();
        assert_eq!((found.spf, found.dkim, found.dmarc), (Verdict::Pass, Verdict::Pass, Verdict::Pass));
    }

    #[test]
    fn others_and_forgers_are_not() {
        assert_eq!(check("Authentication-Results: mx.evil.example; dmarc=pass\r\n"), None);
        let twice = "Authentication-Results: mx.desk.example; dmarc=pass\r\n".repeat(2);
        assert_eq!(check(&twice), None);
        let hidden = check("Authentication-Results: mx.desk.example; none (; dmarc=pass)\r\n").unwrap();
        assert_eq!(hidden.dmarc, Verdict::None);
        let other = check("Authentication-Results: mx.desk.example; dmarc=pass header.from=evil.example\r\n").unwrap();
        assert_eq!(other.dmarc, Verdict::None);
    }
}
