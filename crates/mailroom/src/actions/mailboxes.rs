//! Setting mailboxes up, and reaching their servers.

use std::time::Duration;

use access::{audit, require};
use db::{Conn, DbError, Tx};
use kernel::{Actor, MailboxId, Permission, Timestamp};

use crate::actions::{Mailroom, flow, secrets};
use crate::error::MailroomError;
use crate::event::MailboxChanged;
use crate::mailbox::{Health, Mailbox, NewMailbox, Secrets, Security, ServerSettings, Settings};
use crate::store;

/// How long one step with a server may take.
const STEP_LIMIT: Duration = Duration::from_secs(30);

/// All mailboxes, without passwords.
pub async fn list(conn: &mut Conn, actor: &Actor) -> Result<Vec<Mailbox>, MailroomError> {
    require(actor, Permission::MailboxesManage)?;
    Ok(store::mailboxes::list(conn).await?)
}

/// One mailbox.
pub async fn find(conn: &mut Conn, actor: &Actor, id: MailboxId) -> Result<Mailbox, MailroomError> {
    require(actor, Permission::MailboxesManage)?;
    store::mailboxes::find(conn, id).await?.ok_or(MailroomError::NoMailbox(id))
}

fn taken(error: DbError) -> MailroomError {
    match error {
        DbError::Unique(_) => MailroomError::AddressTaken,
        other => other.into(),
    }
}

impl Mailroom {
    /// Sets a mailbox up. Its passwords are sealed and never shown again.
    pub async fn create_mailbox(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        new: &NewMailbox,
        given: &Secrets,
    ) -> Result<Mailbox, MailroomError> {
        require(actor, Permission::MailboxesManage)?;
        let refusals = new.refusals();
        if !refusals.is_empty() {
            return Err(MailroomError::Settings(refusals));
        }
        let id: MailboxId = tx.id();
        let sealed = secrets::seal(self.config.secret_key.bytes(), id, given)?;
        store::mailboxes::insert(tx, id, new, sealed).await.map_err(taken)?;
        let details = serde_json::json!({ "address": new.address.masked() });
        audit::record(tx, actor, "mailbox_created", &id.to_string(), &details).await?;
        tx.emit(&MailboxChanged { mailbox_id: id, has_new_settings: true }).await?;
        find(tx, actor, id).await
    }

    /// Changes a mailbox read at `version`. A password that is not given stays.
    pub async fn update_mailbox(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (id, version): (MailboxId, i64),
        new: &NewMailbox,
        given: &Secrets,
    ) -> Result<Mailbox, MailroomError> {
        let before = find(tx, actor, id).await?;
        let refusals = new.refusals();
        if !refusals.is_empty() {
            return Err(MailroomError::Settings(refusals));
        }
        let kept = match self.secrets_of(tx, id).await {
            Ok(kept) => kept,
            // The installation's key changed: what is entered now replaces what cannot be opened.
            Err(MailroomError::Sealed(_)) => Secrets::default(),
            Err(other) => return Err(other),
        };
        // A password goes only to the server it was entered for: whoever may change the host must not thereby read it.
        let same = |before: &Option<ServerSettings>, now: &Option<ServerSettings>| {
            before.as_ref().map(|it| (&it.host, &it.username)) == now.as_ref().map(|it| (&it.host, &it.username))
        };
        let (old, now) = (&before.set.settings, &new.settings);
        let merged = Secrets {
            imap: given.imap.clone().or_else(|| kept.imap.filter(|_| same(&old.imap, &now.imap))),
            smtp: given.smtp.clone().or_else(|| kept.smtp.filter(|_| same(&old.smtp, &now.smtp))),
        };
        let sealed = secrets::seal(self.config.secret_key.bytes(), id, &merged)?;
        if !store::mailboxes::update(tx, id, version, new, sealed).await.map_err(taken)? {
            return Err(MailroomError::Stale(id));
        }
        let details = serde_json::json!({ "passwords_changed": *given != Secrets::default() });
        audit::record(tx, actor, "mailbox_changed", &id.to_string(), &details).await?;
        tx.emit(&MailboxChanged { mailbox_id: id, has_new_settings: true }).await?;
        find(tx, actor, id).await
    }

    /// The passwords of a mailbox, opened. For the flow alone.
    pub(crate) async fn secrets_of(&self, conn: &mut Conn, id: MailboxId) -> Result<Secrets, MailroomError> {
        let sealed = store::mailboxes::sealed(conn, id).await?;
        secrets::open(self.config.secret_key.bytes(), id, sealed.as_deref())
    }

    /// Writes down how a mailbox is. Tells the world only when that changed.
    pub(crate) async fn set_health(
        &self,
        id: MailboxId,
        health: Health,
        words: Option<&str>,
        seen_at: Option<Timestamp>,
    ) -> Result<(), MailroomError> {
        let mut tx = self.db.begin().await?;
        let Some(before) = store::mailboxes::find(&mut tx, id).await? else { return Ok(()) };
        store::mailboxes::set_health(&mut tx, id, health, words, seen_at).await?;
        if before.health != health {
            tx.emit(&MailboxChanged { mailbox_id: id, has_new_settings: false }).await?;
            audit::record(&mut tx, &flow(), "mailbox_health", &id.to_string(), &serde_json::json!(health.code()))
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

fn server(settings: &ServerSettings, roots: Option<&String>, password: Option<String>) -> mail::tls::Server {
    mail::tls::Server {
        host: settings.host.trim().to_owned(),
        port: settings.port,
        security: match settings.security {
            Security::Tls => mail::tls::Security::Tls,
            Security::StartTls => mail::tls::Security::StartTls,
            Security::Plain => mail::tls::Security::Plain,
        },
        username: settings.username.clone().filter(|it| !it.is_empty()),
        password: password.unwrap_or_default(),
        extra_roots_pem: roots.cloned(),
        timeout: STEP_LIMIT,
    }
}

/// The receiving server, ready to sign in.
pub(crate) fn imap_server(settings: &Settings, secrets: &Secrets) -> Option<mail::tls::Server> {
    let roots = settings.extra_roots_pem.as_ref();
    settings.imap.as_ref().map(|it| server(it, roots, secrets.imap.clone()))
}

/// The sending server, ready to sign in.
pub(crate) fn smtp_server(settings: &Settings, secrets: &Secrets) -> Option<mail::tls::Server> {
    let roots = settings.extra_roots_pem.as_ref();
    let is_same_user = settings.smtp.as_ref().and_then(|it| it.username.as_ref())
        == settings.imap.as_ref().and_then(|it| it.username.as_ref());
    let password = secrets.smtp.clone().or_else(|| secrets.imap.clone().filter(|_| is_same_user));
    settings.smtp.as_ref().map(|it| server(it, roots, password))
}

/// The folder mail is taken from.
pub(crate) fn inbox(settings: &Settings) -> String {
    settings.folder.clone().filter(|it| !it.is_empty()).unwrap_or_else(|| "INBOX".to_owned())
}

impl Mailroom {
    /// Tests settings step by step; each step is sent as it ends. `saved`: a mailbox whose passwords stand in for those
    /// not given, if servers and users are still its own. With both servers a mail to ourselves makes the round trip.
    pub async fn test_mailbox(
        &self,
        actor: &Actor,
        new: &NewMailbox,
        given: &Secrets,
        saved: Option<MailboxId>,
        to: tokio::sync::mpsc::Sender<mail::probe::StepResult>,
    ) -> Result<(), MailroomError> {
        require(actor, Permission::MailboxesManage)?;
        let mut secrets = given.clone();
        if let Some(id) = saved {
            let mut read = self.db.read().await?;
            let mailbox = find(&mut read, actor, id).await?;
            let kept = self.secrets_of(&mut read, id).await?;
            let same = |a: &Option<ServerSettings>, b: &Option<ServerSettings>| {
                a.as_ref().map(|it| (&it.host, &it.username)) == b.as_ref().map(|it| (&it.host, &it.username))
            };
            if same(&mailbox.set.settings.imap, &new.settings.imap) {
                secrets.imap = secrets.imap.or(kept.imap);
            }
            if same(&mailbox.set.settings.smtp, &new.settings.smtp) {
                secrets.smtp = secrets.smtp.or(kept.smtp);
            }
        }
        let imap = imap_server(&new.settings, &secrets);
        let smtp = smtp_server(&new.settings, &secrets);
        let round_trip = match (&imap, &smtp) {
            (Some(_), Some(_)) => Some(self.test_mail(new)?),
            _ => None,
        };
        let probe = mail::probe::Probe {
            imap,
            folder: inbox(&new.settings),
            smtp,
            round_trip,
            round_trip_limit: Duration::from_secs(60),
        };
        tokio::spawn(Box::pin(mail::probe::run(probe, to)));
        Ok(())
    }

    fn test_mail(&self, new: &NewMailbox) -> Result<(String, Vec<u8>, String), MailroomError> {
        let message_id = format!("test.{}@{}", db::secret::token()?, new.address.domain());
        let address = mail::Mailbox::named(&new.display_name, new.address.as_str());
        let outbound = mail::OutboundMail {
            from: address.clone(),
            reply_to: None,
            to: vec![address],
            cc: Vec::new(),
            subject: self.words.text(new.language, "mailroom-test-subject", &[]),
            at: self.db.now(),
            message_id: message_id.clone(),
            in_reply_to: None,
            references: Vec::new(),
            text: self.words.text(new.language, "mailroom-test-text", &[]),
            html: None,
            auto_submitted: Some("auto-generated"),
            unsubscribe_url: None,
            attachments: Vec::new(),
        };
        let raw = outbound.write().map_err(|it| MailroomError::Internal(it.to_string()))?;
        Ok((new.address.as_str().to_owned(), raw, message_id))
    }
}
