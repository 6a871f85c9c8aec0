//! Reads the inbox: pages of rows, and how many each view holds.

use access::require;
use db::Conn;
use kernel::{Actor, Page, Permission, Timestamp};

use crate::error::CaseError;
use crate::inbox::{Filter, ListedCase, Place, SavedView, Sort, ViewCounts};
use crate::store;

/// Which page.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// In which order.
    pub sort: Sort,
    /// Behind which place; `None`: from the start.
    pub after: Option<Place>,
    /// How many rows.
    pub limit: u32,
    /// Whether the exact count is wanted too.
    pub count: bool,
}

/// Cases the actor may see. Two statements, one more for the count. A `q` that is a case's number finds that case,
/// whatever the filter says beside it; what only could be one is looked for as words.
pub async fn list(
    conn: &mut Conn,
    actor: &Actor,
    filter: &Filter,
    wanted: Wanted,
    now: Timestamp,
) -> Result<Page<ListedCase>, CaseError> {
    require(actor, Permission::CasesRead)?;
    let scope = actor.case_scope();
    if let Some(id) = filter.named() {
        let items = store::list::by_id(conn, id, &scope).await?;
        if !items.is_empty() {
            return Ok(Page { items, next: None, total: wanted.count.then_some(1) });
        }
    }
    let rows = i64::from(wanted.limit) + 1;
    let found = store::list::page(conn, filter, &scope, wanted.sort, wanted.after, rows, now).await?;
    let mut page = Page::from_rows(found, wanted.limit, |it| it.place.cursor());
    if wanted.count {
        page.total = Some(store::list::count(conn, filter, &scope, now).await?);
    }
    Ok(page)
}

/// How many cases each built-in view holds for the actor, and each saved view of theirs.
pub async fn counts(
    conn: &mut Conn,
    actor: &Actor,
    now: Timestamp,
) -> Result<(ViewCounts, Vec<(SavedView, i64)>), CaseError> {
    require(actor, Permission::CasesRead)?;
    let scope = actor.case_scope();
    let built_in = store::list::view_counts(conn, actor.staff_id(), &scope, now).await?;
    let mut saved = Vec::new();
    for view in store::views::of_staff(conn, actor.staff_id()).await? {
        let count = store::list::count(conn, &view.filter, &scope, now).await?;
        saved.push((view, count));
    }
    Ok((built_in, saved))
}
