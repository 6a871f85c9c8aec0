//! Cases over HTTP. A handler extracts, begins, calls an action, commits, answers.
//!
//! `POST /cases`, `/cases/{id}/replies` and `/cases/{id}/notes` write on the timeline as well, so they are mailroom's.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub mod batches;
pub mod calendars;
pub mod case_types;
pub mod cases;
pub mod clocks;
pub mod drafts;
pub mod inbox_views;
pub mod list;
pub mod participants;
pub mod presence;
pub mod promise_trials;
pub mod promises;
pub mod reply_templates;
pub mod states;

/// The routes of cases, below `/api/v1`.
pub fn routes() -> OpenApiRouter<api::State> {
    OpenApiRouter::new()
        .routes(routes!(list::list_cases))
        .routes(routes!(cases::get_case, cases::change_case))
        .routes(routes!(cases::list_case_history))
        .routes(routes!(states::set_assignment))
        .routes(routes!(states::set_waiting, states::end_waiting))
        .routes(routes!(states::set_snooze, states::end_snooze))
        .routes(routes!(participants::add_participant))
        .routes(routes!(participants::remove_participant))
        .routes(routes!(batches::create_case_batch))
        .routes(routes!(batches::get_case_batch, batches::stop_case_batch))
        .routes(routes!(batches::reverse_case_batch))
        .routes(routes!(states::set_closure, states::undo_closure))
        .routes(routes!(clocks::get_clocks))
        .routes(routes!(drafts::get_draft, drafts::set_draft, drafts::delete_draft))
        .routes(routes!(presence::set_presence, presence::end_presence))
        .routes(routes!(inbox_views::list_inbox_views, inbox_views::create_inbox_view))
        .routes(routes!(inbox_views::change_inbox_view, inbox_views::delete_inbox_view))
        .routes(routes!(promises::list_promises, promises::create_promise))
        .routes(routes!(promises::get_promise, promises::change_promise, promises::retire_promise))
        .routes(routes!(promise_trials::try_promise))
        .routes(routes!(calendars::list_calendars, calendars::create_calendar))
        .routes(routes!(calendars::get_calendar, calendars::change_calendar))
        .routes(routes!(case_types::list_case_types))
        .routes(routes!(case_types::set_case_type))
        .routes(routes!(reply_templates::list_reply_templates, reply_templates::create_reply_template))
        .routes(routes!(
            reply_templates::get_reply_template,
            reply_templates::change_reply_template,
            reply_templates::retire_reply_template
        ))
        .routes(routes!(reply_templates::render_reply_template))
}
