//! The survey language: questions, logic, validation.
