//! The staff app: built by `web/`, embedded in the program.
//!
//! Files under `assets/` carry a hash in their name and are kept by browsers for ever; every other address that a browser
//! opens and no route takes answers the app's one page. Text is compressed once, at its first use.

use std::collections::HashMap;
use std::io::Write;
use std::sync::{LazyLock, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Files;

/// Styles are inline because the component library writes them; scripts are our own files alone.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; frame-src 'self'; object-src 'none'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// Addresses that are never the app's: an unknown one below them is 404, not a page.
const NOT_THE_APP: [&str; 2] = ["/api/", "/assets/"];

/// The app, for every address that no route takes.
pub fn routes(router: Router<api::State>) -> Router<api::State> {
    router.fallback(serve)
}

async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if !matches!(method, Method::GET | Method::HEAD) {
        return api::Problem::not_found().into_response();
    }
    let path = uri.path();
    if let Some(response) = file(path.trim_start_matches('/'), &headers) {
        return response;
    }
    if NOT_THE_APP.iter().any(|it| path.starts_with(it)) || !wants_page(path, &headers) {
        return api::Problem::not_found().into_response();
    }
    file("index.html", &headers).unwrap_or_else(not_built)
}

/// The app draws its own page for addresses it does not know. Whoever wants something else, or a file by its name, is
/// told 404; so is whoever looks for what should not lie about, such as `/.git/config`.
fn wants_page(path: &str, headers: &HeaderMap) -> bool {
    let accept = match headers.get(header::ACCEPT) {
        None => "*/*",
        Some(it) => it.to_str().unwrap_or_default(),
    };
    let is_file = path.rsplit('/').next().is_some_and(|it| it.contains('.'));
    let is_hidden = path.split('/').any(|it| it.starts_with('.'));
    !is_hidden && (accept.contains("text/html") || (accept.contains("*/*") && !is_file))
}

fn not_built() -> Response {
    let hint =
        "The staff app was not built into this program: run `npm ci && npm run build` in web/, then build again.\n";
    (StatusCode::NOT_FOUND, hint).into_response()
}

fn file(path: &str, headers: &HeaderMap) -> Option<Response> {
    if path.is_empty() || path.starts_with('.') {
        return None;
    }
    let embedded = Files::get(path)?;
    let tag = format!("\"{}\"", hex(&embedded.metadata.sha256_hash()));
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = matches!(kind.type_().as_str(), "text")
        || kind.subtype().as_str().contains("javascript")
        || matches!(kind.subtype().as_str(), "json" | "svg");
    let wants_gzip =
        headers.get(header::ACCEPT_ENCODING).and_then(|it| it.to_str().ok()).is_some_and(|it| it.contains("gzip"));
    let mut response = match is_text && wants_gzip {
        true => ([(header::CONTENT_ENCODING, "gzip")], compressed(&tag, &embedded.data)).into_response(),
        false => Bytes::from(embedded.data.into_owned()).into_response(),
    };
    let answer = response.headers_mut();
    let kept = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let charset = if is_text { "; charset=utf-8" } else { "" };
    for (name, value) in [
        (header::CONTENT_TYPE, format!("{kind}{charset}")),
        (header::CACHE_CONTROL, kept.to_owned()),
        (header::CONTENT_SECURITY_POLICY, POLICY.to_owned()),
        (header::ETAG, tag),
        (header::VARY, "accept-encoding".to_owned()),
    ] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            answer.insert(name, value);
        }
    }
    Some(response)
}

/// `content` compressed; kept by its tag. The whole app is about a megabyte.
fn compressed(tag: &str, content: &[u8]) -> Bytes {
    static KEPT: LazyLock<Mutex<HashMap<String, Bytes>>> = LazyLock::new(Mutex::default);
    let found = KEPT.lock().unwrap_or_else(PoisonError::into_inner).get(tag).cloned();
    found.unwrap_or_else(|| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        // Writing to memory does not fail.
        let _ = encoder.write_all(content);
        let bytes = Bytes::from(encoder.finish().unwrap_or_default());
        KEPT.lock().unwrap_or_else(PoisonError::into_inner).insert(tag.to_owned(), bytes.clone());
        bytes
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().take(16).map(|it| format!("{it:02x}")).collect()
}

/// Whether the app was built into the program.
pub fn is_built() -> bool {
    Files::get("index.html").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_for_browsers_and_for_whoever_does_not_say() {
        for (path, accept, expected) in [
            ("/", None, true),
            ("/cases/case_0", Some("*/*"), true),
            ("/cases", Some("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"), true),
            ("/cases", Some("application/json"), false),
            ("/logo.png", Some("image/avif,image/*,*/*;q=0.8"), false),
            ("/wp-login.php", None, false),
            ("/.git/config", Some("text/html"), false),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(accept) = accept {
                headers.insert(header::ACCEPT, accept.parse().unwrap());
            }
            assert_eq!(wants_page(path, &headers), expected, "{path} {accept:?}");
        }
    }
}
