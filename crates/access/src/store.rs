//! Every SQL text of access.

pub mod api_keys;
pub mod audit;
pub mod installation;
pub mod sessions;
pub mod staff;
pub mod teams;
