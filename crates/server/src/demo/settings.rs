//! What the company has set up: teams, people, hours, promises, texts, surveys.

use access::actions::{setup, staff, teams};
use access::installation::{InstallationChange, Step};
use access::staff::NewStaff;
use anyhow::Context;
use calendar::{Target, WaitingCause};
use cases::actions::settings::{self, NewCalendar, NewPromise};
use cases::actions::templates::{self, NewTemplate};
use cases::case::{Channel, Priority};
use cases::case_type::CaseType;
use cases::promise::{Conditions, Targets};
use cases::template::Variable;
use customers::actions::NewSource;
use db::Tx;
use kernel::{Actor, CalendarId, Locale, SourceId, StaffId, TeamId};
use questionnaire::{Definition, templates as questionnaires};
use surveys::actions::RuleDraft;

use crate::demo::company::{self, ADVISERS, Member, OTHERS, TEAMS};
use crate::demo::intents::INTENTS;

/// What the year is written with.
#[derive(Debug)]
pub struct Settings {
    /// By the index of [`TEAMS`].
    pub teams: Vec<TeamId>,
    /// The advisers of each team.
    pub advisers: Vec<Vec<StaffId>>,
    /// The system that knows every customer.
    pub crm: SourceId,
    /// The system that knows those with an account on the site.
    pub web: SourceId,
    /// Asked after written contacts: recommendation and satisfaction; of the unhappy, why.
    pub written: Definition,
    /// Asked after spoken contacts: satisfaction, effort.
    pub spoken: Definition,
}

/// Sets the company up.
pub async fn set_up(tx: &mut Tx, actor: &Actor, password: &staff::InitialPassword) -> anyhow::Result<Settings> {
    let mut team_ids = Vec::new();
    for (_, name) in TEAMS {
        team_ids.push(teams::create(tx, actor, name, "", &[]).await?.id);
    }
    let mut advisers = vec![Vec::new(); TEAMS.len()];
    for member in ADVISERS.iter().chain(&OTHERS) {
        let id = employ(tx, actor, member, &team_ids, password).await?;
        if member.role == kernel::Role::Adviser
            && let Some(team) = advisers.get_mut(member.team)
        {
            team.push(id);
        }
    }
    case_types(tx, actor).await?;
    let new =
        NewCalendar { name: "Horaires de la mutuelle".to_owned(), is_default: true, definition: company::opening()? };
    let calendar = settings::create_calendar(tx, actor, new).await?;
    promises(tx, actor, calendar.id).await?;
    texts(tx, actor).await?;
    let crm = customers::actions::create_source(tx, actor, &source("crm", "Gestion des contrats", 80)).await?.id;
    let web = customers::actions::create_source(tx, actor, &source("web", "Espace client", 60)).await?.id;
    let (written, spoken) = surveys(tx, actor).await?;
    first_run(tx, actor).await?;
    Ok(Settings { teams: team_ids, advisers, crm, web, written, spoken })
}

/// The company has been at work for a year: its first run is over.
async fn first_run(tx: &mut Tx, actor: &Actor) -> anyhow::Result<()> {
    for step in Step::ALL {
        let (before, _) = setup::state(tx).await?;
        let change = InstallationChange { step_done: Some(step), ..InstallationChange::default() };
        setup::change(tx, actor, before.version, change).await?;
    }
    Ok(())
}

fn source(key: &str, name: &str, trust: u8) -> NewSource {
    NewSource { key: key.to_owned(), name: name.to_owned(), trust }
}

async fn employ(
    tx: &mut Tx,
    actor: &Actor,
    member: &Member,
    teams: &[TeamId],
    password: &staff::InitialPassword,
) -> anyhow::Result<StaffId> {
    let has_team = matches!(member.role, kernel::Role::Adviser | kernel::Role::TeamLead);
    let new = NewStaff {
        name: member.name.to_owned(),
        email: company::login(member).parse()?,
        role: member.role,
        locale: Locale::Fr,
        teams: teams.get(member.team).copied().filter(|_| has_team).into_iter().collect(),
    };
    Ok(staff::create(tx, actor, new, password).await?.id)
}

async fn case_types(tx: &mut Tx, actor: &Actor) -> anyhow::Result<()> {
    for (place, intent) in (30..).zip(&INTENTS) {
        let [fr, en] = intent.name;
        let (name_fr, name_en) = (fr.to_owned(), en.to_owned());
        let key = intent.key.to_owned();
        let kind = CaseType {
            key,
            name_fr,
            name_en,
            is_complaint: false,
            is_active: true,
            is_public: true,
            place,
            team_id: None,
            version: 0,
        };
        settings::set_case_type(tx, actor, kind).await?;
    }
    // What customers choose from has names of their own; the general kinds are for the advisers.
    for kind in
        settings::case_types(tx, actor).await?.into_iter().filter(|it| it.key == "request" || it.key == "question")
    {
        let is_public = kind.key == "question";
        let [name_fr, name_en] =
            if is_public { ["Autre question", "Another question"] } else { ["Demande", "Request"] };
        let place = if is_public { 80 } else { kind.place };
        let (name_fr, name_en) = (name_fr.to_owned(), name_en.to_owned());
        settings::set_case_type(tx, actor, CaseType { is_public, name_fr, name_en, place, ..kind }).await?;
    }
    Ok(())
}

/// Hours of opening, in seconds; the clock stands still while the customer has to do something.
fn hours(hours: i64) -> Option<Target> {
    let pauses = vec![WaitingCause::Customer];
    Some(Target { seconds: hours * 3600, counting: calendar::Counting::default(), pauses })
}

async fn promises(tx: &mut Tx, actor: &Actor, calendar_id: CalendarId) -> anyhow::Result<()> {
    let complaint = Conditions { type_key: Some("complaint".to_owned()), ..Conditions::default() };
    let urgent = Conditions { priority: Some(Priority::Urgent), ..Conditions::default() };
    let spoken = Conditions { channel: Some(Channel::Phone), ..Conditions::default() };
    let all = [
        ("Urgences", urgent, [hours(1), hours(2), hours(8)], true),
        ("Réclamations", complaint, [hours(4), hours(8), hours(40)], true),
        ("Appels", spoken, [None, hours(4), hours(24)], false),
        ("Messages", Conditions::default(), [hours(4), hours(8), hours(24)], true),
    ];
    for (place, (name, conditions, [first_reply, next_reply, resolution], is_published)) in (1..).zip(all) {
        let targets = Targets { first_reply, next_reply, resolution };
        let name = name.to_owned();
        let new = NewPromise { name, place, conditions, targets, calendar_id, is_published };
        settings::create_promise(tx, actor, new).await?;
    }
    Ok(())
}

/// The texts advisers answer from. « Bonjour, » stands alone where there is no first name.
async fn texts(tx: &mut Tx, actor: &Actor) -> anyhow::Result<()> {
    const OPEN: &str = "Bonjour{% if first_name %} {{ first_name }}{% endif %},\n\n";
    const CLOSE: &str = "\n\nBien à vous,\n{{ staff_name }}\n{{ company }}";
    let french = [
        (
            "Accusé d’une déclaration",
            "motor_claim",
            "Votre déclaration est bien enregistrée, dossier {{ case_number }}. L’expert vous appelle dans les deux jours ouvrés.",
        ),
        (
            "Dégât des eaux : que faire",
            "water_damage",
            "Nous avons ouvert le dossier {{ case_number }}. Gardez les factures du plombier et ne jetez rien avant le passage de l’expert.",
        ),
        (
            "Remboursement lancé",
            "health_refund",
            "Votre remboursement part ce soir ; il sera sur votre compte sous trois jours ouvrés.",
        ),
        (
            "Pièce manquante",
            "health_refund",
            "Il nous manque {{ piece }} pour terminer. Vous pouvez simplement répondre à ce message.",
        ),
        (
            "Prise en charge envoyée",
            "hospital_cover",
            "La prise en charge est partie aujourd’hui à l’établissement. Nous vous souhaitons un prompt rétablissement.",
        ),
        (
            "Attestation prête",
            "certificate",
            "Votre attestation est prête : vous la trouverez dans votre espace client, rubrique Documents.",
        ),
        (
            "Cotisation expliquée",
            "premium",
            "Votre cotisation suit le coût des réparations de l’année passée. Nous pouvons revoir ensemble vos garanties : dites-nous quand vous appeler.",
        ),
        (
            "Fin de contrat",
            "termination",
            "Votre demande est enregistrée. La part de cotisation non utilisée vous sera rendue.",
        ),
    ];
    for (name, intent, body) in french {
        let body = format!("{OPEN}{body}{CLOSE}");
        let piece = body.contains("{{ piece }}").then(|| variable("piece", None, true));
        let variables = basic().into_iter().chain(piece).collect();
        let new =
            NewTemplate { name: name.to_owned(), intent: intent.to_owned(), language: Locale::Fr, body, variables };
        templates::create(tx, actor, new).await.with_context(|| name.to_owned())?;
    }
    let english = "Hello{% if first_name %} {{ first_name }}{% endif %},\n\nYour request is registered under {{ case_number }}. \
                   We will come back to you shortly.\n\nKind regards,\n{{ staff_name }}\n{{ company }}";
    let new = NewTemplate {
        name: "We are looking into it".to_owned(),
        intent: "motor_claim".to_owned(),
        language: Locale::En,
        body: english.to_owned(),
        variables: basic(),
    };
    templates::create(tx, actor, new).await?;
    Ok(())
}

fn basic() -> Vec<Variable> {
    let company = Some(company::NAME.to_owned());
    vec![
        variable("first_name", None, false),
        variable("case_number", None, true),
        variable("staff_name", Some(company::NAME.to_owned()), false),
        variable("company", company, false),
    ]
}

fn variable(name: &str, fallback: Option<String>, is_required: bool) -> Variable {
    Variable { name: name.to_owned(), fallback, is_required }
}

/// Two surveys, and the rules that say who is asked which: never twice within two months, never with a complaint open.
async fn surveys(tx: &mut Tx, actor: &Actor) -> anyhow::Result<(Definition, Definition)> {
    let (written, spoken) = (questionnaires::after_case(), questionnaires::satisfaction());
    let by_voice = ["phone", "chat"].map(str::to_owned).to_vec();
    let by_hand = ["mail", "web_form", "portal"].map(str::to_owned).to_vec();
    for (name, definition, channels) in
        [("Après un échange écrit", &written, by_hand), ("Après un appel", &spoken, by_voice)]
    {
        let survey = surveys::actions::create(tx, actor, name, definition.clone()).await?;
        surveys::actions::publish(tx, actor, survey.id, survey.version).await?;
        let rule = RuleDraft {
            place: 0,
            name: name.to_owned(),
            survey_id: survey.id,
            is_active: true,
            delay_seconds: 60,
            quiet_days: 60,
            spares_complaints: true,
            case_types: Vec::new(),
            channels,
            share: 1.0,
            open_days: 21,
        };
        surveys::actions::create_rule(tx, actor, rule).await?;
    }
    Ok((written, spoken))
}
