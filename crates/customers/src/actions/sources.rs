//! Naming the systems that know customers.

use access::require;
use db::{Conn, Tx};
use kernel::{Actor, Permission, SourceId};

use crate::error::CustomerError;
use crate::person::{Source, clean};
use crate::store;

/// A source to name.
#[derive(Debug, Clone)]
pub struct NewSource {
    /// What files and programs call it: small letters, digits, `-` and `_`, at most 40.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// How far it is believed, 0..=100.
    pub trust: u8,
}

fn check(name: &str, trust: u8) -> Result<String, CustomerError> {
    let name = clean(name);
    if name.is_empty() || name.chars().count() > 80 {
        return Err(CustomerError::Value { field: "name", value: name });
    }
    if trust > 100 {
        return Err(CustomerError::Value { field: "trust", value: trust.to_string() });
    }
    Ok(name)
}

/// Names a source. Error: [`CustomerError::Taken`] when there is one of this key.
pub async fn create_source(tx: &mut Tx, actor: &Actor, new: &NewSource) -> Result<Source, CustomerError> {
    require(actor, Permission::CustomersImport)?;
    let is_plain = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-' || it == b'_';
    if new.key.is_empty() || new.key.len() > 40 || !new.key.bytes().all(is_plain) {
        return Err(CustomerError::Value { field: "key", value: new.key.clone() });
    }
    let name = check(&new.name, new.trust)?;
    let source =
        Source { id: tx.id(), key: new.key.clone(), name, kind: "system".to_owned(), trust: new.trust, version: 1 };
    if store::sources::insert(tx, &source).await? { Ok(source) } else { Err(CustomerError::Taken("source")) }
}

/// Renames a source or changes how far it is believed. Golden records follow when they are next derived.
pub async fn update_source(
    tx: &mut Tx,
    actor: &Actor,
    id: SourceId,
    version: i64,
    name: &str,
    trust: u8,
) -> Result<Source, CustomerError> {
    require(actor, Permission::CustomersImport)?;
    let present = store::sources::find(tx, id).await?.ok_or(CustomerError::NotFound("source"))?;
    let source = Source { name: check(name, trust)?, trust, version: version + 1, ..present.clone() };
    if store::sources::update(tx, &source, version).await? {
        Ok(source)
    } else {
        Err(CustomerError::Stale { given: version, present: present.version })
    }
}

/// The source of this key, if it was named.
pub async fn source_by_key(conn: &mut Conn, key: &str) -> Result<Option<Source>, CustomerError> {
    Ok(store::sources::by_key(conn, key).await?)
}
