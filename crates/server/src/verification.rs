//! Is what is stored whole? Read-only; safe while the server runs.

use std::collections::BTreeMap;
use std::fmt;

use access::actions::audit;
use anyhow::Context;
use api::State;
use db::blob::BlobHash;
use db::{DbError, Row};
use kernel::Actor;

use crate::config::key::BACK;
use crate::store::{self, Counted};

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What.
    pub name: &'static str,
    /// How many rows or files were looked at.
    pub looked_at: i64,
    /// What is wrong, at most 100 lines.
    pub problems: Vec<String>,
}

/// The most lines a check gives.
const LINES_MAX: usize = 100;

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.problems.is_empty() { "ok" } else { "WRONG" };
        write!(f, "{verdict:>5}  {} ({})", self.name, self.looked_at)?;
        for problem in &self.problems {
            write!(f, "\n       {problem}")?;
        }
        Ok(())
    }
}

/// Every check.
pub async fn run(state: &State) -> anyhow::Result<Vec<Check>> {
    Ok(vec![
        key(state).await?,
        storage(state).await?,
        references(state).await?,
        files(state).await?,
        timers(state).await?,
        audit_log(state).await?,
        queue(state).await?,
    ])
}

/// The key is the one that the store was used with: what is sealed opens.
async fn key(state: &State) -> anyhow::Result<Check> {
    let mut read = state.db.read().await?;
    let is_known = access::actions::key::is_known(&mut read, state.config.secret_key.bytes()).await?;
    let problem = (is_known == Some(false)).then(|| format!("another key than the store was used with. {BACK}"));
    let looked_at = i64::from(is_known.is_some());
    Ok(Check { name: "the key", looked_at, problems: problem.into_iter().collect() })
}

async fn storage(state: &State) -> anyhow::Result<Check> {
    let mut read = state.db.read().await?;
    let problems = store::storage_problems(&mut read).await.context("the engine's own check")?;
    let mut looked_at = 0;
    for kind in [Counted::Persons, Counted::Cases, Counted::Interactions, Counted::Responses] {
        looked_at += store::count(&mut read, kind).await?;
    }
    Ok(Check { name: "the store's pages and indexes; rows", looked_at, problems })
}

async fn references(state: &State) -> anyhow::Result<Check> {
    let found = store::dangling(&mut *state.db.read().await?).await.context("references between features")?;
    let problems =
        found.iter().filter(|(_, count)| *count > 0).map(|(kind, count)| format!("{kind}: {count} rows")).collect();
    Ok(Check { name: "references between features; kinds", looked_at: i64::try_from(found.len())?, problems })
}

/// Every file that a row names is there and holds what its name says.
async fn files(state: &State) -> anyhow::Result<Check> {
    let mut check = Check { name: "files named by rows", looked_at: 0, problems: Vec::new() };
    for kind in Files::ALL {
        let mut after = 0;
        loop {
            let rows = kind.rows(state, after).await?;
            let Some(last) = rows.last() else { break };
            after = last.get("id")?;
            for row in &rows {
                for column in kind.columns() {
                    look_at(state, row, kind, column, &mut check).await?;
                }
            }
        }
    }
    Ok(check)
}

#[derive(Debug, Clone, Copy)]
enum Files {
    Interactions,
    Attachments,
    Imports,
    InboundMails,
    OutboundMails,
    Replies,
}

impl Files {
    const ALL: [Self; 6] =
        [Self::Interactions, Self::Attachments, Self::Imports, Self::InboundMails, Self::OutboundMails, Self::Replies];

    fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Interactions => &["html_blob", "raw_blob"],
            Self::Attachments | Self::Imports | Self::Replies => &["blob"],
            Self::InboundMails | Self::OutboundMails => &["raw_blob"],
        }
    }

    async fn rows(self, state: &State, after: i64) -> anyhow::Result<Vec<Row>> {
        let mut read = state.db.read().await?;
        Ok(match self {
            Self::Interactions => store::blobs_of_interactions(&mut read, after).await?,
            Self::Attachments => store::blobs_of_attachments(&mut read, after).await?,
            Self::Imports => store::blobs_of_imports(&mut read, after).await?,
            Self::InboundMails => store::blobs_of_inbound_mails(&mut read, after).await?,
            Self::OutboundMails => store::blobs_of_outbound_mails(&mut read, after).await?,
            Self::Replies => store::blobs_of_reply_files(&mut read, after).await?,
        })
    }
}

async fn look_at(state: &State, row: &Row, kind: Files, column: &str, check: &mut Check) -> anyhow::Result<()> {
    let Some(text) = row.get::<Option<String>>(column)? else { return Ok(()) };
    let id: i64 = row.get("id")?;
    check.looked_at += 1;
    let problem = match text.parse::<BlobHash>() {
        Err(_) => Some("is no name of a file".to_owned()),
        Ok(hash) => match state.blobs.is_whole(hash).await {
            Err(DbError::FileMissing(_)) => Some("is not there".to_owned()),
            Err(error) => Some(error.to_string()),
            Ok(false) => Some("holds something else".to_owned()),
            Ok(true) => None,
        },
    };
    if let Some(problem) = problem.filter(|_| check.problems.len() < LINES_MAX) {
        check.problems.push(format!("{kind:?} {id} {column} {text}: {problem}"));
    }
    Ok(())
}

/// Every deadline that still runs has its timer at its instant, and every timer its deadline.
async fn timers(state: &State) -> anyhow::Result<Check> {
    let mut read = state.db.read().await?;
    let mut check = Check { name: "deadlines and their timers", looked_at: 0, problems: Vec::new() };
    let mut timers = BTreeMap::new();
    let mut after = 0;
    loop {
        let found = store::timers(&mut read, after).await?;
        let Some(last) = found.last() else { break };
        after = last.id;
        timers.extend(found.into_iter().map(|it| (it.clock, it.run_at)));
    }
    let mut suspects = Vec::new();
    let mut after = 0;
    loop {
        let running = store::running_clocks(&mut read, after).await?;
        let Some(last) = running.last() else { break };
        after = last.0.get();
        check.looked_at += i64::try_from(running.len())?;
        suspects.extend(running.iter().filter(|it| timers.remove(&it.0) != Some(it.1)).map(|it| it.0));
    }
    // What is left are timers of no running deadline. Deadlines move while this looks: each is looked at once more, in
    // one statement.
    suspects.extend(timers.into_keys());
    for clock in suspects {
        let Some(problem) = store::timer_problem(&mut read, clock).await? else { continue };
        if check.problems.len() < LINES_MAX {
            check.problems.push(format!("{clock}: {problem}"));
        }
    }
    Ok(check)
}

async fn audit_log(state: &State) -> anyhow::Result<Check> {
    let looked_at = store::count(&mut *state.db.read().await?, Counted::Seals).await?;
    let broken = audit::verify(&mut *state.db.read().await?, &Actor::system("verify")).await?;
    let problems = broken.map(|place| format!("the chain does not hold at place {place}")).into_iter().collect();
    Ok(Check { name: "the audit log's chain; links", looked_at, problems })
}

async fn queue(state: &State) -> anyhow::Result<Check> {
    let counts = jobs::admin::counts(&mut *state.db.read().await?).await?;
    let left = counts.iter().filter(|it| it.state != jobs::State::Done.code());
    let looked_at = left.map(|it| it.count).sum();
    let aside = counts.iter().filter(|it| it.state == jobs::State::SetAside.code());
    let problems = aside.map(|it| format!("{} × {} set aside", it.count, it.name)).collect();
    Ok(Check { name: "the queue: jobs waiting or set aside", looked_at, problems })
}
