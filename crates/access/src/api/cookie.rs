//! The cookie that carries a session.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::session::LIFE_SECONDS;

/// Its name; over TLS with the prefix that pins it to this host and to TLS (ASVS 3.3.3).
pub fn name(config: &api::Config) -> &'static str {
    if config.is_https() { "__Host-entente_session" } else { "entente_session" }
}

/// `Set-Cookie` for `token`. Not readable by scripts, not sent along with requests from other sites.
pub fn set(config: &api::Config, token: &str) -> HeaderValue {
    value(config, token, LIFE_SECONDS)
}

/// `Set-Cookie` that takes it away.
pub fn clear(config: &api::Config) -> HeaderValue {
    value(config, "", 0)
}

fn value(config: &api::Config, token: &str, seconds: i64) -> HeaderValue {
    let secure = if config.is_https() { "; Secure" } else { "" };
    let text = format!("{}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}", name(config));
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// The token in the request's cookies, if any.
pub fn token<'a>(config: &api::Config, headers: &'a HeaderMap) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|it| it.to_str().ok())
        .flat_map(|it| it.split(';'))
        .filter_map(|it| it.trim().split_once('='))
        .find(|(key, _)| *key == name(config))
        .map(|(_, token)| token)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(url: &str) -> api::Config {
        api::Config::new(url, api::Secret::new([7; 32]).unwrap())
    }

    #[test]
    fn over_tls_the_cookie_is_pinned_to_the_host() {
        let set = set(&config("https://care.example.fr"), "tok");
        assert_eq!(
            set.to_str().unwrap(),
            "__Host-entente_session=tok; Path=/; HttpOnly; SameSite=Lax; Max-Age=50400; Secure"
        );
        let plain = clear(&config("http://127.0.0.1:8080"));
        assert_eq!(plain.to_str().unwrap(), "entente_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    }

    #[test]
    fn the_token_is_found_among_other_cookies() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "a=b; entente_session=tok".parse().unwrap());
        assert_eq!(token(&config("http://127.0.0.1"), &headers), Some("tok"));
        // Over TLS, a cookie without the prefix may have been planted by a neighbouring host.
        assert_eq!(token(&config("https://care.example.fr"), &headers), None);
    }
}
