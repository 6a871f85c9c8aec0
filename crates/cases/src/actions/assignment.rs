//! Gives a case to a team and to somebody.

use access::require;
use db::Tx;
use kernel::actor::ActorKind;
use kernel::{Actor, CaseId, Permission, StaffId, TeamId};

use crate::actions::{begin_change, save, write_history};
use crate::case::{Case, NewCase};
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
    let (new_team, new_owner) =
        (team_id.filter(|_| team_id != case.team_id), owner_id.filter(|_| owner_id != case.owner_id));
    check_in_use(tx, new_team, new_owner).await?;
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

/// Settles whose a case is that `actor` opens.
///
/// Whom somebody names for it is held to the same rules as [`assign`], but that a team of one's own may be named. What a
/// flow names comes from a setting (the mailbox, the case a call-back is about) and counts as long as it is in use. Named
/// for neither, it goes to the team of its type, if that is in use.
pub(crate) async fn settle(
    tx: &mut Tx,
    actor: &Actor,
    new: &mut NewCase,
    of_type: Option<TeamId>,
) -> Result<(), CaseError> {
    if matches!(actor.kind, ActorKind::System(_)) {
        new.team_id = team_in_use(tx, new.team_id).await?;
    } else {
        let (team_id, owner_id) = (new.team_id, new.owner_id);
        let is_own_team = team_id.is_none_or(|it| actor.teams.contains(&it));
        let may_own = match owner_id {
            Some(owner) if owner_id != actor.staff_id() => is_colleague(tx, actor, owner, team_id).await?,
            _ => true,
        };
        if !(is_own_team && may_own) {
            require(actor, Permission::CasesAssign)?;
        }
        check_in_use(tx, team_id, owner_id).await?;
    }
    if new.team_id.is_none() && new.owner_id.is_none() {
        new.team_id = team_in_use(tx, of_type).await?;
    }
    Ok(())
}

async fn team_in_use(tx: &mut Tx, team: Option<TeamId>) -> Result<Option<TeamId>, CaseError> {
    Ok(match team {
        Some(id) if store::cases::is_active_team(tx, id).await? => Some(id),
        _ => None,
    })
}

/// Refuses a team or a member of staff that is not there, or not any more.
async fn check_in_use(tx: &mut Tx, team: Option<TeamId>, owner: Option<StaffId>) -> Result<(), CaseError> {
    if let Some(team) = team
        && !store::cases::is_active_team(tx, team).await?
    {
        return Err(CaseError::UnknownTeam(team));
    }
    if let Some(owner) = owner
        && !store::cases::is_active_staff(tx, owner).await?
    {
        return Err(CaseError::UnknownOwner(owner));
    }
    Ok(())
}

/// Whether `owner` shares with `actor` the team that the case is with; any team of the actor's, if it is with none.
async fn is_colleague(tx: &mut Tx, actor: &Actor, owner: StaffId, team: Option<TeamId>) -> Result<bool, CaseError> {
    let teams = actor.teams.iter().copied().filter(|it| team.is_none_or(|team| team == *it));
    Ok(store::cases::is_in_team(tx, owner, teams).await?)
}
