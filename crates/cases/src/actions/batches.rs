//! One act on all that a view holds: written down at once, done case by case by a job, and taken back in one go.
//!
//! The job acts as whoever asked for it, with the permissions they have when each case's turn comes.

use access::require;
use db::{Conn, Db, Tx};
use kernel::actor::ActorKind;
use kernel::{Actor, BatchId, CaseId, Permission, StaffId};

use crate::actions::{assign, close, find, reopen, resume, snooze, wait, wake};
use crate::batch::{Act, Batch, Before, CASES_MAX, Progress};
use crate::case::Case;
use crate::error::CaseError;
use crate::inbox::Filter;
use crate::jobs::RunCaseBatch;
use crate::store;

/// How many refusals are shown one by one.
const REFUSALS_SHOWN: i64 = 50;

/// Does `act` with all the cases of `filter` that the actor sees now, as the inbox lists them.
pub async fn start(tx: &mut Tx, actor: &Actor, filter: &Filter, act: Act) -> Result<Batch, CaseError> {
    let staff_id = asking(actor)?;
    let scope = actor.case_scope();
    let now = tx.now();
    let batch = Batch { id: tx.id(), staff_id, act, reverses: None, total: 0, created_at: now, ended_at: None };
    store::batches::insert(tx, &batch).await?;
    let mut total = match filter.named() {
        Some(case) => store::list::freeze_one(tx, batch.id, case, &scope).await?,
        None => 0,
    };
    if total == 0 {
        let count = store::list::count(tx, filter, &scope, now).await?;
        if count > CASES_MAX {
            return Err(CaseError::BatchTooLarge(count));
        }
        total = store::list::freeze(tx, batch.id, filter, &scope).await?;
    }
    begin(tx, batch, total).await
}

/// Takes a batch back: each case that was not touched since is as it was before.
pub async fn reverse(tx: &mut Tx, actor: &Actor, id: BatchId) -> Result<Batch, CaseError> {
    let staff_id = asking(actor)?;
    let of = own(tx, actor, id).await?;
    let is_over = of.ended_at.is_some();
    if !is_over || of.reverses.is_some() || store::batches::is_reversed(tx, id).await? {
        return Err(CaseError::BatchFinal(id));
    }
    let now = tx.now();
    let batch =
        Batch { id: tx.id(), staff_id, act: of.act, reverses: Some(id), total: 0, created_at: now, ended_at: None };
    store::batches::insert(tx, &batch).await?;
    let total = store::batches::freeze_done(tx, batch.id, id).await?;
    begin(tx, batch, total).await
}

/// Ends a batch where it is: what is done stays, the rest is left alone.
pub async fn stop(tx: &mut Tx, actor: &Actor, id: BatchId) -> Result<(), CaseError> {
    own(tx, actor, id).await?;
    Ok(store::batches::end(tx, id).await?)
}

/// How far a batch of the actor's is.
pub async fn progress(conn: &mut Conn, actor: &Actor, id: BatchId) -> Result<Progress, CaseError> {
    let batch = own(conn, actor, id).await?;
    let (done, refused) = store::batches::counts(conn, id).await?;
    let is_reversed = store::batches::is_reversed(conn, id).await?;
    let mut refusals = store::batches::refusals(conn, id, REFUSALS_SHOWN).await?;
    for (refusal, team) in &mut refusals {
        // It went to another team, or was there when its turn came: that it refused may be told, its words may not.
        if !actor.sees_team(*team) {
            refusal.subject.clear();
        }
    }
    let refusals = refusals.into_iter().map(|it| it.0).collect();
    Ok(Progress { batch, done, refused, is_reversed, refusals })
}

/// Does the next `limit` cases of a batch, each in a transaction of its own; tells whether some are left. Safe to run
/// twice: a case and what became of it are written together.
pub async fn go_on(db: &Db, id: BatchId, limit: i64) -> Result<bool, CaseError> {
    let (batch, actor, ids) = {
        let mut read = db.read().await?;
        let Some(batch) = store::batches::find(&mut read, id, None).await? else { return Ok(false) };
        let actor = access::api::caller::actor_of_staff(&mut read, batch.staff_id).await?;
        let nobody = Actor { kind: ActorKind::Staff(batch.staff_id), teams: Vec::new(), permissions: Vec::new() };
        let ids = store::batches::left(&mut read, id, limit).await?;
        (batch, actor.unwrap_or(nobody), ids)
    };
    for case in &ids {
        one(db, &batch, &actor, *case).await?;
    }
    let goes_on = i64::try_from(ids.len()) == Ok(limit) && batch.ended_at.is_none();
    if !goes_on {
        let mut tx = db.begin().await?;
        store::batches::end(&mut tx, id).await?;
        tx.commit().await?;
    }
    Ok(goes_on)
}

async fn one(db: &Db, batch: &Batch, actor: &Actor, id: CaseId) -> Result<(), CaseError> {
    let mut tx = db.begin().await?;
    if !store::batches::is_left(&mut tx, batch.id, id).await? {
        return Ok(());
    }
    match act(&mut tx, batch, actor, id).await {
        Ok((before, case)) => {
            store::batches::set_done(&mut tx, batch.id, id, (&before, case.version)).await?;
            Ok(tx.commit().await?)
        }
        Err(CaseError::Db(cause)) => Err(cause.into()),
        Err(refusal) => {
            drop(tx);
            let code = api::Problem::from(refusal).code;
            let mut tx = db.begin().await?;
            store::batches::set_refused(&mut tx, batch.id, id, &code).await?;
            Ok(tx.commit().await?)
        }
    }
}

async fn act(tx: &mut Tx, batch: &Batch, actor: &Actor, id: CaseId) -> Result<(Before, Case), CaseError> {
    if let Some(of) = batch.reverses {
        return take_back(tx, batch, of, actor, id).await;
    }
    let case = find(tx, actor, id).await?;
    let before = Before::of(&case);
    let done = match &batch.act {
        Act::Owner { owner_id } => assign(tx, actor, id, case.team_id, *owner_id).await?,
        Act::Team { team_id } => assign(tx, actor, id, *team_id, None).await?,
        Act::Waiting { cause } => wait(tx, actor, id, *cause, None).await?,
        Act::Snooze { until } => snooze(tx, actor, id, *until).await?,
        Act::Closure => close(tx, actor, id).await?,
    };
    Ok((before, done))
}

/// Sets a case that nobody touched since to what it was before batch `of`.
async fn take_back(
    tx: &mut Tx,
    batch: &Batch,
    of: BatchId,
    actor: &Actor,
    id: CaseId,
) -> Result<(Before, Case), CaseError> {
    let (then, version) = store::batches::done(tx, of, id).await?.ok_or(CaseError::NotFound(id))?;
    let mut actor = actor.clone();
    if let Act::Team { team_id: Some(given_to) } = batch.act
        && actor.sees_team(then.team_id)
    {
        // Who gave a case of theirs away may take it back from where they gave it, though they do not see it there.
        actor.teams.push(given_to);
    }
    let case = find(tx, &actor, id).await?;
    if case.version != version {
        return Err(CaseError::Stale(id));
    }
    let before = Before::of(&case);
    Ok((before, set_back(tx, &actor, &case, &batch.act, &then).await?))
}

/// Sets `case` to what it was before `act`. A wait or a snooze that would be over by now does not begin again.
async fn set_back(tx: &mut Tx, actor: &Actor, case: &Case, act: &Act, then: &Before) -> Result<Case, CaseError> {
    let (id, now) = (case.id, tx.now());
    let waited = then.waiting.filter(|_| then.waiting_until.is_none_or(|it| it > now));
    let slept = then.snoozed_until.filter(|it| *it > now);
    let back = match act {
        Act::Owner { .. } | Act::Team { .. } => return assign(tx, actor, id, then.team_id, then.owner_id).await,
        Act::Snooze { .. } => {
            return match slept {
                Some(until) => snooze(tx, actor, id, until).await,
                None => wake(tx, actor, id).await,
            };
        }
        Act::Closure => reopen(tx, actor, id).await?,
        Act::Waiting { .. } if waited.is_none() => resume(tx, actor, id).await?,
        Act::Waiting { .. } => case.clone(),
    };
    let back = match waited {
        Some(cause) => wait(tx, actor, id, cause, then.waiting_until).await?,
        None => back,
    };
    match slept {
        Some(until) => snooze(tx, actor, id, until).await,
        None => Ok(back),
    }
}

/// Staff who work on cases; programs act on each case by itself.
fn asking(actor: &Actor) -> Result<StaffId, CaseError> {
    require(actor, Permission::CasesRead)?;
    require(actor, Permission::CasesWrite)?;
    actor.staff_id().ok_or(CaseError::StaffOnly)
}

async fn own(conn: &mut Conn, actor: &Actor, id: BatchId) -> Result<Batch, CaseError> {
    let staff = asking(actor)?;
    store::batches::find(conn, id, Some(staff)).await?.ok_or(CaseError::BatchNotFound(id))
}

async fn begin(tx: &mut Tx, mut batch: Batch, total: u64) -> Result<Batch, CaseError> {
    batch.total = i64::try_from(total).unwrap_or(i64::MAX);
    store::batches::set_total(tx, batch.id, batch.total).await?;
    jobs::enqueue(tx, &RunCaseBatch { batch_id: batch.id }).await?;
    Ok(batch)
}
