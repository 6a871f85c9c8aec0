//! `/indicators`, `/dashboard`.

use access::Caller;
use api::{Json, Paging, Path, Problem, Query, State};
use kernel::{Actor, Cursor, StaffId, SurveyId, TeamId};
use serde::{Deserialize, Serialize};

use crate::actions::{self, Asked};
use crate::definition::Definition;
use crate::figure::{Figure, Record};

/// The definitions in force.
#[derive(Serialize, utoipa::ToSchema)]
pub struct IndicatorList {
    /// In the order of the dashboard.
    pub items: Vec<Definition>,
}

/// Every indicator over one period.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Dashboard {
    /// In the order of the definitions.
    pub panels: Vec<Figure>,
}

/// One page of the records behind a figure.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = IndicatorRecordPage)]
pub struct RecordPage {
    /// Latest first.
    pub items: Vec<Record>,
    /// Where the next page starts.
    pub next: Option<Cursor>,
}

/// Over which period, compared with which, of whom.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FigureQuery {
    /// `2026-10`, `2026-W41`, `2026-Q4`, `2026`, or days `2026-10-01..2026-10-15`, 731 at most; this month if absent.
    #[param(required = false)]
    pub period: Option<String>,
    /// Compared with this period; the one before if absent, `none` for no comparison.
    #[param(required = false)]
    pub vs: Option<String>,
    /// Of cases with this team.
    #[param(required = false)]
    pub team: Option<TeamId>,
    /// Of cases that came by this channel.
    #[param(required = false)]
    pub channel: Option<String>,
    /// Of answers to this survey.
    #[param(required = false)]
    pub survey: Option<SurveyId>,
    /// `true`: of one's own cases only.
    #[param(required = false)]
    pub mine: Option<bool>,
    /// How many weeks the series has, 0 to 106; 26 if absent.
    #[param(required = false)]
    pub weeks: Option<usize>,
    /// `team`: the figure for each team too.
    #[param(required = false, value_type = String)]
    pub by: Option<GroupBy>,
}

/// What a figure can be split by.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupBy {
    /// By the team of the case; new cases by channel and open ones by age, as on the dashboard.
    Team,
}

impl FigureQuery {
    /// What `actor` asks for. `mine` of whoever is not staff is nothing: they own no case.
    fn asked(self, actor: &Actor) -> Asked {
        let own = || actor.staff_id().unwrap_or(StaffId::new(0));
        Asked {
            period: self.period,
            versus: self.vs,
            team: self.team,
            channel: self.channel,
            survey: self.survey,
            owner: self.mine.unwrap_or(false).then(own),
            weeks: self.weeks,
            by_group: self.by.is_some(),
        }
    }
}

/// What each indicator measures.
#[utoipa::path(
    get, path = "/indicators", operation_id = "list_indicators", tag = "indicators",
    responses((status = 200, description = "The definitions", body = IndicatorList))
)]
pub async fn list_indicators(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
) -> Result<Json<IndicatorList>, Problem> {
    Ok(Json(IndicatorList { items: actions::definitions(&mut *state.db.read().await?, &caller.actor).await? }))
}

/// One indicator over a period, with the one before, and week by week.
#[utoipa::path(
    get, path = "/indicators/{key}", operation_id = "get_indicator", tag = "indicators",
    params(("key" = String, Path, description = "The indicator"), FigureQuery),
    responses(
        (status = 200, description = "The figure", body = Figure),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "No period", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_indicator(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(key): Path<String>,
    Query(query): Query<FigureQuery>,
) -> Result<Json<Figure>, Problem> {
    let (now, asked) = (state.db.now(), query.asked(&caller.actor));
    let mut conn = state.db.read().await?;
    Ok(Json(actions::figure(&mut conn, &caller.actor, &key, &asked, now).await?))
}

/// The records behind a figure, latest first.
#[utoipa::path(
    get, path = "/indicators/{key}/records", operation_id = "list_indicator_records", tag = "indicators",
    params(("key" = String, Path, description = "The indicator"), FigureQuery, Paging),
    responses(
        (status = 200, description = "One page", body = RecordPage),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list_indicator_records(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(key): Path<String>,
    Query(query): Query<FigureQuery>,
    paging: Paging,
) -> Result<Json<RecordPage>, Problem> {
    let (now, asked) = (state.db.now(), query.asked(&caller.actor));
    let before = paging.number(0)?.zip(paging.number(1)?);
    let mut conn = state.db.read().await?;
    let page = actions::records(&mut conn, &caller.actor, &key, &asked, now, before, paging.limit).await?;
    Ok(Json(RecordPage { items: page.items, next: page.next }))
}

/// Every indicator over one period.
#[utoipa::path(
    get, path = "/dashboard", operation_id = "get_dashboard", tag = "indicators", params(FigureQuery),
    responses(
        (status = 200, description = "The panels", body = Dashboard),
        (status = 422, description = "No period", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_dashboard(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Query(query): Query<FigureQuery>,
) -> Result<Json<Dashboard>, Problem> {
    let (now, asked) = (state.db.now(), query.asked(&caller.actor));
    let mut conn = state.db.read().await?;
    Ok(Json(Dashboard { panels: actions::dashboard(&mut conn, &caller.actor, &asked, now).await? }))
}
