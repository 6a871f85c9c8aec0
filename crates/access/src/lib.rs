//! Staff, teams, roles, sessions, API keys, audit.
