//! The state every router shares, and the part of the configuration that HTTP needs.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Arc;

use axum::http::Uri;
use db::Db;
use db::blob::Blobs;
use kernel::Locale;

use crate::limit::RateLimiter;
use crate::live::Live;
use crate::words::Words;

/// A key that never shows itself in logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// From at least 16 bytes; fewer are no secret and give `None`.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Option<Self> {
        let bytes = bytes.into();
        (bytes.len() >= 16).then_some(Self(bytes))
    }

    /// The bytes, for a MAC.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What HTTP and the features' links need to know of the installation.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where people reach us, without a slash at the end: `https://care.example.fr`. Every link is made from it.
    pub public_url: String,
    /// Signs links, Message-IDs and reply addresses.
    pub secret_key: Secret,
    /// What the `type` of a problem begins with: `{docs_url}/problems/{code}`. A name; a page may stand there.
    pub docs_url: String,
    /// The name customers know the company by.
    pub company: String,
    /// The language of those who do not say theirs.
    pub locale: Locale,
    /// Whether a request for another host than `public_url`'s is refused with 421.
    pub check_host: bool,
    /// Other hosts we answer for, `host` or `host:port`.
    pub hosts: Vec<String>,
    /// How many reverse proxies stand before us, each adding to `X-Forwarded-For`. 0: the peer is the client.
    pub proxies: u8,
    /// The longest a request may take, seconds. Streams of events are not bounded by it.
    pub timeout_seconds: u64,
    /// The largest body a handler takes that does not say otherwise, bytes.
    pub body_bytes_max: usize,
    /// The largest file that is taken where files are brought in, bytes. It goes to disk as it comes.
    pub upload_bytes_max: u64,
}

impl Config {
    /// For an installation at `public_url` with sensible limits.
    pub fn new(public_url: &str, secret_key: Secret) -> Self {
        Self {
            public_url: public_url.trim_end_matches('/').to_owned(),
            secret_key,
            docs_url: "https://entente.example/docs".to_owned(),
            company: String::new(),
            locale: Locale::default(),
            check_host: true,
            hosts: Vec::new(),
            proxies: 0,
            timeout_seconds: 60,
            body_bytes_max: 2 * 1024 * 1024,
            upload_bytes_max: 512 * 1024 * 1024,
        }
    }

    /// An absolute link to `path`, which starts with a slash.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    /// The host of `public_url` with its port if it has one: what `Host` must say.
    pub fn host(&self) -> String {
        let authority = self.public_url.parse::<Uri>().ok().and_then(|it| it.authority().map(ToString::to_string));
        authority.unwrap_or_default().to_ascii_lowercase()
    }

    /// Whether people come over TLS, so that cookies are `Secure` and HSTS is sent.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// What every handler may use. Cheap to clone.
#[derive(Clone)]
pub struct State {
    /// The store.
    pub db: Db,
    /// Files.
    pub blobs: Blobs,
    /// Events as they happen.
    pub live: Live,
    /// The installation.
    pub config: Arc<Config>,
    /// Words in every language.
    pub words: &'static Words,
    /// How often things may be tried.
    pub limits: Arc<RateLimiter>,
    parts: Arc<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
}

impl State {
    /// A state around `db`, `blobs` and `config`.
    pub fn new(db: Db, blobs: Blobs, config: Config) -> Self {
        Self {
            db,
            blobs,
            live: Live::new(),
            config: Arc::new(config),
            words: Words::embedded(),
            limits: Arc::new(RateLimiter::new()),
            parts: Arc::default(),
        }
    }

    /// The same state with one more part: what a feature keeps in memory, found again by its type.
    #[must_use]
    pub fn with<T: Any + Send + Sync>(self, part: T) -> Self {
        let mut parts = HashMap::clone(&self.parts);
        parts.insert(TypeId::of::<T>(), Arc::new(part) as Arc<dyn Any + Send + Sync>);
        Self { parts: Arc::new(parts), ..self }
    }

    /// The part of type `T` that the program put in, if it did.
    pub fn part<T: Any + Send + Sync>(&self) -> Option<Arc<T>> {
        self.parts.get(&TypeId::of::<T>()).cloned().and_then(|it| it.downcast().ok())
    }
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State").field("db", &self.db).field("config", &self.config).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_long_and_never_shown() {
        assert_eq!(Secret::new(*b"short"), None);
        let config = Config::new("https://Care.example.fr:8443/", Secret::new([7; 32]).unwrap());
        assert!(format!("{config:?}").contains("Secret(…)"));
        assert_eq!(config.host(), "care.example.fr:8443");
        assert_eq!(config.link("/s/x"), "https://Care.example.fr:8443/s/x");
    }
}
