//! What may be done with surveys. Staff actions ask for their permission; a customer's are allowed by their link.

mod invite;
mod respond;
mod rules;
mod surveys;

pub use crate::actions::invite::{
    Addressed, Scheduled, address, decide_on_closed_case, delivered, expire, invitations, invite_person, may_be_asked,
    send, undelivered,
};
pub use crate::actions::respond::{
    REST_SECONDS, Submitted, leave_for_token, page_for_token, response, responses, results, submit_answers,
    submit_for_token, tell_resting,
};
pub use crate::actions::rules::{RuleDraft, create_rule, rule, rules, update_rule};
pub use crate::actions::surveys::{create, list, preview, publish, survey, update, version, versions};
