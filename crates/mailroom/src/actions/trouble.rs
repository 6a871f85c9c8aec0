//! What goes wrong between us and a mail server: a stable code, and the server's own words, which are never translated.

use interactions::StateReason;
use mail::imap::ImapError;
use mail::probe::ProbeError;
use mail::smtp::SendError;
use mail::tls::ConnectError;
use serde::{Deserialize, Serialize};

/// The longest words of a server that are kept, in characters.
const SAID_MAX: usize = 300;

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Trouble {
    /// The stable name: `mail_server_unreachable`.
    pub code: String,
    /// Which server, command, or address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// What the server or the system said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
}

impl Trouble {
    /// The one called `code`.
    pub fn new(code: &str) -> Self {
        Self { code: code.to_owned(), ..Self::default() }
    }

    fn of(code: &str, what: impl ToString) -> Self {
        Self { what: Some(what.to_string()), ..Self::new(code) }
    }

    /// The same, in the server's words.
    #[must_use]
    pub fn saying(mut self, words: &str) -> Self {
        let said: String = words.trim().chars().take(SAID_MAX).collect();
        self.said = (!said.is_empty()).then_some(said);
        self
    }

    /// As stored with a mailbox.
    pub fn stored(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| self.code.clone())
    }

    /// The one stored as `text`; plain words are from before there were codes.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_else(|_| Self::new("mail_connection_broken").saying(text))
    }

    /// Why a mail is where it is, after so many `tries`.
    pub fn state_reason(self, tries: Option<i64>) -> StateReason {
        StateReason { code: self.code, what: self.what, said: self.said, tries }
    }
}

impl From<&ConnectError> for Trouble {
    fn from(error: &ConnectError) -> Self {
        match error {
            ConnectError::Dns { host, words } => Self::of("mail_server_unknown", host).saying(words),
            ConnectError::Tcp { host, port, words } => {
                Self::of("mail_server_unreachable", format!("{host}:{port}")).saying(words)
            }
            ConnectError::Tls { host, words } => Self::of("mail_server_tls", host).saying(words),
            ConnectError::PlainRefused { host } => Self::of("mail_server_plain", host),
        }
    }
}

impl From<&ImapError> for Trouble {
    fn from(error: &ImapError) -> Self {
        match error {
            ImapError::Connect(error) => error.into(),
            ImapError::NotOffered(what) => Self::of("mail_server_lacks", what),
            ImapError::SignIn(words) => Self::new("mail_sign_in").saying(words),
            ImapError::Refused { step, words } => Self::of("mail_server_refused", step).saying(words),
            ImapError::TimedOut { step, .. } => Self::of("mail_server_silent", step),
            ImapError::Broken { step, words } => Self::of("mail_connection_broken", step).saying(words),
        }
    }
}

impl From<&SendError> for Trouble {
    fn from(error: &SendError) -> Self {
        match error {
            SendError::Connect(error) => error.into(),
            SendError::SignIn(words) => Self::new("mail_sign_in").saying(words),
            SendError::TimedOut { step, .. } => Self::of("mail_server_silent", step),
            SendError::Address(address) => Self::of("mail_address", address),
            SendError::Temporary(words) => Self::new("mail_later").saying(words),
            SendError::Permanent(words) => Self::new("mail_refused").saying(words),
            SendError::Unknown(words) => Self::new("mail_answer_lost").saying(words),
        }
    }
}

impl From<&ProbeError> for Trouble {
    fn from(error: &ProbeError) -> Self {
        match error {
            ProbeError::Connect(error) => error.into(),
            ProbeError::Imap(error) => error.into(),
            ProbeError::Send(error) => error.into(),
            ProbeError::NotBack(_) => Self::new("mail_not_back"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trouble_is_read_as_it_was_stored_also_from_before_there_were_codes() {
        let tcp = ConnectError::Tcp { host: "imap.example".to_owned(), port: 993, words: "refused".to_owned() };
        let trouble = Trouble::from(&tcp);
        assert_eq!(Trouble::read(&trouble.stored()), trouble);
        assert_eq!(
            (trouble.code.as_str(), trouble.what.as_deref()),
            ("mail_server_unreachable", Some("imap.example:993"))
        );
        let old = Trouble::read("the server refused the sign-in: NO");
        assert_eq!(
            (old.code.as_str(), old.said.as_deref()),
            ("mail_connection_broken", Some("the server refused the sign-in: NO"))
        );
    }

    #[test]
    fn a_server_is_quoted_no_longer_than_a_screen_bears() {
        let said = Trouble::new("mail_refused").saying(&"é".repeat(1_000)).said.unwrap();
        assert_eq!(said.chars().count(), SAID_MAX);
    }
}
