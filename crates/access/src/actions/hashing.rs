//! Password hashes: argon2id, off the runtime's threads, a few at a time.
//!
//! One hash takes 64 MiB and some 100 ms of one core. A semaphore bounds how many run at once, so that a flood of
//! sign-ins makes sign-ins slow and nothing else. Never called inside a transaction.

use std::sync::OnceLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::error::AccessError;

/// What a hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashCost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl HashCost {
    /// 64 MiB, 3 passes: the floor of OWASP ASVS 5.0 11.4.2 is 19 MiB, 2 passes.
    pub const DEFAULT: Self = Self { memory_kib: 64 * 1024, passes: 3 };
    /// For tests only: hardly any.
    pub const CHEAP: Self = Self { memory_kib: 16, passes: 1 };
}

/// How many hashes run at once; each holds its memory.
const AT_ONCE: usize = 2;

static COST: OnceLock<HashCost> = OnceLock::new();
static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);
static DUMMY: OnceLock<String> = OnceLock::new();

/// Sets what hashes cost in this process; only the first call counts. Without one: [`HashCost::DEFAULT`].
pub fn set_cost(cost: HashCost) {
    let _ = COST.set(cost);
}

fn hasher() -> Result<Argon2<'static>, AccessError> {
    let cost = COST.get().copied().unwrap_or(HashCost::DEFAULT);
    let params = Params::new(cost.memory_kib, cost.passes, 1, None)
        .map_err(|_| AccessError::Internal("argon2 refuses its parameters"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_now(password: &str) -> Result<String, AccessError> {
    let hash: PasswordHash =
        hasher()?.hash_password(password.as_bytes()).map_err(|_| AccessError::Internal("argon2 failed to hash"))?;
    Ok(hash.to_string())
}

async fn in_turn<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AccessError> + Send + 'static,
) -> Result<T, AccessError> {
    let turn = TURNS.acquire().await.map_err(|_| AccessError::Internal("the hashing turns are closed"))?;
    let done = tokio::task::spawn_blocking(work).await;
    drop(turn);
    done.map_err(|_| AccessError::Internal("hashing was cut short"))?
}

/// The hash of `password` in PHC form, with a salt of its own.
pub async fn hash(password: &str) -> Result<String, AccessError> {
    let password = password.to_owned();
    in_turn(move || hash_now(&password)).await
}

/// Whether `password` is the one behind `stored`. With nothing stored, the same work is done and the answer is no.
pub async fn verify(password: &str, stored: Option<String>) -> Result<bool, AccessError> {
    let password = password.to_owned();
    in_turn(move || {
        let is_known = stored.is_some();
        let stored = match stored {
            Some(it) => it,
            None => dummy()?,
        };
        let parsed = PasswordHash::new(&stored).map_err(|_| AccessError::Internal("a stored hash is unreadable"))?;
        Ok(hasher()?.verify_password(password.as_bytes(), &parsed).is_ok() && is_known)
    })
    .await
}

/// A hash that no password is behind, of the cost of a real one. Made once, so that unknown people cost no more.
fn dummy() -> Result<String, AccessError> {
    if let Some(it) = DUMMY.get() {
        return Ok(it.clone());
    }
    let made = hash_now(&db::secret::token()?)?;
    Ok(DUMMY.get_or_init(|| made).clone())
}

/// Makes the hash for unknown people ahead of the first sign-in, which would otherwise tell by taking twice as long.
pub async fn warm_up() -> Result<(), AccessError> {
    in_turn(|| dummy().map(drop)).await
}
