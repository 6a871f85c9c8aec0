//! Invitations, and the facts that decide whether one may leave.

use db::{Conn, DbError, Row, SqlPart, Tx, params, sql, sql_part};
use kernel::{CaseId, InvitationId, PersonId, SurveyId, SurveyRuleId, Timestamp};

use crate::actions::Addressed;
use crate::rule::{Readiness, Reason};
use crate::survey::{Invitation, InvitationState};

/// An invitation as it is made.
pub struct NewInvitation {
    pub id: InvitationId,
    pub survey_id: SurveyId,
    pub rule_id: Option<SurveyRuleId>,
    pub person_id: Option<PersonId>,
    pub case_id: Option<CaseId>,
    pub channel: &'static str,
    pub refused: Option<Reason>,
    pub due_at: Timestamp,
    pub insists: bool,
}

/// Makes an invitation; `None` if this rule decided on this case before.
pub async fn insert(tx: &mut Tx, it: &NewInvitation) -> Result<Option<InvitationId>, DbError> {
    let now = tx.now();
    let state = if it.refused.is_some() { "refused" } else { "scheduled" };
    let row = tx
        .optional(
            sql!(
                "insert into invitations
                   (id, survey_id, rule_id, person_id, case_id, channel, state, reason, due_at, created_at, insists)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                 on conflict (rule_id, case_id) do nothing returning id"
            ),
            params![
                it.id,
                it.survey_id,
                it.rule_id,
                it.person_id,
                it.case_id,
                it.channel,
                state,
                it.refused.map(Reason::code),
                it.due_at,
                now,
                it.insists
            ],
        )
        .await?;
    row.map(|it| it.get("id")).transpose()
}

/// Decides anew what a rule decided on an earlier closing of the case; `None` if it was this closing, or the invitation
/// has left, be it in vain: its mail stands on the timeline, and may be sent once more by hand.
pub async fn decide_anew(tx: &mut Tx, it: &NewInvitation) -> Result<Option<InvitationId>, DbError> {
    let state = if it.refused.is_some() { "refused" } else { "scheduled" };
    let row = tx
        .optional(
            sql!(
                "update invitations set survey_id = $3, person_id = $4, state = $5, reason = $6, due_at = $7
                 where rule_id = $1 and case_id = $2 and state in ('scheduled', 'refused') and due_at <> $7
                   and token_hash is null
                 returning id"
            ),
            params![it.rule_id, it.case_id, it.survey_id, it.person_id, state, it.refused.map(Reason::code), it.due_at],
        )
        .await?;
    row.map(|it| it.get("id")).transpose()
}

/// Whether somebody was asked about the case. Index invitations_by_case.
pub async fn has_left(conn: &mut Conn, case: CaseId) -> Result<bool, DbError> {
    let row = conn
        .optional(
            sql!("select id from invitations where case_id = $1 and sent_at is not null order by id limit 1"),
            params![case],
        )
        .await?;
    Ok(row.is_some())
}

/// Whether the case is there, and the person's. Reads cases' table.
pub async fn is_case_of(conn: &mut Conn, case: CaseId, person: PersonId) -> Result<bool, DbError> {
    let text = sql!("select id from cases where id = $1 and person_id = $2");
    Ok(conn.optional(text, params![case, person]).await?.is_some())
}

/// Whom an invitation is for: whoever its case is for now, if a rule made it. Reads cases' table.
pub async fn whom(conn: &mut Conn, it: &Invitation) -> Result<Option<PersonId>, DbError> {
    let Some(case) = it.case_id.filter(|_| it.rule_id.is_some()) else { return Ok(it.person_id) };
    let row = conn.optional(sql!("select person_id from cases where id = $1"), params![case]).await?;
    row.map_or(Ok(it.person_id), |row| row.get("person_id"))
}

/// Gives a scheduled invitation to another person.
pub async fn readdress(tx: &mut Tx, id: InvitationId, person: Option<PersonId>) -> Result<(), DbError> {
    tx.run(sql!("update invitations set person_id = $2 where id = $1 and state = 'scheduled'"), params![id, person])
        .await?;
    Ok(())
}

pub async fn find(conn: &mut Conn, id: InvitationId) -> Result<Option<Invitation>, DbError> {
    let row = conn.optional(sql!(INVITATION, "i.id = $1"), params![id]).await?;
    row.as_ref().map(read).transpose()
}

/// What an invitation list is narrowed to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    pub survey: Option<SurveyId>,
    pub person: Option<PersonId>,
    pub state: Option<InvitationState>,
}

const INVITATION: SqlPart = sql_part!(
    "select i.id, i.survey_id, s.name as survey_name, i.rule_id, i.person_id, i.case_id, i.state, i.reason,
       i.due_at, i.sent_at, i.expires_at, i.insists
     from invitations i join surveys s on s.id = i.survey_id where"
);
/// `$1` to `$4`: what narrows every list, and its end.
const NARROWED: SqlPart = sql_part!(
    "(cast($1 as text) is null or i.state = $1) and (cast($2 as bigint) is null or i.id < $2)
       and (cast($3 as bigint) is null or i.survey_id = $3)
     order by i.id desc limit $4"
);

/// Invitations, latest first, before the one at the cursor. At most `limit`. A text for each index that may lead:
/// invitations_by_person (few, sorted after), invitations_by_survey_state, invitations_by_survey, invitations_by_state,
/// the key.
pub async fn list(
    conn: &mut Conn,
    filter: &Filter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Invitation>, DbError> {
    let mut params = params![filter.state.map(InvitationState::code), before, filter.survey, limit];
    let text = match (filter.person, filter.survey, filter.state) {
        (Some(person), _, _) => {
            params.extend(params![person]);
            sql!(INVITATION, "i.person_id = $5 and", NARROWED)
        }
        (None, Some(_), Some(_)) => sql!(INVITATION, "i.survey_id = $3 and i.state = $1 and", NARROWED),
        (None, Some(_), None) => sql!(INVITATION, "i.survey_id = $3 and", NARROWED),
        (None, None, Some(_)) => sql!(INVITATION, "i.state = $1 and", NARROWED),
        (None, None, None) => sql!(INVITATION, NARROWED),
    };
    let rows = conn.all(text, params).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Invitation, DbError> {
    let state: String = row.get("state")?;
    let reason: Option<String> = row.get("reason")?;
    Ok(Invitation {
        id: row.get("id")?,
        survey_id: row.get("survey_id")?,
        survey_name: row.get("survey_name")?,
        rule_id: row.get("rule_id")?,
        person_id: row.get("person_id")?,
        case_id: row.get("case_id")?,
        state: InvitationState::from_code(&state).unwrap_or(InvitationState::Expired),
        reason: reason.as_deref().and_then(Reason::from_code),
        due_at: row.get("due_at")?,
        sent_at: row.get("sent_at")?,
        expires_at: row.get("expires_at")?,
        insists: row.get("insists")?,
    })
}

/// The zone the installation is in, IANA. Reads access's table.
pub async fn time_zone(conn: &mut Conn) -> Result<String, DbError> {
    conn.one(sql!("select time_zone from installation order by id limit 1"), params![]).await?.get("time_zone")
}

/// Takes the person's turn until the transaction ends: another that decides about them waits here, and then sees what
/// this one has sent. On SQLite, where one writes at a time, it always has.
pub async fn take_turn(tx: &mut Tx, person: PersonId) -> Result<(), DbError> {
    let now = tx.now();
    tx.run(
        sql!(
            "insert into invitation_turns (person_id, taken_at) values ($1, $2)
             on conflict (person_id) do update set taken_at = excluded.taken_at"
        ),
        params![person, now],
    )
    .await?;
    Ok(())
}

pub async fn refuse(tx: &mut Tx, id: InvitationId, reason: Reason) -> Result<(), DbError> {
    tx.run(
        sql!("update invitations set state = 'refused', reason = $1 where id = $2 and state = 'scheduled'"),
        params![reason.code(), id],
    )
    .await?;
    Ok(())
}

/// Gives a scheduled invitation its link; false if it is no longer scheduled.
pub async fn send(tx: &mut Tx, id: InvitationId, hash: Vec<u8>, it: &Addressed) -> Result<bool, DbError> {
    let now = tx.now();
    let changed = tx
        .run(
            sql!(
                "update invitations set state = 'sent', survey_id = $1, survey_version_id = $2, token_hash = $3,
                   locale = $4, sent_at = $5, expires_at = $6 where id = $7 and state = 'scheduled'"
            ),
            params![it.survey_id, it.survey_version_id, hash, it.locale.code(), now, it.expires_at, id],
        )
        .await?;
    Ok(changed == 1)
}

/// What was sent did not arrive: nobody was asked. What came back of it shows that it did.
pub async fn undelivered(tx: &mut Tx, id: InvitationId) -> Result<(), DbError> {
    tx.run(
        sql!("update invitations set state = 'refused', reason = $2, sent_at = null where id = $1 and state = 'sent'"),
        params![id, Reason::Undelivered.code()],
    )
    .await?;
    Ok(())
}

/// What did not arrive has left after all, by the link it had.
pub async fn delivered(tx: &mut Tx, id: InvitationId) -> Result<(), DbError> {
    let now = tx.now();
    tx.run(
        sql!(
            "update invitations set state = 'sent', reason = null, sent_at = $2
             where id = $1 and state = 'refused' and reason = $3"
        ),
        params![id, now, Reason::Undelivered.code()],
    )
    .await?;
    Ok(())
}

/// Notes how far the answer to an invitation came.
pub async fn mark(tx: &mut Tx, id: InvitationId, state: InvitationState) -> Result<(), DbError> {
    tx.run(sql!("update invitations set state = $1 where id = $2"), params![state.code(), id]).await?;
    Ok(())
}

/// Ends links that are over. At most `limit`; tells how many.
pub async fn expire(tx: &mut Tx, limit: i64) -> Result<u64, DbError> {
    let now = tx.now();
    tx.run(
        sql!(
            "update invitations set state = 'expired' where id in
               (select id from invitations where state in ('sent', 'partial') and expires_at <= $1
                order by expires_at limit $2)"
        ),
        params![now, limit],
    )
    .await
}

/// The person an invitation is for, and what decides whether it may leave. Joins what customers and cases own.
pub struct Facts {
    pub readiness: Readiness,
    pub language: Option<String>,
}

pub async fn facts(
    conn: &mut Conn,
    person: PersonId,
    case: Option<CaseId>,
    rule_is_active: bool,
    survey_is_askable: bool,
) -> Result<Facts, DbError> {
    let row = conn
        .one(
            sql!(
                "select p.email, p.language,
                   (select max(i.sent_at) from invitations i where i.person_id = p.id) as last_sent_at,
                   (select count(*) from cases c join case_types t on t.key = c.type_key
                     where c.person_id = p.id and c.state <> 'closed' and t.is_complaint = 1) as complaints,
                   (select count(*) from cases c where c.id = $2 and c.state <> 'closed') as open_again
                 from persons p where p.id = $1"
            ),
            params![person, case],
        )
        .await?;
    let readiness = Readiness {
        rule_is_active,
        survey_is_askable,
        has_address: row.get::<Option<String>>("email")?.is_some_and(|it| !it.is_empty()),
        case_is_closed: row.get::<i64>("open_again")? == 0,
        has_open_complaint: row.get::<i64>("complaints")? > 0,
        last_sent_at: row.get("last_sent_at")?,
    };
    Ok(Facts { readiness, language: row.get("language")? })
}
