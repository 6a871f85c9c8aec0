//! The flow of mail: mailbox to person to case, and replies out.
