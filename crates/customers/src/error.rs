//! What can go wrong with customers, in the field's words.

use kernel::{AccountId, ImportId, PersonId};

/// A refusal or failure.
#[derive(Debug, thiserror::Error)]
pub enum CustomerError {
    /// They may not.
    #[error(transparent)]
    Denied(#[from] access::Denied),
    /// No such person.
    #[error("person {0} does not exist")]
    NoPerson(PersonId),
    /// No such account.
    #[error("account {0} does not exist")]
    NoAccount(AccountId),
    /// No such import.
    #[error("import {0} does not exist")]
    NoImport(ImportId),
    /// No such thing, named by what it is.
    #[error("no such {0}")]
    NotFound(&'static str),
    /// The one who edits has not seen the latest version.
    #[error("version {given} was edited, the present one is {present}")]
    Stale {
        /// What they had seen.
        given: i64,
        /// What stands now.
        present: i64,
    },
    /// A text that cannot stand in a field.
    #[error("`{value}` cannot stand in {field}")]
    Value {
        /// The field.
        field: &'static str,
        /// What was given.
        value: String,
    },
    /// Nothing that names or reaches the person was given.
    #[error("a person needs a name, an address or a number")]
    Nameless,
    /// It is there already.
    #[error("{0} is there already")]
    Taken(&'static str),
    /// The import is not in a state in which this can be done.
    #[error("import {id} is {state}")]
    ImportState {
        /// Which import.
        id: ImportId,
        /// Its state.
        state: &'static str,
    },
    /// The mapping cannot be run.
    #[error("the mapping cannot be used: {0}")]
    Mapping(#[from] crate::import::mapping::MappingProblem),
    /// The file cannot be read at all.
    #[error("the file cannot be read: {0}")]
    File(#[from] crate::import::format::FileProblem),
    /// The layout of a file of fixed width cannot be used.
    #[error(transparent)]
    Layout(#[from] crate::import::layout::LayoutProblem),
    /// A file of the machine cannot be read.
    #[error("the file cannot be opened: {0}")]
    Open(#[from] std::io::Error),
    /// The store failed.
    #[error(transparent)]
    Db(#[from] db::DbError),
}

impl From<crate::import::mapping::GuessProblem> for CustomerError {
    fn from(problem: crate::import::mapping::GuessProblem) -> Self {
        use crate::import::mapping::GuessProblem;
        match problem {
            GuessProblem::File(problem) => Self::File(problem),
            GuessProblem::Io(error) => Self::of_file(error),
        }
    }
}

impl CustomerError {
    /// Why a file cannot be read on: it is damaged, or the machine is in trouble, which may pass.
    pub(crate) fn of_file(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof => {
                Self::File(crate::import::format::FileProblem::Damaged)
            }
            _ => Self::Open(error),
        }
    }
}
