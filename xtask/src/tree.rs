//! The files of the checkout, as the rules of `tidy` read them: paths from the root, with `/`, and their text.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// The files under version control or about to be, by path.
#[derive(Default)]
pub struct Tree(BTreeMap<String, String>);

impl Tree {
    /// Reads the checkout at `root`. Binary files and what .gitignore names are left out.
    pub fn load(root: &Path) -> Result<Self> {
        let out = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(root)
            .output()
            .context("git ls-files")?;
        anyhow::ensure!(out.status.success(), "git ls-files: {}", String::from_utf8_lossy(&out.stderr));
        let listed = String::from_utf8_lossy(&out.stdout).into_owned();
        let paths = listed.split('\0').filter(|path| !path.is_empty());
        Ok(Self(
            paths.filter_map(|path| Some((path.to_owned(), std::fs::read_to_string(root.join(path)).ok()?))).collect(),
        ))
    }

    /// A tree made by hand, for the tests of the rules.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }

    /// Every file, by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The files below `folder` (with its closing `/`) whose names end in `ending`.
    pub fn under(&self, folder: &str, ending: &str) -> impl Iterator<Item = (&str, &str)> {
        self.files().filter(move |(path, _)| path.starts_with(folder) && path.ends_with(ending))
    }

    /// The text of one file.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// The crates of `crates/`, by folder.
    pub fn crates(&self) -> Vec<&str> {
        let manifests = self.under("crates/", "/Cargo.toml");
        manifests.filter_map(|(path, _)| path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")).collect()
    }
}

/// The root of the checkout: where the workspace's Cargo.toml stands.
pub fn root() -> PathBuf {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let here = manifest.and_then(|dir| dir.parent().map(Path::to_path_buf));
    here.unwrap_or_else(|| PathBuf::from("."))
}
