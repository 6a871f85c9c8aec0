//! Deciding who is asked, and giving an invitation its link.

use access::require;
use db::{Conn, Tx};
use kernel::{
    Actor, CaseId, Cursor, InvitationId, Locale, Page, Permission, PersonId, SurveyId, SurveyRuleId, Timestamp,
};
use questionnaire::Definition;

use crate::error::SurveyError;
use crate::event::{InvitationRequested, InvitationSent};
use crate::rule::{ClosedCase, DAY_SECONDS, Reason, Rule};
use crate::store::invitations::{self as store, NewInvitation};
use crate::store::{rules, surveys};
use crate::survey::{Invitation, InvitationState};

/// An invitation that waits for its instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheduled {
    /// Which.
    pub id: InvitationId,
    /// When it is to be sent.
    pub due_at: Timestamp,
}

/// An invitation that may leave, with what its mail needs. The token is nowhere else: only its hash is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaving {
    /// Which.
    pub id: InvitationId,
    /// To which survey.
    pub survey_id: SurveyId,
    /// Whom.
    pub person_id: PersonId,
    /// After which case.
    pub case_id: Option<CaseId>,
    /// The secret of the link: `/s/{token}`.
    pub token: String,
    /// What is asked.
    pub definition: Definition,
    /// In which language.
    pub locale: Locale,
    /// Until when the link can be answered.
    pub expires_at: Timestamp,
}

/// What members of staff ask for by hand is not bound by quiet days: they answer for it, and it is on the timeline.
const BY_HAND_OPEN_DAYS: i64 = 30;

/// Decides by the first rule that concerns a closed case; the refusal of each rule is recorded with its reason.
///
/// Twice for the same case changes nothing, unless it was reopened in between and closed again.
pub async fn decide_on_closed_case(
    tx: &mut Tx,
    actor: &Actor,
    case: &ClosedCase,
    person: Option<PersonId>,
) -> Result<Option<Scheduled>, SurveyError> {
    require(actor, Permission::SurveysWrite)?;
    for rule in rules::list(tx).await?.into_iter().filter(|it| it.is_active) {
        let decision = rule.concerns(case);
        let due_at = tx.now().plus_seconds(rule.delay_seconds);
        let new = NewInvitation {
            id: tx.id(),
            survey_id: rule.survey_id,
            rule_id: Some(rule.id),
            person_id: person,
            case_id: Some(case.id),
            channel: "mail",
            refused: decision.err(),
            due_at,
        };
        let made = store::insert(tx, &new).await?;
        if decision.is_err() {
            continue;
        }
        let id = match made {
            Some(id) => Some(id),
            None => store::reschedule(tx, rule.id, case.id, due_at).await?,
        };
        return Ok(id.map(|id| Scheduled { id, due_at }));
    }
    Ok(None)
}

/// Has a member of staff ask one person, now. Emits `invitation_requested`, upon which `programme` sends it.
pub async fn invite_person(
    tx: &mut Tx,
    actor: &Actor,
    survey: SurveyId,
    person: PersonId,
    case: Option<CaseId>,
) -> Result<Invitation, SurveyError> {
    require(actor, Permission::SurveysWrite)?;
    let asked = surveys::asked(tx, survey).await?;
    asked.filter(|it| it.2).ok_or(SurveyError::NotAskable(survey))?;
    let new = NewInvitation {
        id: tx.id(),
        survey_id: survey,
        rule_id: None,
        person_id: Some(person),
        case_id: case,
        channel: "mail",
        refused: None,
        due_at: tx.now(),
    };
    store::insert(tx, &new).await?;
    tx.emit(&InvitationRequested { invitation_id: new.id }).await?;
    store::find(tx, new.id).await?.ok_or(SurveyError::NotFound("invitation"))
}

/// Gives an invitation that is due its link, or refuses it with the reason. Emits `invitation_sent`.
///
/// `None`: refused, or it left before. The caller records and sends the mail in the same transaction.
pub async fn send(tx: &mut Tx, actor: &Actor, id: InvitationId) -> Result<Option<Leaving>, SurveyError> {
    require(actor, Permission::SurveysWrite)?;
    let invitation = store::find(tx, id).await?.ok_or(SurveyError::NotFound("invitation"))?;
    if invitation.state != InvitationState::Scheduled {
        return Ok(None);
    }
    let Some(person) = invitation.person_id else {
        store::refuse(tx, id, Reason::PersonUnknown).await?;
        return Ok(None);
    };
    let rule = match invitation.rule_id {
        Some(id) => rules::find(tx, id).await?.ok_or(SurveyError::NoRule(id))?,
        None => by_hand(invitation.survey_id),
    };
    let asked = surveys::asked(tx, invitation.survey_id).await?;
    let is_askable = asked.as_ref().is_some_and(|it| it.2);
    let facts = store::facts(tx, person, invitation.case_id, rule.is_active, is_askable).await?;
    let mut readiness = facts.readiness;
    readiness.case_is_closed |= invitation.rule_id.is_none();
    let allowed = rule.allows(&readiness, tx.now());
    let (version, definition) = match (allowed, asked) {
        (Ok(()), Some((version, definition, _))) => (version, definition),
        (decision, _) => {
            store::refuse(tx, id, decision.err().unwrap_or(Reason::SurveyNotAskable)).await?;
            return Ok(None);
        }
    };
    let locale = definition.language(facts.language.and_then(|it| it.parse().ok()));
    let token = db::secret::token()?;
    let expires_at = tx.now().plus_seconds(rule.open_days * DAY_SECONDS);
    if !store::send(tx, id, version, db::secret::hash(&token), locale, expires_at).await? {
        return Ok(None);
    }
    let (survey_id, case_id) = (invitation.survey_id, invitation.case_id);
    tx.emit(&InvitationSent { invitation_id: id, survey_id, person_id: Some(person), case_id }).await?;
    Ok(Some(Leaving { id, survey_id, person_id: person, case_id, token, definition, locale, expires_at }))
}

/// What holds for an invitation that no rule made.
fn by_hand(survey_id: SurveyId) -> Rule {
    Rule {
        id: SurveyRuleId::new(0),
        name: String::new(),
        survey_id,
        is_active: true,
        delay_seconds: 0,
        quiet_days: 0,
        spares_complaints: false,
        case_types: Vec::new(),
        channels: Vec::new(),
        share: 1.0,
        open_days: BY_HAND_OPEN_DAYS,
        version: 1,
    }
}

/// Invitations, latest first, narrowed to a survey, a person, a state.
pub async fn invitations(
    conn: &mut Conn,
    actor: &Actor,
    survey: Option<SurveyId>,
    person: Option<PersonId>,
    state: Option<InvitationState>,
    before: Option<i64>,
    limit: u32,
) -> Result<Page<Invitation>, SurveyError> {
    require(actor, Permission::SurveysRead)?;
    let filter = store::Filter { survey, person, state };
    let rows = store::list(conn, &filter, before, i64::from(limit) + 1).await?;
    Ok(Page::from_rows(rows, limit, |it| Cursor::new([it.id.get()])))
}

/// Ends links that are over; tells how many. At most `limit`.
pub async fn expire(tx: &mut Tx, actor: &Actor, limit: i64) -> Result<u64, SurveyError> {
    require(actor, Permission::SurveysWrite)?;
    Ok(store::expire(tx, limit).await?)
}
