//! Who calls: made from the session's cookie or an API key, for every handler that asks for a [`Caller`].

use api::{ClientIp, Problem, State};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use db::{Conn, Db, DbError};
use kernel::actor::ActorKind;
use kernel::{Actor, Locale, SessionId, StaffId};

use crate::actions::{api_keys, sign_in::Origin};
use crate::api::cookie;
use crate::error::AccessError;
use crate::staff::Staff;
use crate::store;

/// A member of staff by their session, or a program by its key. Anyone else is answered 401.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who, and what they may do.
    pub actor: Actor,
    /// The language to answer in.
    pub locale: Locale,
    /// The session, if it is one.
    pub session: Option<SessionId>,
    /// The person, if it is one.
    pub staff: Option<Staff>,
}

impl Caller {
    /// The person and their session; 403 for programs.
    pub fn person(&self) -> Result<(&Staff, SessionId), AccessError> {
        self.staff.as_ref().zip(self.session).ok_or(AccessError::StaffOnly)
    }

    /// Refuses whoever may not see the names of colleagues: programs without `cases_read`, and staff who have yet to
    /// replace the password they were given.
    pub fn require_colleague(&self) -> Result<(), AccessError> {
        let is_staff = self.staff.as_ref().is_some_and(|it| !it.must_change_password);
        if is_staff { Ok(()) } else { Ok(crate::require(&self.actor, kernel::Permission::CasesRead)?) }
    }

    /// The caller by the headers of a request.
    pub async fn from_headers(state: &State, headers: &HeaderMap) -> Result<Self, AccessError> {
        if let Some(key) = bearer(headers) {
            let key = api_keys::open(&state.db, key).await?.ok_or(AccessError::SignedOut)?;
            let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|it| it.to_str().ok()).unwrap_or_default();
            let locale = Locale::from_accept_language(wanted);
            return Ok(Self { actor: Actor::api_key(key.id, key.scopes), locale, session: None, staff: None });
        }
        let token = cookie::token(&state.config, headers).ok_or(AccessError::SignedOut)?;
        Self::from_token(state, token).await
    }

    /// Whether the session or key lets its holder in still, for what goes on after the request. One read.
    pub async fn is_let_in(&self, db: &Db) -> Result<bool, DbError> {
        let now = db.now();
        let mut read = db.read().await?;
        Ok(match (self.session, self.actor.kind) {
            (Some(id), _) => store::sessions::find(&mut read, id).await?.is_some_and(|it| it.is_open(now)),
            (None, ActorKind::ApiKey(id)) => {
                store::api_keys::find(&mut read, id).await?.is_some_and(|it| it.is_open(now))
            }
            (None, _) => false,
        })
    }

    /// The caller by a session's token. Three reads; a write every five minutes of use.
    async fn from_token(state: &State, token: &str) -> Result<Self, AccessError> {
        let now = state.db.now();
        let (session, staff) = {
            let mut read = state.db.read().await?;
            let found = store::sessions::by_token(&mut read, &db::secret::hash(token)).await?;
            let session = found.filter(|it| it.is_open(now)).ok_or(AccessError::SignedOut)?;
            let staff = store::staff::find(&mut read, session.staff_id).await?;
            (session, staff.filter(|it| it.is_active).ok_or(AccessError::SignedOut)?)
        };
        if session.is_seen_due(now) {
            let mut tx = state.db.begin().await?;
            store::sessions::see(&mut tx, session.id).await?;
            tx.commit().await?;
        }
        Ok(Self { actor: actor_of(&staff), locale: staff.locale, session: Some(session.id), staff: Some(staff) })
    }
}

/// The actor a member of staff is. While the password is one they were given, it may do nothing but replace it.
pub fn actor_of(staff: &Staff) -> Actor {
    let actor = Actor::staff(staff.id, staff.role, staff.teams.clone());
    if staff.must_change_password { Actor { permissions: Vec::new(), ..actor } } else { actor }
}

/// The actor that `id` is now, for work that goes on after their request; `None` if they are active no longer.
pub async fn actor_of_staff(conn: &mut Conn, id: StaffId) -> Result<Option<Actor>, DbError> {
    let found = store::staff::find(conn, id).await?;
    Ok(found.filter(|it| it.is_active).map(|it| actor_of(&it)))
}

/// The key in `Authorization: Bearer …`.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, key) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(key.trim())
}

impl FromRequestParts<State> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        Ok(Self::from_headers(state, &parts.headers).await?)
    }
}

/// Where a request that signs in comes from.
#[derive(Debug, Clone)]
pub struct Source {
    user_agent: String,
    address: String,
    network: String,
}

impl Source {
    /// As the actions take it.
    pub fn origin(&self) -> Origin<'_> {
        Origin { user_agent: &self.user_agent, client_address: &self.address, network: &self.network }
    }
}

impl FromRequestParts<State> for Source {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let ip = ClientIp::from_request_parts(parts, state).await?;
        let agent = parts.headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok()).unwrap_or_default();
        Ok(Self { user_agent: agent.to_owned(), address: ip.place(), network: ip.network() })
    }
}

/// The id of the person behind `caller`, for handlers about oneself.
pub fn own_id(caller: &Caller) -> Result<StaffId, AccessError> {
    caller.person().map(|(staff, _)| staff.id)
}
