//! The store, the files and the key: where they are, and opening them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use api::{Secret, State};
use db::Db;
use db::blob::Blobs;
use kernel::Clock;

use crate::config::Config;
use crate::config::hold::COMMANDS_FROM;

impl Config {
    /// Where the store is.
    pub fn database_url(&self) -> String {
        if self.database_url.is_empty() {
            format!("sqlite:{}", Path::new(&self.data_folder).join("entente.db").display())
        } else {
            self.database_url.clone()
        }
    }

    /// Where files are.
    pub fn blob_folder(&self) -> PathBuf {
        if self.blob_folder.is_empty() {
            Path::new(&self.data_folder).join("blobs")
        } else {
            PathBuf::from(&self.blob_folder)
        }
    }

    /// As [`Config::open`], for a command that may run beside a server: its ids are of a node of its own.
    pub async fn open_beside(&self, clock: Arc<dyn Clock>) -> anyhow::Result<State> {
        Self { node: self.node + COMMANDS_FROM, ..self.clone() }.open(clock).await
    }

    /// Opens store and files, migrates, and makes the state of every router. Makes the data folder if it is absent.
    pub async fn open(&self, clock: Arc<dyn Clock>) -> anyhow::Result<State> {
        std::fs::create_dir_all(&self.data_folder)
            .with_context(|| format!("making the folder {}", self.data_folder))?;
        let config = db::Config { url: self.database_url(), readers: self.database_connections };
        let db = Db::open(&config, clock, self.node).await.context("opening the store")?;
        db.migrate().await.context("migrating the store")?;
        let blobs = Blobs::folder(self.blob_folder()).context("opening the folder of files")?;
        Ok(State::new(db, blobs, self.api()?))
    }

    /// What HTTP and links need to know.
    pub fn api(&self) -> anyhow::Result<api::Config> {
        let mut config = api::Config::new(&self.public_url(), self.secret()?);
        config.docs_url.clone_from(&self.docs_url);
        config.company.clone_from(&self.company);
        config.locale = self.locale();
        config.check_host = self.http.check_host;
        config.hosts.clone_from(&self.http.hosts);
        if self.public_url.is_empty() {
            // Nobody said how people come: then by the names of this machine.
            let port = self.http.address()?.port();
            config.hosts.extend([format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")]);
        }
        config.proxies = self.http.proxies;
        config.timeout_seconds = self.http.timeout_seconds;
        config.body_bytes_max = self.http.body_bytes_max;
        config.upload_bytes_max = self.http.upload_bytes_max;
        Ok(config)
    }

    /// The key: as set, else from its file, else made now and kept in it.
    fn secret(&self) -> anyhow::Result<Secret> {
        if !self.secret_key.is_empty() {
            return Secret::new(self.secret_key.as_bytes()).context("secret_key is too short");
        }
        let path = Path::new(&self.data_folder).join("secret.key");
        match std::fs::read(&path) {
            Ok(bytes) => Secret::new(bytes).with_context(|| format!("{} holds no key", path.display())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => make_key(&path),
            Err(error) => Err(error).with_context(|| format!("reading {}", path.display())),
        }
    }
}

/// Makes a key that only the server's user can read, durable before it is used.
fn make_key(path: &Path) -> anyhow::Result<Secret> {
    use std::io::Write;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let bytes = db::secret::bytes::<32>()?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).with_context(|| format!("making {}", path.display()))?;
    file.write_all(&bytes)?;
    file.sync_all()?;
    let Some(secret) = Secret::new(bytes) else { bail!("no randomness") };
    Ok(secret)
}
