//! Problems: every refusal and failure is an `application/problem+json` document (RFC 9457).
//!
//! A feature's error enum implements `From<ItsError> for Problem`, so that handlers use `?`. `type` and `instance` are
//! filled in by [`crate::http::stack`], which knows the documentation's address and the request's path.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// One refused field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FieldError {
    /// Where, as a JSON pointer into the body (`#/resolution_due_at`), or the name of a query parameter.
    pub pointer: String,
    /// What is wrong with it, lower case, no full stop.
    pub detail: String,
}

/// A refusal or failure as it is answered (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// The absolute address of the page that explains this kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// One line for people; the same for each problem of this code.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable name of the kind of problem: `deadline_in_past`.
    pub code: String,
    /// What happened this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The path that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// The refused fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<FieldError>,
    /// Seconds after which it makes sense to try again; also sent as `Retry-After`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
}

impl Problem {
    /// A problem of `code` with its `title`.
    pub fn new(status: StatusCode, code: &str, title: &str) -> Self {
        Self {
            kind: format!("/problems/{}", code.replace('_', "-")),
            title: title.to_owned(),
            status: status.as_u16(),
            code: code.to_owned(),
            detail: None,
            instance: None,
            errors: Vec::new(),
            retry_after: None,
        }
    }

    /// 400: the request cannot be read.
    pub fn bad_request(code: &str, title: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, title)
    }

    /// 401: nobody is signed in.
    pub fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not_signed_in", "Sign in first")
    }

    /// 403: the caller may know that it exists, but may not do this.
    pub fn forbidden(code: &str, title: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, title)
    }

    /// 404: it does not exist, or the caller may not know that it does.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "Not found")
    }

    /// 409: it is in a state that does not allow this.
    pub fn conflict(code: &str, title: &str) -> Self {
        Self::new(StatusCode::CONFLICT, code, title)
    }

    /// 412: somebody else changed it since it was read.
    pub fn stale() -> Self {
        Self::new(StatusCode::PRECONDITION_FAILED, "stale", "Changed by someone else since it was read")
    }

    /// 422: readable, but against a rule.
    pub fn invalid(code: &str, title: &str) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, title)
    }

    /// 429: too often; `seconds` until it makes sense to try again.
    pub fn too_many(seconds: u64) -> Self {
        let mut problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", "Too many requests");
        problem.retry_after = Some(seconds);
        problem
    }

    /// 500: our fault. `cause` goes to the log, never to the caller.
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(error = %cause, "request failed: {cause}");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "The server failed; the failure was logged")
    }

    /// 503: not now; `seconds` until it makes sense to try again.
    pub fn unavailable(seconds: u64) -> Self {
        let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Not available just now");
        problem.retry_after = Some(seconds);
        problem
    }

    /// The same problem saying what happened this time.
    #[must_use]
    pub fn detail(mut self, detail: impl std::fmt::Display) -> Self {
        self.detail = Some(detail.to_string());
        self
    }

    /// The same problem with one more refused field; `pointer` is a JSON pointer without `#`, such as `/due_at`.
    #[must_use]
    pub fn field(mut self, pointer: &str, detail: impl std::fmt::Display) -> Self {
        self.errors.push(FieldError { pointer: format!("#{pointer}"), detail: detail.to_string() });
        self
    }

    /// The HTTP status.
    pub fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The answer's bytes and headers, apart from what [`crate::http::stack`] fills in.
    pub(crate) fn to_response(&self) -> Response {
        let body = serde_json::to_vec(self).unwrap_or_default();
        let mut response = (self.status_code(), body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.status, self.code)?;
        if let Some(detail) = &self.detail { write!(f, ": {detail}") } else { Ok(()) }
    }
}

impl std::error::Error for Problem {}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.to_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<db::DbError> for Problem {
    /// An absent row is 404; a store that is closing 503; all else is ours and logged.
    fn from(error: db::DbError) -> Self {
        match error {
            db::DbError::NotFound => Self::not_found(),
            db::DbError::Closed => Self::unavailable(5),
            other => Self::internal(&other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_reads_as_rfc_9457_says() {
        let problem = Problem::invalid("deadline_in_past", "The deadline is in the past")
            .detail("2026-07-01T09:00:00Z is before now")
            .field("/resolution_due_at", "must be later than now");
        insta::assert_json_snapshot!(problem, @r##"
        {
          "type": "/problems/deadline-in-past",
          "title": "The deadline is in the past",
          "status": 422,
          "code": "deadline_in_past",
          "detail": "2026-07-01T09:00:00Z is before now",
          "errors": [
            {
              "pointer": "#/resolution_due_at",
              "detail": "must be later than now"
            }
          ]
        }
        "##);
    }

    #[test]
    fn an_absent_row_is_not_found_and_a_closing_store_unavailable() {
        assert_eq!(Problem::from(db::DbError::NotFound).status, 404);
        assert_eq!(Problem::from(db::DbError::Closed).retry_after, Some(5));
        let fault = Problem::from(db::DbError::Unsafe("secret path".to_owned()));
        assert_eq!((fault.status, fault.detail), (500, None));
    }
}
