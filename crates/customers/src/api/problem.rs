//! Customers' errors as problems.

use api::Problem;

use crate::error::CustomerError;

impl From<CustomerError> for Problem {
    fn from(error: CustomerError) -> Self {
        use CustomerError as E;
        let said = error.to_string();
        match error {
            E::Denied(denied) => denied.into(),
            E::NoPerson(_) | E::NoAccount(_) | E::NoImport(_) | E::NotFound(_) => Self::not_found(),
            E::Stale { .. } => Self::stale().detail(said),
            E::Value { field, .. } => {
                Self::invalid("customer_value", "A value cannot stand in its field").field(&format!("/{field}"), said)
            }
            E::Nameless => Self::invalid("person_nameless", "A person needs a name, an address or a number"),
            E::Taken(what) => Self::conflict("taken", "It is there already").detail(what),
            E::ImportState { .. } => {
                Self::conflict("import_state", "The import is in a state that does not allow this").detail(said)
            }
            E::Mapping(_) => Self::invalid("import_mapping", "The mapping cannot be used").detail(said),
            E::File(problem) => {
                Self::invalid(&format!("import_file_{}", problem.code()), "The file cannot be read").detail(said)
            }
            E::Open(error) => Self::internal(&error),
            E::Db(error) => error.into(),
        }
    }
}
