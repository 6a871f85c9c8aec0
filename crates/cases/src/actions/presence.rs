//! Tells the others who came to a case, who writes on it, and who left.

use db::{Db, Event};
use kernel::{Actor, CaseId, StaffId, TeamId};
use serde::{Deserialize, Serialize};

use crate::actions::find;
use crate::error::CaseError;
use crate::presence::{Doing, Presence, Present};

/// Somebody came to a case, began to write on it, or left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CasePresenceChanged {
    /// The case.
    pub case_id: CaseId,
    /// Team it is with.
    pub team_id: Option<TeamId>,
    /// Who.
    pub staff_id: StaffId,
    /// What they do; `None`: they left.
    pub doing: Option<Doing>,
}

impl Event for CasePresenceChanged {
    const NAME: &'static str = "case_presence_changed";
    fn subject(&self) -> String {
        self.case_id.to_string()
    }
}

/// The actor, called `name`, does `doing` on a case, or left it. Gives the others who are there. Writes only when that
/// is news, so that signs of life cost no commit.
pub async fn set(
    db: &Db,
    presence: &Presence,
    actor: &Actor,
    id: CaseId,
    (name, doing): (&str, Option<Doing>),
) -> Result<Vec<Present>, CaseError> {
    let staff_id = actor.staff_id().ok_or(CaseError::StaffOnly)?;
    let case = {
        let mut read = db.read().await?;
        find(&mut read, actor, id).await?
    };
    let is_news = match doing {
        Some(doing) => presence.set(id, (staff_id, name), doing, db.now()),
        None => presence.leave(id, staff_id),
    };
    if is_news {
        let mut tx = db.begin().await?;
        tx.emit(&CasePresenceChanged { case_id: id, team_id: case.team_id, staff_id, doing }).await?;
        tx.commit().await?;
    }
    let mut on = presence.on(&[id], db.now()).remove(&id).unwrap_or_default();
    on.retain(|it| it.staff_id != staff_id);
    Ok(on)
}
