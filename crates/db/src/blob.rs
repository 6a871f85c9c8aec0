//! Files by their content: raw mails and attachments. The name of a file is the hash of what is in it.

use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::error::DbError;
use crate::value::{FromValue, IntoValue, Value};

/// The SHA-256 of a blob; shown as 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobHash([u8; 32]);

impl BlobHash {
    /// Of `content`. O(n).
    pub fn of(content: &[u8]) -> Self {
        Self(Sha256::digest(content).into())
    }
}

impl fmt::Display for BlobHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for BlobHash {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let refuse = || format!("`{text}` is not a SHA-256 of 64 hexadecimal digits");
        let mut hash = [0_u8; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(refuse());
        }
        for (byte, pair) in hash.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| refuse())?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| refuse())?;
        }
        Ok(Self(hash))
    }
}

impl IntoValue for BlobHash {
    fn into_value(self) -> Value {
        Value::Text(Some(self.to_string()))
    }
    fn null() -> Value {
        Value::Text(None)
    }
}

impl FromValue for BlobHash {
    fn from_value(value: Value) -> Result<Self, String> {
        String::from_value(value)?.parse()
    }
}

/// A folder of blobs. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Blobs {
    folder: Arc<PathBuf>,
}

impl Blobs {
    /// In `folder`, made if it is not there.
    pub fn folder(folder: impl AsRef<Path>) -> Result<Self, DbError> {
        std::fs::create_dir_all(folder.as_ref())?;
        Ok(Self { folder: Arc::new(folder.as_ref().to_owned()) })
    }

    /// Keeps `content`, durably, and tells its hash. The same content twice is kept once.
    ///
    /// Written to a temporary file, fsynced, renamed, and the folder fsynced: after a power cut the blob is whole or
    /// absent. Do this before the row that names it.
    pub async fn put(&self, content: Bytes) -> Result<BlobHash, DbError> {
        let folder = self.folder.clone();
        blocking(move || write(&folder, &content)).await
    }

    /// The content of `hash`; [`DbError::NotFound`] if it is not there.
    pub async fn get(&self, hash: BlobHash) -> Result<Bytes, DbError> {
        let path = path_of(&self.folder, hash);
        blocking(move || match std::fs::read(path) {
            Ok(content) => Ok(Bytes::from(content)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(DbError::NotFound),
            Err(error) => Err(error.into()),
        })
        .await
    }

    /// Whether `hash` is there.
    pub async fn exists(&self, hash: BlobHash) -> Result<bool, DbError> {
        let path = path_of(&self.folder, hash);
        blocking(move || Ok(path.try_exists()?)).await
    }

    /// Removes `hash`; nothing happens if it is not there.
    pub async fn delete(&self, hash: BlobHash) -> Result<(), DbError> {
        let path = path_of(&self.folder, hash);
        blocking(move || match std::fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        })
        .await
    }
}

/// Two levels, so that no folder holds millions: `ab/cdef…`.
fn path_of(folder: &Path, hash: BlobHash) -> PathBuf {
    let name = hash.to_string();
    let (first, rest) = name.split_at_checked(2).unwrap_or(("00", &name));
    folder.join(first).join(rest)
}

fn write(folder: &Path, content: &[u8]) -> Result<BlobHash, DbError> {
    let hash = BlobHash::of(content);
    let path = path_of(folder, hash);
    if path.try_exists()? {
        return Ok(hash);
    }
    let parent = path.parent().unwrap_or(folder);
    if !parent.try_exists()? {
        std::fs::create_dir_all(parent)?;
        std::fs::File::open(folder)?.sync_all()?;
    }
    let temporary = parent.join(format!(".{}", crate::secret::token()?));
    let mut file = std::fs::File::create_new(&temporary)?;
    let written = file.write_all(content).and_then(|()| file.sync_all());
    if let Err(error) = written.and_then(|()| std::fs::rename(&temporary, &path)) {
        let _ = std::fs::remove_file(&temporary);
        return Err(error.into());
    }
    std::fs::File::open(parent)?.sync_all()?;
    Ok(hash)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, DbError> + Send + 'static) -> Result<T, DbError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| DbError::Closed)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_blob_is_kept_once_under_its_hash() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::folder(folder.path()).unwrap();
        let hash = blobs.put(Bytes::from_static(b"abc")).await.unwrap();
        // FIPS 180-2, appendix B.1.
        assert_eq!(hash.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(blobs.put(Bytes::from_static(b"abc")).await.unwrap(), hash);
        assert_eq!(blobs.get(hash).await.unwrap(), "abc");
        assert_eq!(hash.to_string().parse(), Ok(hash));
        blobs.delete(hash).await.unwrap();
        assert!(matches!(blobs.get(hash).await, Err(DbError::NotFound)));
    }
}
