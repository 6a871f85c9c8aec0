//! A mailbox that is a folder: `in/*.eml` waits to be taken, `out/*.eml` was sent. For demos and for hand-overs by file.

use std::path::{Path, PathBuf};

/// The folder.
#[derive(Debug, Clone)]
pub struct FolderBox {
    root: PathBuf,
}

impl FolderBox {
    /// Opens `root`, making `in/`, `in/taken/` and `out/` if missing.
    pub async fn open(root: impl Into<PathBuf>) -> std::io::Result<Self> {
        let root = root.into();
        tokio::fs::create_dir_all(root.join("in/taken")).await?;
        tokio::fs::create_dir_all(root.join("out")).await?;
        Ok(Self { root })
    }

    /// The mails that wait, by name; at most `max`.
    pub async fn waiting(&self, max: usize) -> std::io::Result<Vec<PathBuf>> {
        let mut entries = tokio::fs::read_dir(self.root.join("in")).await?;
        let mut found = Vec::new();
        while let Some(entry) = entries.next_entry().await? {
            let path = entry.path();
            if path.extension().is_some_and(|it| it == "eml") {
                found.push(path);
            }
        }
        found.sort();
        found.truncate(max);
        Ok(found)
    }

    /// Puts a mail aside once it is stored elsewhere.
    pub async fn take(&self, path: &Path) -> std::io::Result<()> {
        let name = path.file_name().unwrap_or_default();
        tokio::fs::rename(path, self.root.join("in/taken").join(name)).await
    }

    /// Puts `raw` into `in/` under `name`, whole or not at all.
    pub async fn deliver(&self, name: &str, raw: &[u8]) -> std::io::Result<PathBuf> {
        self.write("in", name, raw).await
    }

    /// Puts `raw` into `out/` under `name`, whole or not at all. The same name overwrites: sending again is harmless.
    pub async fn send(&self, name: &str, raw: &[u8]) -> std::io::Result<PathBuf> {
        self.write("out", name, raw).await
    }

    /// The mails sent so far, by name.
    pub async fn sent(&self) -> std::io::Result<Vec<PathBuf>> {
        let mut entries = tokio::fs::read_dir(self.root.join("out")).await?;
        let mut found = Vec::new();
        while let Some(entry) = entries.next_entry().await? {
            if entry.path().extension().is_some_and(|it| it == "eml") {
                found.push(entry.path());
            }
        }
        found.sort();
        Ok(found)
    }

    async fn write(&self, folder: &str, name: &str, raw: &[u8]) -> std::io::Result<PathBuf> {
        let safe: String =
            name.chars().map(|it| if it.is_ascii_alphanumeric() || "-_.".contains(it) { it } else { '_' }).collect();
        let safe = safe.trim_matches('.');
        let path = self.root.join(folder).join(format!("{safe}.eml"));
        let draft = self.root.join(folder).join(format!("{safe}.part"));
        tokio::fs::write(&draft, raw).await?;
        tokio::fs::rename(&draft, &path).await?;
        Ok(path)
    }
}
