//! Teams: rows read and written.

use std::collections::{BTreeMap, BTreeSet};

use db::{Conn, DbError, Row, Tx, params, sql};
use kernel::{StaffId, TeamId};

use crate::staff::Team;

fn read(row: &Row, members: Vec<StaffId>) -> Result<Team, DbError> {
    Ok(Team {
        id: row.get("id")?,
        name: row.get("name")?,
        description: row.get("description")?,
        is_active: row.get("is_active")?,
        members,
        version: row.get("version")?,
    })
}

/// One team.
pub async fn find(conn: &mut Conn, id: TeamId) -> Result<Option<Team>, DbError> {
    let found = conn
        .optional(sql!("select id, name, description, is_active, version from teams where id = $1"), params![id])
        .await?;
    let Some(row) = found else { return Ok(None) };
    let members =
        conn.all(sql!("select staff_id from team_members where team_id = $1 order by staff_id"), params![id]).await?;
    read(&row, members.iter().map(|it| it.get("staff_id")).collect::<Result<_, _>>()?).map(Some)
}

/// Teams after `after` (name, id), by name; `limit + 1` rows. Index: the unique one on the name.
pub async fn list(conn: &mut Conn, after: Option<(String, i64)>, limit: u32) -> Result<Vec<Team>, DbError> {
    let (name, id) = after.unwrap_or_default();
    let rows = conn
        .all(
            sql!(
                "select id, name, description, is_active, version from teams
                 where (name, id) > ($1, $2) order by name, id limit $3"
            ),
            params![name, id, i64::from(limit) + 1],
        )
        .await?;
    let ids: Vec<i64> = rows.iter().map(|it| it.get("id")).collect::<Result<_, _>>()?;
    let found = conn
        .all_in(
            sql!("select team_id, staff_id from team_members where team_id in ($list) order by team_id, staff_id"),
            params![],
            ids,
        )
        .await?;
    let mut members: BTreeMap<TeamId, Vec<StaffId>> = BTreeMap::new();
    for row in &found {
        members.entry(row.get("team_id")?).or_default().push(row.get("staff_id")?);
    }
    rows.iter().map(|row| read(row, members.remove(&row.get("id")?).unwrap_or_default())).collect()
}

/// Adds a team.
pub async fn insert(tx: &mut Tx, id: TeamId, name: &str, description: &str) -> Result<(), DbError> {
    let now = tx.now();
    tx.run(
        sql!("insert into teams (id, name, description, created_at) values ($1, $2, $3, $4)"),
        params![id, name, description, now],
    )
    .await?;
    Ok(())
}

/// Writes what may change of a team, if it still is at `version`; whether it was.
pub async fn update(tx: &mut Tx, team: &Team, version: i64) -> Result<bool, DbError> {
    let rows = tx
        .run(
            sql!(
                "update teams set name = $1, description = $2, is_active = $3, version = version + 1
                 where id = $4 and version = $5"
            ),
            params![&team.name, &team.description, team.is_active, team.id, version],
        )
        .await?;
    Ok(rows == 1)
}

/// Raises the versions of teams that somebody enters or leaves, lowest id first so that two who do it wait in one order.
pub async fn raise_versions(tx: &mut Tx, ids: &BTreeSet<TeamId>) -> Result<(), DbError> {
    for id in ids {
        tx.run(sql!("update teams set version = version + 1 where id = $1"), params![*id]).await?;
    }
    Ok(())
}

/// Sets the members of a team, all at once.
pub async fn set_members(tx: &mut Tx, id: TeamId, members: &[StaffId]) -> Result<(), DbError> {
    tx.run(sql!("delete from team_members where team_id = $1"), params![id]).await?;
    for member in members {
        tx.run(
            sql!("insert into team_members (team_id, staff_id) values ($1, $2) on conflict do nothing"),
            params![id, *member],
        )
        .await?;
    }
    Ok(())
}
