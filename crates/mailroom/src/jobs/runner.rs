//! Watches the mailboxes: one task each, so that a sick one delays no other.
//!
//! A mail is touched on its server only once [`Mailroom::take_or_set_aside`] has it durable. Failures wait longer and
//! longer, and show in the mailbox's health.

use std::collections::HashMap;
use std::time::Duration;

use bytes::Bytes;
use kernel::MailboxId;
use mail::imap::{ImapError, Listed, Session, Wanted, back_off};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::actions::Mailroom;
use crate::actions::intake::Received;
use crate::actions::mailboxes::{imap_server, inbox};
use crate::actions::trouble::Trouble;
use crate::error::MailroomError;
use crate::mailbox::{Health, Kind, Mailbox};
use crate::store;

/// How often the list of mailboxes is looked at.
const ROUND: Duration = Duration::from_secs(5);
/// How long one IDLE lasts: well under the half hour after which servers hang up, and dead lines are noticed sooner.
const IDLE: Duration = Duration::from_secs(240);
/// How often mail is looked for where the server cannot tell of it.
const POLL: Duration = Duration::from_secs(60);
/// How often a folder is looked at.
const FOLDER_POLL: Duration = Duration::from_secs(1);
/// Larger mails are left on their server and accounted for by their beginning.
const SIZE_BYTES_MAX: u64 = 40 << 20;
/// How much of a mail that is too large is kept.
const BEGINNING_BYTES: u32 = 64 << 10;

/// Why a mailbox's round ended.
#[derive(Debug, thiserror::Error)]
enum RoundError {
    #[error(transparent)]
    Imap(#[from] ImapError),
    #[error(transparent)]
    Mailroom(#[from] MailroomError),
    #[error(transparent)]
    Folder(#[from] std::io::Error),
    #[error("the mailbox has no receiving server")]
    NoServer,
}

impl RoundError {
    /// What its people are told.
    fn trouble(&self) -> Trouble {
        match self {
            Self::Imap(error) => error.into(),
            Self::Mailroom(MailroomError::Sealed(_)) => Trouble::new("passwords_sealed"),
            Self::Mailroom(_) => Trouble::new("internal"),
            Self::Folder(error) => Trouble::new("mail_folder").saying(&error.to_string()),
            Self::NoServer => Trouble::new("mailbox_no_server"),
        }
    }
}

impl From<db::DbError> for RoundError {
    fn from(error: db::DbError) -> Self {
        Self::Mailroom(error.into())
    }
}

/// Runs until `shutdown` turns true. Mailboxes that are added, changed or switched off are followed within seconds.
pub async fn run(mailroom: Mailroom, mut shutdown: watch::Receiver<bool>) {
    let mut tasks: HashMap<MailboxId, (i64, JoinHandle<()>)> = HashMap::new();
    while !*shutdown.borrow() {
        if let Err(error) = follow(&mailroom, &mut tasks).await {
            tracing::error!(%error, "the list of mailboxes cannot be read: {error}");
        }
        tokio::select! {
            () = tokio::time::sleep(ROUND) => {}
            _ = shutdown.changed() => {}
        }
    }
    for (_, task) in tasks.into_values() {
        task.abort();
    }
}

async fn follow(
    mailroom: &Mailroom,
    tasks: &mut HashMap<MailboxId, (i64, JoinHandle<()>)>,
) -> Result<(), MailroomError> {
    let all = store::mailboxes::list(&mut *mailroom.db.read().await?).await?;
    let receives = |it: &Mailbox| it.set.is_active && (it.set.kind == Kind::Folder || it.set.settings.imap.is_some());
    let wanted: HashMap<MailboxId, i64> = all.iter().filter(|it| receives(it)).map(|it| (it.id, it.version)).collect();
    tasks.retain(|id, (version, task)| {
        let stays = wanted.get(id) == Some(version) && !task.is_finished();
        if !stays {
            task.abort();
        }
        stays
    });
    for (id, version) in wanted {
        tasks.entry(id).or_insert_with(|| {
            let mailroom = mailroom.clone();
            (version, tokio::spawn(Box::pin(async move { watch_one(&mailroom, id).await })))
        });
    }
    Ok(())
}

/// One mailbox, for ever: a round, and after a failure a pause.
async fn watch_one(mailroom: &Mailroom, id: MailboxId) {
    let mut failures = 0;
    loop {
        let begun = mailroom.db.now();
        let Err(error) = Box::pin(round(mailroom, id)).await else { return };
        // An hour of good work makes a clean slate.
        failures = if mailroom.db.now().seconds_since(begun) > 3_600 { 1 } else { failures + 1 };
        tracing::warn!(mailbox.id = %id, failures, %error, "mailbox {id} failed: {error}");
        let words = error.trouble().stored();
        if let Err(error) = mailroom.set_health(id, Health::Failing, Some(&words), None).await {
            tracing::error!(%error, "the health of mailbox {id} cannot be written: {error}");
        }
        let spread = db::secret::bytes::<1>().map(|it| f64::from(it[0]) / 255.0).unwrap_or(0.5);
        tokio::time::sleep(back_off(failures, spread)).await;
    }
}

/// Connects and takes mail until something breaks; ends well only if the mailbox is gone.
async fn round(mailroom: &Mailroom, id: MailboxId) -> Result<(), RoundError> {
    let (mailbox, secrets) = {
        let mut conn = mailroom.db.read().await?;
        let Some(mailbox) = store::mailboxes::find(&mut conn, id).await? else { return Ok(()) };
        let secrets = mailroom.secrets_of(&mut conn, id).await?;
        (mailbox, secrets)
    };
    if mailbox.set.kind == Kind::Folder {
        return watch_folder(mailroom, &mailbox).await;
    }
    let server = imap_server(&mailbox.set.settings, &secrets).ok_or(RoundError::NoServer)?;
    let mut session = Session::sign_in(&server).await?;
    let folder = session.select(&inbox(&mailbox.set.settings)).await?;
    let mut position = Position::of(&mailbox, folder.uid_validity);
    loop {
        take_new(mailroom, &mailbox, &mut session, &mut position).await?;
        let health = if session.has_idle { Health::Listening } else { Health::Polling };
        mailroom.set_health(id, health, None, Some(mailroom.db.now())).await?;
        if session.has_idle {
            (session, _) = session.idle(IDLE).await?;
        } else {
            tokio::time::sleep(POLL).await;
            session.noop().await?;
        }
    }
}

/// How far the folder has been taken.
struct Position {
    uid_validity: u32,
    uid_last: u32,
    /// Under a UIDVALIDITY never seen before: the first time only unread mail is wanted, afterwards every mail, as the
    /// server may have renumbered what we have not taken yet.
    wanted: Wanted,
}

impl Position {
    fn of(mailbox: &Mailbox, uid_validity: u32) -> Self {
        match mailbox.uid_validity {
            Some(known) if known == uid_validity => {
                Self { uid_validity, uid_last: mailbox.uid_last, wanted: Wanted::After(mailbox.uid_last) }
            }
            Some(_) => Self { uid_validity, uid_last: 0, wanted: Wanted::All },
            None => Self { uid_validity, uid_last: 0, wanted: Wanted::Unseen },
        }
    }
}

async fn take_new(
    mailroom: &Mailroom,
    mailbox: &Mailbox,
    session: &mut Session,
    position: &mut Position,
) -> Result<(), RoundError> {
    for listed in session.list(position.wanted).await? {
        take_one(mailroom, mailbox, session, position.uid_validity, listed).await?;
        position.uid_last = position.uid_last.max(listed.uid);
        let mut tx = mailroom.db.begin().await?;
        store::mailboxes::set_position(&mut tx, mailbox.id, position.uid_validity, position.uid_last).await?;
        tx.commit().await?;
    }
    position.wanted = Wanted::After(position.uid_last);
    Ok(())
}

async fn take_one(
    mailroom: &Mailroom,
    mailbox: &Mailbox,
    session: &mut Session,
    uid_validity: u32,
    listed: Listed,
) -> Result<(), RoundError> {
    let is_large = listed.size_bytes > SIZE_BYTES_MAX;
    let Some(mut raw) = session.fetch(listed.uid, is_large.then_some(BEGINNING_BYTES)).await? else {
        // Somebody else took it away between listing and fetching: it was never ours.
        return Ok(());
    };
    if is_large {
        raw.extend_from_slice(format!("\r\n[{} bytes left on the server]\r\n", listed.size_bytes).as_bytes());
    }
    let received = Received {
        mailbox_id: Some(mailbox.id),
        uid: Some((uid_validity, listed.uid)),
        place: None,
        raw: Bytes::from(raw),
        history: None,
    };
    Box::pin(mailroom.take_or_set_aside(received)).await?;
    // The raw mail and its account are on our disk: only now may the server's copy be touched.
    match mailbox.set.settings.done_folder.as_deref().filter(|it| !it.is_empty() && !is_large) {
        Some(folder) => session.move_to(listed.uid, folder).await?,
        None => session.mark_seen(listed.uid).await?,
    }
    Ok(())
}

async fn watch_folder(mailroom: &Mailroom, mailbox: &Mailbox) -> Result<(), RoundError> {
    let folder = mail::folder::FolderBox::open(mailbox.set.settings.directory.clone().unwrap_or_default()).await?;
    let mut is_told = false;
    loop {
        let taken = take_folder(mailroom, mailbox, &folder).await?;
        if taken > 0 || !is_told {
            mailroom.set_health(mailbox.id, Health::Listening, None, Some(mailroom.db.now())).await?;
            is_told = true;
        }
        tokio::time::sleep(FOLDER_POLL).await;
    }
}

async fn take_folder(
    mailroom: &Mailroom,
    mailbox: &Mailbox,
    folder: &mail::folder::FolderBox,
) -> Result<usize, RoundError> {
    let waiting = folder.waiting(500).await?;
    for path in &waiting {
        let raw = tokio::fs::read(path).await?;
        let name = path.file_name().map(|it| it.to_string_lossy().into_owned());
        let received =
            Received { mailbox_id: Some(mailbox.id), uid: None, place: name, raw: Bytes::from(raw), history: None };
        Box::pin(mailroom.take_or_set_aside(received)).await?;
        folder.take(path).await?;
    }
    Ok(waiting.len())
}

/// Takes what waits in every mailbox that is a folder, once; how many mails. For seeding and tests.
pub async fn take_folders_once(mailroom: &Mailroom) -> Result<usize, MailroomError> {
    let all = store::mailboxes::list(&mut *mailroom.db.read().await?).await?;
    let mut taken = 0;
    for mailbox in all.iter().filter(|it| it.set.is_active && it.set.kind == Kind::Folder) {
        let folder = mail::folder::FolderBox::open(mailbox.set.settings.directory.clone().unwrap_or_default()).await?;
        taken += take_folder(mailroom, mailbox, &folder).await.map_err(|error| match error {
            RoundError::Mailroom(error) => error,
            other => MailroomError::Internal(other.to_string()),
        })?;
    }
    Ok(taken)
}
