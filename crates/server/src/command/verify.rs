//! `entente verify`: is what is stored whole?

use std::sync::Arc;

use anyhow::bail;
use kernel::SystemClock;

use crate::command::print;
use crate::config::Config;
use crate::verification;

pub(crate) async fn run(config: &Config) -> anyhow::Result<()> {
    let state = config.open_to_read(Arc::new(SystemClock)).await?;
    let checks = verification::run(&state).await?;
    for check in &checks {
        print(&format!("{check}\n"))?;
    }
    let wrong = checks.iter().filter(|it| !it.problems.is_empty()).count();
    if wrong > 0 {
        bail!("{wrong} of {} checks failed", checks.len());
    }
    Ok(())
}
