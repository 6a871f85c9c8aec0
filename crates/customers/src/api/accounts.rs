//! `/accounts`.

use access::Caller;
use api::{Answer, Idempotency, IfMatch, Json, Paging, Path, Problem, Query, State, Versioned};
use kernel::{AccountId, Cursor, PersonId};
use serde::{Deserialize, Serialize};

use crate::actions::{self, NewAccount, reading};
use crate::person::{Account, AccountKind, ContactPoint, Membership, MembershipRole};

/// One page of accounts.
#[derive(Serialize, utoipa::ToSchema)]
pub struct AccountPage {
    /// By name.
    pub items: Vec<Account>,
    /// Where the next page starts.
    pub next: Option<Cursor>,
}

/// An account with who acts for it.
#[derive(Serialize, utoipa::ToSchema)]
pub struct AccountView {
    /// The account.
    #[serde(flatten)]
    pub account: Account,
    /// How to reach it.
    pub contact_points: Vec<ContactPoint>,
    /// Who acts for it.
    pub members: Vec<Membership>,
}

/// Which accounts.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AccountQuery {
    /// The beginning of the name.
    #[serde(default)]
    #[param(required = false)]
    pub q: String,
}

/// An account to make, or what it is to become.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountNew {
    /// Its name.
    pub name: String,
    /// What sort.
    pub kind: AccountKind,
    /// Its number in the business register.
    #[schema(required = false)]
    pub registration: Option<String>,
}

impl From<AccountNew> for NewAccount {
    fn from(it: AccountNew) -> Self {
        Self { name: it.name, kind: it.kind, registration: it.registration }
    }
}

/// In what role a person acts for an account.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MembershipNew {
    /// At what level.
    pub role: MembershipRole,
    /// Their function in their own words.
    #[schema(required = false)]
    pub job_title: Option<String>,
}

/// Accounts, by name.
#[utoipa::path(
    get, path = "/accounts", operation_id = "list_accounts", tag = "customers", params(AccountQuery, Paging),
    responses((status = 200, description = "One page", body = AccountPage))
)]
pub async fn list_accounts(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Query(query): Query<AccountQuery>,
    paging: Paging,
) -> Result<Json<AccountPage>, Problem> {
    paging.number(1)?;
    let mut read = state.db.read().await?;
    let page = reading::accounts(&mut read, &caller.actor, &query.q, paging.after.as_ref(), paging.limit).await?;
    Ok(Json(AccountPage { items: page.items, next: page.next }))
}

/// Makes an account.
#[utoipa::path(
    post, path = "/accounts", operation_id = "create_account", tag = "customers", request_body = AccountNew,
    responses(
        (status = 201, description = "Made", body = Account),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create_account(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    key: Idempotency,
    Json(body): Json<AccountNew>,
) -> Result<Answer, Problem> {
    let mut tx = state.db.begin().await?;
    if let Some(answer) = key.replay(&mut tx, &caller.actor).await? {
        return Ok(answer);
    }
    let account = actions::create_account(&mut tx, &caller.actor, &body.into()).await?;
    let answer = api::created(format!("/api/v1/accounts/{}", account.id), account.version, &account)?;
    let answer = key.store(&mut tx, &caller.actor, answer).await?;
    tx.commit().await?;
    Ok(answer)
}

/// One account with who acts for it.
#[utoipa::path(
    get, path = "/accounts/{id}", operation_id = "get_account", tag = "customers",
    params(("id" = AccountId, Path, description = "The account")),
    responses(
        (status = 200, description = "It", body = AccountView),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_account(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<AccountId>,
) -> Result<Versioned<AccountView>, Problem> {
    let (account, contact_points, members) = reading::account(&mut *state.db.read().await?, &caller.actor, id).await?;
    Ok(Versioned::new(account.version, AccountView { account, contact_points, members }))
}

/// Changes an account.
#[utoipa::path(
    put, path = "/accounts/{id}", operation_id = "change_account", tag = "customers", request_body = AccountNew,
    params(("id" = AccountId, Path, description = "The account")),
    responses(
        (status = 200, description = "Changed", body = Account),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed elsewhere in the meantime", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn change_account(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<AccountId>,
    IfMatch(version): IfMatch,
    Json(body): Json<AccountNew>,
) -> Result<Versioned<Account>, Problem> {
    let mut tx = state.db.begin().await?;
    let account = actions::update_account(&mut tx, &caller.actor, id, version, &body.into()).await?;
    tx.commit().await?;
    Ok(Versioned::new(account.version, account))
}

/// Lets a person act for an account, or changes in what role.
#[utoipa::path(
    put, path = "/accounts/{id}/members/{person_id}", operation_id = "set_membership", tag = "customers",
    request_body = MembershipNew,
    params(("id" = AccountId, Path, description = "The account"), ("person_id" = PersonId, Path, description = "The person")),
    responses(
        (status = 200, description = "So it is", body = AccountView),
        (status = 404, description = "No such account or person", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn set_membership(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path((id, person_id)): Path<(AccountId, PersonId)>,
    Json(body): Json<MembershipNew>,
) -> Result<Versioned<AccountView>, Problem> {
    let mut tx = state.db.begin().await?;
    let title = body.job_title.as_deref();
    actions::add_membership(&mut tx, &caller.actor, id, person_id, body.role, title).await?;
    let (account, contact_points, members) = reading::account(&mut tx, &caller.actor, id).await?;
    tx.commit().await?;
    Ok(Versioned::new(account.version, AccountView { account, contact_points, members }))
}

/// Ends a person's acting for an account.
#[utoipa::path(
    delete, path = "/accounts/{id}/members/{person_id}", operation_id = "delete_membership", tag = "customers",
    params(("id" = AccountId, Path, description = "The account"), ("person_id" = PersonId, Path, description = "The person")),
    responses(
        (status = 204, description = "Ended"),
        (status = 404, description = "They did not act for it", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn delete_membership(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path((id, person_id)): Path<(AccountId, PersonId)>,
) -> Result<Answer, Problem> {
    let mut tx = state.db.begin().await?;
    actions::remove_membership(&mut tx, &caller.actor, id, person_id).await?;
    tx.commit().await?;
    Ok(api::no_content())
}
