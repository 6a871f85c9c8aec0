//! What the mailroom does. [`Mailroom`] holds what its actions need beside the store.

pub mod accounts;
pub mod files;
pub mod import;
pub mod intake;
pub mod mailboxes;
pub mod opening;
pub mod quarantine;
pub mod replies;
mod secrets;
pub mod sending;
mod settling;
mod threading;
pub mod trouble;
pub mod wording;

use std::sync::Arc;
use std::time::Duration;

use api::{Config, State, Words};
use db::Db;
use db::blob::Blobs;
use kernel::Actor;

/// Everything the flow of mail needs. Cheap to clone.
#[derive(Clone)]
pub struct Mailroom {
    /// The store.
    pub db: Db,
    /// Raw mails, bodies and files.
    pub blobs: Blobs,
    /// The installation.
    pub config: Arc<Config>,
    /// Words for what we write by ourselves.
    pub words: &'static Words,
    pub(crate) signer: mail::Signer,
    pub(crate) checker: Option<Arc<mail::verdict::Checker>>,
}

impl std::fmt::Debug for Mailroom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mailroom")
    }
}

impl Mailroom {
    /// The mailroom of an installation. Verdicts come from headers only, until [`Mailroom::with_dns`].
    pub fn new(state: &State) -> Self {
        Self {
            db: state.db.clone(),
            blobs: state.blobs.clone(),
            config: Arc::clone(&state.config),
            words: state.words,
            signer: mail::Signer::new(state.config.secret_key.bytes()),
            checker: None,
        }
    }

    /// The same, asking DNS for SPF, DKIM and DMARC where no trusted header says.
    #[must_use]
    pub fn with_dns(self) -> Self {
        Self { checker: mail::verdict::Checker::system(Duration::from_secs(5)).map(Arc::new), ..self }
    }
}

/// The flow itself, as it stands in histories.
pub(crate) fn flow() -> Actor {
    Actor::system("mailroom")
}
