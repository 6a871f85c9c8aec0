//! Recognises mail that no person wrote just now, and mail that must get no automatic answer.
//!
//! Source: RFC 3834 (Auto-Submitted and when to stay silent), RFC 5230 §4.6, MS-OXCMAIL 2.2.3.2.14
//! (X-Auto-Response-Suppress). A subject alone is never enough: people write "Automatic reply: how do I set one?".

use kernel::Email;
use serde::{Deserialize, Serialize};

use crate::message::InboundMail;
use crate::verdict::Verdict;

/// A sign that a mail is automatic, or that answering it automatically would do harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// `Auto-Submitted` other than `no`.
    AutoSubmitted,
    /// `X-Autoreply`, `X-Autorespond`, `X-AutoReply-From` and their kin.
    AutoReplyHeader,
    /// The null reverse path: a bounce.
    NullSender,
    /// Sent by mailer-daemon, postmaster and their kin.
    SystemSender,
    /// Sent by a no-reply address.
    NoReplySender,
    /// `Precedence: bulk`, `list`, `junk` or `auto_reply`.
    Precedence,
    /// From a mailing list.
    MailingList,
    /// `X-Auto-Response-Suppress` asks for silence.
    Suppressed,
    /// A delivery report or read receipt.
    Report,
    /// An answer to a meeting, or an invitation.
    Calendar,
    /// Sent from one of our own addresses.
    OwnAddress,
    /// Went through one of our own addresses twice.
    Loop,
    /// `Reply-To` is one of our own addresses.
    ReplyToOwn,
    /// Several `Reply-To` addresses: answering would multiply.
    ReplyToMany,
    /// No author or several.
    AuthorUnclear,
    /// The sender is proven false: the answer would go to a victim.
    SenderForged,
    /// Marked as spam on its way.
    Spam,
}

/// What is known about a mail beside its content.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// The SMTP envelope sender, as in Return-Path. `Some("")` and `Some("<>")` are the null path.
    pub return_path: Option<&'a str>,
    /// The addresses we receive and send at.
    pub own_addresses: &'a [Email],
    /// The DMARC verdict.
    pub dmarc: Verdict,
}

impl Sign {
    /// Whether the mail itself was made by a machine in answer to something, not merely unfit for an answer.
    ///
    /// Such mail joins the thread it answers and wakes nobody.
    pub const fn is_automatic(self) -> bool {
        matches!(
            self,
            Self::AutoSubmitted
                | Self::AutoReplyHeader
                | Self::NullSender
                | Self::SystemSender
                | Self::Report
                | Self::Calendar
        )
    }

    /// A stable short name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AutoSubmitted => "auto_submitted",
            Self::AutoReplyHeader => "auto_reply_header",
            Self::NullSender => "null_sender",
            Self::SystemSender => "system_sender",
            Self::NoReplySender => "no_reply_sender",
            Self::Precedence => "precedence",
            Self::MailingList => "mailing_list",
            Self::Suppressed => "suppressed",
            Self::Report => "report",
            Self::Calendar => "calendar",
            Self::OwnAddress => "own_address",
            Self::Loop => "loop",
            Self::ReplyToOwn => "reply_to_own",
            Self::ReplyToMany => "reply_to_many",
            Self::AuthorUnclear => "author_unclear",
            Self::SenderForged => "sender_forged",
            Self::Spam => "spam",
        }
    }
}

/// Every sign `mail` carries, in the order of [`Sign`]; empty for an ordinary mail, which may be answered.
pub fn signs(mail: &InboundMail, context: &Context<'_>) -> Vec<Sign> {
    let checks: [(Sign, bool); 17] = [
        (Sign::AutoSubmitted, auto_submitted(mail)),
        (Sign::AutoReplyHeader, auto_reply_header(mail)),
        (Sign::NullSender, context.return_path.is_some_and(|it| it.trim().trim_matches(['<', '>', ' ']).is_empty())),
        (Sign::SystemSender, senders(mail, context).any(is_system)),
        (Sign::NoReplySender, senders(mail, context).any(is_no_reply)),
        (Sign::Precedence, precedence(mail)),
        (Sign::MailingList, ["list-post", "list-id", "x-mailing-list"].iter().any(|it| mail.header(it).is_some())),
        (Sign::Suppressed, suppressed(mail)),
        (
            Sign::Report,
            content_type(mail).starts_with("multipart/report") || mail.header("x-failed-recipients").is_some(),
        ),
        (Sign::Calendar, content_type(mail).starts_with("text/calendar")),
        (Sign::OwnAddress, mail.from.iter().filter_map(|it| it.email()).any(|it| context.own_addresses.contains(&it))),
        (Sign::Loop, is_loop(mail, context)),
        (
            Sign::ReplyToOwn,
            mail.reply_to.iter().filter_map(|it| it.email()).any(|it| context.own_addresses.contains(&it)),
        ),
        (Sign::ReplyToMany, mail.reply_to.len() > 1),
        (Sign::AuthorUnclear, mail.author().is_none()),
        (Sign::SenderForged, context.dmarc == Verdict::Fail),
        (Sign::Spam, spam(mail)),
    ];
    checks.into_iter().filter(|(_, holds)| *holds).map(|(sign, _)| sign).collect()
}

/// The addresses that stand for the sender: the envelope's and the authors'.
fn senders<'a>(mail: &'a InboundMail, context: &Context<'a>) -> impl Iterator<Item = &'a str> {
    context.return_path.into_iter().chain(mail.from.iter().map(|it| it.address.as_str()))
}

fn local_part(address: &str) -> String {
    let local = address.trim_matches(['<', '>', ' ']).rsplit_once('@').map_or("", |(local, _)| local);
    local.to_ascii_lowercase()
}

fn is_system(address: &str) -> bool {
    matches!(
        local_part(address).as_str(),
        "mailer-daemon" | "mailerdaemon" | "postmaster" | "mail-daemon" | "maildaemon"
    )
}

fn is_no_reply(address: &str) -> bool {
    let plain: String = local_part(address).chars().filter(char::is_ascii_alphanumeric).collect();
    let marks = ["noreply", "donotreply", "dontreply", "neplusrepondre", "nepasrepondre", "noresponder", "noresponse"];
    marks.iter().any(|it| plain.starts_with(it) || plain.ends_with(it))
}

fn auto_submitted(mail: &InboundMail) -> bool {
    mail.header_values("auto-submitted").any(|value| {
        let word = value.split([';', ' ', '(', '\t']).next().unwrap_or_default().trim();
        !word.is_empty() && !word.eq_ignore_ascii_case("no")
    })
}

fn auto_reply_header(mail: &InboundMail) -> bool {
    let names =
        ["x-autoreply", "x-autorespond", "x-autoreply-from", "x-autoresponder", "x-auto-reply", "x-mail-autoreply"];
    names.iter().any(|it| mail.header(it).is_some_and(|value| !value.eq_ignore_ascii_case("no")))
}

fn precedence(mail: &InboundMail) -> bool {
    mail.header_values("precedence").chain(mail.header_values("x-precedence")).any(|value| {
        matches!(value.trim().to_ascii_lowercase().as_str(), "bulk" | "list" | "junk" | "auto_reply" | "auto-reply")
    })
}

fn suppressed(mail: &InboundMail) -> bool {
    mail.header_values("x-auto-response-suppress").flat_map(|value| value.split(',')).any(|word| {
        // DR, RN and NRN concern receipts; None suppresses nothing.
        matches!(word.trim().to_ascii_lowercase().as_str(), "all" | "oof" | "autoreply")
    })
}

fn content_type(mail: &InboundMail) -> String {
    mail.header("content-type").unwrap_or_default().trim_start().to_ascii_lowercase()
}

fn spam(mail: &InboundMail) -> bool {
    mail.header("x-spam-flag").is_some_and(|it| it.trim().eq_ignore_ascii_case("yes"))
}

fn is_loop(mail: &InboundMail, context: &Context<'_>) -> bool {
    let delivered: Vec<Email> = mail.header_values("delivered-to").filter_map(|it| it.parse().ok()).collect();
    let ours = |it: &Email| context.own_addresses.contains(it);
    let twice = |it: &Email| delivered.iter().filter(|other| *other == it).count() > 1;
    let marked = mail.header_values("x-loop").filter_map(|it| it.parse::<Email>().ok()).any(|it| ours(&it));
    // RFC 5321 §6.3: a hundred hops and more is a loop.
    delivered.iter().any(|it| ours(it) && twice(it)) || marked || mail.header_values("received").count() > 100
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Budget;

    fn signs_of(headers: &str) -> Vec<Sign> {
        let raw = format!("From: a@cust.example\r\nTo: support@desk.example\r\n{headers}\r\n\r\nhi");
        let own = ["support@desk.example".parse().unwrap()];
        let mail = InboundMail::parse(raw.as_bytes(), &Budget::default()).unwrap();
        signs(&mail, &Context { own_addresses: &own, ..Context::default() })
    }

    #[test]
    fn a_person_carries_no_sign() {
        assert_eq!(signs_of("Subject: Automatic reply: how do I set one?"), []);
        assert_eq!(signs_of("Auto-Submitted: no\r\nX-Auto-Response-Suppress: None\r\nPrecedence: first-class"), []);
        assert_eq!(signs_of("List-Unsubscribe: <https://crm.example/u>"), []);
    }

    #[test]
    fn machines_carry_theirs() {
        assert_eq!(signs_of("Auto-Submitted: Auto-Replied (vacation)"), [Sign::AutoSubmitted]);
        assert_eq!(signs_of("X-Loop: support@desk.example"), [Sign::Loop]);
        assert_eq!(signs_of("Precedence: list\r\nList-Id: <x.example>"), [Sign::Precedence, Sign::MailingList]);
    }
}
