//! The steps of the loop: a closed case is surveyed, an answer stands on the timeline, an unhappy one is called back.

use api::Words;
use cases::case::{Channel as CaseChannel, NewCase, Priority};
use cases::event::CaseClosed;
use db::Tx;
use interactions::actions::{NewInteraction, Recorded, amend, record_inbound};
use interactions::interaction::{Channel, Kind, State};
use kernel::{Actor, CaseId, InteractionId, Locale, PersonId, Timestamp};
use questionnaire::Answer;
use surveys::event::ResponseReceived;
use surveys::rule::ClosedCase;
use surveys::survey::Response;

use crate::actions::callbacks::{follow_answer, tell_changed};
use crate::callback::{Reason, owed};
use crate::error::ProgrammeError;
use crate::event::CallbackOpened;
use crate::jobs::SendInvitation;
use crate::store;

/// The type of the case in which a call-back is done: a key of the case types.
const CASE_TYPE: &str = "callback";

/// Has the survey rules decide on a closed case, and an invitation sent when it is due.
pub async fn survey_closed_case(tx: &mut Tx, actor: &Actor, fact: &CaseClosed) -> Result<(), ProgrammeError> {
    let subject = &fact.subject;
    let case = ClosedCase {
        id: subject.case_id,
        has_person: subject.person_id.is_some(),
        case_type: subject.type_key.clone(),
        channel: subject.channel.code().to_owned(),
        closed_at: subject.at,
    };
    let scheduled = surveys::actions::decide_on_closed_case(tx, actor, &case, subject.person_id).await?;
    if let Some(it) = scheduled {
        ::jobs::enqueue_at(tx, &SendInvitation { invitation_id: it.id }, it.due_at).await?;
    }
    Ok(())
}

/// Puts an answer on the customer's timeline. Told when it rests and when it is complete, it stands once, as it is now.
///
/// Its text is what they wrote and nothing else, so that whoever shows or searches it has their words. Our questions, the
/// scores and what was chosen stand apart, in `meta`.
pub async fn record_answer(
    tx: &mut Tx,
    actor: &Actor,
    fact: &ResponseReceived,
    words: &Words,
) -> Result<Recorded, ProgrammeError> {
    let response = surveys::actions::response(tx, actor, fact.response_id).await?;
    let mut new = NewInteraction::new(Channel::Survey, Kind::Answer, written(&response));
    new.person_id = response.person_id;
    new.case_id = response.case_id;
    new.at = Some(response.saved_at);
    new.author = response.person_id.map(|it| it.to_string());
    new.subject = Some(response.survey_name.clone());
    new.language = Some(response.locale.code().to_owned());
    new.external_key = Some(format!("response:{}", response.id));
    new.meta = serde_json::json!({
        "response_id": response.id, "survey_id": response.survey_id, "nps": response.nps, "csat": response.csat,
        "ces": response.ces, "wants_callback": response.wants_callback, "answers": asked(&response, words),
    });
    let (text, meta) = (new.body_text.clone(), new.meta.clone());
    let recorded = record_inbound(tx, actor, new, State::Received).await?;
    if !recorded.is_new {
        amend(tx, actor, recorded.id, &text, &meta).await?;
    }
    Ok(recorded)
}

/// The words of a response: what was written, text by text.
fn written(response: &Response) -> String {
    let text = |it: &surveys::survey::AnswerShown| match it.answer.as_ref()? {
        Answer::Text(text) => Some(text.trim().to_owned()).filter(|it| !it.is_empty()),
        _ => None,
    };
    response.answers.iter().filter_map(text).collect::<Vec<_>>().join("\n\n")
}

/// Each question that was answered, and the answer as it reads in the language it was given in.
fn asked(response: &Response, words: &Words) -> Vec<serde_json::Value> {
    let locale = response.locale;
    let yes = |it: bool| words.text(locale, if it { "programme-answer-yes" } else { "programme-answer-no" }, &[]);
    let line = |it: &surveys::survey::AnswerShown| {
        let answer = match it.answer.as_ref()? {
            Answer::Score(score) => score.to_string(),
            Answer::Choices(_) => it.chosen.join(", "),
            Answer::Text(text) if text.trim().is_empty() => return None,
            Answer::Text(text) => text.trim().to_owned(),
            Answer::Yes(it) => yes(*it),
            Answer::Declined => words.text(locale, "programme-answer-declined", &[]),
        };
        Some(serde_json::json!({ "kind": it.kind, "question": it.text, "answer": answer }))
    };
    response.answers.iter().filter_map(line).collect()
}

/// Opens the call-back that an answer makes us owe, with its case and so its deadline. Emits `callback_opened`.
///
/// The answer as it is now decides, whichever fact tells of it: who went on after a rest and says no is not called any
/// more, who says yes has asked for it.
pub async fn open_callback(
    tx: &mut Tx,
    actor: &Actor,
    fact: &ResponseReceived,
    words: &Words,
    locale: Locale,
) -> Result<(), ProgrammeError> {
    let response = surveys::actions::response(tx, actor, fact.response_id).await?;
    if let Some(id) = store::of_response(tx, response.id).await? {
        return follow_answer(tx, actor, id, response.wants_callback).await;
    }
    let Some(reason) = owed(response.nps, response.wants_callback) else { return Ok(()) };
    let answer = record_answer(tx, actor, fact, words).await?;
    let subject = match (reason, response.nps) {
        (_, Some(score)) => {
            words.text(locale, "programme-callback-subject-score", &[("score", i64::from(score).into())])
        }
        (Reason::Asked | Reason::Detractor, None) => words.text(locale, "programme-callback-subject", &[]),
    };
    let owed = store::Owed {
        response_id: Some(response.id),
        origin_case_id: response.case_id,
        person_id: response.person_id,
        phone: None,
        reason,
        nps: response.nps,
    };
    open_case(tx, actor, &owed, NewCase::new(CaseChannel::Survey, subject, tx.now()), Some(answer.id), locale).await
}

/// A wish to be called, said on the page of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// On the page of which case.
    pub case_id: CaseId,
    /// Who asked.
    pub person_id: PersonId,
    /// When.
    pub at: Timestamp,
}

/// Opens the call-back that a customer asked for on the page of their case. Who asks again while a call is still owed
/// is called once, on the number they gave last. Emits `callback_opened` or `callback_changed`.
pub async fn open_requested_callback(
    tx: &mut Tx,
    actor: &Actor,
    asked: &Asked,
    words: &Words,
    locale: Locale,
) -> Result<(), ProgrammeError> {
    let wish = store::wish(tx, asked.case_id).await?;
    if store::is_or_was_owed(tx, asked.case_id, asked.at).await? {
        if let Some(store::Wish { phone: Some(phone), at, .. }) = &wish {
            for id in store::set_phone(tx, asked.case_id, phone, *at).await? {
                tell_changed(tx, actor, id).await?;
            }
        }
        return Ok(());
    }
    let owed = store::Owed {
        response_id: None,
        origin_case_id: Some(asked.case_id),
        person_id: Some(asked.person_id),
        phone: wish.as_ref().and_then(|it| it.phone.clone()),
        reason: Reason::Asked,
        nps: None,
    };
    let subject = words.text(locale, "programme-callback-subject", &[]);
    let new = NewCase::new(CaseChannel::Portal, subject, tx.now());
    open_case(tx, actor, &owed, new, wish.map(|it| it.interaction_id), locale).await
}

/// Opens the case in which a call-back is done, after the case it comes from, and writes the call-back down.
async fn open_case(
    tx: &mut Tx,
    actor: &Actor,
    owed: &store::Owed,
    mut new: NewCase,
    inbound: Option<InteractionId>,
    locale: Locale,
) -> Result<(), ProgrammeError> {
    let origin = match owed.origin_case_id {
        Some(id) => store::origin(tx, id).await?,
        None => None,
    };
    let person = match owed.person_id {
        Some(id) => store::person(tx, id).await?,
        None => None,
    };
    new.type_key = CASE_TYPE.to_owned();
    new.priority = Priority::High;
    new.language = person.and_then(|it| it.language).and_then(|it| it.parse().ok()).unwrap_or(locale);
    new.team_id = origin.as_ref().and_then(|it| it.team_id);
    new.account_id = origin.as_ref().and_then(|it| it.account_id);
    new.person_id = owed.person_id;
    new.inbound_id = inbound;
    let case = cases::actions::open(tx, actor, new).await?;
    let id = store::insert(tx, owed, case.id).await?;
    let event = CallbackOpened {
        callback_id: id,
        response_id: owed.response_id,
        case_id: case.id,
        person_id: owed.person_id,
        team_id: case.team_id,
        reason: owed.reason,
    };
    tx.emit(&event).await?;
    Ok(())
}
