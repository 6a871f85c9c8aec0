//! Access's errors as problems.

use api::Problem;
use axum::http::StatusCode;

use crate::error::{AccessError, Denied};

impl From<Denied> for Problem {
    /// 403, logged: a refusal is worth seeing (ASVS 16.3.2).
    fn from(denied: Denied) -> Self {
        tracing::warn!(actor = %denied.actor, permission = denied.permission.code(), "refused: {denied}");
        Self::forbidden("forbidden", "You may not do this").detail(format!("needs {}", denied.permission.code()))
    }
}

impl From<AccessError> for Problem {
    fn from(error: AccessError) -> Self {
        use AccessError as E;
        let said = error.to_string();
        match error {
            E::SignedOut => Self::unauthorized(),
            E::StaffOnly => Self::forbidden("staff_only", "This is for signed-in staff"),
            E::SignInRefused => {
                Self::new(StatusCode::UNAUTHORIZED, "sign_in_refused", "Address, password or code not recognised")
            }
            E::LockedOut { until, now } => {
                let seconds = u64::try_from(until.seconds_since(now).max(0) + 1).unwrap_or(1);
                let mut problem = Self::too_many(seconds).detail(until);
                "locked_out".clone_into(&mut problem.code);
                "Too many failed tries".clone_into(&mut problem.title);
                problem.kind = "/problems/locked-out".to_owned();
                problem
            }
            E::PasswordWrong => {
                Self::invalid("password_wrong", "The present password does not fit").field("/password", said)
            }
            E::PasswordLength | E::PasswordCommon => {
                Self::invalid("password_weak", "Choose another password").field("/new_password", said)
            }
            E::CodeWrong => Self::invalid("code_wrong", "The code does not fit").field("/code", said),
            E::TotpInUse => Self::conflict("second_factor_in_use", "A second factor is already in use"),
            E::TotpNotStarted => Self::conflict("second_factor_not_started", "Start to set up a second factor first"),
            E::Name => Self::invalid("invalid_name", "A name is not as expected").field("/name", said),
            E::Email => Self::invalid("invalid_email", "Not an e-mail address").field("/email", said),
            E::EmailTaken => Self::conflict("email_taken", "Somebody has this address already"),
            E::NameTaken => Self::conflict("name_taken", "A team has this name already"),
            E::LastAdmin(_) => Self::conflict("last_admin", "Somebody must stay admin").detail(said),
            E::StaffNotFound(_) | E::TeamNotFound(_) | E::SessionNotFound(_) | E::KeyNotFound(_) => Self::not_found(),
            E::KeyRevoked(_) => Self::conflict("key_revoked", "The key is revoked already"),
            E::Scopes => Self::invalid("invalid_scopes", "A key cannot carry this").field("/scopes", said),
            E::ExpiryInPast { .. } => {
                Self::invalid("expiry_in_past", "The key would be over").field("/expires_at", said)
            }
            E::Stale { .. } => Self::stale().detail(said),
            E::SetupDone => Self::conflict("setup_done", "The first admin has been made"),
            E::SetupCodeWrong => Self::forbidden("setup_code_wrong", "The set-up code does not fit"),
            E::Country => Self::invalid("invalid_country", "Not a country").field("/market_country", said),
            E::TimeZone => Self::invalid("invalid_time_zone", "Not a time zone").field("/time_zone", said),
            E::Languages => Self::invalid("invalid_languages", "At least one language").field("/languages", said),
            E::Denied(denied) => denied.into(),
            E::Db(error) => error.into(),
            E::Internal(reason) => Self::internal(&reason),
        }
    }
}
