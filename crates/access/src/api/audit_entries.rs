//! `/audit-entries`: who changed what, when; and whether the log was touched since.

use api::{Json, Paging, Problem, Query, State};
use kernel::{AuditId, Cursor, Page, Timestamp};
use serde::{Deserialize, Serialize};

use crate::actions;
use crate::api::caller::Caller;
use crate::audit_entry::{AuditEntry, AuditFilter};

/// One change.
#[derive(Serialize, utoipa::ToSchema)]
pub struct AuditEntryView {
    /// Names it.
    pub id: AuditId,
    /// When.
    pub at: Timestamp,
    /// Who: `staff_…`, `key_…`, `person_…` or `system:…`.
    pub actor: String,
    /// What: `staff_created`.
    pub action: String,
    /// On what.
    pub subject: String,
    /// What more there is to know.
    #[schema(value_type = Object)]
    pub details: serde_json::Value,
}

/// One page of changes.
#[derive(Serialize, utoipa::ToSchema)]
pub struct AuditEntryPage {
    /// Newest first.
    pub items: Vec<AuditEntryView>,
    /// Where the next page starts.
    pub next: Option<Cursor>,
}

/// Which changes to list.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// By this actor.
    #[param(required = false)]
    actor: Option<String>,
    /// Of this kind.
    #[param(required = false)]
    action: Option<String>,
    /// On this subject.
    #[param(required = false)]
    subject: Option<String>,
    /// At or after.
    #[param(required = false)]
    since: Option<Timestamp>,
    /// Before.
    #[param(required = false)]
    until: Option<Timestamp>,
}

/// Whether the chain of hashes over the log holds.
#[derive(Serialize, utoipa::ToSchema)]
pub struct AuditChain {
    /// Whether every sealed entry is as it was.
    pub holds: bool,
    /// The first place of the chain that does not hold, from 1.
    pub broken_at: Option<i64>,
}

fn view(entry: AuditEntry) -> AuditEntryView {
    AuditEntryView {
        id: entry.id,
        at: entry.at,
        actor: entry.actor,
        action: entry.action,
        subject: entry.subject,
        details: serde_json::from_str(&entry.details).unwrap_or_default(),
    }
}

/// Changes, newest first.
#[utoipa::path(
    get, path = "/audit-entries", operation_id = "list_audit_entries", tag = "access", params(AuditQuery, Paging),
    responses((status = 200, description = "One page", body = AuditEntryPage))
)]
pub async fn list_audit_entries(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Query(query): Query<AuditQuery>,
    paging: Paging,
) -> Result<Json<AuditEntryPage>, Problem> {
    let filter = AuditFilter {
        actor: query.actor,
        action: query.action,
        subject: query.subject,
        since: query.since,
        until: query.until,
    };
    let before = paging.number(0)?;
    let mut read = state.db.read().await?;
    let rows = actions::audit::list(&mut read, &caller.actor, &filter, before, paging.limit).await?;
    let page = Page::from_rows(rows, paging.limit, |it| Cursor::new([it.id.get()])).map(view);
    Ok(Json(AuditEntryPage { items: page.items, next: page.next }))
}

/// Walks the chain of hashes over the log. O(entries).
#[utoipa::path(
    get, path = "/audit-chain", operation_id = "get_audit_chain", tag = "access",
    responses((status = 200, description = "Whether it holds", body = AuditChain))
)]
pub async fn get_audit_chain(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
) -> Result<Json<AuditChain>, Problem> {
    let broken_at = actions::audit::verify(&mut *state.db.read().await?, &caller.actor).await?;
    Ok(Json(AuditChain { holds: broken_at.is_none(), broken_at }))
}
