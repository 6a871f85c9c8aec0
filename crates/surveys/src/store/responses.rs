//! A link, and the pages saved through it: one statement to show a page, four to save one.

use db::{Conn, DbError, IntoValue, Json, Row, SqlPart, Tx, Value, params, sql, sql_part};
use kernel::{CaseId, Locale, PersonId, ResponseId, Scope, SurveyId, TeamId, Timestamp};
use questionnaire::{Answer, Answers, Definition, Question, Status};

use crate::event::ResponseReceived;
use crate::survey::{AnswerShown, Response};
use crate::visit::{Linked, Progress};

/// A link, and what saving a page needs beyond what showing it does.
pub struct Found {
    pub linked: Linked,
    pub survey_id: SurveyId,
    pub survey_version_id: kernel::SurveyVersionId,
    pub person_id: Option<PersonId>,
    pub case_id: Option<CaseId>,
    /// When the page before was saved: what a page that is saved now builds on.
    pub saved_at: Option<Timestamp>,
}

/// What stands behind the token with this hash. One statement.
pub async fn by_token(conn: &mut Conn, hash: &[u8]) -> Result<Option<Found>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select i.id, i.survey_id, i.survey_version_id, i.person_id, i.case_id, i.locale, i.expires_at,
                   s.is_active, v.definition, r.id as response_id, r.state as response_state, r.pages_seen, r.answers,
                   r.saved_at
                 from invitations i
                 join surveys s on s.id = i.survey_id
                 join survey_versions v on v.id = i.survey_version_id
                 left join responses r on r.invitation_id = i.id
                 where i.token_hash = $1 and i.sent_at is not null"
            ),
            params![hash.to_vec()],
        )
        .await?;
    row.as_ref().map(found).transpose()
}

fn found(row: &Row) -> Result<Found, DbError> {
    let linked = Linked {
        invitation_id: row.get("id")?,
        response_id: row.get("response_id")?,
        locale: locale(row)?,
        definition: row.get::<Json<Definition>>("definition")?.0,
        expires_at: row.get("expires_at")?,
        is_active: row.get("is_active")?,
        is_complete: row.get::<Option<String>>("response_state")?.as_deref() == Some("complete"),
        pages_seen: row.get::<Option<i64>>("pages_seen")?.and_then(|it| usize::try_from(it).ok()).unwrap_or(0),
        answers: row.get::<Option<Json<Answers>>>("answers")?.map(|it| it.0).unwrap_or_default(),
    };
    Ok(Found {
        linked,
        survey_id: row.get("survey_id")?,
        survey_version_id: row.get("survey_version_id")?,
        person_id: row.get("person_id")?,
        case_id: row.get("case_id")?,
        saved_at: row.get("saved_at")?,
    })
}

fn locale(row: &Row) -> Result<Locale, DbError> {
    Ok(row.get::<Option<String>>("locale")?.and_then(|it| it.parse().ok()).unwrap_or_default())
}

/// Saves what a page made of the response; `None` if another page was saved meanwhile. Nobody was told of it yet, unless it
/// is complete. One statement.
pub async fn save(
    tx: &mut Tx,
    found: &Found,
    progress: &Progress,
    locale: Locale,
    is_complete: bool,
) -> Result<Option<ResponseId>, DbError> {
    let (now, definition) = (tx.now(), &found.linked.definition);
    let id = found.linked.response_id.unwrap_or_else(|| tx.id());
    let callback = callback(definition, &progress.answers);
    let row = tx
        .optional(
            sql!(
                "insert into responses (id, invitation_id, survey_id, survey_version_id, person_id, case_id, locale, state,
                   pages_seen, answers, nps, csat, ces, wants_callback, started_at, saved_at, told_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, $16)
                 on conflict (invitation_id) do update set locale = excluded.locale, state = excluded.state,
                   pages_seen = excluded.pages_seen, answers = excluded.answers, nps = excluded.nps,
                   csat = excluded.csat, ces = excluded.ces, wants_callback = excluded.wants_callback,
                   saved_at = excluded.saved_at, told_at = excluded.told_at
                 where responses.state = 'partial' and responses.saved_at = $17
                 returning id"
            ),
            params![
                id,
                found.linked.invitation_id,
                found.survey_id,
                found.survey_version_id,
                found.person_id,
                found.case_id,
                locale.code(),
                if is_complete { "complete" } else { "partial" },
                i64::try_from(progress.pages_seen).unwrap_or(i64::MAX),
                Json(&progress.answers),
                definition.score("nps", &progress.answers),
                definition.score("satisfaction", &progress.answers),
                definition.score("effort", &progress.answers),
                callback,
                now,
                is_complete.then_some(now),
                found.saved_at
            ],
        )
        .await?;
    row.map(|it| it.get("id")).transpose()
}

/// Writes what became of each question that was met. One statement.
pub async fn save_answers(
    tx: &mut Tx,
    response: ResponseId,
    survey: SurveyId,
    met: &[(&Question, Status)],
    answers: &Answers,
) -> Result<(), DbError> {
    let mut values = Vec::with_capacity(met.len() * 8);
    for (question, status) in met {
        let answer = answers.get(&question.key);
        let (score, choices, words) = columns(answer);
        values.extend([
            response.into_value(),
            question.key.as_str().into_value(),
            survey.into_value(),
            question.kind.code().into_value(),
            code(*status).into_value(),
            score,
            choices,
            words,
        ]);
    }
    if values.is_empty() {
        return Ok(());
    }
    tx.run_rows(
        sql!(
            "insert into answers (response_id, question_key, survey_id, kind, status, score, choices, words)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (response_id, question_key) do update set status = excluded.status, score = excluded.score,
               choices = excluded.choices, words = excluded.words"
        ),
        8,
        values,
    )
    .await?;
    Ok(())
}

/// Takes away what was met before and is no longer on the way.
pub async fn forget_answers(tx: &mut Tx, response: ResponseId, keys: &[String]) -> Result<(), DbError> {
    let list: Vec<&str> = keys.iter().map(String::as_str).collect();
    tx.all_in(
        sql!("delete from answers where response_id = $1 and question_key in ($list) returning question_key"),
        params![response],
        list,
    )
    .await?;
    Ok(())
}

fn columns(answer: Option<&Answer>) -> (Value, Value, Value) {
    let (mut score, mut choices, mut words) = (i64::null(), String::null(), String::null());
    match answer {
        Some(Answer::Score(it)) => score = it.into_value(),
        Some(Answer::Yes(it)) => score = i64::from(*it).into_value(),
        Some(Answer::Choices(it)) => choices = it.join(",").into_value(),
        Some(Answer::Text(it)) if !it.trim().is_empty() => words = it.trim().into_value(),
        Some(Answer::Text(_) | Answer::Declined) | None => {}
    }
    (score, choices, words)
}

fn code(status: Status) -> &'static str {
    match status {
        Status::Answered => "answered",
        Status::Declined => "declined",
        Status::NotAnswered | Status::NotAsked => "not_answered",
    }
}

/// Whether a call-back is wanted; `None` if the question was not answered.
pub fn callback(definition: &Definition, answers: &Answers) -> Option<bool> {
    let mut asked = definition.questions().filter(|it| it.kind == questionnaire::Kind::Callback);
    asked.find_map(|it| match answers.get(&it.key) {
        Some(Answer::Yes(yes)) => Some(*yes),
        _ => None,
    })
}

/// Takes partial responses that nobody went on with since `before`, and marks them as told. At most `limit`.
pub async fn take_resting(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<Vec<ResponseReceived>, DbError> {
    let now = tx.now();
    let rows = tx
        .all(
            sql!(
                "update responses set told_at = $1 where told_at is null and id in
                   (select id from responses where told_at is null and saved_at < $2 order by saved_at limit $3)
                 returning id, person_id, case_id, survey_id, nps, csat, wants_callback"
            ),
            params![now, before, limit],
        )
        .await?;
    let read = |row: &Row| {
        Ok(ResponseReceived {
            response_id: row.get("id")?,
            person_id: row.get("person_id")?,
            case_id: row.get("case_id")?,
            survey_id: row.get("survey_id")?,
            complete: false,
            nps: row.get("nps")?,
            csat: row.get("csat")?,
            wants_callback: row.get("wants_callback")?,
        })
    };
    rows.iter().map(read).collect()
}

const RESPONSE: SqlPart = sql_part!(
    "select r.id, r.survey_id, s.name as survey_name, r.person_id, r.case_id, r.locale, r.state, r.pages_seen,
       r.answers, r.nps, r.csat, r.ces, r.wants_callback, r.started_at, r.saved_at, v.definition
     from responses r join surveys s on s.id = r.survey_id join survey_versions v on v.id = r.survey_version_id
     where"
);
/// `$1` to `$5` and `$list`: those before the cursor, those after no case or after one that the reader sees, and the end.
const SEEN: SqlPart = sql_part!(
    "(cast($1 as bigint) is null or (r.started_at, r.id) < ($1, $2))
       and (cast($3 as bigint) = 1 or r.case_id is null or (cast($4 as bigint) = 1 and exists (
         select 1 from cases c where c.id = r.case_id and (c.team_id is null or c.team_id in ($list)))))
     order by r.started_at desc, r.id desc limit $5"
);

/// One response with its questions and answers.
pub async fn find(conn: &mut Conn, id: ResponseId) -> Result<Option<Response>, DbError> {
    let row = conn.optional(sql!(RESPONSE, "r.id = $1"), params![id]).await?;
    row.as_ref().map(response).transpose()
}

/// Whether the case is one of `scope`. Reads cases' table.
pub async fn is_case_within(conn: &mut Conn, id: CaseId, scope: &Scope) -> Result<bool, DbError> {
    let row = conn.optional(sql!("select team_id from cases where id = $1"), params![id]).await?;
    let team: Option<Option<TeamId>> = row.map(|it| it.get("team_id")).transpose()?;
    Ok(match (scope, team) {
        (Scope::All, _) => true,
        (Scope::Teams(teams), Some(team)) => team.is_none_or(|it| teams.contains(&it)),
        (Scope::Teams(_), None) | (Scope::Nothing, _) => false,
    })
}

/// Responses of a person or to a survey after cases of `scope` or none, latest first, before the one at the cursor. At
/// most `limit`. A text for each index that may lead: responses_by_person, responses_by_survey, responses_by_time.
pub async fn list(
    conn: &mut Conn,
    (person, survey): (Option<PersonId>, Option<SurveyId>),
    scope: &Scope,
    before: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<Response>, DbError> {
    let (at, id) = before.unzip();
    let (is_all, sees_some, teams) = match scope {
        Scope::All => (true, true, Vec::new()),
        Scope::Teams(teams) => (false, true, teams.clone()),
        Scope::Nothing => (false, false, Vec::new()),
    };
    let mut params = params![at, id, is_all, sees_some, limit];
    let text = match (person, survey) {
        (Some(person), survey) => {
            params.extend(params![person, survey]);
            sql!(RESPONSE, "r.person_id = $6 and (cast($7 as bigint) is null or r.survey_id = $7) and", SEEN)
        }
        (None, Some(survey)) => {
            params.extend(params![survey]);
            sql!(RESPONSE, "r.survey_id = $6 and", SEEN)
        }
        (None, None) => sql!(RESPONSE, SEEN),
    };
    let rows = conn.all_in(text, params, teams).await?;
    rows.iter().map(response).collect()
}

fn response(row: &Row) -> Result<Response, DbError> {
    let definition = row.get::<Json<Definition>>("definition")?.0;
    let answers = row.get::<Json<Answers>>("answers")?.0;
    let seen = usize::try_from(row.get::<i64>("pages_seen")?).unwrap_or(0);
    let locale = locale(row)?;
    Ok(Response {
        id: row.get("id")?,
        survey_id: row.get("survey_id")?,
        survey_name: row.get("survey_name")?,
        person_id: row.get("person_id")?,
        case_id: row.get("case_id")?,
        locale,
        is_complete: row.get::<String>("state")? == "complete",
        nps: row.get("nps")?,
        csat: row.get("csat")?,
        ces: row.get("ces")?,
        wants_callback: row.get("wants_callback")?,
        started_at: row.get("started_at")?,
        saved_at: row.get("saved_at")?,
        answers: AnswerShown::all(&definition, &answers, seen, locale),
    })
}
