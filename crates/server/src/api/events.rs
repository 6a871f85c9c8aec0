//! `GET /events`: what happens, as it happens, to screens.

use std::convert::Infallible;

use access::Caller;
use api::Problem;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAliveStream, Sse};
use futures_util::stream::BoxStream;

/// Events the caller may see, as server-sent events: `event` is the fact's name, `id` where to resume from, `data` the
/// fact. `reset` says that too much was missed: read everything again. Ends with the session.
#[utoipa::path(
    get, path = "/events", operation_id = "stream_events", tag = "server",
    params(("last-event-id" = Option<String>, Header, description = "The id of the last event that was seen")),
    responses((status = 200, description = "The stream", content_type = "text/event-stream", body = String))
)]
pub async fn stream_events(
    State(state): State<api::State>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Sse<KeepAliveStream<BoxStream<'static, Result<Event, Infallible>>>>, Problem> {
    let session = caller.session.map(|it| it.to_string());
    let ends = move |event: &api::LiveEvent| {
        let ended = event.payload.get("session_id").and_then(|it| it.as_str());
        &*event.name == "session_ended" && session.is_some() && ended == session.as_deref()
    };
    state.live.answer(&state.db, caller.actor, &headers, ends).await
}
