//! Safe retries of `POST`: `Idempotency-Key`, after the IETF draft-07 (not yet an RFC).
//!
//! The key, the caller and a hash of the body stand in `idempotency_keys`, written in the same transaction as the
//! change, so that there is never one without the other. Kept 7 days. Only answers that are committed are stored: a
//! refused or failed request leaves nothing behind and is simply tried again.
//!
//! ```text
//! let mut tx = state.db.begin().await?;
//! if let Some(answer) = key.replay(&mut tx, &caller.actor).await? { return Ok(answer); }
//! let case = actions::open(&mut tx, &caller.actor, new).await?;
//! let answer = key.store(&mut tx, &caller.actor, api::created(location, case.version, &body)?).await?;
//! tx.commit().await?;
//! Ok(answer)
//! ```

use std::sync::{Arc, OnceLock};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use db::Tx;
use kernel::Actor;
use sha2::{Digest, Sha256};

use crate::answer::Answer;
use crate::problem::Problem;
use crate::store;

/// How long an answer is kept.
pub const KEPT_SECONDS: i64 = 7 * 24 * 3_600;
/// The longest key taken.
const KEY_LENGTH_MAX: usize = 255;

/// Filled by the body's extractor, read by [`Idempotency`]: extractors see the parts before the body.
#[derive(Debug, Clone, Default)]
pub(crate) struct BodyHash(Arc<OnceLock<Vec<u8>>>);

impl BodyHash {
    pub(crate) fn set(&self, body: &[u8]) {
        let _ = self.0.set(Sha256::digest(body).to_vec());
    }
}

/// What a request says about its retries. Without the header every call does nothing.
#[derive(Debug, Clone)]
pub struct Idempotency {
    key: Option<String>,
    request: String,
    body: BodyHash,
}

impl<S: Send + Sync> FromRequestParts<S> for Idempotency {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let key = match parts.headers.get("idempotency-key").map(|it| it.to_str()) {
            None => None,
            Some(Ok(text)) => Some(read_key(text)?),
            Some(Err(_)) => return Err(refused_key()),
        };
        let body = BodyHash::default();
        parts.extensions.insert(body.clone());
        Ok(Self { key, request: format!("{} {}", parts.method, parts.uri.path()), body })
    }
}

/// The draft writes the key as a quoted string; most clients send it bare. Both are taken.
fn read_key(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    let bare = text.strip_prefix('"').and_then(|it| it.strip_suffix('"')).unwrap_or(text);
    if bare.is_empty() || bare.len() > KEY_LENGTH_MAX { Err(refused_key()) } else { Ok(bare.to_owned()) }
}

fn refused_key() -> Problem {
    Problem::bad_request("idempotency_key_unreadable")
}

impl Idempotency {
    /// No key: for calls from inside and for tests.
    pub fn none() -> Self {
        Self { key: None, request: String::new(), body: BodyHash::default() }
    }

    /// The answer given before under this key, if there is one; else takes the key in `tx`.
    ///
    /// 422 if the key came with another request before; 409 if that request is still running.
    pub async fn replay(&self, tx: &mut Tx, actor: &Actor) -> Result<Option<Answer>, Problem> {
        let Some(key) = &self.key else { return Ok(None) };
        let actor = actor.label();
        let hash = self.request_hash();
        if store::take_key(tx, &actor, key, &hash).await? {
            return Ok(None);
        }
        let before = store::find_key(tx, &actor, key).await?;
        if before.request_hash != hash {
            return Err(Problem::invalid("idempotency_key_reused"));
        }
        match before.answer {
            Some(answer) => Ok(Some(Answer { replayed: true, ..answer })),
            None => Err(Problem::conflict("still_running")),
        }
    }

    /// Keeps `answer` under the key, in the change's own transaction, and gives it back. Server errors are not kept.
    pub async fn store(&self, tx: &mut Tx, actor: &Actor, answer: Answer) -> Result<Answer, Problem> {
        if let Some(key) = self.key.as_ref().filter(|_| answer.status < 500) {
            store::keep_answer(tx, &actor.label(), key, &answer).await?;
        }
        Ok(answer)
    }

    /// Method, path and body. A body that no extractor has read counts as empty.
    fn request_hash(&self) -> Vec<u8> {
        let mut hash = Sha256::new();
        hash.update(self.request.as_bytes());
        hash.update([0]);
        hash.update(self.body.0.get().map_or(&[][..], Vec::as_slice));
        hash.finalize().to_vec()
    }
}

/// Drops the keys older than [`KEPT_SECONDS`]; at most 10,000 a call. Tells how many.
pub async fn purge(tx: &mut Tx) -> Result<u64, db::DbError> {
    let before = tx.now().plus_seconds(-KEPT_SECONDS);
    store::purge_keys(tx, before).await
}
