//! Which case a mail answers, and whether its sender is proven to take part in it.
//!
//! A mark (a signed id, a signed address, a known reference) says which case. It grants nothing: ids leak by forwarding.
//! Only a participant whose address is proven joins; a participant who is not proven is shown as unverified; a stranger
//! gets a case of their own, with the other one linked for staff to see. Source: the spoofings of 2024 at a neighbour
//! (a copied address that joined a case) and CVE-2026-47123 (an id without its signature).

use kernel::CaseId;
use serde::{Deserialize, Serialize};

/// A case that has been closed longer than this is not opened again by a mail: a new one is linked to it.
pub const CLOSED_SECONDS_MAX: i64 = 90 * 24 * 3_600;

/// Whether the sender's address is proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// Proven.
    Proven,
    /// Proven false.
    Forged,
    /// Nobody could say.
    Unknown,
}

/// What pointed at a case, or why nothing did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The signed address it was sent to.
    ReplyAddress,
    /// A Message-ID that only we could have written.
    SignedId,
    /// The Message-ID of a mail we know.
    Reference,
    /// The case's number in the subject.
    Subject,
    /// Nothing.
    NoMark,
    /// A mark, but the sender takes no part in that case.
    Stranger,
    /// A mark of a case that has been closed for long.
    LongClosed,
}

impl Why {
    /// As written in traces.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ReplyAddress => "reply_address",
            Self::SignedId => "signed_id",
            Self::Reference => "reference",
            Self::Subject => "subject",
            Self::NoMark => "no_mark",
            Self::Stranger => "stranger",
            Self::LongClosed => "long_closed",
        }
    }
}

/// A case a mark points at, as it stands for this sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// Which.
    pub case: CaseId,
    /// By which mark.
    pub why: Why,
    /// Whether the sender's address is one of its participants', or its person's own.
    pub is_participant: bool,
    /// How long it has been closed, seconds; none: it is not.
    pub closed_seconds: Option<i64>,
}

/// What threading decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It joins this case.
    Attach {
        /// Which.
        case: CaseId,
        /// Whether the sender is proven; if not, staff decide.
        is_verified: bool,
        /// By which mark.
        why: Why,
    },
    /// It gets a case of its own.
    New {
        /// The case a mark pointed at, for staff to see.
        linked: Option<CaseId>,
        /// Whether nothing automatic may leave because of it.
        is_held: bool,
        /// Why.
        why: Why,
    },
}

/// Decides on the candidates, strongest mark first.
///
/// `requires_proof`: a sender of whom nobody could say anything does not count as proven. One author only counts as
/// proven: `is_one_author`.
pub fn decide(candidates: &[Candidate], proof: Proof, requires_proof: bool, is_one_author: bool) -> Decision {
    let is_proven = is_one_author
        && match proof {
            Proof::Proven => true,
            Proof::Unknown => !requires_proof,
            Proof::Forged => false,
        };
    let taking_part = candidates.iter().find(|it| it.is_participant);
    let Some(best) = taking_part.or_else(|| candidates.first()) else {
        return Decision::New { linked: None, is_held: proof == Proof::Forged || !is_one_author, why: Why::NoMark };
    };
    if !best.is_participant {
        return Decision::New { linked: Some(best.case), is_held: true, why: Why::Stranger };
    }
    if best.closed_seconds.is_some_and(|it| it > CLOSED_SECONDS_MAX) {
        return Decision::New { linked: Some(best.case), is_held: !is_proven, why: Why::LongClosed };
    }
    Decision::Attach { case: best.case, is_verified: is_proven, why: best.why }
}

/// The fewest digits of a number alone: the cases opened since 8 January 2020 have as many, and few words are as long.
const NUMBER_LENGTH_MIN: usize = 11;

/// The cases whose number stands in a subject: `[CMW85XMA0000]`, `case_0CMW85XMA0000`, in any letter case; at most three.
/// Without its prefix a number has a digit among at least eleven: the rest are words.
pub fn numbers_in(subject: &str) -> Vec<CaseId> {
    let words = subject.split(|it: char| !(it.is_alphanumeric() || it == '_'));
    let is_number = |it: &&str| it.len() >= NUMBER_LENGTH_MIN && it.contains(|it: char| it.is_ascii_digit());
    words.filter(is_number).filter_map(CaseId::from_number).take(3).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: CaseId = CaseId::new(7);

    fn candidate(why: Why, is_participant: bool) -> Candidate {
        Candidate { case: CASE, why, is_participant, closed_seconds: None }
    }

    #[test]
    fn only_a_proven_participant_joins_verified() {
        let marked = [candidate(Why::SignedId, true)];
        for (proof, requires_proof, is_one_author, verified) in [
            (Proof::Proven, true, true, true),
            (Proof::Unknown, true, true, false),
            (Proof::Unknown, false, true, true),
            (Proof::Forged, false, true, false),
            (Proof::Proven, true, false, false),
        ] {
            let decided = decide(&marked, proof, requires_proof, is_one_author);
            assert_eq!(
                decided,
                Decision::Attach { case: CASE, is_verified: verified, why: Why::SignedId },
                "{proof:?}"
            );
        }
    }

    #[test]
    fn a_stranger_gets_a_case_of_their_own_and_nothing_leaves() {
        let marked = [candidate(Why::ReplyAddress, false)];
        let decided = decide(&marked, Proof::Proven, true, true);
        assert_eq!(decided, Decision::New { linked: Some(CASE), is_held: true, why: Why::Stranger });
    }

    #[test]
    fn a_weaker_mark_of_a_participant_beats_a_strangers_stronger_one() {
        let other = CaseId::new(8);
        let marked = [candidate(Why::SignedId, false), Candidate { case: other, ..candidate(Why::Reference, true) }];
        assert!(matches!(decide(&marked, Proof::Proven, true, true), Decision::Attach { case, .. } if case == other));
    }

    #[test]
    fn a_long_closed_case_is_linked_not_opened() {
        let marked = [Candidate { closed_seconds: Some(400 * 86_400), ..candidate(Why::SignedId, true) }];
        let decided = decide(&marked, Proof::Proven, true, true);
        assert_eq!(decided, Decision::New { linked: Some(CASE), is_held: false, why: Why::LongClosed });
    }

    #[test]
    fn nothing_points_anywhere() {
        assert_eq!(
            decide(&[], Proof::Unknown, true, true),
            Decision::New { linked: None, is_held: false, why: Why::NoMark }
        );
        assert_eq!(
            decide(&[], Proof::Forged, true, true),
            Decision::New { linked: None, is_held: true, why: Why::NoMark }
        );
    }

    #[test]
    fn numbers_are_read_from_subjects() {
        assert_eq!(numbers_in(&format!("Re: [{CASE}] help")), [CASE]);
        assert_eq!(numbers_in("Re: [#700001] help case_x"), []);
        let case: CaseId = "case_0CMW85XMA0000".parse().unwrap();
        assert_eq!(numbers_in("Dossier n°CMW85XMA0000 : suite"), [case]);
        assert_eq!(numbers_in("RE: #cmw85xma0000, case_0CMW85XMA0000"), [case, case]);
        assert_eq!(numbers_in("Remboursement 0261910463, rendezvousdemain"), []);
    }
}
