//! Seals mailbox passwords, so that the store and its backups alone give nothing away.
//!
//! AES-256-GCM with a key derived from the installation's, a random nonce, and the mailbox's id as associated data: a
//! sealed text moved to another mailbox does not open. Form: version 1, nonce (12 bytes), text and tag.

use kernel::MailboxId;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::{Digest, Sha256};

use crate::error::MailroomError;
use crate::mailbox::Secrets;

const VERSION: u8 = 1;

fn key(installation: &[u8]) -> Result<LessSafeKey, MailroomError> {
    let mut hash = Sha256::new();
    hash.update(b"entente mailbox passwords 1\0");
    hash.update(installation);
    let key = UnboundKey::new(&AES_256_GCM, &hash.finalize());
    key.map(LessSafeKey::new).map_err(|_| MailroomError::Internal("the sealing key has the wrong length".to_owned()))
}

/// `secrets` of `mailbox`, sealed; nothing if there is nothing to seal.
pub(crate) fn seal(
    installation: &[u8],
    mailbox: MailboxId,
    secrets: &Secrets,
) -> Result<Option<Vec<u8>>, MailroomError> {
    if *secrets == Secrets::default() {
        return Ok(None);
    }
    let nonce = db::secret::bytes::<NONCE_LEN>()?;
    let mut text = serde_json::to_vec(secrets).map_err(db::DbError::from)?;
    let failed = |_| MailroomError::Internal("the passwords could not be sealed".to_owned());
    let aad = Aad::from(mailbox.to_string());
    key(installation)?.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut text).map_err(failed)?;
    let mut sealed = vec![VERSION];
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(&text);
    Ok(Some(sealed))
}

/// What [`seal`] sealed.
pub(crate) fn open(installation: &[u8], mailbox: MailboxId, sealed: Option<&[u8]>) -> Result<Secrets, MailroomError> {
    let Some(sealed) = sealed else { return Ok(Secrets::default()) };
    let refuse = || MailroomError::Sealed(mailbox);
    let (version, rest) = sealed.split_first().ok_or_else(refuse)?;
    let (nonce, text) = rest.split_at_checked(NONCE_LEN).ok_or_else(refuse)?;
    if *version != VERSION {
        return Err(refuse());
    }
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| refuse())?;
    let mut text = text.to_vec();
    let aad = Aad::from(mailbox.to_string());
    let plain = key(installation)?.open_in_place(nonce, aad, &mut text).map_err(|_| refuse())?;
    serde_json::from_slice(plain).map_err(|_| refuse())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_for_its_mailbox_and_key_alone() {
        let secrets = Secrets { imap: Some("trois chats gris".to_owned()), smtp: None };
        let id = MailboxId::new(7);
        let sealed = seal(b"0123456789abcdef", id, &secrets).unwrap().unwrap();
        assert!(!sealed.windows(5).any(|it| it == b"chats"));
        assert_eq!(open(b"0123456789abcdef", id, Some(&sealed)).unwrap(), secrets);
        assert!(open(b"0123456789abcdef", MailboxId::new(8), Some(&sealed)).is_err());
        assert!(open(b"another key 1234", id, Some(&sealed)).is_err());
        assert!(open(b"0123456789abcdef", id, Some(&sealed[..20])).is_err());
        assert_eq!(open(b"0123456789abcdef", id, None).unwrap(), Secrets::default());
    }
}
