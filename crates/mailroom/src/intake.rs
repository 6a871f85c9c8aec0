//! What becomes of a mail that came in: the stages, in order, and the four ways it can end.
//!
//! Pure. [`crate::actions::intake`] gathers what the stages ask for and does what they decide. Each stage that had a say
//! writes one line of the trace, so that staff can read why a mail is where it is.

use kernel::CaseId;
use serde::{Deserialize, Serialize};

use crate::threading::Decision;

/// How a mail ended. Exactly one of these, for every mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It opened a case.
    NewCase,
    /// It joined one.
    FollowUp,
    /// It waits for staff to look at it.
    Quarantine,
    /// It is kept and goes nowhere.
    Rejected,
}

impl Outcome {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::NewCase, Self::FollowUp, Self::Quarantine, Self::Rejected];

    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NewCase => "new_case",
            Self::FollowUp => "follow_up",
            Self::Quarantine => "quarantine",
            Self::Rejected => "rejected",
        }
    }

    /// The one stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// Why a mail was quarantined or rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Nothing is in it.
    Empty,
    /// Larger than we read.
    TooLarge,
    /// More parts than we read.
    TooManyParts,
    /// Nested deeper than we read.
    TooDeep,
    /// Reading it failed three times.
    Unreadable,
    /// It came from one of our own addresses.
    OwnMail,
    /// It went in circles.
    Loop,
    /// It is here already.
    Duplicate,
    /// Nobody sent it.
    NoSender,
    /// Marked as spam on its way.
    Spam,
    /// A delivery report about nothing we sent.
    ForeignReport,
    /// An automatic answer to nothing we sent.
    AutomaticUnthreaded,
    /// From a mailing list.
    MailingList,
    /// A delivery report that was written down on the mail it is about, which belongs to no case.
    ReportTaken,
    /// Staff said so.
    ByStaff,
}

impl Cause {
    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge => "too_large",
            Self::TooManyParts => "too_many_parts",
            Self::TooDeep => "too_deep",
            Self::Unreadable => "unreadable",
            Self::OwnMail => "own_mail",
            Self::Loop => "loop",
            Self::Duplicate => "duplicate",
            Self::NoSender => "no_sender",
            Self::Spam => "spam",
            Self::ForeignReport => "foreign_report",
            Self::AutomaticUnthreaded => "automatic_unthreaded",
            Self::MailingList => "mailing_list",
            Self::ReportTaken => "report_taken",
            Self::ByStaff => "by_staff",
        }
    }

    /// What reading said, as a cause.
    pub fn of_parse(code: &str) -> Self {
        match code {
            "empty" => Self::Empty,
            "too_large" => Self::TooLarge,
            "too_many_parts" => Self::TooManyParts,
            "too_deep" => Self::TooDeep,
            _ => Self::Unreadable,
        }
    }
}

/// The stages, in the order they have their say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Size, parts, depth: can it be read?
    Parse,
    /// Is it our own, or going in circles?
    OwnMail,
    /// Is it here already?
    Duplicate,
    /// Did a machine write it?
    Automatic,
    /// Who sent it?
    Sender,
    /// Is the sender proven?
    Proof,
    /// Which case does it answer?
    Threading,
    /// Where does it go?
    Route,
    /// Staff decided.
    Staff,
}

/// One line of the trace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Trace {
    /// Which stage.
    pub stage: Stage,
    /// What it found: stable codes and ids, no words of the mail.
    pub found: String,
}

impl Trace {
    /// A line.
    pub fn new(stage: Stage, found: impl Into<String>) -> Self {
        Self { stage, found: found.into() }
    }
}

/// What the early stages look at. Signs are the codes of `mail::automatic::Sign`.
#[derive(Debug, Clone, Default)]
pub struct Early<'a> {
    /// Why it could not be read.
    pub unreadable: Option<&'a str>,
    /// Signs of a machine or of harm.
    pub signs: &'a [&'a str],
    /// Whether an earlier mail is the same.
    pub is_duplicate: bool,
    /// Whether anybody is named as its author.
    pub has_author: bool,
}

/// The verdict of the stages before threading: the end, or on.
pub fn early(facts: &Early<'_>) -> (Option<(Outcome, Cause)>, Vec<Trace>) {
    let mut trace = Vec::new();
    let has = |sign: &str| facts.signs.contains(&sign);
    let duplicate = || (Some((Outcome::Rejected, Cause::Duplicate)), Trace::new(Stage::Duplicate, "seen_before"));
    if let Some(code) = facts.unreadable {
        if facts.is_duplicate {
            let (end, line) = duplicate();
            return (end, vec![line]);
        }
        let cause = Cause::of_parse(code);
        trace.push(Trace::new(Stage::Parse, cause.code()));
        return (Some((Outcome::Quarantine, cause)), trace);
    }
    trace.push(Trace::new(Stage::Parse, "read"));
    if has("own_address") {
        trace.push(Trace::new(Stage::OwnMail, "from_own_address"));
        return (Some((Outcome::Rejected, Cause::OwnMail)), trace);
    }
    if has("loop") {
        trace.push(Trace::new(Stage::OwnMail, "loop"));
        return (Some((Outcome::Rejected, Cause::Loop)), trace);
    }
    if facts.is_duplicate {
        let (end, line) = duplicate();
        trace.push(line);
        return (end, trace);
    }
    trace.push(Trace::new(
        Stage::Automatic,
        if facts.signs.is_empty() { "person".to_owned() } else { facts.signs.join(" ") },
    ));
    if has("spam") {
        return (Some((Outcome::Quarantine, Cause::Spam)), trace);
    }
    if !facts.has_author {
        trace.push(Trace::new(Stage::Sender, "nobody"));
        return (Some((Outcome::Quarantine, Cause::NoSender)), trace);
    }
    (None, trace)
}

/// Signs that a machine wrote it: it joins its case without waking anybody.
pub fn is_automatic(signs: &[&str]) -> bool {
    let marks = ["auto_submitted", "auto_reply_header", "null_sender", "system_sender", "report", "calendar"];
    signs.iter().any(|it| marks.contains(it))
}

/// Where it goes once threading has decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// Opens a case; the other one is shown to staff beside it. `is_held`: nothing automatic leaves because of it.
    NewCase {
        /// The case it may belong to.
        linked: Option<CaseId>,
        /// Whether nothing automatic may leave because of it.
        is_held: bool,
    },
    /// Joins a case.
    FollowUp {
        /// Which.
        case: CaseId,
        /// Whether its sender is proven to take part in it.
        is_verified: bool,
        /// Whether it may wake the case: reopen it, start its clocks.
        wakes: bool,
    },
    /// Waits for staff.
    Quarantine(Cause),
}

/// The route of a mail with `signs` after `decision`.
pub fn route(signs: &[&str], decision: &Decision) -> Route {
    let automatic = is_automatic(signs);
    match decision {
        Decision::Attach { case, is_verified, .. } => {
            Route::FollowUp { case: *case, is_verified: *is_verified, wakes: *is_verified && !automatic }
        }
        Decision::New { .. } if signs.contains(&"report") => Route::Quarantine(Cause::ForeignReport),
        Decision::New { .. } if automatic => Route::Quarantine(Cause::AutomaticUnthreaded),
        Decision::New { .. } if signs.contains(&"mailing_list") => Route::Quarantine(Cause::MailingList),
        Decision::New { linked, is_held, .. } => {
            Route::NewCase { linked: *linked, is_held: *is_held || !signs.is_empty() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::threading::Why;

    fn ends(facts: &Early<'_>) -> Option<(Outcome, Cause)> {
        early(facts).0
    }

    #[test]
    fn each_early_stage_ends_what_it_must_and_nothing_else() {
        let good = Early { has_author: true, ..Early::default() };
        assert_eq!(ends(&good), None);
        assert_eq!(
            ends(&Early { unreadable: Some("too_deep"), ..good.clone() }),
            Some((Outcome::Quarantine, Cause::TooDeep))
        );
        assert_eq!(ends(&Early { signs: &["own_address"], ..good.clone() }), Some((Outcome::Rejected, Cause::OwnMail)));
        assert_eq!(ends(&Early { signs: &["loop"], ..good.clone() }), Some((Outcome::Rejected, Cause::Loop)));
        assert_eq!(ends(&Early { is_duplicate: true, ..good.clone() }), Some((Outcome::Rejected, Cause::Duplicate)));
        assert_eq!(ends(&Early { signs: &["spam"], ..good.clone() }), Some((Outcome::Quarantine, Cause::Spam)));
        assert_eq!(ends(&Early { has_author: false, ..good.clone() }), Some((Outcome::Quarantine, Cause::NoSender)));
        assert_eq!(ends(&Early { signs: &["auto_submitted", "precedence"], ..good }), None);
    }

    #[test]
    fn machines_join_without_waking_and_never_open() {
        let case = CaseId::new(7);
        let attach = Decision::Attach { case, is_verified: true, why: Why::SignedId };
        assert_eq!(route(&[], &attach), Route::FollowUp { case, is_verified: true, wakes: true });
        assert_eq!(route(&["auto_submitted"], &attach), Route::FollowUp { case, is_verified: true, wakes: false });
        let doubtful = Decision::Attach { case, is_verified: false, why: Why::SignedId };
        let unproven = Route::FollowUp { case, is_verified: false, wakes: false };
        assert_eq!(route(&[], &doubtful), unproven);
        assert_eq!(route(&["auto_submitted"], &doubtful), unproven, "a header that anybody can write proves nobody");
        let new = Decision::New { linked: None, is_held: false, why: Why::NoMark };
        assert_eq!(route(&[], &new), Route::NewCase { linked: None, is_held: false });
        assert_eq!(route(&["precedence"], &new), Route::NewCase { linked: None, is_held: true });
        assert_eq!(route(&["auto_submitted"], &new), Route::Quarantine(Cause::AutomaticUnthreaded));
        assert_eq!(route(&["report", "null_sender"], &new), Route::Quarantine(Cause::ForeignReport));
        assert_eq!(route(&["mailing_list"], &new), Route::Quarantine(Cause::MailingList));
    }
}
