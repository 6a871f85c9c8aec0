//! Surveys and their versions.

use db::{Conn, DbError, Json, Row, Tx, params, sql};
use kernel::{SurveyId, SurveyVersionId};
use questionnaire::Definition;

use crate::survey::{Survey, SurveySummary, SurveyVersion};

pub async fn insert(tx: &mut Tx, survey: &Survey) -> Result<(), DbError> {
    tx.run(
        sql!("insert into surveys (id, name, draft, created_at) values ($1, $2, $3, $4)"),
        params![survey.id, survey.name.as_str(), Json(&survey.draft), survey.created_at],
    )
    .await?;
    Ok(())
}

pub async fn find(conn: &mut Conn, id: SurveyId) -> Result<Option<Survey>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select id, name, draft, version_published, is_active, created_at, version from surveys where id = $1"
            ),
            params![id],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let draft = row.get::<Json<Definition>>("draft")?.0;
    Ok(Some(Survey {
        id: row.get("id")?,
        name: row.get("name")?,
        findings: draft.check_after(&asked_ever(conn, id).await?),
        draft,
        version_published: row.get("version_published")?,
        is_active: row.get("is_active")?,
        created_at: row.get("created_at")?,
        version: row.get("version")?,
    }))
}

/// Whether there is such a survey.
pub async fn exists(conn: &mut Conn, id: SurveyId) -> Result<bool, DbError> {
    Ok(conn.optional(sql!("select 1 as one from surveys where id = $1"), params![id]).await?.is_some())
}

/// What each version of a survey asked, first to last.
pub async fn asked_ever(conn: &mut Conn, id: SurveyId) -> Result<Vec<Definition>, DbError> {
    let rows = conn
        .all(
            sql!("select definition from survey_versions where survey_id = $1 order by number limit 10000"),
            params![id],
        )
        .await?;
    rows.iter().map(|it| Ok(it.get::<Json<Definition>>("definition")?.0)).collect()
}

/// Surveys by name, after the one at the cursor. At most `limit`.
pub async fn list(conn: &mut Conn, after: Option<(String, i64)>, limit: i64) -> Result<Vec<SurveySummary>, DbError> {
    let (name, id) = after.unzip();
    let rows = conn
        .all(
            sql!(
                "select s.id, s.name, s.version_published, s.is_active, s.created_at, s.version,
                   (select count(*) from invitations i where i.survey_id = s.id
                     and i.state in ('sent', 'partial', 'answered', 'expired')) as sent,
                   (select count(*) from responses r where r.survey_id = s.id) as responses,
                   (select max(r.started_at) from responses r where r.survey_id = s.id) as answered_at
                 from surveys s
                 where (cast($1 as text) is null or (s.name, s.id) > ($1, $2))
                 order by s.name, s.id limit $3"
            ),
            params![name, id, limit],
        )
        .await?;
    rows.iter().map(summary).collect()
}

fn summary(row: &Row) -> Result<SurveySummary, DbError> {
    Ok(SurveySummary {
        id: row.get("id")?,
        name: row.get("name")?,
        version_published: row.get("version_published")?,
        is_active: row.get("is_active")?,
        sent: row.get("sent")?,
        responses: row.get("responses")?,
        answered_at: row.get("answered_at")?,
        created_at: row.get("created_at")?,
        version: row.get("version")?,
    })
}

/// False if `version` is not the present one.
pub async fn update(tx: &mut Tx, survey: &Survey, version: i64) -> Result<bool, DbError> {
    let changed = tx
        .run(
            sql!(
                "update surveys set name = $1, draft = $2, is_active = $3, version_published = $4, version = version + 1
                 where id = $5 and version = $6"
            ),
            params![
                survey.name.as_str(),
                Json(&survey.draft),
                survey.is_active,
                survey.version_published,
                survey.id,
                version
            ],
        )
        .await?;
    Ok(changed == 1)
}

pub async fn insert_version(tx: &mut Tx, it: &SurveyVersion) -> Result<(), DbError> {
    tx.run(
        sql!(
            "insert into survey_versions (id, survey_id, number, definition, published_at, published_by)
             values ($1, $2, $3, $4, $5, $6)"
        ),
        params![it.id, it.survey_id, it.number, Json(&it.definition), it.published_at, it.published_by.as_str()],
    )
    .await?;
    Ok(())
}

/// The version of a survey with this number.
pub async fn version(conn: &mut Conn, survey: SurveyId, number: i64) -> Result<Option<SurveyVersion>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select id, survey_id, number, definition, published_at, published_by
                 from survey_versions where survey_id = $1 and number = $2"
            ),
            params![survey, number],
        )
        .await?;
    row.as_ref().map(read_version).transpose()
}

/// The latest versions of a survey, latest first. At most `limit`.
pub async fn versions(conn: &mut Conn, survey: SurveyId, limit: i64) -> Result<Vec<SurveyVersion>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select id, survey_id, number, definition, published_at, published_by
                 from survey_versions where survey_id = $1 order by number desc limit $2"
            ),
            params![survey, limit],
        )
        .await?;
    rows.iter().map(read_version).collect()
}

/// The version that is asked, with whether the survey is; `None` if nothing was published.
pub async fn asked(conn: &mut Conn, survey: SurveyId) -> Result<Option<(SurveyVersionId, Definition, bool)>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select v.id, v.definition, s.is_active from surveys s
                 join survey_versions v on v.survey_id = s.id and v.number = s.version_published where s.id = $1"
            ),
            params![survey],
        )
        .await?;
    row.map(|it| Ok((it.get("id")?, it.get::<Json<Definition>>("definition")?.0, it.get("is_active")?))).transpose()
}

fn read_version(row: &Row) -> Result<SurveyVersion, DbError> {
    Ok(SurveyVersion {
        id: row.get("id")?,
        survey_id: row.get("survey_id")?,
        number: row.get("number")?,
        definition: row.get::<Json<Definition>>("definition")?.0,
        published_at: row.get("published_at")?,
        published_by: row.get("published_by")?,
    })
}
