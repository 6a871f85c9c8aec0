//! What may go wrong with cases, in the field's words, and how it is answered.

use api::Problem;
use calendar::{CalendarError, ClockError};
use db::DbError;
use kernel::{
    CalendarId, CaseId, ClockId, InteractionId, PersonId, PromiseId, StaffId, TeamId, TemplateId, Timestamp, ViewId,
};

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
    /// No such person.
    #[error("no person {0}")]
    UnknownPerson(PersonId),
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
    #[error("`{0}` is not a name that can be used here")]
    Name(String),
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
            | E::ViewNotFound(_) => Self::not_found(),
            E::Closed(_) => Self::conflict("case_closed", "The case is closed").detail(error),
            E::NotClosed(_) => Self::conflict("case_not_closed", "The case is not closed").detail(error),
            E::NotWaiting(_) => Self::conflict("case_not_waiting", "The case does not wait").detail(error),
            E::NoSuchAnswer(_) => {
                Self::conflict("answer_not_retractable", "This answer cannot be taken back").detail(error)
            }
            E::WaitInPast { .. } => Self::invalid("wait_in_past", "The wait ends in the past").field("/until", error),
            E::SubjectEmpty => Self::invalid("subject_empty", "A case needs a subject").field("/subject", error),
            E::Stale(_) | E::SettingsStale => Self::stale(),
            E::UnknownType(_) => Self::invalid("case_type_unknown", "No such case type").field("/type", error),
            E::UnknownOwner(_) => Self::invalid("owner_unknown", "No such member of staff").field("/owner_id", error),
            E::UnknownTeam(_) => Self::invalid("team_unknown", "No such team").field("/team_id", error),
            E::UnknownPerson(_) => Self::invalid("person_unknown", "No such person").field("/person_id", error),
            E::DraftTooLong => Self::invalid("draft_too_long", "The draft is too long").field("/body", error),
            E::PromiseEmpty => Self::invalid("promise_empty", "The promise has no target").field("/targets", error),
            E::NameTaken(_) => Self::conflict("name_taken", "This name is taken").field("/name", error),
            E::Name(_) => Self::invalid("name_unusable", "This name cannot be used").field("/name", error),
            E::StaffOnly => Self::forbidden("staff_only", "This is for signed-in staff only"),
            E::Calendar(cause) => {
                Self::invalid("calendar_unusable", "This calendar cannot be counted with").field("/definition", cause)
            }
            E::Clock(ClockError::TargetOutOfRange(_)) => {
                Self::invalid("target_out_of_range", "A target lies between one second and ten years")
                    .field("/targets", error)
            }
            E::Clock(cause) => Self::internal(&cause),
            E::Template(cause) => {
                Self::invalid("template_unusable", "This template cannot be used").field("/body", cause)
            }
            E::Denied(cause) => cause.into(),
            E::Db(cause) => cause.into(),
        }
    }
}
