//! Signed-in people for tests of other crates.
#![expect(clippy::expect_used, reason = "a test that cannot set itself up should stop there")]

use db::Db;
use kernel::{Actor, Locale, Permission, Role, StaffId, TeamId};

use crate::actions::hashing::{self, HashCost};
use crate::actions::sign_in::{Origin, open_session};
use crate::actions::{api_keys, teams};
use crate::staff::NewStaff;
use crate::store;

/// The password of everybody that [`staff`] makes.
pub const PASSWORD: &str = "trois chats gris";

/// Makes hashes cost hardly anything in this process.
pub fn cheap_passwords() {
    hashing::set_cost(HashCost::CHEAP);
}

/// A team called `name`.
pub async fn team(db: &Db, name: &str) -> TeamId {
    let mut tx = db.begin().await.expect("a turn");
    let team = teams::create(&mut tx, &Actor::system("test"), name, "", &[]).await.expect("a team");
    tx.commit().await.expect("a commit");
    team.id
}

/// A member of staff who signs in with [`PASSWORD`].
pub async fn staff(db: &Db, role: Role, teams: &[TeamId]) -> StaffId {
    cheap_passwords();
    let hash = hashing::hash(PASSWORD).await.expect("a hash");
    let mut tx = db.begin().await.expect("a turn");
    let number = tx.id::<StaffId>().get();
    let new = NewStaff {
        name: format!("{} {number}", role.code()),
        email: format!("{}-{number}@example.fr", role.code().replace('_', "-")).parse().expect("an address"),
        role,
        locale: Locale::Fr,
        teams: teams.to_vec(),
    };
    let made = crate::actions::staff::insert(&mut tx, &Actor::system("test"), new, &hash, false).await;
    tx.commit().await.expect("a commit");
    made.expect("a member of staff").id
}

/// A session of `staff`: the token for the cookie `entente_session`.
pub async fn session(db: &Db, staff: StaffId) -> String {
    let mut tx = db.begin().await.expect("a turn");
    let origin = Origin { user_agent: "test", client_address: "127.0.0.1", network: "127.0.0.0/24" };
    let opened = open_session(&mut tx, staff, origin).await.expect("a session");
    tx.commit().await.expect("a commit");
    opened.token
}

/// A new member of staff with `role` in `teams`, signed in: the token for the cookie `entente_session`.
pub async fn sign_in_as(db: &Db, role: Role, teams: &[TeamId]) -> String {
    let id = self::staff(db, role, teams).await;
    session(db, id).await
}

/// The actor that `staff` is.
pub async fn actor(db: &Db, staff: StaffId) -> Actor {
    let mut read = db.read().await.expect("a reader");
    let found = store::staff::find(&mut read, staff).await.expect("a read").expect("a member of staff");
    crate::api::caller::actor_of(&found)
}

/// A key with `scopes`: the text for `Authorization: Bearer …`.
pub async fn api_key(db: &Db, scopes: &[Permission]) -> String {
    let mut tx = db.begin().await.expect("a turn");
    let made = api_keys::create(&mut tx, &Actor::system("test"), "test", scopes.to_vec(), None).await;
    tx.commit().await.expect("a commit");
    made.expect("a key").1
}
