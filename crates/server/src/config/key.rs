//! The installation's key: as set, or in its file; made once, with the store, and from then on no other.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use api::Secret;
use db::Db;
use kernel::Actor;

use crate::config::Config;

impl Config {
    /// Where the key is kept if it is not set.
    pub fn key_path(&self) -> PathBuf {
        Path::new(&self.data_folder).join("secret.key")
    }

    /// The key as set, else from its file; `None` if that is not there.
    pub(crate) fn key(&self) -> anyhow::Result<Option<Secret>> {
        if !self.secret_key.is_empty() {
            return Secret::new(self.secret_key.as_bytes()).context("secret_key is too short").map(Some);
        }
        let path = self.key_path();
        match std::fs::read(&path) {
            Ok(bytes) => Secret::new(bytes).with_context(|| format!("{} holds no key", path.display())).map(Some),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("reading {}", path.display())),
        }
    }

    /// The key, which must be there.
    pub(crate) fn key_there(&self) -> anyhow::Result<Secret> {
        let Some(key) = self.key()? else { bail!("{} is missing. {BACK}", self.key_path().display()) };
        Ok(key)
    }

    /// The key of the store `db`: made with the store, kept as its own, and no other is taken after.
    ///
    /// # Errors
    /// It is missing beside a store that was used with one, or is not that one.
    pub(crate) async fn key_of(&self, db: &Db) -> anyhow::Result<Secret> {
        let is_awaited = access::actions::key::is_awaited(&mut *db.read().await?).await?;
        let key = match self.key()? {
            None if is_awaited => make_key(&self.key_path())?,
            Some(key) => key,
            None => self.key_there()?,
        };
        if !access::actions::key::hold(db, key.bytes()).await? {
            bail!("{} is not the key that this store was used with. {BACK}", self.key_said());
        }
        Ok(key)
    }

    /// Takes the key as set or in its file, or makes one, in place of the one of the store `db`. Which it is, in words.
    pub(crate) async fn replace_key(&self, db: &Db) -> anyhow::Result<String> {
        let key = match self.key()? {
            Some(key) => key,
            None => make_key(&self.key_path())?,
        };
        let mut tx = db.begin().await?;
        access::actions::key::replace(&mut tx, &Actor::system("replace_key"), key.bytes()).await?;
        tx.commit().await?;
        Ok(self.key_said())
    }

    fn key_said(&self) -> String {
        if self.secret_key.is_empty() { self.key_path().display().to_string() } else { "secret_key".to_owned() }
    }
}

/// What to do about a key that is missing or another.
pub(crate) const BACK: &str = "Put secret.key back from where it is kept with the backups, or set secret_key as it was: \
    without it second factors, passwords of mailboxes and links in mails already sent do not open. If it is lost for good, \
    run entente admin replace-key";

/// Makes a key that only the server's user can read, durable before it is used.
fn make_key(path: &Path) -> anyhow::Result<Secret> {
    use std::io::Write;
    let bytes = db::secret::bytes::<32>()?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).with_context(|| format!("making {}", path.display()))?;
    file.write_all(&bytes)?;
    file.sync_all()?;
    if let Some(folder) = path.parent().filter(|it| *it != Path::new("")) {
        File::open(folder)?.sync_all()?;
    }
    let Some(secret) = Secret::new(bytes) else { bail!("no randomness") };
    Ok(secret)
}
