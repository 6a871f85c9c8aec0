//! Keeps reply templates, and fills them in for a case.

use std::collections::BTreeMap;

use access::require;
use db::{Conn, Tx};
use kernel::{Actor, CaseId, Locale, Permission, TemplateId};
use serde_json::json;

use crate::actions::find;
use crate::actions::settings::taken;
use crate::case_type::{is_key, is_name};
use crate::error::CaseError;
use crate::store;
use crate::store::templates::Facts;
use crate::template::{Given, KNOWN, Rendering, Source, Template, Variable};

/// What a template is made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTemplate {
    /// As staff read it.
    pub name: String,
    /// What it is for.
    pub intent: String,
    /// Language it is written in.
    pub language: Locale,
    /// The text.
    pub body: String,
    /// Its variables.
    pub variables: Vec<Variable>,
}

/// The templates in use.
pub async fn list(conn: &mut Conn, actor: &Actor) -> Result<Vec<Template>, CaseError> {
    readable(actor)?;
    Ok(store::templates::active(conn).await?)
}

/// The template `id`.
pub async fn get(conn: &mut Conn, actor: &Actor, id: TemplateId) -> Result<Template, CaseError> {
    readable(actor)?;
    store::templates::find(conn, id).await?.ok_or(CaseError::TemplateNotFound(id))
}

/// Makes a template, if it can never print an empty variable.
pub async fn create(tx: &mut Tx, actor: &Actor, new: NewTemplate) -> Result<Template, CaseError> {
    require(actor, Permission::TemplatesWrite)?;
    let template = made(tx, tx.id(), new, 1)?;
    save(tx, actor, &template, "template_created").await?;
    Ok(template)
}

/// Changes a template; `new` of `None` retires it.
pub async fn update(
    tx: &mut Tx,
    actor: &Actor,
    (id, version): (TemplateId, i64),
    new: Option<NewTemplate>,
) -> Result<Template, CaseError> {
    require(actor, Permission::TemplatesWrite)?;
    let before = store::templates::find(tx, id).await?.ok_or(CaseError::TemplateNotFound(id))?;
    if before.version != version {
        return Err(CaseError::SettingsStale);
    }
    let (template, action) = match new {
        Some(new) => (made(tx, id, new, version + 1)?, "template_changed"),
        None => (Template { is_active: false, version: version + 1, ..before }, "template_retired"),
    };
    save(tx, actor, &template, action).await?;
    Ok(template)
}

fn made(tx: &Tx, id: TemplateId, new: NewTemplate, version: i64) -> Result<Template, CaseError> {
    if !is_name(&new.name) {
        return Err(CaseError::Name("/name", new.name));
    }
    if !is_key(&new.intent) {
        return Err(CaseError::Key("/intent", new.intent));
    }
    let NewTemplate { name, intent, language, body, variables } = new;
    let template =
        Template { id, name, intent, language, body, variables, is_active: true, updated_at: tx.now(), version };
    template.check()?;
    Ok(template)
}

async fn save(tx: &mut Tx, actor: &Actor, template: &Template, action: &str) -> Result<(), CaseError> {
    let is_saved = store::templates::save(tx, template).await.map_err(|it| taken(it, &template.name))?;
    if !is_saved {
        return Err(CaseError::SettingsStale);
    }
    let details = json!({"name": template.name, "version": template.version});
    access::audit::record(tx, actor, action, &template.id.to_string(), &details).await?;
    Ok(())
}

/// What the caller adds to what is known of a case: how instants read, what the company is called, what was typed.
pub struct Saying<'a> {
    /// An instant in words of the template's language, for the customer.
    pub instant: &'a (dyn Fn(Locale, kernel::Timestamp) -> String + Sync),
    /// A day in words of the template's language.
    pub day: &'a (dyn Fn(Locale, kernel::Timestamp) -> String + Sync),
    /// What customers know the company by.
    pub company: &'a str,
    /// What the writer typed, by variable. Wins over what is known.
    pub typed: &'a BTreeMap<String, String>,
}

/// The template filled in for a case, as the actor would write it.
pub async fn render(
    conn: &mut Conn,
    actor: &Actor,
    (id, case): (TemplateId, CaseId),
    saying: Saying<'_>,
) -> Result<Rendering, CaseError> {
    let template = get(conn, actor, id).await?;
    find(conn, actor, case).await?;
    let facts = store::templates::facts(conn, case, actor.staff_id()).await?.ok_or(CaseError::NotFound(case))?;
    Ok(template.render(&given(&template, case, facts, &saying))?)
}

/// Every value there is, by the name templates use.
fn given(template: &Template, case: CaseId, facts: Facts, saying: &Saying<'_>) -> BTreeMap<String, Given> {
    let language = template.language;
    let known = |name: &str| match name {
        "title" => facts.title.clone(),
        "first_name" => facts.first_name.clone(),
        "last_name" => facts.last_name.clone(),
        "account_name" => facts.account_name.clone(),
        "case_number" => Some(case.number()),
        "subject" => Some(facts.subject.clone()),
        "opened_on" => Some((saying.day)(language, facts.opened_at)),
        "due_at" => facts.resolution_due_at.map(|it| (saying.instant)(language, it)),
        "staff_name" => facts.staff_name.clone(),
        "team_name" => facts.team_name.clone(),
        "company" => Some(saying.company.to_owned()),
        _ => None,
    };
    let mut given: BTreeMap<String, Given> = KNOWN
        .iter()
        .filter_map(|(name, source)| Some(((*name).to_owned(), Given { value: known(name)?, source: *source })))
        .collect();
    for (name, value) in saying.typed {
        given.insert(name.clone(), Given { value: value.clone(), source: Source::Typed });
    }
    given
}

/// Whoever answers cases or writes templates may read them.
fn readable(actor: &Actor) -> Result<(), CaseError> {
    Ok(access::require_any(actor, Permission::CasesRead, &[Permission::TemplatesWrite])?)
}
