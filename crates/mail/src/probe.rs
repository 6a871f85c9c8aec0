//! Tests a mailbox step by step, with the server's own words, so that whoever sets it up sees where it stops.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tokio::sync::mpsc::Sender;

use crate::imap::{self, Session, Wanted};
use crate::smtp;
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepResult {
    /// Which.
    pub step: Step,
    /// Whether it went well.
    pub is_good: bool,
    /// What the server said, or what went wrong.
    pub words: String,
    /// How long it took.
    pub milliseconds: u64,
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
    async fn tell<T, E: std::fmt::Display>(&mut self, step: Step, result: Result<(T, String), E>) -> Option<T> {
        let milliseconds = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.begun = Instant::now();
        let (value, is_good, words) = match result {
            Ok((value, words)) => (Some(value), true, words),
            Err(error) => (None, false, error.to_string()),
        };
        // Whoever asked may have left; the test then runs to its end for nothing.
        let _ = self.to.send(StepResult { step, is_good, words, milliseconds }).await;
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
                let words = format!("{it:?}");
                (it, words)
            }),
        )
        .await?;
    let reached = tls::connect(server, &addresses).await;
    report.tell(Step::ImapTcp, reached.map(|_| ((), format!("port {} answers", server.port)))).await?;
    let opened = imap::open(server).await;
    let client = report
        .tell(
            Step::ImapTls,
            opened.map(|(client, it)| {
                let words = it.tls.map_or_else(|| it.words.clone(), |tls| format!("{tls} {}", it.words));
                (client, words)
            }),
        )
        .await?;
    let signed_in = Session::sign_in_over(client, server).await;
    let mut session = report.tell(Step::ImapLogin, signed_in.map(|it| (it, "signed in".to_owned()))).await?;
    let selected = session.select(folder).await;
    report
        .tell(
            Step::ImapSelect,
            selected.map(|it| ((), format!("{folder}: {} mails, UIDVALIDITY {}", it.exists, it.uid_validity))),
        )
        .await?;
    if !session.has_idle {
        let words = "not offered: mail is looked for every minute".to_owned();
        report.tell::<_, std::convert::Infallible>(Step::ImapIdle, Ok(((), words))).await;
        return Some(session);
    }
    let idled = session.idle(Duration::from_millis(200)).await;
    report.tell(Step::ImapIdle, idled.map(|(it, _)| (it, "new mail is reported at once".to_owned()))).await
}

async fn send_half(server: &Server, probe: &Probe, report: &mut Report) -> Option<()> {
    let found = tls::resolve(server).await;
    report.tell(Step::SmtpDns, found.map(|it| ((), format!("{it:?}")))).await?;
    let opened = smtp::open(server).await;
    let mut connection = report.tell(Step::SmtpEhlo, opened).await?;
    let signed_in = connection.sign_in(server).await;
    report.tell(Step::SmtpLogin, signed_in.map(|it| ((), it))).await?;
    if let Some((address, raw, _)) = &probe.round_trip {
        let sent = connection.send(address, &[address.as_str()], raw).await;
        report.tell(Step::SmtpSend, sent.map(|it| ((), it))).await?;
    }
    connection.close().await;
    Some(())
}

#[derive(Debug, thiserror::Error)]
enum TripError {
    #[error(transparent)]
    Imap(#[from] imap::ImapError),
    #[error("the test mail has not come back in {0} s")]
    NotBack(u64),
}

async fn come_back(session: Session, message_id: &str, limit: Duration, report: &mut Report) -> Option<()> {
    let result = wait_for(session, message_id, limit).await;
    report.tell(Step::RoundTrip, result.map(|()| ((), "the test mail came back".to_owned()))).await
}

async fn wait_for(mut session: Session, message_id: &str, limit: Duration) -> Result<(), TripError> {
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
    Err(TripError::NotBack(limit.as_secs()))
}
