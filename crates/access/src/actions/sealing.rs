//! Seals the secrets of second factors, so that the store and its backups alone let nobody in.

use db::{Db, DbError};
use kernel::StaffId;

use crate::second_factor::SECRET_BYTES;
use crate::store;

const PURPOSE: &str = "second factors";
/// Staff looked at in one turn of the writer.
const BATCH: i64 = 500;

/// `secret` of `staff`, sealed with the installation's key.
pub(crate) fn seal(key: &[u8], staff: StaffId, secret: &[u8]) -> Result<Vec<u8>, DbError> {
    db::secret::seal(key, PURPOSE, &staff.to_string(), secret)
}

/// The secret that is stored as `stored`; `None` if it was sealed with another key or for somebody else.
///
/// What is as long as a plain secret is one, from before secrets were sealed; [`seal_plain`] ends these at the start.
pub(crate) fn open(key: &[u8], staff: StaffId, stored: &[u8]) -> Option<Vec<u8>> {
    if stored.len() == SECRET_BYTES {
        return Some(stored.to_vec());
    }
    let opened = db::secret::open(key, PURPOSE, &staff.to_string(), stored);
    if opened.is_none() {
        tracing::error!(staff.id = %staff, "the second factor of {staff} does not open: was secret_key changed?");
    }
    opened
}

/// Seals the secrets that still stand plain; tells how many people had one. At every start; a no-op from the second on.
pub async fn seal_plain(db: &Db, key: &[u8]) -> Result<usize, DbError> {
    let mut sealed = 0;
    loop {
        let mut tx = db.begin().await?;
        let found = store::staff::plain_totp(&mut tx, SECRET_BYTES, BATCH).await?;
        if found.is_empty() {
            return Ok(sealed);
        }
        for (staff, secrets) in &found {
            let seal = |it: &Option<Vec<u8>>| match it {
                Some(secret) if secret.len() == SECRET_BYTES => seal(key, *staff, secret).map(Some),
                other => Ok(other.clone()),
            };
            let (used, pending) = (seal(&secrets.0)?, seal(&secrets.1)?);
            store::staff::set_totp_sealed(&mut tx, *staff, used.as_deref(), pending.as_deref()).await?;
        }
        tx.commit().await?;
        sealed += found.len();
    }
}
