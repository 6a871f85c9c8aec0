//! Secrets: in links and keys random, shown once, stored as a hash; what must be read again is sealed.
//!
//! The installation's key never stands in the store, so that the store and its backups alone give nothing away.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::TryRng;
use rand::rngs::SysRng;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;
use sha2::{Digest, Sha256};

use crate::error::DbError;

/// A secret of 128 random bits as 22 characters that need no escaping in an address.
///
/// Fails only if the machine has no randomness to give, in which case nothing should go on.
pub fn token() -> Result<String, DbError> {
    Ok(URL_SAFE_NO_PAD.encode(bytes::<16>()?))
}

/// `N` random bytes from the operating system.
pub fn bytes<const N: usize>() -> Result<[u8; N], DbError> {
    let mut bytes = [0_u8; N];
    SysRng.try_fill_bytes(&mut bytes).map_err(|error| DbError::Blob(std::io::Error::other(error)))?;
    Ok(bytes)
}

/// What is stored of a secret: its SHA-256. A plain hash is enough for 128 random bits; passwords need argon2.
pub fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// The token that `seed` stands for under the installation's key: as long as one of [`token`], and always the same.
///
/// For links in mails: what is stored is the seed, which opens nothing, and the token is made as the mail leaves.
pub fn derived(installation: &[u8], purpose: &str, seed: &str) -> String {
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, installation), format!("{purpose}\n{seed}").as_bytes());
    URL_SAFE_NO_PAD.encode(tag.as_ref().get(..16).unwrap_or_default())
}

/// The form [`seal`] writes: its first byte.
const SEALED_FORM: u8 = 1;

fn sealing_key(installation: &[u8], purpose: &str) -> Result<LessSafeKey, DbError> {
    let mut hash = Sha256::new();
    hash.update(format!("entente {purpose} 1\0").as_bytes());
    hash.update(installation);
    let key = UnboundKey::new(&AES_256_GCM, &hash.finalize());
    key.map(LessSafeKey::new).map_err(|_| DbError::Blob(std::io::Error::other("a sealing key of the wrong length")))
}

/// `plain` sealed for `purpose` and `owner`: neither opens what was sealed for another.
///
/// AES-256-GCM with a key derived from the installation's, a random nonce, and the owner as associated data. Form: 1,
/// nonce (12 bytes), text and tag (16 bytes).
pub fn seal(installation: &[u8], purpose: &str, owner: &str, plain: &[u8]) -> Result<Vec<u8>, DbError> {
    let nonce = bytes::<NONCE_LEN>()?;
    let mut text = plain.to_vec();
    let failed = |_| DbError::Blob(std::io::Error::other("a secret could not be sealed"));
    sealing_key(installation, purpose)?
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(owner), &mut text)
        .map_err(failed)?;
    Ok([&[SEALED_FORM], nonce.as_slice(), text.as_slice()].concat())
}

/// What [`seal`] sealed; `None`: it was not sealed with this key, for this purpose and owner.
pub fn open(installation: &[u8], purpose: &str, owner: &str, sealed: &[u8]) -> Option<Vec<u8>> {
    let (form, rest) = sealed.split_first()?;
    let (nonce, text) = rest.split_at_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok().filter(|_| *form == SEALED_FORM)?;
    let mut text = text.to_vec();
    let key = sealing_key(installation, purpose).ok()?;
    key.open_in_place(nonce, Aad::from(owner), &mut text).ok().map(|it| it.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &[u8] = b"0123456789abcdef";

    #[test]
    fn what_is_sealed_opens_for_its_owner_purpose_and_key_alone() {
        let sealed = seal(KEY, "passwords", "mbox_7", b"trois chats gris").unwrap();
        assert!(!sealed.windows(5).any(|it| it == b"chats"));
        assert_eq!(open(KEY, "passwords", "mbox_7", &sealed).unwrap(), b"trois chats gris");
        assert_eq!(open(KEY, "passwords", "mbox_8", &sealed), None);
        assert_eq!(open(KEY, "others", "mbox_7", &sealed), None);
        assert_eq!(open(b"another key 1234", "passwords", "mbox_7", &sealed), None);
        assert_eq!(open(KEY, "passwords", "mbox_7", &sealed[..20]), None);
        assert_eq!(open(KEY, "passwords", "mbox_7", b""), None);
    }

    #[test]
    fn a_derived_token_is_as_long_as_any_and_depends_on_all_three() {
        let one = derived(KEY, "link", "a");
        assert_eq!((one.len(), &one), (22, &derived(KEY, "link", "a")));
        for other in [derived(KEY, "link", "b"), derived(KEY, "other", "a"), derived(b"another key 1234", "link", "a")]
        {
            assert_ne!(one, other);
        }
    }

    #[test]
    fn tokens_differ_and_need_no_escaping() {
        let (one, two) = (token().unwrap(), token().unwrap());
        assert_ne!(one, two);
        assert_eq!(one.len(), 22);
        assert!(one.chars().all(|it| it.is_ascii_alphanumeric() || it == '-' || it == '_'));
        assert_eq!(hash(&one).len(), 32);
    }
}
