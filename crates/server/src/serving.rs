//! `entente serve`: the store opened, the worker and the live stream at work, connections accepted, until told to stop.

use std::sync::Arc;

use anyhow::{Context, bail};
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
    run(config, state, listen(config).await?, stop_signal()).await
}

/// Takes the port: whoever connects from now on is served as soon as [`run`] does.
pub async fn listen(config: &Config) -> anyhow::Result<TcpListener> {
    let address = config.http.address()?;
    TcpListener::bind(address).await.with_context(|| format!("listening on {address}"))
}

/// Serves an open `state` at `listener` until `stop` turns true. The first line printed is the address.
pub async fn run(
    config: &Config,
    state: api::State,
    listener: TcpListener,
    stop: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    let sealed = access::actions::sealing::seal_plain(&state.db, state.config.secret_key.bytes()).await?;
    if sealed > 0 {
        tracing::info!(sealed, "sealed the second factors of {sealed} people");
    }
    announce(&state, &config.public_url()).await?;
    let router = assembly::router(&state);
    let mut parts: JoinSet<anyhow::Result<&'static str>> = JoinSet::new();
    let mut stop_warm = stop.clone();
    parts.spawn(async move {
        access::actions::hashing::warm_up().await.context("hashing")?;
        stop_warm.wait_for(|it| *it).await?;
        Ok("hashing")
    });
    let (live, db) = (state.live.clone(), state.db.clone());
    let stop_live = stop.clone();
    parts.spawn(async move { live.run(db, stop_live).await.context("live events").map(|()| "live events") });
    let (mailroom, stop_mailroom) = (work::mailroom(&state), stop.clone());
    parts.spawn(async move {
        mailroom::jobs::runner::run(mailroom, stop_mailroom).await;
        Ok("the mailroom")
    });
    let (worker, stop_worker) = (assembly::worker(&state, config), stop.clone());
    parts.spawn(async move { worker.run(stop_worker).await.context("jobs").map(|()| "jobs") });
    let (limits, stop_http) = (config.http.limits(), stop.clone());
    parts.spawn(async move {
        api::serve::serve(listener, router, limits, stop_http).await;
        Ok("HTTP")
    });
    until_all_end(parts, &stop).await?;
    tracing::info!("stopped");
    Ok(())
}

/// Waits for the parts of the server, which end when `stop` turns true. One that ends before, even in peace, is a fault:
/// a server without its jobs would go on answering while no deadline is told any more.
async fn until_all_end(
    mut parts: JoinSet<anyhow::Result<&'static str>>,
    stop: &watch::Receiver<bool>,
) -> anyhow::Result<()> {
    while let Some(ended) = parts.join_next().await {
        let name = ended.context("a part of the server broke off")??;
        if !*stop.borrow() {
            bail!("{name} ended while the server was to go on");
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_part_that_ends_before_it_is_told_to_is_a_fault() {
        let (tell, stop) = watch::channel(false);
        let parts = || {
            let mut parts = JoinSet::new();
            let mut told = stop.clone();
            parts.spawn(async move {
                told.wait_for(|it| *it).await?;
                Ok("HTTP")
            });
            parts
        };
        let mut one_ends = parts();
        one_ends.spawn(async { Ok("jobs") });
        let fault = until_all_end(one_ends, &stop).await.unwrap_err().to_string();
        assert_eq!(fault, "jobs ended while the server was to go on");
        let all = parts();
        tell.send(true).unwrap();
        until_all_end(all, &stop).await.unwrap();
    }
}
