//! Files of an answer: they wait with its draft, go along when it is sent, and come back when it is taken back.

use cases::CaseError;
use db::blob::BlobHash;
use db::{Conn, Tx};
use interactions::actions::NewAttachment;
use interactions::attachment::safe_name;
use kernel::{Actor, AttachmentId, CaseId, InteractionId, Permission, StaffId};

use crate::actions::Mailroom;
use crate::error::MailroomError;
use crate::reply_file::{BYTES_MAX, FILES_MAX, Full, ReplyFile, room};
use crate::store;

/// What a file without a name is called.
const NAMELESS: &str = "fichier";

impl Mailroom {
    /// The most bytes of all files of one answer.
    pub fn reply_bytes_max(&self) -> u64 {
        BYTES_MAX.min(self.config.upload_bytes_max)
    }

    /// What the actor has added to the answer they write on a case.
    pub async fn reply_files(
        &self,
        conn: &mut Conn,
        actor: &Actor,
        case: CaseId,
    ) -> Result<Vec<ReplyFile>, MailroomError> {
        let staff = writer(actor)?;
        cases::actions::find(conn, actor, case).await?;
        Ok(store::files::of_writer(conn, case, staff).await?)
    }

    /// The bytes that may still be added to the actor's answer on a case.
    ///
    /// Error: [`MailroomError::FilesFull`] if not one more file may.
    pub async fn reply_room(&self, conn: &mut Conn, actor: &Actor, case: CaseId) -> Result<u64, MailroomError> {
        let files = self.reply_files(conn, actor, case).await?;
        room(&files, self.reply_bytes_max()).map_err(|it| self.full(it))
    }

    /// That there is no room for another file, as it is said.
    pub fn full(&self, full: Full) -> MailroomError {
        match full {
            Full::Files => MailroomError::FilesFull(FILES_MAX),
            Full::Bytes => MailroomError::FilesLarge(self.reply_bytes_max()),
        }
    }

    /// Adds a file, whose content is in the blob store, to the answer the actor writes on a case.
    pub async fn add_reply_file(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        case: CaseId,
        file: NewAttachment,
    ) -> Result<ReplyFile, MailroomError> {
        let staff = writer(actor)?;
        if file.size_bytes > self.reply_room(tx, actor, case).await? {
            return Err(self.full(Full::Bytes));
        }
        let name = safe_name(&file.name);
        let added = ReplyFile {
            id: tx.id(),
            name: if name.is_empty() { NAMELESS.to_owned() } else { name },
            media_type: file.media_type.chars().filter(char::is_ascii_graphic).take(120).collect(),
            size_bytes: i64::try_from(file.size_bytes).unwrap_or(i64::MAX),
            blob: file.blob.to_string(),
            is_dangerous: file.is_dangerous,
        };
        let now = tx.now();
        store::files::insert(tx, (case, staff), &added, now).await?;
        Ok(added)
    }

    /// Takes a file off the answer the actor writes on a case. Safe to repeat.
    pub async fn remove_reply_file(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        case: CaseId,
        id: AttachmentId,
    ) -> Result<(), MailroomError> {
        let staff = writer(actor)?;
        cases::actions::find(tx, actor, case).await?;
        store::files::delete(tx, (case, staff), id).await?;
        Ok(())
    }

    /// The files of an answer that is sent now, in the order named: they wait no longer.
    ///
    /// Error: [`MailroomError::NoFile`] for one that is not there: what was seen is what is sent, or nothing is.
    pub(crate) async fn take_files(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        case: CaseId,
        ids: &[AttachmentId],
    ) -> Result<Vec<NewAttachment>, MailroomError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let staff = writer(actor)?;
        let waiting = store::files::of_writer(tx, case, staff).await?;
        let mut taken = Vec::with_capacity(ids.len());
        for id in ids {
            let file = waiting.iter().find(|it| it.id == *id).ok_or(MailroomError::NoFile(*id))?;
            if !store::files::delete(tx, (case, staff), *id).await? {
                return Err(MailroomError::NoFile(*id));
            }
            taken.push(NewAttachment {
                name: file.name.clone(),
                media_type: file.media_type.clone(),
                size_bytes: u64::try_from(file.size_bytes).unwrap_or(0),
                blob: file.blob.parse::<BlobHash>().map_err(|it| MailroomError::Internal(it.to_string()))?,
                content_id: None,
                is_dangerous: file.is_dangerous,
            });
        }
        Ok(taken)
    }

    /// The files of an answer that is taken back wait again, with whoever took it back.
    pub(crate) async fn give_files_back(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        case: CaseId,
        interaction: InteractionId,
    ) -> Result<(), MailroomError> {
        let Some(staff) = actor.staff_id() else { return Ok(()) };
        for file in interactions::actions::attachments(tx, interaction).await? {
            let back = ReplyFile {
                id: tx.id(),
                name: file.name,
                media_type: file.media_type,
                size_bytes: file.size_bytes,
                blob: file.blob,
                is_dangerous: file.is_dangerous,
            };
            let now = tx.now();
            store::files::insert(tx, (case, staff), &back, now).await?;
        }
        Ok(())
    }
}

fn writer(actor: &Actor) -> Result<StaffId, MailroomError> {
    access::require(actor, Permission::CasesWrite)?;
    Ok(actor.staff_id().ok_or(CaseError::StaffOnly)?)
}
