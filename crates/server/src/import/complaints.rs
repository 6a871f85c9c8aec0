//! Complaints as the United States' Consumer Financial Protection Bureau publishes them, one JSON object a line.
//!
//! Each becomes a person (known by its number there: the narratives are anonymous), their words on the timeline, and a
//! complaint that was opened on its day and closed again. A line's number is kept with the person, so that a file read
//! twice changes nothing. Every line ends in exactly one count of [`Report`].
//!
//! The file says whether the company answered in time, not when. The regulator's limit is 15 days (12 CFR 1034.1): what
//! was timely is closed on the fifteenth day, what was not on the sixteenth, so that the share in time is the file's.
//! Of a line without a date nobody knows when its deadline was: it is kept as closed, and counts in no period's figures.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, bail};
use calendar::{Counting, Target};
use cases::promise::{Conditions, Targets};
use customers::identification::{Identified, Identifiers};
use db::{Db, Tx};
use kernel::{Actor, CaseId, Locale, PersonId, SourceId, Timestamp};
use serde::Deserialize;
use serde_json::json;

use crate::command::counted;

/// The source's key.
const SOURCE: &str = "cfpb";
/// The market its promise holds for.
const MARKET: &str = "us";
/// The regulator's limit for a company's answer, days.
const LIMIT_DAYS: i64 = 15;
const DAY_SECONDS: i64 = 24 * 3_600;
/// Lines in one transaction: few enough that nobody waits long for the writer.
const BATCH: usize = 50;
/// Refused lines that are shown.
const REFUSED_SHOWN: usize = 20;

/// One line.
#[derive(Debug, Clone, Deserialize)]
struct Line {
    id: String,
    text: String,
    date: Option<String>,
    via: Option<String>,
    product: Option<String>,
    issue: Option<String>,
    company: Option<String>,
    state: Option<String>,
    response: Option<String>,
    timely: Option<String>,
    lang: Option<String>,
}

/// What became of the lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Lines that were read.
    pub read: usize,
    /// Became a complaint.
    pub imported: usize,
    /// Were there already.
    pub known: usize,
    /// Were refused: line and reason.
    pub refused: Vec<(usize, String)>,
    /// Of those imported, closed in time as the file says.
    pub timely: usize,
    /// Of those imported, closed late as the file says.
    pub late: usize,
    /// Of those imported, without a word on whether they were in time: left open.
    pub open: usize,
    /// Of those imported, without a date: closed without a deadline, in no period's figures.
    pub undated: usize,
    /// Of those imported, by channel.
    pub channels: BTreeMap<&'static str, usize>,
}

impl Report {
    /// Whether every line ended somewhere.
    pub fn reconciles(&self) -> bool {
        self.read == self.imported + self.known + self.refused.len()
            && self.imported == self.timely + self.late + self.open + self.undated
            && self.imported == self.channels.values().sum::<usize>()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { read, imported, known, refused, timely, late, open, undated, channels } = self;
        writeln!(
            f,
            "{} = {imported} imported + {known} there already + {} refused",
            counted(*read as u64, "line"),
            refused.len()
        )?;
        writeln!(
            f,
            "{imported} imported = {timely} closed in time + {late} late + {open} left open + {undated} without a date"
        )?;
        if *undated > 0 {
            writeln!(f, "  what has no date is kept as closed, without a deadline, and counts in no period's figures")?;
        }
        for (channel, count) in channels {
            writeln!(f, "  {channel}: {count}")?;
        }
        for (line, reason) in refused.iter().take(REFUSED_SHOWN) {
            writeln!(f, "  line {line} refused: {reason}")?;
        }
        Ok(())
    }
}

/// Imports `path`, plain or gzip; `progress` is told after each batch.
pub async fn import(db: &Db, path: &Path, progress: impl Fn(&Report)) -> anyhow::Result<Report> {
    let file = std::fs::File::open(path).with_context(|| format!("opening {}", path.display()))?;
    let is_packed = path.extension().is_some_and(|it| it == "gz");
    let reader: Box<dyn Read + Send> =
        if is_packed { Box::new(flate2::read::MultiGzDecoder::new(file)) } else { Box::new(file) };
    let mut lines = BufReader::new(reader).lines().enumerate();
    let actor = Actor::system("import_complaints");
    let source = prepare(db, &actor).await?;
    let mut report = Report::default();
    loop {
        let batch: Vec<_> = lines.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        let batch = batch.into_iter().map(|(place, line)| Ok((place + 1, line?))).collect::<std::io::Result<Vec<_>>>();
        let batch = batch.with_context(|| format!("reading {}", path.display()))?;
        let before = report.clone();
        if together(db, &actor, source, &batch, &mut report).await.is_err() {
            // One line spoils the transaction: then each has its own, and what cannot be taken leaves nothing behind.
            report = before;
            for (number, line) in &batch {
                let before = report.clone();
                if let Err(error) = together(db, &actor, source, &[(*number, line.clone())], &mut report).await {
                    report = Report { read: before.read + 1, ..before };
                    report.refused.push((*number, format!("{error:#}")));
                }
            }
        }
        progress(&report);
    }
    if !report.reconciles() {
        bail!("the counts do not reconcile: {report:?}");
    }
    Ok(report)
}

/// All of `lines` in one transaction, or none of them.
async fn together(
    db: &Db,
    actor: &Actor,
    source: SourceId,
    lines: &[(usize, String)],
    report: &mut Report,
) -> anyhow::Result<()> {
    let mut tx = db.begin().await?;
    let now = tx.now();
    for (_, line) in lines {
        report.read += 1;
        one(&mut tx, actor, source, line, report).await?;
        tx.set_now(now);
    }
    Ok(tx.commit().await?)
}

/// The source, and the promise by which its complaints are judged.
async fn prepare(db: &Db, actor: &Actor) -> anyhow::Result<SourceId> {
    let mut tx = db.begin().await?;
    let known = customers::actions::source_by_key(&mut tx, SOURCE).await?;
    let source = match known {
        Some(source) => source.id,
        None => {
            let name = "CFPB Consumer Complaint Database".to_owned();
            let new = customers::actions::NewSource { key: SOURCE.to_owned(), name, trust: 50 };
            customers::actions::create_source(&mut tx, actor, &new).await?.id
        }
    };
    let market = Some(MARKET.to_owned());
    let promises = cases::actions::settings::promises(&mut tx, actor).await?;
    if !promises.iter().any(|it| it.conditions.market == market) {
        let calendars = cases::actions::settings::calendars(&mut tx, actor).await?;
        let calendar = calendars.iter().find(|it| it.is_default).or(calendars.first());
        let calendar_id = match calendar {
            Some(calendar) => calendar.id,
            None => {
                let new = cases::actions::settings::NewCalendar {
                    name: "CFPB".to_owned(),
                    is_default: true,
                    definition: always()?,
                };
                cases::actions::settings::create_calendar(&mut tx, actor, new).await?.id
            }
        };
        let target = Target { seconds: LIMIT_DAYS * DAY_SECONDS, counting: Counting::Elapsed, pauses: Vec::new() };
        let promise = cases::actions::settings::NewPromise {
            name: "CFPB, 15 days".to_owned(),
            place: promises.iter().map(|it| it.place).min().unwrap_or(1) - 1,
            conditions: Conditions { type_key: Some("complaint".to_owned()), market, ..Conditions::default() },
            targets: Targets { resolution: Some(target), ..Targets::default() },
            calendar_id,
            is_published: false,
        };
        cases::actions::settings::create_promise(&mut tx, actor, promise).await?;
    }
    tx.commit().await?;
    Ok(source)
}

/// Open every day, all day; only for a store without any calendar.
fn always() -> anyhow::Result<calendar::Definition> {
    let window = json!({"from": "00:00", "to": "24:00"});
    let week: serde_json::Map<_, _> = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        .into_iter()
        .map(|day| (day.to_owned(), json!([window])))
        .collect();
    Ok(serde_json::from_value(json!({"time_zone": "America/New_York", "week": week}))?)
}

async fn one(tx: &mut Tx, actor: &Actor, source: SourceId, line: &str, report: &mut Report) -> anyhow::Result<()> {
    let line: Line = serde_json::from_str(line)?;
    if line.text.trim().is_empty() {
        bail!("it has no words");
    }
    let now = tx.now();
    let opened_at = line.date.as_deref().map_or(Ok(now), noon)?;
    if opened_at > now {
        bail!("its date {opened_at} is yet to come");
    }
    let channel = channel(line.via.as_deref())?;
    let is_timely = line.is_timely()?;
    let asked = Identifiers {
        external: Some((source, line.id.clone())),
        name: Some(line.id.clone()),
        language: line.lang.clone(),
        ..Identifiers::default()
    };
    tx.set_now(opened_at);
    let person = match customers::actions::identify(tx, actor, &asked).await? {
        Identified::Created(person, _) => person,
        Identified::Known(..) | Identified::Ambiguous(..) => {
            report.known += 1;
            return Ok(());
        }
    };
    let is_dated = line.date.is_some();
    let case = record(tx, actor, person, opened_at, &channel, line).await?;
    match is_timely {
        _ if !is_dated => report.undated += 1,
        Some(is_timely) => {
            let days = if is_timely { LIMIT_DAYS } else { LIMIT_DAYS + 1 };
            tx.set_now(opened_at.plus_seconds(days * DAY_SECONDS).min(now));
            cases::actions::closure::close(tx, actor, case).await?;
            *(if is_timely { &mut report.timely } else { &mut report.late }) += 1;
        }
        None => report.open += 1,
    }
    report.imported += 1;
    *report.channels.entry(channel.name).or_default() += 1;
    Ok(())
}

/// Opens the case of a complaint and puts its words on the timeline.
async fn record(
    tx: &mut Tx,
    actor: &Actor,
    person: PersonId,
    opened_at: Timestamp,
    channel: &Came,
    line: Line,
) -> anyhow::Result<CaseId> {
    let subject = [&line.issue, &line.product].into_iter().flatten().find(|it| !it.is_empty() && *it != "None");
    let subject = subject.map_or_else(|| "Complaint".to_owned(), |it| it.replace('_', " "));
    let mut case = cases::NewCase::new(channel.case(), subject.clone(), opened_at);
    case.type_key = "complaint".to_owned();
    case.market = Some(MARKET.to_owned());
    case.language = Locale::En;
    case.person_id = Some(person);
    case.history = line.date.is_none().then_some(cases::case::History { is_dated: false });
    let case = cases::actions::open::open(tx, actor, case).await?;
    let meta = json!({
        "source": SOURCE, "product": line.product, "issue": line.issue, "company": line.company,
        "state": line.state, "response": line.response, "timely": line.timely, "is_dated": line.date.is_some(),
    });
    let words = interactions::actions::NewInteraction {
        person_id: Some(person),
        case_id: Some(case.id),
        at: Some(opened_at),
        author: Some(person.to_string()),
        subject: Some(subject),
        body_text: line.text,
        language: line.lang,
        external_key: Some(format!("{SOURCE}:{}", line.id)),
        meta,
        ..channel.interaction()
    };
    let state = interactions::interaction::State::Received;
    let recorded = interactions::actions::record_inbound(tx, actor, words, state).await?;
    cases::actions::inbound::link(tx, actor, case.id, recorded.id).await?;
    Ok(case.id)
}

impl Line {
    /// Whether the company answered in time; `None` where the file is silent.
    fn is_timely(&self) -> anyhow::Result<Option<bool>> {
        Ok(match self.timely.as_deref() {
            Some("Yes") => Some(true),
            Some("No") => Some(false),
            None | Some("None" | "N/A" | "") => None,
            Some(other) => bail!("timely is `{other}`"),
        })
    }
}

/// Noon of the day in Washington's winter time: the file knows days only.
fn noon(date: &str) -> anyhow::Result<Timestamp> {
    format!("{date}T17:00:00Z").parse().with_context(|| format!("its date `{date}` is no day"))
}

/// How a complaint came, as our channels name it.
#[derive(Debug, Clone, Copy)]
struct Came {
    name: &'static str,
}

fn channel(via: Option<&str>) -> anyhow::Result<Came> {
    Ok(Came {
        name: match via {
            // Who complains without the file saying how did so by the Bureau's form, as nine in ten do.
            None | Some("Web" | "Web Referral" | "None" | "") => "web_form",
            Some("Phone") => "phone",
            Some("Email") => "mail",
            Some("Referral" | "Postal mail" | "Fax") => "portal",
            Some(other) => bail!("it came by `{other}`, which is no channel of ours"),
        },
    })
}

impl Came {
    fn case(self) -> cases::Channel {
        cases::Channel::from_code(self.name).unwrap_or(cases::Channel::WebForm)
    }

    fn interaction(self) -> interactions::actions::NewInteraction {
        use interactions::interaction::{Channel, Kind};
        let channel = Channel::from_code(self.name).unwrap_or(Channel::WebForm);
        let kind = if self.name == "phone" { Kind::Call } else { Kind::Message };
        interactions::actions::NewInteraction {
            person_id: None,
            account_id: None,
            case_id: None,
            channel,
            kind,
            at: None,
            author: None,
            subject: None,
            body_text: String::new(),
            body_fold: None,
            html_blob: None,
            raw_blob: None,
            language: None,
            duration_seconds: None,
            message_id: None,
            in_reply_to: None,
            external_key: None,
            meta: serde_json::Value::Null,
            attachments: Vec::new(),
        }
    }
}
