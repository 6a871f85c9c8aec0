//! The case: something a customer expects an outcome for, and what may become of it.
//!
//! Pure. An action loads a case, lets one of these rules change it, saves it and tells the world; deadlines follow
//! from the same facts in [`crate::deadline`].

use calendar::{Metric, WaitingCause};
use kernel::{AccountId, CaseId, InteractionId, Locale, PersonId, PromiseId, StaffId, TeamId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::error::CaseError;

/// The longest subject, in characters; longer ones are cut where they come from outside.
pub const SUBJECT_LENGTH_MAX: usize = 200;
/// How long a closing may be undone as if it had not been; later, opening again is a new promise.
pub const CLOSURE_UNDO_SECONDS: i64 = 10 * 60;

/// Defines an enum that is stored and sent by a code.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident $(as $schema:ident)? { $($(#[$inner:meta])* $variant:ident = $code:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
            utoipa::ToSchema,
        )]
        #[serde(rename_all = "snake_case")]
        $(#[schema(as = $schema)])?
        pub enum $name { $($(#[$inner])* $variant),* }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// As stored and sent.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
            /// The one stored as `code`.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.code() == code)
            }
        }
    };
}
pub(crate) use coded;

coded! {
    /// The way a case came.
    Channel as CaseChannel {
        /// By mail.
        Mail = "mail",
        /// By telephone, written down by an adviser.
        Phone = "phone",
        /// By a form on a site.
        WebForm = "web_form",
        /// By chat.
        Chat = "chat",
        /// By an answer to a survey.
        Survey = "survey",
        /// From the customer's own pages.
        Portal = "portal",
    }
}

coded! {
    /// How urgent a case is.
    Priority {
        /// May wait.
        Low = "low",
        /// As most.
        Normal = "normal",
        /// Before most.
        High = "high",
        /// Now.
        Urgent = "urgent",
    }
}

coded! {
    /// The three states by name, for filters and counts.
    StateName {
        /// Ours to do.
        Open = "open",
        /// For somebody else to move.
        Waiting = "waiting",
        /// Done.
        Closed = "closed",
    }
}

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Ours to do.
    Open,
    /// For somebody else to move.
    Waiting {
        /// Whom it waits for.
        cause: WaitingCause,
        /// When the waiting ends by itself.
        until: Option<Timestamp>,
    },
    /// Done.
    Closed {
        /// Since when.
        at: Timestamp,
    },
}

impl State {
    /// Its name.
    pub const fn name(self) -> StateName {
        match self {
            Self::Open => StateName::Open,
            Self::Waiting { .. } => StateName::Waiting,
            Self::Closed { .. } => StateName::Closed,
        }
    }

    /// Whom it waits for, if it does.
    pub const fn waiting_cause(self) -> Option<WaitingCause> {
        match self {
            Self::Waiting { cause, .. } => Some(cause),
            _ => None,
        }
    }
}

/// The earliest deadline of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// When.
    pub at: Timestamp,
    /// What.
    pub metric: Metric,
}

/// Something a customer expects an outcome for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its name.
    pub id: CaseId,
    /// What it is about: a key of the case types.
    pub type_key: String,
    /// How it came.
    pub channel: Channel,
    /// How urgent it is.
    pub priority: Priority,
    /// Country or brand.
    pub market: Option<String>,
    /// Language the customer is answered in.
    pub language: Locale,
    /// In a line.
    pub subject: String,
    /// Where it stands.
    pub state: State,
    /// Put aside until then: out of the views of what is to be done, while its clocks go on.
    pub snoozed_until: Option<Timestamp>,
    /// Team it is with.
    pub team_id: Option<TeamId>,
    /// Who does it.
    pub owner_id: Option<StaffId>,
    /// Customer it is for.
    pub person_id: Option<PersonId>,
    /// Account the customer acts for.
    pub account_id: Option<AccountId>,
    /// Who opened it, by label.
    pub opened_by: String,
    /// When the request came in.
    pub opened_at: Timestamp,
    /// First answer.
    pub first_answered_at: Option<Timestamp>,
    /// Last answer.
    pub last_answered_at: Option<Timestamp>,
    /// When the oldest unanswered words of the customer came.
    pub unanswered_since: Option<Timestamp>,
    /// When the customer last wrote or called, or when it was opened.
    pub received_at: Timestamp,
    /// The customer's last words.
    pub last_inbound_id: Option<InteractionId>,
    /// How many answers were given.
    pub answer_count: i64,
    /// When it was closed last.
    pub closed_at: Option<Timestamp>,
    /// How often it was opened again.
    pub reopened_count: i64,
    /// Promise that holds.
    pub promise_id: Option<PromiseId>,
    /// Its earliest deadline.
    pub due: Option<Due>,
    /// Last change.
    pub updated_at: Timestamp,
    /// Rises with each change.
    pub version: i64,
}

/// What an archive tells of a case that was over before it was written down here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct History {
    /// Whether it tells when the request came in; what is not dated counts in the figures of no period.
    pub is_dated: bool,
}

/// What a case is opened with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCase {
    /// A key of the case types.
    pub type_key: String,
    /// How it came.
    pub channel: Channel,
    /// How urgent it is.
    pub priority: Priority,
    /// Country or brand.
    pub market: Option<String>,
    /// Language the customer is answered in.
    pub language: Locale,
    /// In a line; cut at [`SUBJECT_LENGTH_MAX`].
    pub subject: String,
    /// Team it goes to.
    pub team_id: Option<TeamId>,
    /// Who does it.
    pub owner_id: Option<StaffId>,
    /// Customer it is for.
    pub person_id: Option<PersonId>,
    /// Account the customer acts for.
    pub account_id: Option<AccountId>,
    /// When the request came in, not later than now: a mail fetched after an hour has waited that hour.
    pub received_at: Timestamp,
    /// The words it was opened by, if they are on the timeline already.
    pub inbound_id: Option<InteractionId>,
    /// Whether the customer awaits a first answer: true for what was written, false for a call that was spoken.
    pub awaits_reply: bool,
    /// It was over before it was written down here: it opens closed, no clock runs, nothing is late.
    pub history: Option<History>,
}

impl NewCase {
    /// A question by `channel`, received at `received_at`; the rest is for the caller to fill in.
    pub fn new(channel: Channel, subject: impl Into<String>, received_at: Timestamp) -> Self {
        Self {
            type_key: "question".to_owned(),
            channel,
            priority: Priority::Normal,
            market: None,
            language: Locale::default(),
            subject: subject.into(),
            team_id: None,
            owner_id: None,
            person_id: None,
            account_id: None,
            received_at,
            inbound_id: None,
            awaits_reply: channel != Channel::Phone,
            history: None,
        }
    }
}

/// What of a case may be corrected. `None` keeps; for fields that may be empty, `Some(None)` clears.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// A key of the case types.
    pub type_key: Option<String>,
    /// How it came.
    pub channel: Option<Channel>,
    /// How urgent it is.
    pub priority: Option<Priority>,
    /// Country or brand.
    pub market: Option<Option<String>>,
    /// Language the customer is answered in.
    pub language: Option<Locale>,
    /// In a line.
    pub subject: Option<String>,
    /// Customer it is for.
    pub person_id: Option<Option<PersonId>>,
    /// Account the customer acts for.
    pub account_id: Option<Option<AccountId>>,
}

/// One field that became another: what history keeps, and what undoing sets back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FieldChange {
    /// Name of the field.
    pub field: String,
    /// What it was.
    pub from: Option<String>,
    /// What it is.
    pub to: Option<String>,
}

impl FieldChange {
    /// The change of `field`, if it is one.
    pub fn of(field: &str, from: Option<String>, to: Option<String>) -> Option<Self> {
        (from != to).then(|| Self { field: field.to_owned(), from, to })
    }
}

/// What the customer's words did to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    /// It was closed, and is open again.
    pub reopened: bool,
    /// It waited, and waits no longer.
    pub resumed: bool,
    /// It was put aside, and is so no longer.
    pub woken: bool,
    /// Nothing was unanswered before.
    pub is_first_unanswered: bool,
}

impl Case {
    /// Opens a case at `now`.
    pub fn open(id: CaseId, new: NewCase, opened_by: String, now: Timestamp) -> Self {
        let received_at = new.received_at.min(now);
        let closed_at = new.history.map(|_| received_at);
        Self {
            id,
            type_key: new.type_key,
            channel: new.channel,
            priority: new.priority,
            market: new.market,
            language: new.language,
            subject: cut(&new.subject),
            state: closed_at.map_or(State::Open, |at| State::Closed { at }),
            snoozed_until: None,
            team_id: new.team_id,
            owner_id: new.owner_id,
            person_id: new.person_id,
            account_id: new.account_id,
            opened_by,
            opened_at: received_at,
            first_answered_at: None,
            last_answered_at: None,
            unanswered_since: (new.awaits_reply && closed_at.is_none()).then_some(received_at),
            received_at,
            last_inbound_id: new.inbound_id,
            answer_count: 0,
            closed_at,
            reopened_count: 0,
            promise_id: None,
            due: None,
            updated_at: now,
            version: 1,
        }
    }

    /// Whether it is closed.
    pub fn is_closed(&self) -> bool {
        matches!(self.state, State::Closed { .. })
    }

    /// The customer wrote or called at `at`: a closed case opens again, a wait for the customer is over. A wait for
    /// somebody else goes on: a « merci » changes nothing about the expert's visit. What was put aside is to be done.
    pub fn receive(&mut self, interaction: InteractionId, at: Timestamp) -> Received {
        let reopened = self.is_closed();
        let resumed = self.state.waiting_cause() == Some(WaitingCause::Customer);
        let is_first_unanswered = self.unanswered_since.is_none();
        if reopened {
            self.reopened_count += 1;
            self.closed_at = None;
        }
        if reopened || resumed {
            self.state = State::Open;
        }
        let woken = self.snoozed_until.take().is_some();
        self.unanswered_since.get_or_insert(at);
        // Mail may come in another order than it was written.
        if self.last_inbound_id.is_none() || at >= self.received_at {
            self.last_inbound_id = Some(interaction);
        }
        self.received_at = self.received_at.max(at);
        Received { reopened, resumed, woken, is_first_unanswered }
    }

    /// An archive tells of words at `at` that were dealt with before they were written down here: nothing is awaited
    /// because of them. What is closed was closed after its last words.
    pub fn remember(&mut self, interaction: InteractionId, at: Timestamp) {
        if self.last_inbound_id.is_none() || at >= self.received_at {
            self.last_inbound_id = Some(interaction);
        }
        self.received_at = self.received_at.max(at);
        if let State::Closed { at: closed } = self.state {
            self.state = State::Closed { at: closed.max(at) };
            self.closed_at = Some(closed.max(at));
        }
    }

    /// We answered at `at`: nothing is unanswered.
    pub fn answer(&mut self, at: Timestamp) {
        self.first_answered_at.get_or_insert(at);
        self.last_answered_at = Some(at);
        self.unanswered_since = None;
        self.answer_count += 1;
    }

    /// Waits for `cause`, perhaps until an instant after `now`. Waiting again for another cause is allowed.
    pub fn wait(&mut self, cause: WaitingCause, until: Option<Timestamp>, now: Timestamp) -> Result<(), CaseError> {
        if self.is_closed() {
            return Err(CaseError::Closed(self.id));
        }
        if let Some(until) = until.filter(|it| *it <= now) {
            return Err(CaseError::WaitInPast { until, now });
        }
        self.state = State::Waiting { cause, until };
        self.snoozed_until = None;
        Ok(())
    }

    /// Put aside until `until`, which is after `now`. Again for another instant is allowed.
    pub fn snooze(&mut self, until: Timestamp, now: Timestamp) -> Result<(), CaseError> {
        if self.is_closed() {
            return Err(CaseError::Closed(self.id));
        }
        if until <= now {
            return Err(CaseError::WaitInPast { until, now });
        }
        self.snoozed_until = Some(until);
        Ok(())
    }

    /// Put aside no longer.
    pub fn wake(&mut self) -> Result<(), CaseError> {
        self.snoozed_until.take().map(|_| ()).ok_or(CaseError::NotSnoozed(self.id))
    }

    /// Waits no longer.
    pub fn resume(&mut self) -> Result<(), CaseError> {
        if !matches!(self.state, State::Waiting { .. }) {
            return Err(CaseError::NotWaiting(self.id));
        }
        self.state = State::Open;
        Ok(())
    }

    /// Done at `now`. Nothing is awaited any more.
    pub fn close(&mut self, now: Timestamp) -> Result<(), CaseError> {
        if self.is_closed() {
            return Err(CaseError::Closed(self.id));
        }
        self.state = State::Closed { at: now };
        self.closed_at = Some(now);
        self.snoozed_until = None;
        Ok(())
    }

    /// Not done after all. Tells whether it was closed so shortly before that this undoes it.
    pub fn reopen(&mut self, now: Timestamp) -> Result<bool, CaseError> {
        let State::Closed { at } = self.state else { return Err(CaseError::NotClosed(self.id)) };
        let is_undo = now.seconds_since(at) < CLOSURE_UNDO_SECONDS;
        if !is_undo {
            self.reopened_count += 1;
        }
        self.state = State::Open;
        self.closed_at = None;
        Ok(is_undo)
    }

    /// Goes to `team_id` and `owner_id`. Tells what changed.
    pub fn assign(&mut self, team_id: Option<TeamId>, owner_id: Option<StaffId>) -> Vec<FieldChange> {
        let changes = [
            FieldChange::of("team_id", self.team_id.map(|it| it.to_string()), team_id.map(|it| it.to_string())),
            FieldChange::of("owner_id", self.owner_id.map(|it| it.to_string()), owner_id.map(|it| it.to_string())),
        ];
        (self.team_id, self.owner_id) = (team_id, owner_id);
        changes.into_iter().flatten().collect()
    }

    /// Corrects what `change` names. Tells what changed; the subject may not become empty.
    pub fn change(&mut self, change: Change) -> Result<Vec<FieldChange>, CaseError> {
        let before = self.clone();
        if let Some(subject) = change.subject {
            let subject = cut(&subject);
            if subject.is_empty() {
                return Err(CaseError::SubjectEmpty);
            }
            self.subject = subject;
        }
        self.type_key = change.type_key.unwrap_or_else(|| before.type_key.clone());
        self.channel = change.channel.unwrap_or(before.channel);
        self.priority = change.priority.unwrap_or(before.priority);
        self.market = change.market.unwrap_or_else(|| before.market.clone());
        self.language = change.language.unwrap_or(before.language);
        self.person_id = change.person_id.unwrap_or(before.person_id);
        self.account_id = change.account_id.unwrap_or(before.account_id);
        type Read = fn(&Case) -> Option<String>;
        let fields: [(&str, Read); 8] = [
            ("type", |it| Some(it.type_key.clone())),
            ("channel", |it| Some(it.channel.code().to_owned())),
            ("priority", |it| Some(it.priority.code().to_owned())),
            ("market", |it| it.market.clone()),
            ("language", |it| Some(it.language.code().to_owned())),
            ("subject", |it| Some(it.subject.clone())),
            ("person_id", |it| it.person_id.map(|it| it.to_string())),
            ("account_id", |it| it.account_id.map(|it| it.to_string())),
        ];
        Ok(fields.iter().filter_map(|(name, read)| FieldChange::of(name, read(&before), read(self))).collect())
    }
}

/// A subject from outside: one line, without the spaces around, at most [`SUBJECT_LENGTH_MAX`] characters.
fn cut(subject: &str) -> String {
    let line = subject.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(SUBJECT_LENGTH_MAX).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_780_300_800);

    /// A question by mail, opened at `NOW`.
    pub(crate) fn question() -> Case {
        Case::open(CaseId::new(1), NewCase::new(Channel::Mail, "Attestation", NOW), "system:test".into(), NOW)
    }

    fn later(seconds: i64) -> Timestamp {
        NOW.plus_seconds(seconds)
    }

    #[test]
    fn a_case_written_awaits_an_answer_and_a_call_does_not() {
        assert_eq!(question().unanswered_since, Some(NOW));
        let call = Case::open(CaseId::new(1), NewCase::new(Channel::Phone, "x", NOW), String::new(), NOW);
        assert_eq!(call.unanswered_since, None);
    }

    #[test]
    fn a_request_waits_since_it_came_in_and_never_from_the_future() {
        for (received, opened) in [(later(-3600), later(-3600)), (later(3600), NOW)] {
            let case = Case::open(CaseId::new(1), NewCase::new(Channel::Mail, "x", received), String::new(), NOW);
            assert_eq!(case.opened_at, opened);
        }
    }

    #[test]
    fn the_oldest_unanswered_words_stay_the_oldest_until_we_answer() {
        let mut case = question();
        case.receive(InteractionId::new(2), later(60));
        assert_eq!(case.unanswered_since, Some(NOW));
        case.answer(later(120));
        assert_eq!((case.unanswered_since, case.first_answered_at), (None, Some(later(120))));
        let received = case.receive(InteractionId::new(3), later(180));
        assert!(received.is_first_unanswered);
        case.receive(InteractionId::new(4), later(240));
        assert_eq!((case.unanswered_since, case.last_inbound_id), (Some(later(180)), Some(InteractionId::new(4))));
        case.answer(later(300));
        assert_eq!((case.first_answered_at, case.last_answered_at), (Some(later(120)), Some(later(300))));
    }

    #[test]
    fn words_that_come_late_do_not_replace_newer_ones() {
        let mut case = question();
        case.receive(InteractionId::new(2), later(60));
        case.receive(InteractionId::new(3), later(30));
        assert_eq!((case.last_inbound_id, case.received_at), (Some(InteractionId::new(2)), later(60)));
    }

    #[test]
    fn the_customers_words_end_a_wait_for_them_and_no_other() {
        for (cause, resumed) in
            [(WaitingCause::Customer, true), (WaitingCause::Supplier, false), (WaitingCause::Internal, false)]
        {
            let mut case = question();
            case.wait(cause, None, NOW).unwrap();
            assert_eq!(case.receive(InteractionId::new(2), later(60)).resumed, resumed, "{cause:?}");
            assert_eq!(case.state == State::Open, resumed, "{cause:?}");
        }
    }

    #[test]
    fn a_closed_case_opens_again_by_the_customers_words() {
        let mut case = question();
        case.close(NOW).unwrap();
        assert!(case.receive(InteractionId::new(2), later(60)).reopened);
        assert_eq!((case.state, case.closed_at, case.reopened_count), (State::Open, None, 1));
    }

    #[test]
    fn what_cannot_be_is_refused_by_name() {
        let mut case = question();
        assert!(matches!(case.resume(), Err(CaseError::NotWaiting(_))));
        assert!(matches!(case.reopen(NOW), Err(CaseError::NotClosed(_))));
        let refused = case.wait(WaitingCause::Customer, Some(NOW), NOW);
        assert!(matches!(refused, Err(CaseError::WaitInPast { .. })));
        case.close(NOW).unwrap();
        assert!(matches!(case.close(NOW), Err(CaseError::Closed(_))));
        assert!(matches!(case.wait(WaitingCause::Customer, None, NOW), Err(CaseError::Closed(_))));
    }

    #[test]
    fn opening_again_at_once_undoes_the_closing_and_later_counts() {
        for (seconds, is_undo) in [(5, true), (599, true), (600, false), (86_400, false)] {
            let mut case = question();
            case.close(NOW).unwrap();
            assert_eq!(case.reopen(later(seconds)).unwrap(), is_undo, "{seconds}");
            assert_eq!(case.reopened_count, i64::from(!is_undo), "{seconds}");
        }
    }

    #[test]
    fn a_change_tells_what_changed_and_nothing_else() {
        let mut case = question();
        let change = Change {
            priority: Some(Priority::Urgent),
            channel: Some(Channel::Mail),
            market: Some(Some("be".into())),
            ..Change::default()
        };
        let changes = case.change(change).unwrap();
        let text = |it: &str| Some(it.to_owned());
        assert_eq!(
            changes,
            [
                FieldChange { field: "priority".into(), from: text("normal"), to: text("urgent") },
                FieldChange { field: "market".into(), from: None, to: text("be") },
            ]
        );
        let empty = Change { subject: Some(" \n ".into()), ..Change::default() };
        assert!(matches!(case.change(empty), Err(CaseError::SubjectEmpty)));
    }

    #[test]
    fn a_subject_is_one_line_of_bounded_length() {
        assert_eq!(cut("  Sinistre\r\n auto "), "Sinistre auto");
        assert_eq!(cut(&"é".repeat(500)).chars().count(), SUBJECT_LENGTH_MAX);
    }
}
