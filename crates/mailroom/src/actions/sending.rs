//! Sends what stands on the timeline as outbound mail: queued by the fact, handed over by a job, the end written back.

use bytes::Bytes;
use db::Tx;
use db::blob::BlobHash;
use interactions::{Channel, Direction, Interaction, State as Contact, StateReason};
use kernel::{InteractionId, MailboxId};
use mail::bounce::Recipient;
use mail::smtp::{Prospect, Recipients, SendError, Taken};

use crate::actions::mailboxes::smtp_server;
use crate::actions::threading::payload;
use crate::actions::trouble::Trouble;
use crate::actions::{Mailroom, flow};
use crate::error::MailroomError;
use crate::event::{MailFailed, MailSent};
use crate::jobs::SendMail;
use crate::mailbox::{Kind, Mailbox};
use crate::outbound::{State, TRIES_MAX, is_sent_again, pause_seconds, reply_subject};
use crate::store;
use crate::store::outbound::OutboundRow;

/// A mail as it leaves.
struct Written {
    raw: Bytes,
    to: Vec<String>,
    copied: Vec<String>,
    /// Where its bytes are kept for the next try, if they may be.
    kept: Option<BlobHash>,
}

/// How handing over ended, whatever the way.
enum Handed {
    Taken(Taken),
    Later(Trouble),
    Never(Trouble),
    Unknown(Trouble),
}

impl From<Result<Taken, SendError>> for Handed {
    fn from(result: Result<Taken, SendError>) -> Self {
        match result {
            Ok(taken) => Self::Taken(taken),
            Err(error) => match error.prospect() {
                Prospect::Later => Self::Later((&error).into()),
                Prospect::Never => Self::Never((&error).into()),
                Prospect::Unknown => Self::Unknown((&error).into()),
            },
        }
    }
}

/// The addresses in an interaction's `meta.to`, or `meta.cc`.
fn addressed(interaction: &Interaction, field: &str) -> Vec<(Option<String>, String)> {
    let list = interaction.meta.get(field).and_then(|it| it.as_array()).cloned().unwrap_or_default();
    let one = |it: serde_json::Value| {
        let address = it.get("address").and_then(|it| it.as_str()).or_else(|| it.as_str()).map(str::to_owned)?;
        Some((it.get("name").and_then(|it| it.as_str()).map(str::to_owned), address))
    };
    list.into_iter().filter_map(one).collect()
}

fn as_mailbox((name, address): &(Option<String>, String)) -> mail::Mailbox {
    mail::Mailbox::named(name.as_deref().unwrap_or_default(), address.clone())
}

fn is_automatic(interaction: &Interaction) -> bool {
    let marked = interaction.meta.get("is_automatic").and_then(serde_json::Value::as_bool).unwrap_or(false);
    marked || interaction.kind == interactions::Kind::Invitation
}

impl Mailroom {
    /// Plans the sending of an outbound mail that is queued on the timeline; anything else is left alone. Safe to repeat.
    pub async fn plan_sending(&self, tx: &mut Tx, id: InteractionId) -> Result<(), MailroomError> {
        let Some(interaction) = interactions::actions::find(tx, id).await? else { return Ok(()) };
        let is_ours = interaction.channel == Channel::Mail && interaction.direction == Direction::Outbound;
        if !is_ours || interaction.state != Contact::Queued {
            return Ok(());
        }
        if let Some(before) = store::outbound::by_interaction(tx, id).await? {
            // Queued again by staff after it had failed: the same mail, the same Message-ID.
            if matches!(before.state, State::Failed | State::Unknown) {
                let mailbox_id = self.mailbox_for(tx, &interaction).await?.map(|it| it.id).or(before.mailbox_id);
                // By another mailbox it leaves with another sender: it is written anew.
                let raw_blob = before.raw_blob.clone().filter(|_| mailbox_id == before.mailbox_id);
                let again = OutboundRow { state: State::Queued, tries: 0, mailbox_id, raw_blob, ..before };
                store::outbound::update(tx, &again).await?;
                jobs::enqueue(tx, &SendMail { interaction_id: id }).await?;
            }
            return Ok(());
        }
        let recipients = self.recipients(tx, &interaction).await?;
        let Some((_, recipient)) = recipients.first().cloned() else {
            return self.fail_contact(tx, id, "no_address").await;
        };
        let mailbox = self.mailbox_for(tx, &interaction).await?;
        let Some(mailbox) = mailbox else { return self.fail_contact(tx, id, "no_mailbox").await };
        let domain = mailbox.set.address.domain().to_owned();
        let message_id = match &interaction.message_id {
            Some(given) => given.clone(),
            None => self.new_message_id(interaction.case_id, &domain)?,
        };
        let row = OutboundRow {
            id: tx.id(),
            interaction_id: id,
            case_id: interaction.case_id,
            mailbox_id: Some(mailbox.id),
            message_id,
            recipient,
            is_automatic: is_automatic(&interaction),
            state: State::Queued,
            tries: 0,
            last_words: None,
            raw_blob: None,
            queued_at: tx.now(),
            sent_at: None,
            version: 1,
        };
        if store::outbound::insert(tx, &row).await? {
            jobs::enqueue(tx, &SendMail { interaction_id: id }).await?;
        }
        Ok(())
    }

    /// A signed Message-ID, about a case if there is one.
    pub(crate) fn new_message_id(&self, case: Option<kernel::CaseId>, domain: &str) -> Result<String, MailroomError> {
        let random: String = db::secret::token()?.chars().filter(char::is_ascii_alphanumeric).take(16).collect();
        let random = random.to_ascii_lowercase();
        let payload = case.map_or_else(|| format!("x-{random}"), |it| payload(it, Some(&random)));
        Ok(self.signer.message_id(&payload, domain))
    }

    async fn fail_contact(&self, tx: &mut Tx, id: InteractionId, code: &str) -> Result<(), MailroomError> {
        interactions::actions::set_state(tx, &flow(), id, Contact::Failed, Some(&StateReason::new(code))).await?;
        Ok(())
    }

    async fn recipients(
        &self,
        tx: &mut Tx,
        interaction: &Interaction,
    ) -> Result<Vec<(Option<String>, String)>, MailroomError> {
        let named = addressed(interaction, "to");
        if !named.is_empty() {
            return Ok(named);
        }
        if let Some(case) = interaction.case_id {
            let found = store::threads::recipients(tx, case).await?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        let Some(person) = interaction.person_id else { return Ok(Vec::new()) };
        let found = store::threads::person(tx, person).await?;
        Ok(found.and_then(|(name, email)| email.map(|email| (Some(name), email))).into_iter().collect())
    }

    /// The mailbox a mail leaves by: the one it names, else the one the case's mail came to, else the first that can send.
    async fn mailbox_for(&self, tx: &mut Tx, interaction: &Interaction) -> Result<Option<Mailbox>, MailroomError> {
        let all = store::mailboxes::list(tx).await?;
        let can_send =
            |it: &&Mailbox| it.set.is_active && (it.set.kind == Kind::Folder || it.set.settings.smtp.is_some());
        let named = interaction.meta.get("mailbox_id").and_then(|it| it.as_str()).and_then(|it| it.parse().ok());
        let of_case = match interaction.case_id {
            Some(case) => store::inbound::mailbox_of_case(tx, case).await?,
            None => None,
        };
        let wanted: Vec<MailboxId> = [named, of_case].into_iter().flatten().collect();
        let found = wanted.iter().find_map(|id| all.iter().filter(can_send).find(|it| it.id == *id));
        let mut by_age: Vec<&Mailbox> = all.iter().filter(can_send).collect();
        by_age.sort_by_key(|it| it.id);
        Ok(found.or_else(|| by_age.first().copied()).cloned())
    }

    /// Hands one planned mail over. Called by the job; every end is written down, so an error here is the store's.
    pub async fn send(&self, id: InteractionId) -> Result<(), MailroomError> {
        let Some((mut outbound, interaction, mailbox)) = self.begin_sending(id).await? else { return Ok(()) };
        let handed = match self.write_mail(&outbound, &interaction, &mailbox).await {
            Ok(written) => {
                outbound.raw_blob = written.kept.map(|it| it.to_string());
                Box::pin(self.hand_over(&outbound, &mailbox, &written)).await
            }
            Err(error) => {
                tracing::error!(interaction.id = %id, %error, "mail {id} cannot be written: {error}");
                Handed::Never(Trouble::new("mail_unwritable"))
            }
        };
        self.end_sending(outbound, handed).await
    }

    /// Marks it as being sent. Nothing, if there is nothing to send (any more).
    async fn begin_sending(
        &self,
        id: InteractionId,
    ) -> Result<Option<(OutboundRow, Interaction, Mailbox)>, MailroomError> {
        let mut tx = self.db.begin().await?;
        let Some(mut row) = store::outbound::by_interaction(&mut tx, id).await? else { return Ok(None) };
        let Some(interaction) = interactions::actions::find(&mut tx, id).await? else { return Ok(None) };
        if !matches!(row.state, State::Queued | State::Sending) {
            return Ok(None);
        }
        if row.state == State::Sending && !is_sent_again(row.is_automatic, row.tries) {
            // Found half-way after a crash: whether the server took it nobody knows.
            row.state = State::Unknown;
            store::outbound::update(&mut tx, &row).await?;
            interactions::actions::set_state(
                &mut tx,
                &flow(),
                id,
                Contact::Unknown,
                Some(&StateReason::new("mail_answer_lost")),
            )
            .await?;
            emit_failed(&mut tx, &row, true).await?;
            tx.commit().await?;
            return Ok(None);
        }
        let mailbox = match row.mailbox_id {
            Some(it) => store::mailboxes::find(&mut tx, it).await?.filter(|it| it.set.is_active),
            None => None,
        };
        let Some(mailbox) = mailbox else {
            row.state = State::Failed;
            row.last_words = Some("mailbox_off".to_owned());
            store::outbound::update(&mut tx, &row).await?;
            self.fail_contact(&mut tx, id, "mailbox_off").await?;
            emit_failed(&mut tx, &row, false).await?;
            tx.commit().await?;
            return Ok(None);
        };
        row.state = State::Sending;
        row.tries += 1;
        if !store::outbound::update(&mut tx, &row).await? {
            return Ok(None);
        }
        row.version += 1;
        interactions::actions::set_state(&mut tx, &flow(), id, Contact::Sending, None).await?;
        tx.commit().await?;
        Ok(Some((row, interaction, mailbox)))
    }

    /// The bytes to send: those of an earlier try, or written now and kept. A mail with a link for its reader alone is
    /// written anew at each try, so that its token stands nowhere.
    async fn write_mail(
        &self,
        row: &OutboundRow,
        interaction: &Interaction,
        mailbox: &Mailbox,
    ) -> Result<Written, MailroomError> {
        let (recipients, references, first_subject) = {
            let mut tx = self.db.begin().await?;
            let recipients = self.recipients(&mut tx, interaction).await?;
            match row.case_id {
                Some(case) => {
                    let ids = store::threads::message_ids_of(&mut tx, case).await?;
                    (recipients, ids, store::threads::first_subject(&mut tx, case).await?)
                }
                None => (recipients, Vec::new(), None),
            }
        };
        let copied = addressed(interaction, "cc");
        let addresses = |list: &[(Option<String>, String)]| list.iter().map(|it| it.1.clone()).collect::<Vec<_>>();
        let (to, copies) = (addresses(&recipients), addresses(&copied));
        if let Some(hash) = row.raw_blob.as_deref().and_then(|it| it.parse::<BlobHash>().ok()) {
            return Ok(Written { raw: self.blobs.get(hash).await?, to, copied: copies, kept: Some(hash) });
        }
        let references: Vec<String> = references.into_iter().filter(|it| *it != row.message_id).collect();
        let subject = interaction.subject.clone().unwrap_or_else(|| reply_subject(&first_subject.unwrap_or_default()));
        let html = match interaction.html_blob.as_deref().and_then(|it| it.parse::<BlobHash>().ok()) {
            Some(hash) => String::from_utf8_lossy(&self.blobs.get(hash).await?).into_owned(),
            None => mail::html::from_text(&interaction.body_text),
        };
        let tokens = interactions::actions::links::tokens(self.config.secret_key.bytes(), interaction);
        let html = interactions::link::revealed(&html, &tokens);
        let mut attachments = Vec::new();
        let files = interactions::actions::attachments(&mut *self.db.read().await?, interaction.id).await?;
        for file in files {
            if let Ok(hash) = file.blob.parse::<BlobHash>() {
                attachments.push((file.name, file.media_type, self.blobs.get(hash).await?.to_vec()));
            }
        }
        let address = mailbox.set.address.as_str();
        let reply_to = row.case_id.filter(|_| mailbox.set.settings.has_plus_addresses);
        let reply_to = reply_to.and_then(|it| self.signer.reply_address(&payload(it, None), address));
        let outbound = mail::OutboundMail {
            from: mail::Mailbox::named(&mailbox.set.display_name, address),
            reply_to: reply_to.map(|it| mail::Mailbox::named(&mailbox.set.display_name, it)),
            to: recipients.iter().map(as_mailbox).collect(),
            cc: copied.iter().map(as_mailbox).collect(),
            subject: subject.clone(),
            at: self.db.now(),
            message_id: row.message_id.clone(),
            in_reply_to: interaction.in_reply_to.clone().or_else(|| references.last().cloned()),
            references,
            text: interactions::link::revealed(&interaction.body_text, &tokens),
            html: Some(mail::html::document(&html, interaction.language.as_deref(), &subject)),
            auto_submitted: row.is_automatic.then_some("auto-generated"),
            unsubscribe_url: interaction.meta.get("unsubscribe_url").and_then(|it| it.as_str()).map(str::to_owned),
            attachments,
        };
        let raw = Bytes::from(outbound.write().map_err(|it| MailroomError::Internal(it.to_string()))?);
        let kept = if tokens.is_empty() { Some(self.blobs.put(raw.clone()).await?) } else { None };
        Ok(Written { raw, to, copied: copies, kept })
    }

    async fn hand_over(&self, row: &OutboundRow, mailbox: &Mailbox, written: &Written) -> Handed {
        if mailbox.set.kind == Kind::Folder {
            let directory = mailbox.set.settings.directory.clone().unwrap_or_default();
            let sent =
                async { mail::folder::FolderBox::open(directory).await?.send(&row.message_id, &written.raw).await };
            return match sent.await {
                Ok(_) => Handed::Taken(Taken { words: "written to the folder".to_owned(), refused: Vec::new() }),
                Err(error) => Handed::Later(Trouble::new("mail_folder").saying(&error.to_string())),
            };
        }
        let secrets = match self.db.read().await {
            Ok(mut conn) => self.secrets_of(&mut conn, mailbox.id).await,
            Err(error) => Err(error.into()),
        };
        let secrets = match secrets {
            Ok(secrets) => secrets,
            Err(MailroomError::Sealed(_)) => return Handed::Later(Trouble::new("passwords_sealed")),
            Err(error) => {
                tracing::error!(mailbox.id = %mailbox.id, %error, "mailbox {} cannot be read: {error}", mailbox.id);
                return Handed::Later(Trouble::new("internal"));
            }
        };
        let Some(server) = smtp_server(&mailbox.set.settings, &secrets) else {
            return Handed::Never(Trouble::new("mailbox_no_server"));
        };
        let to: Vec<&str> = written.to.iter().map(String::as_str).collect();
        let copied: Vec<&str> = written.copied.iter().map(String::as_str).collect();
        let whom = Recipients { to: &to, copied: &copied };
        Box::pin(mail::smtp::send(&server, mailbox.set.address.as_str(), whom, &written.raw)).await.into()
    }

    /// Writes down how it ended.
    async fn end_sending(&self, mut row: OutboundRow, handed: Handed) -> Result<(), MailroomError> {
        let mut tx = self.db.begin().await?;
        let id = row.interaction_id;
        let (state, contact, reason) = match handed {
            Handed::Taken(taken) => {
                row.last_words = Some(taken.words.chars().take(300).collect());
                (State::Sent, Contact::Sent, without_copies(&taken.refused))
            }
            Handed::Later(it) if row.tries < TRIES_MAX => (State::Queued, Contact::Queued, Some(it)),
            Handed::Later(it) | Handed::Never(it) => (State::Failed, Contact::Failed, Some(it)),
            Handed::Unknown(it) if is_sent_again(row.is_automatic, row.tries) => {
                (State::Queued, Contact::Queued, Some(it))
            }
            Handed::Unknown(it) => (State::Unknown, Contact::Unknown, Some(it)),
        };
        let reason = reason.map(|it| it.state_reason(Some(row.tries)));
        row.state = state;
        if let Some(reason) = reason.as_ref().filter(|_| state != State::Sent) {
            row.last_words = Some(reason.said.clone().unwrap_or_else(|| reason.code.clone()));
        }
        row.sent_at = (state == State::Sent).then(|| tx.now());
        if !store::outbound::update(&mut tx, &row).await? {
            return Ok(());
        }
        interactions::actions::set_state(&mut tx, &flow(), id, contact, reason.as_ref()).await?;
        match state {
            State::Sent => {
                let sent = MailSent { outbound_id: row.id, interaction_id: id, case_id: row.case_id };
                tx.emit(&sent).await?;
            }
            State::Queued => {
                let at = tx.now().plus_seconds(pause_seconds(row.tries));
                jobs::enqueue_at(&mut tx, &SendMail { interaction_id: id }, at).await?;
            }
            _ => emit_failed(&mut tx, &row, state == State::Unknown).await?,
        }
        tx.commit().await?;
        Ok(())
    }

    /// A delivery report about a mail of ours came back.
    pub(crate) async fn note_report(
        &self,
        tx: &mut Tx,
        mut row: OutboundRow,
        failed: &[Recipient],
    ) -> Result<(), MailroomError> {
        let Some(interaction) = interactions::actions::find(tx, row.interaction_id).await? else { return Ok(()) };
        let of = |it: &Recipient| it.address.trim().to_lowercase();
        let copied: Vec<String> = addressed(&interaction, "cc").iter().map(|it| it.1.to_lowercase()).collect();
        let (copies, others): (Vec<&Recipient>, Vec<&Recipient>) =
            failed.iter().partition(|it| copied.contains(&of(it)));
        if let (Some(copy), [], State::Sent) = (copies.iter().find(|it| it.is_permanent), &*others, row.state) {
            // Whom it is written to has it: sending it again would be for them alone to read twice.
            if let Some(trouble) = without_copies(&[(copy.address.clone(), copy.words.clone())]) {
                let reason = trouble.state_reason(None);
                interactions::actions::explain(tx, &flow(), row.interaction_id, &reason).await?;
            }
            return Ok(());
        }
        let words = failed.first().map(|it| it.words.as_str()).unwrap_or_default();
        row.last_words = Some(words.chars().take(300).collect());
        let has_failed = others.iter().any(|it| it.is_permanent) && row.state != State::Failed;
        if has_failed {
            row.state = State::Failed;
        }
        store::outbound::update(tx, &row).await?;
        if has_failed {
            let reason = Trouble::new("mail_bounced").saying(words.trim_start_matches("smtp;")).state_reason(None);
            interactions::actions::set_state(tx, &flow(), row.interaction_id, Contact::Failed, Some(&reason)).await?;
            emit_failed(tx, &row, false).await?;
        }
        Ok(())
    }
}

/// What is said of a mail that left without these copies.
fn without_copies(refused: &[(String, String)]) -> Option<Trouble> {
    let (_, words) = refused.first()?;
    let addresses: Vec<&str> = refused.iter().map(|it| it.0.as_str()).collect();
    let mut trouble = Trouble::new("mail_copy_refused").saying(words.trim_start_matches("smtp;"));
    trouble.what = Some(addresses.join(", "));
    Some(trouble)
}

async fn emit_failed(tx: &mut Tx, row: &OutboundRow, is_unknown: bool) -> Result<(), MailroomError> {
    let failed =
        MailFailed { outbound_id: row.id, interaction_id: row.interaction_id, case_id: row.case_id, is_unknown };
    tx.emit(&failed).await?;
    Ok(())
}
