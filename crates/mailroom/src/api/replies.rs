//! `/cases/{id}/replies`, `/cases/{id}/notes`, `/interactions/{id}/sender-decision`.

use access::Caller;
use api::{Answer, Idempotency, Json, Path, Problem, State, no_content};
use kernel::{AttachmentId, CaseId, InteractionId, TemplateId};
use serde::{Deserialize, Serialize};

use crate::actions::Mailroom;
use crate::actions::replies::Reply;

/// An answer to send.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplyNew {
    /// The text, as the customer reads it.
    pub text: String,
    /// The template it started from.
    #[serde(default)]
    #[schema(required = false)]
    pub template_id: Option<TemplateId>,
    /// Whether the case is closed with it.
    #[serde(default)]
    #[schema(required = false)]
    pub close_after: bool,
    /// How long it can be taken back, seconds; 0 to 60.
    #[serde(default = "ten")]
    #[schema(required = false, default = 10, maximum = 60)]
    pub hold_seconds: u32,
    /// The files that go along, of those in `/cases/{id}/reply-files`.
    #[serde(default)]
    #[schema(required = false, max_items = 20)]
    pub file_ids: Vec<AttachmentId>,
    /// The customer's last words that were read; absent: there were none.
    #[serde(default)]
    #[schema(required = false)]
    pub last_seen_interaction_id: Option<InteractionId>,
    /// The case's `answer_count` when the writer last read it: the reply is held back if a colleague has answered since.
    #[serde(default)]
    #[schema(required = false)]
    pub answers_seen: Option<i64>,
}

const fn ten() -> u32 {
    10
}

/// A note to colleagues.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteNew {
    /// What colleagues read.
    pub text: String,
}

/// What was written.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Written {
    /// The interaction it became.
    pub interaction_id: InteractionId,
    /// The case.
    pub case_id: CaseId,
    /// The version of the case after it.
    pub case_version: i64,
}

/// The words that were taken back, to be written on.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Withdrawn {
    /// The text.
    pub text: String,
}

/// Whether words whose sender is not proven are the customer's.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SenderDecision {
    /// They are.
    pub is_accepted: bool,
    /// Their sender takes part in the case from now on.
    #[serde(default)]
    #[schema(required = false)]
    pub as_participant: bool,
}

/// Answers a case. The answer is held, then sent; while it is held it can be taken back.
#[utoipa::path(
    post, path = "/cases/{id}/replies", operation_id = "create_reply", tag = "mailroom", request_body = ReplyNew,
    params(("id" = CaseId, Path, description = "The case")),
    responses(
        (status = 201, description = "Written", body = Written),
        (status = 404, description = "No such case", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The customer has written since (`newer_words`), or a colleague (`answered_meanwhile`), or they have no address (`no_recipient`), or a file is not there any more (`reply_file_gone`)", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create_reply(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<CaseId>,
    key: Idempotency,
    Json(body): Json<ReplyNew>,
) -> Result<Answer, Problem> {
    let reply = Reply {
        text: body.text,
        template_id: body.template_id,
        closes: body.close_after,
        hold_seconds: body.hold_seconds,
        file_ids: body.file_ids,
        last_seen: body.last_seen_interaction_id,
        answers_seen: body.answers_seen,
    };
    let mut tx = state.db.begin().await?;
    if let Some(answer) = key.replay(&mut tx, &caller.actor).await? {
        return Ok(answer);
    }
    let (interaction_id, case) = Mailroom::new(&state).reply(&mut tx, &caller.actor, id, &reply).await?;
    let view = Written { interaction_id, case_id: id, case_version: case.version };
    let answer = api::created(format!("/api/v1/interactions/{interaction_id}"), 1, &view)?;
    let answer = key.store(&mut tx, &caller.actor, answer).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Takes a held answer back. Its words are given back to be written on, its files wait in `/cases/{id}/reply-files`.
#[utoipa::path(
    delete, path = "/cases/{id}/replies/{interaction_id}", operation_id = "withdraw_reply", tag = "mailroom",
    params(
        ("id" = CaseId, Path, description = "The case"),
        ("interaction_id" = InteractionId, Path, description = "The answer"),
    ),
    responses(
        (status = 200, description = "Taken back", body = Withdrawn),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It is on its way", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn withdraw_reply(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path((id, interaction_id)): Path<(CaseId, InteractionId)>,
) -> Result<Json<Withdrawn>, Problem> {
    let mut tx = state.db.begin().await?;
    let withdrawn = Mailroom::new(&state).withdraw_reply(&mut tx, &caller.actor, id, interaction_id).await?;
    tx.commit().await?;
    Ok(Json(Withdrawn { text: withdrawn.body_text }))
}

/// Sends an answer again that could not be sent, or of which nobody knows whether it was.
#[utoipa::path(
    put, path = "/interactions/{id}/sending", operation_id = "send_interaction_again", tag = "mailroom",
    params(("id" = InteractionId, Path, description = "The answer")),
    responses(
        (status = 204, description = "It is on its way again"),
        (status = 404, description = "None of a case", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It is on its way, or was sent", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn send_interaction_again(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<InteractionId>,
) -> Result<Answer, Problem> {
    let mut tx = state.db.begin().await?;
    Mailroom::new(&state).send_again(&mut tx, &caller.actor, id).await?;
    tx.commit().await?;
    Ok(no_content())
}

/// Writes a note for colleagues on a case.
#[utoipa::path(
    post, path = "/cases/{id}/notes", operation_id = "create_note", tag = "mailroom", request_body = NoteNew,
    params(("id" = CaseId, Path, description = "The case")),
    responses(
        (status = 201, description = "Written", body = Written),
        (status = 404, description = "No such case", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create_note(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<CaseId>,
    key: Idempotency,
    Json(body): Json<NoteNew>,
) -> Result<Answer, Problem> {
    let mut tx = state.db.begin().await?;
    if let Some(answer) = key.replay(&mut tx, &caller.actor).await? {
        return Ok(answer);
    }
    let (interaction_id, case) = Mailroom::new(&state).note(&mut tx, &caller.actor, id, &body.text).await?;
    let view = Written { interaction_id, case_id: id, case_version: case.version };
    let answer = api::created(format!("/api/v1/interactions/{interaction_id}"), 1, &view)?;
    let answer = key.store(&mut tx, &caller.actor, answer).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Decides whether words whose sender is not proven are the customer's.
#[utoipa::path(
    put, path = "/interactions/{id}/sender-decision", operation_id = "decide_sender", tag = "mailroom",
    request_body = SenderDecision, params(("id" = InteractionId, Path, description = "The interaction")),
    responses(
        (status = 204, description = "Decided"),
        (status = 404, description = "None that awaits a decision", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn decide_sender(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<InteractionId>,
    Json(body): Json<SenderDecision>,
) -> Result<Answer, Problem> {
    let mut tx = state.db.begin().await?;
    let mailroom = Mailroom::new(&state);
    mailroom.decide_sender(&mut tx, &caller.actor, id, body.is_accepted, body.as_participant).await?;
    tx.commit().await?;
    Ok(no_content())
}
