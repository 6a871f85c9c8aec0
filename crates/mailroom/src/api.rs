//! The mailroom over HTTP.
