//! Long stories across features, each on both engines.
