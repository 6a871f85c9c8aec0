//! What a job is.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Which budget a job runs in. Each lane has its own number of jobs at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lane {
    /// Deadlines and everything else whose lateness is seen: kept free of slow work.
    Timers,
    /// Facts handed on to their handlers: short, and people wait for what follows from them.
    Events,
    /// Talks to mail servers, which may be slow.
    Mail,
    /// The rest.
    Other,
}

impl Lane {
    /// Every lane.
    pub const ALL: [Self; 4] = [Self::Timers, Self::Events, Self::Mail, Self::Other];

    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Timers => "timers",
            Self::Events => "events",
            Self::Mail => "mail",
            Self::Other => "other",
        }
    }
}

/// Work to do: what is stored of it, and how it is treated.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Its name, imperative, snake case: `mark_overdue`. Stored, so never renamed.
    const NAME: &'static str;
    /// After so many starts it is set aside.
    const TRIES_MAX: u32 = 8;
    /// Which budget it runs in.
    const LANE: Lane = Lane::Other;
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Waits for its instant.
    Pending,
    /// Leased by a worker.
    Running,
    /// Done.
    Done,
    /// Failed too often; waits for an admin.
    SetAside,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Pending, Self::Running, Self::Done, Self::SetAside];

    /// As stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Running => "running",
            Self::Done => "done",
            Self::SetAside => "set_aside",
        }
    }

    /// The state stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}
