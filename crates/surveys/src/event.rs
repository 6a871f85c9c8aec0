//! The facts surveys tell the rest of the product.

use kernel::{CaseId, InvitationId, PersonId, ResponseId, SurveyId, SurveyVersionId};
use serde::{Deserialize, Serialize};

/// A version of a survey was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyPublished {
    /// Which survey.
    pub survey_id: SurveyId,
    /// Which version.
    pub survey_version_id: SurveyVersionId,
    /// Its number within the survey.
    pub number: i64,
}

/// A member of staff asked for an invitation, which is to leave at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationRequested {
    /// Which invitation.
    pub invitation_id: InvitationId,
}

/// An invitation was given its link and left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationSent {
    /// Which invitation.
    pub invitation_id: InvitationId,
    /// To which survey.
    pub survey_id: SurveyId,
    /// Whom.
    pub person_id: Option<PersonId>,
    /// After which case.
    pub case_id: Option<CaseId>,
}

/// A response is complete, or was left unfinished and rests. Told at the end, and each time it rests with something new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponseReceived {
    /// Which response.
    pub response_id: ResponseId,
    /// Who answered.
    pub person_id: Option<PersonId>,
    /// About which case.
    pub case_id: Option<CaseId>,
    /// To which survey.
    pub survey_id: SurveyId,
    /// Whether the last page was sent.
    pub complete: bool,
    /// 0..=10, if answered.
    pub nps: Option<u8>,
    /// 1..=5, if answered.
    pub csat: Option<u8>,
    /// Whether a call-back is wanted, if answered.
    pub wants_callback: Option<bool>,
}

impl db::Event for SurveyPublished {
    const NAME: &'static str = "survey_published";
    fn subject(&self) -> String {
        self.survey_id.to_string()
    }
}

impl db::Event for InvitationRequested {
    const NAME: &'static str = "invitation_requested";
    fn subject(&self) -> String {
        self.invitation_id.to_string()
    }
}

impl db::Event for InvitationSent {
    const NAME: &'static str = "invitation_sent";
    fn subject(&self) -> String {
        self.invitation_id.to_string()
    }
}

impl db::Event for ResponseReceived {
    const NAME: &'static str = "response_received";
    fn subject(&self) -> String {
        self.response_id.to_string()
    }
}
