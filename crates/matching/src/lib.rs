//! Record linkage: who of many records is one person. Normalise, block, compare, weigh, cluster, explain.
//!
//! A pure engine: no files, no clock, no randomness of its own; the same clusters whatever the order of records and edges. Rows go
//! into a [`reader::Reader`], its [`records::Records`] into [`resolve::resolve`]; [`explain::explain`] tells why.

pub mod normalise;
pub mod field;
pub mod intern;
pub mod names;
pub mod records;
pub mod reader;
pub mod similarity;
pub mod compare;
pub mod block;
pub mod model;
pub mod learn;
pub mod weigh;
pub mod cluster;
pub mod resolve;
pub mod explain;
pub mod evaluate;
