//! The accounts of what came in.

use access::require;
use db::Conn;
use kernel::{Actor, Permission};

use crate::actions::intake::{Settled, settled};
use crate::error::MailroomError;
use crate::store;
pub use crate::store::inbound::DayCounts as Day;

/// The last 60 days, newest first: mails received, and how many ended in each of the four ways.
pub async fn days(conn: &mut Conn, actor: &Actor) -> Result<Vec<Day>, MailroomError> {
    require(actor, Permission::QuarantineManage)?;
    Ok(store::inbound::days(conn, None, 60).await?)
}

/// The mail that came in last, if any did.
pub async fn latest(conn: &mut Conn, actor: &Actor) -> Result<Option<Settled>, MailroomError> {
    require(actor, Permission::QuarantineManage)?;
    Ok(store::inbound::list(conn, None, None, None, 1).await?.first().map(settled))
}
