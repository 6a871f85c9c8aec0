//! Password hashes: argon2id, off the runtime's threads, a few at a time.
//!
//! One hash takes 64 MiB and some 100 ms of one core. A semaphore bounds how many run at once, also of those whose
//! client has gone, so that a flood of sign-ins makes sign-ins slow and nothing else. Never called inside a transaction.

use std::sync::OnceLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::{Semaphore, SemaphorePermit};

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

/// Leave to hash: as many as may hash at once are given out.
#[derive(Debug)]
pub struct Turn {
    /// Given back when it goes.
    _permit: SemaphorePermit<'static>,
}

/// Waits for a turn.
pub async fn turn() -> Result<Turn, AccessError> {
    turn_of(&TURNS).await
}

async fn turn_of(turns: &'static Semaphore) -> Result<Turn, AccessError> {
    let closed = |_| AccessError::Internal("the hashing turns are closed");
    turns.acquire().await.map(|permit| Turn { _permit: permit }).map_err(closed)
}

impl Turn {
    /// Whether `password` is the one behind `stored`. With nothing stored, the same work is done and the answer is no.
    ///
    /// Gives the turn back: whoever counts the failure does so before another has theirs.
    pub async fn verify(self, password: &str, stored: Option<String>) -> Result<(bool, Self), AccessError> {
        let password = password.to_owned();
        self.run(move || {
            let is_known = stored.is_some();
            let stored = match stored {
                Some(it) => it,
                None => dummy()?,
            };
            let parsed =
                PasswordHash::new(&stored).map_err(|_| AccessError::Internal("a stored hash is unreadable"))?;
            Ok(hasher()?.verify_password(password.as_bytes(), &parsed).is_ok() && is_known)
        })
        .await
    }

    /// The turn goes with the work: a client that hangs up drops the future that waits here, not the memory.
    async fn run<T: Send + 'static>(
        self,
        work: impl FnOnce() -> Result<T, AccessError> + Send + 'static,
    ) -> Result<(T, Self), AccessError> {
        let done = tokio::task::spawn_blocking(move || (work(), self)).await;
        let (done, turn) = done.map_err(|_| AccessError::Internal("hashing was cut short"))?;
        Ok((done?, turn))
    }
}

/// The hash of `password` in PHC form, with a salt of its own.
pub async fn hash(password: &str) -> Result<String, AccessError> {
    let password = password.to_owned();
    turn().await?.run(move || hash_now(&password)).await.map(|(hash, _)| hash)
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
    turn().await?.run(|| dummy().map(drop)).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_hangs_up_keeps_their_turn_until_the_hash_is_done() {
        static ONE: Semaphore = Semaphore::const_new(1);
        let turn = turn_of(&ONE).await.unwrap();
        let (begin, begun) = tokio::sync::oneshot::channel();
        let (end, ended) = std::sync::mpsc::channel::<()>();
        let work = move || {
            begin.send(()).unwrap();
            ended.recv().unwrap();
            Ok(())
        };
        let asked = tokio::spawn(turn.run(work));
        begun.await.unwrap();
        asked.abort();
        assert!(asked.await.unwrap_err().is_cancelled());
        assert_eq!(ONE.available_permits(), 0, "64 MiB are still held");
        end.send(()).unwrap();
        turn_of(&ONE).await.unwrap();
    }
}
