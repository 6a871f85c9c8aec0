//! Files by their content: raw mails and attachments. The name of a file is the hash of what is in it.

use std::collections::HashSet;
use std::fmt;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
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
    folder: Arc<Folder>,
}

/// The folder, and what this process knows to be durable in it.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
    /// Folders of blobs whose own names were made durable. What another process or task made may not be yet.
    named: Mutex<HashSet<PathBuf>>,
    /// The folders that were synced, in order.
    #[cfg(test)]
    synced: Mutex<Vec<PathBuf>>,
}

impl Folder {
    fn new(path: PathBuf) -> Self {
        Self {
            path,
            named: Mutex::default(),
            #[cfg(test)]
            synced: Mutex::default(),
        }
    }

    /// Makes the names in `parent`, a folder of blobs, durable, and once its own.
    fn sync(&self, parent: &Path) -> Result<(), DbError> {
        self.sync_one(parent)?;
        if !self.named.lock().unwrap_or_else(PoisonError::into_inner).contains(parent) {
            self.sync_one(&self.path)?;
            self.named.lock().unwrap_or_else(PoisonError::into_inner).insert(parent.to_owned());
        }
        Ok(())
    }

    fn sync_one(&self, folder: &Path) -> Result<(), DbError> {
        #[cfg(test)]
        self.synced.lock().unwrap_or_else(PoisonError::into_inner).push(folder.to_owned());
        Ok(File::open(folder)?.sync_all()?)
    }
}

impl Blobs {
    /// In `folder`, made if it is not there. What a process that died had half written is swept away after a day.
    pub fn folder(folder: impl AsRef<Path>) -> Result<Self, DbError> {
        std::fs::create_dir_all(folder.as_ref())?;
        sweep(folder.as_ref())?;
        Ok(Self { folder: Arc::new(Folder::new(folder.as_ref().to_owned())) })
    }

    /// In `folder`, which must be there: for reading what is kept.
    pub fn existing(folder: impl AsRef<Path>) -> Result<Self, DbError> {
        std::fs::read_dir(folder.as_ref())?;
        Ok(Self { folder: Arc::new(Folder::new(folder.as_ref().to_owned())) })
    }

    /// Keeps `content`, durably, and tells its hash. The same content twice is kept once; a copy that was damaged since is
    /// replaced.
    ///
    /// Written to a temporary file, fsynced, renamed, and the folder fsynced: after a power cut the blob is whole or
    /// absent. Do this before the row that names it.
    pub async fn put(&self, content: Bytes) -> Result<BlobHash, DbError> {
        let folder = self.folder.clone();
        blocking(move || write(&folder, &content)).await
    }

    /// A blob that comes in pieces: hashed as it is written, never whole in memory.
    pub async fn writer(&self) -> Result<BlobWriter, DbError> {
        let folder = self.folder.clone();
        let incoming = blocking(move || Incoming::new(&folder)).await?;
        Ok(BlobWriter { incoming: Some(incoming), waiting: BytesMut::new(), size_bytes: 0 })
    }

    /// Keeps all that `source` gives, in pieces; its hash and size.
    pub async fn put_from(&self, mut source: impl Read + Send + 'static) -> Result<(BlobHash, u64), DbError> {
        let folder = self.folder.clone();
        blocking(move || {
            let mut incoming = Incoming::new(&folder)?;
            let (mut piece, mut size) = (vec![0_u8; PIECE_BYTES], 0_u64);
            loop {
                let read = source.read(&mut piece)?;
                if read == 0 {
                    return Ok((incoming.finish()?, size));
                }
                incoming.write(piece.get(..read).unwrap_or_default())?;
                size += read as u64;
            }
        })
        .await
    }

    /// The file of `hash`, to be read in pieces; [`DbError::FileMissing`] if it is not there.
    pub async fn open(&self, hash: BlobHash) -> Result<File, DbError> {
        let path = path_of(&self.folder.path, hash);
        blocking(move || match File::open(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(DbError::FileMissing(hash)),
            opened => Ok(opened?),
        })
        .await
    }

    /// Whether what is kept under `hash` is what its name says; [`DbError::FileMissing`] if nothing is. In pieces.
    pub async fn is_whole(&self, hash: BlobHash) -> Result<bool, DbError> {
        let file = self.open(hash).await?;
        blocking(move || Ok(hash_of(file)? == hash)).await
    }

    /// The content of `hash`; [`DbError::FileMissing`] if it is not there.
    pub async fn get(&self, hash: BlobHash) -> Result<Bytes, DbError> {
        let path = path_of(&self.folder.path, hash);
        blocking(move || match std::fs::read(path) {
            Ok(content) => Ok(Bytes::from(content)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(DbError::FileMissing(hash)),
            Err(error) => Err(error.into()),
        })
        .await
    }

    /// Whether `hash` is there.
    pub async fn exists(&self, hash: BlobHash) -> Result<bool, DbError> {
        let path = path_of(&self.folder.path, hash);
        blocking(move || Ok(path.try_exists()?)).await
    }

    /// Removes `hash`; nothing happens if it is not there.
    pub async fn delete(&self, hash: BlobHash) -> Result<(), DbError> {
        let path = path_of(&self.folder.path, hash);
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

fn write(folder: &Arc<Folder>, content: &[u8]) -> Result<BlobHash, DbError> {
    let hash = BlobHash::of(content);
    if is_kept(folder, hash)? {
        return Ok(hash);
    }
    let mut incoming = Incoming::new(folder)?;
    incoming.write(content)?;
    incoming.finish()
}

/// Whether `hash` is there, whole; if so it is durable after. Reads it through: what is damaged is to be written anew.
fn is_kept(folder: &Folder, hash: BlobHash) -> Result<bool, DbError> {
    let path = path_of(&folder.path, hash);
    let file = match File::open(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        opened => opened?,
    };
    if hash_of(file)? != hash {
        return Ok(false);
    }
    // Whoever wrote it may stand between the rename and the sync of the folder, or was killed there.
    folder.sync(path.parent().unwrap_or(&folder.path))?;
    Ok(true)
}

fn hash_of(mut file: File) -> Result<BlobHash, DbError> {
    let (mut piece, mut hasher) = (vec![0_u8; PIECE_BYTES], Sha256::new());
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            return Ok(BlobHash(hasher.finalize().into()));
        }
        hasher.update(piece.get(..read).unwrap_or_default());
    }
}

/// Bytes written or hashed at a time.
const PIECE_BYTES: usize = 256 * 1024;
/// What begins the name of a file that is not whole yet.
const HALF_WRITTEN: &str = ".incoming-";
/// A file that is not whole after so long never will be.
const HALF_WRITTEN_KEPT: Duration = Duration::from_secs(24 * 3_600);

fn sweep(folder: &Path) -> Result<(), DbError> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(HALF_WRITTEN) {
            let age = entry.metadata()?.modified()?.elapsed().unwrap_or_default();
            if age > HALF_WRITTEN_KEPT {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }
    Ok(())
}

/// A blob whose hash is not known yet, under a name of its own; gone if it is dropped before its end.
#[derive(Debug)]
struct Incoming {
    folder: Arc<Folder>,
    temporary: PathBuf,
    file: File,
    hasher: Sha256,
}

impl Incoming {
    fn new(folder: &Arc<Folder>) -> Result<Self, DbError> {
        let temporary = folder.path.join(format!("{HALF_WRITTEN}{}", crate::secret::token()?));
        let file = File::create_new(&temporary)?;
        Ok(Self { folder: folder.clone(), temporary, file, hasher: Sha256::new() })
    }

    fn write(&mut self, content: &[u8]) -> Result<(), DbError> {
        self.hasher.update(content);
        Ok(self.file.write_all(content)?)
    }

    /// Makes it durable under its hash. The same content twice is kept once.
    fn finish(self) -> Result<BlobHash, DbError> {
        let hash = BlobHash(self.hasher.clone().finalize().into());
        if is_kept(&self.folder, hash)? {
            return Ok(hash);
        }
        self.file.sync_all()?;
        let path = path_of(&self.folder.path, hash);
        let parent = path.parent().unwrap_or(&self.folder.path);
        std::fs::create_dir_all(parent)?;
        std::fs::rename(&self.temporary, &path)?;
        self.folder.sync(parent)?;
        Ok(hash)
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        // After `finish` there is nothing under this name any more, or a second copy.
        let _ = std::fs::remove_file(&self.temporary);
    }
}

/// A blob that comes in pieces; from [`Blobs::writer`]. Dropped before [`BlobWriter::finish`] it leaves nothing behind.
#[derive(Debug)]
pub struct BlobWriter {
    incoming: Option<Incoming>,
    waiting: BytesMut,
    size_bytes: u64,
}

impl BlobWriter {
    /// How much was given so far.
    pub fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    /// Adds `piece`; small ones are written together.
    pub async fn write(&mut self, piece: &[u8]) -> Result<(), DbError> {
        self.waiting.extend_from_slice(piece);
        self.size_bytes += piece.len() as u64;
        if self.waiting.len() >= PIECE_BYTES { self.flush().await } else { Ok(()) }
    }

    async fn flush(&mut self) -> Result<(), DbError> {
        let mut incoming = self.incoming.take().ok_or(DbError::Closed)?;
        let piece = self.waiting.split().freeze();
        let incoming = blocking(move || {
            incoming.write(&piece)?;
            Ok(incoming)
        });
        self.incoming = Some(incoming.await?);
        Ok(())
    }

    /// Keeps it, durably, and tells its hash.
    pub async fn finish(mut self) -> Result<BlobHash, DbError> {
        self.flush().await?;
        let incoming = self.incoming.take().ok_or(DbError::Closed)?;
        blocking(move || incoming.finish()).await
    }
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
        assert!(matches!(blobs.get(hash).await, Err(DbError::FileMissing(missing)) if missing == hash));
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        entries.map(|it| it.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }

    #[tokio::test]
    async fn a_blob_in_pieces_is_the_blob_whole() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::folder(folder.path()).unwrap();
        let whole: Vec<u8> = (0..1_000_000_u32).flat_map(u32::to_le_bytes).collect();
        let mut writer = blobs.writer().await.unwrap();
        for piece in whole.chunks(70_001) {
            writer.write(piece).await.unwrap();
        }
        assert_eq!(writer.size_bytes(), 4_000_000);
        let hash = writer.finish().await.unwrap();
        assert_eq!(hash, BlobHash::of(&whole));
        assert_eq!(blobs.get(hash).await.unwrap(), whole);
        assert_eq!(blobs.put_from(std::io::Cursor::new(whole)).await.unwrap(), (hash, 4_000_000));
        assert!(blobs.is_whole(hash).await.unwrap());
        std::fs::write(path_of(folder.path(), hash), b"damaged").unwrap();
        assert!(!blobs.is_whole(hash).await.unwrap());
        // One that is given up leaves nothing behind.
        let mut writer = blobs.writer().await.unwrap();
        writer.write(&[0; PIECE_BYTES]).await.unwrap();
        assert_eq!(names(folder.path()).len(), 2, "the folder of the blob, and the one coming in");
        drop(writer);
        assert_eq!(names(folder.path()).len(), 1);
    }

    #[tokio::test]
    async fn what_another_wrote_is_made_durable_before_it_counts() {
        let folder = tempfile::tempdir().unwrap();
        let hash = Blobs::folder(folder.path()).unwrap().put(Bytes::from_static(b"abc")).await.unwrap();
        // Another process, which cannot know whether the first came to the end of its `put`.
        let blobs = Blobs::folder(folder.path()).unwrap();
        let parent = path_of(folder.path(), hash).parent().unwrap().to_owned();
        let synced = || std::mem::take(&mut *blobs.folder.synced.lock().unwrap());
        blobs.put(Bytes::from_static(b"abc")).await.unwrap();
        assert_eq!(synced(), [parent.as_path(), folder.path()]);
        blobs.put_from(std::io::Cursor::new(b"abc")).await.unwrap();
        assert_eq!(synced(), [parent], "the name of the folder is durable by now");
    }

    #[tokio::test]
    async fn a_damaged_blob_is_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::folder(folder.path()).unwrap();
        let hash = blobs.put(Bytes::from_static(b"abc")).await.unwrap();
        for damaged in [b"abx".as_slice(), b"", b"abcd"] {
            std::fs::write(path_of(folder.path(), hash), damaged).unwrap();
            assert!(!blobs.is_whole(hash).await.unwrap());
            blobs.put(Bytes::from_static(b"abc")).await.unwrap();
            assert_eq!(blobs.get(hash).await.unwrap(), "abc");
        }
        std::fs::write(path_of(folder.path(), hash), b"abx").unwrap();
        blobs.put_from(std::io::Cursor::new(b"abc")).await.unwrap();
        assert!(blobs.is_whole(hash).await.unwrap());
    }

    #[test]
    fn what_a_dead_process_left_is_swept_away_after_a_day() {
        let folder = tempfile::tempdir().unwrap();
        let (old, young) = (folder.path().join(".incoming-old"), folder.path().join(".incoming-young"));
        let file = File::create(&old).unwrap();
        File::create(young).unwrap();
        let yesterday = file.metadata().unwrap().modified().unwrap() - Duration::from_secs(25 * 3_600);
        file.set_modified(yesterday).unwrap();
        Blobs::folder(folder.path()).unwrap();
        assert_eq!(names(folder.path()), [".incoming-young"]);
    }
}
