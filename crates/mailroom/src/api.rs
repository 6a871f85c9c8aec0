//! The mailroom over HTTP. A handler extracts, begins, calls an action, commits, answers.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub mod inbound_mails;
pub mod mailboxes;
pub mod openings;
pub mod outbound_mails;
pub mod replies;

/// The routes of the mailroom, below `/api/v1`.
pub fn routes() -> OpenApiRouter<api::State> {
    OpenApiRouter::new()
        .routes(routes!(mailboxes::list_mailboxes, mailboxes::create_mailbox))
        .routes(routes!(mailboxes::get_mailbox, mailboxes::set_mailbox))
        .routes(routes!(mailboxes::test_mailbox))
        .routes(routes!(inbound_mails::list_inbound_mails))
        .routes(routes!(inbound_mails::get_inbound_mail))
        .routes(routes!(inbound_mails::get_inbound_mail_content))
        .routes(routes!(inbound_mails::list_inbound_mail_days))
        .routes(routes!(inbound_mails::release_inbound_mail))
        .routes(routes!(inbound_mails::reject_inbound_mail))
        .routes(routes!(outbound_mails::list_outbound_mails))
        .routes(routes!(openings::open_case))
        .routes(routes!(openings::create_web_form))
        .routes(routes!(replies::create_reply))
        .routes(routes!(replies::withdraw_reply))
        .routes(routes!(replies::send_interaction_again))
        .routes(routes!(replies::create_note))
        .routes(routes!(replies::decide_sender))
}
