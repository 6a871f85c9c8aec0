//! The language of one request.

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;

use crate::problem::Problem;

/// The language to answer in: `?lang=`, else the heaviest of `Accept-Language` that we speak, else French.
///
/// For signed-in staff their own preference counts instead: it is in their session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Locale(pub kernel::Locale);

impl<S: Send + Sync> FromRequestParts<S> for Locale {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let asked = parts.uri.query().into_iter().flat_map(|it| it.split('&')).find_map(|it| it.strip_prefix("lang="));
        if let Some(locale) = asked.and_then(|it| it.parse().ok()) {
            return Ok(Self(locale));
        }
        let header = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|it| it.to_str().ok()).unwrap_or_default();
        Ok(Self(kernel::Locale::from_accept_language(header)))
    }
}
