//! Answers and notes of advisers, and their decision on words whose sender is not proven.

use cases::Case;
use cases::participant::Part;
use db::Tx;
use interactions::actions::NewInteraction;
use interactions::{Channel, Interaction, InteractionError, Kind, State, StateReason};
use kernel::{Actor, AttachmentId, CaseId, InteractionId, Permission, TemplateId};
use serde_json::json;

use crate::actions::Mailroom;
use crate::error::MailroomError;
use crate::jobs::ReleaseReply;
use crate::store;

/// The longest time an answer is held.
pub const HOLD_SECONDS_MAX: u32 = 60;
/// The longest text.
pub const TEXT_MAX: usize = 100_000;

/// An answer to be sent.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The text, as the customer reads it.
    pub text: String,
    /// The template it started from.
    pub template_id: Option<TemplateId>,
    /// Whether the case is closed with it.
    pub closes: bool,
    /// How long it can be taken back.
    pub hold_seconds: u32,
    /// The customer's last words the adviser has read; none: there were none.
    pub last_seen: Option<InteractionId>,
    /// The files that go along, of those the adviser has added.
    pub file_ids: Vec<AttachmentId>,
    /// How many answers of ours the adviser has read; none: nobody asked.
    pub answers_seen: Option<i64>,
}

fn checked(text: &str) -> Result<&str, MailroomError> {
    let text = text.trim_end();
    if text.trim().is_empty() {
        return Err(MailroomError::TextEmpty);
    }
    if text.chars().count() > TEXT_MAX {
        return Err(MailroomError::TextLong(TEXT_MAX));
    }
    Ok(text)
}

fn timer(id: InteractionId) -> String {
    format!("release_reply:{id}")
}

impl Mailroom {
    /// Writes an answer on the case. It is held, then sent; held answers can be taken back.
    ///
    /// Error: [`MailroomError::NewerWords`] if the customer has written what the adviser has not read,
    /// [`MailroomError::AnsweredMeanwhile`] if a colleague has.
    pub async fn reply(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        id: CaseId,
        reply: &Reply,
    ) -> Result<(InteractionId, Case), MailroomError> {
        access::require(actor, Permission::CasesWrite)?;
        let case = cases::actions::find(tx, actor, id).await?;
        let text = checked(&reply.text)?;
        if reply.hold_seconds > HOLD_SECONDS_MAX {
            return Err(MailroomError::HoldLong(HOLD_SECONDS_MAX));
        }
        if let Some(newest) = case.last_inbound_id.filter(|it| reply.last_seen.is_none_or(|seen| seen < *it)) {
            return Err(MailroomError::NewerWords { case: id, seen: reply.last_seen, newest });
        }
        if reply.answers_seen.is_some_and(|seen| seen < case.answer_count) {
            return Err(MailroomError::AnsweredMeanwhile(id));
        }
        let recipients = store::threads::recipients(tx, id).await?;
        if recipients.is_empty() {
            return Err(MailroomError::NoRecipient(id));
        }
        let named = |(name, address): &(Option<String>, String)| json!({ "name": name, "address": address });
        let to: Vec<_> = recipients.iter().map(named).collect();
        let cc: Vec<_> = store::threads::copied(tx, id).await?.iter().map(named).collect();
        let mut new = NewInteraction::new(Channel::Mail, Kind::Message, text);
        new.case_id = Some(id);
        new.person_id = case.person_id;
        new.account_id = case.account_id;
        new.language = Some(case.language.code().to_owned());
        new.in_reply_to = match case.last_inbound_id {
            Some(last) => interactions::actions::find(tx, last).await?.and_then(|it| it.message_id),
            None => None,
        };
        new.meta = json!({ "to": to, "cc": cc, "template_id": reply.template_id, "closes": reply.closes });
        new.attachments = self.take_files(tx, actor, id, &reply.file_ids).await?;
        let state = if reply.hold_seconds > 0 { State::Held } else { State::Queued };
        // Who may answer cases may write to their customers, whatever else they may: the case was checked above.
        let interaction = interactions::actions::record_outbound(tx, &writer(actor), new, state).await?.id;
        let now = tx.now();
        let mut case = cases::actions::record_answer(tx, actor, id, interaction, now).await?;
        if reply.closes && !case.is_closed() {
            case = cases::actions::close(tx, actor, id).await?;
        }
        if reply.hold_seconds > 0 {
            let at = now.plus_seconds(i64::from(reply.hold_seconds));
            jobs::set_timer(tx, &timer(interaction), &ReleaseReply { interaction_id: interaction }, at).await?;
        }
        Ok((interaction, case))
    }

    /// Takes a held answer back: the case is as it was before, and words and files are given back to be written on.
    pub async fn withdraw_reply(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        id: CaseId,
        interaction: InteractionId,
    ) -> Result<Interaction, MailroomError> {
        access::require(actor, Permission::CasesWrite)?;
        let case = cases::actions::find(tx, actor, id).await?;
        let found = interactions::actions::find(tx, interaction).await?;
        let found = found.filter(|it| it.case_id == Some(id)).ok_or(MailroomError::NoDecision(interaction))?;
        self.give_files_back(tx, actor, id, interaction).await?;
        let withdrawn = interactions::actions::withdraw(tx, &writer(actor), interaction).await?;
        jobs::cancel(tx, &timer(interaction)).await?;
        let closed_it = found.meta.get("closes").and_then(serde_json::Value::as_bool).unwrap_or(false);
        if closed_it && case.is_closed() {
            cases::actions::reopen(tx, actor, id).await?;
        }
        cases::actions::retract_answer(tx, actor, id, interaction).await?;
        Ok(withdrawn)
    }

    /// Lets a held answer go, once its time is over. Safe to repeat.
    pub async fn release_reply(&self, tx: &mut Tx, id: InteractionId) -> Result<(), MailroomError> {
        let Some(found) = interactions::actions::find(tx, id).await? else { return Ok(()) };
        if found.state == State::Held {
            interactions::actions::set_state(tx, &crate::actions::flow(), id, State::Queued, None).await?;
        }
        self.plan_sending(tx, id).await
    }

    /// Sends an answer again that was not sent, or of which nobody knows.
    ///
    /// Error: [`MailroomError::NoDecision`] if it is none of a case; `interaction_state` if it is on its way.
    pub async fn send_again(&self, tx: &mut Tx, actor: &Actor, id: InteractionId) -> Result<(), MailroomError> {
        access::require(actor, Permission::CasesWrite)?;
        let found = interactions::actions::find(tx, id).await?.ok_or(MailroomError::NoDecision(id))?;
        cases::actions::find(tx, actor, found.case_id.ok_or(MailroomError::NoDecision(id))?).await?;
        if !matches!(found.state, State::Failed | State::Unknown) {
            return Err(InteractionError::State { id, from: found.state.code(), to: State::Queued.code() }.into());
        }
        interactions::actions::set_state(tx, &writer(actor), id, State::Queued, None).await?;
        self.plan_sending(tx, id).await
    }

    /// Writes a note for colleagues on the case.
    pub async fn note(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        id: CaseId,
        text: &str,
    ) -> Result<(InteractionId, Case), MailroomError> {
        access::require(actor, Permission::CasesWrite)?;
        let case = cases::actions::find(tx, actor, id).await?;
        let mut new = NewInteraction::new(Channel::Mail, Kind::Note, checked(text)?);
        new.case_id = Some(id);
        new.person_id = case.person_id;
        new.account_id = case.account_id;
        let interaction = interactions::actions::record_internal(tx, &writer(actor), new).await?.id;
        let case = cases::actions::note(tx, actor, id, interaction).await?;
        Ok((interaction, case))
    }

    /// Says of words whose sender is not proven whether they are the customer's. Accepted ones join the case as if they
    /// had come now; with `as_participant` their sender takes part in it from now on.
    pub async fn decide_sender(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        id: InteractionId,
        is_accepted: bool,
        as_participant: bool,
    ) -> Result<(), MailroomError> {
        access::require(actor, Permission::CasesWrite)?;
        let found = interactions::actions::find(tx, id).await?.ok_or(MailroomError::NoDecision(id))?;
        let case = found.case_id.ok_or(MailroomError::NoDecision(id))?;
        let standing = cases::actions::find(tx, actor, case).await?;
        if !matches!(found.state, State::Unverified | State::Refused) {
            return Err(MailroomError::NoDecision(id));
        }
        let to = if is_accepted { State::Accepted } else { State::Refused };
        interactions::actions::set_state(tx, &writer(actor), id, to, Some(&StateReason::new("by_staff"))).await?;
        if is_accepted {
            if standing.last_inbound_id != Some(id) {
                let now = tx.now();
                cases::actions::record_inbound(tx, actor, case, id, now).await?;
            }
            let sender = found.meta.pointer("/from/0/address").and_then(|it| it.as_str());
            let sender = sender.and_then(|it| it.parse::<kernel::Email>().ok());
            if let Some(email) = sender.filter(|_| as_participant) {
                let who = (email.as_str(), found.person_id, Part::Customer);
                cases::actions::participants::add(tx, actor, case, who).await?;
            }
        }
        let details = json!({ "accepted": is_accepted, "case_id": case });
        access::audit::record(tx, actor, "sender_decided", &id.to_string(), &details).await?;
        Ok(())
    }
}

/// The same actor, who may also write on timelines: answering a case is writing to its customer.
fn writer(actor: &Actor) -> Actor {
    let mut writer = actor.clone();
    if !writer.may(Permission::CustomersWrite) {
        writer.permissions.push(Permission::CustomersWrite);
    }
    writer
}
