//! What staff may see of a timeline: a page of contacts with their authors' names, and the counts of the scrubber.
//!
//! Contacts of a case that the reader may not see stay on the timeline as a line without words: that somebody wrote is
//! no secret to who may read the customer, what they wrote is.

use std::collections::{BTreeMap, BTreeSet};

use access::require;
use db::Conn;
use kernel::{AccountId, Actor, CaseId, Cursor, InteractionId, Page, Permission, PersonId, StaffId, TeamId, Timestamp};

use crate::attachment::Attachment;
use crate::error::InteractionError;
use crate::interaction::{Channel, Direction, Interaction};
use crate::store;

/// Whose contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// A person's.
    Person(PersonId),
    /// An account's.
    Account(AccountId),
    /// Those of a case: its thread.
    Case(CaseId),
}

/// Which end comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The newest.
    #[default]
    Newest,
    /// The oldest.
    Oldest,
}

/// Which contacts, and in what order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Only these.
    pub channel: Option<Channel>,
    /// Only these.
    pub direction: Option<Direction>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub to: Option<Timestamp>,
    /// Which end comes first.
    pub order: Order,
}

/// One contact as a reader sees it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The contact; without words when `is_hidden`.
    pub interaction: Interaction,
    /// The author's name, if they are staff or a person we know.
    pub author_name: Option<String>,
    /// Its files; none when `is_hidden`.
    pub attachments: Vec<Attachment>,
    /// It belongs to a case that the reader may not see.
    pub is_hidden: bool,
}

/// A page of a timeline. Six reads at most, each by an index.
///
/// Error: [`InteractionError::Denied`] without `customers_read` (for a case: when the case may not be seen, an empty
/// page, as for one that does not exist).
pub async fn page(
    conn: &mut Conn,
    actor: &Actor,
    whose: Whose,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Page<Seen>, InteractionError> {
    let nothing = Page { items: Vec::new(), next: None, total: None };
    if !may_see(conn, actor, whose).await? {
        return Ok(nothing);
    }
    let place = after.and_then(|it| Some((it.number(0)?, it.number(1)?)));
    let ids = store::timeline::page(conn, whose, filter, place, i64::from(limit) + 1).await?;
    let rows = store::timeline::all(conn, &ids).await?;
    let page = Page::from_rows(rows, limit, |it| Cursor::new([it.at.as_micros(), it.id.get()]));
    let items = seen(conn, actor, page.items).await?;
    Ok(Page { items, next: page.next, total: None })
}

/// One contact as the reader sees it.
///
/// Error: [`InteractionError::NotFound`] also when it belongs to a case that the reader may not see, or to none and the
/// reader may not read customers.
pub async fn one(conn: &mut Conn, actor: &Actor, id: InteractionId) -> Result<Seen, InteractionError> {
    if !actor.may(Permission::CustomersRead) {
        require(actor, Permission::CasesRead)?;
    }
    let it = store::find(conn, id).await?.ok_or(InteractionError::NotFound(id))?;
    let seen = seen(conn, actor, vec![it]).await?.into_iter().next();
    seen.filter(|it| !it.is_hidden).ok_or(InteractionError::NotFound(id))
}

/// How many contacts of each channel in each year. One read.
pub async fn counts(
    conn: &mut Conn,
    actor: &Actor,
    whose: Whose,
) -> Result<Vec<(i64, Channel, i64)>, InteractionError> {
    if !may_see(conn, actor, whose).await? {
        return Ok(Vec::new());
    }
    let rows = store::timeline::counts(conn, whose).await?;
    Ok(rows.into_iter().map(|it| (it.year, it.channel, it.n)).collect())
}

async fn may_see(conn: &mut Conn, actor: &Actor, whose: Whose) -> Result<bool, InteractionError> {
    match whose {
        Whose::Person(_) | Whose::Account(_) => {
            require(actor, Permission::CustomersRead)?;
            Ok(true)
        }
        Whose::Case(id) => {
            require(actor, Permission::CasesRead)?;
            let teams = case_teams(conn, &[id]).await?;
            Ok(teams.get(&id).is_some_and(|team| actor.sees_team(*team)))
        }
    }
}

/// The team of each of these cases; a case that does not exist is absent. No permission: for what hides words by them.
pub async fn case_teams(
    conn: &mut Conn,
    cases: &[CaseId],
) -> Result<BTreeMap<CaseId, Option<TeamId>>, InteractionError> {
    Ok(store::timeline::case_teams(conn, cases).await?)
}

async fn seen(conn: &mut Conn, actor: &Actor, rows: Vec<Interaction>) -> Result<Vec<Seen>, InteractionError> {
    let cases: Vec<CaseId> = rows.iter().filter_map(|it| it.case_id).collect::<BTreeSet<_>>().into_iter().collect();
    let teams = case_teams(conn, &cases).await?;
    let hides = |it: &Interaction| match it.case_id {
        None => !actor.may(Permission::CustomersRead),
        // A case that is not there any more hides nothing but itself: only who sees every case sees its words.
        Some(id) => teams.get(&id).map_or(!actor.may(Permission::CasesReadAll), |team| !actor.sees_team(*team)),
    };
    let shown: Vec<InteractionId> = rows.iter().filter(|it| !hides(it)).map(|it| it.id).collect();
    let mut files = store::attachments(conn, &shown).await?;
    let authors: BTreeSet<&str> = rows.iter().map(|it| it.author.as_str()).collect();
    let staff: Vec<StaffId> = authors.iter().filter_map(|it| it.parse().ok()).collect();
    let people: Vec<PersonId> = authors.iter().filter_map(|it| it.parse().ok()).collect();
    let mut names = store::timeline::staff_names(conn, &staff).await?;
    names.extend(store::timeline::person_names(conn, &people).await?);
    let mut seen = Vec::with_capacity(rows.len());
    for row in rows {
        let is_hidden = hides(&row);
        let (attachments, rest) = files.into_iter().partition(|it: &Attachment| it.interaction_id == row.id);
        files = rest;
        seen.push(Seen {
            author_name: names.get(&row.author).cloned(),
            interaction: if is_hidden { without_words(row) } else { row },
            attachments,
            is_hidden,
        });
    }
    Ok(seen)
}

fn without_words(it: Interaction) -> Interaction {
    Interaction {
        subject: None,
        body_text: String::new(),
        body_fold: None,
        html_blob: None,
        raw_blob: None,
        message_id: None,
        in_reply_to: None,
        external_key: None,
        state_reason: None,
        meta: serde_json::Value::Null,
        ..it
    }
}
