//! How a mail server is reached: plain on loopback only, TLS from the start, or STARTTLS.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// TLS from the first byte (IMAP 993, submission 465).
    Tls,
    /// TLS after STARTTLS (IMAP 143, submission 587). Without it the connection is refused.
    StartTls,
    /// None. Only to this machine: a password must not cross a network in the clear.
    Plain,
}

/// One mail server and how to sign in.
#[derive(Clone, PartialEq, Eq)]
pub struct Server {
    /// Name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Protection.
    pub security: Security,
    /// User name; none where the server asks for none (SMTP on loopback).
    pub username: Option<String>,
    /// Password.
    pub password: String,
    /// Certificates (PEM) trusted beside the usual ones, for servers with a certificate of their own.
    pub extra_roots_pem: Option<String>,
    /// How long one step may take.
    pub timeout: Duration,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{} ({:?})", self.host, self.port, self.security)
    }
}

/// A connection that could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The name has no address.
    #[error("{host} has no address: {words}")]
    Dns {
        /// The name.
        host: String,
        /// The resolver's words.
        words: String,
    },
    /// Nobody listens there, or nobody answers.
    #[error("{host}:{port} cannot be reached: {words}")]
    Tcp {
        /// The name.
        host: String,
        /// The port.
        port: u16,
        /// The system's words.
        words: String,
    },
    /// The certificate or the handshake is wrong.
    #[error("TLS with {host} failed: {words}")]
    Tls {
        /// The name.
        host: String,
        /// What was wrong.
        words: String,
    },
    /// Unprotected, to another machine.
    #[error("{host} is not this machine: without TLS the password would cross the network in the clear")]
    PlainRefused {
        /// The name.
        host: String,
    },
}

/// What IMAP runs over.
pub trait Stream: AsyncRead + AsyncWrite + Unpin + Send + std::fmt::Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + std::fmt::Debug> Stream for T {}

/// The addresses of the server.
pub async fn resolve(server: &Server) -> Result<Vec<SocketAddr>, ConnectError> {
    let refuse = |words: String| ConnectError::Dns { host: server.host.clone(), words };
    let asked = tokio::net::lookup_host((server.host.as_str(), server.port));
    let found =
        tokio::time::timeout(server.timeout, asked).await.map_err(|_| refuse("no answer in time".to_owned()))?;
    let found: Vec<SocketAddr> = found.map_err(|it| refuse(it.to_string()))?.collect();
    if found.is_empty() {
        return Err(refuse("the answer is empty".to_owned()));
    }
    if server.security == Security::Plain && !found.iter().all(|it| it.ip().is_loopback()) {
        return Err(ConnectError::PlainRefused { host: server.host.clone() });
    }
    Ok(found)
}

/// A TCP connection to the first of `addresses` that answers.
pub async fn connect(server: &Server, addresses: &[SocketAddr]) -> Result<TcpStream, ConnectError> {
    let refuse = |words: String| ConnectError::Tcp { host: server.host.clone(), port: server.port, words };
    let stream = tokio::time::timeout(server.timeout, TcpStream::connect(addresses)).await;
    let stream = stream.map_err(|_| refuse("no answer in time".to_owned()))?.map_err(|it| refuse(it.to_string()))?;
    // Small commands wait for nothing.
    let _ = stream.set_nodelay(true);
    Ok(stream)
}

/// TLS over `stream`; the words say the version and suite agreed on.
pub async fn protect<S: Stream + 'static>(
    server: &Server,
    stream: S,
) -> Result<(Box<dyn Stream>, String), ConnectError> {
    let refuse = |words: String| ConnectError::Tls { host: server.host.clone(), words };
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if let Some(pem) = &server.extra_roots_pem {
        for it in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            let certificate = it.map_err(|it| refuse(format!("the certificate to trust cannot be read: {it}")))?;
            roots.add(certificate).map_err(|it| refuse(it.to_string()))?;
        }
    }
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|it| refuse(it.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(server.host.clone()).map_err(|it| refuse(it.to_string()))?;
    let handshake = TlsConnector::from(Arc::new(config)).connect(name, stream);
    let stream = tokio::time::timeout(server.timeout, handshake).await;
    let stream = stream.map_err(|_| refuse("no answer in time".to_owned()))?.map_err(|it| refuse(it.to_string()))?;
    let (_, session) = stream.get_ref();
    let version = session.protocol_version().and_then(|it| it.as_str().map(str::to_owned)).unwrap_or_default();
    let suite = session.negotiated_cipher_suite().map(|it| format!("{:?}", it.suite())).unwrap_or_default();
    Ok((Box::new(stream), format!("{version} {suite}").trim().to_owned()))
}
