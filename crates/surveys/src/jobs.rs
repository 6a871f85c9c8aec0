//! What surveys do by themselves: links end, resting responses are told of.

use kernel::Actor;
use serde::{Deserialize, Serialize};

use crate::actions;
use crate::error::SurveyError;

/// Ends links that are over and tells of partial responses that rest. Periodic, every [`SETTLE_EVERY_SECONDS`].
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct SettleSurveys;

impl jobs::Job for SettleSurveys {
    const NAME: &'static str = "settle_surveys";
}

/// How often [`SettleSurveys`] runs.
pub const SETTLE_EVERY_SECONDS: i64 = 60;
/// How many rows one transaction settles.
const SETTLE_LIMIT: i64 = 500;

impl SettleSurveys {
    /// Settles until nothing is left, a transaction at a time. Safe to run twice and side by side.
    ///
    /// # Errors
    /// Returns the store's failure; what was settled before stays so.
    pub async fn run(db: &db::Db) -> Result<(), SurveyError> {
        let actor = Actor::system(<Self as jobs::Job>::NAME);
        loop {
            let mut tx = db.begin().await?;
            let expired = actions::expire(&mut tx, &actor, SETTLE_LIMIT).await?;
            let told = actions::tell_resting(&mut tx, &actor, SETTLE_LIMIT).await?;
            tx.commit().await?;
            if expired < SETTLE_LIMIT.unsigned_abs() && (told as i64) < SETTLE_LIMIT {
                return Ok(());
            }
        }
    }
}
