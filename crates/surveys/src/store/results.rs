//! Counts behind a survey's results.

use db::{Conn, DbError, Row, params, sql};
use kernel::{ResponseId, SurveyId, Timestamp};

/// The window results are counted over: `from` included, `to` excluded.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    pub from: Timestamp,
    pub to: Timestamp,
}

/// How invitations ended, by state, then by reason.
pub async fn invitations(
    conn: &mut Conn,
    survey: SurveyId,
    window: Window,
) -> Result<Vec<(String, Option<String>, i64)>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select state, reason, count(*) as n from invitations
                 where survey_id = $1 and due_at >= $2 and due_at < $3 group by state, reason order by state, reason"
            ),
            params![survey, window.from, window.to],
        )
        .await?;
    rows.iter().map(|it| Ok((it.get("state")?, it.get("reason")?, it.get("n")?))).collect()
}

/// Responses: complete, partial.
pub async fn responses(conn: &mut Conn, survey: SurveyId, window: Window) -> Result<(i64, i64), DbError> {
    let row = conn
        .one(
            sql!(
                "select coalesce(cast(sum(case when state = 'complete' then 1 else 0 end) as bigint), 0) as complete,
                   coalesce(cast(sum(case when state = 'partial' then 1 else 0 end) as bigint), 0) as partial
                 from responses where survey_id = $1 and started_at >= $2 and started_at < $3"
            ),
            params![survey, window.from, window.to],
        )
        .await?;
    Ok((row.get("complete")?, row.get("partial")?))
}

/// One line of a distribution.
pub struct Bin {
    pub question: String,
    pub is_complete: bool,
    pub status: String,
    pub score: Option<i64>,
    pub choices: Option<String>,
    pub n: i64,
}

/// How often each question met each end, score and set of choices.
pub async fn distribution(conn: &mut Conn, survey: SurveyId, window: Window) -> Result<Vec<Bin>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select a.question_key, r.state, a.status, a.score, a.choices, count(*) as n
                 from answers a join responses r on r.id = a.response_id
                 where a.survey_id = $1 and r.started_at >= $2 and r.started_at < $3
                 group by a.question_key, r.state, a.status, a.score, a.choices
                 order by a.question_key, r.state, a.status, a.score, a.choices"
            ),
            params![survey, window.from, window.to],
        )
        .await?;
    let read = |row: &Row| {
        Ok(Bin {
            question: row.get("question_key")?,
            is_complete: row.get::<String>("state")? == "complete",
            status: row.get("status")?,
            score: row.get("score")?,
            choices: row.get("choices")?,
            n: row.get("n")?,
        })
    };
    rows.iter().map(read).collect()
}

/// The latest words to any question of the survey. At most `limit`.
pub async fn words(
    conn: &mut Conn,
    survey: SurveyId,
    window: Window,
    limit: i64,
) -> Result<Vec<(ResponseId, String, String, Timestamp)>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select a.response_id, a.question_key, a.words, r.started_at
                 from responses r join answers a on a.response_id = r.id
                 where r.survey_id = $1 and r.started_at >= $2 and r.started_at < $3 and a.words is not null
                 order by r.started_at desc, r.id desc, a.question_key limit $4"
            ),
            params![survey, window.from, window.to, limit],
        )
        .await?;
    rows.iter()
        .map(|it| Ok((it.get("response_id")?, it.get("question_key")?, it.get("words")?, it.get("started_at")?)))
        .collect()
}
