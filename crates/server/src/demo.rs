//! The demo company: a mutual insurer with a year behind it and a morning going on.
//!
//! A year is planned from a seed ([`history`]), written through the features' own actions (`seed`), and goes on while the
//! program runs (`live`): mail arrives, customers answer, screens move. Mail goes to and comes from a viewer inside the program,
//! so that nothing else is needed. Not for tests: they make what they need themselves.

pub mod companies;
pub mod company;
pub mod desk;
pub mod dice;
pub mod grammar;
pub mod history;
pub mod incidents;
pub mod intents;
pub mod letters;
pub mod live;
pub mod people;
pub mod run;
pub mod seed;
pub mod settings;
pub mod viewer;
pub mod voices;
