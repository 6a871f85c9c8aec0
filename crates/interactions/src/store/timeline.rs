//! Statements of the timeline. A page is two reads by index: the ids in order, then the rows; names follow in one read
//! per table.

use std::collections::BTreeMap;

use db::{Conn, DbError, Row, Value, params, sql};
use kernel::{AccountId, CaseId, InteractionId, PersonId, StaffId, TeamId};

use crate::actions::timeline::{Filter, Order, Whose};
use crate::interaction::{Channel, Interaction};

/// The ids of one page in order, `limit` of them. Indexes: interactions_by_person, _by_account, _by_case.
pub(crate) async fn page(
    conn: &mut Conn,
    whose: Whose,
    filter: &Filter,
    after: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<InteractionId>, DbError> {
    let newest = filter.order == Order::Newest;
    let (after_at, after_id) = after.unwrap_or(if newest { (i64::MAX, i64::MAX) } else { (i64::MIN, i64::MIN) });
    let id = match whose {
        Whose::Person(id) => id.get(),
        Whose::Account(id) => id.get(),
        Whose::Case(id) => id.get(),
    };
    let params: Vec<Value> = params![
        id,
        after_at,
        after_id,
        filter.channel.map(|it| it.code()),
        filter.direction.map(|it| it.code()),
        filter.from,
        filter.to,
        limit
    ];
    let sql = match (whose, newest) {
        (Whose::Person(_), true) => sql!(
            "select id from interactions where person_id = $1 and (at, id) < ($2, $3)
               and (cast($4 as text) is null or channel = $4) and (cast($5 as text) is null or direction = $5)
               and (cast($6 as bigint) is null or at >= $6) and (cast($7 as bigint) is null or at < $7)
             order by at desc, id desc limit $8"
        ),
        (Whose::Person(_), false) => sql!(
            "select id from interactions where person_id = $1 and (at, id) > ($2, $3)
               and (cast($4 as text) is null or channel = $4) and (cast($5 as text) is null or direction = $5)
               and (cast($6 as bigint) is null or at >= $6) and (cast($7 as bigint) is null or at < $7)
             order by at, id limit $8"
        ),
        (Whose::Account(_), true) => sql!(
            "select id from interactions where account_id = $1 and (at, id) < ($2, $3)
               and (cast($4 as text) is null or channel = $4) and (cast($5 as text) is null or direction = $5)
               and (cast($6 as bigint) is null or at >= $6) and (cast($7 as bigint) is null or at < $7)
             order by at desc, id desc limit $8"
        ),
        (Whose::Account(_), false) => sql!(
            "select id from interactions where account_id = $1 and (at, id) > ($2, $3)
               and (cast($4 as text) is null or channel = $4) and (cast($5 as text) is null or direction = $5)
               and (cast($6 as bigint) is null or at >= $6) and (cast($7 as bigint) is null or at < $7)
             order by at, id limit $8"
        ),
        (Whose::Case(_), true) => sql!(
            "select id from interactions where case_id = $1 and (at, id) < ($2, $3)
               and (cast($4 as text) is null or channel = $4) and (cast($5 as text) is null or direction = $5)
               and (cast($6 as bigint) is null or at >= $6) and (cast($7 as bigint) is null or at < $7)
             order by at desc, id desc limit $8"
        ),
        (Whose::Case(_), false) => sql!(
            "select id from interactions where case_id = $1 and (at, id) > ($2, $3)
               and (cast($4 as text) is null or channel = $4) and (cast($5 as text) is null or direction = $5)
               and (cast($6 as bigint) is null or at >= $6) and (cast($7 as bigint) is null or at < $7)
             order by at, id limit $8"
        ),
    };
    conn.all(sql, params).await?.iter().map(|row| row.get("id")).collect()
}

/// The rows of these ids, in their order.
pub(crate) async fn all(conn: &mut Conn, ids: &[InteractionId]) -> Result<Vec<Interaction>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = conn
        .all_in(
            sql!(
                "select id, person_id, account_id, case_id, channel, direction, kind, state, state_reason, at, author,
                   subject, body_text, body_fold, html_blob, raw_blob, language, duration_seconds, message_id,
                   in_reply_to, external_key, meta, created_at, version
                 from interactions where id in ($list)"
            ),
            params![],
            ids.iter().copied(),
        )
        .await?;
    let mut found = BTreeMap::new();
    for row in &rows {
        let it = super::interaction(row)?;
        found.insert(it.id, it);
    }
    Ok(ids.iter().filter_map(|it| found.remove(it)).collect())
}

/// How many contacts of one channel in one year.
pub(crate) struct Count {
    pub year: i64,
    pub channel: Channel,
    pub n: i64,
}

fn count(row: &Row) -> Result<Count, DbError> {
    Ok(Count {
        year: row.get("at_year")?,
        channel: super::coded(row, "channel", Channel::from_code)?,
        n: row.get("n")?,
    })
}

/// Contacts by year and channel, in order. Index: interactions_by_person_year answers it alone.
pub(crate) async fn counts(conn: &mut Conn, whose: Whose) -> Result<Vec<Count>, DbError> {
    let (sql, id) = match whose {
        Whose::Person(id) => (
            sql!(
                "select at_year, channel, count(*) as n from interactions where person_id = $1
                 group by at_year, channel order by at_year, channel"
            ),
            id.get(),
        ),
        Whose::Account(id) => (
            sql!(
                "select at_year, channel, count(*) as n from interactions where account_id = $1
                 group by at_year, channel order by at_year, channel"
            ),
            id.get(),
        ),
        Whose::Case(id) => (
            sql!(
                "select at_year, channel, count(*) as n from interactions where case_id = $1
                 group by at_year, channel order by at_year, channel"
            ),
            id.get(),
        ),
    };
    conn.all(sql, params![id]).await?.iter().map(count).collect()
}

pub(crate) async fn staff_names(conn: &mut Conn, ids: &[StaffId]) -> Result<BTreeMap<String, String>, DbError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows =
        conn.all_in(sql!("select id, name from staff where id in ($list)"), params![], ids.iter().copied()).await?;
    rows.iter().map(|row| Ok((row.get::<StaffId>("id")?.to_string(), row.get("name")?))).collect()
}

pub(crate) async fn person_names(conn: &mut Conn, ids: &[PersonId]) -> Result<BTreeMap<String, String>, DbError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = conn
        .all_in(sql!("select id, display_name from persons where id in ($list)"), params![], ids.iter().copied())
        .await?;
    rows.iter().map(|row| Ok((row.get::<PersonId>("id")?.to_string(), row.get("display_name")?))).collect()
}

pub(crate) async fn account_exists(conn: &mut Conn, id: AccountId) -> Result<bool, DbError> {
    Ok(conn.optional(sql!("select id from accounts where id = $1"), params![id]).await?.is_some())
}

/// The team of each of these cases; a case that does not exist is absent.
pub(crate) async fn case_teams(conn: &mut Conn, ids: &[CaseId]) -> Result<BTreeMap<CaseId, Option<TeamId>>, DbError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows =
        conn.all_in(sql!("select id, team_id from cases where id in ($list)"), params![], ids.iter().copied()).await?;
    rows.iter().map(|row| Ok((row.get("id")?, row.get("team_id")?))).collect()
}
