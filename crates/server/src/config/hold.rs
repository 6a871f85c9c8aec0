//! One server for one embedded store: whoever serves it holds it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Write as _};
use std::path::Path;

use anyhow::{Context, bail};

use crate::config::Config;

/// Servers have the nodes below this; the commands that run beside one have as many above it, so that ids never meet.
pub const COMMANDS_FROM: u8 = 32;

/// A store held by this process until it ends, also when it is killed: the lock is the operating system's.
#[derive(Debug)]
pub struct Hold {
    _file: Option<File>,
}

impl Config {
    /// Holds the embedded store to serve it: two servers on one would both run its jobs, and send a mail twice. PostgreSQL
    /// is made to be shared and is not held.
    ///
    /// # Errors
    /// Another process serves it: told with its number.
    pub fn hold(&self) -> anyhow::Result<Hold> {
        if !self.database_url().starts_with("sqlite:") {
            return Ok(Hold { _file: None });
        }
        let folder = Path::new(&self.data_folder);
        std::fs::create_dir_all(folder).with_context(|| format!("making the folder {}", self.data_folder))?;
        let path = folder.join(NAME);
        let mut options = OpenOptions::new();
        let opened = options.read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = opened.with_context(|| format!("opening {}", path.display()))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut process = String::new();
                file.read_to_string(&mut process)?;
                bail!(
                    "{} is already served by process {}: stop that one, or choose another data_folder",
                    self.data_folder,
                    process.trim()
                );
            }
            Err(TryLockError::Error(error)) => return Err(error).with_context(|| path.display().to_string()),
        }
        file.set_len(0)?;
        file.write_all(std::process::id().to_string().as_bytes())?;
        Ok(Hold { _file: Some(file) })
    }
}

/// The file that is locked, in the data folder. It stays there; what counts is the lock.
pub const NAME: &str = "serving.lock";

#[cfg(test)]
mod tests {
    use super::*;

    fn config(folder: &Path) -> Config {
        Config { data_folder: folder.display().to_string(), ..Config::default() }
    }

    #[test]
    fn a_second_server_is_refused_and_told_of_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let first = config(folder.path()).hold().unwrap();
        let refused = config(folder.path()).hold().unwrap_err().to_string();
        assert!(refused.contains(&format!("served by process {}", std::process::id())), "{refused}");
        drop(first);
        config(folder.path()).hold().unwrap();
    }

    #[test]
    fn postgres_is_shared() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config { database_url: "postgres://db/entente".to_owned(), ..config(folder.path()) };
        let (_one, _two) = (config.hold().unwrap(), config.hold().unwrap());
    }
}
