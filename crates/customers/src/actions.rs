//! What can be done with customers. Each checks its permission, writes, and tells the fact in the same transaction.

mod accounts;
pub(crate) mod derive;
mod identify;
pub mod imports;
mod persons;
pub(crate) mod reading;
pub mod search;
mod sources;

pub use accounts::{NewAccount, add_membership, create_account, remove_membership, update_account};
pub use identify::{identify, identify_with};
pub use persons::{
    NewPerson, Record, add_contact_point, create_person, create_persons, follow, record, update_person,
    verify_contact_point,
};
pub use sources::{NewSource, create_source, source_by_key, update_source};
