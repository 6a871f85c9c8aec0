//! We answered a case, or took an answer back while it was held.

use db::Tx;
use kernel::{Actor, CaseId, InteractionId, Timestamp};

use crate::actions::clocks::Clocks;
use crate::actions::{begin_change, save, write_history};
use crate::case::Case;
use crate::deadline::{Fact, steps};
use crate::draft::Mode;
use crate::error::CaseError;
use crate::event::{CaseAnswered, CaseChanged, Subject};
use crate::history::Detail;
use crate::store;

/// How many entries back an answer can be taken back: it is held for a minute at most.
const LOOK_BACK: i64 = 50;

/// Records the answer `interaction`, sent `at`: what was unanswered is answered, replies promised are met.
///
/// The writer's draft of an answer is dropped. On a closed case it is recorded too: it stays closed.
pub async fn record(
    tx: &mut Tx,
    actor: &Actor,
    id: CaseId,
    interaction_id: InteractionId,
    at: Timestamp,
) -> Result<Case, CaseError> {
    let mut case = begin_change(tx, actor, id).await?;
    let now = tx.now();
    let at = at.min(now);
    let mut clocks = Clocks::load(tx, id).await?;
    let before = case.clone();
    case.answer(at);
    let steps = steps(Fact::Answered, &case, now);
    clocks.take(tx, &mut case, &steps, None, at)?;
    save(tx, &case).await?;
    let answered = Detail::Answered {
        interaction_id,
        unanswered_since: before.unanswered_since,
        is_first: before.first_answered_at.is_none(),
        last_answered_at: before.last_answered_at,
        clocks: clocks.ended(),
    };
    write_history(tx, actor, id, answered).await?;
    clocks.store(tx, actor, &case).await?;
    if let Some(staff) = actor.staff_id() {
        store::drafts::delete(tx, id, Mode::Reply, staff).await?;
    }
    tx.emit(&CaseAnswered { subject: Subject::of(&case, actor, now), interaction_id }).await?;
    Ok(case)
}

/// Takes the answer `interaction` back: clocks it met go on as if it had not been. Only the last answer of a case can
/// be taken back; whether it is still held is for whoever sends it to say.
pub async fn retract(tx: &mut Tx, actor: &Actor, id: CaseId, interaction_id: InteractionId) -> Result<Case, CaseError> {
    let mut case = begin_change(tx, actor, id).await?;
    let now = tx.now();
    let last = store::history::newest(tx, id, LOOK_BACK).await?.into_iter().find_map(|entry| match entry.detail {
        Detail::Answered { interaction_id, unanswered_since, is_first, last_answered_at, clocks } => {
            Some(Some((interaction_id, unanswered_since, is_first, last_answered_at, clocks)))
        }
        Detail::AnswerRetracted { .. } => Some(None),
        _ => None,
    });
    let Some((_, unanswered_since, is_first, last_answered_at, ended)) =
        last.flatten().filter(|it| it.0 == interaction_id)
    else {
        return Err(CaseError::NoSuchAnswer(interaction_id));
    };
    // Words that came since are newer than those the answer was for.
    case.unanswered_since = unanswered_since.or(case.unanswered_since);
    case.last_answered_at = last_answered_at;
    case.first_answered_at = case.first_answered_at.filter(|_| !is_first);
    case.answer_count = (case.answer_count - 1).max(0);
    let mut clocks = Clocks::load(tx, id).await?;
    if !case.is_closed() {
        clocks.cancel_newer_replies(&ended, now)?;
        clocks.take_up(&mut case, &ended, now)?;
    }
    save(tx, &case).await?;
    write_history(tx, actor, id, Detail::AnswerRetracted { interaction_id }).await?;
    clocks.store(tx, actor, &case).await?;
    let fields = vec!["answer".to_owned()];
    tx.emit(&CaseChanged { subject: Subject::of(&case, actor, now), fields, person_before: None }).await?;
    Ok(case)
}
