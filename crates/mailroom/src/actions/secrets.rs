//! Seals mailbox passwords, so that the store and its backups alone give nothing away.

use kernel::MailboxId;

use crate::error::MailroomError;
use crate::mailbox::Secrets;

const PURPOSE: &str = "mailbox passwords";

/// `secrets` of `mailbox`, sealed; nothing if there is nothing to seal.
pub(crate) fn seal(
    installation: &[u8],
    mailbox: MailboxId,
    secrets: &Secrets,
) -> Result<Option<Vec<u8>>, MailroomError> {
    if *secrets == Secrets::default() {
        return Ok(None);
    }
    let text = serde_json::to_vec(secrets).map_err(db::DbError::from)?;
    Ok(Some(db::secret::seal(installation, PURPOSE, &mailbox.to_string(), &text)?))
}

/// What [`seal`] sealed.
pub(crate) fn open(installation: &[u8], mailbox: MailboxId, sealed: Option<&[u8]>) -> Result<Secrets, MailroomError> {
    let Some(sealed) = sealed else { return Ok(Secrets::default()) };
    let plain = db::secret::open(installation, PURPOSE, &mailbox.to_string(), sealed);
    plain.and_then(|it| serde_json::from_slice(&it).ok()).ok_or(MailroomError::Sealed(mailbox))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_for_its_mailbox_and_key_alone() {
        let secrets = Secrets { imap: Some("trois chats gris".to_owned()), smtp: None };
        let id = MailboxId::new(7);
        let sealed = seal(b"0123456789abcdef", id, &secrets).unwrap().unwrap();
        assert_eq!(open(b"0123456789abcdef", id, Some(&sealed)).unwrap(), secrets);
        assert!(open(b"0123456789abcdef", MailboxId::new(8), Some(&sealed)).is_err());
        assert!(open(b"another key 1234", id, Some(&sealed)).is_err());
        assert_eq!(open(b"0123456789abcdef", id, None).unwrap(), Secrets::default());
    }

    /// Sealed by the version before the seal moved to the store: installations must still open it.
    #[test]
    fn what_was_sealed_before_still_opens() {
        // Nonce 0 to 11; made by another program after the description of the form.
        let sealed: &[u8] = &[
            1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 40, 240, 242, 235, 221, 241, 108, 25, 239, 168, 135, 244, 205, 34,
            92, 10, 170, 192, 1, 14, 215, 76, 169, 128, 126, 211, 58, 220, 92, 122, 219, 88, 182, 206, 105, 200, 245,
            62, 214, 52, 162, 166, 77, 46, 86, 74, 26, 198, 114, 190, 108, 157, 12, 22, 158,
        ];
        let secrets = open(b"0123456789abcdef", MailboxId::new(7), Some(sealed)).unwrap();
        assert_eq!(secrets.imap.as_deref(), Some("trois chats gris"));
    }
}
