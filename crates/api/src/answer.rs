//! Answers that can be stored and given again: what `POST` handlers return under an idempotency key.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::problem::Problem;

/// An answer as data: status, the two headers that matter, and the JSON body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Where the new resource is, as a path.
    pub location: Option<String>,
    /// The resource's version.
    pub version: Option<i64>,
    /// The body, JSON; empty if there is none.
    pub body: String,
    /// Whether it was given before and is only repeated.
    pub replayed: bool,
}

impl Answer {
    /// `status` with `body` as JSON.
    pub fn json(status: StatusCode, body: &impl Serialize) -> Result<Self, Problem> {
        let body = serde_json::to_string(body).map_err(|error| Problem::internal(&error))?;
        Ok(Self { status: status.as_u16(), location: None, version: None, body, replayed: false })
    }
}

/// 201 with the new resource, where it is (`/api/v1/cases/case_0J5…`) and its version.
pub fn created(location: impl Into<String>, version: i64, body: &impl Serialize) -> Result<Answer, Problem> {
    let answer = Answer::json(StatusCode::CREATED, body)?;
    Ok(Answer { location: Some(location.into()), version: Some(version), ..answer })
}

/// 202: the work goes on; `location` is where to look at it.
pub fn accepted(location: impl Into<String>, body: &impl Serialize) -> Result<Answer, Problem> {
    Ok(Answer { location: Some(location.into()), ..Answer::json(StatusCode::ACCEPTED, body)? })
}

/// 204: done, nothing to say.
pub fn no_content() -> Answer {
    Answer { status: 204, location: None, version: None, body: String::new(), replayed: false }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let has_body = !self.body.is_empty();
        let mut response = (status, self.body).into_response();
        let headers = response.headers_mut();
        if has_body {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        } else {
            headers.remove(header::CONTENT_TYPE);
        }
        if let Some(location) = self.location.and_then(|it| HeaderValue::from_str(&it).ok()) {
            headers.insert(header::LOCATION, location);
        }
        if let Some(version) = self.version {
            headers.insert(header::ETAG, crate::version::etag(version));
        }
        if self.replayed {
            headers.insert("idempotent-replayed", HeaderValue::from_static("true"));
        }
        response
    }
}
