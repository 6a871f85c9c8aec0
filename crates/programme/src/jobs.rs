//! Work of the programme that is done later.

use std::sync::Arc;

use ::jobs::{Job, Lane, Worker};
use kernel::{Actor, InvitationId};
use serde::{Deserialize, Serialize};

use crate::actions;

/// An invitation is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendInvitation {
    /// Which.
    pub invitation_id: InvitationId,
}

impl Job for SendInvitation {
    const NAME: &'static str = "send_invitation";
    const LANE: Lane = Lane::Other;
}

/// `worker` with the jobs and reactions of the programme, and what surveys do by themselves.
#[must_use]
pub fn handlers(worker: Worker, state: &api::State) -> Worker {
    let state = Arc::new(state.clone());
    let (for_send, for_settle) = (state.clone(), state.clone());
    let worker = worker
        .on(move |job: SendInvitation| {
            let state = for_send.clone();
            async move {
                let actor = Actor::system(SendInvitation::NAME);
                actions::send_invitation(&state, &actor, job.invitation_id).await
            }
        })
        .periodic(surveys::jobs::SettleSurveys::NAME, surveys::jobs::SETTLE_EVERY_SECONDS, move || {
            let state = for_settle.clone();
            async move { surveys::jobs::SettleSurveys::run(&state.db).await }
        });
    crate::reactions::register(worker, &state)
}
