//! Gives a case to a team and to somebody.

use access::require;
use db::Tx;
use kernel::{Actor, CaseId, Permission, StaffId, TeamId};

use crate::actions::{begin_change, save, write_history};
use crate::case::Case;
use crate::error::CaseError;
use crate::event::{CaseAssigned, Subject};
use crate::history::Detail;
use crate::store;

/// Gives the case to `team` and `owner`. Everybody who works on cases may take one, give one's own back, and hand one
/// over to a colleague of their own teams who sees it. Giving to anybody else, or to another team, is for those who
/// share work out.
pub async fn assign(
    tx: &mut Tx,
    actor: &Actor,
    id: CaseId,
    team_id: Option<TeamId>,
    owner_id: Option<StaffId>,
) -> Result<Case, CaseError> {
    let mut case = begin_change(tx, actor, id).await?;
    let own = actor.staff_id();
    let takes = owner_id == own || (owner_id.is_none() && case.owner_id == own) || owner_id == case.owner_id;
    let hands_over = match owner_id {
        Some(owner) if !takes => is_colleague(tx, actor, owner, case.team_id).await?,
        _ => false,
    };
    if team_id != case.team_id || !(takes || hands_over) {
        require(actor, Permission::CasesAssign)?;
    }
    if let Some(team) = team_id.filter(|_| team_id != case.team_id)
        && !store::cases::is_active_team(tx, team).await?
    {
        return Err(CaseError::UnknownTeam(team));
    }
    if let Some(owner) = owner_id.filter(|_| owner_id != case.owner_id)
        && !store::cases::is_active_staff(tx, owner).await?
    {
        return Err(CaseError::UnknownOwner(owner));
    }
    let changes = case.assign(team_id, owner_id);
    if changes.is_empty() {
        case.version -= 1;
        return Ok(case);
    }
    save(tx, &case).await?;
    write_history(tx, actor, id, Detail::Assigned { changes }).await?;
    let now = tx.now();
    tx.emit(&CaseAssigned { subject: Subject::of(&case, actor, now) }).await?;
    Ok(case)
}

/// Whether `owner` shares with `actor` the team that the case is with; any team of the actor's, if it is with none.
async fn is_colleague(tx: &mut Tx, actor: &Actor, owner: StaffId, team: Option<TeamId>) -> Result<bool, CaseError> {
    let teams = actor.teams.iter().copied().filter(|it| team.is_none_or(|team| team == *it));
    Ok(store::cases::is_in_team(tx, owner, teams).await?)
}
