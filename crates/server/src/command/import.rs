//! `entente import …`: history from files.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Subcommand;
use kernel::SystemClock;

use crate::command::print;
use crate::config::Config;
use crate::import::complaints;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Complaints as the CFPB publishes them: one JSON object a line, plain or gzip.
    Complaints {
        /// The file.
        file: PathBuf,
    },
}

impl Command {
    pub(crate) async fn run(self, config: &Config) -> anyhow::Result<()> {
        let state = config.open(Arc::new(SystemClock)).await?;
        match self {
            Self::Complaints { file } => {
                let report = complaints::import(&state.db, &file, |so_far| {
                    if so_far.read % 1_000 == 0 {
                        tracing::info!(lines = so_far.read, "{} lines read", so_far.read);
                    }
                })
                .await?;
                print(&report.to_string())
            }
        }
    }
}
