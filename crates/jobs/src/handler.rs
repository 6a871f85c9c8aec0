//! Handlers as the worker keeps them: by name, without their types.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use db::Envelope;

use crate::job::Lane;

/// A handler under way; an error is what is stored and logged.
pub(crate) type Running = Pin<Box<dyn Future<Output = Result<(), String>> + Send>>;
/// Runs a job's payload.
pub(crate) type Run = Arc<dyn Fn(String) -> Running + Send + Sync>;
/// Hands a fact on.
pub(crate) type HandOn = Arc<dyn Fn(Envelope) -> Running + Send + Sync>;

/// Work that comes again.
#[derive(Clone)]
pub(crate) struct Periodic {
    pub every_seconds: i64,
    pub run: Run,
}

/// A handler of one kind of event.
#[derive(Clone)]
pub(crate) struct EventHandler {
    pub event: &'static str,
    pub hand_on: HandOn,
}

/// Everything a worker can run.
#[derive(Clone, Default)]
pub(crate) struct Handlers {
    pub jobs: BTreeMap<&'static str, (Lane, Run)>,
    pub events: BTreeMap<&'static str, EventHandler>,
    pub periodic: BTreeMap<&'static str, Periodic>,
}

impl Handlers {
    /// The names of the handlers of `event`.
    pub(crate) fn of_event<'a>(&'a self, event: &'a str) -> impl Iterator<Item = &'static str> + 'a {
        self.events.iter().filter(move |(_, it)| it.event == event).map(|(name, _)| *name)
    }
}

/// `future` with its failure as text.
pub(crate) fn boxed<E: std::fmt::Display>(future: impl Future<Output = Result<(), E>> + Send + 'static) -> Running {
    Box::pin(async move { future.await.map_err(|error| error.to_string()) })
}
