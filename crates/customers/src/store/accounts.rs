//! Statements on `accounts` and `memberships`.

use db::{Conn, DbError, Row, Tx, params, sql};
use kernel::{AccountId, MembershipId, PersonId};

use crate::person::{Account, AccountKind, Membership, MembershipRole};

fn account(row: &Row) -> Result<Account, DbError> {
    let kind: String = row.get("kind")?;
    Ok(Account {
        id: row.get("id")?,
        name: row.get("name")?,
        kind: AccountKind::from_code(&kind)
            .ok_or_else(|| DbError::Column { column: "kind".to_owned(), problem: format!("holds {kind}") })?,
        registration: row.get("registration")?,
        created_at: row.get("created_at")?,
        version: row.get("version")?,
    })
}

fn membership(row: &Row) -> Result<Membership, DbError> {
    let role: String = row.get("role")?;
    Ok(Membership {
        id: row.get("id")?,
        account_id: row.get("account_id")?,
        account_name: row.get("account_name")?,
        person_id: row.get("person_id")?,
        person_name: row.get("person_name")?,
        role: MembershipRole::from_code(&role)
            .ok_or_else(|| DbError::Column { column: "role".to_owned(), problem: format!("holds {role}") })?,
        job_title: row.get("job_title")?,
        version: row.get("version")?,
    })
}

pub(crate) async fn find(conn: &mut Conn, id: AccountId) -> Result<Option<Account>, DbError> {
    let row = conn
        .optional(
            sql!("select id, name, kind, registration, created_at, version from accounts where id = $1"),
            params![id],
        )
        .await?;
    row.as_ref().map(account).transpose()
}

/// Accounts by the start of their folded name, in its order. Index: accounts_by_name.
pub(crate) async fn search(
    conn: &mut Conn,
    prefix: &str,
    after: Option<(&str, i64)>,
    limit: i64,
) -> Result<Vec<(String, Account)>, DbError> {
    let (after_name, after_id) = after.unwrap_or((prefix, i64::MIN));
    let rows = conn
        .all(
            sql!(
                "select id, name, name_folded, kind, registration, created_at, version from accounts
                 where (name_folded, id) > ($1, $2) and name_folded < $3
                 order by name_folded, id limit $4"
            ),
            params![after_name, after_id, format!("{prefix}\u{10ffff}"), limit],
        )
        .await?;
    rows.iter().map(|row| Ok((row.get("name_folded")?, account(row)?))).collect()
}

pub(crate) async fn insert(tx: &mut Tx, account: &Account) -> Result<(), DbError> {
    tx.run(
        sql!(
            "insert into accounts (id, name, name_folded, kind, registration, created_at, version)
             values ($1, $2, $3, $4, $5, $6, $7)"
        ),
        params![
            account.id,
            &account.name,
            kernel::fold::fold(&account.name),
            account.kind.code(),
            account.registration.as_deref(),
            account.created_at,
            account.version
        ],
    )
    .await?;
    Ok(())
}

/// `false` if `version` is not the present one.
pub(crate) async fn update(tx: &mut Tx, account: &Account, version: i64) -> Result<bool, DbError> {
    let rows = tx
        .run(
            sql!(
                "update accounts set name = $3, name_folded = $4, kind = $5, registration = $6, version = version + 1
                 where id = $1 and version = $2"
            ),
            params![
                account.id,
                version,
                &account.name,
                kernel::fold::fold(&account.name),
                account.kind.code(),
                account.registration.as_deref()
            ],
        )
        .await?;
    Ok(rows == 1)
}

/// The members of an account, at most 500.
pub(crate) async fn members(conn: &mut Conn, id: AccountId) -> Result<Vec<Membership>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select m.id, m.account_id, a.name as account_name, m.person_id, p.display_name as person_name, m.role,
                   m.job_title, m.version
                 from memberships m join accounts a on a.id = m.account_id join persons p on p.id = m.person_id
                 where m.account_id = $1 order by m.id limit 500"
            ),
            params![id],
        )
        .await?;
    rows.iter().map(membership).collect()
}

/// The accounts a person acts for, at most 500.
pub(crate) async fn of_person(conn: &mut Conn, id: PersonId) -> Result<Vec<Membership>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select m.id, m.account_id, a.name as account_name, m.person_id, p.display_name as person_name, m.role,
                   m.job_title, m.version
                 from memberships m join accounts a on a.id = m.account_id join persons p on p.id = m.person_id
                 where m.person_id = $1 order by m.id limit 500"
            ),
            params![id],
        )
        .await?;
    rows.iter().map(membership).collect()
}

/// Whoever read the account or the person before this reads them anew: what they say of each other has changed.
pub(crate) async fn joined_or_parted(tx: &mut Tx, account: AccountId, person: PersonId) -> Result<(), DbError> {
    tx.run(sql!("update accounts set version = version + 1 where id = $1"), params![account]).await?;
    tx.run(sql!("update persons set version = version + 1 where id = $1"), params![person]).await?;
    Ok(())
}

/// Adds the membership, or changes its role and function if it is there.
pub(crate) async fn put_membership(
    tx: &mut Tx,
    account: AccountId,
    person: PersonId,
    role: MembershipRole,
    job_title: Option<&str>,
) -> Result<MembershipId, DbError> {
    let (id, now) = (tx.id::<MembershipId>(), tx.now());
    tx.one(
        sql!(
            "insert into memberships (id, account_id, person_id, role, job_title, created_at, version)
             values ($1, $2, $3, $4, $5, $6, 1)
             on conflict (account_id, person_id)
             do update set role = excluded.role, job_title = excluded.job_title, version = memberships.version + 1
             returning id"
        ),
        params![id, account, person, role.code(), job_title, now],
    )
    .await?
    .get("id")
}

pub(crate) async fn delete_membership(tx: &mut Tx, account: AccountId, person: PersonId) -> Result<bool, DbError> {
    let rows = tx
        .run(sql!("delete from memberships where account_id = $1 and person_id = $2"), params![account, person])
        .await?;
    Ok(rows == 1)
}
