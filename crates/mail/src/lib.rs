//! Mail in and out: MIME, IMAP, SMTP, verdicts, threading marks.
//!
//! Knows what the RFCs know and nothing of what a mail is for. Reading never fetches anything a mail names.
//! Inbound: [`message`] reads, [`html`] makes it safe to show, [`quote`] folds what was quoted, [`automatic`] and
//! [`bounce`] recognise machines, [`verdict`] says whether the sender is proven, [`token`] signs threading marks.
//! Transport: [`imap`], [`smtp`], [`folder`], tested step by step by [`probe`]. Files: [`mbox`].

pub mod address;
pub mod automatic;
pub mod bounce;
pub mod compose;
pub mod folder;
pub mod html;
pub mod imap;
pub mod mbox;
pub mod message;
pub mod probe;
pub mod quote;
pub mod smtp;
pub mod tls;
pub mod token;
pub mod verdict;

pub use crate::address::Mailbox;
pub use crate::compose::OutboundMail;
pub use crate::message::{Attachment, Budget, InboundMail, ParseError};
pub use crate::token::Signer;
pub use crate::verdict::{Authentication, Verdict};
