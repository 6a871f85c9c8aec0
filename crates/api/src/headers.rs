//! The headers every answer carries, and `304 Not Modified`.

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::state::Config;

/// What an answer that is no page may do in a browser: nothing.
const POLICY: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Adds what is missing; a handler that sets one of them knows better.
pub fn secure(config: &Config, headers: &mut HeaderMap) {
    let mut add = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    add(header::CONTENT_SECURITY_POLICY, POLICY);
    add(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // `no-referrer` would make browsers send `Origin: null` with our own forms.
    add(header::REFERRER_POLICY, "same-origin");
    add(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    add(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    add(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=()");
    // For browsers that do not know `frame-ancestors`; a handler that lets itself be framed says so there.
    let policy = headers.get(header::CONTENT_SECURITY_POLICY).and_then(|it| it.to_str().ok()).unwrap_or_default();
    if policy.contains("frame-ancestors 'none'") {
        headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    }
    if config.is_https() {
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert(HeaderValue::from_static("max-age=31536000"));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        // What has a version may be kept by the person's own browser and asked for again; all else is not kept at all.
        // What carries a new secret is never kept.
        let may_keep = headers.contains_key(header::ETAG) && !headers.contains_key(header::SET_COOKIE);
        let kept = if may_keep { "private, no-cache" } else { "no-store" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    }
}

/// 304 instead of `response` if the reader of a `GET` already has this version. It says the page's policy again: browsers
/// put what a 304 says in place of what they kept, and the policy of answers that are no page would leave them a blank one.
pub fn not_modified(method: &Method, wanted: Option<&HeaderValue>, response: Response) -> Response {
    let is_read = matches!(*method, Method::GET | Method::HEAD) && response.status() == StatusCode::OK;
    let (Some(wanted), Some(tag)) = (wanted, response.headers().get(header::ETAG)) else { return response };
    if !is_read || !matches_tag(wanted, tag) {
        return response;
    }
    let kept = response.headers().clone();
    let mut answer = StatusCode::NOT_MODIFIED.into_response();
    for name in [header::ETAG, header::CACHE_CONTROL, header::VARY, header::CONTENT_SECURITY_POLICY] {
        if let Some(value) = kept.get(&name) {
            answer.headers_mut().insert(name, value.clone());
        }
    }
    answer
}

/// Weak comparison (RFC 9110 §13.1.2): `W/` does not matter.
fn matches_tag(wanted: &HeaderValue, tag: &HeaderValue) -> bool {
    let (Ok(wanted), Ok(tag)) = (wanted.to_str(), tag.to_str()) else { return false };
    let plain = |it: &str| it.trim().trim_start_matches("W/").to_owned();
    wanted.trim() == "*" || wanted.split(',').any(|it| plain(it) == plain(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_version_may_be_asked_for_again_unless_it_sets_a_cookie() {
        let config = Config::new("https://care.example.fr", crate::state::Secret::new([1; 32]).unwrap());
        for (names, expected) in [
            (&[][..], "no-store"),
            (&[header::ETAG][..], "private, no-cache"),
            (&[header::ETAG, header::SET_COOKIE][..], "no-store"),
        ] {
            let mut headers: HeaderMap = names.iter().map(|it| (it.clone(), HeaderValue::from_static("x"))).collect();
            secure(&config, &mut headers);
            assert_eq!(headers[header::CACHE_CONTROL], expected, "{names:?}");
            assert_eq!(headers[header::STRICT_TRANSPORT_SECURITY], "max-age=31536000");
        }
    }

    #[test]
    fn a_page_that_did_not_change_keeps_its_policy() {
        let page = ([(header::ETAG, "\"7\""), (header::CONTENT_SECURITY_POLICY, "default-src 'self'")], "page");
        let seven = HeaderValue::from_static("\"7\"");
        let answer = not_modified(&Method::GET, Some(&seven), page.into_response());
        assert_eq!(answer.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(answer.headers()[header::CONTENT_SECURITY_POLICY], "default-src 'self'");
    }
}
