//! Versions of resources: `ETag` out, `If-Match` in. `If-None-Match` is answered by [`crate::headers`].

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::json::Json;
use crate::problem::Problem;

/// The version the caller has read, from `If-Match: "7"`. 428 without it, 412 if it can match nothing.
///
/// `If-Match: *` is refused like its absence: it would overwrite what the caller has not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(pub i64);

impl IfMatch {
    /// 412 unless `version` is the one the caller has read.
    pub fn check(self, version: i64) -> Result<(), Problem> {
        if self.0 == version { Ok(()) } else { Err(Problem::stale()) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let given = parts.headers.get(header::IF_MATCH).map(|it| it.to_str().unwrap_or_default().trim());
        match given {
            None | Some("*") => Err(Problem::new(StatusCode::PRECONDITION_REQUIRED, "version_required")),
            Some(text) => read_tag(text).map(Self).ok_or_else(Problem::stale),
        }
    }
}

/// The number in a strong tag, `"7"`. Weak tags and lists of tags are no version of ours.
fn read_tag(text: &str) -> Option<i64> {
    text.strip_prefix('"')?.strip_suffix('"')?.parse().ok()
}

/// The header `ETag: "version"`.
pub fn etag(version: i64) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\"")).unwrap_or_else(|_| HeaderValue::from_static("\"0\""))
}

/// A resource answered with its version as `ETag`.
#[derive(Debug, Clone, Copy)]
pub struct Versioned<T> {
    /// The row's version.
    pub version: i64,
    /// What is answered as JSON.
    pub body: T,
}

impl<T> Versioned<T> {
    /// `body` at `version`.
    pub fn new(version: i64, body: T) -> Self {
        Self { version, body }
    }
}

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.body).into_response();
        response.headers_mut().insert(header::ETAG, etag(self.version));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_strong_tag_with_a_number_is_a_version() {
        for (text, expected) in
            [("\"7\"", Some(7)), ("W/\"7\"", None), ("7", None), ("\"7\", \"8\"", None), ("\"\"", None)]
        {
            assert_eq!(read_tag(text), expected, "{text}");
        }
    }
}
