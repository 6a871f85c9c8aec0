//! What the programme does. Reactions and jobs call these; each changes nothing the second time.

mod callbacks;
mod invite;
mod letter;
mod loops;

pub use crate::actions::callbacks::{
    Closure, callback, callbacks, close, close_callback_with_case, reopen_callback_with_case,
};
pub use crate::actions::invite::{follow_delivery, send_invitation};
pub use crate::actions::loops::{Asked, open_callback, open_requested_callback, record_answer, survey_closed_case};
