//! Who may see which event on the live stream.
//!
//! Asked once per event. What concerns a case is shown to those who may read it; the rest by permission. An event that
//! is not listed here is shown to nobody: a new one must be thought about.

use std::sync::Arc;

use api::Audience;
use api::live::{AudienceFuture, AudienceOf};
use db::{Db, DbError, Envelope};
use kernel::Permission;
use kernel::id::CaseId;

use crate::store;

/// The rule, as [`api::Live`] takes it.
pub fn rule() -> AudienceOf {
    Arc::new(|db: Db, envelope: Envelope| -> AudienceFuture { Box::pin(async move { of(&db, &envelope).await }) })
}

async fn of(db: &Db, envelope: &Envelope) -> Result<Audience, DbError> {
    let case = envelope.payload.get("case_id").and_then(|it| it.as_str()).and_then(|it| it.parse::<CaseId>().ok());
    if let Some(case) = case {
        return of_case(db, case).await;
    }
    Ok(match envelope.name.as_str() {
        "person_created" | "person_changed" | "interaction_recorded" | "interaction_state_changed" => {
            Audience::Holding(Permission::CustomersRead)
        }
        "persons_imported" | "import_progressed" => Audience::Holding(Permission::CustomersImport),
        "survey_published" | "invitation_sent" | "response_received" => Audience::Holding(Permission::SurveysRead),
        "mail_received" | "mail_sent" | "mail_failed" | "mail_quarantined" => {
            Audience::Holding(Permission::QuarantineManage)
        }
        "mailbox_changed" => Audience::Holding(Permission::MailboxesManage),
        "staff_changed" => Audience::Everyone,
        // Whoever's session or key it is has their stream ended by it, without being shown it.
        "api_key_revoked" => Audience::Holding(Permission::ApiKeysManage),
        "session_ended" => Audience::Holding(Permission::StaffManage),
        _ => Audience::Nobody,
    })
}

/// By the team the case has now. One read by primary key.
async fn of_case(db: &Db, case: CaseId) -> Result<Audience, DbError> {
    let team = store::team_of_case(&mut *db.read().await?, case).await?;
    Ok(team.map_or(Audience::Nobody, Audience::OfTeam))
}
