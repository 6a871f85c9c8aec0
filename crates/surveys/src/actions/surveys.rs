//! Drafting and publishing.

use access::require;
use api::Reason;
use db::{Conn, Tx};
use kernel::{Actor, Cursor, Locale, Page, Permission, SurveyId};
use questionnaire::{Answers, Definition};

use crate::error::SurveyError;
use crate::event::SurveyPublished;
use crate::store;
use crate::survey::{Survey, SurveySummary, SurveyVersion};
use crate::visit::{self, PageView};

/// The most characters of a survey's or rule's name.
pub(crate) const NAME_LENGTH_MAX: usize = 120;
/// The most versions shown of a survey.
const VERSIONS_MAX: i64 = 100;

/// A name without space around it.
///
/// # Errors
/// Returns [`SurveyError::Field`] if it is empty or too long.
pub(crate) fn name(text: &str) -> Result<String, SurveyError> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > NAME_LENGTH_MAX {
        return Err(SurveyError::Field { field: "/name", reason: Reason::new("invalid_name") });
    }
    Ok(text.to_owned())
}

/// Drafts a survey; faults are kept and told, they only bar publishing.
pub async fn create(tx: &mut Tx, actor: &Actor, named: &str, draft: Definition) -> Result<Survey, SurveyError> {
    require(actor, Permission::SurveysWrite)?;
    let survey = Survey {
        id: tx.id(),
        name: name(named)?,
        findings: draft.check(),
        draft,
        version_published: 0,
        is_active: true,
        created_at: tx.now(),
        version: 1,
    };
    store::surveys::insert(tx, &survey).await?;
    Ok(survey)
}

/// One survey.
pub async fn survey(conn: &mut Conn, actor: &Actor, id: SurveyId) -> Result<Survey, SurveyError> {
    require(actor, Permission::SurveysRead)?;
    store::surveys::find(conn, id).await?.ok_or(SurveyError::NoSurvey(id))
}

/// Surveys by name.
pub async fn list(
    conn: &mut Conn,
    actor: &Actor,
    after: Option<(String, i64)>,
    limit: u32,
) -> Result<Page<SurveySummary>, SurveyError> {
    require(actor, Permission::SurveysRead)?;
    let rows = store::surveys::list(conn, after, i64::from(limit) + 1).await?;
    Ok(Page::from_rows(rows, limit, |it| Cursor::new([it.name.clone(), it.id.get().to_string()])))
}

/// Renames, redrafts, withdraws or brings back a survey. What is published stays as it is.
pub async fn update(
    tx: &mut Tx,
    actor: &Actor,
    id: SurveyId,
    version: i64,
    change: impl FnOnce(&mut Survey),
) -> Result<Survey, SurveyError> {
    require(actor, Permission::SurveysWrite)?;
    let present = store::surveys::find(tx, id).await?.ok_or(SurveyError::NoSurvey(id))?;
    let mut next = present.clone();
    change(&mut next);
    next.name = name(&next.name)?;
    if !store::surveys::update(tx, &next, version).await? {
        return Err(SurveyError::Stale { given: version, present: present.version });
    }
    let findings = next.draft.check_after(&store::surveys::asked_ever(tx, id).await?);
    Ok(Survey { findings, version: version + 1, ..next })
}

/// Makes the draft the next version, asked from now on. Responses to earlier versions keep theirs.
pub async fn publish(tx: &mut Tx, actor: &Actor, id: SurveyId, version: i64) -> Result<SurveyVersion, SurveyError> {
    require(actor, Permission::SurveysWrite)?;
    let present = store::surveys::find(tx, id).await?.ok_or(SurveyError::NoSurvey(id))?;
    if present.version != version {
        return Err(SurveyError::Stale { given: version, present: present.version });
    }
    if !present.findings.is_empty() {
        return Err(SurveyError::Faulty(present.findings));
    }
    let last = store::surveys::version(tx, id, present.version_published).await?;
    if last.is_some_and(|it| it.definition == present.draft) {
        return Err(SurveyError::Unchanged(id));
    }
    let published = SurveyVersion {
        id: tx.id(),
        survey_id: id,
        number: present.version_published + 1,
        definition: present.draft.clone(),
        published_at: tx.now(),
        published_by: actor.label(),
    };
    store::surveys::insert_version(tx, &published).await?;
    let next = Survey { version_published: published.number, ..present };
    if !store::surveys::update(tx, &next, version).await? {
        return Err(SurveyError::Stale { given: version, present: next.version });
    }
    let event = SurveyPublished { survey_id: id, survey_version_id: published.id, number: published.number };
    tx.emit(&event).await?;
    let detail = serde_json::json!({ "number": published.number });
    access::audit::record(tx, actor, "survey_published", &id.to_string(), &detail).await?;
    Ok(published)
}

/// The latest versions of a survey, latest first.
pub async fn versions(conn: &mut Conn, actor: &Actor, id: SurveyId) -> Result<Vec<SurveyVersion>, SurveyError> {
    survey(conn, actor, id).await?;
    Ok(store::surveys::versions(conn, id, VERSIONS_MAX).await?)
}

/// One version of a survey by its number.
pub async fn version(conn: &mut Conn, actor: &Actor, id: SurveyId, number: i64) -> Result<SurveyVersion, SurveyError> {
    require(actor, Permission::SurveysRead)?;
    store::surveys::version(conn, id, number).await?.ok_or(SurveyError::NotFound("version"))
}

/// The draft's pages as a customer would see them, on the way that `answers` lead.
pub async fn preview(
    conn: &mut Conn,
    actor: &Actor,
    id: SurveyId,
    locale: Option<Locale>,
    answers: &Answers,
) -> Result<Vec<PageView>, SurveyError> {
    let draft = survey(conn, actor, id).await?.draft;
    let locale = draft.language(locale);
    Ok(draft.way(answers).into_iter().map(|page| visit::view(&draft, page, answers, locale)).collect())
}
