//! When a call-back is owed, and what it is. Pure.

use kernel::{CallbackId, CaseId, PersonId, ResponseId, StaffId, TeamId, Timestamp};
use measures::nps::{Class, class};
use serde::{Deserialize, Serialize};

/// Why a call-back is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = CallbackReason)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// They asked for it.
    Asked,
    /// They gave 0 to 6, and did not refuse to be called.
    Detractor,
}

impl Reason {
    /// As stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Detractor => "detractor",
        }
    }

    /// The reason stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Asked, Self::Detractor].into_iter().find(|it| it.code() == code)
    }
}

/// How a call-back ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = CallbackOutcome)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Somebody spoke with the customer.
    Reached,
    /// Nobody answered, often enough.
    NotReached,
    /// The customer does not want it any more.
    NotWanted,
    /// Its case was closed without saying.
    ClosedWithCase,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 4] = [Self::Reached, Self::NotReached, Self::NotWanted, Self::ClosedWithCase];

    /// As stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::NotReached => "not_reached",
            Self::NotWanted => "not_wanted",
            Self::ClosedWithCase => "closed_with_case",
        }
    }

    /// The outcome stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// Whether an answer makes us owe a call-back. Who says no is not called, however low the score.
pub fn owed(nps: Option<u8>, wants_callback: Option<bool>) -> Option<Reason> {
    match (wants_callback, nps) {
        (Some(true), _) => Some(Reason::Asked),
        (Some(false), _) => None,
        (None, Some(score)) if class(score) == Some(Class::Detractor) => Some(Reason::Detractor),
        (None, _) => None,
    }
}

/// A call-back owed to a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Callback {
    /// Names it.
    pub id: CallbackId,
    /// The answer it follows from; none if they asked on the page of a case.
    pub response_id: Option<ResponseId>,
    /// The case in which it is done.
    pub case_id: CaseId,
    /// The case the customer was asked about, or asked on.
    pub origin_case_id: Option<CaseId>,
    /// Whom to call.
    pub person_id: Option<PersonId>,
    /// As staff read it; empty if nobody was recognised.
    pub person_name: String,
    /// The number to call: the one they asked to be called on, or theirs.
    pub phone: Option<String>,
    /// Why.
    pub reason: Reason,
    /// The score they gave.
    pub nps: Option<u8>,
    /// Whether it is still owed.
    pub is_open: bool,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// The team it is with.
    pub team_id: Option<TeamId>,
    /// Who does it.
    pub owner_id: Option<StaffId>,
    /// When it is due; none if nothing is promised.
    pub due_at: Option<Timestamp>,
    /// Whether it is due already.
    pub is_late: bool,
    /// Since when it is owed.
    pub opened_at: Timestamp,
    /// When it ended.
    pub closed_at: Option<Timestamp>,
    /// Rises with each change.
    pub version: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detractors_and_those_who_ask_are_called_and_those_who_refuse_are_not() {
        for (nps, wants, expected) in [
            (Some(0), None, Some(Reason::Detractor)),
            (Some(6), None, Some(Reason::Detractor)),
            (Some(7), None, None),
            (None, None, None),
            (Some(10), Some(true), Some(Reason::Asked)),
            (None, Some(true), Some(Reason::Asked)),
            (Some(0), Some(false), None),
        ] {
            assert_eq!(owed(nps, wants), expected, "{nps:?} {wants:?}");
        }
    }
}
