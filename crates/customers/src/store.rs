//! Every statement of this crate, by table.

pub(crate) mod accounts;
pub(crate) mod imports;
pub(crate) mod persons;
pub(crate) mod points;
pub(crate) mod records;
pub(crate) mod search;
pub(crate) mod sources;
