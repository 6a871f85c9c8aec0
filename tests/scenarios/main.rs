//! Long stories across features, each on both engines.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a story stops at what it did not expect"
)]

mod complaints;
mod desk_story;
mod hidden_links;
mod loop_story;
mod matrix;
mod matrix_table;
mod refusal_pages;
