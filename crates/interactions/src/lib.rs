//! Every contact on one timeline.
