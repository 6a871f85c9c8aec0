//! Every statement of indicators: definitions of our own, and read-only joins over what surveys and cases own.
//!
//! Each basis is one statement that counts by quarter of an hour, so that a month, its weeks and the month before come
//! out of one reading, whatever the zone.

use db::{Conn, DbError, Json, Row, params, sql};
use kernel::{StaffId, SurveyId, TeamId, Timestamp};

use crate::definition::{Basis, Definition, Method};
use crate::figure::Record;
use crate::observation::{Observation, QUARTER_MICROS};

/// What figures are narrowed to, and the window they are read over: `from` included, `to` excluded.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    pub from: Timestamp,
    pub to: Timestamp,
    pub team: Option<TeamId>,
    pub channel: Option<String>,
    pub survey: Option<SurveyId>,
    pub owner: Option<StaffId>,
}

/// The definitions in force.
pub async fn definitions(conn: &mut Conn) -> Result<Vec<Definition>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select d.key, d.version, d.method, d.basis, d.useful_half_width, d.exclusions, d.since
                 from indicator_definitions d
                 where d.version = (select max(l.version) from indicator_definitions l where l.key = d.key)
                 order by d.id limit 200"
            ),
            params![],
        )
        .await?;
    rows.iter().map(definition).collect()
}

fn definition(row: &Row) -> Result<Definition, DbError> {
    let unknown = |column: &str, problem: String| DbError::Column { column: column.to_owned(), problem };
    let method: String = row.get("method")?;
    let basis: String = row.get("basis")?;
    let method = Method::from_code(&method).ok_or_else(|| unknown("method", format!("holds `{method}`")))?;
    Ok(Definition {
        key: row.get("key")?,
        version: row.get("version")?,
        method,
        basis: Basis::from_code(&basis).ok_or_else(|| unknown("basis", format!("holds `{basis}`")))?,
        unit: method.unit(),
        level: Definition::LEVEL,
        useful_half_width: row.get("useful_half_width")?,
        exclusions: row.get::<Json<Vec<String>>>("exclusions")?.0,
        since: row.get("since")?,
    })
}

/// The market's time zone, as its IANA name.
pub async fn time_zone(conn: &mut Conn) -> Result<String, DbError> {
    conn.one(sql!("select time_zone from installation order by id limit 1"), params![]).await?.get("time_zone")
}

/// Names of teams.
pub async fn team_names(conn: &mut Conn) -> Result<Vec<(i64, String)>, DbError> {
    let rows = conn.all(sql!("select id, name from teams order by name limit 1000"), params![]).await?;
    rows.iter().map(|it| Ok((it.get("id")?, it.get("name")?))).collect()
}

/// What a basis yields over a window. One statement; clocks take two.
pub async fn observations(conn: &mut Conn, basis: Basis, reading: &Reading) -> Result<Vec<Observation>, DbError> {
    let rows = match basis {
        Basis::NpsAnswers => answers(conn, "nps", reading).await?,
        Basis::CsatAnswers => answers(conn, "csat", reading).await?,
        Basis::CesAnswers => answers(conn, "ces", reading).await?,
        Basis::FirstReplyClocks => clocks(conn, "first_reply", reading).await?,
        Basis::ResolutionClocks => clocks(conn, "resolution", reading).await?,
        Basis::AllClocks => {
            let mut rows = kept(conn, reading).await?;
            rows.extend(missed(conn, reading).await?);
            rows
        }
        Basis::Invitations => invitations(conn, reading).await?,
        Basis::NewCases => new_cases(conn, reading).await?,
        Basis::OpenCases => open_cases(conn, reading).await?,
    };
    let read = |row: &Row| {
        Ok(Observation {
            at: Timestamp::from_micros(row.get::<i64>("quarter")? * QUARTER_MICROS),
            value: row.get("value")?,
            n: u64::try_from(row.get::<i64>("n")?).unwrap_or(0),
            team: row.get::<Option<i64>>("team")?.unwrap_or(0),
        })
    };
    rows.iter().map(read).collect()
}

async fn answers(conn: &mut Conn, column: &str, it: &Reading) -> Result<Vec<Row>, DbError> {
    conn.all(
        sql!(
            "select r.started_at / 900000000 as quarter, c.team_id as team, count(*) as n,
               case when $6 = 'nps' then r.nps when $6 = 'csat' then r.csat else r.ces end as value
             from responses r left join cases c on c.id = r.case_id
             where r.started_at >= $1 and r.started_at < $2
               and case when $6 = 'nps' then r.nps when $6 = 'csat' then r.csat else r.ces end is not null
               and (cast($3 as bigint) is null or c.team_id = $3)
               and (cast($7 as bigint) is null or c.owner_id = $7)
               and (cast($4 as text) is null or c.channel = $4)
               and (cast($5 as bigint) is null or r.survey_id = $5)
             group by 1, 2, 4 order by 1"
        ),
        params![it.from, it.to, it.team, it.channel.as_deref(), it.survey, column, it.owner],
    )
    .await
}

async fn clocks(conn: &mut Conn, metric: &str, it: &Reading) -> Result<Vec<Row>, DbError> {
    conn.all(
        sql!(
            "select k.ended_at / 900000000 as quarter, c.team_id as team, count(*) as n,
               k.counted_micros / 1000000 as value
             from case_clocks k join cases c on c.id = k.case_id
             where k.metric = $5 and k.ended_at >= $1 and k.ended_at < $2 and k.outcome in ('kept', 'missed')
               and k.counted_micros is not null
               and (cast($3 as bigint) is null or c.team_id = $3)
               and (cast($6 as bigint) is null or c.owner_id = $6) and (cast($4 as text) is null or c.channel = $4)
             group by 1, 2, 4 order by 1"
        ),
        params![it.from, it.to, it.team, it.channel.as_deref(), metric, it.owner],
    )
    .await
}

async fn kept(conn: &mut Conn, it: &Reading) -> Result<Vec<Row>, DbError> {
    conn.all(
        sql!(
            "select k.ended_at / 900000000 as quarter, c.team_id as team, count(*) as n, 1 as value
             from case_clocks k join cases c on c.id = k.case_id
             where k.metric in ('first_reply', 'next_reply', 'resolution') and k.ended_at >= $1 and k.ended_at < $2
               and k.outcome = 'kept'
               and (cast($3 as bigint) is null or c.team_id = $3)
               and (cast($5 as bigint) is null or c.owner_id = $5) and (cast($4 as text) is null or c.channel = $4)
             group by 1, 2 order by 1"
        ),
        params![it.from, it.to, it.team, it.channel.as_deref(), it.owner],
    )
    .await
}

/// Misses count at the instant the deadline passed, so that a later answer does not move them to another month.
async fn missed(conn: &mut Conn, it: &Reading) -> Result<Vec<Row>, DbError> {
    conn.all(
        sql!(
            "select k.missed_at / 900000000 as quarter, c.team_id as team, count(*) as n, 0 as value
             from case_clocks k join cases c on c.id = k.case_id
             where k.missed_at >= $1 and k.missed_at < $2 and k.outcome in ('late', 'missed')
               and (cast($3 as bigint) is null or c.team_id = $3)
               and (cast($5 as bigint) is null or c.owner_id = $5) and (cast($4 as text) is null or c.channel = $4)
             group by 1, 2 order by 1"
        ),
        params![it.from, it.to, it.team, it.channel.as_deref(), it.owner],
    )
    .await
}

async fn invitations(conn: &mut Conn, it: &Reading) -> Result<Vec<Row>, DbError> {
    conn.all(
        sql!(
            "select i.sent_at / 900000000 as quarter, c.team_id as team, count(*) as n,
               case when r.id is null then 0 else 1 end as value
             from invitations i left join responses r on r.invitation_id = i.id left join cases c on c.id = i.case_id
             where i.sent_at >= $1 and i.sent_at < $2
               and (cast($3 as bigint) is null or c.team_id = $3)
               and (cast($6 as bigint) is null or c.owner_id = $6) and (cast($4 as text) is null or c.channel = $4)
               and (cast($5 as bigint) is null or i.survey_id = $5)
             group by 1, 2, 4 order by 1"
        ),
        params![it.from, it.to, it.team, it.channel.as_deref(), it.survey, it.owner],
    )
    .await
}

async fn new_cases(conn: &mut Conn, it: &Reading) -> Result<Vec<Row>, DbError> {
    conn.all(
        sql!(
            "select c.opened_at / 900000000 as quarter, c.team_id as team, count(*) as n, 1 as value
             from cases c
             where c.opened_at >= $1 and c.opened_at < $2 and c.is_dated = 1
               and (cast($3 as bigint) is null or c.team_id = $3)
               and (cast($5 as bigint) is null or c.owner_id = $5) and (cast($4 as text) is null or c.channel = $4)
             group by 1, 2 order by 1"
        ),
        params![it.from, it.to, it.team, it.channel.as_deref(), it.owner],
    )
    .await
}

/// Cases open when the window ends, at the quarter they were opened in: `from` does not bound them.
/// Those that are so now, and those closed since: what was closed before is not read.
async fn open_cases(conn: &mut Conn, it: &Reading) -> Result<Vec<Row>, DbError> {
    conn.all(
        sql!(
            "select c.opened_at / 900000000 as quarter, c.team_id as team, count(*) as n, 1 as value
             from (
               select o.opened_at, o.state, o.closed_at, o.team_id, o.owner_id, o.channel
               from cases o where o.state in ('open', 'waiting')
               union all
               select d.opened_at, d.state, d.closed_at, d.team_id, d.owner_id, d.channel
               from cases d where d.state = 'closed' and d.closed_at >= $1
             ) c
             where c.opened_at < $1 and (c.closed_at is null or c.state <> 'closed' or c.closed_at >= $1)
               and (cast($2 as bigint) is null or c.team_id = $2)
               and (cast($4 as bigint) is null or c.owner_id = $4) and (cast($3 as text) is null or c.channel = $3)
             group by 1, 2 order by 1"
        ),
        params![it.to, it.team, it.channel.as_deref(), it.owner],
    )
    .await
}

/// When the first case there ever was came, history that was imported included; before it there was nothing to count.
pub async fn first_case_at(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let first = sql!("select opened_at from cases where is_dated = 1 order by opened_at, id limit 1");
    conn.optional(first, params![]).await?.map(|it| it.get("opened_at")).transpose()
}

/// New cases by channel.
pub async fn volume_by_channel(conn: &mut Conn, it: &Reading) -> Result<Vec<(String, u64)>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select c.channel, count(*) as n from cases c
                 where c.opened_at >= $1 and c.opened_at < $2 and c.is_dated = 1
                 and (cast($3 as bigint) is null or c.team_id = $3)
                 and (cast($5 as bigint) is null or c.owner_id = $5) and (cast($4 as text) is null or c.channel = $4)
                 group by c.channel order by c.channel"
            ),
            params![it.from, it.to, it.team, it.channel.as_deref(), it.owner],
        )
        .await?;
    rows.iter().map(|it| Ok((it.get("channel")?, u64::try_from(it.get::<i64>("n")?).unwrap_or(0)))).collect()
}

/// The records behind a figure, latest first, before the one at the cursor (instant, id). At most `limit`.
pub async fn records(
    conn: &mut Conn,
    basis: Basis,
    it: &Reading,
    before: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<(i64, Record)>, DbError> {
    let rows = match basis {
        Basis::NpsAnswers | Basis::CsatAnswers | Basis::CesAnswers => {
            answer_records(conn, basis, it, before, limit).await?
        }
        Basis::FirstReplyClocks | Basis::ResolutionClocks => clock_records(conn, basis, it, before, limit).await?,
        Basis::AllClocks => promise_records(conn, it, before, limit).await?,
        Basis::Invitations => invitation_records(conn, it, before, limit).await?,
        Basis::NewCases | Basis::OpenCases => case_records(conn, basis, it, before, limit).await?,
    };
    let read = |row: &Row| {
        let record = Record {
            at: row.get("at")?,
            value: row.get("value")?,
            response_id: row.get("response_id")?,
            case_id: row.get("case_id")?,
            person_id: row.get("person_id")?,
            team_id: row.get("team_id")?,
        };
        Ok((row.get("id")?, record))
    };
    rows.iter().map(read).collect()
}

async fn answer_records(
    conn: &mut Conn,
    basis: Basis,
    it: &Reading,
    before: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<Row>, DbError> {
    let (at, id) = before.unzip();
    let channel = it.channel.as_deref();
    let column = match basis {
        Basis::NpsAnswers => "nps",
        Basis::CsatAnswers => "csat",
        _ => "ces",
    };
    conn.all(
        sql!(
            "select r.id, r.started_at as at, r.id as response_id, r.case_id, r.person_id, c.team_id,
               case when $6 = 'nps' then r.nps when $6 = 'csat' then r.csat else r.ces end as value
             from responses r left join cases c on c.id = r.case_id
             where r.started_at >= $1 and r.started_at < $2
               and case when $6 = 'nps' then r.nps when $6 = 'csat' then r.csat else r.ces end is not null
               and (cast($3 as bigint) is null or c.team_id = $3)
               and (cast($10 as bigint) is null or c.owner_id = $10)
               and (cast($4 as text) is null or c.channel = $4)
               and (cast($5 as bigint) is null or r.survey_id = $5)
               and (cast($7 as bigint) is null or (r.started_at, r.id) < ($7, $8))
             order by r.started_at desc, r.id desc limit $9"
        ),
        params![it.from, it.to, it.team, channel, it.survey, column, at, id, limit, it.owner],
    )
    .await
}

async fn clock_records(
    conn: &mut Conn,
    basis: Basis,
    it: &Reading,
    before: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<Row>, DbError> {
    let (at, id) = before.unzip();
    let channel = it.channel.as_deref();
    let metric = if basis == Basis::FirstReplyClocks { "first_reply" } else { "resolution" };
    conn.all(
        sql!(
            "select k.id, k.ended_at as at, cast(null as bigint) as response_id, k.case_id, c.person_id, c.team_id,
               k.counted_micros / 1000000 as value
             from case_clocks k join cases c on c.id = k.case_id
             where k.metric = $5 and k.ended_at >= $1 and k.ended_at < $2 and k.outcome in ('kept', 'missed')
               and k.counted_micros is not null
               and (cast($3 as bigint) is null or c.team_id = $3)
               and (cast($9 as bigint) is null or c.owner_id = $9)
               and (cast($4 as text) is null or c.channel = $4)
               and (cast($6 as bigint) is null or (k.ended_at, k.id) < ($6, $7))
             order by k.ended_at desc, k.id desc limit $8"
        ),
        params![it.from, it.to, it.team, channel, metric, at, id, limit, it.owner],
    )
    .await
}

async fn promise_records(
    conn: &mut Conn,
    it: &Reading,
    before: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<Row>, DbError> {
    let (at, id) = before.unzip();
    let channel = it.channel.as_deref();
    conn.all(
        sql!(
            "select k.id, coalesce(k.missed_at, k.ended_at) as at, cast(null as bigint) as response_id, k.case_id,
               c.person_id, c.team_id, case when k.outcome = 'kept' then 1 else 0 end as value
             from case_clocks k join cases c on c.id = k.case_id
             where k.outcome in ('kept', 'missed', 'late')
               and coalesce(k.missed_at, k.ended_at) >= $1 and coalesce(k.missed_at, k.ended_at) < $2
               and (cast($3 as bigint) is null or c.team_id = $3)
               and (cast($8 as bigint) is null or c.owner_id = $8)
               and (cast($4 as text) is null or c.channel = $4)
               and (cast($5 as bigint) is null or (coalesce(k.missed_at, k.ended_at), k.id) < ($5, $6))
             order by coalesce(k.missed_at, k.ended_at) desc, k.id desc limit $7"
        ),
        params![it.from, it.to, it.team, channel, at, id, limit, it.owner],
    )
    .await
}

async fn invitation_records(
    conn: &mut Conn,
    it: &Reading,
    before: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<Row>, DbError> {
    let (at, id) = before.unzip();
    let channel = it.channel.as_deref();
    conn.all(
        sql!(
            "select i.id, i.sent_at as at, r.id as response_id, i.case_id, i.person_id, c.team_id,
               case when r.id is null then 0 else 1 end as value
             from invitations i left join responses r on r.invitation_id = i.id
             left join cases c on c.id = i.case_id
             where i.sent_at >= $1 and i.sent_at < $2
               and (cast($3 as bigint) is null or c.team_id = $3)
               and (cast($9 as bigint) is null or c.owner_id = $9)
               and (cast($4 as text) is null or c.channel = $4)
               and (cast($5 as bigint) is null or i.survey_id = $5)
               and (cast($6 as bigint) is null or (i.sent_at, i.id) < ($6, $7))
             order by i.sent_at desc, i.id desc limit $8"
        ),
        params![it.from, it.to, it.team, channel, it.survey, at, id, limit, it.owner],
    )
    .await
}

async fn case_records(
    conn: &mut Conn,
    basis: Basis,
    it: &Reading,
    before: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<Row>, DbError> {
    let (at, id) = before.unzip();
    let channel = it.channel.as_deref();
    let open_only = i64::from(basis == Basis::OpenCases);
    conn.all(
        sql!(
            "select c.id, c.opened_at as at, cast(null as bigint) as response_id, c.id as case_id, c.person_id,
               c.team_id, 1 as value
             from cases c
             where c.opened_at < $2 and ($5 = 1 or (c.opened_at >= $1 and c.is_dated = 1))
               and ($5 = 0 or c.closed_at is null or c.state <> 'closed' or c.closed_at >= $2)
               and (cast($3 as bigint) is null or c.team_id = $3)
               and (cast($9 as bigint) is null or c.owner_id = $9)
               and (cast($4 as text) is null or c.channel = $4)
               and (cast($6 as bigint) is null or (c.opened_at, c.id) < ($6, $7))
             order by c.opened_at desc, c.id desc limit $8"
        ),
        params![it.from, it.to, it.team, channel, open_only, at, id, limit, it.owner],
    )
    .await
}
