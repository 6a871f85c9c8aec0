//! Cases, promises, clocks, replies.
