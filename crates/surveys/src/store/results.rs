//! Counts behind a survey's results.

use db::{Conn, DbError, Row, params, sql};
use kernel::{ResponseId, SurveyId, Timestamp};

use crate::results::FigureDefinition;

/// The window results are counted over: `from` included, `to` excluded.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    pub from: Timestamp,
    pub to: Timestamp,
}

/// Invitations of one state and reason.
pub struct Ended {
    pub state: String,
    pub reason: Option<String>,
    pub n: i64,
    /// How many of them brought anything back.
    pub with_response: i64,
}

/// How invitations ended, by state, then by reason.
pub async fn invitations(conn: &mut Conn, survey: SurveyId, window: Window) -> Result<Vec<Ended>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select i.state, i.reason, count(*) as n, count(r.id) as with_response
                 from invitations i left join responses r on r.invitation_id = i.id
                 where i.survey_id = $1 and i.due_at >= $2 and i.due_at < $3
                 group by i.state, i.reason order by i.state, i.reason"
            ),
            params![survey, window.from, window.to],
        )
        .await?;
    let read = |it: &Row| {
        Ok(Ended {
            state: it.get("state")?,
            reason: it.get("reason")?,
            n: it.get("n")?,
            with_response: it.get("with_response")?,
        })
    };
    rows.iter().map(read).collect()
}

/// The definitions in force of the figures that surveys make. Reads indicators' table.
pub async fn definitions(conn: &mut Conn) -> Result<Vec<FigureDefinition>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select key, version, method, useful_half_width from indicator_definitions d
                 where key in ('nps', 'csat', 'ces', 'response_rate')
                   and version = (select max(version) from indicator_definitions where key = d.key)
                 order by key limit 4"
            ),
            params![],
        )
        .await?;
    let read = |it: &Row| {
        Ok(FigureDefinition {
            key: it.get("key")?,
            version: it.get("version")?,
            method: it.get("method")?,
            useful_half_width: it.get("useful_half_width")?,
        })
    };
    rows.iter().map(read).collect()
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
    pub kind: String,
    pub is_complete: bool,
    pub status: String,
    pub score: Option<i64>,
    pub choices: Option<String>,
    pub n: i64,
}

/// How often each question, by key and kind, met each end, score and set of choices.
pub async fn distribution(conn: &mut Conn, survey: SurveyId, window: Window) -> Result<Vec<Bin>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select a.question_key, a.kind, r.state, a.status, a.score, a.choices, count(*) as n
                 from responses r join answers a on a.response_id = r.id
                 where r.survey_id = $1 and r.started_at >= $2 and r.started_at < $3
                 group by a.question_key, a.kind, r.state, a.status, a.score, a.choices
                 order by a.question_key, a.kind, r.state, a.status, a.score, a.choices"
            ),
            params![survey, window.from, window.to],
        )
        .await?;
    let read = |row: &Row| {
        Ok(Bin {
            question: row.get("question_key")?,
            kind: row.get("kind")?,
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
