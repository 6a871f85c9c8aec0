//! What can go wrong with surveys, in the field's words.

use api::Problem;
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
    /// A field that cannot be so.
    #[error("{field}: {detail}")]
    Field {
        /// Which, as a JSON pointer.
        field: &'static str,
        /// What is wrong with it.
        detail: &'static str,
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
        let said = error.to_string();
        match error {
            SurveyError::Denied(denied) => denied.into(),
            SurveyError::NoSurvey(_) | SurveyError::NoRule(_) | SurveyError::NotFound(_) => {
                Self::not_found().detail(said)
            }
            SurveyError::Stale { .. } => Self::stale(),
            SurveyError::Faulty(findings) => {
                let problem = Self::invalid("survey_faulty", "The survey has faults that keep it from being published");
                findings.iter().fold(problem, |problem, it| {
                    let place = it.question.as_deref().map_or_else(String::new, |it| format!("/{it}"));
                    let code = serde_json::to_string(&it.code).unwrap_or_default();
                    let language = it.language.map_or_else(String::new, |it| format!(" in {it}"));
                    let part = it.part.as_deref().map_or_else(String::new, |it| format!(" at {it}"));
                    problem.field(&format!("/definition{place}"), format!("{}{language}{part}", code.trim_matches('"')))
                })
            }
            SurveyError::Unchanged(_) => {
                Self::conflict("survey_unchanged", "What is drafted is published already").detail(said)
            }
            SurveyError::NotAskable(_) => {
                Self::conflict("survey_not_askable", "This survey cannot be asked").detail(said)
            }
            SurveyError::Field { field, detail } => {
                Self::invalid("invalid_field", "A field is not as expected").field(field, detail)
            }
            SurveyError::Busy => Self::conflict("response_busy", "Another page of this response is being saved"),
            SurveyError::Db(error) => error.into(),
        }
    }
}
