//! What may go wrong in the mailroom, and how it is answered.

use ::api::{Problem, Reason};
use axum::http::StatusCode;
use kernel::{AttachmentId, CaseId, InboundId, InteractionId, MailboxId};

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
    /// A colleague answered after what the adviser has read.
    #[error("case {0} has been answered since")]
    AnsweredMeanwhile(CaseId),
    /// Nothing is written in it.
    #[error("there is no text")]
    TextEmpty,
    /// More text than is taken.
    #[error("the text is longer than {0} characters")]
    TextLong(usize),
    /// Longer than an answer may be held.
    #[error("an answer is held for at most {0} s")]
    HoldLong(u32),
    /// As many files as an answer may have.
    #[error("an answer has at most {0} files")]
    FilesFull(usize),
    /// Larger files than an answer may have.
    #[error("the files of an answer have at most {0} bytes")]
    FilesLarge(u64),
    /// No such file waits for the answer.
    #[error("no file {0} waits for this answer")]
    NoFile(AttachmentId),
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
            E::Settings(refusals) => refusals.into_iter().fold(Self::invalid("mailbox_unusable"), |problem, it| {
                let (pointer, reason) = refusal_reason(it);
                problem.field(pointer, reason)
            }),
            E::AddressTaken => Self::conflict("address_taken").at("/address"),
            E::Stale(_) => Self::stale(),
            E::NotQuarantined(_) => Self::conflict("not_quarantined"),
            E::NewerWords { newest, .. } => Self::conflict("newer_words").with("newest", newest.to_string()),
            E::AnsweredMeanwhile(_) => Self::conflict("answered_meanwhile"),
            E::TextEmpty => Self::invalid("text_empty").at("/text"),
            E::TextLong(length) => Self::invalid("text_too_long").with("length", length).at("/text"),
            E::HoldLong(seconds) => Self::invalid("hold_too_long").with("seconds", seconds).at("/hold_seconds"),
            E::FilesFull(files) => Self::conflict("reply_files_full").with("files", files).at("/file"),
            E::FilesLarge(bytes) => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "reply_files_large")
                .with("megabytes", bytes / 1_000_000)
                .at("/file"),
            E::NoFile(_) => Self::conflict("reply_file_gone").at("/file_ids"),
            E::NoRecipient(_) => Self::conflict("no_recipient"),
            E::NoPerson => Self::invalid("person_missing").at("/person"),
            E::Sealed(_) => Self::conflict("passwords_sealed"),
            E::Case(error) => error.into(),
            E::Interaction(error) => error.into(),
            E::Customer(error) => error.into(),
            E::Denied(error) => error.into(),
            E::Db(error) => error.into(),
            E::Archive(_) | E::Folder(_) | E::Internal(_) => Self::internal(&said),
        }
    }
}

/// Where in a mailbox's settings, and why.
fn refusal_reason(refusal: Refusal) -> (&'static str, Reason) {
    match refusal {
        Refusal::Name => ("/name", Reason::new("mailbox_name_length")),
        Refusal::DisplayName => ("/display_name", Reason::new("mailbox_display_name_length")),
        Refusal::NoDirectory => ("/settings/directory", Reason::new("mailbox_no_directory")),
        Refusal::NoServer => ("/settings", Reason::new("mailbox_no_server")),
        Refusal::ImapHost => ("/settings/imap/host", Reason::new("mailbox_host_unusable")),
        Refusal::SmtpHost => ("/settings/smtp/host", Reason::new("mailbox_host_unusable")),
    }
}
