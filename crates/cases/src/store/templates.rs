//! Rows of `reply_templates`, and what of a case can be put into them.

use db::{Conn, DbError, Json, Row, Tx, params, sql};
use kernel::{CaseId, Locale, StaffId, TemplateId, Timestamp};

use crate::store::code;
use crate::template::{Template, Variable};

/// The templates in use, by intent, language and name; at most 500.
pub async fn active(conn: &mut Conn) -> Result<Vec<Template>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select id, name, intent, language, body, variables, is_active, updated_at, version
                 from reply_templates where is_active = 1 order by intent, language, name limit 500"
            ),
            params![],
        )
        .await?;
    rows.iter().map(read).collect()
}

/// The template `id`, retired or not.
pub async fn find(conn: &mut Conn, id: TemplateId) -> Result<Option<Template>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select id, name, intent, language, body, variables, is_active, updated_at, version
                 from reply_templates where id = $1"
            ),
            params![id],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// Writes `template` as version `template.version`: a new one at version 1, else if the stored one is the one before.
pub async fn save(tx: &mut Tx, template: &Template) -> Result<bool, DbError> {
    let changed = tx
        .run(
            sql!(
                "insert into reply_templates (id, name, intent, language, body, variables, is_active, updated_at, version)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                 on conflict (id) do update set name = excluded.name, intent = excluded.intent,
                   language = excluded.language, body = excluded.body, variables = excluded.variables,
                   is_active = excluded.is_active, updated_at = excluded.updated_at, version = excluded.version
                 where reply_templates.version = excluded.version - 1"
            ),
            params![
                template.id,
                template.name.as_str(),
                template.intent.as_str(),
                template.language.code(),
                template.body.as_str(),
                Json(&template.variables),
                template.is_active,
                template.updated_at,
                template.version
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// What the tables of customers, access and ours know for a text on a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The customer's form of address.
    pub title: Option<String>,
    /// The customer's given name.
    pub first_name: Option<String>,
    /// The customer's family name.
    pub last_name: Option<String>,
    /// The account they act for.
    pub account_name: Option<String>,
    /// In a line.
    pub subject: String,
    /// When the case was opened.
    pub opened_at: Timestamp,
    /// Until when a published promise says it is done.
    pub resolution_due_at: Option<Timestamp>,
    /// Who writes.
    pub staff_name: Option<String>,
    /// Team the case is with.
    pub team_name: Option<String>,
}

/// The facts of `case` as `staff` would write them. Only a promise that customers may know is told.
pub async fn facts(conn: &mut Conn, case: CaseId, staff: Option<StaffId>) -> Result<Option<Facts>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select p.title, p.first_name, p.last_name, a.name as account_name, c.subject, c.opened_at,
                   s.name as staff_name, t.name as team_name,
                   (select min(k.due_at) from case_clocks k join promises m on m.id = k.promise_id
                    where k.case_id = c.id and k.metric = 'resolution' and k.ended_at is null
                      and m.is_published = 1) as resolution_due_at
                 from cases c
                 left join persons p on p.id = c.person_id
                 left join accounts a on a.id = c.account_id
                 left join teams t on t.id = c.team_id
                 left join staff s on s.id = $2
                 where c.id = $1"
            ),
            params![case, staff],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Facts {
        title: row.get("title")?,
        first_name: row.get("first_name")?,
        last_name: row.get("last_name")?,
        account_name: row.get("account_name")?,
        subject: row.get("subject")?,
        opened_at: row.get("opened_at")?,
        resolution_due_at: row.get("resolution_due_at")?,
        staff_name: row.get("staff_name")?,
        team_name: row.get("team_name")?,
    }))
}

fn read(row: &Row) -> Result<Template, DbError> {
    Ok(Template {
        id: row.get("id")?,
        name: row.get("name")?,
        intent: row.get("intent")?,
        language: code(row, "language", |it| it.parse::<Locale>().ok())?,
        body: row.get("body")?,
        variables: row.get::<Json<Vec<Variable>>>("variables")?.0,
        is_active: row.get("is_active")?,
        updated_at: row.get("updated_at")?,
        version: row.get("version")?,
    })
}
