//! Facts about cases, as the outbox tells them. Ids, and what a reader needs to decide; no names, no words.

use calendar::{Metric, WaitingCause};
use db::Event;
use kernel::{AccountId, CaseId, ClockId, InteractionId, PersonId, StaffId, TeamId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::case::{Case, Channel, Priority};

/// What every fact about a case carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// The case.
    pub case_id: CaseId,
    /// Its version after the fact: a reader that has it already may skip it.
    pub version: i64,
    /// Team it is with; who may see it depends on it.
    pub team_id: Option<TeamId>,
    /// Who does it.
    pub owner_id: Option<StaffId>,
    /// Customer it is for.
    pub person_id: Option<PersonId>,
    /// Account the customer acts for.
    pub account_id: Option<AccountId>,
    /// A key of the case types.
    #[serde(rename = "type")]
    pub type_key: String,
    /// How it came.
    pub channel: Channel,
    /// How urgent it is.
    pub priority: Priority,
    /// Who did it, by label.
    pub actor: String,
    /// When.
    pub at: Timestamp,
}

impl Subject {
    /// `case` as it is after what `actor` did at `at`.
    pub fn of(case: &Case, actor: &kernel::Actor, at: Timestamp) -> Self {
        Self {
            case_id: case.id,
            version: case.version,
            team_id: case.team_id,
            owner_id: case.owner_id,
            person_id: case.person_id,
            account_id: case.account_id,
            type_key: case.type_key.clone(),
            channel: case.channel,
            priority: case.priority,
            actor: actor.label(),
            at,
        }
    }
}

/// Declares a fact about a case.
macro_rules! fact {
    ($(#[$doc:meta])* $name:ident, $text:literal $(, $(#[$field_doc:meta])* $field:ident: $type:ty)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name {
            /// The case as it is after the fact.
            #[serde(flatten)]
            pub subject: Subject,
            $($(#[$field_doc])* pub $field: $type,)*
        }
        impl Event for $name {
            const NAME: &'static str = $text;
            fn subject(&self) -> String {
                self.subject.case_id.to_string()
            }
        }
    };
}

fact!(
    /// A case was opened.
    CaseOpened, "case_opened");
fact!(
    /// A case went to another team or owner.
    CaseAssigned, "case_assigned");
fact!(
    /// A case was answered.
    CaseAnswered, "case_answered",
    /// The answer.
    interaction_id: InteractionId);
fact!(
    /// The customer wrote or called on a case.
    CaseReceived, "case_received",
    /// Their words.
    interaction_id: InteractionId);
fact!(
    /// A note was written on a case.
    CaseNoted, "case_noted",
    /// The note.
    interaction_id: InteractionId);
fact!(
    /// A case waits.
    CaseWaiting, "case_waiting",
    /// Whom it waits for.
    cause: WaitingCause,
    /// When the waiting ends by itself.
    until: Option<Timestamp>);
fact!(
    /// A case waits no longer.
    CaseResumed, "case_resumed");
fact!(
    /// A case was put aside.
    CaseSnoozed, "case_snoozed",
    /// Until then.
    until: Timestamp);
fact!(
    /// A case is put aside no longer.
    CaseWoken, "case_woken");
fact!(
    /// A case was closed.
    CaseClosed, "case_closed",
    /// Whether it was ever answered.
    is_answered: bool);
fact!(
    /// A case was opened again.
    CaseReopened, "case_reopened",
    /// It was closed by mistake a moment before.
    is_undo: bool);
fact!(
    /// A field of a case was corrected, or an answer taken back.
    CaseChanged, "case_changed",
    /// Names of the fields.
    fields: Vec<String>,
    /// Whom it was for, if `person_id` is among them: their part of the thread goes along.
    person_before: Option<PersonId>);
fact!(
    /// A deadline passed.
    DeadlineMissed, "deadline_missed",
    /// The clock.
    clock_id: ClockId,
    /// What was promised.
    metric: Metric,
    /// When it was due.
    due_at: Timestamp);
fact!(
    /// What was promised happened in time.
    DeadlineMet, "deadline_met",
    /// The clock.
    clock_id: ClockId,
    /// What was promised.
    metric: Metric,
    /// When it was due.
    due_at: Option<Timestamp>);
