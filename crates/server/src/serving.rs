//! `entente serve`: the store opened, the worker and the live stream at work, connections accepted, until told to stop.

use std::sync::Arc;

use anyhow::Context;
use kernel::{Clock, SystemClock};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::config::Config;
use crate::{assembly, work};

/// Serves until SIGINT or SIGTERM.
pub async fn serve(config: &Config) -> anyhow::Result<()> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let _held = config.hold()?;
    let state = config.open(clock).await?;
    run(config, state, stop_signal()).await
}

/// Serves an open `state` until `stop` turns true. The first line printed is the address.
pub async fn run(config: &Config, state: api::State, stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    let address = config.http.address()?;
    let listener = TcpListener::bind(address).await.with_context(|| format!("listening on {address}"))?;
    let sealed = access::actions::sealing::seal_plain(&state.db, state.config.secret_key.bytes()).await?;
    if sealed > 0 {
        tracing::info!(sealed, "sealed the second factors of {sealed} people");
    }
    announce(&state, &config.public_url()).await?;
    let router = assembly::router(&state);
    let mut tasks = JoinSet::new();
    tasks.spawn(async { access::actions::hashing::warm_up().await.context("hashing") });
    let (live, db) = (state.live.clone(), state.db.clone());
    let stop_live = stop.clone();
    tasks.spawn(async move { live.run(db, stop_live).await.context("live events") });
    let (mailroom, stop_mailroom) = (work::mailroom(&state), stop.clone());
    tasks.spawn(async move {
        mailroom::jobs::runner::run(mailroom, stop_mailroom).await;
        Ok(())
    });
    let (worker, stop_worker) = (assembly::worker(&state, config), stop.clone());
    tasks.spawn(async move { worker.run(stop_worker).await.context("jobs") });
    let limits = config.http.limits();
    tasks.spawn(async move {
        api::serve::serve(listener, router, limits, stop).await;
        Ok(())
    });
    while let Some(ended) = tasks.join_next().await {
        ended.context("a part of the server broke off")??;
    }
    tracing::info!("stopped");
    Ok(())
}

/// Prints where to go, and on a fresh installation the code that makes the first admin.
async fn announce(state: &api::State, url: &str) -> anyhow::Result<()> {
    crate::command::print(&format!("{url}\n"))?;
    if !crate::assets::is_built() {
        tracing::warn!("the staff app is not built into this program: run npm ci && npm run build in web/");
    }
    let mut tx = state.db.begin().await?;
    let code = access::actions::setup::issue_code(&mut tx).await?;
    tx.commit().await?;
    if let Some(code) = code {
        crate::command::print(&format!("Nobody is staff yet. Make the first admin: {url}/set-up  code: {code}\n"))?;
    }
    tracing::info!(version = assembly::VERSION, "serving on {url}");
    Ok(())
}

/// Turns true at SIGINT or SIGTERM.
pub fn stop_signal() -> watch::Receiver<bool> {
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        let interrupted = tokio::signal::ctrl_c();
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            match signal(SignalKind::terminate()) {
                Ok(mut terminated) => tokio::select! {
                    _ = interrupted => {}
                    _ = terminated.recv() => {}
                },
                Err(_) => drop(interrupted.await),
            }
        }
        #[cfg(not(unix))]
        drop(interrupted.await);
        let _ = stop.send(true);
        // Held until everyone has seen it.
        stop.closed().await;
    });
    stopped
}
