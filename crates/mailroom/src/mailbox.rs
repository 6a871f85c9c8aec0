//! A mailbox: an address customers write to, and how it is reached.

use kernel::{Email, Locale, MailboxId, TeamId, Timestamp};
use serde::{Deserialize, Serialize};

/// How a server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS after STARTTLS.
    StartTls,
    /// None; only to this machine.
    Plain,
}

/// A server and how to sign in, without the password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ServerSettings {
    /// Name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Protection.
    pub security: Security,
    /// User name; none where none is asked for.
    #[serde(default)]
    #[schema(required = false)]
    pub username: Option<String>,
}

/// Where mail comes from and how it leaves.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The receiving server. Absent: mail is only sent.
    #[schema(required = false)]
    pub imap: Option<ServerSettings>,
    /// The folder mail is taken from; `INBOX` if absent.
    #[schema(required = false)]
    pub folder: Option<String>,
    /// The folder mail is moved to once it is stored. Absent: it stays and is marked as read.
    #[schema(required = false)]
    pub done_folder: Option<String>,
    /// The sending server. Absent: nothing can be sent.
    #[schema(required = false)]
    pub smtp: Option<ServerSettings>,
    /// Certificates (PEM) trusted beside the usual ones.
    #[schema(required = false)]
    pub extra_roots_pem: Option<String>,
    /// The name under which our own receiving server writes Authentication-Results; believed if it is there.
    #[schema(required = false)]
    pub authserv_id: Option<String>,
    /// Whether the server takes `support+anything@…` for `support@…`, so that answers can carry a signed address.
    #[schema(required = false)]
    pub has_plus_addresses: bool,
    /// For a mailbox that is a directory: which.
    #[schema(required = false)]
    pub directory: Option<String>,
}

/// The passwords. Sealed in the store, never shown again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Secrets {
    /// Of the receiving server.
    pub imap: Option<String>,
    /// Of the sending server; that of the receiving one if absent.
    pub smtp: Option<String>,
}

/// What a mailbox is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = MailboxKind)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Servers.
    Imap,
    /// A directory with `in/` and `out/`.
    Folder,
}

impl Kind {
    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Imap => "imap",
            Self::Folder => "folder",
        }
    }

    /// The one stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Imap, Self::Folder].into_iter().find(|it| it.code() == code)
    }
}

/// How a mailbox is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// Not opened yet.
    Never,
    /// The server tells of new mail at once.
    Listening,
    /// The server cannot tell; mail is looked for every minute.
    Polling,
    /// It does not work.
    Failing,
}

impl Health {
    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Listening => "listening",
            Self::Polling => "polling",
            Self::Failing => "failing",
        }
    }

    /// The one stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Never, Self::Listening, Self::Polling, Self::Failing].into_iter().find(|it| it.code() == code)
    }
}

/// What a mailbox is set up with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMailbox {
    /// What staff call it.
    pub name: String,
    /// Its address.
    pub address: Email,
    /// The name customers see.
    pub display_name: String,
    /// Servers or a directory.
    pub kind: Kind,
    /// How it is reached.
    pub settings: Settings,
    /// The team new cases go to.
    pub team_id: Option<TeamId>,
    /// The type new cases get.
    pub case_type: String,
    /// The language its customers are answered in.
    pub language: Locale,
    /// Country or brand of new cases.
    pub market: Option<String>,
    /// Whether new cases are acknowledged.
    pub acknowledges: bool,
    /// Whether a reply joins its case only if its sender is proven.
    pub requires_proof: bool,
    /// Whether mail is taken and sent.
    pub is_active: bool,
}

/// A mailbox as stored. Without its passwords.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// Its name.
    pub id: MailboxId,
    /// What it was set up with.
    pub set: NewMailbox,
    /// Whether passwords are stored.
    pub has_secrets: bool,
    /// UIDVALIDITY when last opened.
    pub uid_validity: Option<u32>,
    /// The highest UID taken under it.
    pub uid_last: u32,
    /// How it is.
    pub health: Health,
    /// What it says when failing.
    pub health_words: Option<String>,
    /// Since when it is so.
    pub health_at: Option<Timestamp>,
    /// When mail was last looked for with success.
    pub seen_at: Option<Timestamp>,
    /// Rises with each change of the settings.
    pub version: i64,
}

/// A setting that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No name, or one of over 200 bytes.
    Name,
    /// A name for customers of over 200 bytes.
    DisplayName,
    /// A folder without its directory.
    NoDirectory,
    /// Neither a receiving nor a sending server.
    NoServer,
    /// No host name for the receiving server.
    ImapHost,
    /// No host name for the sending server.
    SmtpHost,
}

impl NewMailbox {
    /// What is wrong with it; empty if nothing.
    pub fn refusals(&self) -> Vec<Refusal> {
        let mut out = Vec::new();
        let mut refuse = |holds: bool, refusal| {
            if holds {
                out.push(refusal);
            }
        };
        refuse(self.name.trim().is_empty() || self.name.len() > 200, Refusal::Name);
        refuse(self.display_name.len() > 200, Refusal::DisplayName);
        match self.kind {
            Kind::Folder => {
                refuse(self.settings.directory.as_deref().is_none_or(str::is_empty), Refusal::NoDirectory);
            }
            Kind::Imap => {
                refuse(self.settings.imap.is_none() && self.settings.smtp.is_none(), Refusal::NoServer);
                let servers = [(&self.settings.imap, Refusal::ImapHost), (&self.settings.smtp, Refusal::SmtpHost)];
                for (server, refusal) in servers {
                    let is_bad = server.as_ref().is_some_and(|it| it.host.trim().is_empty() || it.host.len() > 253);
                    refuse(is_bad, refusal);
                }
            }
        }
        out
    }
}
