//! Facts about mail, as the outbox tells them. Ids and codes; no addresses, no words.

use kernel::{CaseId, InboundId, InteractionId, MailboxId, OutboundId};
use serde::{Deserialize, Serialize};

use crate::intake::{Cause, Outcome};

/// A mail came in and was dealt with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MailReceived {
    /// Which.
    pub inbound_id: InboundId,
    /// Where; none: imported.
    pub mailbox_id: Option<MailboxId>,
    /// How it ended.
    pub outcome: Outcome,
    /// The case it opened or joined.
    pub case_id: Option<CaseId>,
    /// The interaction it became.
    pub interaction_id: Option<InteractionId>,
}

/// A mail waits for staff.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MailQuarantined {
    /// Which.
    pub inbound_id: InboundId,
    /// Where; none: imported.
    pub mailbox_id: Option<MailboxId>,
    /// Why.
    pub cause: Cause,
}

/// A mail was taken by the next server.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MailSent {
    /// Which.
    pub outbound_id: OutboundId,
    /// What it carried.
    pub interaction_id: InteractionId,
    /// The case it is about.
    pub case_id: Option<CaseId>,
}

/// A mail will not arrive, or nobody knows whether it did.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MailFailed {
    /// Which.
    pub outbound_id: OutboundId,
    /// What it carried.
    pub interaction_id: InteractionId,
    /// The case it is about.
    pub case_id: Option<CaseId>,
    /// Whether nobody knows.
    pub is_unknown: bool,
}

/// A mailbox was set up, changed or removed, or its health changed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MailboxChanged {
    /// Which.
    pub mailbox_id: MailboxId,
    /// Whether its settings changed, not only its health.
    pub has_new_settings: bool,
}

impl db::Event for MailReceived {
    const NAME: &'static str = "mail_received";
    fn subject(&self) -> String {
        self.inbound_id.to_string()
    }
}

impl db::Event for MailQuarantined {
    const NAME: &'static str = "mail_quarantined";
    fn subject(&self) -> String {
        self.inbound_id.to_string()
    }
}

impl db::Event for MailSent {
    const NAME: &'static str = "mail_sent";
    fn subject(&self) -> String {
        self.outbound_id.to_string()
    }
}

impl db::Event for MailFailed {
    const NAME: &'static str = "mail_failed";
    fn subject(&self) -> String {
        self.outbound_id.to_string()
    }
}

impl db::Event for MailboxChanged {
    const NAME: &'static str = "mailbox_changed";
    fn subject(&self) -> String {
        self.mailbox_id.to_string()
    }
}
