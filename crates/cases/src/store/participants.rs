//! Rows of `case_participants`.

use db::{Conn, DbError, Row, Tx, params, sql};
use kernel::{CaseId, PersonId, Timestamp};

use crate::participant::{Part, Participant};
use crate::store::code;

/// Who takes part in `case`, in the order they came; at most 500.
pub async fn of_case(conn: &mut Conn, case: CaseId) -> Result<Vec<Participant>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select address, person_id, role, added_at from case_participants
                 where case_id = $1 order by added_at, address limit 500"
            ),
            params![case],
        )
        .await?;
    rows.iter().map(read).collect()
}

/// Adds `participant` to `case`; one who is there already keeps their part and learns their person.
pub async fn add(tx: &mut Tx, case: CaseId, participant: &Participant) -> Result<(), DbError> {
    tx.run(
        sql!(
            "insert into case_participants (case_id, address, person_id, role, added_at) values ($1, $2, $3, $4, $5)
             on conflict (case_id, address) do update
               set person_id = coalesce(excluded.person_id, case_participants.person_id)"
        ),
        params![
            case,
            participant.address.as_str(),
            participant.person_id,
            participant.part.code(),
            participant.added_at
        ],
    )
    .await?;
    Ok(())
}

/// Gives whoever has the address of `participant` their part in `case`, whatever it was.
pub async fn set(tx: &mut Tx, case: CaseId, participant: &Participant) -> Result<(), DbError> {
    tx.run(
        sql!(
            "insert into case_participants (case_id, address, person_id, role, added_at) values ($1, $2, $3, $4, $5)
             on conflict (case_id, address) do update
               set person_id = coalesce(excluded.person_id, case_participants.person_id), role = excluded.role"
        ),
        params![
            case,
            participant.address.as_str(),
            participant.person_id,
            participant.part.code(),
            participant.added_at
        ],
    )
    .await?;
    Ok(())
}

/// Drops whoever has `address` from `case`; the part they had, if they took part.
pub async fn remove(tx: &mut Tx, case: CaseId, address: &str) -> Result<Option<Part>, DbError> {
    let row = tx
        .optional(
            sql!("delete from case_participants where case_id = $1 and address = $2 returning role"),
            params![case, address],
        )
        .await?;
    row.map(|it| code(&it, "role", Part::from_code)).transpose()
}

/// The e-mail that `person` is written to. Reads customers' table.
pub async fn email_of(conn: &mut Conn, person: PersonId) -> Result<Option<String>, DbError> {
    let row =
        conn.optional(sql!("select email from persons where id = $1 and email is not null"), params![person]).await?;
    row.map(|it| it.get("email")).transpose()
}

/// Whose `address` is, if it is one person's alone. Reads customers' table.
pub async fn person_of(conn: &mut Conn, address: &str) -> Result<Option<PersonId>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select distinct person_id from contact_points
                 where kind in ('email', 'phone') and normal = $1 and person_id is not null
                 order by person_id limit 2"
            ),
            params![address],
        )
        .await?;
    match rows.as_slice() {
        [one] => Ok(Some(one.get("person_id")?)),
        _ => Ok(None),
    }
}

fn read(row: &Row) -> Result<Participant, DbError> {
    Ok(Participant {
        address: row.get("address")?,
        person_id: row.get::<Option<PersonId>>("person_id")?,
        part: code(row, "role", Part::from_code)?,
        added_at: row.get::<Timestamp>("added_at")?,
    })
}
