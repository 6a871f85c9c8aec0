//! Files of customers: reading delimited text, JSON lines, records of fixed width and Parquet, guessing what their
//! columns mean, turning rows into records.
//!
//! Pure: given bytes, gives rows, values and problems. Running an import is the business of `actions::imports`. What
//! each reader gives is a [`reading::Row`], so that preview, errors, going on after a stop and the same file twice are
//! alike for all.

pub mod decimal;
pub mod ebcdic;
pub mod encoding;
pub mod fixed;
pub mod format;
pub mod json;
pub mod layout;
pub mod mapping;
pub mod names;
pub mod output;
pub mod parquet;
pub mod reading;
pub mod row;
pub mod rows;
pub mod run;
pub mod text;
