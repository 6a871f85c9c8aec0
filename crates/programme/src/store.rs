//! Every statement of the programme: its call-backs, and what it reads of others to write a mail or open a case.

use db::{Conn, DbError, Json, Row, SqlPart, Tx, params, sql, sql_part};
use kernel::{AccountId, CallbackId, CaseId, InteractionId, PersonId, ResponseId, TeamId, Timestamp};

use crate::callback::{Callback, Outcome, Reason};

/// What a mail to a person needs.
pub struct Addressee {
    pub name: Option<String>,
    pub email: Option<String>,
    pub language: Option<String>,
}

pub async fn person(conn: &mut Conn, id: PersonId) -> Result<Option<Addressee>, DbError> {
    let row = conn
        .optional(
            sql!("select first_name, last_name, display_name, email, language from persons where id = $1"),
            params![id],
        )
        .await?;
    row.map(|it| {
        let first: Option<String> = it.get("first_name")?;
        let last: Option<String> = it.get("last_name")?;
        // A name that nobody gave, such as an address shown in its place, is no name to greet with.
        let name = match (first, last) {
            (Some(first), Some(last)) => Some(format!("{first} {last}")),
            (first, last) => first.or(last),
        };
        Ok(Addressee { name, email: it.get("email")?, language: it.get("language")? })
    })
    .transpose()
}

/// The case somebody was asked about, as far as a call-back takes after it.
pub struct Origin {
    pub team_id: Option<TeamId>,
    pub account_id: Option<AccountId>,
}

pub async fn origin(conn: &mut Conn, id: CaseId) -> Result<Option<Origin>, DbError> {
    let row = conn.optional(sql!("select team_id, account_id from cases where id = $1"), params![id]).await?;
    row.map(|it| Ok(Origin { team_id: it.get("team_id")?, account_id: it.get("account_id")? })).transpose()
}

pub async fn of_response(conn: &mut Conn, response: ResponseId) -> Result<Option<CallbackId>, DbError> {
    let row = conn.optional(sql!("select id from callbacks where response_id = $1"), params![response]).await?;
    row.map(|it| it.get("id")).transpose()
}

/// They ask for it now. False if they did before, or it is closed.
pub async fn ask(tx: &mut Tx, id: CallbackId) -> Result<bool, DbError> {
    let changed = tx
        .run(
            sql!(
                "update callbacks set reason = 'asked', version = version + 1
                 where id = $1 and state = 'open' and reason <> 'asked'"
            ),
            params![id],
        )
        .await?;
    Ok(changed == 1)
}

pub async fn of_case(conn: &mut Conn, case: CaseId) -> Result<Option<CallbackId>, DbError> {
    let row = conn.optional(sql!("select id from callbacks where case_id = $1"), params![case]).await?;
    row.map(|it| it.get("id")).transpose()
}

/// Whether a call is owed already to whoever asked on the page of `case` at `at`, or was still owed then.
pub async fn is_or_was_owed(conn: &mut Conn, case: CaseId, at: Timestamp) -> Result<bool, DbError> {
    let row = conn
        .optional(
            sql!(
                "select id from callbacks where (origin_case_id = $1 or case_id = $1) and (state = 'open' or closed_at >= $2)
                 order by id limit 1"
            ),
            params![case, at],
        )
        .await?;
    Ok(row.is_some())
}

/// A wish to be called, as it stands on the timeline.
pub struct Wish {
    pub interaction_id: InteractionId,
    pub phone: Option<String>,
    pub at: Timestamp,
}

/// The last wish to be called that was said on the page of `case`, whichever fact tells of it.
pub async fn wish(conn: &mut Conn, case: CaseId) -> Result<Option<Wish>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select id, at, meta from interactions where case_id = $1 and channel = 'portal' and direction = 'inbound'
                 order by at desc, id desc limit 20"
            ),
            params![case],
        )
        .await?;
    for row in rows {
        let Json(meta): Json<serde_json::Value> = row.get("meta")?;
        if meta.get("wants_callback").and_then(serde_json::Value::as_bool) == Some(true) {
            let phone = meta.get("phone").and_then(serde_json::Value::as_str).map(str::to_owned);
            return Ok(Some(Wish { interaction_id: row.get("id")?, phone, at: row.get("at")? }));
        }
    }
    Ok(None)
}

/// The calls that are owed since before `at` to whoever asked then on the page of `case` are to `phone` now. Those that
/// were not already.
pub async fn set_phone(tx: &mut Tx, case: CaseId, phone: &str, at: Timestamp) -> Result<Vec<CallbackId>, DbError> {
    let rows = tx
        .all(
            sql!(
                "update callbacks set phone = $2, version = version + 1
                 where (origin_case_id = $1 or case_id = $1) and state = 'open' and opened_at <= $3
                   and coalesce(phone, '') <> $2
                 returning id"
            ),
            params![case, phone, at],
        )
        .await?;
    rows.iter().map(|it| it.get("id")).collect()
}

/// What makes us owe a call-back.
pub struct Owed {
    pub response_id: Option<ResponseId>,
    pub origin_case_id: Option<CaseId>,
    pub person_id: Option<PersonId>,
    pub phone: Option<String>,
    pub reason: Reason,
    pub nps: Option<u8>,
}

pub async fn insert(tx: &mut Tx, owed: &Owed, case: CaseId) -> Result<CallbackId, DbError> {
    let (id, now): (CallbackId, _) = (tx.id(), tx.now());
    tx.run(
        sql!(
            "insert into callbacks (id, response_id, case_id, origin_case_id, person_id, phone, reason, nps, state, opened_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9)"
        ),
        params![
            id,
            owed.response_id,
            case,
            owed.origin_case_id,
            owed.person_id,
            owed.phone.clone(),
            owed.reason.code(),
            owed.nps,
            now
        ],
    )
    .await?;
    Ok(id)
}

/// False if `version` is not the present one, or it is closed.
pub async fn close(tx: &mut Tx, id: CallbackId, version: i64, outcome: Outcome, by: &str) -> Result<bool, DbError> {
    let now = tx.now();
    let changed = tx
        .run(
            sql!(
                "update callbacks set state = 'closed', outcome = $1, closed_at = $2, closed_by = $3, version = version + 1
                 where id = $4 and version = $5 and state = 'open'"
            ),
            params![outcome.code(), now, by, id, version],
        )
        .await?;
    Ok(changed == 1)
}

/// Opens the call-back of a case that ended so; `None` if there is none.
pub async fn reopen(tx: &mut Tx, case: CaseId, outcome: Outcome) -> Result<Option<CallbackId>, DbError> {
    let row = tx
        .optional(
            sql!(
                "update callbacks set state = 'open', outcome = null, closed_at = null, closed_by = null,
                   version = version + 1
                 where case_id = $1 and outcome = $2 returning id"
            ),
            params![case, outcome.code()],
        )
        .await?;
    row.map(|it| it.get("id")).transpose()
}

const CALLBACK: SqlPart = sql_part!(
    "select b.id, b.response_id, b.case_id, b.origin_case_id, b.person_id, p.display_name,
       coalesce(b.phone, p.phone) as phone, b.reason,
       b.nps, b.state, b.outcome, c.team_id, c.owner_id, c.due_key, b.opened_at, b.closed_at, b.version
     from callbacks b join cases c on c.id = b.case_id left join persons p on p.id = b.person_id where"
);

pub async fn find(conn: &mut Conn, id: CallbackId, now: Timestamp) -> Result<Option<Callback>, DbError> {
    let row = conn.optional(sql!(CALLBACK, "b.id = $1"), params![id]).await?;
    row.as_ref().map(|it| read(it, now)).transpose()
}

/// What a list of call-backs is narrowed to.
pub struct Filter {
    pub person: Option<PersonId>,
    /// These teams and none; nothing: all.
    pub teams: Option<Vec<i64>>,
}

/// Call-backs that are owed, first due first, after the one at the cursor (due key, id). At most `limit`.
pub async fn owed(
    conn: &mut Conn,
    filter: &Filter,
    now: Timestamp,
    after: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<Callback>, DbError> {
    let (due, id) = after.unzip();
    let every_team = i64::from(filter.teams.is_none());
    let rows = conn
        .all_in(
            sql!(
                CALLBACK,
                "b.state = 'open' and (cast($1 as bigint) is null or b.person_id = $1)
                   and (cast($2 as bigint) is null or (c.due_key, b.id) > ($2, $3))
                   and ($4 = 1 or c.team_id is null or c.team_id in ($list))
                 order by c.due_key, b.id limit $5"
            ),
            params![filter.person, due, id, every_team, limit],
            filter.teams.clone().unwrap_or_default(),
        )
        .await?;
    rows.iter().map(|it| read(it, now)).collect()
}

/// `$1` to `$4`: how every list of those that are done goes on, and its end.
const DONE: SqlPart = sql_part!(
    "b.state = 'closed' and (b.closed_at, b.id) < ($1, $2)
       and ($3 = 1 or c.team_id is null or c.team_id in ($list))
     order by b.closed_at desc, b.id desc limit $4"
);

/// Call-backs that are done, the last one first, before the one at the cursor (end, id). At most `limit`. A text for
/// each index that leads: callbacks_by_person, callbacks_by_end.
pub async fn done(
    conn: &mut Conn,
    filter: &Filter,
    now: Timestamp,
    before: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<Callback>, DbError> {
    let (end, id) = before.unwrap_or((i64::MAX, i64::MAX));
    let mut params = params![end, id, i64::from(filter.teams.is_none()), limit];
    let text = match filter.person {
        Some(person) => {
            params.extend(params![person]);
            sql!(CALLBACK, "b.person_id = $5 and", DONE)
        }
        None => sql!(CALLBACK, DONE),
    };
    let rows = conn.all_in(text, params, filter.teams.clone().unwrap_or_default()).await?;
    rows.iter().map(|it| read(it, now)).collect()
}

/// The due key of a case that has no deadline.
pub const NEVER: i64 = i64::MAX;

fn read(row: &Row, now: Timestamp) -> Result<Callback, DbError> {
    let due: i64 = row.get("due_key")?;
    let due_at = (due != NEVER).then_some(Timestamp::from_micros(due));
    let is_open = row.get::<String>("state")? == "open";
    Ok(Callback {
        id: row.get("id")?,
        response_id: row.get("response_id")?,
        case_id: row.get("case_id")?,
        origin_case_id: row.get("origin_case_id")?,
        person_id: row.get("person_id")?,
        person_name: row.get::<Option<String>>("display_name")?.unwrap_or_default(),
        phone: row.get("phone")?,
        reason: Reason::from_code(&row.get::<String>("reason")?).unwrap_or(Reason::Detractor),
        nps: row.get("nps")?,
        is_open,
        outcome: row.get::<Option<String>>("outcome")?.as_deref().and_then(Outcome::from_code),
        team_id: row.get("team_id")?,
        owner_id: row.get("owner_id")?,
        due_at,
        is_late: is_open && due_at.is_some_and(|it| it < now),
        opened_at: row.get("opened_at")?,
        closed_at: row.get("closed_at")?,
        version: row.get("version")?,
    })
}
