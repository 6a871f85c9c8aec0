//! Accounts and who acts for them.

use access::require;
use db::Tx;
use kernel::{AccountId, Actor, MembershipId, Permission, PersonId};

use crate::actions::persons::follow;
use crate::error::CustomerError;
use crate::event::PersonChanged;
use crate::person::{Account, AccountKind, MembershipRole, clean};
use crate::store;

/// An account to make, or what it is to become.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Its name.
    pub name: String,
    /// What sort.
    pub kind: AccountKind,
    /// Its number in the business register.
    pub registration: Option<String>,
}

fn read(new: &NewAccount) -> Result<(String, Option<String>), CustomerError> {
    let name = clean(&new.name);
    if name.is_empty() {
        return Err(CustomerError::Value { field: "name", value: name });
    }
    Ok((name, new.registration.as_deref().map(clean).filter(|it| !it.is_empty())))
}

/// Makes an account.
pub async fn create_account(tx: &mut Tx, actor: &Actor, new: &NewAccount) -> Result<Account, CustomerError> {
    require(actor, Permission::CustomersWrite)?;
    let (name, registration) = read(new)?;
    let account = Account { id: tx.id(), name, kind: new.kind, registration, created_at: tx.now(), version: 1 };
    store::accounts::insert(tx, &account).await?;
    Ok(account)
}

/// Changes an account. Error: [`CustomerError::Stale`] when `version` is not the present one.
pub async fn update_account(
    tx: &mut Tx,
    actor: &Actor,
    id: AccountId,
    version: i64,
    new: &NewAccount,
) -> Result<Account, CustomerError> {
    require(actor, Permission::CustomersWrite)?;
    let present = store::accounts::find(tx, id).await?.ok_or(CustomerError::NoAccount(id))?;
    let (name, registration) = read(new)?;
    let account = Account { name, kind: new.kind, registration, version: version + 1, ..present.clone() };
    if store::accounts::update(tx, &account, version).await? {
        Ok(account)
    } else {
        Err(CustomerError::Stale { given: version, present: present.version })
    }
}

/// Lets a person act for an account, or changes in what role. Emits `person_changed`.
pub async fn add_membership(
    tx: &mut Tx,
    actor: &Actor,
    account: AccountId,
    person: PersonId,
    role: MembershipRole,
    job_title: Option<&str>,
) -> Result<MembershipId, CustomerError> {
    require(actor, Permission::CustomersWrite)?;
    store::accounts::find(tx, account).await?.ok_or(CustomerError::NoAccount(account))?;
    let person = follow(tx, person).await?.id;
    let job_title = job_title.map(clean).filter(|it| !it.is_empty());
    let id = store::accounts::put_membership(tx, account, person, role, job_title.as_deref()).await?;
    store::accounts::joined_or_parted(tx, account, person).await?;
    tx.emit(&PersonChanged { person_id: person }).await?;
    Ok(id)
}

/// Ends a person's acting for an account. Emits `person_changed`.
pub async fn remove_membership(
    tx: &mut Tx,
    actor: &Actor,
    account: AccountId,
    person: PersonId,
) -> Result<(), CustomerError> {
    require(actor, Permission::CustomersWrite)?;
    let person = follow(tx, person).await?.id;
    if !store::accounts::delete_membership(tx, account, person).await? {
        return Err(CustomerError::NotFound("membership"));
    }
    store::accounts::joined_or_parted(tx, account, person).await?;
    tx.emit(&PersonChanged { person_id: person }).await?;
    Ok(())
}
