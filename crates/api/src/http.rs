//! The layers around every route, from the outside in.

use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::client::{ClientIp, PeerIp, client_ip};
use crate::health::Health;
use crate::locale::Locale;
use crate::pages::{self, ErrorPage};
use crate::problem::Problem;
use crate::state::State;
use crate::{guard, headers};

/// `routes` behind the layers: host and origin checks, security headers, problems completed, limits of time and size,
/// panics caught, answers compressed, requests logged without personal data. Adds `/healthz`.
pub fn stack(routes: Router<State>, state: State) -> Router {
    let timeout = Duration::from_secs(state.config.timeout_seconds.max(1));
    let body_bytes_max = state.config.body_bytes_max;
    let health = Health::default();
    routes
        .route("/healthz", get(move |axum::extract::State(state): axum::extract::State<State>| health.answer(state)))
        .method_not_allowed_fallback(method_not_allowed)
        .layer(DefaultBodyLimit::max(body_bytes_max))
        .layer(from_fn(move |request, next| within(timeout, request, next)))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            Problem::internal(&"a handler panicked").into_response()
        }))
        .layer(from_fn_with_state(state.clone(), around))
        .layer(CompressionLayer::new().gzip(true))
        .with_state(state)
}

/// A form with files may take so many times as long as another request: 200 MB come in over a slow line.
const UPLOAD_TIMES: u32 = 15;

/// The handler's answer, or 503 if it takes longer than `timeout`.
async fn within(timeout: Duration, request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let timeout = if kind.starts_with("multipart/form-data") { timeout * UPLOAD_TIMES } else { timeout };
    let answer = tokio::time::timeout(timeout, next.run(request)).await;
    answer.unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())
}

async fn method_not_allowed() -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed")
}

/// Checks, then the handler, then what every answer carries.
async fn around(axum::extract::State(state): axum::extract::State<State>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let (mut parts, body) = request.into_parts();
    let peer = parts.extensions.get::<PeerIp>().map(|it| it.0);
    if let Some(peer) = peer {
        let client: ClientIp = client_ip(peer, &parts.headers, state.config.proxies);
        parts.extensions.insert(client);
    }
    let method = parts.method.clone();
    let path = parts.uri.path().to_owned();
    let Locale(locale) = Locale::of(&parts);
    let reads_pages = pages::are_read(&path, &parts.headers);
    // The route's pattern, not the path: paths carry the tokens of links.
    let route = parts.extensions.get::<MatchedPath>().map_or_else(|| "-".to_owned(), |it| it.as_str().to_owned());
    let wanted = parts.headers.get(header::IF_NONE_MATCH).cloned();
    let checked = guard::check_host(&state.config, &parts).and_then(|()| guard::check_origin(&state.config, &parts));
    let response = match checked {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(problem) => problem.into_response(),
    };
    let response = completed(&state, &path, locale, reads_pages, response);
    let mut response = headers::not_modified(&method, wanted.as_ref(), response);
    headers::secure(&state.config, response.headers_mut());
    let status = response.status().as_u16();
    let millis = started.elapsed().as_secs_f64() * 1e3;
    tracing::debug!(target: "entente::request", %method, route, status, millis, "{method} {route} {status}");
    response
}

/// Writes the body of a problem anew with what only this place knows: the address of our docs, the path, the words. Whoever
/// reads pages gets a page of it.
fn completed(state: &State, path: &str, locale: kernel::Locale, reads_pages: bool, mut response: Response) -> Response {
    let is_late = response.status() == StatusCode::SERVICE_UNAVAILABLE && response.headers().is_empty();
    let late = is_late.then(|| Problem::unavailable(10));
    let Some(mut problem) = response.extensions_mut().remove::<Problem>().or(late) else { return response };
    problem.kind = format!("{}{}", state.config.docs_url.trim_end_matches('/'), problem.kind);
    problem.instance = path.starts_with("/api/").then(|| path.to_owned());
    problem.say(state.words, locale);
    let page = state.part::<ErrorPage>().filter(|_| reads_pages).and_then(|it| (it.0)(state, locale, &problem));
    page.map_or_else(|| problem.to_response(), |page| problem.heading(page))
}
