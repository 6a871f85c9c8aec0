//! The readers of a SQLite store: a few connections, lent one at a time.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::DbError;
use crate::sqlite::Reader;

/// How a connection is opened.
pub(crate) type Open = fn(&Path) -> Result<rusqlite::Connection, DbError>;

/// Up to so many readers, opened when first needed. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct ReaderPool {
    path: PathBuf,
    open: Open,
    idle: Arc<Mutex<Vec<Reader>>>,
    permits: Arc<Semaphore>,
}

/// A reader on loan; goes back to the pool when dropped.
#[derive(Debug)]
pub(crate) struct PooledReader {
    reader: Option<Reader>,
    idle: Arc<Mutex<Vec<Reader>>>,
    _permit: OwnedSemaphorePermit,
}

impl ReaderPool {
    pub(crate) fn new(path: PathBuf, open: Open, readers: u32) -> Self {
        let permits = Arc::new(Semaphore::new(usize::try_from(readers.max(1)).unwrap_or(1)));
        Self { path, open, idle: Arc::default(), permits }
    }

    /// A reader; waits while all are lent.
    pub(crate) async fn take(&self) -> Result<PooledReader, DbError> {
        let permit = self.permits.clone().acquire_owned().await.map_err(|_| DbError::Closed)?;
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let reader = match idle {
            Some(reader) => reader,
            None => Reader::new((self.open)(&self.path)?)?,
        };
        Ok(PooledReader { reader: Some(reader), idle: self.idle.clone(), _permit: permit })
    }

    /// Lends no more, and drops the idle ones.
    pub(crate) fn close(&self) {
        self.permits.close();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl PooledReader {
    /// The reader itself.
    pub(crate) fn reader(&mut self) -> Result<&mut Reader, DbError> {
        self.reader.as_mut().ok_or(DbError::Closed)
    }
}

impl Drop for PooledReader {
    fn drop(&mut self) {
        // One whose statement was cut off has lost its connection: the next loan opens another.
        if let Some(reader) = self.reader.take().filter(Reader::is_whole) {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
        }
    }
}
