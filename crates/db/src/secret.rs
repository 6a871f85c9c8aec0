//! Secrets in links and keys: random, shown once, stored as a hash.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::TryRng;
use rand::rngs::SysRng;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_need_no_escaping() {
        let (one, two) = (token().unwrap(), token().unwrap());
        assert_ne!(one, two);
        assert_eq!(one.len(), 22);
        assert!(one.chars().all(|it| it.is_ascii_alphanumeric() || it == '-' || it == '_'));
        assert_eq!(hash(&one).len(), 32);
    }
}
