//! Figures as they leave: never without interval, count and definition.

use kernel::{CaseId, PersonId, ResponseId, TeamId, Timestamp};
use measures::{Change, Estimate, chart};
use serde::Serialize;

use crate::definition::{Definition, Method};
use crate::observation::{self, Observation};
use crate::period::Period;

/// An indicator over a period, with the one before, and week by week.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = IndicatorFigure)]
pub struct Figure {
    /// What is measured.
    pub definition: Definition,
    /// Over which days.
    pub period: Period,
    /// Whether the period is not over yet.
    pub in_progress: bool,
    /// The figure.
    #[serde(flatten)]
    pub estimate: Estimate,
    /// The figure of the period compared with.
    pub versus: Option<Versus>,
    /// Week by week, oldest first, to the period's last day.
    pub series: Vec<Week>,
    /// What is out of the ordinary in the series; none if there are too few weeks.
    pub chart: Option<ControlChart>,
    /// The same figure for each team or channel or age, where that was asked for.
    pub groups: Vec<Group>,
}

/// A period compared with.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = IndicatorVersus)]
pub struct Versus {
    /// Over which days.
    pub period: Period,
    /// Its figure.
    pub estimate: Estimate,
    /// The figure minus this one, and what may be said of it.
    pub change: Change,
}

/// One week of a series.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = IndicatorWeek)]
pub struct Week {
    /// The week.
    pub period: Period,
    /// Its figure.
    pub estimate: Estimate,
}

/// The ordinary variation of a series.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ControlChart {
    /// `individuals` or `p`.
    pub kind: String,
    /// The long-run value.
    pub centre: f64,
    /// One point per week that has a figure.
    pub points: Vec<ChartPoint>,
}

/// One week of a control chart.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ChartPoint {
    /// The week, as `2026-W41`.
    pub week: String,
    /// Its figure.
    pub value: f64,
    /// Lower limit of ordinary variation.
    pub low: f64,
    /// Upper limit of ordinary variation.
    pub high: f64,
    /// Whether it is out of the ordinary.
    pub is_signal: bool,
}

/// The figure of one team, channel or age.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = IndicatorGroup)]
pub struct Group {
    /// A team's id, a channel, an age; empty for those without.
    pub key: String,
    /// A team's name; empty where the key says it.
    pub name: String,
    /// Its figure; masked where so few people stand behind it that they could be recognised.
    pub estimate: Estimate,
}

/// One record behind a figure.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = IndicatorRecord)]
pub struct Record {
    /// When it counts.
    pub at: Timestamp,
    /// What it counts as: a score, 1 or 0 for hit or miss, or seconds.
    pub value: f64,
    /// The response, if it is one.
    pub response_id: Option<ResponseId>,
    /// The case.
    pub case_id: Option<CaseId>,
    /// The customer.
    pub person_id: Option<PersonId>,
    /// The team of the case.
    pub team_id: Option<TeamId>,
}

/// The fewest weeks with a figure for which ordinary variation can be told.
const CHART_WEEKS_MIN: usize = 8;

/// What is out of the ordinary in `weeks`.
pub fn control_chart(definition: &Definition, observations: &[Observation], weeks: &[Week]) -> Option<ControlChart> {
    let shown: Vec<(&Week, f64)> = weeks.iter().filter_map(|it| Some((it, it.estimate.value?))).collect();
    if shown.len() < CHART_WEEKS_MIN {
        return None;
    }
    let (kind, chart) = match definition.method {
        Method::TopBoxWilson | Method::ShareWilson => {
            let counts = |it: &(&Week, f64)| observation::share_counts(definition, observations, &it.0.period);
            ("p", chart::shares(&shown.iter().map(counts).collect::<Vec<_>>())?)
        }
        _ => ("individuals", chart::individuals(&shown.iter().map(|it| it.1).collect::<Vec<_>>())?),
    };
    let point = |(place, ((week, value), limits)): (usize, (&(&Week, f64), &measures::Interval))| ChartPoint {
        week: week.period.label.clone(),
        value: *value,
        low: limits.low,
        high: limits.high,
        is_signal: chart.signals.contains(&place),
    };
    let points = shown.iter().zip(&chart.limits).enumerate().map(point).collect();
    Some(ControlChart { kind: kind.to_owned(), centre: chart.centre, points })
}
