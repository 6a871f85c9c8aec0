//! What can go wrong in access, in the field's words.

use kernel::{ApiKeyId, Permission, SessionId, StaffId, TeamId, Timestamp};

/// The actor may not do this; shown as 403.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{actor} lacks the permission {}", permission.code())]
pub struct Denied {
    /// Who asked, by label.
    pub actor: String,
    /// What they lack.
    pub permission: Permission,
}

/// A failure of access.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    SignedOut,
    /// The request came by an API key or a customer's link, and this is for a person of ours.
    #[error("this is for signed-in staff only")]
    StaffOnly,
    /// Address, password or code do not fit. Never says which.
    #[error("address, password or code not recognised")]
    SignInRefused,
    /// Too many failures: nothing is heard before `until`.
    #[error("no sign-in is heard before {until}")]
    LockedOut {
        /// Until when.
        until: Timestamp,
        /// The instant of the try.
        now: Timestamp,
    },
    /// The present password was asked for again and does not fit.
    #[error("the present password does not fit")]
    PasswordWrong,
    /// Too short or too long.
    #[error("a password has at least 12 characters and at most 1024 bytes")]
    PasswordLength,
    /// Among the first that everybody tries.
    #[error("this password is among the first that everybody tries")]
    PasswordCommon,
    /// The code of the second factor does not fit, or was used before.
    #[error("the code does not fit")]
    CodeWrong,
    /// A second factor is already in use.
    #[error("a second factor is already in use")]
    TotpInUse,
    /// No second factor is being set up.
    #[error("no second factor is being set up")]
    TotpNotStarted,
    /// Empty, too long, or with control characters.
    #[error("a name has 1 to 120 characters and no line break")]
    Name,
    /// Not an address.
    #[error("not an e-mail address")]
    Email,
    /// Somebody has this address already.
    #[error("this address is taken")]
    EmailTaken,
    /// A team has this name already.
    #[error("this name is taken")]
    NameTaken,
    /// Nobody could manage staff any more.
    #[error("{0} is the last active admin")]
    LastAdmin(StaffId),
    /// No such member of staff.
    #[error("no staff {0}")]
    StaffNotFound(StaffId),
    /// No such team.
    #[error("no team {0}")]
    TeamNotFound(TeamId),
    /// No such open session of one's own.
    #[error("no session {0}")]
    SessionNotFound(SessionId),
    /// No such key.
    #[error("no key {0}")]
    KeyNotFound(ApiKeyId),
    /// The key was revoked before.
    #[error("{0} is revoked")]
    KeyRevoked(ApiKeyId),
    /// Nothing to carry, or what keys may not carry.
    #[error("a key carries at least one scope, and never staff_manage or api_keys_manage")]
    Scopes,
    /// A key would be over before it is made.
    #[error("{at} is not after {now}")]
    ExpiryInPast {
        /// What was asked.
        at: Timestamp,
        /// The instant of the request.
        now: Timestamp,
    },
    /// Somebody changed it in the meantime.
    #[error("version {given} is not the present version {present}")]
    Stale {
        /// What the caller had.
        given: i64,
        /// What is stored.
        present: i64,
    },
    /// The first admin exists already.
    #[error("the first admin has been made")]
    SetupDone,
    /// The one-time code does not fit.
    #[error("the set-up code does not fit")]
    SetupCodeWrong,
    /// No country code.
    #[error("a country is given by two capital letters (ISO 3166-1)")]
    Country,
    /// No time zone.
    #[error("a time zone is given by its IANA name, such as Europe/Paris")]
    TimeZone,
    /// No language left.
    #[error("at least one language")]
    Languages,
    /// Not permitted.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store failed.
    #[error(transparent)]
    Db(#[from] db::DbError),
    /// Something that cannot happen.
    #[error("internal: {0}")]
    Internal(&'static str),
}
