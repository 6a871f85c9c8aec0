//! The configuration: a TOML file, each value of which an environment variable may override. One file per concern.
//!
//! `ENTENTE_` and the value's path in upper case, joined by `_`: `http.listen` is `ENTENTE_HTTP_LISTEN`. Unknown keys are
//! refused: a misspelt setting that is silently ignored costs an afternoon. Read on in `docs/operate/configure.md`.

pub(crate) mod hold;
mod http;
mod jobs;
pub(crate) mod key;
mod log;
mod store;

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use kernel::Locale;
use serde::{Deserialize, Serialize};

pub use crate::config::http::Http;
pub use crate::config::jobs::Jobs;
pub use crate::config::log::{Format, Log};

/// Everything that can be set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where people reach the installation: `https://care.example.fr`. Empty: `http://` and the listening address.
    pub public_url: String,
    /// The name customers know the company by.
    pub company: String,
    /// The language of those who do not say theirs: `fr` or `en`.
    pub locale: String,
    /// Where the store, the files and the key are kept unless said otherwise.
    pub data_folder: String,
    /// `sqlite:PATH` or `postgres://…`. Empty: `sqlite:` and `entente.db` in the data folder.
    pub database_url: String,
    /// Connections for reading, and on PostgreSQL for writing.
    pub database_connections: u32,
    /// Where files are kept. Empty: `blobs` in the data folder.
    pub blob_folder: String,
    /// Signs links, Message-IDs and reply addresses; at least 32 characters. Empty: made with the store and kept as
    /// `secret.key` in the data folder. Every node of an installation needs the same.
    pub secret_key: String,
    /// This server's number among those that share a store, 0 to 31.
    pub node: u8,
    /// Where the pages that explain problems stand.
    pub docs_url: String,
    /// HTTP.
    pub http: Http,
    /// Jobs.
    pub jobs: Jobs,
    /// Logs.
    pub log: Log,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            public_url: String::new(),
            company: String::new(),
            locale: "fr".to_owned(),
            data_folder: "data".to_owned(),
            database_url: String::new(),
            database_connections: 6,
            blob_folder: String::new(),
            secret_key: String::new(),
            node: 0,
            docs_url: "https://entente.example/docs".to_owned(),
            http: Http::default(),
            jobs: Jobs::default(),
            log: Log::default(),
        }
    }
}

impl Config {
    /// Reads `file` if it is there, then the environment. A file that was asked for by name must be there.
    pub fn read(file: Option<&Path>, environment: impl Iterator<Item = (String, String)>) -> anyhow::Result<Self> {
        let path = file.map_or_else(|| PathBuf::from("entente.toml"), Path::to_path_buf);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if file.is_none() && error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error).with_context(|| format!("reading {}", path.display())),
        };
        Self::from_text(&text, environment).with_context(|| format!("in {} or the environment", path.display()))
    }

    /// From TOML and the environment, checked.
    pub fn from_text(text: &str, environment: impl Iterator<Item = (String, String)>) -> anyhow::Result<Self> {
        let mut table: toml::Table = text.parse()?;
        let known = toml::Table::try_from(Self::default())?;
        for (name, value) in environment {
            let own = name.strip_prefix("ENTENTE_").filter(|it| !FOREIGN.contains(it) && !it.starts_with(OF_TESTS));
            let Some(wanted) = own else { continue };
            if !override_with(&mut table, &known, wanted, &value)? {
                bail!("{name} is not a setting; see docs/operate/configure.md");
            }
        }
        let config: Self = table.try_into()?;
        config.check()?;
        Ok(config)
    }

    /// Refuses what cannot work, in words that say what to do.
    fn check(&self) -> anyhow::Result<()> {
        self.locale.parse::<Locale>().context("locale")?;
        if !self.public_url.is_empty() {
            let url: ::http::Uri = self.public_url.parse().context("public_url")?;
            let is_plain = url.path() == "/" || url.path().is_empty();
            if !matches!(url.scheme_str(), Some("http" | "https")) || url.host().is_none() || !is_plain {
                bail!("public_url must be like https://care.example.fr, without a path");
            }
        }
        if !self.secret_key.is_empty() && self.secret_key.len() < 32 {
            bail!("secret_key must have at least 32 characters");
        }
        if self.node >= hold::COMMANDS_FROM {
            bail!("node must be 0 to 31");
        }
        self.http.check()?;
        self.jobs.check()
    }

    /// The language of those who do not say theirs.
    pub fn locale(&self) -> Locale {
        self.locale.parse().unwrap_or_default()
    }

    /// Where people reach the installation.
    pub fn public_url(&self) -> String {
        if self.public_url.is_empty() {
            // Listening on every address is no address that anybody could open.
            format!("http://{}", self.http.listen.replace("0.0.0.0", "127.0.0.1").replace("[::]", "[::1]"))
        } else {
            self.public_url.trim_end_matches('/').to_owned()
        }
    }
}

/// Variables of ours that are no settings of the server, besides those of tests.
const FOREIGN: [&str; 4] = ["CONFIG", "URL", "PASSWORD", "DATA"];
const OF_TESTS: &str = "TEST_";

/// Sets the value whose path, in upper case and joined by `_`, is `wanted`; `false` if there is none.
fn override_with(table: &mut toml::Table, known: &toml::Table, wanted: &str, value: &str) -> anyhow::Result<bool> {
    for (key, kind) in known {
        let upper = key.to_uppercase();
        if let toml::Value::Table(inner) = kind {
            let Some(rest) = wanted.strip_prefix(&format!("{upper}_")) else { continue };
            let below = table.entry(key.clone()).or_insert_with(|| toml::Value::Table(toml::Table::new()));
            let Some(below) = below.as_table_mut() else { bail!("{key} must be a section") };
            if override_with(below, inner, rest, value)? {
                return Ok(true);
            }
        } else if upper == wanted {
            table.insert(key.clone(), read_as(kind, value).with_context(|| wanted.to_owned())?);
            return Ok(true);
        }
    }
    Ok(false)
}

fn read_as(kind: &toml::Value, value: &str) -> anyhow::Result<toml::Value> {
    Ok(match kind {
        toml::Value::Integer(_) => toml::Value::Integer(value.trim().parse()?),
        toml::Value::Boolean(_) => toml::Value::Boolean(value.trim().parse()?),
        toml::Value::Float(_) => toml::Value::Float(value.trim().parse()?),
        toml::Value::Array(_) => {
            let parts = value.split(',').map(str::trim).filter(|it| !it.is_empty());
            toml::Value::Array(parts.map(|it| toml::Value::String(it.to_owned())).collect())
        }
        _ => toml::Value::String(value.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, environment: &[(&str, &str)]) -> anyhow::Result<Config> {
        Config::from_text(text, environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn the_environment_wins_over_the_file_and_the_file_over_the_defaults() {
        let text = "company = \"Rives\"\n[http]\nlisten = \"0.0.0.0:80\"\nproxies = 1\n";
        let set = [("ENTENTE_HTTP_LISTEN", "127.0.0.1:9"), ("ENTENTE_HTTP_HOSTS", "a, b"), ("PATH", "/bin")];
        let config = read(text, &set).unwrap();
        assert_eq!(
            (config.company.as_str(), config.http.listen.as_str(), config.http.proxies),
            ("Rives", "127.0.0.1:9", 1)
        );
        assert_eq!(config.http.hosts, ["a", "b"]);
        assert_eq!(config.public_url(), "http://127.0.0.1:9");
        assert_eq!(read("", &[]).unwrap(), Config::default());
    }

    #[test]
    fn what_cannot_work_is_refused_with_its_name() {
        for (text, environment, expected) in [
            ("htpp = 1", vec![], "htpp"),
            ("", vec![("ENTENTE_HTTP_LISTNE", "x")], "ENTENTE_HTTP_LISTNE"),
            ("", vec![("ENTENTE_NODE", "many")], "NODE"),
            ("node = 32", vec![], "node"),
            ("locale = \"de\"", vec![], "locale"),
            ("public_url = \"https://a.example/path\"", vec![], "public_url"),
            ("secret_key = \"short\"", vec![], "secret_key"),
            ("[http]\nlisten = \"nowhere\"", vec![], "http.listen"),
            ("[jobs]\nmail = 0", vec![], "jobs"),
        ] {
            let error = format!("{:#}", read(text, &environment).unwrap_err());
            assert!(error.contains(expected), "{text}: {error}");
        }
    }

    /// The rows of the page's tables: `section.key` and the default as printed there.
    fn documented() -> Vec<(String, String)> {
        let page = include_str!("../../../docs/operate/configure.md");
        let mut section = String::new();
        let mut rows = Vec::new();
        for line in page.lines() {
            if let Some(name) = line.strip_prefix("`[").and_then(|it| it.split(']').next()) {
                section = format!("{name}.");
            } else if let Some(row) = line.strip_prefix("| `") {
                let mut cells = row.split('|').map(|it| it.trim().trim_matches('`').to_owned());
                rows.push((format!("{section}{}", cells.next().unwrap()), cells.next().unwrap()));
            }
        }
        rows
    }

    #[test]
    fn the_page_lists_every_setting_with_its_default_and_no_other() {
        let mut settings = Vec::new();
        for (key, value) in toml::Table::try_from(Config::default()).unwrap() {
            match value {
                toml::Value::Table(inner) => {
                    settings.extend(inner.into_iter().map(|(name, value)| (format!("{key}.{name}"), value)));
                }
                value => settings.push((key, value)),
            }
        }
        let names =
            |it: &[(String, String)]| it.iter().map(|it| it.0.clone()).collect::<std::collections::BTreeSet<_>>();
        let expected: Vec<(String, String)> = settings
            .into_iter()
            .map(|(key, value)| (key, value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
            .collect();
        let page = documented();
        assert_eq!(names(&page), names(&expected));
        // A default that depends on something else is said in words.
        for (key, value) in expected.into_iter().filter(|it| !it.1.is_empty() && it.1 != "[]") {
            assert!(page.contains(&(key.clone(), value.clone())), "{key} is {value} by default");
        }
    }
}
