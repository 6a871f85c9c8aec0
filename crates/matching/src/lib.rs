//! Record linkage: who of many records is one person. Normalise, block, compare, weigh, cluster, explain.
//!
//! A pure engine: no files, no clock, no randomness of its own; the same clusters whatever the order of records and edges. Rows go
//! into a [`reader::Reader`], its [`records::Records`] into [`resolve::resolve`]; [`explain::explain`] tells why.

pub mod block;
pub mod cluster;
pub mod compare;
pub mod evaluate;
pub mod explain;
pub mod field;
pub mod intern;
pub mod learn;
pub mod model;
pub mod names;
pub mod normalise;
pub mod reader;
pub mod records;
pub mod resolve;
pub mod similarity;
pub mod weigh;
