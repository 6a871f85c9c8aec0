//! The history of a case: who did what when, and what it was before.
//!
//! Each kind of entry keeps what undoing it needs. Not the audit log, which is access's and for the whole installation.

use calendar::{Metric, WaitingCause};
use kernel::{CaseId, ClockId, HistoryId, InteractionId, PromiseId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::case::FieldChange;
use crate::participant::Part;

/// One thing that happened to a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name, which rises with time.
    pub id: HistoryId,
    /// The case.
    pub case_id: CaseId,
    /// When.
    pub at: Timestamp,
    /// Who, by label.
    pub actor: String,
    /// What.
    pub detail: Detail,
}

/// What happened, with what undoing it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Detail {
    /// The case was opened.
    Opened {
        /// The words it was opened by.
        interaction_id: Option<InteractionId>,
    },
    /// The customer wrote or called.
    Received {
        /// Their words.
        interaction_id: InteractionId,
        /// The case was closed before.
        reopened: bool,
    },
    /// We answered.
    Answered {
        /// The answer.
        interaction_id: InteractionId,
        /// Since when the customer waited.
        unanswered_since: Option<Timestamp>,
        /// Whether it was the first.
        is_first: bool,
        /// The answer before.
        last_answered_at: Option<Timestamp>,
        /// Clocks it met.
        clocks: Vec<ClockId>,
    },
    /// An answer was taken back before it left.
    AnswerRetracted {
        /// The answer.
        interaction_id: InteractionId,
    },
    /// A note was written.
    Noted {
        /// The note.
        interaction_id: InteractionId,
    },
    /// It went to another team or owner.
    Assigned {
        /// What changed.
        changes: Vec<FieldChange>,
    },
    /// Fields were corrected.
    Changed {
        /// What changed.
        changes: Vec<FieldChange>,
    },
    /// It waits.
    Waiting {
        /// Whom it waits for.
        cause: WaitingCause,
        /// When the waiting ends by itself.
        until: Option<Timestamp>,
    },
    /// It waits no longer.
    Resumed,
    /// It was put aside.
    Snoozed {
        /// Until then.
        until: Timestamp,
    },
    /// It is put aside no longer.
    Woken,
    /// Somebody takes part from now on.
    ParticipantAdded {
        /// Their address.
        address: String,
        /// Which part.
        part: Part,
    },
    /// Somebody takes part no longer.
    ParticipantRemoved {
        /// Their address.
        address: String,
        /// Which part they had.
        part: Part,
    },
    /// It is done.
    Closed {
        /// Clocks it met or cancelled.
        clocks: Vec<ClockId>,
    },
    /// It is not done after all.
    Reopened {
        /// The closing was undone.
        is_undo: bool,
    },
    /// Another promise holds, or another version of it.
    Promised {
        /// Which one; none fits any more.
        promise_id: Option<PromiseId>,
        /// Its version.
        version: Option<i64>,
    },
    /// A promise was kept.
    DeadlineMet {
        /// The clock.
        clock_id: ClockId,
        /// What was promised.
        metric: Metric,
        /// When it was due.
        due_at: Option<Timestamp>,
    },
    /// A deadline passed.
    DeadlineMissed {
        /// The clock.
        clock_id: ClockId,
        /// What was promised.
        metric: Metric,
        /// When it was due.
        due_at: Timestamp,
    },
}

impl Detail {
    /// The kind as stored beside the detail.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "opened",
            Self::Received { .. } => "received",
            Self::Answered { .. } => "answered",
            Self::AnswerRetracted { .. } => "answer_retracted",
            Self::Noted { .. } => "noted",
            Self::Assigned { .. } => "assigned",
            Self::Changed { .. } => "changed",
            Self::Waiting { .. } => "waiting",
            Self::Resumed => "resumed",
            Self::Snoozed { .. } => "snoozed",
            Self::Woken => "woken",
            Self::ParticipantAdded { .. } => "participant_added",
            Self::ParticipantRemoved { .. } => "participant_removed",
            Self::Closed { .. } => "closed",
            Self::Reopened { .. } => "reopened",
            Self::Promised { .. } => "promised",
            Self::DeadlineMet { .. } => "deadline_met",
            Self::DeadlineMissed { .. } => "deadline_missed",
        }
    }
}
