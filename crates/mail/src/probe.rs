//! Tests a mailbox step by step, with the server's own words, so that whoever sets it up sees where it stops.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tokio::sync::mpsc::Sender;

use crate::imap::{self, Session, Wanted};
use crate::smtp::{self, Recipients};
use crate::tls::{self, Server};

/// One step of the test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The name of the receiving server has an address.
    ImapDns,
    /// The receiving server can be reached.
    ImapTcp,
    /// The receiving server speaks IMAP, protected as asked.
    ImapTls,
    /// It lets us in.
    ImapLogin,
    /// The folder opens.
    ImapSelect,
    /// It tells us of new mail.
    ImapIdle,
    /// The name of the sending server has an address.
    SmtpDns,
    /// The sending server answers, protected as asked.
    SmtpEhlo,
    /// It lets us in.
    SmtpLogin,
    /// It took a test mail from us to ourselves.
    SmtpSend,
    /// The test mail came back.
    RoundTrip,
}

/// How a step ended.
#[derive(Debug)]
pub struct StepResult {
    /// Which.
    pub step: Step,
    /// What was found, or what went wrong.
    pub result: Result<Found, ProbeError>,
    /// How long it took.
    pub milliseconds: u64,
}

/// What a step that went well found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The name's addresses, one after another.
    Addresses(String),
    /// Somebody answers at this port.
    Port(u16),
    /// What the server said, and under which protection, if under any.
    Said {
        /// The protection: `TLSv1.3`…
        tls: Option<String>,
        /// The server's words.
        words: String,
    },
    /// We are let in.
    SignedIn,
    /// No sign-in is asked for.
    NoSignIn,
    /// A folder, and how many mails are in it.
    Folder {
        /// Its name.
        name: String,
        /// Mails in it.
        mails: u32,
    },
    /// New mail is told of at once.
    Told,
    /// The server cannot tell: mail is looked for every minute.
    LookedFor,
    /// The test mail came back.
    CameBack,
}

/// Why a step went wrong.
#[derive(Debug, thiserror::Error)]
pub enum ProbeError {
    /// The connection.
    #[error(transparent)]
    Connect(#[from] tls::ConnectError),
    /// Receiving.
    #[error(transparent)]
    Imap(#[from] imap::ImapError),
    /// Sending.
    #[error(transparent)]
    Send(#[from] smtp::SendError),
    /// The test mail did not come back in time.
    #[error("the test mail has not come back in {0} s")]
    NotBack(u64),
}

/// What to test.
#[derive(Debug, Clone)]
pub struct Probe {
    /// The receiving server, if there is one.
    pub imap: Option<Server>,
    /// Its folder.
    pub folder: String,
    /// The sending server, if there is one.
    pub smtp: Option<Server>,
    /// A mail to ourselves for the round trip: our address, the raw mail and its Message-ID; none leaves it out.
    pub round_trip: Option<(String, Vec<u8>, String)>,
    /// How long the round trip may take.
    pub round_trip_limit: Duration,
}

struct Report {
    to: Sender<StepResult>,
    begun: Instant,
}

impl Report {
    async fn tell<T, E: Into<ProbeError>>(&mut self, step: Step, result: Result<(T, Found), E>) -> Option<T> {
        let milliseconds = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.begun = Instant::now();
        let (value, result) = match result {
            Ok((value, found)) => (Some(value), Ok(found)),
            Err(error) => (None, Err(error.into())),
        };
        // Whoever asked may have left; the test then runs to its end for nothing.
        let _ = self.to.send(StepResult { step, result, milliseconds }).await;
        value
    }
}

/// Runs the steps in order, each reported as it ends; a step that fails ends its half. Returns whether all went well.
pub async fn run(probe: Probe, to: Sender<StepResult>) -> bool {
    let mut report = Report { to, begun: Instant::now() };
    let mut session = None;
    let mut is_good = true;
    if let Some(server) = &probe.imap {
        session = Box::pin(receive_half(server, &probe.folder, &mut report)).await;
        is_good = session.is_some();
    }
    if let Some(server) = &probe.smtp {
        is_good &= Box::pin(send_half(server, &probe, &mut report)).await.is_some();
    }
    if let (Some(session), true, Some((_, _, message_id)), true) =
        (session, is_good, &probe.round_trip, probe.smtp.is_some())
    {
        is_good = Box::pin(come_back(session, message_id, probe.round_trip_limit, &mut report)).await.is_some();
    }
    is_good
}

async fn receive_half(server: &Server, folder: &str, report: &mut Report) -> Option<Session> {
    let found = tls::resolve(server).await;
    let addresses = report
        .tell(
            Step::ImapDns,
            found.map(|it| {
                let shown = shown(&it);
                (it, Found::Addresses(shown))
            }),
        )
        .await?;
    let reached = tls::connect(server, &addresses).await;
    report.tell(Step::ImapTcp, reached.map(|_| ((), Found::Port(server.port)))).await?;
    let opened = imap::open(server).await;
    let client = report
        .tell(Step::ImapTls, opened.map(|(client, it)| (client, Found::Said { tls: it.tls, words: it.words })))
        .await?;
    let signed_in = Session::sign_in_over(client, server).await;
    let mut session = report.tell(Step::ImapLogin, signed_in.map(|it| (it, Found::SignedIn))).await?;
    let selected = session.select(folder).await;
    report
        .tell(Step::ImapSelect, selected.map(|it| ((), Found::Folder { name: folder.to_owned(), mails: it.exists })))
        .await?;
    if !session.has_idle {
        report.tell::<_, ProbeError>(Step::ImapIdle, Ok(((), Found::LookedFor))).await;
        return Some(session);
    }
    let idled = session.idle(Duration::from_millis(200)).await;
    report.tell(Step::ImapIdle, idled.map(|(it, _)| (it, Found::Told))).await
}

async fn send_half(server: &Server, probe: &Probe, report: &mut Report) -> Option<()> {
    let found = tls::resolve(server).await;
    report.tell(Step::SmtpDns, found.map(|it| ((), Found::Addresses(shown(&it))))).await?;
    let opened = smtp::open(server).await;
    let opened = opened.map(|(it, words)| (it, Found::Said { tls: None, words }));
    let mut connection = report.tell(Step::SmtpEhlo, opened).await?;
    let signed_in = connection.sign_in(server).await;
    report
        .tell(
            Step::SmtpLogin,
            signed_in.map(|it| ((), it.map_or(Found::NoSignIn, |words| Found::Said { tls: None, words }))),
        )
        .await?;
    if let Some((address, raw, _)) = &probe.round_trip {
        let sent =
            connection.send(address, Recipients { to: &[address.as_str()], copied: &[] }, raw).await.map(|it| it.words);
        report.tell(Step::SmtpSend, sent.map(|words| ((), Found::Said { tls: None, words }))).await?;
    }
    connection.close().await;
    Some(())
}

fn shown(addresses: &[std::net::SocketAddr]) -> String {
    let all: Vec<String> = addresses.iter().map(|it| it.ip().to_string()).collect();
    all.join(", ")
}

async fn come_back(session: Session, message_id: &str, limit: Duration, report: &mut Report) -> Option<()> {
    let result = wait_for(session, message_id, limit).await;
    report.tell(Step::RoundTrip, result.map(|()| ((), Found::CameBack))).await
}

async fn wait_for(mut session: Session, message_id: &str, limit: Duration) -> Result<(), ProbeError> {
    let until = Instant::now() + limit;
    let mut seen = std::collections::HashSet::new();
    while Instant::now() < until {
        session.noop().await?;
        for it in session.list(Wanted::Unseen).await? {
            if !seen.insert(it.uid) {
                continue;
            }
            let head = session.fetch(it.uid, Some(8_192)).await?.unwrap_or_default();
            if String::from_utf8_lossy(&head).contains(message_id) {
                session.mark_seen(it.uid).await?;
                session.sign_out().await;
                return Ok(());
            }
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    Err(ProbeError::NotBack(limit.as_secs()))
}
