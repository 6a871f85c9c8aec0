//! Jobs: how many of each kind at a time.

use anyhow::ensure;
use serde::{Deserialize, Serialize};

/// Settings of `[jobs]`. Kinds have separate budgets, so that a slow mail server never delays a deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Jobs {
    /// Deadlines and other timers at a time.
    pub timers: usize,
    /// Events handed on at a time.
    pub events: usize,
    /// Mails sent at a time.
    pub mail: usize,
    /// Everything else at a time.
    pub other: usize,
}

impl Default for Jobs {
    fn default() -> Self {
        Self { timers: 8, events: 4, mail: 4, other: 2 }
    }
}

impl Jobs {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        ensure!(
            [self.timers, self.events, self.mail, self.other].iter().all(|it| (1..=256).contains(it)),
            "jobs: each kind runs 1 to 256 at a time"
        );
        Ok(())
    }
}
