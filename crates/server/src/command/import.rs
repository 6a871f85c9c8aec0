//! `entente import …`: history from files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Subcommand;
use customers::actions::{NewSource, imports};
use customers::import::mapping::Known;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Actor, SourceId, SystemClock, Timestamp};
use mailroom::actions::import::ImportCounts;
use mailroom::actions::intake::History;

use crate::command::{counted, print};
use crate::config::Config;
use crate::import::complaints;

/// Mail older than this was dealt with where it came from, unless the command says otherwise; days.
const ANSWERED_AFTER_DAYS: i64 = 14;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Mail: an mbox file, one mail, or a folder of them (also a Maildir). Nothing is sent because of it.
    Mail {
        /// The file or folder.
        path: PathBuf,
        /// What came before this day (2026-11-01) was dealt with: its case opens as closed, without a deadline, and is
        /// never late; so does what does not say when it was written. Without it, 14 days ago.
        #[arg(long, value_name = "DATE")]
        closed_before: Option<Date>,
    },
    /// Customers: CSV or other delimited text, JSON lines, records of fixed width, Parquet; the format is found, the
    /// columns are guessed by their names. Preview and mapping are in the staff app.
    Customers {
        /// The file; all but Parquet may be packed by gzip.
        file: PathBuf,
        /// Where the fields of a file of fixed width stand, in ASCII or EBCDIC: a text file with `name start length
        /// [type]`, a field a line, or JSON.
        #[arg(long)]
        layout: Option<PathBuf>,
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
            Self::Mail { path, closed_before } => mail(&state, &path, closed_before).await,
            Self::Customers { file, layout, source } => persons(&state, &file, layout.as_deref(), &source).await,
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

async fn mail(state: &api::State, path: &Path, closed_before: Option<Date>) -> anyhow::Result<()> {
    let mailroom = mailroom::Mailroom::new(state);
    let closed_before = match closed_before {
        Some(day) => Timestamp::from_jiff(day.to_zoned(TimeZone::system())?.timestamp()),
        None => state.db.now().plus_seconds(-ANSWERED_AFTER_DAYS * 24 * 3_600),
    };
    let history = History { closed_before };
    let counts = Box::pin(mailroom.import_mail(path, history, |it| tell("mails", it.read))).await?;
    let is_whole = counts.reconciles();
    let ImportCounts { read, new_case, follow_up, quarantine, rejected, unreadable } = counts;
    print(&format!(
        "{} = {} + {} + {quarantine} in quarantine + {rejected} rejected; {} could not be read\n\
         what came before {closed_before}, or does not say when, opened as closed\n",
        counted(read, "mail"),
        counted(new_case, "new case"),
        counted(follow_up, "follow-up"),
        counted(unreadable, "place"),
    ))?;
    if !is_whole {
        bail!("the counts do not reconcile");
    }
    Ok(())
}

async fn persons(state: &api::State, file: &Path, layout: Option<&Path>, source: &str) -> anyhow::Result<()> {
    let actor = Actor::system("import_customers");
    let layout = match layout {
        Some(path) => {
            let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
            Some(customers::import::layout::parse(&text).with_context(|| path.display().to_string())?)
        }
        None => None,
    };
    let known = Known { layout, ..Known::default() };
    let source = source_id(state, &actor, source).await?;
    let import = imports::import_file(&state.db, &state.blobs, &actor, file, source, &known).await?;
    let counts = &import.counts;
    print(&format!(
        "{} = {} new + {} changed + {} unchanged + {} set aside + {} refused\n",
        counted(u64::try_from(counts.rows()).unwrap_or(0), "row"),
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
