//! What may go wrong with cases, in the field's words, and how it is answered.

use api::{Problem, Reason};
use calendar::{CalendarError, ClockError};
use db::DbError;
use kernel::{
    AccountId, BatchId, CalendarId, CaseId, ClockId, InteractionId, PersonId, PromiseId, StaffId, TeamId, TemplateId,
    Timestamp, ViewId,
};

use crate::case_type::PLACE_MAX;
use crate::template::TemplateError;

/// A refusal or failure.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// No such case, or not for this actor to know.
    #[error("no case {0}")]
    NotFound(CaseId),
    /// It is done.
    #[error("case {0} is closed")]
    Closed(CaseId),
    /// It is not done.
    #[error("case {0} is not closed")]
    NotClosed(CaseId),
    /// It waits for nobody.
    #[error("case {0} does not wait")]
    NotWaiting(CaseId),
    /// It is not put aside.
    #[error("case {0} is not put aside")]
    NotSnoozed(CaseId),
    /// An address that is neither an e-mail nor a telephone number.
    #[error("`{0}` is no address")]
    Address(String),
    /// A person of whom no address is known.
    #[error("no address of {0} is known")]
    NoAddress(PersonId),
    /// Nobody of this address takes part.
    #[error("`{0}` takes no part")]
    NoParticipant(String),
    /// No such batch, or not this actor's.
    #[error("no batch {0}")]
    BatchNotFound(BatchId),
    /// More cases than one batch takes.
    #[error("{0} cases are more than one batch takes")]
    BatchTooLarge(i64),
    /// A batch that cannot be taken back: it is one that takes back, or goes on.
    #[error("batch {0} cannot be taken back")]
    BatchFinal(BatchId),
    /// A wait that would be over before it begins.
    #[error("{until} is not after {now}")]
    WaitInPast {
        /// As asked.
        until: Timestamp,
        /// The instant of the act.
        now: Timestamp,
    },
    /// A subject without a word.
    #[error("a case needs a subject")]
    SubjectEmpty,
    /// Somebody changed it since it was read.
    #[error("case {0} was changed since it was read")]
    Stale(CaseId),
    /// No such answer on this case that could be taken back.
    #[error("interaction {0} is no answer that can be taken back")]
    NoSuchAnswer(InteractionId),
    /// No such type, or it is not offered any more.
    #[error("`{0}` is no active case type")]
    UnknownType(String),
    /// No such active member of staff.
    #[error("{0} is no active member of staff")]
    UnknownOwner(StaffId),
    /// No such active team.
    #[error("{0} is no active team")]
    UnknownTeam(TeamId),
    /// No place among the types.
    #[error("{0} is no place from 0 to {PLACE_MAX}")]
    Place(i64),
    /// No such person.
    #[error("no person {0}")]
    UnknownPerson(PersonId),
    /// No such account.
    #[error("no account {0}")]
    UnknownAccount(AccountId),
    /// A draft longer than any letter.
    #[error("a draft has at most {} bytes", crate::draft::BODY_BYTES_MAX)]
    DraftTooLong,
    /// No such clock.
    #[error("no clock {0}")]
    ClockNotFound(ClockId),
    /// No such promise.
    #[error("no promise {0}")]
    PromiseNotFound(PromiseId),
    /// A promise without a target.
    #[error("a promise needs a target for at least one metric")]
    PromiseEmpty,
    /// No such calendar.
    #[error("no calendar {0}")]
    CalendarNotFound(CalendarId),
    /// No such template.
    #[error("no reply template {0}")]
    TemplateNotFound(TemplateId),
    /// No such view, or not this actor's.
    #[error("no view {0}")]
    ViewNotFound(ViewId),
    /// A settings row changed since it was read.
    #[error("changed by someone else since it was read")]
    SettingsStale,
    /// A name that another one has.
    #[error("the name `{0}` is taken")]
    NameTaken(String),
    /// A name or key that is empty, too long, or not of the form asked.
    #[error("`{1}` is not a name that can be used in {0}")]
    Name(&'static str, String),
    /// A key that is empty, too long, or has other than lower-case letters, digits and `_`.
    #[error("`{1}` is not a key that can be used in {0}")]
    Key(&'static str, String),
    /// Only staff have drafts, views and presence of their own.
    #[error("this is for signed-in staff only")]
    StaffOnly,
    /// A calendar that cannot be counted with.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// A clock that was told what cannot be.
    #[error(transparent)]
    Clock(#[from] ClockError),
    /// A template that cannot be used.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// Not permitted.
    #[error(transparent)]
    Denied(#[from] access::Denied),
    /// The store.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<CaseError> for Problem {
    fn from(error: CaseError) -> Self {
        use CaseError as E;
        match error {
            E::NotFound(_)
            | E::ClockNotFound(_)
            | E::PromiseNotFound(_)
            | E::CalendarNotFound(_)
            | E::TemplateNotFound(_)
            | E::NoParticipant(_)
            | E::BatchNotFound(_)
            | E::ViewNotFound(_) => Self::not_found(),
            E::Closed(_) => Self::conflict("case_closed"),
            E::NotClosed(_) => Self::conflict("case_not_closed"),
            E::NotWaiting(_) => Self::conflict("case_not_waiting"),
            E::NotSnoozed(_) => Self::conflict("case_not_snoozed"),
            E::Address(address) => Self::invalid("address_unusable").with("address", address).at("/address"),
            E::NoAddress(_) => Self::invalid("person_without_address").at("/person_id"),
            E::BatchTooLarge(count) => Self::invalid("batch_too_large").with("count", count),
            E::BatchFinal(_) => Self::conflict("batch_final"),
            E::NoSuchAnswer(_) => Self::conflict("answer_not_retractable"),
            E::WaitInPast { .. } => Self::invalid("wait_in_past").at("/until"),
            E::SubjectEmpty => Self::invalid("subject_empty").at("/subject"),
            E::Stale(_) | E::SettingsStale => Self::stale(),
            E::UnknownType(_) => Self::invalid("case_type_unknown").at("/type"),
            E::UnknownOwner(_) => Self::invalid("owner_unknown").at("/owner_id"),
            E::Place(_) => Self::invalid("case_type_place").with("most", PLACE_MAX).at("/place"),
            E::UnknownTeam(_) => Self::invalid("team_unknown").at("/team_id"),
            E::UnknownPerson(_) => Self::invalid("person_unknown").at("/person_id"),
            E::UnknownAccount(_) => Self::invalid("account_unknown").at("/account_id"),
            E::DraftTooLong => Self::invalid("draft_too_long").at("/body"),
            E::PromiseEmpty => Self::invalid("promise_empty").at("/targets"),
            E::NameTaken(name) => Self::conflict("name_taken").with("name", name).at("/name"),
            E::Name(pointer, _) => Self::invalid("name_unusable").at(pointer),
            E::Key(pointer, key) => Self::invalid("key_unusable").with("key", key).at(pointer),
            E::StaffOnly => Self::forbidden("staff_only"),
            E::Calendar(cause) => {
                let (pointer, reason) = calendar_reason(&cause);
                Self::invalid("calendar_unusable").field(&format!("/definition{pointer}"), reason)
            }
            E::Clock(ClockError::TargetOutOfRange(_)) => Self::invalid("target_out_of_range").at("/targets"),
            E::Clock(cause) => Self::internal(&cause),
            E::Template(cause) => {
                let (pointer, reason) = template_reason(cause);
                Self::invalid("template_unusable").field(&pointer, reason)
            }
            E::Denied(cause) => cause.into(),
            E::Db(cause) => cause.into(),
        }
    }
}

/// Where in a definition, and why.
fn calendar_reason(cause: &CalendarError) -> (String, Reason) {
    use CalendarError as E;
    let reason = Reason::new(cause.code());
    match cause {
        E::UnknownTimeZone(name) => ("/time_zone".to_owned(), reason.with("value", name.as_str())),
        E::NotATime(text) => ("/week".to_owned(), reason.with("value", text.as_str())),
        E::WindowEndsBeforeStart { from, to } => ("/week".to_owned(), reason.with("value", format!("{from}–{to}"))),
        E::WindowsOverlap { day, first, second } => {
            let reason = reason.with("first", first.to_string()).with("second", second.to_string());
            (format!("/week/{}", format!("{day:?}").to_lowercase()), reason)
        }
        E::SpecialWindowsOverlap { place, first, second, .. } => {
            let reason = reason.with("first", first.to_string()).with("second", second.to_string());
            (format!("/days/{place}/windows"), reason)
        }
        E::DayTwice { place, first, .. } => (format!("/days/{place}/on"), reason.with("first", first.as_str())),
        E::NeverOpen => ("/week".to_owned(), reason),
        E::TooManyDays { max, .. } => ("/days".to_owned(), reason.with("max", *max)),
    }
}

/// Where in a template, and why.
fn template_reason(cause: TemplateError) -> (String, Reason) {
    use TemplateError as E;
    let of = |place: usize, name: String, reason: Reason| (format!("/variables/{place}"), reason.with("name", name));
    match cause {
        E::Length => ("/body".to_owned(), Reason::new("template_length")),
        E::TooManyVariables => ("/variables".to_owned(), Reason::new("template_too_many_variables")),
        E::VariableName(place, name) => of(place, name, Reason::new("template_variable_name")),
        E::DeclaredTwice(place, name) => of(place, name, Reason::new("template_declared_twice")),
        E::FallbackEmpty(place, name) => of(place, name, Reason::new("template_fallback_empty")),
        E::RequiredWithFallback(place, name) => of(place, name, Reason::new("template_required_with_fallback")),
        E::PrintedUnguarded(place, name) => of(place, name, Reason::new("template_printed_unguarded")),
        E::Undeclared(name) => ("/body".to_owned(), Reason::new("template_undeclared").with("name", name)),
        E::Syntax { line, is_name, cause } => {
            let reason = Reason::new(if is_name { "template_unknown_filter" } else { "template_syntax" });
            ("/body".to_owned(), reason.with("line", line).with("cause", cause))
        }
    }
}
