//! One act on many cases: all that a view held when it was asked for.
//!
//! Pure. The cases are those of that moment: what comes into the view later is not touched. Each case is an act of its
//! own, with its own permission, history and refusal; see [`crate::actions::batches`].

use calendar::WaitingCause;
use kernel::{BatchId, CaseId, StaffId, TeamId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::case::{Case, State};

/// How many cases one batch takes: what one transaction can write down without keeping the writer from others.
pub const CASES_MAX: i64 = 100_000;

/// What is done with each case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = BatchAct)]
pub enum Act {
    /// It goes to somebody, in the team it is with.
    Owner {
        /// Who; null: nobody.
        owner_id: Option<StaffId>,
    },
    /// It goes to a team, where nobody does it yet.
    Team {
        /// Which; null: none.
        team_id: Option<TeamId>,
    },
    /// It waits.
    Waiting {
        /// Whom for.
        cause: WaitingCause,
    },
    /// It is put aside.
    Snooze {
        /// Until then.
        until: Timestamp,
    },
    /// It is closed.
    Closure,
}

/// What of a case an act may change, as it was before: what taking it back sets again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// Team it was with.
    pub team_id: Option<TeamId>,
    /// Who did it.
    pub owner_id: Option<StaffId>,
    /// Whom it waited for.
    pub waiting: Option<WaitingCause>,
    /// When that would have ended.
    pub waiting_until: Option<Timestamp>,
    /// Until when it was put aside.
    pub snoozed_until: Option<Timestamp>,
}

impl Before {
    /// Of `case` as it is.
    pub fn of(case: &Case) -> Self {
        let until = match case.state {
            State::Waiting { until, .. } => until,
            _ => None,
        };
        Self {
            team_id: case.team_id,
            owner_id: case.owner_id,
            waiting: case.state.waiting_cause(),
            waiting_until: until,
            snoozed_until: case.snoozed_until,
        }
    }
}

/// One act on many cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its name.
    pub id: BatchId,
    /// Who asked for it.
    pub staff_id: StaffId,
    /// What is done with each case; of a reversal: what is taken back.
    pub act: Act,
    /// The batch that is taken back.
    pub reverses: Option<BatchId>,
    /// How many cases it holds.
    pub total: i64,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When all was done, or it was stopped.
    pub ended_at: Option<Timestamp>,
}

/// How far a batch is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The batch.
    pub batch: Batch,
    /// How many cases it was done with.
    pub done: i64,
    /// How many refused it.
    pub refused: i64,
    /// Whether it was taken back, or is being so.
    pub is_reversed: bool,
    /// The first that refused.
    pub refusals: Vec<Refusal>,
}

/// A case that refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The case.
    pub case_id: CaseId,
    /// In a line.
    pub subject: String,
    /// Why: the code of the problem.
    pub problem: String,
}
