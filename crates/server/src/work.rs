//! Every job's handler and every reaction to an event, in one place. What comes again stands in [`crate::periodic`].

use jobs::Worker;

/// `worker` with the handlers of every feature.
pub fn register(worker: Worker, state: &api::State) -> Worker {
    cases::jobs::handlers(worker, &state.db)
}
