//! A mail on its way out: states, pauses between tries, and what to do when nobody knows.

use serde::{Deserialize, Serialize};

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = OutboundMailState)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// To be sent.
    Queued,
    /// Being handed over; found so after a crash, nobody knows.
    Sending,
    /// Taken by the next server.
    Sent,
    /// Never sent.
    Failed,
    /// Handed over, and the answer was lost.
    Unknown,
}

impl State {
    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }

    /// The one stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Queued, Self::Sending, Self::Sent, Self::Failed, Self::Unknown].into_iter().find(|it| it.code() == code)
    }
}

/// After so many tries it has failed: about two days with [`pause_seconds`].
pub const TRIES_MAX: i64 = 16;

/// Seconds before the next try after `tries`: 30 s, 1 min, 2 min … at most 4 h.
pub fn pause_seconds(tries: i64) -> i64 {
    let doublings = u32::try_from(tries.clamp(1, 10) - 1).unwrap_or(0);
    (30_i64 << doublings).min(4 * 3_600)
}

/// What to do with a mail whose answer was lost: an answer a person waits for is sent again, with the same Message-ID, which
/// the receiving side can recognise; what a machine wrote is not worth being read twice.
pub const fn is_sent_again(is_automatic: bool, losses: i64) -> bool {
    !is_automatic && losses < 3
}

/// `Re: ` once, whatever stood there before.
pub fn reply_subject(subject: &str) -> String {
    let mut rest = subject.trim();
    while let Some((head, tail)) = rest.split_once(':') {
        let is_mark =
            matches!(head.trim().to_lowercase().as_str(), "re" | "ré" | "rép" | "aw" | "sv" | "tr" | "fw" | "fwd");
        if !is_mark {
            break;
        }
        rest = tail.trim_start();
    }
    format!("Re: {rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_four_hours_and_last_about_two_days() {
        assert_eq!([1, 2, 3].map(pause_seconds), [30, 60, 120]);
        let all: i64 = (1..TRIES_MAX).map(pause_seconds).sum();
        assert!((24 * 3_600..72 * 3_600).contains(&all), "{all}");
    }

    #[test]
    fn a_subject_is_answered_once() {
        assert_eq!(reply_subject("RE: Tr : Mon contrat"), "Re: Mon contrat");
        assert_eq!(reply_subject("Note: x"), "Re: Note: x");
    }
}
