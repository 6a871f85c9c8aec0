//! The language of one request.

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;

/// The language to answer in: `?lang=`, else the heaviest of `Accept-Language` that we speak, else French.
///
/// For signed-in staff their own preference counts instead: it is in their session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Locale(pub kernel::Locale);

impl Locale {
    /// That of the request with these parts.
    pub fn of(parts: &Parts) -> Self {
        let asked = parts.uri.query().into_iter().flat_map(|it| it.split('&')).find_map(|it| it.strip_prefix("lang="));
        if let Some(locale) = asked.and_then(|it| it.parse().ok()) {
            return Self(locale);
        }
        let header = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|it| it.to_str().ok()).unwrap_or_default();
        Self(kernel::Locale::from_accept_language(header))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Locale {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::of(parts))
    }
}
