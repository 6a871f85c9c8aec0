//! What can be done with staff, sessions, keys and the audit log. Each checks permission first.

pub mod api_keys;
pub mod audit;
pub mod credentials;
pub mod hashing;
pub mod key;
pub mod permission;
pub mod sealing;
pub mod setup;
pub mod sign_in;
pub mod staff;
pub mod teams;
