//! The rules that say which closed cases are surveyed.

use access::require;
use api::Reason;
use db::{Conn, Tx};
use kernel::{Actor, Permission, SurveyId, SurveyRuleId};

use crate::actions::surveys::name;
use crate::error::SurveyError;
use crate::rule::Rule;
use crate::store;

/// A rule as it is written.
#[derive(Debug, Clone, PartialEq, serde::Deserialize, utoipa::ToSchema)]
#[schema(as = SurveyRuleDraft)]
pub struct RuleDraft {
    /// As staff read it.
    pub name: String,
    /// Its place in the order, lowest first, 0 to 999; the first rule that concerns a case decides.
    #[serde(default)]
    pub place: i64,
    /// What is asked.
    pub survey_id: SurveyId,
    /// Whether it is at work.
    pub is_active: bool,
    /// Seconds between the closure and the invitation, 0 to 90 days.
    pub delay_seconds: i64,
    /// At most one invitation, of any survey, per person in so many days, 0 to 730.
    pub quiet_days: i64,
    /// Whether nobody is asked while they have a complaint open.
    pub spares_complaints: bool,
    /// Types of the cases it is for; empty: all.
    #[serde(default)]
    pub case_types: Vec<String>,
    /// Channels of the cases it is for; empty: all but those that grew out of a survey.
    #[serde(default)]
    pub channels: Vec<String>,
    /// Share of those cases that are asked, above 0 up to 1.
    pub share: f64,
    /// Days a link can be answered, the last one to its end, 1 to 365.
    pub open_days: i64,
}

impl RuleDraft {
    fn into_rule(self, id: SurveyRuleId, version: i64) -> Result<Rule, SurveyError> {
        let refuse = |field, reason| Err(SurveyError::Field { field, reason });
        if !(0..=90 * crate::rule::DAY_SECONDS).contains(&self.delay_seconds) {
            return refuse("/delay_seconds", Reason::new("rule_delay_out_of_range"));
        }
        if !(0..=730).contains(&self.quiet_days) {
            return refuse("/quiet_days", Reason::new("rule_quiet_days_out_of_range"));
        }
        if !(1..=365).contains(&self.open_days) {
            return refuse("/open_days", Reason::new("rule_open_days_out_of_range"));
        }
        if !(self.share > 0.0 && self.share <= 1.0) {
            return refuse("/share", Reason::new("rule_share_out_of_range"));
        }
        if !(0..=999).contains(&self.place) {
            return refuse("/place", Reason::new("rule_place_out_of_range"));
        }
        Ok(Rule {
            id,
            name: name(&self.name)?,
            place: self.place,
            survey_id: self.survey_id,
            is_active: self.is_active,
            delay_seconds: self.delay_seconds,
            quiet_days: self.quiet_days,
            spares_complaints: self.spares_complaints,
            case_types: self.case_types,
            channels: self.channels,
            share: self.share,
            open_days: self.open_days,
            version,
        })
    }
}

/// Makes a rule.
pub async fn create_rule(tx: &mut Tx, actor: &Actor, draft: RuleDraft) -> Result<Rule, SurveyError> {
    require(actor, Permission::SurveysWrite)?;
    let rule = draft.into_rule(tx.id(), 1)?;
    if !store::surveys::exists(tx, rule.survey_id).await? {
        return Err(SurveyError::NoSurvey(rule.survey_id));
    }
    store::rules::insert(tx, &rule).await?;
    let detail = serde_json::json!({ "rule": rule });
    access::audit::record(tx, actor, "survey_rule_created", &rule.id.to_string(), &detail).await?;
    Ok(rule)
}

/// Every rule, in the order they decide in.
pub async fn rules(conn: &mut Conn, actor: &Actor) -> Result<Vec<Rule>, SurveyError> {
    require(actor, Permission::SurveysRead)?;
    Ok(store::rules::list(conn).await?)
}

/// One rule.
pub async fn rule(conn: &mut Conn, actor: &Actor, id: SurveyRuleId) -> Result<Rule, SurveyError> {
    require(actor, Permission::SurveysRead)?;
    store::rules::find(conn, id).await?.ok_or(SurveyError::NoRule(id))
}

/// Rewrites a rule. Invitations that wait are decided by it as it is when they are due, and ask what it asks then; which
/// cases it is for was decided as they closed.
pub async fn update_rule(
    tx: &mut Tx,
    actor: &Actor,
    id: SurveyRuleId,
    version: i64,
    draft: RuleDraft,
) -> Result<Rule, SurveyError> {
    require(actor, Permission::SurveysWrite)?;
    let present = store::rules::find(tx, id).await?.ok_or(SurveyError::NoRule(id))?;
    let next = draft.into_rule(id, version + 1)?;
    if !store::surveys::exists(tx, next.survey_id).await? {
        return Err(SurveyError::NoSurvey(next.survey_id));
    }
    if !store::rules::update(tx, &next, version).await? {
        return Err(SurveyError::Stale { given: version, present: present.version });
    }
    let detail = serde_json::json!({ "before": present, "after": next });
    access::audit::record(tx, actor, "survey_rule_changed", &id.to_string(), &detail).await?;
    Ok(next)
}
