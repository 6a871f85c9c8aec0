//! The closed loop: what follows from what happened.
