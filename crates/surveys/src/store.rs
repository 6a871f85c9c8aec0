//! Every statement of surveys.

pub mod invitations;
pub mod responses;
pub mod results;
pub mod rules;
pub mod surveys;
