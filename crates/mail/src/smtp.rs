//! Hands mail to a server over SMTP, and says honestly how it ended.
//!
//! Exactly-once is impossible over SMTP: between the final dot and the server's answer nobody knows. That is its own
//! ending, [`SendError::Unknown`], and the caller decides by policy (the same Message-ID makes a second try harmless
//! where the receiving side recognises it).

use std::future::Future;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::Response;

use crate::tls::{self, ConnectError, Security, Server};

/// How sending ended when it did not end well.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The connection could not be made.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The user name or the password is wrong, in the server's words. No judgement on the mail: once the settings are
    /// right, it goes.
    #[error("the server refused the sign-in: {0}")]
    SignIn(String),
    /// No answer in time, before anything was handed over.
    #[error("{step} got no answer in {seconds} s")]
    TimedOut {
        /// What we asked.
        step: &'static str,
        /// The limit.
        seconds: u64,
    },
    /// No address that mail can be sent to or from.
    #[error("`{0}` is not an address mail can be sent to")]
    Address(String),
    /// Not taken; worth trying again.
    #[error("not sent for now: {0}")]
    Temporary(String),
    /// Not taken, and never will be.
    #[error("refused: {0}")]
    Permanent(String),
    /// The connection broke after the last byte and before the answer: taken or not, nobody knows.
    #[error("the answer was lost: {0}")]
    Unknown(String),
}

/// What is done about a mail that was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prospect {
    /// Try again.
    Later,
    /// It will never be taken.
    Never,
    /// Nobody knows whether it was taken.
    Unknown,
}

impl SendError {
    /// What is done about the mail.
    pub const fn prospect(&self) -> Prospect {
        match self {
            Self::Connect(ConnectError::PlainRefused { .. }) | Self::Address(_) | Self::Permanent(_) => Prospect::Never,
            Self::Unknown(_) => Prospect::Unknown,
            Self::Connect(_) | Self::SignIn(_) | Self::TimedOut { .. } | Self::Temporary(_) => Prospect::Later,
        }
    }
}

/// Whom a mail is for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Recipients<'a> {
    /// Whom it is written to.
    pub to: &'a [&'a str],
    /// Who reads it in copy.
    pub copied: &'a [&'a str],
}

/// A mail that the server took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The server's words.
    pub words: String,
    /// Those in copy whom it refused for good, with its words; empty if the address cannot be read.
    pub refused: Vec<(String, String)>,
}

/// A signed-in connection.
pub struct Connection {
    inner: AsyncSmtpConnection,
    limit: Duration,
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("smtp::Connection")
    }
}

type SmtpError = lettre::transport::smtp::Error;

/// The server's own words, or what is known.
fn words(error: &SmtpError) -> String {
    let mut out = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(it) = source {
        let more = it.to_string();
        if !out.contains(&more) {
            out = format!("{out}: {more}");
        }
        source = it.source();
    }
    crate::address::one_line(&out, 300)
}

/// What an error means while nothing has been handed over yet.
fn before_the_dot(error: &SmtpError) -> SendError {
    if error.is_permanent() { SendError::Permanent(words(error)) } else { SendError::Temporary(words(error)) }
}

async fn limited<T>(
    limit: Duration,
    step: &'static str,
    asked: impl Future<Output = Result<T, SmtpError>>,
) -> Result<T, SendError> {
    let answered = tokio::time::timeout(limit, Box::pin(asked)).await;
    let answered = answered.map_err(|_| SendError::TimedOut { step, seconds: limit.as_secs() })?;
    answered.map_err(|it| before_the_dot(&it))
}

fn tls_parameters(server: &Server) -> Result<TlsParameters, SendError> {
    let refuse = |it: SmtpError| SendError::Permanent(words(&it));
    let mut builder = TlsParameters::builder(server.host.clone()).certificate_store(CertificateStore::WebpkiRoots);
    if let Some(pem) = &server.extra_roots_pem {
        builder = builder.add_root_certificate(Certificate::from_pem(pem.as_bytes()).map_err(refuse)?);
    }
    builder.build().map_err(refuse)
}

/// Connects up to the point where a sign-in may be tried. The words are what the server calls itself.
pub async fn open(server: &Server) -> Result<(Connection, String), SendError> {
    let addresses = tls::resolve(server).await?;
    let hello = ClientId::default();
    let implicit = if server.security == Security::Tls { Some(tls_parameters(server)?) } else { None };
    let asked = AsyncSmtpConnection::connect_tokio1(addresses.as_slice(), Some(server.timeout), &hello, implicit, None);
    let mut inner = limited(server.timeout, "the greeting", asked).await?;
    if server.security == Security::StartTls {
        let parameters = tls_parameters(server)?;
        limited(server.timeout, "STARTTLS", inner.starttls(parameters, &hello)).await?;
    }
    let words = inner.server_info().name().to_owned();
    Ok((Connection { inner, limit: server.timeout }, words))
}

impl Connection {
    /// Signs in, if the server is to be signed in to; its words then.
    pub async fn sign_in(&mut self, server: &Server) -> Result<Option<String>, SendError> {
        let Some(username) = &server.username else { return Ok(None) };
        let credentials = Credentials::new(username.clone(), server.password.clone());
        let asked = self.inner.auth(&[Mechanism::Plain, Mechanism::Login], &credentials);
        let answered = limited(self.limit, "the sign-in", asked).await;
        answered.map(|it| Some(said(&it))).map_err(|it| match it {
            SendError::Temporary(words) | SendError::Permanent(words) => SendError::SignIn(words),
            other => other,
        })
    }

    /// Hands over `raw` from `from` to each of `to`, who must all be taken, and to each of `copied`, of whom one that is
    /// refused for good keeps nobody else's mail back.
    pub async fn send(&mut self, from: &str, whom: Recipients<'_>, raw: &[u8]) -> Result<Taken, SendError> {
        let Recipients { to, copied } = whom;
        let bad = |it: &str| SendError::Address(it.to_owned());
        let sender: Option<Address> = if from.is_empty() { None } else { Some(from.parse().map_err(|_| bad(from))?) };
        let raw = with_crlf(raw);
        // The client ends the text with CRLF itself, before the dot.
        let raw = raw.strip_suffix(b"\r\n").unwrap_or(&raw);
        let mut options = Vec::new();
        if !raw.is_ascii() && self.inner.server_info().supports_feature(Extension::EightBitMime) {
            options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        if to.iter().chain(copied).any(|it| !it.is_ascii()) || !from.is_ascii() {
            options.push(MailParameter::SmtpUtfEight);
        }
        limited(self.limit, "MAIL", self.inner.command(Mail::new(sender, options))).await?;
        for it in to {
            self.recipient(it).await?;
        }
        let mut refused = Vec::new();
        for it in copied {
            match self.recipient(it).await {
                Ok(()) => {}
                Err(SendError::Address(_)) => refused.push(((*it).to_owned(), String::new())),
                Err(SendError::Permanent(words)) => refused.push(((*it).to_owned(), words)),
                Err(other) => return Err(other),
            }
        }
        limited(self.limit, "DATA", self.inner.command(Data)).await?;
        // From here on a broken connection says nothing about whether the mail was taken.
        let handed = tokio::time::timeout(self.limit.saturating_mul(10), Box::pin(self.inner.message(raw))).await;
        match handed {
            Ok(Ok(answer)) => Ok(Taken { words: said(&answer), refused }),
            Ok(Err(error)) if error.is_permanent() => Err(SendError::Permanent(words(&error))),
            Ok(Err(error)) if error.is_transient() => Err(SendError::Temporary(words(&error))),
            Ok(Err(error)) => Err(SendError::Unknown(words(&error))),
            Err(_) => Err(SendError::Unknown("no answer in time".to_owned())),
        }
    }

    async fn recipient(&mut self, it: &str) -> Result<(), SendError> {
        let address: Address = it.parse().map_err(|_| SendError::Address(it.to_owned()))?;
        limited(self.limit, "RCPT", self.inner.command(Rcpt::new(address, vec![]))).await?;
        Ok(())
    }

    /// Says goodbye; a server that does not answer is left.
    pub async fn close(mut self) {
        let _ = tokio::time::timeout(self.limit, Box::pin(self.inner.quit())).await;
    }
}

/// Connects, signs in, hands over one mail and leaves.
pub async fn send(server: &Server, from: &str, whom: Recipients<'_>, raw: &[u8]) -> Result<Taken, SendError> {
    let (mut connection, _) = open(server).await?;
    connection.sign_in(server).await?;
    let answer = connection.send(from, whom, raw).await?;
    connection.close().await;
    Ok(answer)
}

fn said(response: &Response) -> String {
    let lines: Vec<&str> = response.message().collect();
    crate::address::one_line(&format!("{} {}", response.code(), lines.join(" ")), 300)
}

/// Every line end as CRLF: a lone LF or CR is how one mail is smuggled into another (SMTP smuggling, 2023).
pub fn with_crlf(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len() + raw.len() / 40);
    let mut bytes = raw.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\r' => {
                if bytes.peek() == Some(&b'\n') {
                    bytes.next();
                }
                out.extend_from_slice(b"\r\n");
            }
            b'\n' => out.extend_from_slice(b"\r\n"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lone_line_ends_become_whole() {
        assert_eq!(with_crlf(b"a\nb\r\nc\rd\n.\r\ne"), b"a\r\nb\r\nc\r\nd\r\n.\r\ne");
    }
}
