//! The inbox: which cases a view shows, in which order, and what a row says.

use kernel::{CaseId, Cursor, InteractionId, PersonId, StaffId, TeamId, Timestamp, ViewId};
use serde::{Deserialize, Serialize};

use crate::case::{Channel, Due, Priority, State, StateName, coded};

/// The longest excerpt of a customer's last words, in characters.
pub const EXCERPT_LENGTH_MAX: usize = 160;

coded! {
    /// In which order.
    Sort {
        /// The most urgent first; what is never due comes last.
        Due = "due",
        /// What came last first.
        Received = "received",
        /// What changed last first.
        Updated = "updated",
    }
}

/// Cases in one state.
pub type StateFilter = StateName;

/// Which cases. Everything given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    /// Where they stand.
    pub state: Option<StateFilter>,
    /// Team they are with.
    pub team_id: Option<TeamId>,
    /// Who does them.
    pub owner_id: Option<StaffId>,
    /// Only those that nobody does.
    pub is_unassigned: bool,
    /// A key of the case types.
    #[serde(rename = "type")]
    pub type_key: Option<String>,
    /// How they came.
    pub channel: Option<Channel>,
    /// How urgent they are.
    pub priority: Option<Priority>,
    /// Only those past their deadline.
    pub is_overdue: bool,
    /// Only those put aside, or only those that are not.
    pub is_snoozed: Option<bool>,
    /// Only those that hold words whose sender nobody has decided about.
    pub has_unverified: bool,
    /// A customer's.
    pub person_id: Option<PersonId>,
    /// Words of the subject or of the customer's name, in their order.
    pub q: Option<String>,
}

impl Filter {
    /// The case that its words name, if they read as a case's number: it alone is meant, if there is such a case.
    pub fn named(&self) -> Option<CaseId> {
        self.q.as_deref().and_then(CaseId::from_number)
    }
}

coded! {
    /// The views that everybody has.
    BuiltIn {
        /// Open, and mine.
        Mine = "mine",
        /// Open.
        ToHandle = "to_handle",
        /// Past their deadline.
        Late = "late",
        /// Open, and nobody's.
        Unassigned = "unassigned",
        /// Hold words whose sender nobody has decided about, in whatever state they are.
        Unverified = "unverified",
        /// For somebody else to move.
        Waiting = "waiting",
        /// Open, and put aside.
        Snoozed = "snoozed",
        /// Done.
        Closed = "closed",
        /// Every one.
        All = "all",
    }
}

impl BuiltIn {
    /// What it shows to `staff`. Programs have no cases of their own: « mine » of theirs is empty, never all.
    pub fn filter(self, staff: Option<StaffId>) -> Filter {
        let base = Filter::default();
        let to_handle = Filter { state: Some(StateName::Open), is_snoozed: Some(false), ..base.clone() };
        match self {
            Self::Mine => Filter { owner_id: Some(staff.unwrap_or(StaffId::new(0))), ..to_handle },
            Self::ToHandle => to_handle,
            Self::Late => Filter { is_overdue: true, ..base },
            Self::Unassigned => Filter { is_unassigned: true, ..to_handle },
            Self::Unverified => Filter { has_unverified: true, ..base },
            Self::Snoozed => Filter { is_snoozed: Some(true), ..to_handle },
            Self::Waiting => Filter { state: Some(StateName::Waiting), ..base },
            Self::Closed => Filter { state: Some(StateName::Closed), ..base },
            Self::All => base,
        }
    }

    /// The order it is shown in: what is to be done by urgency, the rest by its last change.
    pub const fn sort(self) -> Sort {
        match self {
            Self::Mine | Self::ToHandle | Self::Late | Self::Unassigned | Self::Waiting | Self::Snoozed => Sort::Due,
            Self::Unverified => Sort::Received,
            Self::Closed | Self::All => Sort::Updated,
        }
    }
}

/// How many cases each built-in view holds: exact, never capped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ViewCounts {
    /// Open, and mine.
    pub mine: i64,
    /// Open.
    pub to_handle: i64,
    /// Past their deadline.
    pub late: i64,
    /// Open, and nobody's.
    pub unassigned: i64,
    /// Hold words whose sender nobody has decided about.
    pub unverified: i64,
    /// For somebody else to move.
    pub waiting: i64,
    /// Open, and put aside.
    pub snoozed: i64,
    /// Done.
    pub closed: i64,
    /// Every one.
    pub all: i64,
}

impl ViewCounts {
    /// The count of `view`.
    pub const fn of(&self, view: BuiltIn) -> i64 {
        match view {
            BuiltIn::Mine => self.mine,
            BuiltIn::ToHandle => self.to_handle,
            BuiltIn::Late => self.late,
            BuiltIn::Unassigned => self.unassigned,
            BuiltIn::Unverified => self.unverified,
            BuiltIn::Waiting => self.waiting,
            BuiltIn::Snoozed => self.snoozed,
            BuiltIn::Closed => self.closed,
            BuiltIn::All => self.all,
        }
    }
}

/// A view that somebody saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Its name in the store.
    pub id: ViewId,
    /// Whose it is; `None`: everybody's.
    pub staff_id: Option<StaffId>,
    /// As read.
    pub name: String,
    /// Which cases.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// Its place among the others.
    pub place: i64,
    /// Rises with each edit.
    pub version: i64,
}

/// A place in a list: what the page after starts behind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    /// The key sorted by, microseconds.
    pub key: i64,
    /// The case.
    pub id: i64,
}

impl Place {
    /// As a cursor.
    pub fn cursor(self) -> Cursor {
        Cursor::new([self.key, self.id])
    }

    /// From a cursor, if it is one of ours.
    pub fn of(cursor: &Cursor) -> Option<Self> {
        Some(Self { key: cursor.number(0)?, id: cursor.number(1)? })
    }
}

/// The customer's last words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Excerpt {
    /// The whole of it.
    pub interaction_id: InteractionId,
    /// When they came.
    pub at: Timestamp,
    /// Their beginning on one line, at most 160 characters; cut ones end with `…`.
    pub text: String,
}

impl Excerpt {
    /// The beginning of `text`.
    pub fn of(interaction_id: InteractionId, at: Timestamp, text: &str) -> Self {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = if line.chars().count() > EXCERPT_LENGTH_MAX {
            let head: String = line.chars().take(EXCERPT_LENGTH_MAX - 1).collect();
            format!("{}…", head.trim_end())
        } else {
            line
        };
        Self { interaction_id, at, text }
    }
}

/// A row of the inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedCase {
    /// Its place in the list.
    pub place: Place,
    /// The case.
    pub id: CaseId,
    /// In a line.
    pub subject: String,
    /// A key of the case types.
    pub type_key: String,
    /// How it came.
    pub channel: Channel,
    /// How urgent it is.
    pub priority: Priority,
    /// Where it stands.
    pub state: State,
    /// Put aside until then.
    pub snoozed_until: Option<Timestamp>,
    /// Team it is with.
    pub team_id: Option<TeamId>,
    /// Its name.
    pub team_name: Option<String>,
    /// Who does it.
    pub owner_id: Option<StaffId>,
    /// Their name.
    pub owner_name: Option<String>,
    /// Customer it is for.
    pub person_id: Option<PersonId>,
    /// Their name.
    pub person_name: Option<String>,
    /// When the request came in.
    pub opened_at: Timestamp,
    /// When the customer last wrote or called.
    pub received_at: Timestamp,
    /// When the oldest unanswered words came.
    pub unanswered_since: Option<Timestamp>,
    /// The customer's last words.
    pub last: Option<Excerpt>,
    /// Its earliest deadline.
    pub due: Option<Due>,
    /// Last change.
    pub updated_at: Timestamp,
    /// Rises with each change.
    pub version: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_line_cut_between_characters() {
        let of = |text: &str| Excerpt::of(InteractionId::new(1), Timestamp::default(), text).text;
        assert_eq!(of(" Bonjour,\n\n merci "), "Bonjour, merci");
        let long = of(&"é".repeat(200));
        assert_eq!((long.chars().count(), long.ends_with('…')), (EXCERPT_LENGTH_MAX, true));
        assert_eq!(of(&"é".repeat(160)).chars().last(), Some('é'));
    }

    #[test]
    fn a_program_has_no_cases_of_its_own() {
        assert_eq!(BuiltIn::Mine.filter(None).owner_id, Some(StaffId::new(0)));
    }

    #[test]
    fn a_place_reads_back_from_its_cursor() {
        let place = Place { key: i64::MAX, id: 7 };
        assert_eq!(Place::of(&place.cursor()), Some(place));
        assert_eq!(Place::of(&Cursor::new(["x"])), None);
    }
}
