//! `POST /cases`, `POST /web-forms`.

use access::Caller;
use api::{Answer, Idempotency, Json, Problem, State};
use cases::Priority;
use customers::Identifiers;
use db::Tx;
use interactions::Channel;
use kernel::{
    AccountId, Actor, CaseId, InteractionId, Locale, Permission, PersonId, SourceId, StaffId, TeamId, Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::actions::Mailroom;
use crate::actions::opening::{Opened, Opening, WebForm};
use crate::actions::wording::Follow;

/// How fast the clock of another system may be, seconds: what it tells is then of this instant.
const CLOCK_SECONDS: i64 = 60;

/// The number another system knows somebody by.
#[derive(Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PersonExternal)]
pub struct ExternalInput {
    /// The key of the source, as in `/sources`.
    #[schema(example = "crm")]
    pub source: String,
    /// Their number there.
    pub id: String,
}

/// Whom a case is for: a person by number, or what they are recognised by.
#[derive(Deserialize, Default, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PersonInput {
    /// The person.
    #[schema(required = false)]
    pub id: Option<PersonId>,
    /// The number another system knows them by; nobody has it: they become a person who has.
    #[schema(required = false)]
    pub external: Option<ExternalInput>,
    /// Their name.
    #[schema(required = false)]
    pub name: Option<String>,
    /// An e-mail address.
    #[schema(required = false)]
    pub email: Option<String>,
    /// A phone number.
    #[schema(required = false)]
    pub phone: Option<String>,
}

/// A case to open, with the words it is opened by.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseNew {
    /// Whom it is for.
    pub person: PersonInput,
    /// The account they act for.
    #[serde(default)]
    #[schema(required = false)]
    pub account_id: Option<AccountId>,
    /// How the contact came.
    pub channel: Channel,
    /// In a line; absent: the first words of the text.
    #[serde(default)]
    #[schema(required = false)]
    pub subject: String,
    /// The words, or what was said.
    pub text: String,
    /// A key of the case types.
    #[serde(default, rename = "type")]
    #[schema(required = false)]
    pub type_key: Option<String>,
    /// How urgent.
    #[serde(default)]
    #[schema(required = false)]
    pub priority: Option<Priority>,
    /// The language to answer in.
    #[serde(default)]
    #[schema(required = false, value_type = Option<String>, example = "fr")]
    pub language: Option<Locale>,
    /// Country or brand.
    #[serde(default)]
    #[schema(required = false)]
    pub market: Option<String>,
    /// The team it goes to; other than one's own: for those who share work out. Absent: that of its type.
    #[serde(default)]
    #[schema(required = false)]
    pub team_id: Option<TeamId>,
    /// Who does it.
    #[serde(default)]
    #[schema(required = false)]
    pub owner_id: Option<StaffId>,
    /// How long a call lasted.
    #[serde(default)]
    #[schema(required = false)]
    pub duration_seconds: Option<u32>,
    /// When it took place, not later than now (a clock may be a minute fast); absent: now.
    #[serde(default)]
    #[schema(required = false)]
    pub at: Option<Timestamp>,
    /// Whether the customer awaits an answer; absent: yes, unless it was a call.
    #[serde(default)]
    #[schema(required = false)]
    pub awaits_reply: Option<bool>,
    /// What another system calls it: opened once however often it is given.
    #[serde(default)]
    #[schema(required = false)]
    pub external_key: Option<String>,
}

/// What was opened. The case itself is at `/cases/{id}`.
#[derive(Serialize, utoipa::ToSchema)]
pub struct CaseOpened {
    /// The case.
    pub case_id: CaseId,
    /// The words it was opened by.
    pub interaction_id: InteractionId,
    /// Whom it is for, if recognised.
    pub person_id: Option<PersonId>,
    /// The instant before which the first answer is promised, if one is.
    pub answer_by: Option<Timestamp>,
    /// False: it had been opened before under the same external key.
    pub is_new: bool,
    /// The team it is with.
    pub team_id: Option<TeamId>,
    /// Whether whoever opened it sees it: its type may send it to a team that is not theirs.
    pub is_visible: bool,
}

impl CaseOpened {
    async fn of(mailroom: &Mailroom, tx: &mut Tx, actor: &Actor, opened: &Opened) -> Result<Self, Problem> {
        let case = &opened.case;
        Ok(Self {
            case_id: case.id,
            interaction_id: opened.interaction_id,
            person_id: case.person_id,
            answer_by: mailroom.answer_by(tx, case.id).await?,
            is_new: opened.is_new,
            team_id: case.team_id,
            is_visible: actor.sees_team(case.team_id),
        })
    }
}

/// A contact form.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebFormNew {
    /// The number another system knows them by, if the site knows who is signed in.
    #[serde(default)]
    #[schema(required = false)]
    pub external: Option<ExternalInput>,
    /// Their name.
    #[serde(default)]
    #[schema(required = false)]
    pub name: Option<String>,
    /// Where the answer goes.
    pub email: String,
    /// A number to call.
    #[serde(default)]
    #[schema(required = false)]
    pub phone: Option<String>,
    /// In a line.
    #[serde(default)]
    #[schema(required = false)]
    pub subject: Option<String>,
    /// What they write.
    pub message: String,
    /// A key of the case types.
    #[serde(default, rename = "type")]
    #[schema(required = false)]
    pub type_key: Option<String>,
    /// The language of the page.
    #[schema(value_type = String, example = "fr")]
    pub language: Locale,
    /// The page on which the case can be followed, if the sender has one.
    #[serde(default)]
    #[schema(required = false)]
    pub follow_url: Option<String>,
    /// What the page calls this form, so that sent twice it is one.
    #[serde(default)]
    #[schema(required = false)]
    pub external_key: Option<String>,
}

/// The source and number of somebody another system knows. Ours are no such systems.
async fn external(tx: &mut Tx, given: Option<ExternalInput>, at: &str) -> Result<Option<(SourceId, String)>, Problem> {
    let Some(it) = given else { return Ok(None) };
    let source = customers::actions::source_by_key(tx, &it.source).await?;
    let Some(source) = source.filter(|it| it.kind == "system") else {
        return Err(Problem::invalid("source_unknown").with("value", it.source).at(&format!("{at}/source")));
    };
    let id = it.id.trim().to_owned();
    if id.is_empty() || id.chars().count() > 200 || id.chars().any(char::is_control) {
        return Err(Problem::invalid("external_id_required").at(&format!("{at}/id")));
    }
    Ok(Some((source.id, id)))
}

/// Opens a case: for a call an adviser took, or by a program.
#[utoipa::path(
    post, path = "/cases", operation_id = "open_case", tag = "mailroom", request_body = CaseNew,
    responses(
        (status = 201, description = "Opened", body = CaseOpened),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn open_case(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    key: Idempotency,
    Json(body): Json<CaseNew>,
) -> Result<Answer, Problem> {
    let mut tx = state.db.begin().await?;
    if let Some(answer) = key.replay(&mut tx, &caller.actor).await? {
        return Ok(answer);
    }
    access::require(&caller.actor, Permission::CasesWrite)?;
    let opening = Opening {
        person_id: body.person.id,
        identifiers: Identifiers {
            external: external(&mut tx, body.person.external, "/person/external").await?,
            email: body.person.email,
            phone: body.person.phone,
            name: body.person.name,
            ..Identifiers::default()
        },
        account_id: body.account_id,
        channel: body.channel,
        subject: body.subject,
        text: body.text,
        type_key: body.type_key,
        priority: body.priority,
        language: body.language,
        market: body.market,
        team_id: body.team_id,
        owner_id: body.owner_id,
        duration_seconds: body.duration_seconds,
        at: body.at,
        awaits_reply: body.awaits_reply,
        external_key: body.external_key,
    };
    if opening.at.is_some_and(|it| it > tx.now().plus_seconds(CLOCK_SECONDS)) {
        return Err(Problem::invalid("at_in_future").at("/at"));
    }
    let mailroom = Mailroom::new(&state);
    let opened = mailroom.open(&mut tx, &caller.actor, opening).await?;
    let case = &opened.case;
    let view = CaseOpened::of(&mailroom, &mut tx, &caller.actor, &opened).await?;
    let answer = api::created(format!("/api/v1/cases/{}", case.id), case.version, &view)?;
    let answer = key.store(&mut tx, &caller.actor, answer).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Takes a customer's form from a site: opens a case and acknowledges it by mail.
#[utoipa::path(
    post, path = "/web-forms", operation_id = "create_web_form", tag = "mailroom", request_body = WebFormNew,
    responses(
        (status = 201, description = "Taken", body = CaseOpened),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create_web_form(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    key: Idempotency,
    Json(body): Json<WebFormNew>,
) -> Result<Answer, Problem> {
    // Before it is looked whether this was sent already.
    access::require(&caller.actor, Permission::CasesWrite)?;
    let email = body.email.parse::<kernel::Email>();
    let email = email.map_err(|_| Problem::invalid("invalid_email").at("/email"))?;
    let mut tx = state.db.begin().await?;
    if let Some(answer) = key.replay(&mut tx, &caller.actor).await? {
        return Ok(answer);
    }
    let form = WebForm {
        external: external(&mut tx, body.external, "/external").await?,
        name: body.name,
        email: Some(email.as_str().to_owned()),
        phone: body.phone,
        subject: body.subject,
        message: body.message,
        type_key: body.type_key,
        language: body.language,
        external_key: body.external_key,
    };
    let mailroom = Mailroom::new(&state);
    let opened = mailroom.open_from_form(&mut tx, &caller.actor, form).await?;
    let case = &opened.case;
    if opened.is_new {
        let follow = body.follow_url.as_deref().map(|url| Follow { url, seed: None });
        mailroom.acknowledge(&mut tx, case.id, email.as_str(), body.language, follow).await?;
    }
    let view = CaseOpened::of(&mailroom, &mut tx, &caller.actor, &opened).await?;
    let answer = api::created(format!("/api/v1/cases/{}", case.id), case.version, &view)?;
    let answer = key.store(&mut tx, &caller.actor, answer).await?;
    tx.commit().await?;
    Ok(answer)
}
