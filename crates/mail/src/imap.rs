//! An IMAP client that takes mail without ever losing it.
//!
//! Fetching never changes a mail (`BODY.PEEK`); [`Session::mark_seen`] and [`Session::move_to`] are called once the raw
//! mail is on the caller's disk. Every step has a time limit, and a size limit is asked for before a body is.

use std::time::Duration;

use async_imap::extensions::idle::IdleResponse;
use async_imap::types::UnsolicitedResponse;
use futures_util::TryStreamExt;
use tokio::time::timeout;

use crate::tls::{self, ConnectError, Security, Server, Stream};

type Client = async_imap::Client<Box<dyn Stream>>;
type Inner = async_imap::Session<Box<dyn Stream>>;

/// What went wrong with a mailbox.
#[derive(Debug, thiserror::Error)]
pub enum ImapError {
    /// The connection could not be made.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The server does not do what it must.
    #[error("the server does not offer {0}")]
    NotOffered(&'static str),
    /// The user name or the password is wrong, in the server's words.
    #[error("the server refused the sign-in: {0}")]
    SignIn(String),
    /// The server said no, in its words.
    #[error("{step} was refused: {words}")]
    Refused {
        /// What we asked.
        step: &'static str,
        /// The server's words.
        words: String,
    },
    /// No answer in time.
    #[error("{step} got no answer in {seconds} s")]
    TimedOut {
        /// What we asked.
        step: &'static str,
        /// The limit.
        seconds: u64,
    },
    /// The connection broke, or what came back is not IMAP.
    #[error("the connection broke during {step}: {words}")]
    Broken {
        /// What we were doing.
        step: &'static str,
        /// What is known.
        words: String,
    },
}

impl ImapError {
    /// Whether only a change of the settings can help.
    pub const fn needs_settings(&self) -> bool {
        matches!(self, Self::SignIn(_) | Self::NotOffered(_) | Self::Connect(ConnectError::PlainRefused { .. }))
    }
}

fn failed(step: &'static str, error: async_imap::error::Error) -> ImapError {
    use async_imap::error::Error;
    match error {
        Error::No(words) | Error::Bad(words) => ImapError::Refused { step, words: said(&words) },
        other => ImapError::Broken { step, words: short(&other.to_string()) },
    }
}

fn short(words: &str) -> String {
    crate::address::one_line(words, 300)
}

/// The server's own words, out of what the library makes of a refusal: `code: …, info: Some("…")`, as Rust writes it.
fn said(refusal: &str) -> String {
    let words = refusal.split_once(", info: Some(\"").and_then(|(_, rest)| rest.strip_suffix("\")"));
    words.map_or_else(|| short(refusal), |it| short(&it.replace("\\\"", "\"").replace("\\\\", "\\")))
}

/// A folder as selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Folder {
    /// Changes when the server has lost track of its UIDs.
    pub uid_validity: u32,
    /// The UID the next mail will get, if the server says.
    pub uid_next: Option<u32>,
    /// Mails in it.
    pub exists: u32,
}

/// What is known of a mail before it is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// Its UID.
    pub uid: u32,
    /// Its size in bytes, as the server says.
    pub size_bytes: u64,
}

/// Which mails to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// All.
    All,
    /// Those not yet read by anyone.
    Unseen,
    /// Those whose UID is higher.
    After(u32),
}

/// A signed-in connection.
#[derive(Debug)]
pub struct Session {
    inner: Inner,
    limit: Duration,
    /// Whether the server can tell us of new mail.
    pub has_idle: bool,
    has_move: bool,
    has_uidplus: bool,
}

/// The words of each step of signing in, for the connection test.
#[derive(Debug, Clone, Default)]
pub struct Greeting {
    /// TLS version and suite, if any.
    pub tls: Option<String>,
    /// What the server said on connecting.
    pub words: String,
}

/// Connects up to the point where a sign-in may be tried.
pub async fn open(server: &Server) -> Result<(Client, Greeting), ImapError> {
    let addresses = tls::resolve(server).await?;
    let stream = tls::connect(server, &addresses).await?;
    let mut greeting = Greeting::default();
    let mut client = match server.security {
        Security::Tls => {
            let (stream, words) = tls::protect(server, stream).await?;
            greeting.tls = Some(words);
            Client::new(stream)
        }
        Security::StartTls | Security::Plain => Client::new(Box::new(stream) as Box<dyn Stream>),
    };
    greeting.words = greet(&mut client, server.timeout).await?;
    if server.security == Security::StartTls {
        let asked = client.run_command_and_check_ok("STARTTLS", None);
        let asked = timeout(server.timeout, asked).await.map_err(|_| timed_out("STARTTLS", server.timeout))?;
        asked.map_err(|it| match it {
            async_imap::error::Error::No(_) | async_imap::error::Error::Bad(_) => ImapError::NotOffered("STARTTLS"),
            other => failed("STARTTLS", other),
        })?;
        let (stream, words) = tls::protect(server, client.into_inner()).await?;
        greeting.tls = Some(words);
        client = Client::new(stream);
    }
    Ok((client, greeting))
}

async fn greet(client: &mut Client, limit: Duration) -> Result<String, ImapError> {
    let answer = timeout(limit, client.read_response()).await.map_err(|_| timed_out("the greeting", limit))?;
    let answer = answer.map_err(|it| ImapError::Broken { step: "the greeting", words: short(&it.to_string()) })?;
    let Some(answer) = answer else {
        return Err(ImapError::Broken { step: "the greeting", words: "the server closed the connection".to_owned() });
    };
    match answer.parsed() {
        async_imap::imap_proto::Response::Data { outcome, status, .. } => {
            let words = short(outcome.information.as_deref().unwrap_or_default());
            if *status == async_imap::imap_proto::Status::Ok || *status == async_imap::imap_proto::Status::PreAuth {
                Ok(words)
            } else {
                Err(ImapError::Refused { step: "the greeting", words })
            }
        }
        _ => Err(ImapError::Broken { step: "the greeting", words: "this is not an IMAP server".to_owned() }),
    }
}

const fn timed_out(step: &'static str, limit: Duration) -> ImapError {
    ImapError::TimedOut { step, seconds: limit.as_secs() }
}

impl Session {
    /// Connects and signs in.
    pub async fn sign_in(server: &Server) -> Result<Self, ImapError> {
        let (client, _) = Box::pin(open(server)).await?;
        Self::sign_in_over(client, server).await
    }

    /// Signs in over an open connection.
    pub async fn sign_in_over(client: Client, server: &Server) -> Result<Self, ImapError> {
        let username = server.username.as_deref().unwrap_or_default();
        let asked = client.login(username, &server.password);
        let asked = timeout(server.timeout, asked).await.map_err(|_| timed_out("the sign-in", server.timeout))?;
        let mut inner = asked.map_err(|(it, _)| match it {
            async_imap::error::Error::No(words) | async_imap::error::Error::Bad(words) => {
                ImapError::SignIn(said(&words))
            }
            other => failed("the sign-in", other),
        })?;
        let asked = timeout(server.timeout, inner.capabilities()).await;
        let offered =
            asked.map_err(|_| timed_out("CAPABILITY", server.timeout))?.map_err(|it| failed("CAPABILITY", it))?;
        let (has_idle, has_move, has_uidplus) =
            (offered.has_str("IDLE"), offered.has_str("MOVE"), offered.has_str("UIDPLUS"));
        Ok(Self { inner, limit: server.timeout, has_idle, has_move, has_uidplus })
    }

    /// Opens `folder`.
    pub async fn select(&mut self, folder: &str) -> Result<Folder, ImapError> {
        let asked =
            timeout(self.limit, self.inner.select(folder)).await.map_err(|_| timed_out("SELECT", self.limit))?;
        let found = asked.map_err(|it| failed("SELECT", it))?;
        let uid_validity = found.uid_validity.ok_or(ImapError::NotOffered("UIDVALIDITY"))?;
        Ok(Folder { uid_validity, uid_next: found.uid_next, exists: found.exists })
    }

    /// The wanted mails, lowest UID first. Bodies are not fetched.
    pub async fn list(&mut self, wanted: Wanted) -> Result<Vec<Listed>, ImapError> {
        has_news(&self.inner);
        let query = match wanted {
            Wanted::All => "ALL".to_owned(),
            Wanted::Unseen => "UNSEEN".to_owned(),
            Wanted::After(uid) => format!("UID {}:*", uid.saturating_add(1)),
        };
        let limit = self.limit;
        let asked = timeout(limit, self.inner.uid_search(&query)).await.map_err(|_| timed_out("SEARCH", limit))?;
        let found = asked.map_err(|it| failed("SEARCH", it))?;
        // `n:*` names the last mail even when its UID is lower than n.
        let mut uids: Vec<u32> = match wanted {
            Wanted::After(uid) => found.into_iter().filter(|it| *it > uid).collect(),
            _ => found.into_iter().collect(),
        };
        uids.sort_unstable();
        let mut listed = Vec::with_capacity(uids.len());
        for group in uids.chunks(500) {
            listed.extend(self.sizes(group).await?);
        }
        listed.sort_unstable_by_key(|it| it.uid);
        Ok(listed)
    }

    async fn sizes(&mut self, uids: &[u32]) -> Result<Vec<Listed>, ImapError> {
        let set = uids.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
        let limit = self.limit;
        let asked = async {
            let stream = self.inner.uid_fetch(&set, "(UID RFC822.SIZE)").await?;
            stream.try_collect::<Vec<_>>().await
        };
        let found = timeout(limit, asked).await.map_err(|_| timed_out("FETCH", limit))?;
        let found = found.map_err(|it| failed("FETCH", it))?;
        let listed = found
            .iter()
            .filter_map(|it| it.uid.map(|uid| Listed { uid, size_bytes: u64::from(it.size.unwrap_or_default()) }));
        Ok(listed.collect())
    }

    /// The raw mail, or `None` if it is gone by now. With `bytes_max`, only its beginning.
    pub async fn fetch(&mut self, uid: u32, bytes_max: Option<u32>) -> Result<Option<Vec<u8>>, ImapError> {
        let what = bytes_max.map_or_else(|| "(UID BODY.PEEK[])".to_owned(), |it| format!("(UID BODY.PEEK[]<0.{it}>)"));
        // A large mail over a slow line: ten times the patience of an ordinary command.
        let limit = self.limit.saturating_mul(10);
        let asked = async {
            let stream = self.inner.uid_fetch(uid.to_string(), &what).await?;
            stream.try_collect::<Vec<_>>().await
        };
        let found = timeout(limit, asked).await.map_err(|_| timed_out("FETCH", limit))?;
        let found = found.map_err(|it| failed("FETCH", it))?;
        let this = found.iter().find(|it| it.uid == Some(uid) && it.body().is_some());
        Ok(this.and_then(|it| it.body()).map(<[u8]>::to_vec))
    }

    /// Marks a mail as read. Call it once the raw mail is safe.
    pub async fn mark_seen(&mut self, uid: u32) -> Result<(), ImapError> {
        self.store(uid, "+FLAGS.SILENT (\\Seen)").await
    }

    async fn store(&mut self, uid: u32, what: &str) -> Result<(), ImapError> {
        let limit = self.limit;
        let asked = async {
            let stream = self.inner.uid_store(uid.to_string(), what).await?;
            stream.try_collect::<Vec<_>>().await
        };
        let done = timeout(limit, asked).await.map_err(|_| timed_out("STORE", limit))?;
        done.map(|_| ()).map_err(|it| failed("STORE", it))
    }

    /// Moves a mail to `folder`, which is made if missing. Call it once the raw mail is safe.
    pub async fn move_to(&mut self, uid: u32, folder: &str) -> Result<(), ImapError> {
        let limit = self.limit;
        let set = uid.to_string();
        for attempt in 0..2 {
            let asked = async {
                if self.has_move {
                    self.inner.uid_mv(&set, folder).await
                } else {
                    self.inner.uid_copy(&set, folder).await
                }
            };
            match timeout(limit, asked).await.map_err(|_| timed_out("MOVE", limit))? {
                Ok(()) => break,
                Err(async_imap::error::Error::No(_)) if attempt == 0 => {
                    let made = timeout(limit, self.inner.create(folder)).await;
                    made.map_err(|_| timed_out("CREATE", limit))?.map_err(|it| failed("CREATE", it))?;
                }
                Err(it) => return Err(failed("MOVE", it)),
            }
        }
        if !self.has_move {
            self.store(uid, "+FLAGS.SILENT (\\Deleted)").await?;
            if self.has_uidplus {
                let asked = async {
                    let stream = self.inner.uid_expunge(&set).await?;
                    stream.try_collect::<Vec<_>>().await
                };
                let done = timeout(limit, asked).await.map_err(|_| timed_out("EXPUNGE", limit))?;
                done.map_err(|it| failed("EXPUNGE", it))?;
            }
        }
        Ok(())
    }

    /// Waits until the server reports a change, or `wait` has passed; true if it reported one.
    ///
    /// What the server reported since the last [`Session::list`], in passing while it answered something else, counts:
    /// it does not report it again, and the mail would lie there until the next one comes.
    ///
    /// RFC 2177 asks for a new IDLE at least every 29 minutes; shorter waits also notice dead connections sooner.
    pub async fn idle(self, wait: Duration) -> Result<(Self, bool), ImapError> {
        if has_news(&self.inner) {
            return Ok((self, true));
        }
        let Self { inner, limit, has_idle, has_move, has_uidplus } = self;
        let reported = inner.unsolicited_responses.clone();
        let mut handle = inner.idle();
        let begun = timeout(limit, handle.init()).await.map_err(|_| timed_out("IDLE", limit))?;
        begun.map_err(|it| failed("IDLE", it))?;
        // Reported between the question and the answer: no need to wait for more.
        let was_told = is_news(reported.is_full(), || reported.try_recv().ok());
        let wait = if was_told { Duration::from_millis(1) } else { wait };
        let (changed, _interrupt) = handle.wait_with_timeout(wait);
        let changed = match Box::pin(changed).await.map_err(|it| failed("IDLE", it))? {
            IdleResponse::NewData(_) => true,
            IdleResponse::Timeout => was_told,
            IdleResponse::ManualInterrupt => {
                return Err(ImapError::Broken { step: "IDLE", words: "the server closed the connection".to_owned() });
            }
        };
        let ended = timeout(limit, handle.done()).await.map_err(|_| timed_out("DONE", limit))?;
        let inner = ended.map_err(|it| failed("DONE", it))?;
        Ok((Self { inner, limit, has_idle, has_move, has_uidplus }, changed))
    }

    /// Asks for news without waiting.
    pub async fn noop(&mut self) -> Result<(), ImapError> {
        let asked = timeout(self.limit, self.inner.noop()).await.map_err(|_| timed_out("NOOP", self.limit))?;
        asked.map_err(|it| failed("NOOP", it))
    }

    /// Says goodbye; a server that does not answer is left.
    pub async fn sign_out(mut self) {
        let _ = timeout(self.limit, self.inner.logout()).await;
    }
}

/// Whether the server reported new mail in passing; what it reported is thereby taken note of.
fn has_news(inner: &Inner) -> bool {
    let reported = &inner.unsolicited_responses;
    is_news(reported.is_full(), || reported.try_recv().ok())
}

/// `is_full`: more was reported than the client keeps, and what it dropped may have been the news.
fn is_news(is_full: bool, mut next: impl FnMut() -> Option<UnsolicitedResponse>) -> bool {
    let mut found = is_full;
    while let Some(it) = next() {
        found |= matches!(it, UnsolicitedResponse::Exists(_) | UnsolicitedResponse::Recent(_));
    }
    found
}

/// How long to wait before the next attempt after `failures` in a row: 1, 2, 4 … seconds, at most 5 minutes, and up to a
/// quarter more by `spread` in 0..1, so that many mailboxes of one server do not come back together.
pub fn back_off(failures: u32, spread: f64) -> Duration {
    let base = 1u64.checked_shl(failures.min(9).saturating_sub(1)).unwrap_or(300).min(300);
    Duration::from_secs(base).mul_f64(1.0 + spread.clamp(0.0, 1.0) / 4.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_in_the_servers_own_words() {
        for (refusal, words) in [
            (
                r#"code: None, info: Some("[AUTHENTICATIONFAILED] Authentication failed.")"#,
                "[AUTHENTICATIONFAILED] Authentication failed.",
            ),
            (r#"code: Some(TryCreate), info: Some("no \"Done\" here")"#, r#"no "Done" here"#),
            ("code: None, info: None", "code: None, info: None"),
        ] {
            assert_eq!(said(refusal), words);
        }
    }

    #[test]
    fn waiting_grows_to_five_minutes() {
        let seconds: Vec<u64> = (1..12).map(|it| back_off(it, 0.0).as_secs()).collect();
        assert_eq!(seconds, [1, 2, 4, 8, 16, 32, 64, 128, 256, 256, 256]);
        assert!(back_off(3, 1.0) == Duration::from_secs(5));
    }
}
