//! Imports archives of mail: mbox files, folders, Maildirs.

use std::path::Path;

use bytes::Bytes;

use crate::actions::Mailroom;
use crate::actions::intake::{History, Received};
use crate::error::MailroomError;
use crate::intake::Outcome;

/// The largest mail taken from an archive.
const SIZE_BYTES_MAX: usize = 40 << 20;

/// What an import has done so far. `read` is the sum of the four outcomes; `unreadable` could not even be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct ImportCounts {
    /// Mails read from the archive.
    pub read: u64,
    /// That opened a case.
    pub new_case: u64,
    /// That joined one.
    pub follow_up: u64,
    /// That wait for staff.
    pub quarantine: u64,
    /// That are kept and go nowhere; mails imported before among them.
    pub rejected: u64,
    /// Places of the archive that could not be read: too large, or the disk refused.
    pub unreadable: u64,
}

impl ImportCounts {
    /// Whether every mail read has exactly one outcome.
    pub fn reconciles(&self) -> bool {
        self.read == self.new_case + self.follow_up + self.quarantine + self.rejected
    }
}

impl Mailroom {
    /// Takes in every mail of `path`, an mbox file, one mail or a folder; `progress` is told after each.
    ///
    /// Safe to repeat: what was imported before is rejected as a duplicate. Mails take place when they say; nothing is
    /// sent because of them, and what `history` says is over opens as closed.
    pub async fn import_mail(
        &self,
        path: &Path,
        history: History,
        mut progress: impl FnMut(&ImportCounts),
    ) -> Result<ImportCounts, MailroomError> {
        let archive = mail::mbox::open(path, SIZE_BYTES_MAX)?;
        let mut counts = ImportCounts::default();
        for it in archive {
            match it {
                Ok(mail) => {
                    counts.read += 1;
                    let received = Received {
                        mailbox_id: None,
                        uid: None,
                        place: Some(mail.place),
                        raw: Bytes::from(mail.raw),
                        history: Some(history),
                    };
                    let count = match self.take_or_set_aside(received).await?.outcome {
                        Outcome::NewCase => &mut counts.new_case,
                        Outcome::FollowUp => &mut counts.follow_up,
                        Outcome::Quarantine => &mut counts.quarantine,
                        Outcome::Rejected => &mut counts.rejected,
                    };
                    *count += 1;
                }
                Err(error @ mail::mbox::ArchiveError::NotAnMbox(_)) => return Err(error.into()),
                Err(error) => {
                    tracing::warn!(%error, "a place of the archive was passed over: {error}");
                    counts.unreadable += 1;
                }
            }
            progress(&counts);
        }
        Ok(counts)
    }
}
