//! The mailroom's jobs, what it does on facts, and the tasks that watch the mailboxes.

pub mod runner;

use cases::event::CaseChanged;
use db::Envelope;
use interactions::State;
use interactions::event::{InteractionRecorded, InteractionStateChanged};
use jobs::{Job, Lane, Worker};
use kernel::InteractionId;
use serde::{Deserialize, Serialize};

use crate::actions::Mailroom;
use crate::error::MailroomError;

/// Hands one mail over to its server.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendMail {
    /// The interaction it carries.
    pub interaction_id: InteractionId,
}

impl Job for SendMail {
    const NAME: &'static str = "send_mail";
    const LANE: Lane = Lane::Mail;
}

/// Lets an answer go once it has been held.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReleaseReply {
    /// The answer.
    pub interaction_id: InteractionId,
}

impl Job for ReleaseReply {
    const NAME: &'static str = "release_reply";
    const LANE: Lane = Lane::Timers;
}

/// Adds what the mailroom handles to `worker`.
#[must_use]
pub fn handlers(worker: Worker, mailroom: &Mailroom) -> Worker {
    let [send, release, recorded, changed, moved] = std::array::from_fn(|_| mailroom.clone());
    worker
        .on(move |job: SendMail| {
            let mailroom = send.clone();
            async move { Box::pin(mailroom.send(job.interaction_id)).await }
        })
        .on(move |job: ReleaseReply| {
            let mailroom = release.clone();
            async move {
                let mut tx = mailroom.db.begin().await?;
                mailroom.release_reply(&mut tx, job.interaction_id).await?;
                tx.commit().await?;
                Ok::<(), MailroomError>(())
            }
        })
        .on_event("interaction_recorded", "mailroom_plan_recorded", move |envelope: Envelope| {
            let mailroom = recorded.clone();
            async move {
                let fact: InteractionRecorded = envelope.read()?;
                plan(&mailroom, fact.interaction_id, Some(fact.state)).await
            }
        })
        .on_event("interaction_state_changed", "mailroom_plan_changed", move |envelope: Envelope| {
            let mailroom = changed.clone();
            async move {
                let fact: InteractionStateChanged = envelope.read()?;
                // Our own retries queue their job themselves.
                if fact.from == State::Sending {
                    return Ok(());
                }
                plan(&mailroom, fact.interaction_id, fact.to).await
            }
        })
        .on_event("case_changed", "mailroom_move_contacts", move |envelope: Envelope| {
            let mailroom = moved.clone();
            async move { move_contacts(&mailroom, envelope.read()?).await }
        })
}

/// The case is another person's: what was said on it stands on their timeline.
async fn move_contacts(mailroom: &Mailroom, fact: CaseChanged) -> Result<(), MailroomError> {
    if !fact.fields.iter().any(|it| it == "person_id") {
        return Ok(());
    }
    let actor = crate::actions::flow();
    let mut tx = mailroom.db.begin().await?;
    // As it is now: facts may come late, and the case may be somebody else's again.
    let case = cases::actions::find(&mut tx, &actor, fact.subject.case_id).await?;
    interactions::actions::move_case(&mut tx, &actor, case.id, fact.person_before, case.person_id).await?;
    tx.commit().await?;
    Ok(())
}

async fn plan(mailroom: &Mailroom, id: InteractionId, state: Option<State>) -> Result<(), MailroomError> {
    if state != Some(State::Queued) {
        return Ok(());
    }
    let mut tx = mailroom.db.begin().await?;
    mailroom.plan_sending(&mut tx, id).await?;
    tx.commit().await?;
    Ok(())
}
