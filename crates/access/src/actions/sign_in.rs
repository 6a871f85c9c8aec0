//! Signing in and out, and the sessions between.
//!
//! An unknown address, a wrong password, a deactivated person and a wrong or missing code get one answer after the
//! same work, so that nobody learns which of them it was; not even that the password was right (no oracle before
//! the second factor).

use db::{Conn, Db, DbError, Tx};
use kernel::{Actor, Email, Role, SessionId, StaffId, Timestamp};
use serde_json::json;

use crate::actions::{audit, hashing, sealing};
use crate::error::AccessError;
use crate::event::SessionEnded;
use crate::lockout::Subject;
use crate::second_factor;
use crate::session::{EndReason, LIFE_SECONDS, Session};
use crate::store::{self, staff::Credentials};

/// What somebody who wants in has given.
#[derive(Debug, Clone, Copy)]
pub struct Attempt<'a> {
    /// The address, as typed.
    pub email: &'a str,
    /// The password.
    pub password: &'a str,
    /// A code of the second factor or a recovery code, if they gave one.
    pub code: Option<&'a str>,
    /// Where from.
    pub origin: Origin<'a>,
}

/// Where a sign-in comes from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Origin<'a> {
    /// What the browser says it is.
    pub user_agent: &'a str,
    /// Address as the server saw it: counted on, never stored.
    pub client_address: &'a str,
    /// The network it is in: stored, for the person to recognise.
    pub network: &'a str,
}

/// A session and the token that opens it, which is shown once.
#[derive(Debug, Clone)]
pub struct OpenedSession {
    /// The session.
    pub session: Session,
    /// What goes into the cookie.
    pub token: String,
}

/// Opens a session for whoever proves to be `attempt.email`. `turn`: to hash, waited for by the caller. `key`: the
/// installation's, which opens second factors.
pub async fn sign_in(
    db: &Db,
    key: &[u8],
    turn: hashing::Turn,
    attempt: Attempt<'_>,
) -> Result<OpenedSession, AccessError> {
    let proof = recognise(db, key, turn, attempt).await?;
    enter(db, proof, attempt.origin).await
}

/// Somebody who was recognised, and is not in yet.
pub(crate) struct Proof {
    credentials: Credentials,
    factor: Factor,
    charge: Charge,
}

/// Whose address, password and code these are.
pub(crate) async fn recognise(
    db: &Db,
    key: &[u8],
    turn: hashing::Turn,
    attempt: Attempt<'_>,
) -> Result<Proof, AccessError> {
    // What is no address is counted and hashed like one, and found to be nobody's.
    let email = attempt.email.parse::<Email>().map_or_else(|_| attempt.email.to_owned(), |it| it.to_string());
    let charge = charge(db, &email, attempt.origin.client_address).await?;
    let (credentials, has_code) = {
        let mut read = db.read().await?;
        let credentials = store::staff::credentials_by_email(&mut read, &email).await?;
        let hash = recovery_hash(attempt.code.unwrap_or_default());
        let staff_id = credentials.as_ref().map_or(StaffId::new(0), |it| it.staff_id);
        let has_code = store::staff::has_recovery_code(&mut read, staff_id, &hash).await?;
        (credentials, has_code)
    };
    let stored = credentials.as_ref().and_then(|it| it.password_hash.clone());
    let (is_password_right, _turn) = turn.verify(attempt.password, stored).await?;
    let proof = credentials.filter(|it| it.is_active && is_password_right).and_then(|credentials| {
        let now = db.now();
        let code = attempt.code.unwrap_or_default();
        let factor = match &credentials.totp_secret {
            None => Some(Factor::None),
            Some(sealed) => sealing::open(key, credentials.staff_id, sealed)
                .and_then(|secret| second_factor::accept(&secret, code, credentials.totp_step_last, now))
                .map(Factor::Step)
                .or_else(|| has_code.then(|| Factor::Recovery(recovery_hash(code)))),
        };
        Some((credentials, factor?))
    });
    let Some((credentials, factor)) = proof else {
        tracing::info!("sign-in refused");
        charge.fail(db).await?;
        return Err(AccessError::SignInRefused);
    };
    Ok(Proof { credentials, factor, charge })
}

/// Opens the session, if what was proved is still what has to be: a password or second factor that was changed while
/// this one was being looked at ended every session, and this must not be one more.
pub(crate) async fn enter(db: &Db, proof: Proof, origin: Origin<'_>) -> Result<OpenedSession, AccessError> {
    let Proof { credentials, factor, charge } = proof;
    let mut tx = db.begin().await?;
    let present = store::staff::hold_credentials(&mut tx, credentials.staff_id).await?;
    if !present.is_some_and(|it| it.asks_the_same_as(&credentials)) {
        return Err(AccessError::SignInRefused);
    }
    use_up(&mut tx, &credentials, &factor).await?;
    charge.take_back(&mut tx).await?;
    let opened = open_session(&mut tx, credentials.staff_id, origin).await?;
    let details = json!({ "session": opened.session.id, "recovery_code": matches!(factor, Factor::Recovery(_)) });
    audit::record(&mut tx, &itself(credentials.staff_id), "signed_in", &credentials.staff_id.to_string(), &details)
        .await?;
    tx.commit().await?;
    Ok(opened)
}

/// What proved the second factor.
enum Factor {
    None,
    Step(i64),
    Recovery(Vec<u8>),
}

/// Uses the proof up; of two sign-ins with one code, one is refused.
async fn use_up(tx: &mut Tx, credentials: &Credentials, factor: &Factor) -> Result<(), AccessError> {
    let is_first = match factor {
        Factor::None => true,
        Factor::Step(step) => store::staff::use_totp_step(tx, credentials.staff_id, *step).await?,
        Factor::Recovery(hash) => store::staff::use_recovery_code(tx, credentials.staff_id, hash).await?,
    };
    if is_first { Ok(()) } else { Err(AccessError::SignInRefused) }
}

/// What is stored of a recovery code, however it is typed.
pub(crate) fn recovery_hash(code: &str) -> Vec<u8> {
    db::secret::hash(&second_factor::plain_recovery_code(code))
}

/// The actor of what somebody does about their own sign-in: no permissions are needed, none are given.
pub(crate) fn itself(id: StaffId) -> Actor {
    Actor { permissions: Vec::new(), ..Actor::staff(id, Role::Adviser, Vec::new()) }
}

/// A try that is heard, counted as a failure ahead.
pub(crate) struct Charge {
    /// The pair and the account, which count it already.
    counted: [String; 2],
    /// The place, which counts it if it fails.
    origin: String,
}

/// Lets a try be heard, unless its account, the place it comes from or both together are locked.
///
/// On the account and the pair the failure is counted before the password is looked at and taken back after, so that
/// tries made at the same time count like tries made in a row. A place may be a whole office: there only what has
/// failed counts, so that neighbours who sign in well at the same time are not in each other's way. Who guesses at many
/// accounts at once gains no more than there are turns to hash.
pub(crate) async fn charge(db: &Db, account: &str, client_address: &str) -> Result<Charge, AccessError> {
    let key = |kind: &str, text: String| {
        let hash = db::secret::hash(&text);
        let hex: String = hash.iter().take(16).map(|it| format!("{it:02x}")).collect();
        format!("{kind}:{hex}")
    };
    let pair = key("pair", format!("{account}\n{client_address}"));
    let account = key("account", account.to_owned());
    let origin = key("origin", client_address.to_owned());
    let mut tx = db.begin().await?;
    let now = tx.now();
    if let Some(until) = store::sessions::locked_until(&mut tx, &origin).await?.filter(|it| *it > now) {
        return Err(AccessError::LockedOut { until, now });
    }
    for (subject, name) in [(Subject::Pair, &pair), (Subject::Account, &account)] {
        let before = store::sessions::failures(&mut tx, name).await?;
        if let Some(until) = before.locked(now) {
            return Err(AccessError::LockedOut { until, now });
        }
        store::sessions::set_failures(&mut tx, name, before.one_more(subject, now)).await?;
    }
    tx.commit().await?;
    Ok(Charge { counted: [pair, account], origin })
}

impl Charge {
    /// It was no failure. What failed before on the account and the pair is forgiven; the place keeps what failed there,
    /// so that somebody who may sign in cannot wipe the count of guesses at others.
    pub(crate) async fn take_back(self, tx: &mut Tx) -> Result<(), DbError> {
        for name in &self.counted {
            store::sessions::forget_failures(tx, name).await?;
        }
        Ok(())
    }

    /// It was one: the place counts it too.
    pub(crate) async fn fail(self, db: &Db) -> Result<(), DbError> {
        let mut tx = db.begin().await?;
        let now = tx.now();
        let before = store::sessions::failures(&mut tx, &self.origin).await?;
        store::sessions::set_failures(&mut tx, &self.origin, before.one_more(Subject::Origin, now)).await?;
        tx.commit().await
    }
}

/// Forgets every failed sign-in, so that whoever was locked out may try at once. For the server's command line, whose
/// user could write the store anyway.
pub async fn unlock(db: &Db) -> Result<u64, AccessError> {
    let mut tx = db.begin().await?;
    let forgotten = store::sessions::forget_all_failures(&mut tx).await?;
    let actor = Actor::system("admin_unlock");
    audit::record(&mut tx, &actor, "sign_ins_unlocked", "installation", &json!({})).await?;
    tx.commit().await?;
    Ok(forgotten)
}

/// Opens a session without asking anything: its callers have asked.
pub(crate) async fn open_session(tx: &mut Tx, staff_id: StaffId, origin: Origin<'_>) -> Result<OpenedSession, DbError> {
    let token = db::secret::token()?;
    let now = tx.now();
    let session = Session {
        id: tx.id(),
        staff_id,
        created_at: now,
        last_seen_at: now,
        expires_at: now.plus_seconds(LIFE_SECONDS),
        ended_at: None,
        user_agent: origin.user_agent.chars().filter(|it| !it.is_control()).take(200).collect(),
        client_address: origin.network.to_owned(),
    };
    store::sessions::insert(tx, &session, &db::secret::hash(&token)).await?;
    Ok(OpenedSession { session, token })
}

/// Ends the session somebody is in.
pub async fn sign_out(tx: &mut Tx, staff_id: StaffId, session_id: SessionId) -> Result<(), AccessError> {
    end_one(tx, staff_id, session_id, EndReason::SignedOut).await.map(drop)
}

/// Ends one of somebody's own sessions from another.
pub async fn revoke(tx: &mut Tx, staff_id: StaffId, session_id: SessionId) -> Result<(), AccessError> {
    let now = tx.now();
    let is_own = store::sessions::open_of(tx, staff_id, now).await?.iter().any(|it| it.id == session_id);
    if !is_own || !end_one(tx, staff_id, session_id, EndReason::Revoked).await? {
        return Err(AccessError::SessionNotFound(session_id));
    }
    Ok(())
}

async fn end_one(tx: &mut Tx, staff_id: StaffId, id: SessionId, reason: EndReason) -> Result<bool, AccessError> {
    let was_open = store::sessions::end(tx, id, reason).await?;
    if was_open {
        tx.emit(&SessionEnded { session_id: id, staff_id, reason }).await?;
        let details = json!({ "reason": reason });
        audit::record(tx, &itself(staff_id), "session_ended", &id.to_string(), &details).await?;
    }
    Ok(was_open)
}

/// Ends every session of somebody but `except`: after a change of credentials, role or teams.
pub(crate) async fn end_all(
    tx: &mut Tx,
    staff_id: StaffId,
    except: Option<SessionId>,
    reason: EndReason,
) -> Result<(), AccessError> {
    for session_id in store::sessions::end_all(tx, staff_id, except, reason).await? {
        tx.emit(&SessionEnded { session_id, staff_id, reason }).await?;
    }
    Ok(())
}

/// Somebody's own sessions that still let them in, newest first.
pub async fn open_sessions(conn: &mut Conn, staff_id: StaffId, now: Timestamp) -> Result<Vec<Session>, AccessError> {
    let sessions = store::sessions::open_of(conn, staff_id, now).await?;
    Ok(sessions.into_iter().filter(|it| it.is_open(now)).collect())
}
