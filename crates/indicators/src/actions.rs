//! Computing figures: read once over everything that is wanted, then the one function for each window.

use std::collections::BTreeMap;

use access::require;
use db::Conn;
use jiff::tz::TimeZone;
use kernel::{Actor, Cursor, Page, Permission, StaffId, SurveyId, TeamId, Timestamp};
use measures::{Change, Estimate};

use crate::definition::{Basis, Definition, Method};
use crate::error::IndicatorError;
use crate::figure::{Figure, Group, Record, Versus, Week, control_chart};
use crate::observation::{self, Observation};
use crate::period::Period;
use crate::store::{self, Reading};

/// What a figure is asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Over which period; the present month if none.
    pub period: Option<String>,
    /// Compared with which; the one before, of the same kind, if none.
    pub versus: Option<String>,
    /// Of which team.
    pub team: Option<TeamId>,
    /// Of cases that came by which channel.
    pub channel: Option<String>,
    /// Of which survey.
    pub survey: Option<SurveyId>,
    /// Of cases that are whose.
    pub owner: Option<StaffId>,
    /// How many weeks the series has, up to 106; 26 if none.
    pub weeks: Option<usize>,
    /// Whether the figure is wanted for each group too: by team, or as the basis groups by itself.
    pub by_group: bool,
}

impl Asked {
    /// Whether it is narrowed to some of the records, behind which there may be a single person.
    fn narrows(&self) -> bool {
        self.team.is_some() || self.channel.is_some() || self.survey.is_some() || self.owner.is_some()
    }
}

/// The most weeks of a series.
const WEEKS_MAX: usize = 106;
/// The weeks of a series unless asked otherwise.
const WEEKS_DEFAULT: usize = 26;
/// Ages of open cases, upper bounds in days; the last has none.
const AGES: [(&str, i64); 5] = [("0_1", 1), ("1_3", 3), ("3_7", 7), ("7_14", 14), ("14_30", 30)];
/// The age above all bounds.
const AGE_OLDEST: &str = "30_";
/// Seconds of a day.
const DAY_SECONDS: i64 = 86_400;

/// The definitions in force.
pub async fn definitions(conn: &mut Conn, actor: &Actor) -> Result<Vec<Definition>, IndicatorError> {
    require(actor, Permission::IndicatorsRead)?;
    Ok(store::definitions(conn).await?)
}

/// One indicator. Four to six statements.
pub async fn figure(
    conn: &mut Conn,
    actor: &Actor,
    key: &str,
    asked: &Asked,
    now: Timestamp,
) -> Result<Figure, IndicatorError> {
    let definition = find(conn, actor, key).await?;
    let zone = zone(conn).await?;
    let days = Days::of(asked, &zone, now)?;
    let found = of_basis(conn, definition.basis, &[&definition], asked, &days, now).await?;
    found.into_iter().next().ok_or_else(|| IndicatorError::Unknown(key.to_owned()))
}

/// Every indicator in force over one period. About fifteen statements: each basis is read once, and let go before the next.
pub async fn dashboard(
    conn: &mut Conn,
    actor: &Actor,
    asked: &Asked,
    now: Timestamp,
) -> Result<Vec<Figure>, IndicatorError> {
    let definitions = definitions(conn, actor).await?;
    let zone = zone(conn).await?;
    let days = Days::of(asked, &zone, now)?;
    let mut figures = Vec::with_capacity(definitions.len());
    for basis in Basis::ALL.iter().copied() {
        let own: Vec<&Definition> = definitions.iter().filter(|it| it.basis == basis).collect();
        let by_group = matches!(basis, Basis::OpenCases | Basis::NewCases) || asked.by_group;
        let asked = Asked { by_group, ..asked.clone() };
        figures.extend(of_basis(conn, basis, &own, &asked, &days, now).await?);
    }
    figures.sort_by_key(|it: &Figure| definitions.iter().position(|own| own.key == it.definition.key));
    Ok(figures)
}

/// The records behind a figure, latest first: those of cases the actor may see.
pub async fn records(
    conn: &mut Conn,
    actor: &Actor,
    key: &str,
    asked: &Asked,
    now: Timestamp,
    before: Option<(i64, i64)>,
    limit: u32,
) -> Result<Page<Record>, IndicatorError> {
    require(actor, Permission::CasesRead)?;
    let definition = find(conn, actor, key).await?;
    let zone = zone(conn).await?;
    let days = Days::of(asked, &zone, now)?;
    let reading = reading(asked, days.period.from, days.period.to);
    let rows = store::records(conn, definition.basis, &reading, before, i64::from(limit) + 1).await?;
    let page = Page::from_rows(rows, limit, |(id, it)| Cursor::new([it.at.as_micros(), *id]));
    let seen = page.items.into_iter().map(|it| it.1).filter(|it| actor.sees_team(it.team_id)).collect();
    Ok(Page { items: seen, next: page.next, total: None })
}

/// The days a figure looks at.
struct Days {
    period: Period,
    versus: Option<Period>,
    weeks: Vec<Period>,
}

impl Days {
    fn of(asked: &Asked, zone: &TimeZone, now: Timestamp) -> Result<Self, IndicatorError> {
        let unreadable = || IndicatorError::Period(asked.period.clone().unwrap_or_default());
        let period = match &asked.period {
            Some(text) => Period::read(text, zone)?,
            None => Period::month_of(now, zone).ok_or_else(unreadable)?,
        };
        let versus = match asked.versus.as_deref() {
            Some("none") => None,
            Some(text) => Some(Period::read(text, zone)?),
            None => period.previous(zone),
        };
        let weeks = period.weeks(asked.weeks.unwrap_or(WEEKS_DEFAULT).min(WEEKS_MAX), zone);
        Ok(Self { period, versus, weeks })
    }

    /// The windows to read: the period with its weeks, and the one compared with, by itself where it lies apart.
    fn windows(&self) -> Vec<(Timestamp, Timestamp)> {
        let own = || std::iter::once(&self.period).chain(&self.weeks);
        let from = own().map(|it| it.from).min().unwrap_or(self.period.from);
        let to = own().map(|it| it.to).max().unwrap_or(self.period.to);
        match &self.versus {
            Some(it) if it.to < from || to < it.from => vec![(from, to), (it.from, it.to)],
            Some(it) => vec![(from.min(it.from), to.max(it.to))],
            None => vec![(from, to)],
        }
    }
}

async fn find(conn: &mut Conn, actor: &Actor, key: &str) -> Result<Definition, IndicatorError> {
    let all = definitions(conn, actor).await?;
    all.into_iter().find(|it| it.key == key).ok_or_else(|| IndicatorError::Unknown(key.to_owned()))
}

async fn zone(conn: &mut Conn) -> Result<TimeZone, IndicatorError> {
    let name = store::time_zone(conn).await?;
    TimeZone::get(&name).map_err(|_| IndicatorError::TimeZone(name))
}

fn reading(asked: &Asked, from: Timestamp, to: Timestamp) -> Reading {
    Reading { from, to, team: asked.team, channel: asked.channel.clone(), survey: asked.survey, owner: asked.owner }
}

/// The figures of `definitions`, all on `basis`, which is read once for all of them.
async fn of_basis(
    conn: &mut Conn,
    basis: Basis,
    definitions: &[&Definition],
    asked: &Asked,
    days: &Days,
    now: Timestamp,
) -> Result<Vec<Figure>, IndicatorError> {
    let mut observations = Vec::new();
    if basis != Basis::OpenCases && !definitions.is_empty() {
        for (from, to) in days.windows() {
            observations.extend(store::observations(conn, basis, &reading(asked, from, to)).await?);
        }
    }
    let mut figures = Vec::with_capacity(definitions.len());
    for definition in definitions {
        figures.push(match basis {
            Basis::OpenCases => backlog(conn, definition, asked, days, now).await?,
            _ => compute(conn, definition, &observations, asked, days, now).await?,
        });
    }
    Ok(figures)
}

async fn compute(
    conn: &mut Conn,
    definition: &Definition,
    observations: &[Observation],
    asked: &Asked,
    days: &Days,
    now: Timestamp,
) -> Result<Figure, IndicatorError> {
    let of = |period: &Period| {
        let estimate = observation::estimate(definition, observations, period);
        if asked.narrows() { definition.hides_few(estimate) } else { estimate }
    };
    // Weeks that have not begun have no figure, not even a count of zero; nor have those before the first case ever.
    let first = match definition.method {
        Method::Count => store::first_case_at(conn).await?,
        _ => None,
    };
    let begun = days.weeks.iter().filter(|it| it.from <= now && first.is_none_or(|first| first < it.to));
    let series: Vec<Week> = begun.map(|it| Week { period: it.clone(), estimate: of(it) }).collect();
    let whole: Vec<Week> = series.iter().filter(|it| it.period.to <= now).cloned().collect();
    let chart = control_chart(definition, observations, &whole);
    let estimate = of(&days.period);
    let versus = days.versus.as_ref().map(|it| {
        let before = of(it);
        Versus { period: it.clone(), estimate: before, change: Change::between(&before, &estimate) }
    });
    let groups = match (asked.by_group, definition.basis) {
        (false, _) => Vec::new(),
        (true, Basis::NewCases) => {
            let counts = store::volume_by_channel(conn, &reading(asked, days.period.from, days.period.to)).await?;
            let group = |(key, n)| Group { key, name: String::new(), estimate: Estimate::count(n) };
            counts.into_iter().map(group).collect()
        }
        (true, _) => by_team(conn, definition, observations, &days.period).await?,
    };
    let in_progress = days.period.to > now;
    Ok(Figure {
        definition: definition.clone(),
        period: days.period.clone(),
        in_progress,
        estimate,
        versus,
        series,
        chart,
        groups,
    })
}

/// Open cases as the period ended, or as they are now; by age. What was open before is not known once it is reopened.
async fn backlog(
    conn: &mut Conn,
    definition: &Definition,
    asked: &Asked,
    days: &Days,
    now: Timestamp,
) -> Result<Figure, IndicatorError> {
    let end = days.period.to.min(now.plus_seconds(1));
    let open = store::observations(conn, definition.basis, &reading(asked, days.period.from, end)).await?;
    let estimate = observation::estimate_of(definition, open.iter());
    let versus = match &days.versus {
        None => None,
        Some(period) => {
            let open = store::observations(conn, definition.basis, &reading(asked, period.from, period.to)).await?;
            let before = observation::estimate_of(definition, open.iter());
            Some(Versus { period: period.clone(), estimate: before, change: Change::between(&before, &estimate) })
        }
    };
    let mut ages: BTreeMap<&str, u64> = BTreeMap::new();
    for it in &open {
        let days_old = end.seconds_since(it.at) / DAY_SECONDS;
        let age = AGES.iter().find(|age| days_old < age.1).map_or(AGE_OLDEST, |age| age.0);
        *ages.entry(age).or_default() += it.n;
    }
    let all = AGES.iter().map(|it| it.0).chain([AGE_OLDEST]);
    let group = |age: &str| Group {
        key: age.to_owned(),
        name: String::new(),
        estimate: Estimate::count(ages.get(age).copied().unwrap_or(0)),
    };
    let groups = all.map(group).collect();
    let in_progress = days.period.to > now;
    let (series, chart) = (Vec::new(), None);
    Ok(Figure {
        definition: definition.clone(),
        period: days.period.clone(),
        in_progress,
        estimate,
        versus,
        series,
        chart,
        groups,
    })
}

async fn by_team(
    conn: &mut Conn,
    definition: &Definition,
    observations: &[Observation],
    period: &Period,
) -> Result<Vec<Group>, IndicatorError> {
    let mut teams: Vec<(i64, String)> = store::team_names(conn).await?;
    teams.push((0, String::new()));
    let group = |(id, name): (i64, String)| {
        let own = observations.iter().filter(|it| it.team == id && period.contains(it.at));
        let estimate = definition.hides_few(observation::estimate_of(definition, own));
        let key = if id == 0 { String::new() } else { TeamId::new(id).to_string() };
        Group { key, name, estimate }
    };
    // Without a team and without data: nothing to say.
    Ok(teams.into_iter().map(group).filter(|it| !it.key.is_empty() || it.estimate.n > 0).collect())
}
