//! Files of customers: reading any delimited text, guessing what its columns mean, turning rows into records.
//!
//! Pure: given bytes, gives rows, values and problems. Running an import is the business of `actions::imports`.

pub mod encoding;
pub mod mapping;
pub mod output;
pub mod reading;
pub mod row;
pub mod run;
