//! The accounts of what came in and of what left.
//!
//! What belongs to a case is shown to those who may see the case; what belongs to none, to all who look after the mail.

use access::require;
use bytes::Bytes;
use db::Conn;
use db::blob::BlobHash;
use kernel::{Actor, CaseId, Cursor, InboundId, Page, Permission};

use crate::actions::Mailroom;
use crate::actions::intake::{Settled, settled};
use crate::error::MailroomError;
use crate::intake::Outcome;
use crate::outbound::State;
use crate::store;
pub use crate::store::inbound::DayCounts as Day;
use crate::store::inbound::InboundRow;
use crate::store::outbound::OutboundRow;

/// Which page of rows: so many, before this number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slice {
    pub before: Option<i64>,
    pub rows: i64,
    pub limit: u32,
}

/// The last 60 days, newest first: mails received, and how many ended in each of the four ways.
pub async fn days(conn: &mut Conn, actor: &Actor) -> Result<Vec<Day>, MailroomError> {
    days_before(conn, actor, None, 60).await
}

/// Days from the newest, before `before` (YYYY-MM-DD).
pub async fn days_before(
    conn: &mut Conn,
    actor: &Actor,
    before: Option<&str>,
    rows: i64,
) -> Result<Vec<Day>, MailroomError> {
    require(actor, Permission::QuarantineManage)?;
    Ok(store::inbound::days(conn, before, rows).await?)
}

/// The mail that came in last, if any did.
pub async fn latest(conn: &mut Conn, actor: &Actor) -> Result<Option<Settled>, MailroomError> {
    require(actor, Permission::QuarantineManage)?;
    Ok(store::inbound::list(conn, None, None, None, 1).await?.first().map(settled))
}

/// Mails that came in, newest first, without those on cases that `actor` does not see: a page may be shorter than asked.
pub(crate) async fn inbound(
    conn: &mut Conn,
    actor: &Actor,
    outcome: Option<Outcome>,
    mailbox: Option<kernel::MailboxId>,
    slice: Slice,
) -> Result<Page<InboundRow>, MailroomError> {
    require(actor, Permission::QuarantineManage)?;
    let rows = store::inbound::list(conn, outcome, mailbox, slice.before, slice.rows).await?;
    let mut page = Page::from_rows(rows, slice.limit, |it| Cursor::new([it.id.get()]));
    let hidden = hidden(conn, actor, page.items.iter().filter_map(|it| it.case_id).collect()).await?;
    page.items.retain(|it| it.case_id.is_none_or(|case| !hidden.contains(&case)));
    Ok(page)
}

/// Mails that leave, newest first, without those on cases that `actor` does not see.
pub(crate) async fn outbound(
    conn: &mut Conn,
    actor: &Actor,
    state: Option<State>,
    slice: Slice,
) -> Result<Page<OutboundRow>, MailroomError> {
    require(actor, Permission::QuarantineManage)?;
    let rows = store::outbound::list(conn, state, slice.before, slice.rows).await?;
    let mut page = Page::from_rows(rows, slice.limit, |it| Cursor::new([it.id.get()]));
    let hidden = hidden(conn, actor, page.items.iter().filter_map(|it| it.case_id).collect()).await?;
    page.items.retain(|it| it.case_id.is_none_or(|case| !hidden.contains(&case)));
    Ok(page)
}

/// One mail that came in.
pub(crate) async fn one(conn: &mut Conn, actor: &Actor, id: InboundId) -> Result<InboundRow, MailroomError> {
    require(actor, Permission::QuarantineManage)?;
    let row = store::inbound::find(conn, id).await?.ok_or(MailroomError::NoInbound(id))?;
    let hidden = hidden(conn, actor, row.case_id.into_iter().collect()).await?;
    if hidden.is_empty() { Ok(row) } else { Err(MailroomError::NoInbound(id)) }
}

/// Those of `cases` that `actor` does not see; one that was erased is seen by nobody but those who read all.
async fn hidden(conn: &mut Conn, actor: &Actor, mut cases: Vec<CaseId>) -> Result<Vec<CaseId>, MailroomError> {
    cases.sort_unstable();
    cases.dedup();
    let teams = interactions::actions::timeline::case_teams(conn, &cases).await?;
    let reads_all = actor.may(Permission::CasesReadAll);
    cases.retain(|it| teams.get(it).map_or(!reads_all, |team| !actor.sees_team(*team)));
    Ok(cases)
}

impl Mailroom {
    /// The raw bytes of one mail that came in. It may quote a link that opens for whoever holds it: once it belongs to a
    /// case, only those who run the mailboxes have it.
    pub(crate) async fn raw(&self, actor: &Actor, id: InboundId) -> Result<Bytes, MailroomError> {
        let row = one(&mut *self.db.read().await?, actor, id).await?;
        if row.case_id.is_some() {
            require(actor, Permission::MailboxesManage)?;
        }
        let hash: BlobHash = row.raw_blob.parse().map_err(|_| MailroomError::NoInbound(id))?;
        Ok(self.blobs.get(hash).await?)
    }
}
