//! For tests only: an application on a fresh store, checks, captured mail.
