//! What follows from what happened: the table «event → action».
//!
//! | event | action |
//! |---|---|
//! | `case_closed` | the first survey rule that concerns the case schedules an invitation, or records why not |
//! | `case_closed` | if a call-back was done in it, the call-back is closed |
//! | `case_reopened` | if a call-back ended with it, the call is owed again |
//! | `invitation_requested` | the invitation is sent at once |
//! | `interaction_state_changed` | an invitation whose mail failed has asked nobody; one that left after all has |
//! | `response_received` | the answer stands on the customer's timeline, as it is now |
//! | `response_received` | a detractor's, or a wish to be called, opens a call-back with its case; a later no ends it |
//! | `callback_requested` | a wish to be called, on the page of a case, opens a call-back, or gives the one owed its number |
//!
//! Facts come at least once and in no promised order: every action here changes nothing the second time.

use std::sync::Arc;

use ::jobs::Worker;
use cases::event::{CaseClosed, CaseReopened};
use db::{Envelope, Event};
use interactions::event::InteractionStateChanged;
use interactions::interaction::State;
use kernel::{Actor, CaseId, PersonId};
use serde::Deserialize;
use surveys::event::{InvitationRequested, ResponseReceived};

use crate::actions;
use crate::error::ProgrammeError;

/// What `portal` tells when a customer asks on the page of their case to be called. The two do not know each other: the
/// name and the ids are what they agree on.
const CALLBACK_REQUESTED: &str = "callback_requested";

#[derive(Deserialize)]
struct CallbackRequested {
    case_id: CaseId,
    person_id: PersonId,
}

/// `worker` with every reaction.
#[must_use]
pub fn register(worker: Worker, state: &Arc<api::State>) -> Worker {
    let [survey, closure, reopening, invitation, mail, answer, callback, request] =
        std::array::from_fn(|_| state.clone());
    worker
        .on_event(CaseClosed::NAME, "survey_closed_case", move |it| survey_closed_case(survey.clone(), it))
        .on_event(CaseClosed::NAME, "close_callback_with_case", move |it| close_callback(closure.clone(), it))
        .on_event(CaseReopened::NAME, "reopen_callback_with_case", move |it| reopen_callback(reopening.clone(), it))
        .on_event(InvitationRequested::NAME, "send_requested_invitation", move |it| send(invitation.clone(), it))
        .on_event(InteractionStateChanged::NAME, "follow_delivery", move |it| follow_delivery(mail.clone(), it))
        .on_event(ResponseReceived::NAME, "record_answer", move |it| record_answer(answer.clone(), it))
        .on_event(ResponseReceived::NAME, "open_callback", move |it| open_callback(callback.clone(), it))
        .on_event(CALLBACK_REQUESTED, "open_requested_callback", move |it| open_requested(request.clone(), it))
}

async fn survey_closed_case(state: Arc<api::State>, envelope: Envelope) -> Result<(), ProgrammeError> {
    let fact: CaseClosed = envelope.read()?;
    let mut tx = state.db.begin().await?;
    actions::survey_closed_case(&mut tx, &Actor::system("survey_closed_case"), &fact).await?;
    Ok(tx.commit().await?)
}

async fn close_callback(state: Arc<api::State>, envelope: Envelope) -> Result<(), ProgrammeError> {
    let fact: CaseClosed = envelope.read()?;
    let mut tx = state.db.begin().await?;
    actions::close_callback_with_case(
        &mut tx,
        &Actor::system("close_callback"),
        fact.subject.case_id,
        &fact.subject.actor,
    )
    .await?;
    Ok(tx.commit().await?)
}

async fn reopen_callback(state: Arc<api::State>, envelope: Envelope) -> Result<(), ProgrammeError> {
    let fact: CaseReopened = envelope.read()?;
    let mut tx = state.db.begin().await?;
    actions::reopen_callback_with_case(&mut tx, &Actor::system("reopen_callback"), fact.subject.case_id).await?;
    Ok(tx.commit().await?)
}

async fn send(state: Arc<api::State>, envelope: Envelope) -> Result<(), ProgrammeError> {
    let fact: InvitationRequested = envelope.read()?;
    actions::send_invitation(&state, &Actor::system("send_requested_invitation"), fact.invitation_id).await
}

async fn follow_delivery(state: Arc<api::State>, envelope: Envelope) -> Result<(), ProgrammeError> {
    let fact: InteractionStateChanged = envelope.read()?;
    if !matches!(fact.to, Some(State::Failed | State::Sent)) {
        return Ok(());
    }
    let mut tx = state.db.begin().await?;
    actions::follow_delivery(&mut tx, &Actor::system("follow_delivery"), fact.interaction_id).await?;
    Ok(tx.commit().await?)
}

async fn record_answer(state: Arc<api::State>, envelope: Envelope) -> Result<(), ProgrammeError> {
    let fact: ResponseReceived = envelope.read()?;
    let mut tx = state.db.begin().await?;
    actions::record_answer(&mut tx, &Actor::system("record_answer"), &fact, state.words).await?;
    Ok(tx.commit().await?)
}

async fn open_callback(state: Arc<api::State>, envelope: Envelope) -> Result<(), ProgrammeError> {
    let fact: ResponseReceived = envelope.read()?;
    let mut tx = state.db.begin().await?;
    let locale = state.config.locale;
    actions::open_callback(&mut tx, &Actor::system("open_callback"), &fact, state.words, locale).await?;
    Ok(tx.commit().await?)
}

async fn open_requested(state: Arc<api::State>, envelope: Envelope) -> Result<(), ProgrammeError> {
    let fact: CallbackRequested = envelope.read()?;
    let mut tx = state.db.begin().await?;
    let actor = Actor::system("open_requested_callback");
    let asked = actions::Asked { case_id: fact.case_id, person_id: fact.person_id, at: envelope.at };
    actions::open_requested_callback(&mut tx, &actor, &asked, state.words, state.config.locale).await?;
    Ok(tx.commit().await?)
}
