//! `entente import …`: history from files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::bail;
use clap::Subcommand;
use customers::actions::{NewSource, imports};
use kernel::{Actor, SourceId, SystemClock};
use mailroom::actions::import::ImportCounts;

use crate::command::print;
use crate::config::Config;
use crate::import::complaints;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Mail: an mbox file, one mail, or a folder of them (also a Maildir). Nothing is sent because of it.
    Mail {
        /// The file or folder.
        path: PathBuf,
    },
    /// Customers: a CSV file, its columns guessed by their names. Preview and mapping are in the staff app.
    Customers {
        /// The file.
        file: PathBuf,
        /// The system it comes from, in small letters: `crm`. Made if it is new.
        #[arg(long, default_value = "import")]
        source: String,
    },
    /// Complaints as the CFPB publishes them: one JSON object a line, plain or gzip.
    Complaints {
        /// The file.
        file: PathBuf,
    },
}

impl Command {
    pub(crate) async fn run(self, config: &Config) -> anyhow::Result<()> {
        let state = config.open_beside(Arc::new(SystemClock)).await?;
        match self {
            Self::Mail { path } => mail(&state, &path).await,
            Self::Customers { file, source } => persons(&state, &file, &source).await,
            Self::Complaints { file } => {
                let report = complaints::import(&state.db, &file, |it| tell("lines", it.read as u64)).await?;
                print(&report.to_string())
            }
        }
    }
}

/// A line in the log for every thousand of `what`.
fn tell(what: &str, count: u64) {
    if count.is_multiple_of(1_000) {
        tracing::info!(count, "{count} {what} read");
    }
}

async fn mail(state: &api::State, path: &Path) -> anyhow::Result<()> {
    let mailroom = mailroom::Mailroom::new(state);
    let counts = Box::pin(mailroom.import_mail(path, |it| tell("mails", it.read))).await?;
    let is_whole = counts.reconciles();
    let ImportCounts { read, new_case, follow_up, quarantine, rejected, unreadable } = counts;
    print(&format!(
        "{read} mails = {new_case} new cases + {follow_up} follow-ups + {quarantine} in quarantine + {rejected} \
         rejected; {unreadable} places could not be read\n"
    ))?;
    if !is_whole {
        bail!("the counts do not reconcile");
    }
    Ok(())
}

async fn persons(state: &api::State, file: &Path, source: &str) -> anyhow::Result<()> {
    let actor = Actor::system("import_customers");
    let source = source_id(state, &actor, source).await?;
    let import = imports::import_file(&state.db, &state.blobs, &actor, file, source, None).await?;
    let counts = &import.counts;
    print(&format!(
        "{} rows = {} new + {} changed + {} unchanged + {} set aside + {} refused\n",
        counts.rows(),
        counts.created,
        counts.changed,
        counts.identical,
        counts.set_aside,
        counts.refused,
    ))?;
    if let Some(failure) = import.failure {
        bail!("the import of {} ended early: {failure}", import.file_name);
    }
    if counts.refused > 0 {
        print(&format!("each refused row and its reason: {}\n", import.id))?;
    }
    Ok(())
}

async fn source_id(state: &api::State, actor: &Actor, key: &str) -> anyhow::Result<SourceId> {
    let mut tx = state.db.begin().await?;
    if let Some(known) = customers::actions::source_by_key(&mut tx, key).await? {
        return Ok(known.id);
    }
    let new = NewSource { key: key.to_owned(), name: key.to_owned(), trust: 50 };
    let made = customers::actions::create_source(&mut tx, actor, &new).await?;
    tx.commit().await?;
    Ok(made.id)
}
