//! Statements on `contact_points`.

use db::{Conn, DbError, Row, Tx, params, sql};
use kernel::{AccountId, ContactPointId, PersonId};

use crate::person::{ContactPoint, PointKind, Proof};

fn point(row: &Row) -> Result<ContactPoint, DbError> {
    let kind: String = row.get("kind")?;
    let kind = PointKind::from_code(&kind)
        .ok_or_else(|| DbError::Column { column: "kind".to_owned(), problem: format!("holds {kind}") })?;
    Ok(ContactPoint {
        id: row.get("id")?,
        person_id: row.get("person_id")?,
        account_id: row.get("account_id")?,
        kind,
        normal: row.get("normal")?,
        shown: row.get("shown")?,
        verified_at: row.get("verified_at")?,
        verified_how: row.get("verified_how")?,
        created_at: row.get("created_at")?,
        version: row.get("version")?,
    })
}

pub(crate) async fn of_persons(conn: &mut Conn, ids: &[PersonId]) -> Result<Vec<ContactPoint>, DbError> {
    let mut found = Vec::new();
    for part in ids.chunks(db::conn::LIST_MAX) {
        let rows = conn
            .all_in(
                sql!(
                    "select id, person_id, account_id, kind, normal, shown, verified_at, verified_how, created_at, version
                     from contact_points where person_id in ($list) order by id"
                ),
                params![],
                part.iter().copied(),
            )
            .await?;
        for row in &rows {
            found.push(point(row)?);
        }
    }
    Ok(found)
}

pub(crate) async fn of_account(conn: &mut Conn, id: AccountId) -> Result<Vec<ContactPoint>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select id, person_id, account_id, kind, normal, shown, verified_at, verified_how, created_at, version
                 from contact_points where account_id = $1 order by id limit 200"
            ),
            params![id],
        )
        .await?;
    rows.iter().map(point).collect()
}

pub(crate) async fn find(conn: &mut Conn, id: ContactPointId) -> Result<Option<ContactPoint>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select id, person_id, account_id, kind, normal, shown, verified_at, verified_how, created_at, version
                 from contact_points where id = $1"
            ),
            params![id],
        )
        .await?;
    row.as_ref().map(point).transpose()
}

/// Who has the contact point: the person, their name, whether it is proven. At most 50. Index: contact_points_by_normal.
pub(crate) async fn holders(
    conn: &mut Conn,
    kind: PointKind,
    normal: &str,
) -> Result<Vec<(PersonId, String, bool)>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select coalesce(p.redirect_to, p.id) as person_id, p.display_name,
                   case when c.verified_at is null then 0 else 1 end as is_verified
                 from contact_points c join persons p on p.id = c.person_id
                 where c.kind = $1 and c.normal = $2
                 order by p.id limit 50"
            ),
            params![kind.code(), normal],
        )
        .await?;
    rows.iter().map(|row| Ok((row.get("person_id")?, row.get("display_name")?, row.get("is_verified")?))).collect()
}

/// Somebody who has a contact point, with what speaks for or against their being the one.
#[derive(Debug, Clone)]
pub(crate) struct Holder {
    pub normal: String,
    pub person: PersonId,
    pub first_name: Option<String>,
    pub born_on: Option<String>,
}

/// Who has any of these contact points of one kind.
pub(crate) async fn holders_of_all(
    conn: &mut Conn,
    kind: PointKind,
    normals: &[String],
) -> Result<Vec<Holder>, DbError> {
    let mut found = Vec::new();
    for part in normals.chunks(db::conn::LIST_MAX - 1) {
        let rows = conn
            .all_in(
                sql!(
                    "select c.normal, coalesce(p.redirect_to, p.id) as person_id, p.first_name, p.born_on
                     from contact_points c join persons p on p.id = c.person_id
                     where c.kind = $1 and c.normal in ($list)"
                ),
                params![kind.code()],
                part.iter(),
            )
            .await?;
        for row in &rows {
            found.push(Holder {
                normal: row.get("normal")?,
                person: row.get("person_id")?,
                first_name: row.get("first_name")?,
                born_on: row.get("born_on")?,
            });
        }
    }
    Ok(found)
}

pub(crate) async fn insert_all(tx: &mut Tx, points: &[ContactPoint]) -> Result<(), DbError> {
    let mut values = Vec::with_capacity(points.len() * 8);
    for it in points {
        values.extend(params![
            it.id,
            it.person_id,
            it.account_id,
            it.kind.code(),
            &it.normal,
            &it.shown,
            it.created_at,
            it.version
        ]);
    }
    tx.run_rows(
        sql!(
            "insert into contact_points (id, person_id, account_id, kind, normal, shown, created_at, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing"
        ),
        8,
        values,
    )
    .await?;
    Ok(())
}

pub(crate) async fn delete(tx: &mut Tx, id: ContactPointId) -> Result<(), DbError> {
    tx.run(sql!("delete from contact_points where id = $1"), params![id]).await?;
    Ok(())
}

pub(crate) async fn verify(tx: &mut Tx, id: ContactPointId, how: Proof) -> Result<(), DbError> {
    let now = tx.now();
    tx.run(
        sql!("update contact_points set verified_at = $2, verified_how = $3, version = version + 1 where id = $1"),
        params![id, now, how.code()],
    )
    .await?;
    Ok(())
}
