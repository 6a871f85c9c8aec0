//! Deciding who is asked, and giving an invitation its link.

use access::require;
use db::{Conn, Tx};
use jiff::civil::Date;
use kernel::{
    Actor, CaseId, Cursor, InvitationId, Locale, Page, Permission, PersonId, SurveyId, SurveyRuleId, SurveyVersionId,
    Timestamp,
};
use questionnaire::Definition;

use crate::error::SurveyError;
use crate::event::{InvitationRequested, InvitationSent};
use crate::rule::{ClosedCase, Readiness, Reason, Rule, open_until};
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

/// How long a link that a member of staff has sent can be answered; days.
const BY_HAND_OPEN_DAYS: i64 = 30;

/// Decides by the first rule that is for such a case; the refusal of each rule is recorded with its reason. Whom that rule
/// spares, for they were not drawn or nobody knows who they are, no later rule asks.
///
/// Twice for the same closing changes nothing. A case that was opened again and closed later is decided on anew, whatever
/// became of the invitation, unless one has left, by whichever rule: then nobody is asked twice.
pub async fn decide_on_closed_case(
    tx: &mut Tx,
    actor: &Actor,
    case: &ClosedCase,
    person: Option<PersonId>,
) -> Result<Option<Scheduled>, SurveyError> {
    require(actor, Permission::SurveysWrite)?;
    if store::has_left(tx, case.id).await? {
        return Ok(None);
    }
    for rule in rules::list(tx).await?.into_iter().filter(|it| it.is_active) {
        let decision = rule.concerns(case);
        let due_at = case.closed_at.plus_seconds(rule.delay_seconds);
        let new = NewInvitation {
            id: tx.id(),
            survey_id: rule.survey_id,
            rule_id: Some(rule.id),
            person_id: person,
            case_id: Some(case.id),
            channel: "mail",
            refused: decision.err(),
            due_at,
            insists: false,
        };
        let id = match store::insert(tx, &new).await? {
            Some(id) => Some(id),
            None => store::decide_anew(tx, &new).await?,
        };
        match decision {
            Err(Reason::OtherCaseType | Reason::OtherChannel) => {}
            Err(_) => return Ok(None),
            Ok(()) => return Ok(id.map(|id| Scheduled { id, due_at })),
        }
    }
    Ok(None)
}

/// Whether a person may be asked by hand: what the rules promise customers holds for us too. The longest quiet days of the
/// rules at work, and whether one of them spares who has a complaint open.
///
/// # Errors
/// [`SurveyError::MayNotBeAsked`] with the reason. `insists`: whoever asks answers for it, and only what makes asking
/// impossible is refused.
pub async fn may_be_asked(
    conn: &mut Conn,
    (survey, person, case): (SurveyId, PersonId, Option<CaseId>),
    insists: bool,
    now: Timestamp,
) -> Result<(), SurveyError> {
    let rule = by_hand(conn, survey, insists).await?;
    let is_askable = surveys::asked(conn, survey).await?.is_some_and(|it| it.2);
    let facts = store::facts(conn, person, case, true, is_askable).await?;
    let readiness = Readiness { case_is_closed: true, ..facts.readiness };
    let quiet_days = rule.quiet_days;
    rule.allows(&readiness, now).map_err(|reason| SurveyError::MayNotBeAsked { reason, quiet_days })
}

/// Has a member of staff ask one person, now, about no case or about one of theirs. Emits `invitation_requested`, upon
/// which `programme` sends it, unless they are asked otherwise before it leaves: then it is refused, but for who `insists`.
pub async fn invite_person(
    tx: &mut Tx,
    actor: &Actor,
    (survey, person, case): (SurveyId, PersonId, Option<CaseId>),
    insists: bool,
) -> Result<Invitation, SurveyError> {
    require(actor, Permission::SurveysWrite)?;
    let asked = surveys::asked(tx, survey).await?;
    asked.filter(|it| it.2).ok_or(SurveyError::NotAskable(survey))?;
    if let Some(case) = case
        && !store::is_case_of(tx, case, person).await?
    {
        let reason = api::Reason::new("case_of_another");
        return Err(SurveyError::Field { field: "/case_id", reason });
    }
    let new = NewInvitation {
        id: tx.id(),
        survey_id: survey,
        rule_id: None,
        person_id: Some(person),
        case_id: case,
        channel: "mail",
        refused: None,
        due_at: tx.now(),
        insists,
    };
    store::insert(tx, &new).await?;
    tx.emit(&InvitationRequested { invitation_id: new.id }).await?;
    store::find(tx, new.id).await?.ok_or(SurveyError::NotFound("invitation"))
}

/// What an invitation that is due would be sent with, or why it would not: read before [`send`], to write the mail.
#[derive(Debug, Clone, PartialEq)]
pub struct Addressed {
    /// To which survey.
    pub survey_id: SurveyId,
    /// The version that is asked.
    pub survey_version_id: SurveyVersionId,
    /// Whom.
    pub person_id: PersonId,
    /// After which case.
    pub case_id: Option<CaseId>,
    /// What is asked.
    pub definition: Definition,
    /// In which language.
    pub locale: Locale,
    /// The last day on which the link can be answered if it leaves now, where the installation is.
    pub last_day: Date,
    /// When that day ends.
    pub expires_at: Timestamp,
}

/// Looks whether an invitation may leave at `now`; `None`: it left, or was refused, before, or its instant is yet to come
/// (its case was closed again since). Changes nothing.
///
/// After a case, whoever the case is for now is asked: it may have been put right since it was closed. And what the rule
/// asks now is asked: it may ask another survey than when the case was closed.
pub async fn address(
    conn: &mut Conn,
    actor: &Actor,
    id: InvitationId,
    now: Timestamp,
) -> Result<Option<Result<Addressed, Reason>>, SurveyError> {
    require(actor, Permission::SurveysWrite)?;
    let invitation = store::find(conn, id).await?.ok_or(SurveyError::NotFound("invitation"))?;
    if invitation.state != InvitationState::Scheduled || invitation.due_at > now {
        return Ok(None);
    }
    let Some(person) = store::whom(conn, &invitation).await? else { return Ok(Some(Err(Reason::PersonUnknown))) };
    let rule = match invitation.rule_id {
        Some(id) => rules::find(conn, id).await?.ok_or(SurveyError::NoRule(id))?,
        None => by_hand(conn, invitation.survey_id, invitation.insists).await?,
    };
    let asked = surveys::asked(conn, rule.survey_id).await?;
    let is_askable = asked.as_ref().is_some_and(|it| it.2);
    let facts = store::facts(conn, person, invitation.case_id, rule.is_active, is_askable).await?;
    let mut readiness = facts.readiness;
    readiness.case_is_closed |= invitation.rule_id.is_none();
    let (last_day, expires_at) = open_until(now, rule.open_days, &store::time_zone(conn).await?);
    let addressed = match (rule.allows(&readiness, now), asked) {
        (Err(reason), _) => Err(reason),
        (Ok(()), None) => Err(Reason::SurveyNotAskable),
        (Ok(()), Some((survey_version_id, definition, _))) => Ok(Addressed {
            survey_id: rule.survey_id,
            survey_version_id,
            person_id: person,
            case_id: invitation.case_id,
            locale: definition.language(facts.language.and_then(|it| it.parse().ok())),
            definition,
            last_day,
            expires_at,
        }),
    };
    Ok(Some(addressed))
}

/// Gives an invitation that is due the link `token` (from `db::secret::token`), or refuses it with the reason.
///
/// Of two for one person at once the second waits for the first, and is refused if the quiet days say so.
///
/// Emits `invitation_sent`. `None`: refused, or it left before. Only the token's hash is stored here; the caller records
/// the mail in the same transaction.
pub async fn send(tx: &mut Tx, actor: &Actor, id: InvitationId, token: &str) -> Result<Option<Addressed>, SurveyError> {
    require(actor, Permission::SurveysWrite)?;
    let now = tx.now();
    if let Some(invitation) = store::find(tx, id).await?.filter(|it| it.state == InvitationState::Scheduled) {
        let person = store::whom(tx, &invitation).await?;
        if person != invitation.person_id {
            store::readdress(tx, id, person).await?;
        }
        if let Some(person) = person {
            store::take_turn(tx, person).await?;
        }
    }
    let addressed = match address(tx, actor, id, now).await? {
        None => return Ok(None),
        Some(Err(reason)) => {
            store::refuse(tx, id, reason).await?;
            return Ok(None);
        }
        Some(Ok(addressed)) => addressed,
    };
    let hash = db::secret::hash(token);
    if !store::send(tx, id, hash, &addressed).await? {
        return Ok(None);
    }
    let (survey_id, case_id, person_id) = (addressed.survey_id, addressed.case_id, Some(addressed.person_id));
    tx.emit(&InvitationSent { invitation_id: id, survey_id, person_id, case_id }).await?;
    Ok(Some(addressed))
}

/// The mail of an invitation failed: nobody was asked, and its link opens nothing.
pub async fn undelivered(tx: &mut Tx, actor: &Actor, id: InvitationId) -> Result<(), SurveyError> {
    require(actor, Permission::SurveysWrite)?;
    Ok(store::undelivered(tx, id).await?)
}

/// The mail of an invitation was sent, be it after it had failed.
pub async fn delivered(tx: &mut Tx, actor: &Actor, id: InvitationId) -> Result<(), SurveyError> {
    require(actor, Permission::SurveysWrite)?;
    Ok(store::delivered(tx, id).await?)
}

/// What holds for an invitation that no rule made: what the rules at work promise customers, unless whoever made it
/// `insists`.
async fn by_hand(conn: &mut Conn, survey_id: SurveyId, insists: bool) -> Result<Rule, SurveyError> {
    let at_work: Vec<Rule> = rules::list(conn).await?.into_iter().filter(|it| it.is_active && !insists).collect();
    Ok(Rule {
        id: SurveyRuleId::new(0),
        name: String::new(),
        place: 0,
        survey_id,
        is_active: true,
        delay_seconds: 0,
        quiet_days: at_work.iter().map(|it| it.quiet_days).max().unwrap_or(0),
        spares_complaints: at_work.iter().any(|it| it.spares_complaints),
        case_types: Vec::new(),
        channels: Vec::new(),
        share: 1.0,
        open_days: BY_HAND_OPEN_DAYS,
        version: 1,
    })
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
