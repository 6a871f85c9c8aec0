//! Every SQL text of the mailroom.

pub(crate) mod files;
pub(crate) mod inbound;
pub(crate) mod mailboxes;
pub(crate) mod outbound;
pub(crate) mod threads;
