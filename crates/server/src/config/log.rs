//! Logs: how much, in which form.

use std::io::IsTerminal;

use serde::{Deserialize, Serialize};
use tracing_subscriber::EnvFilter;

/// The form of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// For people.
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// Settings of `[log]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// What is logged, in `tracing`'s words: `info`, or `info,entente::request=debug` for a line per request.
    pub level: String,
    /// `text` or `json`.
    pub format: Format,
}

impl Default for Log {
    fn default() -> Self {
        Self { level: "info".to_owned(), format: Format::Text }
    }
}

impl Log {
    /// Starts logging to standard error. Does nothing if a log is running already.
    pub fn start(&self) {
        let filter = EnvFilter::try_new(&self.level).unwrap_or_else(|_| EnvFilter::new("info"));
        let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
        let lines = lines.with_ansi(std::io::stderr().is_terminal());
        let _ = match self.format {
            Format::Text => lines.with_target(false).try_init(),
            Format::Json => lines.json().try_init(),
        };
    }
}
