//! The rules that say which closed cases are surveyed.

use db::{Conn, DbError, Json, Row, Tx, params, sql};
use kernel::SurveyRuleId;

use crate::rule::Rule;

/// The most rules there are: a list of them needs no pages.
pub const RULES_MAX: i64 = 200;

pub async fn insert(tx: &mut Tx, rule: &Rule) -> Result<(), DbError> {
    let now = tx.now();
    tx.run(
        sql!(
            "insert into survey_rules (id, name, place, survey_id, is_active, delay_seconds, quiet_days, spares_complaints,
               case_types, channels, share, open_days, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
        ),
        params![
            rule.id,
            rule.name.as_str(),
            rule.place,
            rule.survey_id,
            rule.is_active,
            rule.delay_seconds,
            rule.quiet_days,
            rule.spares_complaints,
            Json(&rule.case_types),
            Json(&rule.channels),
            rule.share,
            rule.open_days,
            now
        ],
    )
    .await?;
    Ok(())
}

/// False if `version` is not the present one.
pub async fn update(tx: &mut Tx, rule: &Rule, version: i64) -> Result<bool, DbError> {
    let changed = tx
        .run(
            sql!(
                "update survey_rules set name = $1, survey_id = $2, is_active = $3, delay_seconds = $4, quiet_days = $5,
                   spares_complaints = $6, case_types = $7, channels = $8, share = $9, open_days = $10, place = $11,
                   version = version + 1
                 where id = $12 and version = $13"
            ),
            params![
                rule.name.as_str(),
                rule.survey_id,
                rule.is_active,
                rule.delay_seconds,
                rule.quiet_days,
                rule.spares_complaints,
                Json(&rule.case_types),
                Json(&rule.channels),
                rule.share,
                rule.open_days,
                rule.place,
                rule.id,
                version
            ],
        )
        .await?;
    Ok(changed == 1)
}

pub async fn find(conn: &mut Conn, id: SurveyRuleId) -> Result<Option<Rule>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select id, name, place, survey_id, is_active, delay_seconds, quiet_days, spares_complaints, case_types,
                   channels, share, open_days, version from survey_rules where id = $1"
            ),
            params![id],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// Every rule, in the order they decide in.
pub async fn list(conn: &mut Conn) -> Result<Vec<Rule>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select id, name, place, survey_id, is_active, delay_seconds, quiet_days, spares_complaints, case_types,
                   channels, share, open_days, version from survey_rules order by place, id limit $1"
            ),
            params![RULES_MAX],
        )
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Rule, DbError> {
    Ok(Rule {
        id: row.get("id")?,
        name: row.get("name")?,
        place: row.get("place")?,
        survey_id: row.get("survey_id")?,
        is_active: row.get("is_active")?,
        delay_seconds: row.get("delay_seconds")?,
        quiet_days: row.get("quiet_days")?,
        spares_complaints: row.get("spares_complaints")?,
        case_types: row.get::<Json<Vec<String>>>("case_types")?.0,
        channels: row.get::<Json<Vec<String>>>("channels")?.0,
        share: row.get("share")?,
        open_days: row.get("open_days")?,
        version: row.get("version")?,
    })
}
