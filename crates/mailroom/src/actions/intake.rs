//! Takes a mail in: raw to the disk first, read outside the transaction, decided and recorded inside one.

use bytes::Bytes;
use db::blob::BlobHash;
use interactions::actions::NewAttachment;
use kernel::{CaseId, Email, InboundId, InteractionId, MailboxId, Timestamp};
use mail::{Authentication, Budget, InboundMail};
use sha2::{Digest, Sha256};

use crate::actions::Mailroom;
use crate::error::MailroomError;
use crate::intake::{Outcome, Trace};
use crate::mailbox::Mailbox;
use crate::store;
use crate::threading::Proof;

/// A mail as it was found.
#[derive(Debug, Clone)]
pub struct Received {
    /// The mailbox it came to; none: imported.
    pub mailbox_id: Option<MailboxId>,
    /// UIDVALIDITY and UID on its server.
    pub uid: Option<(u32, u32)>,
    /// Where else it was found.
    pub place: Option<String>,
    /// The mail.
    pub raw: Bytes,
    /// Of an archive: it takes place when it says, and nothing leaves because of it.
    pub history: Option<History>,
}

/// How the mails of an archive are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct History {
    /// What came before this instant, or does not say when, was dealt with: its case opens closed, and nothing is late.
    pub closed_before: Timestamp,
}

impl History {
    /// Whether a mail of `date` was dealt with before it was written down here.
    pub fn is_over(&self, date: Option<Timestamp>) -> bool {
        date.is_none_or(|it| it < self.closed_before)
    }
}

/// How a mail ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// Its number.
    pub id: InboundId,
    /// How.
    pub outcome: Outcome,
    /// Why, if it was quarantined or rejected.
    pub cause: Option<String>,
    /// The case it opened or joined.
    pub case_id: Option<CaseId>,
    /// The interaction it became.
    pub interaction_id: Option<InteractionId>,
}

/// A mail read and made ready, before the transaction.
pub(crate) struct Prepared {
    pub raw_blob: BlobHash,
    pub raw_size: usize,
    pub content_key: String,
    pub parsed: Result<InboundMail, &'static str>,
    pub html_blob: Option<BlobHash>,
    pub images_remote: usize,
    pub attachments: Vec<NewAttachment>,
    pub authentication: Authentication,
    pub mailbox: Option<Mailbox>,
    pub own_addresses: Vec<Email>,
    pub signs: Vec<&'static str>,
    pub bounce: Option<mail::bounce::Bounce>,
}

/// What was read on a thread of its own, as reading may take long.
struct Readings {
    parsed: Result<InboundMail, &'static str>,
    safe: mail::html::SafeHtml,
}

fn read(raw: &[u8]) -> Readings {
    match InboundMail::parse(raw, &Budget::default()) {
        Ok(mail) => {
            let safe = mail.html.as_deref().map(mail::html::sanitise).unwrap_or_default();
            Readings { parsed: Ok(mail), safe }
        }
        Err(error) => Readings { parsed: Err(error.code()), safe: mail::html::SafeHtml::default() },
    }
}

impl Prepared {
    /// Whether the sender is proven, as threading asks it.
    pub(crate) fn proof(&self) -> Proof {
        match self.authentication.dmarc {
            mail::Verdict::Pass => Proof::Proven,
            mail::Verdict::Fail => Proof::Forged,
            mail::Verdict::None => Proof::Unknown,
        }
    }
}

impl Mailroom {
    /// Takes one mail in, to its end. Safe to repeat: the same place of the same mailbox, or the same content, gives the
    /// same answer or a duplicate, never a second case.
    ///
    /// Returns only once the raw mail and what became of it are durable: then the mailbox may be touched.
    pub async fn take(&self, received: Received) -> Result<Settled, MailroomError> {
        if let (Some(mailbox), Some(uid)) = (received.mailbox_id, received.uid) {
            let before = store::inbound::by_uid(&mut *self.db.read().await?, mailbox, uid).await?;
            if let Some(row) = before {
                return Ok(settled(&row));
            }
        }
        let raw_blob = self.blobs.put(received.raw.clone()).await?;
        let prepared = self.prepare(received.raw.clone(), raw_blob, received.mailbox_id).await?;
        let mut tx = self.db.begin().await?;
        let row = self.settle(&mut tx, &received, &prepared).await?;
        tx.commit().await?;
        tracing::info!(
            inbound.id = %row.id, outcome = row.outcome.code(), cause = row.cause.as_deref().unwrap_or(""),
            size_bytes = row.size_bytes, "mail {} ended as {}", row.id, row.outcome.code()
        );
        Ok(settled(&row))
    }

    /// Reads a stored mail: parts to the blob store, HTML sanitised, sender checked.
    pub(crate) async fn prepare(
        &self,
        raw: Bytes,
        raw_blob: BlobHash,
        mailbox: Option<MailboxId>,
    ) -> Result<Prepared, MailroomError> {
        let (mailbox, own_addresses) = {
            let mut conn = self.db.read().await?;
            let all = store::mailboxes::list(&mut conn).await?;
            let own: Vec<Email> = all.iter().map(|it| it.set.address.clone()).collect();
            (mailbox.and_then(|id| all.into_iter().find(|it| it.id == id)), own)
        };
        let to_read = raw.clone();
        // A panic in a parser must cost one mail, not the mailbox: it is kept raw and said so.
        let readings = tokio::task::spawn_blocking(move || read(&to_read)).await;
        let mut readings =
            readings.unwrap_or_else(|_| Readings { parsed: Err("unreadable"), safe: mail::html::SafeHtml::default() });
        // Who answers an invitation quotes its link, and staff read what is quoted.
        let host = self.config.host();
        readings.safe.html = interactions::link::masked(&readings.safe.html, &host);
        if let Ok(mail) = &mut readings.parsed {
            mail.text = interactions::link::masked(&mail.text, &host);
        }
        let mut html_blob = None;
        if !readings.safe.html.is_empty() {
            html_blob = Some(self.blobs.put(Bytes::from(readings.safe.html.clone())).await?);
        }
        let bounce = readings.parsed.as_ref().ok().and_then(|mail| mail::bounce::recognise(mail, &raw));
        let mut attachments = Vec::new();
        for file in readings.parsed.iter().flat_map(|it| &it.attachments).take(200) {
            // A report brings back the mail it is about, whose links are for one reader; it stays in the raw mail alone.
            if bounce.is_some() && file.media_type.starts_with("message/") {
                continue;
            }
            let content = Bytes::from(file.bytes.clone());
            let blob = self.blobs.put(content.clone()).await?;
            let id = file.content_id.clone();
            attachments.push(NewAttachment::new(&file.name, &file.media_type, &content, blob, id));
        }
        let authentication = self.authenticate(&raw, readings.parsed.as_ref().ok(), mailbox.as_ref()).await;
        let mut signs = Vec::new();
        if let Ok(mail) = &readings.parsed {
            let context = mail::automatic::Context {
                return_path: mail.header("return-path"),
                own_addresses: &own_addresses,
                dmarc: authentication.dmarc,
            };
            signs = mail::automatic::signs(mail, &context).into_iter().map(mail::automatic::Sign::code).collect();
        }
        Ok(Prepared {
            raw_blob,
            raw_size: raw.len(),
            content_key: content_key(&raw, readings.parsed.as_ref().ok()),
            images_remote: readings.safe.images_remote,
            parsed: readings.parsed,
            html_blob,
            attachments,
            authentication,
            mailbox,
            own_addresses,
            signs,
            bounce,
        })
    }

    /// Asks the header our own server wrote, else DNS, else nobody.
    async fn authenticate(&self, raw: &[u8], mail: Option<&InboundMail>, mailbox: Option<&Mailbox>) -> Authentication {
        let Some(mail) = mail else { return Authentication::default() };
        let authserv = mailbox.and_then(|it| it.set.settings.authserv_id.as_deref()).filter(|it| !it.is_empty());
        if let Some(found) = authserv.and_then(|it| mail::verdict::from_header(mail, it)) {
            return found;
        }
        let Some(checker) = &self.checker else { return Authentication::default() };
        let sender = mail.header("return-path").unwrap_or_default().trim_matches(['<', '>', ' ']).to_owned();
        // The address of the sending server is in a Received line whose truth we cannot tell: DKIM alone is asked.
        let arrival = mail::verdict::Arrival { mail_from: sender, ..mail::verdict::Arrival::default() };
        Box::pin(checker.check(raw, &arrival)).await
    }
}

pub(crate) fn settled(row: &store::inbound::InboundRow) -> Settled {
    Settled {
        id: row.id,
        outcome: row.outcome,
        cause: row.cause.clone(),
        case_id: row.case_id,
        interaction_id: row.interaction_id,
    }
}

/// What makes it the same mail again: Message-ID, author, date, subject and everything after the headers, so that a second
/// route (other Received lines) is recognised too. Without a Message-ID the whole raw mail counts.
fn content_key(raw: &[u8], mail: Option<&InboundMail>) -> String {
    let mut hash = Sha256::new();
    match mail.and_then(|it| it.message_id.as_ref().map(|id| (it, id))) {
        Some((mail, id)) => {
            hash.update(b"id\0");
            let author = mail.from.first().map(|it| it.address.as_str()).unwrap_or_default();
            let date = mail.date.map(|it| it.to_string()).unwrap_or_default();
            for part in [id.as_str(), author, &date, &mail.subject] {
                hash.update(part.as_bytes());
                hash.update([0]);
            }
            let after = raw.windows(4).position(|it| it == b"\r\n\r\n").map(|it| it + 4);
            let after = after.or_else(|| raw.windows(2).position(|it| it == b"\n\n").map(|it| it + 2));
            hash.update(after.and_then(|it| raw.get(it..)).unwrap_or_default());
        }
        None => {
            hash.update(b"raw\0");
            hash.update(raw);
        }
    }
    hash.finalize().iter().map(|it| format!("{it:02x}")).collect()
}

/// An instant that is neither in the future nor before computers.
pub(crate) fn plausible(at: Option<Timestamp>, now: Timestamp) -> Timestamp {
    at.filter(|it| *it <= now && *it > Timestamp::from_seconds(315_532_800)).unwrap_or(now)
}

/// Puts a line under a trace.
pub(crate) fn with(mut trace: Vec<Trace>, more: Trace) -> Vec<Trace> {
    trace.push(more);
    trace
}
