//! The mailroom over HTTP. A handler extracts, begins, calls an action, commits, answers.

use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub mod inbound_mails;
pub mod mailboxes;
pub mod openings;
pub mod outbound_mails;
pub mod replies;
pub mod reply_files;

/// The routes of the mailroom, below `/api/v1`.
pub fn routes() -> OpenApiRouter<api::State> {
    // What is too large is refused as it comes in, by how much room there is.
    let uploads = OpenApiRouter::new()
        .routes(routes!(reply_files::list_reply_files, reply_files::add_reply_file))
        .layer(DefaultBodyLimit::disable());
    OpenApiRouter::new()
        .merge(uploads)
        .routes(routes!(reply_files::remove_reply_file))
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
