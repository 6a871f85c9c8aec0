//! The accounts of what came in, and what staff decide about quarantined mail.

use access::{audit, require};
use bytes::Bytes;
use db::blob::BlobHash;
use interactions::actions::NewAttachment;
use kernel::{Actor, InboundId, Permission};
use mail::InboundMail;
use serde_json::json;

use crate::actions::intake::{Received, Settled, settled, with};
use crate::actions::settling::tell;
use crate::actions::{Mailroom, flow};
use crate::error::MailroomError;
use crate::intake::{Cause, Outcome, Stage, Trace};
use crate::store;
use crate::store::inbound::InboundRow;

impl Mailroom {
    async fn quarantined(&self, actor: &Actor, id: InboundId) -> Result<InboundRow, MailroomError> {
        require(actor, Permission::QuarantineManage)?;
        let row = store::inbound::find(&mut *self.db.read().await?, id).await?.ok_or(MailroomError::NoInbound(id))?;
        if row.outcome == Outcome::Quarantine { Ok(row) } else { Err(MailroomError::NotQuarantined(id)) }
    }

    /// Lets a quarantined mail in: it is read again and opens a case, whatever held it. What still cannot be read comes
    /// as an attachment. Nothing automatic leaves because of it.
    pub async fn release(&self, actor: &Actor, id: InboundId) -> Result<Settled, MailroomError> {
        let mut row = self.quarantined(actor, id).await?;
        let hash: BlobHash =
            row.raw_blob.parse().map_err(|_| MailroomError::Internal(format!("{id} has no readable blob name")))?;
        let raw = self.blobs.get(hash).await?;
        let mut prepared = self.prepare(raw.clone(), hash, row.mailbox_id).await?;
        if prepared.parsed.is_err() {
            prepared.attachments = vec![NewAttachment::new("mail.eml", "message/rfc822", b"", hash, None)];
            prepared.attachments.iter_mut().for_each(|it| it.size_bytes = raw.len() as u64);
            prepared.parsed = Ok(InboundMail { size_bytes: raw.len(), ..InboundMail::default() });
        }
        let received = Received {
            mailbox_id: row.mailbox_id,
            uid: None,
            place: row.place.clone(),
            raw: Bytes::new(),
            history: None,
        };
        let mut tx = self.db.begin().await?;
        let trace = with(row.trace.clone(), Trace::new(Stage::Staff, format!("released by {}", actor.label())));
        let mail = prepared.parsed.clone().unwrap_or_default();
        let end = self.open_case(&mut tx, (&received, &prepared, &mail), None, true, trace).await?;
        row.outcome = end.outcome;
        row.cause = None;
        row.trace = end.trace;
        row.case_id = end.case_id;
        row.interaction_id = end.interaction_id;
        self.write_decision(&mut tx, actor, row.clone(), "mail_released").await?;
        tell(&mut tx, &row, None).await?;
        tx.commit().await?;
        Ok(settled(&row))
    }

    /// Says of a quarantined mail that it goes nowhere. It is kept.
    pub async fn reject(&self, actor: &Actor, id: InboundId) -> Result<Settled, MailroomError> {
        let mut row = self.quarantined(actor, id).await?;
        let mut tx = self.db.begin().await?;
        let before = row.cause.clone().unwrap_or_default();
        row.outcome = Outcome::Rejected;
        row.cause = Some(Cause::ByStaff.code().to_owned());
        let found = format!("rejected by {}, was {before}", actor.label());
        row.trace = with(row.trace.clone(), Trace::new(Stage::Staff, found));
        self.write_decision(&mut tx, actor, row.clone(), "mail_rejected").await?;
        tell(&mut tx, &row, Some(Cause::ByStaff)).await?;
        tx.commit().await?;
        Ok(settled(&row))
    }

    async fn write_decision(
        &self,
        tx: &mut db::Tx,
        actor: &Actor,
        mut row: InboundRow,
        action: &str,
    ) -> Result<(), MailroomError> {
        row.decided_by = actor.label();
        row.decided_at = tx.now();
        if !store::inbound::decide(tx, &row).await? {
            return Err(MailroomError::NotQuarantined(row.id));
        }
        audit::record(tx, actor, action, &row.id.to_string(), &json!({ "case_id": row.case_id })).await?;
        Ok(())
    }

    /// Keeps a mail that could not be taken in after three tries, raw, so that the next ones go on.
    pub(crate) async fn set_aside(&self, received: &Received) -> Result<Settled, MailroomError> {
        let hash = self.blobs.put(received.raw.clone()).await?;
        let mut tx = self.db.begin().await?;
        let now = tx.now();
        let trace = vec![Trace::new(Stage::Parse, "failed three times")];
        let row = InboundRow {
            id: tx.id(),
            mailbox_id: received.mailbox_id,
            uid_validity: received.uid.map(|it| i64::from(it.0)),
            uid: received.uid.map(|it| i64::from(it.1)),
            place: received.place.clone(),
            raw_blob: hash.to_string(),
            content_key: format!("aside {hash} {}", now.as_micros()),
            is_duplicate: false,
            message_id: None,
            from_address: None,
            subject: None,
            size_bytes: i64::try_from(received.raw.len()).unwrap_or(i64::MAX),
            attachments_count: 0,
            received_at: now,
            outcome: Outcome::Quarantine,
            cause: Some(Cause::Unreadable.code().to_owned()),
            trace,
            case_id: None,
            interaction_id: None,
            decided_by: flow().label(),
            decided_at: now,
            version: 1,
        };
        store::inbound::insert(&mut tx, &row).await?;
        tell(&mut tx, &row, Some(Cause::Unreadable)).await?;
        tx.commit().await?;
        Ok(settled(&row))
    }

    /// [`Mailroom::take`], tried three times; what fails all three, or panics, is kept raw in quarantine.
    ///
    /// An error means that even that could not be written: the mailbox must not be touched.
    pub async fn take_or_set_aside(&self, received: Received) -> Result<Settled, MailroomError> {
        for attempt in 1..=3 {
            let this = self.clone();
            let next = received.clone();
            match tokio::spawn(async move { Box::pin(this.take(next)).await }).await {
                Ok(Ok(settled)) => return Ok(settled),
                Ok(Err(error)) => tracing::warn!(attempt, %error, "a mail could not be taken in: {error}"),
                Err(panic) => tracing::error!(attempt, "taking a mail in panicked: {panic}"),
            }
        }
        self.set_aside(&received).await
    }
}
