//! What can go wrong with surveys, in the field's words.

use api::{Problem, Reason};
use kernel::{SurveyId, SurveyRuleId};
use questionnaire::Finding;

/// A refusal or failure.
#[derive(Debug, thiserror::Error)]
pub enum SurveyError {
    /// They may not.
    #[error(transparent)]
    Denied(#[from] access::Denied),
    /// No such survey.
    #[error("survey {0} does not exist")]
    NoSurvey(SurveyId),
    /// No such rule.
    #[error("rule {0} does not exist")]
    NoRule(SurveyRuleId),
    /// No such thing, named by what it is.
    #[error("no such {0}")]
    NotFound(&'static str),
    /// The one who edits has not seen the latest version.
    #[error("version {given} was edited, the present one is {present}")]
    Stale {
        /// What they had seen.
        given: i64,
        /// What stands now.
        present: i64,
    },
    /// The draft has faults that keep it from being published.
    #[error("the draft has {} faults", .0.len())]
    Faulty(Vec<Finding>),
    /// The draft is what is published already.
    #[error("survey {0} is published as it is drafted")]
    Unchanged(SurveyId),
    /// Nothing was published yet, or the survey was withdrawn.
    #[error("survey {0} cannot be asked: nothing is published, or it was withdrawn")]
    NotAskable(SurveyId),
    /// The person may not be asked now.
    #[error("they may not be asked: {}", reason.code())]
    MayNotBeAsked {
        /// Why not.
        reason: crate::rule::Reason,
        /// For how many days after an invitation there is no other.
        quiet_days: i64,
    },
    /// A field that cannot be so.
    #[error("{field}: {}", reason.code)]
    Field {
        /// Which, as a JSON pointer.
        field: &'static str,
        /// What is wrong with it.
        reason: Reason,
    },
    /// Two pages of one response were saved at the same time.
    #[error("another page of this response is being saved")]
    Busy,
    /// The store failed.
    #[error(transparent)]
    Db(#[from] db::DbError),
}

impl From<SurveyError> for Problem {
    fn from(error: SurveyError) -> Self {
        match error {
            SurveyError::Denied(denied) => denied.into(),
            SurveyError::NoSurvey(_) | SurveyError::NoRule(_) | SurveyError::NotFound(_) => Self::not_found(),
            SurveyError::Stale { .. } => Self::stale(),
            SurveyError::Faulty(findings) => findings.iter().fold(Self::invalid("survey_faulty"), |problem, it| {
                let place = it.question.as_deref().map_or_else(String::new, |it| format!("/{it}"));
                problem.field(&format!("/definition{place}"), finding_reason(it))
            }),
            SurveyError::Unchanged(_) => Self::conflict("survey_unchanged"),
            SurveyError::NotAskable(_) => Self::conflict("survey_not_askable"),
            SurveyError::MayNotBeAsked { reason, quiet_days } => {
                let code = match reason {
                    crate::rule::Reason::NoAddress => "invitation_no_address",
                    crate::rule::Reason::AskedRecently => "invitation_asked_recently",
                    crate::rule::Reason::ComplaintOpen => "invitation_complaint_open",
                    _ => "survey_not_askable",
                };
                Self::conflict(Reason::new(code).with("days", quiet_days))
            }
            SurveyError::Field { field, reason } => Self::invalid("invalid_field").field(field, reason),
            SurveyError::Busy => Self::conflict("response_busy"),
            SurveyError::Db(error) => error.into(),
        }
    }
}

/// What keeps a survey from being published: the finding's code, and where it was found.
fn finding_reason(finding: &Finding) -> Reason {
    let code = serde_json::to_value(finding.code).unwrap_or_default();
    Reason::new("survey_finding")
        .with("code", code)
        .with("question", finding.question.clone().unwrap_or_default())
        .with("part", finding.part.clone().unwrap_or_default())
        .with("language", finding.language.map_or("", |it| it.code()))
}
