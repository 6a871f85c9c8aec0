//! What threading and answering read of others' tables.

use db::{Conn, DbError, params, sql};
use kernel::{CaseId, PersonId, Timestamp};

/// A case as threading looks at it.
#[derive(Debug, Clone)]
pub(crate) struct CaseFacts {
    pub id: CaseId,
    pub closed_at: Option<Timestamp>,
    /// Who has the address asked about, if they take part.
    pub writer: Option<Writer>,
}

/// Somebody who takes part in a case.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Writer {
    pub person_id: Option<PersonId>,
    /// Whether they are whom the case is for; else somebody beside: an expert, a colleague in copy.
    pub is_customer: bool,
}

/// The case, and who has `address` in it: a participant, or the person it is for.
pub(crate) async fn case_facts(conn: &mut Conn, id: CaseId, address: &str) -> Result<Option<CaseFacts>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select c.id, c.person_id, case when c.state = 'closed' then c.closed_at else null end as closed_at,
                   p.role, p.person_id as participant_id,
                   (select count(*) from contact_points k
                    where k.kind = 'email' and k.normal = $2 and k.person_id = c.person_id) as points
                 from cases c left join case_participants p on p.case_id = c.id and p.address = $2
                 where c.id = $1"
            ),
            params![id, address],
        )
        .await?;
    row.map(|row| {
        let role: Option<String> = row.get("role")?;
        let is_customer = row.get::<i64>("points")? > 0 || role.as_deref() == Some("customer");
        let (of_case, of_part): (Option<PersonId>, Option<PersonId>) =
            (row.get("person_id")?, row.get("participant_id")?);
        let person_id = if is_customer { of_case.or(of_part) } else { of_part };
        let writer = (is_customer || role.is_some()).then_some(Writer { person_id, is_customer });
        Ok(CaseFacts { id: row.get("id")?, closed_at: row.get("closed_at")?, writer })
    })
    .transpose()
}

/// The cases of mails we know by these Message-IDs, the latest mail first; at most 10. By interactions_by_message.
pub(crate) async fn cases_by_message_ids(conn: &mut Conn, ids: &[String]) -> Result<Vec<CaseId>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = conn
        .all_in(
            sql!(
                "select case_id, max(at) as last_at from interactions
                 where message_id in ($list) and case_id is not null and state <> 'refused' and state <> 'unverified'
                 group by case_id order by last_at desc, case_id limit 10"
            ),
            params![],
            ids.iter().cloned(),
        )
        .await?;
    rows.iter().map(|it| it.get("case_id")).collect()
}

/// The Message-IDs of the mails on a case, oldest first, the last 20: for References.
pub(crate) async fn message_ids_of(conn: &mut Conn, case: CaseId) -> Result<Vec<String>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select message_id from interactions
                 where case_id = $1 and message_id is not null and state <> 'unverified' and state <> 'refused'
                 order by at desc, id desc limit 20"
            ),
            params![case],
        )
        .await?;
    let mut ids = rows.iter().map(|it| it.get("message_id")).collect::<Result<Vec<String>, DbError>>()?;
    ids.reverse();
    Ok(ids)
}

/// The subject of the first mail of a case: answers keep it.
pub(crate) async fn first_subject(conn: &mut Conn, case: CaseId) -> Result<Option<String>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select subject from interactions where case_id = $1 and subject is not null and direction = 'inbound'
                 order by at, id limit 1"
            ),
            params![case],
        )
        .await?;
    row.map_or(Ok(None), |it| it.get("subject"))
}

/// Whom an answer on a case is copied to: its participants in copy, with an address of mail.
pub(crate) async fn copied(conn: &mut Conn, case: CaseId) -> Result<Vec<(Option<String>, String)>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select p.address, q.display_name from case_participants p left join persons q on q.id = p.person_id
                 where p.case_id = $1 and p.role = 'copied' and p.address like '%@%'
                 order by p.added_at, p.address limit 20"
            ),
            params![case],
        )
        .await?;
    rows.iter().map(|row| Ok((row.get("display_name")?, row.get("address")?))).collect()
}

/// Whom an answer on a case goes to: its participants who are answered, else the person's own address.
pub(crate) async fn recipients(conn: &mut Conn, case: CaseId) -> Result<Vec<(Option<String>, String)>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select p.address, q.display_name from case_participants p left join persons q on q.id = p.person_id
                 where p.case_id = $1 and p.role = 'customer' order by p.added_at, p.address limit 20"
            ),
            params![case],
        )
        .await?;
    let mut found = Vec::new();
    for row in &rows {
        let address: String = row.get("address")?;
        if address.contains('@') {
            found.push((row.get("display_name")?, address));
        }
    }
    if found.is_empty() {
        let row = conn
            .optional(
                sql!(
                    "select q.display_name, q.email from cases c join persons q on q.id = c.person_id
                     where c.id = $1 and q.email is not null"
                ),
                params![case],
            )
            .await?;
        if let Some(row) = row {
            found.push((row.get("display_name")?, row.get("email")?));
        }
    }
    Ok(found)
}

/// The name and address of a person.
pub(crate) async fn person(conn: &mut Conn, id: PersonId) -> Result<Option<(String, Option<String>)>, DbError> {
    let row = conn.optional(sql!("select display_name, email from persons where id = $1"), params![id]).await?;
    row.map(|it| Ok((it.get("display_name")?, it.get("email")?))).transpose()
}

/// What was recorded under an external key, if it stands on a case. By interactions_by_external.
pub(crate) async fn by_external_key(
    conn: &mut Conn,
    key: &str,
) -> Result<Option<(kernel::InteractionId, CaseId)>, DbError> {
    let row = conn
        .optional(
            sql!("select id, case_id from interactions where external_key = $1 and case_id is not null"),
            params![key],
        )
        .await?;
    row.map(|it| Ok((it.get("id")?, it.get("case_id")?))).transpose()
}
