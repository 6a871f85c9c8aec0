//! Long stories across features, each on both engines.

mod matrix;
mod matrix_table;
