//! A survey, its versions, its invitations and responses, as they are read.

use kernel::{CaseId, InvitationId, Locale, PersonId, ResponseId, SurveyId, SurveyRuleId, SurveyVersionId, Timestamp};
use questionnaire::{Answers, Definition, Finding};
use serde::{Deserialize, Serialize};

/// A survey with its draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Survey {
    /// Names it.
    pub id: SurveyId,
    /// As staff read it.
    pub name: String,
    /// What the next version will ask.
    pub draft: Definition,
    /// What keeps the draft from being published; empty if nothing does.
    pub findings: Vec<Finding>,
    /// Number of the version that is asked; 0 if none was published.
    pub version_published: i64,
    /// Whether it is asked at all.
    pub is_active: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// Rises with each edit.
    pub version: i64,
}

/// A survey in a list, with what came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SurveySummary {
    /// Names it.
    pub id: SurveyId,
    /// As staff read it.
    pub name: String,
    /// Number of the version that is asked; 0 if none was published.
    pub version_published: i64,
    /// Whether it is asked at all.
    pub is_active: bool,
    /// Invitations sent.
    pub sent: i64,
    /// Responses, complete or not.
    pub responses: i64,
    /// When the last answer came.
    pub answered_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Rises with each edit.
    pub version: i64,
}

/// What a survey asked from one instant on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SurveyVersion {
    /// Names it.
    pub id: SurveyVersionId,
    /// The survey.
    pub survey_id: SurveyId,
    /// 1, 2, 3… within the survey.
    pub number: i64,
    /// What it asks.
    pub definition: Definition,
    /// Since when.
    pub published_at: Timestamp,
    /// By whom: an actor's label.
    pub published_by: String,
}

/// How far an invitation came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvitationState {
    /// Waits for its instant.
    Scheduled,
    /// Was not sent; the reason says why.
    Refused,
    /// Was sent; nothing came back.
    Sent,
    /// Some pages came back.
    Partial,
    /// The last page came back.
    Answered,
    /// Its link is over.
    Expired,
}

impl InvitationState {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Scheduled, Self::Refused, Self::Sent, Self::Partial, Self::Answered, Self::Expired];

    /// As stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Refused => "refused",
            Self::Sent => "sent",
            Self::Partial => "partial",
            Self::Answered => "answered",
            Self::Expired => "expired",
        }
    }

    /// The state stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// One person asked, or not asked and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Invitation {
    /// Names it.
    pub id: InvitationId,
    /// To which survey.
    pub survey_id: SurveyId,
    /// The survey's name.
    pub survey_name: String,
    /// The rule that decided; none if a member of staff asked for it.
    pub rule_id: Option<SurveyRuleId>,
    /// Whom.
    pub person_id: Option<PersonId>,
    /// After which case.
    pub case_id: Option<CaseId>,
    /// How far it came.
    pub state: InvitationState,
    /// Why it was refused.
    pub reason: Option<crate::rule::Reason>,
    /// When it is or was to be sent.
    pub due_at: Timestamp,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// Until when it can be answered.
    pub expires_at: Option<Timestamp>,
    /// Whether somebody asked for it by hand although the quiet days or an open complaint spoke against it.
    pub insists: bool,
}

/// What one person answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = SurveyResponse)]
pub struct Response {
    /// Names it.
    pub id: ResponseId,
    /// To which survey.
    pub survey_id: SurveyId,
    /// The survey's name.
    pub survey_name: String,
    /// Who.
    pub person_id: Option<PersonId>,
    /// About which case.
    pub case_id: Option<CaseId>,
    /// In which language.
    pub locale: Locale,
    /// Whether the last page was sent.
    pub is_complete: bool,
    /// 0..=10, if answered.
    pub nps: Option<u8>,
    /// 1..=5, if answered.
    pub csat: Option<u8>,
    /// 1..=7, if answered.
    pub ces: Option<u8>,
    /// Whether a call-back is wanted, if answered.
    pub wants_callback: Option<bool>,
    /// When the first page was saved.
    pub started_at: Timestamp,
    /// When the last page was saved.
    pub saved_at: Timestamp,
    /// Question by question, with its wording as it was read.
    pub answers: Vec<AnswerShown>,
}

/// One question of a response with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = SurveyAnswerShown)]
pub struct AnswerShown {
    /// The question's key.
    pub question: String,
    /// Its wording in the language it was answered in.
    pub text: String,
    /// Its kind.
    pub kind: String,
    /// What became of it.
    pub status: questionnaire::Status,
    /// The answer.
    pub answer: Option<questionnaire::Answer>,
    /// The wording of what was chosen, if it was answered by choosing.
    pub chosen: Vec<String>,
}

impl AnswerShown {
    /// Every question of `definition` with what `answers` make of it after `pages_seen` pages.
    pub fn all(definition: &Definition, answers: &Answers, pages_seen: usize, locale: Locale) -> Vec<Self> {
        let shown = |it: &questionnaire::Question| Self {
            question: it.key.clone(),
            text: it.text.get(locale, definition.default_language).to_owned(),
            kind: it.kind.code().to_owned(),
            status: definition.status(it, answers, pages_seen),
            answer: answers.get(&it.key).cloned(),
            chosen: chosen(it, answers.get(&it.key), locale, definition.default_language),
        };
        definition.questions().map(shown).collect()
    }
}

fn chosen(
    question: &questionnaire::Question,
    answer: Option<&questionnaire::Answer>,
    locale: Locale,
    default: Locale,
) -> Vec<String> {
    let (questionnaire::Kind::Choice { options, .. }, Some(questionnaire::Answer::Choices(keys))) =
        (&question.kind, answer)
    else {
        return Vec::new();
    };
    options.iter().filter(|it| keys.contains(&it.key)).map(|it| it.text.get(locale, default).to_owned()).collect()
}
