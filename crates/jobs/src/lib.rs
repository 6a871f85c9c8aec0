//! A transactional queue with timers, and the outbox relay.
