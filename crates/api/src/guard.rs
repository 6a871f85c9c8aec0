//! What is refused before any handler sees it: requests for another host, and writes that another site provoked.

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};

use crate::problem::Problem;
use crate::state::Config;

/// 421 if the request is for a host that is not ours: links and cookies are made for `public_url` alone.
pub fn check_host(config: &Config, parts: &Parts) -> Result<(), Problem> {
    if !config.check_host || parts.uri.path() == "/healthz" {
        return Ok(());
    }
    let given = parts.uri.host().map(|_| authority(&parts.uri)).or_else(|| text(&parts.headers, header::HOST));
    let given = given.unwrap_or_default().to_ascii_lowercase();
    let is_ours = given == config.host() || config.hosts.iter().any(|it| it.eq_ignore_ascii_case(&given));
    if is_ours { Ok(()) } else { Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, "misdirected")) }
}

/// 403 for a write that another site made the browser send.
///
/// Browsers say where a request comes from: `Sec-Fetch-Site`, and `Origin` where that is absent. A write that carries a
/// cookie must come from our own pages; one without carries no authority to steal, unless a browser says outright that
/// another site sent it. Programs with API keys send no cookie and are let pass.
pub fn check_origin(config: &Config, parts: &Parts) -> Result<(), Problem> {
    if matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let has_cookie = parts.headers.contains_key(header::COOKIE);
    let site = text(&parts.headers, "sec-fetch-site");
    let origin = text(&parts.headers, header::ORIGIN);
    let is_ours = match (site.as_deref(), origin.as_deref()) {
        (Some("same-origin" | "none"), _) => true,
        (Some(_), _) => false,
        (None, Some(origin)) => is_our_origin(config, origin),
        (None, None) => !has_cookie,
    };
    if is_ours { Ok(()) } else { Err(Problem::forbidden("cross_site")) }
}

fn is_our_origin(config: &Config, origin: &str) -> bool {
    let Ok(uri) = origin.parse::<Uri>() else { return false };
    let host = authority(&uri).to_ascii_lowercase();
    let public = config.public_url.parse::<Uri>().ok();
    let same_scheme = public.as_ref().and_then(Uri::scheme) == uri.scheme();
    (same_scheme && host == config.host()) || config.hosts.iter().any(|it| it.eq_ignore_ascii_case(&host))
}

fn authority(uri: &Uri) -> String {
    uri.authority().map(ToString::to_string).unwrap_or_default()
}

fn text(headers: &HeaderMap, name: impl header::AsHeaderName) -> Option<String> {
    headers.get(name).and_then(|it| it.to_str().ok()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Secret;

    fn config() -> Config {
        let mut config = Config::new("https://care.example.fr", Secret::new([1; 32]).unwrap());
        config.hosts.push("127.0.0.1:8080".to_owned());
        config
    }

    fn parts(method: &str, headers: &[(&str, &str)]) -> Parts {
        let mut request = axum::http::Request::builder().method(method).uri("/api/v1/things");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn only_our_hosts_are_answered_for() {
        for (host, is_ours) in [
            ("care.example.fr", true),
            ("Care.Example.FR", true),
            ("127.0.0.1:8080", true),
            ("care.example.fr:8443", false),
            ("evil.example", false),
            ("", false),
        ] {
            let checked = check_host(&config(), &parts("GET", &[("host", host)]));
            assert_eq!(checked.map_err(|it| it.status), if is_ours { Ok(()) } else { Err(421) }, "{host}");
        }
    }

    #[test]
    fn a_write_provoked_by_another_site_is_refused() {
        let cookie = ("cookie", "entente_session=x");
        let cases: &[(&[(&str, &str)], bool)] = &[
            (&[cookie, ("sec-fetch-site", "same-origin")], true),
            (&[cookie, ("sec-fetch-site", "none")], true),
            (&[cookie, ("sec-fetch-site", "same-site")], false),
            (&[cookie, ("sec-fetch-site", "cross-site")], false),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[cookie, ("origin", "https://care.example.fr")], true),
            (&[cookie, ("origin", "http://care.example.fr")], false),
            (&[cookie, ("origin", "https://evil.example")], false),
            (&[cookie, ("origin", "null")], false),
            (&[cookie], false),
            (&[("authorization", "Bearer x")], true),
        ];
        for (headers, is_let_pass) in cases {
            assert_eq!(check_origin(&config(), &parts("POST", headers)).is_ok(), *is_let_pass, "{headers:?}");
        }
        assert!(check_origin(&config(), &parts("GET", &[cookie, ("sec-fetch-site", "cross-site")])).is_ok());
    }
}
