//! What staff read of a customer: the golden record with what each source says, accounts with their members.

use std::collections::BTreeMap;

use access::require;
use db::Conn;
use kernel::{AccountId, Actor, Cursor, Page, Permission, PersonId};

use crate::error::CustomerError;
use crate::person::{Account, ContactPoint, Membership, Narrow, Person, Source};
use crate::store::{self, records::Record};

/// A person with everything that led to the golden record.
pub(crate) struct WholePerson {
    pub person: Person,
    pub records: Vec<Record>,
    pub points: Vec<ContactPoint>,
    pub memberships: Vec<Membership>,
}

/// A person, or the one they were joined to. Four reads by key.
pub(crate) async fn person(conn: &mut Conn, actor: &Actor, id: PersonId) -> Result<WholePerson, CustomerError> {
    require(actor, Permission::CustomersRead)?;
    let person = super::follow(conn, id).await?;
    Ok(WholePerson {
        records: store::records::of_persons(conn, &[person.id]).await?,
        points: store::points::of_persons(conn, &[person.id]).await?,
        memberships: store::accounts::of_person(conn, person.id).await?,
        person,
    })
}

/// Which persons, in which order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// Words they are found by; none: everybody.
    pub text: String,
    /// Narrowed to whom.
    pub narrow: Narrow,
    /// By name rather than the latest first; what is found by words stands in the order of the search.
    pub by_name: bool,
    /// Whether to count them all.
    pub count: bool,
}

/// Persons found by words; without words the latest, or by name.
pub(crate) async fn persons(
    conn: &mut Conn,
    actor: &Actor,
    wanted: &Wanted,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Page<Person>, CustomerError> {
    require(actor, Permission::CustomersRead)?;
    let Wanted { text, narrow, by_name, count } = wanted;
    let rows = i64::from(limit) + 1;
    let (mut page, total) = if !text.trim().is_empty() {
        let total = if *count { super::search::count(conn, text, *narrow).await? } else { None };
        (super::search::persons(conn, text, *narrow, after, limit).await?, total)
    } else {
        let total = if *count { Some(store::persons::count(conn, *narrow).await?) } else { None };
        let page = if *by_name {
            let place = after.and_then(|it| Some((it.text(0)?, it.number(1)?)));
            let rows = store::persons::by_name(conn, *narrow, place, rows).await?;
            Page::from_rows(rows, limit, |it| Cursor::new([it.0.clone(), it.1.id.get().to_string()])).map(|it| it.1)
        } else {
            let rows = store::persons::latest(conn, *narrow, after.and_then(|it| it.number(0)), rows).await?;
            Page::from_rows(rows, limit, |it| Cursor::new([it.id.get()]))
        };
        (page, total)
    };
    page.total = total;
    Ok(page)
}

/// An account with its contact points and members.
pub(crate) async fn account(
    conn: &mut Conn,
    actor: &Actor,
    id: AccountId,
) -> Result<(Account, Vec<ContactPoint>, Vec<Membership>), CustomerError> {
    require(actor, Permission::CustomersRead)?;
    let account = store::accounts::find(conn, id).await?.ok_or(CustomerError::NoAccount(id))?;
    Ok((account, store::points::of_account(conn, id).await?, store::accounts::members(conn, id).await?))
}

/// Accounts whose name starts with `text`, by name.
pub(crate) async fn accounts(
    conn: &mut Conn,
    actor: &Actor,
    text: &str,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Page<Account>, CustomerError> {
    require(actor, Permission::CustomersRead)?;
    let place = after.and_then(|it| Some((it.text(0)?, it.number(1)?)));
    let prefix = kernel::fold::fold(text.trim());
    let rows = store::accounts::search(conn, &prefix, place, i64::from(limit) + 1).await?;
    let page = Page::from_rows(rows, limit, |it| Cursor::new([it.0.clone(), it.1.id.get().to_string()]));
    Ok(page.map(|it| it.1))
}

/// Every source, the most believed first.
pub(crate) async fn sources(conn: &mut Conn, actor: &Actor) -> Result<Vec<Source>, CustomerError> {
    require(actor, Permission::CustomersRead)?;
    Ok(store::sources::all(conn).await?)
}

/// The names of the sources, by id.
pub(crate) fn source_names(records: &[Record]) -> BTreeMap<kernel::SourceId, String> {
    records.iter().map(|it| (it.claim.source, it.source_name.clone())).collect()
}
