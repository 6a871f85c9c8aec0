//! Problems: every refusal and failure is an `application/problem+json` document (RFC 9457).
//!
//! A feature's error enum implements `From<ItsError> for Problem`, so that handlers use `?`. A problem is a code and
//! values; its words stand in `locales/{fr,en}/problems.ftl` as `problem-<code>`, and what to do this time as its
//! attribute `.detail`. [`crate::http::stack`] puts them in, in the language of the request, with the address of the
//! documentation and the request's path. `xtask tidy` holds that each code has its words.

use std::collections::BTreeMap;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::Locale;
use serde::{Deserialize, Serialize};

use crate::words::{self, Words};

/// Why, as a stable code and the values its words take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Reason {
    /// The stable name: `name_taken`.
    pub code: String,
    /// What the words name: texts and numbers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(required = false)]
    pub values: BTreeMap<String, serde_json::Value>,
}

impl Reason {
    /// The one called `code`.
    pub fn new(code: &str) -> Self {
        Self { code: code.to_owned(), values: BTreeMap::new() }
    }

    /// The same, knowing `name`: a text or a number.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.values.insert(name.to_owned(), value.into());
        self
    }

    /// One line; the same for each reason of this code.
    pub fn title(&self, words: &Words, locale: Locale) -> String {
        words.text(locale, &self.key(), &[])
    }

    /// What happened this time and what to do; `None` if the title says it all.
    pub fn detail(&self, words: &Words, locale: Locale) -> Option<String> {
        let key = format!("{}.detail", self.key());
        let values: Vec<(&str, words::Value<'_>)> =
            self.values.iter().map(|(name, it)| (name.as_str(), said(it))).collect();
        words.has(locale, &key).then(|| words.text(locale, &key, &values))
    }

    /// All there is to say: the detail, else the title.
    pub fn text(&self, words: &Words, locale: Locale) -> String {
        self.detail(words, locale).unwrap_or_else(|| self.title(words, locale))
    }

    fn key(&self) -> String {
        format!("problem-{}", self.code.replace('_', "-"))
    }
}

impl From<&'static str> for Reason {
    fn from(code: &'static str) -> Self {
        Self::new(code)
    }
}

fn said(value: &serde_json::Value) -> words::Value<'_> {
    match (value.as_i64(), value.as_f64(), value.as_str()) {
        (Some(whole), _, _) => whole.into(),
        (None, Some(number), _) => number.into(),
        (_, _, Some(text)) => text.into(),
        _ => value.to_string().into(),
    }
}

/// One refused field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FieldError {
    /// Where, as a JSON pointer into the body (`#/resolution_due_at`), or the name of a query parameter.
    pub pointer: String,
    /// The stable name of what is wrong with it.
    pub code: String,
    /// What its words name: texts and numbers.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(required = false)]
    pub values: BTreeMap<String, serde_json::Value>,
    /// The same in the language of the request, to be shown at the field.
    pub detail: String,
}

/// A refusal or failure as it is answered (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// The absolute address of the page that explains this kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// One line for people; the same for each problem of this code, in the language of the request.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable name of the kind of problem: `deadline_in_past`.
    pub code: String,
    /// What its words name: texts and numbers.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(required = false)]
    pub values: BTreeMap<String, serde_json::Value>,
    /// What happened this time and what to do, in the language of the request.
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
    /// A problem of this status and for this reason.
    pub fn new(status: StatusCode, reason: impl Into<Reason>) -> Self {
        let Reason { code, values } = reason.into();
        Self {
            kind: format!("/problems/{}", code.replace('_', "-")),
            title: String::new(),
            status: status.as_u16(),
            code,
            values,
            detail: None,
            instance: None,
            errors: Vec::new(),
            retry_after: None,
        }
    }

    /// 400: the request cannot be read.
    pub fn bad_request(reason: impl Into<Reason>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, reason)
    }

    /// 401: nobody is signed in.
    pub fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not_signed_in")
    }

    /// 403: the caller may know that it exists, but may not do this.
    pub fn forbidden(reason: impl Into<Reason>) -> Self {
        Self::new(StatusCode::FORBIDDEN, reason)
    }

    /// 404: it does not exist, or the caller may not know that it does.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found")
    }

    /// 409: it is in a state that does not allow this.
    pub fn conflict(reason: impl Into<Reason>) -> Self {
        Self::new(StatusCode::CONFLICT, reason)
    }

    /// 412: somebody else changed it since it was read.
    pub fn stale() -> Self {
        Self::new(StatusCode::PRECONDITION_FAILED, "stale")
    }

    /// 422: readable, but against a rule.
    pub fn invalid(reason: impl Into<Reason>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, reason)
    }

    /// 429: too often; `seconds` until it makes sense to try again.
    pub fn too_many(seconds: u64) -> Self {
        let mut problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests");
        problem.retry_after = Some(seconds);
        problem
    }

    /// 500: our fault. `cause` goes to the log, never to the caller.
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(error = %cause, "request failed: {cause}");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal")
    }

    /// 503: not now; `seconds` until it makes sense to try again.
    pub fn unavailable(seconds: u64) -> Self {
        let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable");
        problem.retry_after = Some(seconds);
        problem
    }

    /// The same problem, whose words name this too.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.values.insert(name.to_owned(), value.into());
        self
    }

    /// The same problem of this field alone; `pointer` is a JSON pointer without `#`, such as `/due_at`.
    #[must_use]
    pub fn at(self, pointer: &str) -> Self {
        let reason = self.reason();
        self.field(pointer, reason)
    }

    /// The same problem with one more refused field, for a reason of its own.
    #[must_use]
    pub fn field(mut self, pointer: &str, reason: impl Into<Reason>) -> Self {
        let Reason { code, values } = reason.into();
        self.errors.push(FieldError { pointer: format!("#{pointer}"), code, values, detail: String::new() });
        self
    }

    /// Why, without the fields.
    pub fn reason(&self) -> Reason {
        Reason { code: self.code.clone(), values: self.values.clone() }
    }

    /// The HTTP status.
    pub fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Puts its words in.
    pub fn say(&mut self, words: &Words, locale: Locale) {
        let reason = self.reason();
        self.title = reason.title(words, locale);
        self.detail = reason.detail(words, locale);
        for field in &mut self.errors {
            let reason = Reason { code: field.code.clone(), values: field.values.clone() };
            field.detail = reason.text(words, locale);
        }
    }

    /// The answer's bytes and headers, apart from what [`crate::http::stack`] fills in.
    pub(crate) fn to_response(&self) -> Response {
        let body = serde_json::to_vec(self).unwrap_or_default();
        let kind = HeaderValue::from_static("application/problem+json");
        self.heading(([(header::CONTENT_TYPE, kind)], body).into_response())
    }

    /// `response` with the status and the headers of this problem.
    pub(crate) fn heading(&self, mut response: Response) -> Response {
        *response.status_mut() = self.status_code();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.status, self.code)?;
        self.values.iter().try_for_each(|(name, value)| write!(f, " {name}={value}"))
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
    /// An absent row or file is 404; a store that is closing 503; all else is ours and logged.
    fn from(error: db::DbError) -> Self {
        match error {
            db::DbError::NotFound | db::DbError::FileMissing(_) => Self::not_found(),
            db::DbError::Closed => Self::unavailable(5),
            other => Self::internal(&other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        let text = "problem-deadline-in-past = L’échéance est passée\n    .detail = Le { $day } est déjà passé\n\
                    problem-name-taken = Ce nom est pris\n";
        Words::new([(Locale::Fr, "problems.ftl".to_owned(), text.to_owned())])
    }

    #[test]
    fn a_problem_reads_as_rfc_9457_says_in_the_language_of_the_request() {
        let mut problem =
            Problem::invalid("deadline_in_past").with("day", 3).at("/resolution_due_at").field("/name", "name_taken");
        problem.say(&words(), Locale::Fr);
        insta::assert_json_snapshot!(problem, @r##"
        {
          "type": "/problems/deadline-in-past",
          "title": "L’échéance est passée",
          "status": 422,
          "code": "deadline_in_past",
          "values": {
            "day": 3
          },
          "detail": "Le 3 est déjà passé",
          "errors": [
            {
              "pointer": "#/resolution_due_at",
              "code": "deadline_in_past",
              "values": {
                "day": 3
              },
              "detail": "Le 3 est déjà passé"
            },
            {
              "pointer": "#/name",
              "code": "name_taken",
              "detail": "Ce nom est pris"
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
        assert_eq!((fault.status, fault.reason()), (500, Reason::new("internal")));
    }
}
