//! HTTP glue: problems, ETags, idempotency, cursors, live events.
