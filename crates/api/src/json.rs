//! Extractors of bodies, queries and paths whose refusals are precise problems.

use axum::RequestPartsExt;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, FormRejection, PathRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_path_to_error::Segment;

use crate::idempotency::BodyHash;
use crate::problem::{Problem, Reason};

/// A JSON body: extracted with a problem that points at the field that could not be read, or answered.
#[derive(Debug, Clone, Copy, Default)]
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_json"));
        }
        let hash = request.extensions().get::<BodyHash>().cloned();
        let refused = |refusal: BytesRejection| unreadable(refusal.status(), "body_unreadable");
        let bytes = Bytes::from_request(request, state).await.map_err(refused)?;
        if let Some(hash) = hash {
            hash.set(&bytes);
        }
        read(&bytes).map(Self)
    }
}

/// What is said of a body that could not be read; `code` unless it is too large.
pub fn unreadable(status: StatusCode, code: &'static str) -> Problem {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(status, "body_too_large"),
        _ => Problem::bad_request(code),
    }
}

/// The fields of a form without files.
#[derive(Debug, Clone, Copy, Default)]
pub struct Form<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let refused = |refusal: FormRejection| unreadable(refusal.status(), "form_unreadable");
        axum::extract::Form::from_request(request, state).await.map(|it| Self(it.0)).map_err(refused)
    }
}

/// Reads `bytes` as `T`; the problem names the field by its JSON pointer.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let unreadable = |cause: serde_json::Error| Problem::bad_request("invalid_json").with("cause", cause.to_string());
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let pointer: String = error.path().iter().map(|segment| format!("/{}", escaped(segment))).collect();
        let cause = error.into_inner();
        if cause.is_data() {
            Problem::invalid("invalid_field").field(&pointer, refusal(bytes, &pointer, &cause))
        } else {
            unreadable(cause)
        }
    })?;
    deserializer.end().map_err(unreadable)?;
    Ok(value)
}

/// Why the value at `pointer` was not taken. A type that refuses values for a reason of its own puts its code in front of
/// its error, `[email_unreadable] …`; what stands there is given along, as far as it is a text or a number.
fn refusal(bytes: &[u8], pointer: &str, cause: &serde_json::Error) -> Reason {
    let text = cause.to_string();
    // The pointer says where, not serde's line and column.
    let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(cause, _)| cause);
    let own = text.strip_prefix('[').and_then(|it| it.split_once(']'));
    let whole: Option<serde_json::Value> = serde_json::from_slice(bytes).ok();
    let given = whole.as_ref().and_then(|it| it.pointer(pointer)).filter(|it| it.is_string() || it.is_number());
    let reason = match (own, given) {
        (Some((code, _)), _) => Reason::new(code),
        (None, _) if text.starts_with("missing field") => Reason::new("field_missing"),
        (None, _) if text.starts_with("unknown field") => Reason::new("field_unknown"),
        (None, Some(_)) => Reason::new("value_unreadable"),
        (None, None) => Reason::new("field_unreadable"),
    };
    let reason = reason.with("cause", text);
    given.into_iter().fold(reason, |reason, it| reason.with("value", it.clone()))
}

fn escaped(segment: &Segment) -> String {
    match segment {
        Segment::Seq { index } => index.to_string(),
        Segment::Map { key } => key.replace('~', "~0").replace('/', "~1"),
        Segment::Enum { variant } => variant.clone(),
        Segment::Unknown => "?".to_owned(),
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).is_some_and(|it| {
        let kind = it.split(';').next().unwrap_or(it).trim().to_ascii_lowercase();
        kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
    })
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(body) => ([(header::CONTENT_TYPE, "application/json")], body).into_response(),
            Err(error) => Problem::internal(&error).into_response(),
        }
    }
}

/// Query parameters, refused with a problem. Unknown parameters are let pass.
#[derive(Debug, Clone, Copy, Default)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        axum::extract::Query::try_from_uri(&parts.uri)
            .map(|it| Self(it.0))
            .map_err(|refusal| Problem::bad_request("invalid_query").with("cause", refusal.body_text()))
    }
}

/// Path parameters. An id that cannot be read names nothing, so it is 404.
#[derive(Debug, Clone, Copy, Default)]
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send + 'static> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let found: Result<axum::extract::Path<T>, PathRejection> = parts.extract().await;
        found.map(|it| Self(it.0)).map_err(|_| Problem::not_found())
    }
}

/// For fields of a merge patch (RFC 7396): absent = keep (`None`), null = clear (`Some(None)`), value = set.
///
/// `#[serde(default, deserialize_with = "api::double")] field: Option<Option<T>>`
pub fn double<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(from).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Inner {
        at: Vec<u8>,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Body {
        #[serde(rename = "a/b")]
        slash: Inner,
        #[serde(default, deserialize_with = "double")]
        note: Option<Option<String>>,
    }

    #[test]
    fn a_refused_field_is_named_by_its_pointer() {
        let problem = read::<Body>(br#"{"a/b": {"at": [1, "x"]}}"#).unwrap_err();
        assert_eq!((problem.status, problem.code.as_str()), (422, "invalid_field"));
        assert_eq!(problem.errors[0].pointer, "#/a~1b/at/1");
        assert_eq!(problem.errors[0].code, "value_unreadable");
        assert_eq!(problem.errors[0].values["cause"], "invalid type: string \"x\", expected u8");
        assert_eq!(problem.errors[0].values["value"], "x");
    }

    #[test]
    fn text_that_is_no_json_is_a_bad_request() {
        assert_eq!(read::<Body>(b"{").unwrap_err().status, 400);
        assert_eq!(read::<u8>(b"1 2").unwrap_err().code, "invalid_json");
    }

    #[test]
    fn a_patch_tells_absent_from_null() {
        let note = |text: &str| read::<Body>(text.as_bytes()).unwrap().note;
        assert_eq!(note(r#"{"a/b": {"at": []}}"#), None);
        assert_eq!(note(r#"{"a/b": {"at": []}, "note": null}"#), Some(None));
        assert_eq!(note(r#"{"a/b": {"at": []}, "note": "x"}"#), Some(Some("x".to_owned())));
    }
}
