//! Staff: rows read and written.

use std::collections::BTreeSet;

use db::{Conn, DbError, Json, Row, Tx, params, sql};
use kernel::{Locale, Role, StaffId, TeamId};

use crate::staff::{NewStaff, Preferences, Staff};

/// What signing in needs to know.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// Whose.
    pub staff_id: StaffId,
    /// Argon2id in PHC form, if they have a password.
    pub password_hash: Option<String>,
    /// Secret of the second factor in use, sealed.
    pub totp_secret: Option<Vec<u8>>,
    /// Secret of the second factor being set up, sealed.
    pub totp_pending_secret: Option<Vec<u8>>,
    /// Last step whose code was accepted.
    pub totp_step_last: i64,
    /// Whether they may sign in.
    pub is_active: bool,
    /// The address they sign in with.
    pub email: String,
}

impl Credentials {
    /// Whether whoever proved to be `other` has proved to be this too.
    pub fn asks_the_same_as(&self, other: &Self) -> bool {
        let asked = |it: &Self| (it.is_active, it.email.clone(), it.password_hash.clone(), it.totp_secret.clone());
        asked(self) == asked(other)
    }
}

fn role(row: &Row) -> Result<Role, DbError> {
    let code: String = row.get("role")?;
    Role::from_code(&code).ok_or_else(|| DbError::Column { column: "role".into(), problem: code })
}

fn locale(row: &Row) -> Result<Locale, DbError> {
    let code: String = row.get("locale")?;
    code.parse().map_err(|_| DbError::Column { column: "locale".into(), problem: code })
}

fn read(row: &Row, teams: Vec<TeamId>) -> Result<Staff, DbError> {
    Ok(Staff {
        id: row.get("id")?,
        name: row.get("name")?,
        email: row.get("email")?,
        role: role(row)?,
        locale: locale(row)?,
        is_active: row.get("is_active")?,
        has_totp: row.get("has_totp")?,
        must_change_password: row.get("must_change_password")?,
        preferences: row.get::<Json<Preferences>>("preferences")?.0,
        teams,
        created_at: row.get("created_at")?,
        version: row.get("version")?,
    })
}

/// One member of staff.
pub async fn find(conn: &mut Conn, id: StaffId) -> Result<Option<Staff>, DbError> {
    let found = conn
        .optional(
            sql!(
                "select id, name, email, role, locale, is_active, must_change_password, preferences, created_at, version,
                   case when totp_secret is null then 0 else 1 end as has_totp
                 from staff where id = $1"
            ),
            params![id],
        )
        .await?;
    let Some(row) = found else { return Ok(None) };
    let teams = teams_of(conn, id).await?;
    read(&row, teams).map(Some)
}

/// The teams of one member of staff, lowest id first.
pub async fn teams_of(conn: &mut Conn, id: StaffId) -> Result<Vec<TeamId>, DbError> {
    let rows =
        conn.all(sql!("select team_id from team_members where staff_id = $1 order by team_id"), params![id]).await?;
    rows.iter().map(|it| it.get("team_id")).collect()
}

/// Staff after `after` (name, id), by name; `limit + 1` rows so that the caller sees whether there are more.
///
/// Index staff_by_name.
pub async fn list(
    conn: &mut Conn,
    after: Option<(String, i64)>,
    team: Option<TeamId>,
    with_inactive: bool,
    limit: u32,
) -> Result<Vec<Staff>, DbError> {
    let (name, id) = after.unwrap_or_default();
    let rows = conn
        .all(
            sql!(
                "select id, name, email, role, locale, is_active, must_change_password, preferences, created_at, version,
                   case when totp_secret is null then 0 else 1 end as has_totp
                 from staff
                 where (name, id) > ($1, $2) and ($3 = 1 or is_active = 1)
                   and (cast($4 as bigint) is null
                     or exists (select 1 from team_members m where m.staff_id = staff.id and m.team_id = $4))
                 order by name, id limit $5"
            ),
            params![name, id, i64::from(with_inactive), team, i64::from(limit) + 1],
        )
        .await?;
    let ids: Vec<i64> = rows.iter().map(|it| it.get("id")).collect::<Result<_, _>>()?;
    let members = conn
        .all_in(
            sql!("select staff_id, team_id from team_members where staff_id in ($list) order by staff_id, team_id"),
            params![],
            ids,
        )
        .await?;
    let mut teams: std::collections::BTreeMap<StaffId, Vec<TeamId>> = std::collections::BTreeMap::new();
    for row in &members {
        teams.entry(row.get("staff_id")?).or_default().push(row.get("team_id")?);
    }
    rows.iter().map(|row| read(row, teams.remove(&row.get("id")?).unwrap_or_default())).collect()
}

/// Whether anybody is staff.
pub async fn any(conn: &mut Conn) -> Result<bool, DbError> {
    Ok(conn.optional(sql!("select id from staff order by id limit 1"), params![]).await?.is_some())
}

/// Active admins other than `id`, who stay so until the transaction ends.
///
/// The update that changes nothing is what locks: on PostgreSQL two who demote each other would otherwise each count
/// the other.
pub async fn other_admins(tx: &mut Tx, id: StaffId) -> Result<usize, DbError> {
    let rows = tx
        .all(sql!("update staff set version = version where role = 'admin' and is_active = 1 returning id"), params![])
        .await?;
    let admins: Vec<StaffId> = rows.iter().map(|it| it.get("id")).collect::<Result<_, _>>()?;
    Ok(admins.iter().filter(|it| **it != id).count())
}

/// What signing in with `email` needs.
pub async fn credentials_by_email(conn: &mut Conn, email: &str) -> Result<Option<Credentials>, DbError> {
    conn.optional(
        sql!(
            "select id, password_hash, totp_secret, totp_pending_secret, totp_step_last, is_active, email
             from staff where email = $1"
        ),
        params![email],
    )
    .await?
    .as_ref()
    .map(read_credentials)
    .transpose()
}

/// What proving oneself again needs.
pub async fn credentials(conn: &mut Conn, id: StaffId) -> Result<Option<Credentials>, DbError> {
    conn.optional(
        sql!(
            "select id, password_hash, totp_secret, totp_pending_secret, totp_step_last, is_active, email
             from staff where id = $1"
        ),
        params![id],
    )
    .await?
    .as_ref()
    .map(read_credentials)
    .transpose()
}

/// What proving oneself needs, as it stays until the transaction ends: the update that changes nothing locks the row.
pub async fn hold_credentials(tx: &mut Tx, id: StaffId) -> Result<Option<Credentials>, DbError> {
    tx.optional(
        sql!(
            "update staff set version = version where id = $1
             returning id, password_hash, totp_secret, totp_pending_secret, totp_step_last, is_active, email"
        ),
        params![id],
    )
    .await?
    .as_ref()
    .map(read_credentials)
    .transpose()
}

fn read_credentials(row: &Row) -> Result<Credentials, DbError> {
    Ok(Credentials {
        staff_id: row.get("id")?,
        password_hash: row.get("password_hash")?,
        totp_secret: row.get("totp_secret")?,
        totp_pending_secret: row.get("totp_pending_secret")?,
        totp_step_last: row.get("totp_step_last")?,
        is_active: row.get("is_active")?,
        email: row.get("email")?,
    })
}

/// Adds somebody.
pub async fn insert(
    tx: &mut Tx,
    id: StaffId,
    new: &NewStaff,
    password_hash: &str,
    must_change_password: bool,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.run(
        sql!(
            "insert into staff (id, name, email, role, locale, password_hash, password_changed_at,
               must_change_password, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        params![
            id,
            &new.name,
            new.email.as_str(),
            new.role.code(),
            new.locale.code(),
            password_hash,
            now,
            must_change_password,
            now
        ],
    )
    .await?;
    Ok(())
}

/// Writes what may change of somebody, if they still are at `version`; whether they were.
pub async fn update(tx: &mut Tx, staff: &Staff, version: i64) -> Result<bool, DbError> {
    let rows = tx
        .run(
            sql!(
                "update staff set name = $1, email = $2, role = $3, locale = $4, is_active = $5, preferences = $6,
                   version = version + 1
                 where id = $7 and version = $8"
            ),
            params![
                &staff.name,
                &staff.email,
                staff.role.code(),
                staff.locale.code(),
                staff.is_active,
                Json(staff.preferences),
                staff.id,
                version
            ],
        )
        .await?;
    Ok(rows == 1)
}

/// Raises the versions of those who enter or leave a team, lowest id first so that two who do it wait in one order.
pub async fn raise_versions(tx: &mut Tx, ids: &BTreeSet<StaffId>) -> Result<(), DbError> {
    for id in ids {
        tx.run(sql!("update staff set version = version + 1 where id = $1"), params![*id]).await?;
    }
    Ok(())
}

/// Sets the teams of somebody, all at once.
pub async fn set_teams(tx: &mut Tx, id: StaffId, teams: &[TeamId]) -> Result<(), DbError> {
    tx.run(sql!("delete from team_members where staff_id = $1"), params![id]).await?;
    for team in teams {
        tx.run(
            sql!("insert into team_members (team_id, staff_id) values ($1, $2) on conflict do nothing"),
            params![*team, id],
        )
        .await?;
    }
    Ok(())
}

/// Sets the password.
pub async fn set_password(
    tx: &mut Tx,
    id: StaffId,
    password_hash: &str,
    must_change_password: bool,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.run(
        sql!(
            "update staff set password_hash = $1, password_changed_at = $2, must_change_password = $3,
               version = version + 1
             where id = $4"
        ),
        params![password_hash, now, must_change_password, id],
    )
    .await?;
    Ok(())
}

/// Sets the second factor that is being set up; `sealed` by `actions::sealing`.
pub async fn set_totp_pending(tx: &mut Tx, id: StaffId, sealed: &[u8]) -> Result<(), DbError> {
    tx.run(sql!("update staff set totp_pending_secret = $1 where id = $2"), params![sealed, id]).await?;
    Ok(())
}

/// Puts the second factor that was being set up to use; `step` is the one whose code proved `sealed`. Whether that one
/// was still being set up and none was in use: of two who confirm at once, one does.
pub async fn start_totp(tx: &mut Tx, id: StaffId, sealed: &[u8], step: i64) -> Result<bool, DbError> {
    let rows = tx
        .run(
            sql!(
                "update staff set totp_secret = totp_pending_secret, totp_pending_secret = null, totp_step_last = $1,
                   version = version + 1
                 where id = $2 and totp_secret is null and totp_pending_secret = $3"
            ),
            params![step, id, sealed],
        )
        .await?;
    Ok(rows == 1)
}

/// Secrets of a second factor: in use, and being set up.
pub type TotpSecrets = (Option<Vec<u8>>, Option<Vec<u8>>);

/// Staff with a secret of `plain` bytes, which is not sealed; at most `limit`. Staff are few: no index.
pub async fn plain_totp(conn: &mut Conn, plain: usize, limit: i64) -> Result<Vec<(StaffId, TotpSecrets)>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select id, totp_secret, totp_pending_secret from staff
                 where length(totp_secret) = $1 or length(totp_pending_secret) = $1 order by id limit $2"
            ),
            params![i64::try_from(plain).unwrap_or(i64::MAX), limit],
        )
        .await?;
    rows.iter().map(|it| Ok((it.get("id")?, (it.get("totp_secret")?, it.get("totp_pending_secret")?)))).collect()
}

/// Puts sealed secrets in the place of plain ones; nothing else about the person changes.
pub async fn set_totp_sealed(
    tx: &mut Tx,
    id: StaffId,
    used: Option<&[u8]>,
    pending: Option<&[u8]>,
) -> Result<(), DbError> {
    tx.run(
        sql!("update staff set totp_secret = $1, totp_pending_secret = $2 where id = $3"),
        params![used, pending, id],
    )
    .await?;
    Ok(())
}

/// Takes the second factor away, with its recovery codes.
pub async fn stop_totp(tx: &mut Tx, id: StaffId) -> Result<(), DbError> {
    tx.run(
        sql!("update staff set totp_secret = null, totp_pending_secret = null, version = version + 1 where id = $1"),
        params![id],
    )
    .await?;
    tx.run(sql!("delete from recovery_codes where staff_id = $1"), params![id]).await?;
    Ok(())
}

/// Uses up a step of the second factor; whether it had not been used before. Two at once: one wins.
pub async fn use_totp_step(tx: &mut Tx, id: StaffId, step: i64) -> Result<bool, DbError> {
    let rows = tx
        .run(sql!("update staff set totp_step_last = $1 where id = $2 and totp_step_last < $1"), params![step, id])
        .await?;
    Ok(rows == 1)
}

/// Adds a recovery code.
pub async fn insert_recovery_code(tx: &mut Tx, id: StaffId, hash: &[u8]) -> Result<(), DbError> {
    tx.run(sql!("insert into recovery_codes (staff_id, code_hash) values ($1, $2)"), params![id, hash]).await?;
    Ok(())
}

/// Uses up a recovery code; whether it was there and unused.
pub async fn use_recovery_code(tx: &mut Tx, id: StaffId, hash: &[u8]) -> Result<bool, DbError> {
    let now = tx.now();
    let rows = tx
        .run(
            sql!("update recovery_codes set used_at = $1 where staff_id = $2 and code_hash = $3 and used_at is null"),
            params![now, id, hash],
        )
        .await?;
    Ok(rows == 1)
}

/// Whether somebody has this recovery code, unused.
pub async fn has_recovery_code(conn: &mut Conn, id: StaffId, hash: &[u8]) -> Result<bool, DbError> {
    let row = conn
        .optional(
            sql!("select staff_id from recovery_codes where staff_id = $1 and code_hash = $2 and used_at is null"),
            params![id, hash],
        )
        .await?;
    Ok(row.is_some())
}
