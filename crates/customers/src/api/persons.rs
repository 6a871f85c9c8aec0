//! `/persons`.

use std::collections::BTreeMap;

use access::Caller;
use api::{Answer, Idempotency, IfMatch, Json, Paging, Path, Problem, Query, State, Versioned};
use kernel::{AccountId, ContactPointId, Cursor, MembershipId, PersonId, SourceId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::actions::reading::{self, Wanted, WholePerson};
use crate::actions::{self, NewPerson};
use crate::error::CustomerError;
use crate::golden::Rule;
use crate::person::{ContactPoint, Field, MembershipRole, Narrow, Person, PointKind, Proof, Values};

/// A person as lists show them.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PersonLine {
    /// Names them.
    pub id: PersonId,
    /// Their name, or what reaches them.
    pub display_name: String,
    /// Day of birth, `YYYY-MM-DD`.
    pub born_on: Option<String>,
    /// Postcode.
    pub postcode: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// E-mail of choice.
    pub email: Option<String>,
    /// Phone of choice, E.164.
    pub phone: Option<String>,
}

fn line(person: &Person) -> PersonLine {
    let get = |field| person.get(field).map(str::to_owned);
    PersonLine {
        id: person.id,
        display_name: person.display_name.clone(),
        born_on: get(Field::BornOn),
        postcode: get(Field::Postcode),
        city: get(Field::City),
        email: get(Field::Email),
        phone: get(Field::Phone),
    }
}

/// One page of persons.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PersonPage {
    /// The best found first; without a question the latest.
    pub items: Vec<PersonLine>,
    /// Where the next page starts.
    pub next: Option<Cursor>,
    /// What was understood of the question: the folded words.
    pub words: Vec<String>,
    /// How many there are in all, where that was asked for and could be counted in no time.
    pub total: Option<i64>,
}

/// The order of a list of persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PersonSort {
    /// The latest first.
    #[default]
    Latest,
    /// By family name, then given name.
    Name,
}

/// Who is looked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PersonQuery {
    /// The beginnings of words, in any order: names, town, postcode, e-mail, phone, number in another system.
    #[serde(default)]
    #[param(required = false)]
    pub q: String,
    /// In which order, where there is no question: what is found stands in the order of the search.
    #[serde(default)]
    #[param(required = false, inline)]
    pub sort: PersonSort,
    /// Only who acts for this account.
    #[param(required = false)]
    pub account_id: Option<AccountId>,
    /// Only who has a case that is not closed.
    #[serde(default)]
    #[param(required = false)]
    pub open_case: bool,
}

/// What one source says in a field.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SaidView {
    /// The value.
    pub value: String,
    /// The source.
    pub source_id: SourceId,
    /// Its name.
    pub source_name: String,
    /// The person's number there.
    pub external_id: String,
    /// Since when it says so.
    pub since: Timestamp,
    /// Whether the golden record says the same.
    pub is_chosen: bool,
}

/// One field of the golden record.
#[derive(Serialize, utoipa::ToSchema)]
pub struct FieldView {
    /// Which field.
    pub field: Field,
    /// The value that survived; nothing: sources say something, but another address was chosen as a whole.
    pub value: Option<String>,
    /// The source it is from.
    pub source_id: Option<SourceId>,
    /// That source's name.
    pub source_name: Option<String>,
    /// Since when that source says so.
    pub since: Option<Timestamp>,
    /// Why it was chosen.
    pub rule: Option<Rule>,
    /// How many records say the same.
    pub agree: u32,
    /// How many records say anything.
    pub of: u32,
    /// What every source says.
    pub said: Vec<SaidView>,
}

/// A way to reach them.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ContactPointView {
    /// Names it.
    pub id: ContactPointId,
    /// What it is.
    pub kind: PointKind,
    /// As it was written.
    pub shown: String,
    /// When it was proven to be theirs; nothing: never.
    pub verified_at: Option<Timestamp>,
    /// How it was proven.
    pub verified_how: Option<String>,
}

fn point(it: ContactPoint) -> ContactPointView {
    let ContactPoint { id, kind, shown, verified_at, verified_how, .. } = it;
    ContactPointView { id, kind, shown, verified_at, verified_how }
}

/// Their part in an account.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PersonMembershipView {
    /// Names it.
    pub id: MembershipId,
    /// The account.
    pub account_id: AccountId,
    /// Its name.
    pub account_name: String,
    /// At what level.
    pub role: MembershipRole,
    /// Their function in their own words.
    pub job_title: Option<String>,
}

/// What one system knows of them.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SourceRecordView {
    /// The source.
    pub source_id: SourceId,
    /// Its name.
    pub source_name: String,
    /// Their number there.
    pub external_id: String,
    /// When it was first received.
    pub created_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// A person: the golden record and where it is from.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PersonView {
    /// Names them. Another than was asked for: they were joined to this one.
    pub id: PersonId,
    /// Their name, or what reaches them.
    pub display_name: String,
    /// The language they are spoken to in.
    pub language: Option<String>,
    /// The golden record, field by field, with what every source says.
    pub fields: Vec<FieldView>,
    /// How to reach them.
    pub contact_points: Vec<ContactPointView>,
    /// The accounts they act for.
    pub memberships: Vec<PersonMembershipView>,
    /// What each system knows.
    pub records: Vec<SourceRecordView>,
    /// Only one source knows them: nothing confirms what it says.
    pub has_one_source: bool,
    /// When they were first known here.
    pub created_at: Timestamp,
    /// When the golden record last changed.
    pub changed_at: Timestamp,
    /// Also the `ETag`.
    pub version: i64,
}

fn field_view(field: Field, whole: &WholePerson, names: &BTreeMap<SourceId, String>) -> Option<FieldView> {
    let chosen = whole.person.provenance.get(&field);
    let value = match (chosen, whole.person.get(field)) {
        (_, Some(value)) => Some(value.to_owned()),
        // A field without a column of its own: the source that was chosen says it.
        (Some(chosen), None) => whole
            .records
            .iter()
            .filter(|it| it.claim.source == chosen.source_id)
            .filter_map(|it| it.claim.fields.get(&field))
            .find(|it| it.since_us == chosen.since.as_micros())
            .map(|it| it.value.clone()),
        (None, None) => None,
    };
    let folded = value.as_deref().map(kernel::fold::fold);
    let said: Vec<SaidView> = whole
        .records
        .iter()
        .filter_map(|record| {
            let said = record.claim.fields.get(&field)?;
            Some(SaidView {
                is_chosen: folded.as_deref() == Some(kernel::fold::fold(&said.value).as_str()),
                value: said.value.clone(),
                source_id: record.claim.source,
                source_name: record.source_name.clone(),
                external_id: record.claim.external_id.clone(),
                since: Timestamp::from_micros(said.since_us),
            })
        })
        .collect();
    if said.is_empty() {
        return None;
    }
    Some(FieldView {
        field,
        value,
        source_id: chosen.map(|it| it.source_id),
        source_name: chosen.and_then(|it| names.get(&it.source_id).cloned()),
        since: chosen.map(|it| it.since),
        rule: chosen.map(|it| it.rule),
        agree: chosen.map_or(0, |it| it.agree),
        of: u32::try_from(said.len()).unwrap_or(u32::MAX),
        said,
    })
}

fn view(whole: WholePerson) -> PersonView {
    let names = reading::source_names(&whole.records);
    let fields = Field::ALL.into_iter().filter_map(|it| field_view(it, &whole, &names)).collect();
    let WholePerson { person, records, points, memberships } = whole;
    PersonView {
        id: person.id,
        language: person.get(Field::Language).map(str::to_owned),
        display_name: person.display_name,
        fields,
        contact_points: points.into_iter().map(point).collect(),
        memberships: memberships
            .into_iter()
            .map(|it| PersonMembershipView {
                id: it.id,
                account_id: it.account_id,
                account_name: it.account_name,
                role: it.role,
                job_title: it.job_title,
            })
            .collect(),
        has_one_source: names.len() == 1,
        records: records
            .into_iter()
            .map(|it| SourceRecordView {
                source_id: it.claim.source,
                source_name: it.source_name,
                external_id: it.claim.external_id,
                created_at: it.created_at,
                changed_at: it.changed_at,
            })
            .collect(),
        created_at: person.created_at,
        changed_at: person.changed_at,
        version: person.version,
    }
}

/// Persons, found as you type; without a question the latest.
#[utoipa::path(
    get, path = "/persons", operation_id = "list_persons", tag = "customers", params(PersonQuery, Paging),
    responses((status = 200, description = "One page", body = PersonPage))
)]
pub async fn list_persons(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Query(query): Query<PersonQuery>,
    paging: Paging,
) -> Result<Json<PersonPage>, Problem> {
    let mut read = state.db.read().await?;
    let words = crate::golden::query_words(&query.q);
    let wanted = Wanted {
        text: query.q,
        narrow: Narrow { account: query.account_id, has_open_case: query.open_case },
        by_name: query.sort == PersonSort::Name,
        count: paging.count,
    };
    let page = reading::persons(&mut read, &caller.actor, &wanted, paging.after.as_ref(), paging.limit).await?;
    let page = page.map(|it| line(&it));
    Ok(Json(PersonPage { items: page.items, next: page.next, words, total: page.total }))
}

/// A person to make.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonNew {
    /// What is known, field by field: at least a name, an e-mail address or a phone number.
    #[schema(value_type = BTreeMap<String, String>, example = json!({"first_name": "Hélène", "email": "helene@example.fr"}))]
    pub fields: Values,
    /// The source that says so; absent: our staff.
    #[schema(required = false)]
    pub source_id: Option<SourceId>,
    /// Their number in that source; needed with `source_id`.
    #[schema(required = false)]
    pub external_id: Option<String>,
}

/// Makes a person.
#[utoipa::path(
    post, path = "/persons", operation_id = "create_person", tag = "customers", request_body = PersonNew,
    responses(
        (status = 201, description = "Made", body = PersonView),
        (status = 409, description = "The source has a record of this number", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create_person(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    key: Idempotency,
    Json(body): Json<PersonNew>,
) -> Result<Answer, Problem> {
    let source = match (body.source_id, body.external_id) {
        (None, _) => None,
        (Some(id), Some(number)) if !number.trim().is_empty() => Some((id, number.trim().to_owned())),
        (Some(_), _) => {
            return Err(Problem::invalid("external_id_required").at("/external_id"));
        }
    };
    let mut tx = state.db.begin().await?;
    if let Some(answer) = key.replay(&mut tx, &caller.actor).await? {
        return Ok(answer);
    }
    let id = actions::create_person(&mut tx, &caller.actor, &NewPerson { values: body.fields, source }).await?;
    let whole = reading::person(&mut tx, &caller.actor, id).await?;
    let answer = api::created(format!("/api/v1/persons/{id}"), whole.person.version, &view(whole))?;
    let answer = key.store(&mut tx, &caller.actor, answer).await?;
    tx.commit().await?;
    Ok(answer)
}

/// A person: the golden record with what every source says. An id that was joined to another answers with that one.
#[utoipa::path(
    get, path = "/persons/{id}", operation_id = "get_person", tag = "customers",
    params(("id" = PersonId, Path, description = "The person")),
    responses(
        (status = 200, description = "They", body = PersonView),
        (status = 404, description = "Nobody", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_person(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<PersonId>,
) -> Result<Versioned<PersonView>, Problem> {
    let whole = reading::person(&mut *state.db.read().await?, &caller.actor, id).await?;
    Ok(Versioned::new(whole.person.version, view(whole)))
}

/// Corrections by our staff.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonPatch {
    /// What our staff say, field by field; null takes our own word back, so that the other sources show again.
    #[schema(value_type = BTreeMap<String, Option<String>>)]
    pub fields: BTreeMap<Field, Option<String>>,
}

/// Corrects a person in the record of our staff; no other source's record is touched.
#[utoipa::path(
    patch, path = "/persons/{id}", operation_id = "change_person", tag = "customers", request_body = PersonPatch,
    params(("id" = PersonId, Path, description = "The person")),
    responses(
        (status = 200, description = "Corrected", body = PersonView),
        (status = 404, description = "Nobody", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed elsewhere in the meantime", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn change_person(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<PersonId>,
    IfMatch(version): IfMatch,
    Json(body): Json<PersonPatch>,
) -> Result<Versioned<PersonView>, Problem> {
    let mut tx = state.db.begin().await?;
    let person = actions::update_person(&mut tx, &caller.actor, id, version, &body.fields).await?;
    let whole = reading::person(&mut tx, &caller.actor, person.id).await?;
    tx.commit().await?;
    Ok(Versioned::new(whole.person.version, view(whole)))
}

/// A way to reach a person.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactPointNew {
    /// `email`, `phone` or `iban`; a postal address is corrected as fields.
    pub kind: PointKind,
    /// As written.
    pub shown: String,
}

/// Adds a way to reach a person.
#[utoipa::path(
    post, path = "/persons/{id}/contact-points", operation_id = "add_contact_point", tag = "customers",
    request_body = ContactPointNew, params(("id" = PersonId, Path, description = "The person")),
    responses(
        (status = 201, description = "Added, or there before", body = PersonView),
        (status = 422, description = "It can be no such contact point", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn add_contact_point(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<PersonId>,
    key: Idempotency,
    Json(body): Json<ContactPointNew>,
) -> Result<Answer, Problem> {
    let mut tx = state.db.begin().await?;
    if let Some(answer) = key.replay(&mut tx, &caller.actor).await? {
        return Ok(answer);
    }
    actions::add_contact_point(&mut tx, &caller.actor, id, body.kind, &body.shown).await?;
    let whole = reading::person(&mut tx, &caller.actor, id).await?;
    let answer = api::created(format!("/api/v1/persons/{}", whole.person.id), whole.person.version, &view(whole))?;
    let answer = key.store(&mut tx, &caller.actor, answer).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Notes that staff saw the proof that a contact point is the person's.
#[utoipa::path(
    put, path = "/persons/{id}/contact-points/{point_id}/verification", operation_id = "set_verification",
    tag = "customers",
    params(("id" = PersonId, Path, description = "The person"), ("point_id" = ContactPointId, Path, description = "The contact point")),
    responses(
        (status = 200, description = "Proven", body = PersonView),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn set_verification(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path((id, point_id)): Path<(PersonId, ContactPointId)>,
) -> Result<Versioned<PersonView>, Problem> {
    let mut tx = state.db.begin().await?;
    let before = reading::person(&mut tx, &caller.actor, id).await?;
    if !before.points.iter().any(|it| it.id == point_id) {
        return Err(CustomerError::NotFound("contact point").into());
    }
    actions::verify_contact_point(&mut tx, &caller.actor, point_id, Proof::Staff).await?;
    let whole = reading::person(&mut tx, &caller.actor, id).await?;
    tx.commit().await?;
    Ok(Versioned::new(whole.person.version, view(whole)))
}
