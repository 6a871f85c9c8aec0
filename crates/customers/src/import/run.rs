//! How far an import has come, and what may be done with it next.

use kernel::{ImportId, SourceId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::import::mapping::Mapping;

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// Its columns are being mapped.
    Draft,
    /// Waits for a worker.
    Queued,
    /// Runs.
    Running,
    /// Stands still; goes on where it is.
    Paused,
    /// Given up; what was taken in stays.
    Stopped,
    /// Every row was dealt with.
    Done,
    /// The file cannot be read.
    Failed,
}

impl Progress {
    /// Every state.
    pub const ALL: [Self; 7] =
        [Self::Draft, Self::Queued, Self::Running, Self::Paused, Self::Stopped, Self::Done, Self::Failed];

    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Stopped => "stopped",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    /// The state stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// Whether the mapping may be changed and a run begun.
    pub const fn is_at_rest(self) -> bool {
        matches!(self, Self::Draft | Self::Stopped | Self::Done | Self::Failed)
    }

    /// Whether a worker has it, or will.
    pub const fn is_at_work(self) -> bool {
        matches!(self, Self::Queued | Self::Running)
    }
}

/// What became of the rows so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, utoipa::ToSchema)]
pub struct Counts {
    /// Rows whose record was known as it is, and those that a later row of the file repeats word for word.
    pub identical: i64,
    /// Rows that changed a known record.
    pub changed: i64,
    /// Rows that made a record.
    pub created: i64,
    /// Rows not taken in, or said otherwise by a later row.
    pub refused: i64,
    /// Values left out of rows that were taken in; no rows.
    pub set_aside: i64,
}

impl Counts {
    /// Rows dealt with: the four counts sum to it.
    pub const fn rows(&self) -> i64 {
        self.identical + self.changed + self.created + self.refused
    }
}

/// An import as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Names it.
    pub id: ImportId,
    /// The source the file speaks for; nothing: not chosen yet.
    pub source_id: Option<SourceId>,
    /// The name of the file as given.
    pub file_name: String,
    /// Its size.
    pub size_bytes: i64,
    /// Its content, by digest.
    pub blob: String,
    /// How it is read.
    pub mapping: Mapping,
    /// Where it stands.
    pub state: Progress,
    /// Whether the present run only tries.
    pub is_dry: bool,
    /// Rows in the file; nothing: not counted yet.
    pub rows_total: Option<i64>,
    /// The line of the file it stands at.
    pub line: i64,
    /// What became of the rows.
    pub counts: Counts,
    /// Why it failed, as a code.
    pub failure: Option<String>,
    /// Who uploaded it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// When the present run began.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Counts edits, not progress.
    pub version: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back() {
        for state in Progress::ALL {
            assert_eq!(Progress::from_code(state.code()), Some(state));
            assert!(!(state.is_at_rest() && state.is_at_work()));
        }
    }
}
