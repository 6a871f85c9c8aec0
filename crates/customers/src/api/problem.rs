//! Customers' errors as problems.

use api::{Problem, Reason};

use crate::error::CustomerError;
use crate::import::format::FileProblem;
use crate::import::layout::LayoutProblem;
use crate::import::mapping::MappingProblem;

impl From<CustomerError> for Problem {
    fn from(error: CustomerError) -> Self {
        use CustomerError as E;
        match error {
            E::Denied(denied) => denied.into(),
            E::NoPerson(_) | E::NoAccount(_) | E::NoImport(_) | E::NotFound(_) => Self::not_found(),
            E::Stale { .. } => Self::stale(),
            E::Value { field, value } => {
                Self::invalid("customer_value").with("field", field).with("value", value).at(&format!("/{field}"))
            }
            E::Nameless => Self::invalid("person_nameless"),
            E::Taken(what) => Self::conflict("taken").with("what", what),
            E::ImportState { state, .. } => Self::conflict("import_state").with("state", state),
            E::Mapping(problem) => {
                Self::invalid("import_mapping").field(&mapping_pointer(problem), mapping_reason(problem))
            }
            E::File(FileProblem::Empty) => Self::invalid("import_file_empty").at("/file"),
            E::File(FileProblem::Html) => Self::invalid("import_file_html").at("/file"),
            E::File(FileProblem::Binary) => Self::invalid("import_file_binary").at("/file"),
            E::File(FileProblem::Archive) => Self::invalid("import_file_archive").at("/file"),
            E::File(FileProblem::JsonList) => Self::invalid("import_file_json_list").at("/file"),
            E::File(FileProblem::Damaged) => Self::invalid("import_file_damaged").at("/file"),
            E::Layout(problem) => Self::invalid("import_layout").field("/layout", layout_reason(problem)),
            E::Open(error) => Self::internal(&error),
            E::Db(error) => error.into(),
        }
    }
}

/// Why a mapping cannot be run.
pub(crate) fn mapping_reason(problem: MappingProblem) -> Reason {
    match problem {
        MappingProblem::Encoding => Reason::new("import_encoding_unknown"),
        MappingProblem::FieldTwice(_) => Reason::new("import_field_twice"),
        MappingProblem::NumberTwice(_) => Reason::new("import_number_twice"),
        MappingProblem::NothingToTellBy => Reason::new("import_nothing_to_tell_by"),
        MappingProblem::NoSource => Reason::new("import_no_source"),
        MappingProblem::StaffSource => Reason::new("import_staff_source"),
        MappingProblem::LayoutMissing => Reason::new("import_layout_missing"),
        MappingProblem::Layout(problem) => layout_reason(problem),
        MappingProblem::LayoutLetters => Reason::new("import_layout_letters"),
    }
}

/// What is wrong with a layout, with its line.
fn layout_reason(problem: LayoutProblem) -> Reason {
    Reason::new(problem.fault.code()).with("line", problem.place)
}

fn mapping_pointer(problem: MappingProblem) -> String {
    match problem {
        MappingProblem::Encoding | MappingProblem::LayoutLetters => "/mapping/encoding".to_owned(),
        MappingProblem::LayoutMissing | MappingProblem::Layout(_) => "/mapping/layout".to_owned(),
        MappingProblem::FieldTwice(place) | MappingProblem::NumberTwice(place) => format!("/mapping/columns/{place}"),
        MappingProblem::NothingToTellBy => "/mapping/columns".to_owned(),
        MappingProblem::NoSource | MappingProblem::StaffSource => "/source_id".to_owned(),
    }
}
