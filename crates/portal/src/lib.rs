//! The pages customers see.
