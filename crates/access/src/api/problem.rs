//! Access's errors as problems.

use api::Problem;
use axum::http::StatusCode;

use crate::error::{AccessError, Denied};

impl From<Denied> for Problem {
    /// 403, logged: a refusal is worth seeing (ASVS 16.3.2).
    fn from(denied: Denied) -> Self {
        tracing::warn!(actor = %denied.actor, permission = denied.permission.code(), "refused: {denied}");
        Self::forbidden("forbidden").with("permission", denied.permission.code())
    }
}

impl From<AccessError> for Problem {
    fn from(error: AccessError) -> Self {
        use AccessError as E;
        match error {
            E::SignedOut => Self::unauthorized(),
            E::StaffOnly => Self::forbidden("staff_only"),
            E::SignInRefused => Self::new(StatusCode::UNAUTHORIZED, "sign_in_refused"),
            E::LockedOut { until, now } => {
                let seconds = u64::try_from(until.seconds_since(now).max(0) + 1).unwrap_or(1);
                let mut problem =
                    Self::new(StatusCode::TOO_MANY_REQUESTS, "locked_out").with("until", until.to_string());
                problem.retry_after = Some(seconds);
                problem
            }
            E::PasswordWrong => Self::invalid("password_wrong").at("/password"),
            E::PasswordLength => Self::invalid("password_weak").field("/new_password", "password_length"),
            E::PasswordCommon => Self::invalid("password_weak").field("/new_password", "password_common"),
            E::CodeWrong => Self::invalid("code_wrong").at("/code"),
            E::TotpInUse => Self::conflict("second_factor_in_use"),
            E::TotpNotStarted => Self::conflict("second_factor_not_started"),
            E::Name => Self::invalid("invalid_name").at("/name"),
            E::Email => Self::invalid("invalid_email").at("/email"),
            E::EmailTaken => Self::conflict("email_taken").at("/email"),
            E::NameTaken => Self::conflict("name_taken").at("/name"),
            E::LastAdmin(_) => Self::conflict("last_admin"),
            E::StaffNotFound(_) | E::TeamNotFound(_) | E::SessionNotFound(_) | E::KeyNotFound(_) => Self::not_found(),
            E::KeyRevoked(_) => Self::conflict("key_revoked"),
            E::Scopes => Self::invalid("invalid_scopes").at("/scopes"),
            E::ExpiryInPast { .. } => Self::invalid("expiry_in_past").at("/expires_at"),
            E::Stale { .. } => Self::stale(),
            E::SetupDone => Self::conflict("setup_done"),
            E::SetupCodeWrong => Self::forbidden("setup_code_wrong"),
            E::Country => Self::invalid("invalid_country").at("/market_country"),
            E::TimeZone => Self::invalid("invalid_time_zone").at("/time_zone"),
            E::Languages => Self::invalid("invalid_languages").at("/languages"),
            E::Denied(denied) => denied.into(),
            E::Db(error) => error.into(),
            E::Internal(reason) => Self::internal(&reason),
        }
    }
}
