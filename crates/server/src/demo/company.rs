//! The company itself: its name, its people, its teams, its hours.

use calendar::{Calendar, CalendarError, Definition, Holidays, Week, Window};
use kernel::Role;

/// A mutual insurer of the Atlantic shore, made up.
pub const NAME: &str = "Mutuelle des Rives";
/// Where its mail goes.
pub const MAILBOX: &str = "contact@mutuelle-des-rives.example";
/// The password of everyone who works there, for a company that has nothing to lose.
pub const PASSWORD: &str = "rives-du-matin";

/// Teams: key and name.
pub const TEAMS: [(&str, &str); 3] =
    [("claims", "Sinistres auto et habitation"), ("health", "Santé"), ("contracts", "Contrats et cotisations")];

/// Someone who works there.
#[derive(Debug, Clone, Copy)]
pub struct Member {
    /// First and last name.
    pub name: &'static str,
    /// What they sign in with, before the `@`.
    pub login: &'static str,
    /// What they are for.
    pub role: Role,
    /// An index of [`TEAMS`].
    pub team: usize,
}

const fn member(name: &'static str, login: &'static str, role: Role, team: usize) -> Member {
    Member { name, login, role, team }
}

/// The eight who answer.
pub const ADVISERS: [Member; 8] = [
    member("Léa Fontaine", "lea", Role::Adviser, 0),
    member("Karim Haddad", "karim", Role::Adviser, 0),
    member("Sophie Le Gall", "sophie", Role::Adviser, 0),
    member("Thomas Vidal", "thomas", Role::Adviser, 1),
    member("Inès Moreau", "ines", Role::Adviser, 1),
    member("Paul Garnier", "paul", Role::Adviser, 2),
    member("Aïcha Diallo", "aicha", Role::Adviser, 2),
    member("Marc Keller", "marc", Role::Adviser, 2),
];
/// Those who lead, read, speak to many, and run the program.
pub const OTHERS: [Member; 6] = [
    member("Nadia Roussel", "nadia", Role::TeamLead, 0),
    member("Olivier Caron", "olivier", Role::TeamLead, 1),
    member("Claire Joly", "claire", Role::TeamLead, 2),
    member("Hugo Renard", "hugo", Role::Analyst, 0),
    member("Julie Barbier", "julie", Role::Marketing, 0),
    member("Ada Martin", "admin", Role::Admin, 0),
];

/// A login as it is typed.
pub fn login(member: &Member) -> String {
    format!("{}@mutuelle-des-rives.example", member.login)
}

/// When the company answers: Monday to Friday, and Saturday morning; closed on public holidays.
pub fn opening() -> Result<Definition, CalendarError> {
    let day = vec![Window::new(8 * 3600 + 1_800, 12 * 3600 + 1_800)?, Window::new(13 * 3600 + 1_800, 18 * 3600)?];
    let mut week = Week::weekdays(day);
    week.saturday = vec![Window::hours(9, 12)?];
    Ok(Definition { time_zone: "Europe/Paris".to_owned(), week, holidays: Holidays::France, days: Vec::new() })
}

/// The same, ready for counting.
pub fn hours() -> Result<Calendar, CalendarError> {
    Calendar::new(opening()?)
}
