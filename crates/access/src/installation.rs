//! The first run: what it asks for, in which steps.

use kernel::Locale;
use serde::{Deserialize, Serialize};

use crate::error::AccessError;

/// What is known of the one installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installation {
    /// Who the customers deal with. `None`: not yet said.
    pub company_name: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub market_country: String,
    /// IANA name.
    pub time_zone: String,
    /// Languages customers are written to, the first by default.
    pub languages: Vec<Locale>,
    /// Steps that are done.
    pub steps_done: Vec<Step>,
    /// Rises with each edit.
    pub version: i64,
}

/// What to change of the installation; `None` leaves as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InstallationChange {
    /// Who the customers deal with.
    pub company_name: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub market_country: Option<String>,
    /// IANA name.
    pub time_zone: Option<String>,
    /// Languages customers are written to, the first by default.
    pub languages: Option<Vec<Locale>>,
    /// A step that is done, or was left for later and is now done.
    pub step_done: Option<Step>,
}

/// A step of the first run; each can be left and taken up again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = SetupStep)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The first admin.
    You,
    /// Name, market, languages.
    Company,
    /// A mailbox that receives and sends.
    Mailbox,
    /// Teams and colleagues.
    Team,
    /// The first promise.
    Promise,
    /// A mail sent to oneself that becomes a case.
    Trial,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 6] = [Self::You, Self::Company, Self::Mailbox, Self::Team, Self::Promise, Self::Trial];
}

/// The installation after `change`.
pub fn changed(mut now: Installation, change: InstallationChange) -> Result<Installation, AccessError> {
    if let Some(name) = change.company_name {
        now.company_name = Some(crate::staff::name(&name)?);
    }
    if let Some(country) = change.market_country {
        let is_code = country.len() == 2 && country.bytes().all(|it| it.is_ascii_uppercase());
        now.market_country = is_code.then_some(country).ok_or(AccessError::Country)?;
    }
    if let Some(zone) = change.time_zone {
        now.time_zone = jiff::tz::TimeZone::get(&zone).map(|_| zone).map_err(|_| AccessError::TimeZone)?;
    }
    if let Some(mut languages) = change.languages {
        let mut seen = Vec::new();
        languages.retain(|it| {
            !seen.contains(it) && {
                seen.push(*it);
                true
            }
        });
        now.languages = (!languages.is_empty()).then_some(languages).ok_or(AccessError::Languages)?;
    }
    if let Some(step) = change.step_done
        && !now.steps_done.contains(&step)
    {
        now.steps_done.push(step);
        now.steps_done.sort();
    }
    Ok(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blank() -> Installation {
        Installation {
            company_name: None,
            market_country: "FR".into(),
            time_zone: "Europe/Paris".into(),
            languages: vec![Locale::Fr],
            steps_done: vec![],
            version: 1,
        }
    }

    #[test]
    fn steps_are_kept_in_order_and_once() {
        let take = |it, step| changed(it, InstallationChange { step_done: Some(step), ..Default::default() }).unwrap();
        let after = take(take(take(blank(), Step::Company), Step::You), Step::Company);
        assert_eq!(after.steps_done, [Step::You, Step::Company]);
    }

    #[test]
    fn a_country_a_zone_and_a_language_must_exist() {
        for change in [
            InstallationChange { market_country: Some("France".into()), ..Default::default() },
            InstallationChange { time_zone: Some("Europe/Lutece".into()), ..Default::default() },
            InstallationChange { languages: Some(vec![]), ..Default::default() },
        ] {
            assert!(changed(blank(), change).is_err());
        }
    }
}
