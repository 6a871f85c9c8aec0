//! Accepting connections: with deadlines for slow clients, a cap per address, and an end that lets answers finish.
//!
//! hyper's header timeout does nothing without a timer, and nothing else caps the connections of one address: hence our
//! own loop. HTTP/1.1 only: browsers speak HTTP/2 over TLS alone, which is the reverse proxy's work, and telling the two
//! apart on one port would leave a connection without a deadline while its first bytes are read.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tower::ServiceExt;

use crate::client::PeerIp;

/// What one client may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Seconds from accepting to the end of the first request's headers, and between two requests.
    pub header_seconds: u64,
    /// Connections of one address at a time. Behind a proxy all come from it: set it high there.
    pub connections_per_ip: usize,
    /// Connections in all.
    pub connections: usize,
    /// Seconds that answers under way have at the end.
    pub farewell_seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { header_seconds: 15, connections_per_ip: 256, connections: 10_000, farewell_seconds: 10 }
    }
}

/// Serves `app` on `listener` until `shutdown` turns true, then lets answers finish.
pub async fn serve(listener: TcpListener, app: Router, limits: Limits, mut shutdown: watch::Receiver<bool>) {
    let counts = Arc::new(Counts::default());
    let farewell = GracefulShutdown::new();
    let builder = Arc::new(builder(limits));
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = shutdown.wait_for(|it| *it) => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, most likely: let some close.
                tracing::warn!(%error, "accepting a connection failed: {error}");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let Some(place) = Counts::enter(&counts, peer.ip(), limits) else {
            tracing::debug!("a connection was refused: its address has {} already", limits.connections_per_ip);
            continue;
        };
        let (builder, app, watcher) = (builder.clone(), app.clone(), farewell.watcher());
        tokio::spawn(async move {
            let _place = place;
            connection(stream, peer.ip(), &builder, app, watcher).await;
        });
    }
    drop(listener);
    let wait = Duration::from_secs(limits.farewell_seconds);
    if tokio::time::timeout(wait, farewell.shutdown()).await.is_err() {
        tracing::info!("connections still open after {} s end with the program", limits.farewell_seconds);
    }
}

fn builder(limits: Limits) -> http1::Builder {
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(limits.header_seconds))
        .max_buf_size(64 * 1024);
    builder
}

async fn connection(
    stream: TcpStream,
    peer: IpAddr,
    builder: &http1::Builder,
    app: Router,
    watcher: hyper_util::server::graceful::Watcher,
) {
    let _ = stream.set_nodelay(true);
    let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(PeerIp(peer));
        app.clone().oneshot(request.map(Body::new))
    });
    let served = builder.serve_connection(TokioIo::new(stream), service);
    if let Err(error) = watcher.watch(served).await {
        // A client that goes away is no news.
        tracing::trace!(%error, "connection: {error}");
    }
}

/// How many connections each address has.
#[derive(Debug, Default)]
struct Counts(Mutex<(usize, HashMap<IpAddr, usize>)>);

impl Counts {
    fn enter(counts: &Arc<Self>, ip: IpAddr, limits: Limits) -> Option<Place> {
        let mut held = counts.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (all, by_ip) = &mut *held;
        let own = by_ip.entry(ip).or_default();
        if *own >= limits.connections_per_ip || *all >= limits.connections {
            return None;
        }
        *own += 1;
        *all += 1;
        Some(Place { counts: counts.clone(), ip })
    }
}

/// One connection's place; given back when dropped.
struct Place {
    counts: Arc<Counts>,
    ip: IpAddr,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.counts.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (all, by_ip) = &mut *held;
        *all = all.saturating_sub(1);
        if let Some(own) = by_ip.get_mut(&self.ip) {
            *own -= 1;
            if *own == 0 {
                by_ip.remove(&self.ip);
            }
        }
    }
}
