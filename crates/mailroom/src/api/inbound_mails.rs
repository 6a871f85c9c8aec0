//! `/inbound-mails`, `/inbound-mail-days`: the accounts of what came in, and the quarantine.

use access::Caller;
use api::{Json, Paging, Path, Problem, Query, State, Versioned};
use axum::http::header;
use axum::response::IntoResponse;
use kernel::{CaseId, Cursor, InboundId, InteractionId, MailboxId, Page, Timestamp};
use serde::{Deserialize, Serialize};

use crate::actions::Mailroom;
use crate::actions::accounts::{self, Slice};
use crate::intake::{Outcome, Trace};
use crate::store::inbound::InboundRow;

/// A mail that came in, and what became of it.
#[derive(Serialize, utoipa::ToSchema)]
pub struct InboundMailView {
    /// Names it. Its raw content is at `/inbound-mails/{id}/content`.
    pub id: InboundId,
    /// The mailbox it came to; none: imported.
    pub mailbox_id: Option<MailboxId>,
    /// Where it was found, if not on a server.
    pub place: Option<String>,
    /// The author's address as written; proves nothing.
    pub from_address: Option<String>,
    /// Its subject.
    pub subject: Option<String>,
    /// Its Message-ID.
    pub message_id: Option<String>,
    /// Its size.
    pub size_bytes: i64,
    /// Files in it.
    pub attachments_count: i64,
    /// When it was taken.
    pub received_at: Timestamp,
    /// How it ended.
    pub outcome: Outcome,
    /// Why, if it was quarantined or rejected: a stable code.
    pub cause: Option<String>,
    /// The stages that decided, in order.
    pub trace: Vec<Trace>,
    /// The case it opened or joined.
    pub case_id: Option<CaseId>,
    /// The interaction it became.
    pub interaction_id: Option<InteractionId>,
    /// Who decided last.
    pub decided_by: String,
    /// When.
    pub decided_at: Timestamp,
    /// Also the `ETag`.
    pub version: i64,
}

/// One page of inbound mails.
#[derive(Serialize, utoipa::ToSchema)]
pub struct InboundMailPage {
    /// Newest first.
    pub items: Vec<InboundMailView>,
    /// Where the next page starts.
    pub next: Option<Cursor>,
}

/// Which inbound mails.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InboundMailFilter {
    /// How they ended.
    #[serde(default)]
    #[param(required = false)]
    pub outcome: Option<Outcome>,
    /// Where they came in.
    #[serde(default)]
    #[param(required = false, value_type = Option<String>)]
    pub mailbox_id: Option<MailboxId>,
}

/// One day's accounts: `received` is the sum of the four outcomes.
#[derive(Serialize, utoipa::ToSchema)]
pub struct InboundMailDay {
    /// The day, UTC, YYYY-MM-DD.
    pub day: String,
    /// Mails taken.
    pub received: i64,
    /// That opened a case.
    pub new_case: i64,
    /// That joined one.
    pub follow_up: i64,
    /// That wait for staff.
    pub quarantine: i64,
    /// That are kept and go nowhere.
    pub rejected: i64,
    /// Whether the sum is right.
    pub reconciles: bool,
}

/// One page of days.
#[derive(Serialize, utoipa::ToSchema)]
pub struct InboundMailDayPage {
    /// Newest first.
    pub items: Vec<InboundMailDay>,
    /// Where the next page starts.
    pub next: Option<Cursor>,
}

fn view(it: InboundRow) -> InboundMailView {
    InboundMailView {
        id: it.id,
        mailbox_id: it.mailbox_id,
        place: it.place,
        from_address: it.from_address,
        subject: it.subject,
        message_id: it.message_id,
        size_bytes: it.size_bytes,
        attachments_count: it.attachments_count,
        received_at: it.received_at,
        outcome: it.outcome,
        cause: it.cause,
        trace: it.trace,
        case_id: it.case_id,
        interaction_id: it.interaction_id,
        decided_by: it.decided_by,
        decided_at: it.decided_at,
        version: it.version,
    }
}

/// Mails that came in, newest first. `outcome=quarantine` is the quarantine.
#[utoipa::path(
    get, path = "/inbound-mails", operation_id = "list_inbound_mails", tag = "mailroom",
    params(Paging, InboundMailFilter),
    responses((status = 200, description = "One page", body = InboundMailPage))
)]
pub async fn list_inbound_mails(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    paging: Paging,
    Query(filter): Query<InboundMailFilter>,
) -> Result<Json<InboundMailPage>, Problem> {
    let slice = Slice { before: paging.number(0)?, rows: paging.rows(), limit: paging.limit };
    let mut conn = state.db.read().await?;
    let page = accounts::inbound(&mut conn, &caller.actor, filter.outcome, filter.mailbox_id, slice).await?.map(view);
    Ok(Json(InboundMailPage { items: page.items, next: page.next }))
}

/// One mail that came in, with its trace.
#[utoipa::path(
    get, path = "/inbound-mails/{id}", operation_id = "get_inbound_mail", tag = "mailroom",
    params(("id" = InboundId, Path, description = "The mail")),
    responses(
        (status = 200, description = "It", body = InboundMailView),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_inbound_mail(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<InboundId>,
) -> Result<Versioned<InboundMailView>, Problem> {
    let row = accounts::one(&mut *state.db.read().await?, &caller.actor, id).await?;
    Ok(Versioned::new(row.version, view(row)))
}

/// The raw mail, to be saved, never shown.
#[utoipa::path(
    get, path = "/inbound-mails/{id}/content", operation_id = "get_inbound_mail_content", tag = "mailroom",
    params(("id" = InboundId, Path, description = "The mail")),
    responses(
        (status = 200, description = "The mail as it came", content_type = "application/octet-stream", body = Vec<u8>),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_inbound_mail_content(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<InboundId>,
) -> Result<impl IntoResponse, Problem> {
    let raw = Mailroom::new(&state).raw(&caller.actor, id).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{id}.eml\"")),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ];
    Ok((headers, raw))
}

/// The accounts by day, newest first.
#[utoipa::path(
    get, path = "/inbound-mail-days", operation_id = "list_inbound_mail_days", tag = "mailroom", params(Paging),
    responses((status = 200, description = "One page", body = InboundMailDayPage))
)]
pub async fn list_inbound_mail_days(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    paging: Paging,
) -> Result<Json<InboundMailDayPage>, Problem> {
    let before = paging.text(0)?;
    let rows = accounts::days_before(&mut *state.db.read().await?, &caller.actor, before, paging.rows()).await?;
    let page = Page::from_rows(rows, paging.limit, |it| Cursor::new([it.day.clone()])).map(|it| InboundMailDay {
        reconciles: it.received == it.new_case + it.follow_up + it.quarantine + it.rejected,
        day: it.day,
        received: it.received,
        new_case: it.new_case,
        follow_up: it.follow_up,
        quarantine: it.quarantine,
        rejected: it.rejected,
    });
    Ok(Json(InboundMailDayPage { items: page.items, next: page.next }))
}

/// Lets a quarantined mail in: it opens a case.
#[utoipa::path(
    put, path = "/inbound-mails/{id}/release", operation_id = "release_inbound_mail", tag = "mailroom",
    params(("id" = InboundId, Path, description = "The mail")),
    responses(
        (status = 200, description = "Let in", body = InboundMailView),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It is not in quarantine", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn release_inbound_mail(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<InboundId>,
) -> Result<Versioned<InboundMailView>, Problem> {
    Box::pin(Mailroom::new(&state).release(&caller.actor, id)).await?;
    let row = accounts::one(&mut *state.db.read().await?, &caller.actor, id).await?;
    Ok(Versioned::new(row.version, view(row)))
}

/// Says of a quarantined mail that it goes nowhere. It is kept.
#[utoipa::path(
    put, path = "/inbound-mails/{id}/rejection", operation_id = "reject_inbound_mail", tag = "mailroom",
    params(("id" = InboundId, Path, description = "The mail")),
    responses(
        (status = 200, description = "Rejected", body = InboundMailView),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It is not in quarantine", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn reject_inbound_mail(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<InboundId>,
) -> Result<Versioned<InboundMailView>, Problem> {
    Mailroom::new(&state).reject(&caller.actor, id).await?;
    let row = accounts::one(&mut *state.db.read().await?, &caller.actor, id).await?;
    Ok(Versioned::new(row.version, view(row)))
}
