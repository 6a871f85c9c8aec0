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

fn read(row: &Row) -> Result<Participant, DbError> {
    Ok(Participant {
        address: row.get("address")?,
        person_id: row.get::<Option<PersonId>>("person_id")?,
        part: code(row, "role", Part::from_code)?,
        added_at: row.get::<Timestamp>("added_at")?,
    })
}
