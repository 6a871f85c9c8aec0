//! The store and the files: where they are, and opening them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use api::{Secret, State};
use db::blob::Blobs;
use db::{Db, DbError};
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

    /// Opens store and files, migrates, and makes the state of every router. Makes the data folder if it is absent, and
    /// the key with the store; refuses a store that was used with another.
    pub async fn open(&self, clock: Arc<dyn Clock>) -> anyhow::Result<State> {
        let db = self.open_store(clock).await?;
        let key = self.key_of(&db).await?;
        let blobs = Blobs::folder(self.blob_folder()).context("opening the folder of files")?;
        Ok(State::new(db, blobs, self.api_with(key)?))
    }

    /// The store alone, migrated, whatever key it was used with.
    pub(crate) async fn open_store(&self, clock: Arc<dyn Clock>) -> anyhow::Result<Db> {
        std::fs::create_dir_all(&self.data_folder)
            .with_context(|| format!("making the folder {}", self.data_folder))?;
        let db = Db::open(&self.database(), clock, self.node).await.context("opening the store")?;
        db.migrate().await.context("migrating the store")?;
        Ok(db)
    }

    /// Opens store, files and key as they are, to be read: makes, migrates and changes nothing.
    ///
    /// # Errors
    /// One of them is not there, or the store is of another version than this program.
    pub async fn open_to_read(&self, clock: Arc<dyn Clock>) -> anyhow::Result<State> {
        let url = self.database_url();
        if url.strip_prefix("sqlite:").is_some_and(|it| !Path::new(it).exists()) {
            bail!("there is no store at {url}: look at data_folder and database_url");
        }
        let db = Db::open_to_read(&self.database(), clock).await.context("opening the store")?;
        let pending = match db.pending_migrations().await {
            Err(error @ DbError::Migration { .. }) => return Err(error.into()),
            found => found.context("the database holds no store of entente")?,
        };
        if let Some(first) = pending.first() {
            bail!(
                "the store is of an older version, without {first}: read it with the program that serves it, or serve it \
                 once with this one"
            );
        }
        let folder = self.blob_folder();
        let blobs = Blobs::existing(&folder).with_context(|| format!("opening the files in {}", folder.display()))?;
        Ok(State::new(db, blobs, self.api()?))
    }

    fn database(&self) -> db::Config {
        db::Config { url: self.database_url(), readers: self.database_connections }
    }

    /// What HTTP and links need to know. The key must be there.
    pub fn api(&self) -> anyhow::Result<api::Config> {
        self.api_with(self.key_there()?)
    }

    fn api_with(&self, key: Secret) -> anyhow::Result<api::Config> {
        let mut config = api::Config::new(&self.public_url(), key);
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
}
