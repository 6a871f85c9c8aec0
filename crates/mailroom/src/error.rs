//! What may go wrong in the mailroom, and how it is answered.

use ::api::Problem;
use kernel::{CaseId, InboundId, InteractionId, MailboxId};

use crate::mailbox::Refusal;

/// A refusal or failure.
#[derive(Debug, thiserror::Error)]
pub enum MailroomError {
    /// No such mailbox.
    #[error("no mailbox {0}")]
    NoMailbox(MailboxId),
    /// No such mail.
    #[error("no inbound mail {0}")]
    NoInbound(InboundId),
    /// No such interaction, or not one that can be decided on.
    #[error("interaction {0} awaits no decision")]
    NoDecision(InteractionId),
    /// Settings that cannot be.
    #[error("the mailbox cannot be set up like this")]
    Settings(Vec<Refusal>),
    /// Another mailbox has the address.
    #[error("another mailbox has this address")]
    AddressTaken,
    /// The mailbox changed since it was read.
    #[error("mailbox {0} was changed since it was read")]
    Stale(MailboxId),
    /// It is not in quarantine.
    #[error("inbound mail {0} is not in quarantine")]
    NotQuarantined(InboundId),
    /// The customer wrote after what the adviser has read.
    #[error("the customer has written on case {case} since {seen:?}")]
    NewerWords {
        /// The case.
        case: CaseId,
        /// What the adviser had read last.
        seen: Option<InteractionId>,
        /// What the customer wrote last.
        newest: InteractionId,
    },
    /// Nothing is written in it.
    #[error("there is no text")]
    TextEmpty,
    /// More text than is taken.
    #[error("the text is longer than {0} characters")]
    TextLong(usize),
    /// Longer than an answer may be held.
    #[error("an answer is held for at most {0} s")]
    HoldLong(u32),
    /// Nobody to answer.
    #[error("case {0} has no address to answer to")]
    NoRecipient(CaseId),
    /// Neither a person nor anything to recognise one by.
    #[error("say who it is for: a person, an address or a number")]
    NoPerson,
    /// The passwords cannot be opened: the installation's key changed.
    #[error("the passwords of mailbox {0} cannot be read with this installation's key; enter them again")]
    Sealed(MailboxId),
    /// The archive cannot be read.
    #[error(transparent)]
    Archive(#[from] mail::mbox::ArchiveError),
    /// A folder mailbox's disk.
    #[error("the folder cannot be used: {0}")]
    Folder(#[from] std::io::Error),
    /// Cases said no.
    #[error(transparent)]
    Case(#[from] cases::CaseError),
    /// Interactions said no.
    #[error(transparent)]
    Interaction(#[from] interactions::InteractionError),
    /// Customers said no.
    #[error(transparent)]
    Customer(#[from] customers::CustomerError),
    /// Not permitted.
    #[error(transparent)]
    Denied(#[from] access::Denied),
    /// The store.
    #[error(transparent)]
    Db(#[from] db::DbError),
    /// What cannot be.
    #[error("{0}")]
    Internal(String),
}

impl From<MailroomError> for Problem {
    fn from(error: MailroomError) -> Self {
        use MailroomError as E;
        let said = error.to_string();
        match error {
            E::NoMailbox(_) | E::NoInbound(_) | E::NoDecision(_) => Self::not_found(),
            E::Settings(refusals) => {
                let start = Self::invalid("mailbox_unusable", "The mailbox cannot be set up like this");
                refusals.iter().fold(start, |problem, it| problem.field(it.pointer, it.detail))
            }
            E::AddressTaken => Self::conflict("address_taken", "Another mailbox has this address"),
            E::Stale(_) => Self::stale(),
            E::NotQuarantined(_) => Self::conflict("not_quarantined", "This mail is not in quarantine").detail(said),
            E::NewerWords { newest, .. } => {
                Self::conflict("newer_words", "The customer has written since").detail(newest)
            }
            E::TextEmpty | E::TextLong(_) => {
                Self::invalid("text_unusable", "The text cannot be used").field("/text", said)
            }
            E::HoldLong(_) => Self::invalid("hold_too_long", "Held for too long").field("/hold_seconds", said),
            E::NoRecipient(_) => Self::conflict("no_recipient", "There is no address to answer to").detail(said),
            E::NoPerson => Self::invalid("person_missing", "Say who it is for").field("/person", said),
            E::Sealed(_) => Self::conflict("passwords_sealed", "Enter the passwords again").detail(said),
            E::Case(error) => error.into(),
            E::Interaction(error) => error.into(),
            E::Customer(error) => error.into(),
            E::Denied(error) => error.into(),
            E::Db(error) => error.into(),
            E::Archive(_) | E::Folder(_) | E::Internal(_) => Self::internal(&said),
        }
    }
}
