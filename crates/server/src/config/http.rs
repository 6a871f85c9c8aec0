//! HTTP: where to listen, whom to answer, how much to take.

use std::net::SocketAddr;

use anyhow::{Context, ensure};
use serde::{Deserialize, Serialize};

/// Settings of `[http]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Http {
    /// Address and port to listen on. TLS is the reverse proxy's.
    pub listen: String,
    /// Whether requests for another host than `public_url`'s are refused (421).
    pub check_host: bool,
    /// Other hosts to answer for, as in the `Host` header: `127.0.0.1:8080`.
    pub hosts: Vec<String>,
    /// How many reverse proxies stand before the server.
    pub proxies: u8,
    /// The longest a request may take, seconds.
    pub timeout_seconds: u64,
    /// The largest body of a request that carries no file, bytes.
    pub body_bytes_max: usize,
    /// The largest file that is brought in by the screen, bytes; larger ones by `entente import`.
    pub upload_bytes_max: u64,
    /// Seconds a client has to send the headers of a request.
    pub header_seconds: u64,
    /// Connections of one address at a time; behind a proxy of all clients together.
    pub connections_per_ip: usize,
    /// Connections in all.
    pub connections: usize,
}

impl Default for Http {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".to_owned(),
            check_host: true,
            hosts: Vec::new(),
            proxies: 0,
            timeout_seconds: 60,
            body_bytes_max: 2 * 1024 * 1024,
            upload_bytes_max: 512 * 1024 * 1024,
            header_seconds: 15,
            connections_per_ip: 256,
            connections: 10_000,
        }
    }
}

impl Http {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        self.address()?;
        ensure!(self.timeout_seconds > 0 && self.header_seconds > 0, "http: a limit of 0 seconds refuses everything");
        ensure!(self.connections_per_ip > 0 && self.connections > 0, "http: 0 connections refuses everyone");
        ensure!(self.body_bytes_max >= 1024, "http.body_bytes_max is below 1024");
        Ok(())
    }

    /// Where to listen.
    pub fn address(&self) -> anyhow::Result<SocketAddr> {
        self.listen.parse().context("http.listen must be an address and a port, such as 127.0.0.1:8080")
    }

    /// What one client may take. Behind proxies every connection is theirs, so that only the whole is bounded.
    pub fn limits(&self) -> api::serve::Limits {
        let connections_per_ip = if self.proxies > 0 { self.connections } else { self.connections_per_ip };
        api::serve::Limits {
            header_seconds: self.header_seconds,
            connections_per_ip,
            connections: self.connections,
            ..api::serve::Limits::default()
        }
    }
}
