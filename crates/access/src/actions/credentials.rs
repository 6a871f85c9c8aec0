//! A person's own password and second factor. Each change asks for the password again and ends the other sessions.

use db::{Db, Tx};
use kernel::StaffId;
use serde_json::json;

use crate::actions::sign_in::{OpenedSession, Origin, charge, end_all, itself, open_session, recovery_hash};
use crate::actions::{audit, hashing, sealing};
use crate::error::AccessError;
use crate::event::StaffChanged;
use crate::session::EndReason;
use crate::store::staff::Credentials;
use crate::{password, second_factor, store};

/// A second factor that waits for its first code.
#[derive(Debug, Clone)]
pub struct TotpSetup {
    /// The secret, as people type it.
    pub secret: String,
    /// What an authenticator reads from a QR code.
    pub uri: String,
}

async fn own(db: &Db, id: StaffId) -> Result<Credentials, AccessError> {
    let mut read = db.read().await?;
    store::staff::credentials(&mut read, id).await?.ok_or(AccessError::StaffNotFound(id))
}

/// Asks for the password again; guesses are counted and locked out as at the door.
async fn prove(db: &Db, id: StaffId, password: &str, origin: Origin<'_>) -> Result<Credentials, AccessError> {
    let turn = hashing::turn().await?;
    let charge = charge(db, &format!("again:{id}"), origin.client_address).await?;
    let credentials = own(db, id).await?;
    let (is_right, _turn) = turn.verify(password, credentials.password_hash.clone()).await?;
    if !is_right {
        charge.fail(db).await?;
        return Err(AccessError::PasswordWrong);
    }
    let mut tx = db.begin().await?;
    charge.take_back(&mut tx).await?;
    tx.commit().await?;
    Ok(credentials)
}

/// What was proved, held until the transaction ends; refused if the password was changed since, or the person
/// deactivated: whoever knew the old one may change nothing by it.
pub(crate) async fn hold(tx: &mut Tx, proved: &Credentials) -> Result<Credentials, AccessError> {
    let present = store::staff::hold_credentials(tx, proved.staff_id).await?;
    let is_same = |it: &Credentials| it.is_active && it.password_hash == proved.password_hash;
    present.filter(is_same).ok_or(AccessError::PasswordWrong)
}

/// Ends every session and opens a fresh one for the person who made the change.
async fn renew(tx: &mut Tx, id: StaffId, origin: Origin<'_>) -> Result<OpenedSession, AccessError> {
    end_all(tx, id, None, EndReason::CredentialChanged).await?;
    tx.emit(&StaffChanged { staff_id: id }).await?;
    Ok(open_session(tx, id, origin).await?)
}

/// Replaces one's own password. Every session ends; the one returned goes on.
pub async fn change_password(
    db: &Db,
    id: StaffId,
    present: &str,
    new: &str,
    origin: Origin<'_>,
) -> Result<OpenedSession, AccessError> {
    let credentials = prove(db, id, present, origin).await?;
    password::check(new, &credentials.email)?;
    let hash = hashing::hash(new).await?;
    let mut tx = db.begin().await?;
    hold(&mut tx, &credentials).await?;
    store::staff::set_password(&mut tx, id, &hash, false).await?;
    audit::record(&mut tx, &itself(id), "password_changed", &id.to_string(), &json!({})).await?;
    let opened = renew(&mut tx, id, origin).await?;
    tx.commit().await?;
    Ok(opened)
}

/// Starts to set up a second factor; it counts once [`confirm_totp`] has seen a code. `key`: the installation's, by
/// which the secret is sealed.
pub async fn start_totp(
    db: &Db,
    key: &[u8],
    id: StaffId,
    password: &str,
    issuer: &str,
    origin: Origin<'_>,
) -> Result<TotpSetup, AccessError> {
    let credentials = prove(db, id, password, origin).await?;
    let secret = db::secret::bytes::<{ second_factor::SECRET_BYTES }>()?;
    let sealed = sealing::seal(key, id, &secret)?;
    let mut tx = db.begin().await?;
    if hold(&mut tx, &credentials).await?.totp_secret.is_some() {
        return Err(AccessError::TotpInUse);
    }
    store::staff::set_totp_pending(&mut tx, id, &sealed).await?;
    tx.commit().await?;
    Ok(TotpSetup {
        secret: second_factor::base32(&secret),
        uri: second_factor::otpauth_uri(&secret, issuer, &credentials.email),
    })
}

/// Puts the second factor to use, if `code` shows that the authenticator has it. Returns the recovery codes, once.
pub async fn confirm_totp(
    db: &Db,
    key: &[u8],
    id: StaffId,
    code: &str,
    origin: Origin<'_>,
) -> Result<(Vec<String>, OpenedSession), AccessError> {
    let charge = charge(db, &format!("again:{id}"), origin.client_address).await?;
    let credentials = own(db, id).await?;
    if credentials.totp_secret.is_some() {
        return Err(AccessError::TotpInUse);
    }
    let sealed = credentials.totp_pending_secret.ok_or(AccessError::TotpNotStarted)?;
    let secret = sealing::open(key, id, &sealed).ok_or(AccessError::TotpNotStarted)?;
    let Some(step) = second_factor::accept(&secret, code, 0, db.now()) else {
        charge.fail(db).await?;
        return Err(AccessError::CodeWrong);
    };
    let mut codes = Vec::new();
    for _ in 0..second_factor::RECOVERY_CODES {
        codes.push(second_factor::recovery_code(db::secret::bytes()?));
    }
    let mut tx = db.begin().await?;
    if !store::staff::start_totp(&mut tx, id, &sealed, step).await? {
        return Err(AccessError::TotpInUse);
    }
    charge.take_back(&mut tx).await?;
    for code in &codes {
        store::staff::insert_recovery_code(&mut tx, id, &recovery_hash(code)).await?;
    }
    audit::record(&mut tx, &itself(id), "second_factor_started", &id.to_string(), &json!({})).await?;
    let opened = renew(&mut tx, id, origin).await?;
    tx.commit().await?;
    Ok((codes, opened))
}

/// Takes one's own second factor away.
pub async fn stop_totp(db: &Db, id: StaffId, password: &str, origin: Origin<'_>) -> Result<OpenedSession, AccessError> {
    let credentials = prove(db, id, password, origin).await?;
    let mut tx = db.begin().await?;
    hold(&mut tx, &credentials).await?;
    store::staff::stop_totp(&mut tx, id).await?;
    audit::record(&mut tx, &itself(id), "second_factor_stopped", &id.to_string(), &json!({})).await?;
    let opened = renew(&mut tx, id, origin).await?;
    tx.commit().await?;
    Ok(opened)
}
