//! Bringing history in from files, by the features' own actions.

pub mod complaints;
