//! The facts customers tell the rest of the product.

use kernel::{ImportId, PersonId, SourceId};
use serde::{Deserialize, Serialize};

/// A person was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonCreated {
    /// Who.
    pub person_id: PersonId,
}

/// The golden record, the contact points or the accounts of a person changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonChanged {
    /// Who.
    pub person_id: PersonId,
}

/// A run of an import ended. Its persons raise no event each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonsImported {
    /// The import.
    pub import_id: ImportId,
    /// Whose records they were.
    pub source_id: SourceId,
    /// Records made.
    pub created: i64,
    /// Records changed.
    pub changed: i64,
}

/// An import moved on: at most one a second while it runs, and one at each change of state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportProgressed {
    /// The import.
    pub import_id: ImportId,
}

impl db::Event for PersonCreated {
    const NAME: &'static str = "person_created";
    fn subject(&self) -> String {
        self.person_id.to_string()
    }
}

impl db::Event for PersonChanged {
    const NAME: &'static str = "person_changed";
    fn subject(&self) -> String {
        self.person_id.to_string()
    }
}

impl db::Event for PersonsImported {
    const NAME: &'static str = "persons_imported";
    fn subject(&self) -> String {
        self.import_id.to_string()
    }
}

impl db::Event for ImportProgressed {
    const NAME: &'static str = "import_progressed";
    fn subject(&self) -> String {
        self.import_id.to_string()
    }
}
