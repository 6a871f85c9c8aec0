//! One contact: on which channel, in which direction, of what kind, and how far it came.

use kernel::{AccountId, CaseId, InteractionId, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::error::InteractionError;

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident as $schema:ident { $($(#[$case_doc:meta])* $case:ident = $code:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[schema(as = $schema)]
        pub enum $name { $($(#[$case_doc])* $case),* }
        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$case),*];
            /// As stored and sent.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$case => $code),* }
            }
            /// The one stored as `code`.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.code() == code)
            }
        }
    };
}

coded!(
    /// By which way the contact took place.
    Channel as Channel {
        /// E-mail.
        Mail = "mail",
        /// A call.
        Phone = "phone",
        /// The contact form.
        WebForm = "web_form",
        /// A chat.
        Chat = "chat",
        /// A survey.
        Survey = "survey",
        /// The customer's pages.
        Portal = "portal",
    }
);

coded!(
    /// Who spoke to whom.
    Direction as Direction {
        /// The customer to us.
        Inbound = "inbound",
        /// We to the customer.
        Outbound = "outbound",
        /// Among ourselves.
        Internal = "internal",
    }
);

coded!(
    /// What the contact was.
    Kind as InteractionKind {
        /// Words in writing.
        Message = "message",
        /// A conversation by voice.
        Call = "call",
        /// What staff wrote for staff.
        Note = "note",
        /// A survey was sent.
        Invitation = "invitation",
        /// A survey was answered.
        Answer = "answer",
    }
);

coded!(
    /// How far the contact came.
    State as InteractionState {
        /// It took place and stands.
        Received = "received",
        /// Its sender is not proven: seen by staff, not part of the case's thread yet.
        Unverified = "unverified",
        /// Staff said that its sender is who they claim.
        Accepted = "accepted",
        /// Staff said that it is not.
        Refused = "refused",
        /// Written, and kept back for the seconds in which it can be undone.
        Held = "held",
        /// To be sent.
        Queued = "queued",
        /// On its way out this instant.
        Sending = "sending",
        /// Given to the next server.
        Sent = "sent",
        /// Not sent: it was refused.
        Failed = "failed",
        /// The connection broke at the end: it may have been sent. Never sent again by itself.
        Unknown = "unknown",
    }
);

impl State {
    /// Where it may go from here.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Unverified => &[Self::Accepted, Self::Refused],
            Self::Refused => &[Self::Accepted],
            Self::Held => &[Self::Queued],
            Self::Queued => &[Self::Sending, Self::Failed],
            Self::Sending => &[Self::Sent, Self::Failed, Self::Unknown, Self::Queued],
            Self::Failed => &[Self::Queued],
            Self::Unknown => &[Self::Sent, Self::Failed, Self::Queued],
            // A delivery report may come back long after the next server took it.
            Self::Sent => &[Self::Failed],
            Self::Received | Self::Accepted => &[],
        }
    }

    /// Whether it may start here in this direction.
    pub const fn may_start(self, direction: Direction) -> bool {
        match direction {
            Direction::Inbound => matches!(self, Self::Received | Self::Unverified),
            Direction::Outbound => matches!(self, Self::Held | Self::Queued | Self::Sent),
            Direction::Internal => matches!(self, Self::Received),
        }
    }

    /// Moves on. Staying where one is is no move, and no error: jobs are run twice.
    ///
    /// Error: [`InteractionError::State`] when there is no way from here to there.
    pub fn moved(self, to: Self, id: InteractionId) -> Result<bool, InteractionError> {
        if self == to {
            Ok(false)
        } else if self.next().contains(&to) {
            Ok(true)
        } else {
            Err(InteractionError::State { id, from: self.code(), to: to.code() })
        }
    }
}

/// Why a contact is where it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StateReason {
    /// The stable name of the cause: `no_mailbox`, `mail_refused`.
    pub code: String,
    /// Which server or address it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// What another server said, in its own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
    /// How often it was tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tries: Option<i64>,
}

impl StateReason {
    /// The one called `code`.
    pub fn new(code: &str) -> Self {
        Self { code: code.to_owned(), ..Self::default() }
    }

    /// As stored: the code, or all of it where there is more to say.
    pub fn stored(&self) -> String {
        let is_code = *self == Self::new(&self.code);
        if is_code { self.code.clone() } else { serde_json::to_string(self).unwrap_or_else(|_| self.code.clone()) }
    }

    /// The one stored as `text`. What was written before there were codes reads as what another server said.
    pub fn read(text: &str) -> Self {
        let is_code = !text.is_empty() && text.bytes().all(|it| it.is_ascii_lowercase() || it == b'_');
        if is_code {
            return Self::new(text);
        }
        let said = || Self { said: Some(text.to_owned()), ..Self::new("mail_refused") };
        serde_json::from_str(text).unwrap_or_else(|_| said())
    }
}

/// One contact as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Interaction {
    /// Its name.
    pub id: InteractionId,
    /// Whose timeline it stands on.
    pub person_id: Option<PersonId>,
    /// The account it was for.
    pub account_id: Option<AccountId>,
    /// The case it belongs to.
    pub case_id: Option<CaseId>,
    /// By which way.
    pub channel: Channel,
    /// Who to whom.
    pub direction: Direction,
    /// What it was.
    pub kind: Kind,
    /// How far it came.
    pub state: State,
    /// Why the state is what it is, as [`StateReason::stored`].
    pub state_reason: Option<String>,
    /// When it took place.
    pub at: Timestamp,
    /// Who spoke, by label, or an address.
    pub author: String,
    /// The subject line.
    pub subject: Option<String>,
    /// The words as plain text.
    pub body_text: String,
    /// Where the quoted part starts, in characters.
    pub body_fold: Option<i64>,
    /// The sanitised HTML body, by digest.
    pub html_blob: Option<String>,
    /// The message as received, by digest.
    pub raw_blob: Option<String>,
    /// The language of the words.
    pub language: Option<String>,
    /// How long a call lasted.
    pub duration_seconds: Option<i64>,
    /// The Message-ID, bare.
    pub message_id: Option<String>,
    /// The Message-ID it answers, bare.
    pub in_reply_to: Option<String>,
    /// What another system or flow calls it.
    pub external_key: Option<String>,
    /// What the channel adds.
    pub meta: serde_json::Value,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// Counts changes.
    pub version: i64,
}

/// The year of `at` in UTC.
pub fn year(at: Timestamp) -> i64 {
    let text = at.to_string();
    text.split_once('-').and_then(|(year, _)| year.parse().ok()).unwrap_or(1970)
}

/// The first `limit` characters of the words before what is quoted, on one line.
pub fn excerpt(body: &str, fold: Option<i64>, limit: usize) -> String {
    let end = fold.and_then(|it| usize::try_from(it).ok()).unwrap_or(usize::MAX);
    let own: String = body.chars().take(end.min(limit * 4)).collect();
    let mut line = String::new();
    for word in own.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    match line.char_indices().nth(limit) {
        Some((cut, _)) => format!("{}…", line.get(..cut).unwrap_or_default().trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_sent_by_one_way_only() {
        let id = InteractionId::new(1);
        for (from, to, expected) in [
            (State::Held, State::Queued, Some(true)),
            (State::Queued, State::Sending, Some(true)),
            (State::Sending, State::Unknown, Some(true)),
            (State::Unknown, State::Sending, None),
            (State::Held, State::Sent, None),
            (State::Sent, State::Queued, None),
            (State::Sent, State::Sent, Some(false)),
            (State::Unverified, State::Accepted, Some(true)),
            (State::Unverified, State::Sent, None),
            (State::Received, State::Refused, None),
        ] {
            assert_eq!(from.moved(to, id).ok(), expected, "{from:?} → {to:?}");
        }
    }

    #[test]
    fn a_contact_starts_where_its_direction_allows() {
        for state in State::ALL {
            let ways = Direction::ALL.iter().filter(|it| state.may_start(**it)).count();
            let expected = match state {
                State::Received => 2,
                State::Unverified | State::Held | State::Queued | State::Sent => 1,
                _ => 0,
            };
            assert_eq!(ways, expected, "{state:?}");
        }
    }

    #[test]
    fn codes_read_back() {
        for channel in Channel::ALL {
            assert_eq!(Channel::from_code(channel.code()), Some(*channel));
            assert_eq!(serde_json::to_value(channel).unwrap(), channel.code());
        }
        for state in State::ALL {
            assert_eq!(serde_json::to_value(state).unwrap(), state.code());
        }
    }

    #[test]
    fn a_reason_is_read_as_it_was_stored_also_from_before_there_were_codes() {
        let refused =
            StateReason { said: Some("451 later".to_owned()), tries: Some(16), ..StateReason::new("mail_later") };
        for reason in [StateReason::new("no_mailbox"), refused] {
            assert_eq!(StateReason::read(&reason.stored()), reason);
        }
        let old = StateReason::read("bounced 550 no such user");
        assert_eq!((old.code.as_str(), old.said.as_deref()), ("mail_refused", Some("bounced 550 no such user")));
    }

    #[test]
    fn an_excerpt_leaves_out_what_is_quoted() {
        assert_eq!(excerpt("Bonjour,\n\n  on m’a demandé\n> deux fois", Some(27), 280), "Bonjour, on m’a demandé");
        assert_eq!(excerpt("un deux trois", None, 7), "un deux…");
    }

    #[test]
    fn the_year_is_that_of_utc() {
        assert_eq!(year("2025-12-31T23:30:00Z".parse().unwrap()), 2025);
    }
}
