//! `/outbound-mails`: what leaves, and how it fares.

use access::Caller;
use api::{Json, Paging, Problem, Query, State};
use kernel::{CaseId, Cursor, InteractionId, MailboxId, OutboundId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::actions::accounts::{self, Slice};
use crate::outbound::State as Progress;

/// A mail on its way out.
#[derive(Serialize, utoipa::ToSchema)]
pub struct OutboundMailView {
    /// Names it.
    pub id: OutboundId,
    /// The interaction it carries.
    pub interaction_id: InteractionId,
    /// The case it is about.
    pub case_id: Option<CaseId>,
    /// The mailbox it leaves by.
    pub mailbox_id: Option<MailboxId>,
    /// Whether no person wrote it.
    pub is_automatic: bool,
    /// Where it stands.
    pub state: Progress,
    /// How often it was tried.
    pub tries: i64,
    /// The last server's words.
    pub last_words: Option<String>,
    /// Queued at.
    pub queued_at: Timestamp,
    /// Taken by the next server at.
    pub sent_at: Option<Timestamp>,
}

/// One page of outbound mails.
#[derive(Serialize, utoipa::ToSchema)]
pub struct OutboundMailPage {
    /// Newest first.
    pub items: Vec<OutboundMailView>,
    /// Where the next page starts.
    pub next: Option<Cursor>,
}

/// Which outbound mails.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OutboundMailFilter {
    /// Where they stand.
    #[serde(default)]
    #[param(required = false)]
    pub state: Option<Progress>,
}

/// Mails that leave, newest first.
#[utoipa::path(
    get, path = "/outbound-mails", operation_id = "list_outbound_mails", tag = "mailroom",
    params(Paging, OutboundMailFilter),
    responses((status = 200, description = "One page", body = OutboundMailPage))
)]
pub async fn list_outbound_mails(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    paging: Paging,
    Query(filter): Query<OutboundMailFilter>,
) -> Result<Json<OutboundMailPage>, Problem> {
    let slice = Slice { before: paging.number(0)?, rows: paging.rows(), limit: paging.limit };
    let rows = accounts::outbound(&mut *state.db.read().await?, &caller.actor, filter.state, slice).await?;
    let page = rows.map(|it| OutboundMailView {
        id: it.id,
        interaction_id: it.interaction_id,
        case_id: it.case_id,
        mailbox_id: it.mailbox_id,
        is_automatic: it.is_automatic,
        state: it.state,
        tries: it.tries,
        last_words: it.last_words,
        queued_at: it.queued_at,
        sent_at: it.sent_at,
    });
    Ok(Json(OutboundMailPage { items: page.items, next: page.next }))
}
