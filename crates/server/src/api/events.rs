//! `GET /events`: what happens, as it happens, to screens.

use std::convert::Infallible;

use access::Caller;
use api::Problem;
use api::live::Until;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAliveStream, Sse};
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;

/// Events the caller may see, as server-sent events: `event` is the fact's name, `id` where to resume from, `data` the
/// fact. `reset` says that too much was missed: read everything again. Ends with the session or the key, and whenever
/// the server stops: come back.
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
    let actor = caller.actor.clone();
    let holder = caller.session.map_or_else(|| caller.actor.label(), |it| it.to_string());
    let ends = move |event: &api::LiveEvent| {
        let field = match &*event.name {
            "session_ended" => "session_id",
            "api_key_revoked" => "api_key_id",
            _ => return false,
        };
        event.payload.get(field).and_then(|it| it.as_str()) == Some(holder.as_str())
    };
    let db = state.db.clone();
    let may_stay = move || -> BoxFuture<'static, bool> {
        let (caller, db) = (caller.clone(), db.clone());
        // Whoever cannot be looked up comes back, and is asked again.
        Box::pin(async move { caller.is_let_in(&db).await.unwrap_or(false) })
    };
    state.live.answer(&state.db, actor, &headers, Until::new(ends, may_stay)).await
}
