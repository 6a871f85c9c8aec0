//! Staff and teams: the nouns and their rules.

use kernel::{Email, Locale, Role, StaffId, TeamId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::error::AccessError;

/// Longest name of a person or a team, in characters.
pub const NAME_LENGTH_MAX: usize = 120;

/// A member of staff, without their credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// Names them.
    pub id: StaffId,
    /// As colleagues read it.
    pub name: String,
    /// What they sign in with.
    pub email: String,
    /// What they are for.
    pub role: Role,
    /// Language of their screens.
    pub locale: Locale,
    /// Whether they may sign in.
    pub is_active: bool,
    /// Whether a second factor is in use.
    pub has_totp: bool,
    /// Whether the password was chosen by somebody else and must be replaced first.
    pub must_change_password: bool,
    /// How they like their screens.
    pub preferences: Preferences,
    /// Their teams, lowest id first.
    pub teams: Vec<TeamId>,
    /// When they were added.
    pub created_at: Timestamp,
    /// Rises with each edit.
    pub version: i64,
}

/// Somebody to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStaff {
    /// As colleagues read it.
    pub name: String,
    /// What they will sign in with.
    pub email: Email,
    /// What they are for.
    pub role: Role,
    /// Language of their screens.
    pub locale: Locale,
    /// Their teams.
    pub teams: Vec<TeamId>,
}

/// What to change of a member of staff; `None` leaves as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StaffChange {
    /// New name.
    pub name: Option<String>,
    /// New address to sign in with.
    pub email: Option<Email>,
    /// New role.
    pub role: Option<Role>,
    /// New language.
    pub locale: Option<Locale>,
    /// Whether they may sign in.
    pub is_active: Option<bool>,
    /// All their teams from now on.
    pub teams: Option<Vec<TeamId>>,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// Names it.
    pub id: TeamId,
    /// As staff read it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Whether it gets new work.
    pub is_active: bool,
    /// Its members, lowest id first.
    pub members: Vec<StaffId>,
    /// Rises with each edit.
    pub version: i64,
}

/// What to change of a team; `None` leaves as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TeamChange {
    /// New name.
    pub name: Option<String>,
    /// New description.
    pub description: Option<String>,
    /// Whether it gets new work.
    pub is_active: Option<bool>,
    /// All its members from now on.
    pub members: Option<Vec<StaffId>>,
}

/// How a person likes their screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Preferences {
    /// Colours.
    pub theme: Theme,
    /// Height of rows.
    pub density: Density,
    /// Whether single letters are shortcuts (WCAG 2.1.4 asks that they can be turned off).
    pub shortcuts: Shortcuts,
}

/// Colours of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the machine says.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// Height of rows and controls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    /// By the width of the screen and the pointer.
    #[default]
    Auto,
    /// Many rows.
    Compact,
    /// Much room.
    Comfortable,
}

/// Whether single letters are shortcuts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shortcuts {
    /// They are.
    #[default]
    On,
    /// They are not: the palette reaches every act.
    Off,
}

/// A name without outer spaces, of 1..=[`NAME_LENGTH_MAX`] characters and no control character.
pub fn name(text: &str) -> Result<String, AccessError> {
    let text = text.trim();
    let length = text.chars().count();
    if length == 0 || length > NAME_LENGTH_MAX || text.chars().any(char::is_control) {
        return Err(AccessError::Name);
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_something_in_it_and_no_line_break() {
        assert_eq!(name("  Léa Martin ").unwrap(), "Léa Martin");
        for text in ["", "   ", "a\nb", &"x".repeat(121)] {
            assert!(name(text).is_err(), "{text:?}");
        }
    }
}
