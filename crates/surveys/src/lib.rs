//! Surveys, invitations, responses.
