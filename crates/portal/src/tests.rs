//! The customer's pages as they are met: over HTTP, on each engine, each page checked as HTML.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use calendar::{Counting, Target};
use cases::actions::settings::{NewCalendar, NewPromise};
use cases::promise::{Conditions, Targets};
use db::{Db, params, sql};
use http_body_util::BodyExt;
use kernel::{Actor, CaseId, Locale, ManualClock, PersonId};
use questionnaire::templates;
use tower::ServiceExt;

use crate::{actions, jobs};

mod survey;

/// The installation's key in these tests.
const KEY: &[u8] = &[7; 32];

#[derive(Clone)]
struct App {
    db: Db,
    clock: Arc<ManualClock>,
    state: api::State,
    router: axum::Router,
}

struct Reply {
    status: StatusCode,
    location: String,
    body: String,
}

fn system() -> Actor {
    Actor::system("test")
}

impl App {
    fn new(db: Db, clock: Arc<ManualClock>) -> Self {
        let blobs = db::blob::Blobs::folder(std::env::temp_dir().join("entente-portal-tests")).unwrap();
        let mut config = api::Config::new("https://care.example.fr", api::Secret::new([7; 32]).unwrap());
        config.company = "Mutuelle du Littoral".to_owned();
        let state = crate::equip(api::State::new(db.clone(), blobs, config));
        let router = crate::routes().split_for_parts().0.with_state(state.clone());
        Self { db, clock, state, router }
    }

    async fn send(&self, request: Request<Body>) -> Reply {
        let (head, content) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let location = head.headers.get(header::LOCATION).map(|it| it.to_str().unwrap().to_owned());
        assert!(head.headers.get(header::SET_COOKIE).is_none(), "a page sets no cookie");
        let bytes = content.collect().await.unwrap().to_bytes();
        let body = String::from_utf8(bytes.to_vec()).unwrap();
        if body.starts_with("<!doctype html>") {
            check_page(&body);
        }
        // The slash is escaped by the templates' engine; here it only hides addresses.
        let body = body.replace("&#x2f;", "/");
        Reply { status: head.status, location: location.unwrap_or_default(), body }
    }

    async fn get(&self, path: &str) -> Reply {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form as a browser would, with its hidden fields, three seconds after it was shown.
    async fn post(&self, path: &str, page: &str, fields: &[(&str, &str)]) -> Reply {
        self.clock.advance_seconds(3);
        self.post_at_once(path, page, fields).await
    }

    async fn post_at_once(&self, path: &str, page: &str, fields: &[(&str, &str)]) -> Reply {
        let mut pairs = hidden(page);
        pairs.extend(fields.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(encoded(&pairs))).unwrap()).await
    }

    async fn post_multipart(&self, path: &str, page: &str, fields: &[(&str, &str)], file: Option<&[u8]>) -> Reply {
        self.clock.advance_seconds(3);
        let mut pairs = hidden(page);
        pairs.extend(fields.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
        let mut body = Vec::new();
        for (key, value) in pairs {
            let part = format!("--X\r\nContent-Disposition: form-data; name=\"{key}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        if let Some(file) = file {
            let head = "--X\r\nContent-Disposition: form-data; name=\"attachment\"; filename=\"../constat.pdf\"\r\n\
                        Content-Type: application/pdf\r\n\r\n";
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(file);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--X--\r\n");
        let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=X");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    async fn count(&self, statement: db::Sql) -> i64 {
        self.db.read().await.unwrap().one(statement, params![]).await.unwrap().get("n").unwrap()
    }
}

fn encoded(pairs: &[(String, String)]) -> String {
    let escape = |text: &str| -> String {
        text.bytes()
            .map(|it| if it.is_ascii_alphanumeric() { char::from(it).to_string() } else { format!("%{it:02X}") })
            .collect()
    };
    pairs.iter().map(|(key, value)| format!("{}={}", escape(key), escape(value))).collect::<Vec<_>>().join("&")
}

/// The hidden fields of the first form of a page.
fn hidden(page: &str) -> Vec<(String, String)> {
    let form = page.split("</form>").next().unwrap();
    form.split("<input type=\"hidden\" name=\"")
        .skip(1)
        .map(|it| {
            let (name, rest) = it.split_once("\" value=\"").unwrap();
            (name.to_owned(), rest.split('"').next().unwrap().to_owned())
        })
        .collect()
}

/// What every page must be: small, whole, without script, readable by machines that read aloud.
fn check_page(html: &str) {
    assert!(html.len() <= crate::api::shell::PAGE_BYTES_MAX, "{} bytes", html.len());
    for (word, why) in [
        ("<script", "a script"),
        ("javascript:", "a script"),
        (" onclick", "a script"),
        ("⟦", "a missing word"),
        (" style=", "a style that the policy refuses"),
        ("src=", "a second request"),
        ("http://", "a second request"),
        ("rel=\"stylesheet\"", "a second request"),
    ] {
        assert!(!html.contains(word), "{why}: {word} in\n{html}");
    }
    assert_eq!(html.matches("<h1").count(), 1, "one heading of the first level");
    assert!(html.contains("<html lang=\"fr\"") || html.contains("<html lang=\"en\""));
    let title = html.split("<title>").nth(1).unwrap().split("</title>").next().unwrap();
    assert!(title.trim().len() > 3, "a title");
    let attributes = |name: &str| -> Vec<&str> {
        let mark = format!(" {name}=\"");
        html.split(mark.as_str()).skip(1).map(|it| it.split('"').next().unwrap()).collect()
    };
    let ids = attributes("id");
    let distinct: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(distinct.len(), ids.len(), "ids stand once: {ids:?}");
    for name in ["for", "aria-describedby"] {
        for target in attributes(name).into_iter().flat_map(str::split_whitespace) {
            assert!(distinct.contains(target), "{name}={target} leads nowhere in\n{html}");
        }
    }
    for href in attributes("href") {
        if let Some(target) = href.strip_prefix('#') {
            assert!(distinct.contains(target), "#{target} leads nowhere in\n{html}");
        }
    }
    check_nesting(html);
}

/// Every element is closed where it was opened.
fn check_nesting(html: &str) {
    const VOID: [&str; 5] = ["meta", "link", "input", "br", "!doctype"];
    let mut open: Vec<String> = Vec::new();
    let mut rest = html;
    while let Some((_, tag)) = rest.split_once('<') {
        let (inside, after) = tag.split_once('>').expect("a tag ends");
        let name: String = inside.trim_start_matches('/').split(|it: char| it.is_whitespace()).next().unwrap().into();
        rest = after;
        if inside.starts_with('/') {
            assert_eq!(open.pop().as_deref(), Some(name.as_str()), "in\n{html}");
        } else if !VOID.contains(&name.to_lowercase().as_str()) {
            if ["style", "textarea", "title"].contains(&name.as_str()) {
                rest = rest.split_once(&format!("</{name}>")).expect("closed").1;
            } else {
                open.push(name);
            }
        }
    }
    assert!(open.is_empty(), "{open:?} left open");
}

async fn each_engine<F: Future<Output = ()>>(body: impl Fn(App) -> F) {
    db::testing::each_engine(|db, clock| body(App::new(db, clock))).await;
}

/// A survey's link.
struct Leaving {
    token: String,
    expires_at: kernel::Timestamp,
}

/// A person with an address and a case, and a survey about it.
async fn invited(app: &App, definition: questionnaire::Definition) -> Leaving {
    let (person, case) = person_with_case(app).await;
    let mut tx = app.db.begin().await.unwrap();
    let survey = surveys::actions::create(&mut tx, &system(), "Après un dossier", definition).await.unwrap();
    surveys::actions::publish(&mut tx, &system(), survey.id, survey.version).await.unwrap();
    let invitation =
        surveys::actions::invite_person(&mut tx, &system(), (survey.id, person, Some(case)), false).await.unwrap();
    let token = db::secret::token().unwrap();
    let sent = surveys::actions::send(&mut tx, &system(), invitation.id, &token).await.unwrap().expect("it leaves");
    tx.commit().await.unwrap();
    Leaving { token, expires_at: sent.expires_at }
}

/// Published: an answer in four hours of the day and night.
async fn promise(app: &App, is_published: bool) {
    let mut tx = app.db.begin().await.unwrap();
    let hours = NewCalendar {
        name: format!("Toujours {is_published}"),
        is_default: is_published,
        definition: calendar::Definition { time_zone: "Europe/Paris".to_owned(), ..calendar::Definition::always() },
    };
    let hours = cases::actions::settings::create_calendar(&mut tx, &system(), hours).await.unwrap();
    let target = Target { seconds: 4 * 3_600, counting: Counting::Business, pauses: vec![] };
    let new = NewPromise {
        name: format!("Réponse {is_published}"),
        place: i64::from(!is_published),
        conditions: Conditions::default(),
        targets: Targets { first_reply: Some(target), ..Targets::default() },
        calendar_id: hours.id,
        is_published,
    };
    cases::actions::settings::create_promise(&mut tx, &system(), new).await.unwrap();
    tx.commit().await.unwrap();
}

async fn person_with_case(app: &App) -> (PersonId, CaseId) {
    let message = crate::contact::Message {
        topic: "question".to_owned(),
        text: "Bonjour, où en est mon <b>contrat</b> ?".to_owned(),
        name: "Hélène Roy".to_owned(),
        reach: crate::contact::Reach::Email("helene@example.fr".parse().unwrap()),
    };
    let mut tx = app.db.begin().await.unwrap();
    let case = actions::open_case(&mut tx, &message, Locale::Fr, vec![]).await.unwrap();
    tx.commit().await.unwrap();
    (case.person_id.unwrap(), case.id)
}

#[tokio::test]
async fn opening_a_survey_link_records_nothing_and_sending_it_records_once() {
    each_engine(async |app| {
        let path = format!("/s/{}", invited(&app, templates::after_case()).await.token);
        let responses = async || app.count(sql!("select count(*) as n from responses")).await;
        let page = app.get(&format!("{path}?score=9")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("value=\"9\" checked"), "{}", page.body);
        assert_eq!(page.body.matches(" checked").count(), 1);
        assert_eq!(responses().await, 0, "mail scanners open links");
        // Nothing is chosen for those who open the page without a score.
        assert_eq!(app.get(&path).await.body.matches(" checked").count(), 0);
        let sent = app.post(&path, &page.body, &[("nps", "3")]).await;
        assert_eq!((sent.status, responses().await), (StatusCode::SEE_OTHER, 1));
        let second = app.get(&sent.location).await;
        assert!(second.body.contains("<textarea id=\"why\""), "{}", second.body);
        let sent = app.post(&path, &second.body, &[("why", "Trop <i>long</i>")]).await;
        let third = app.get(&sent.location).await;
        assert!(third.body.contains("name=\"callback\""), "{}", third.body);
        let sent = app.post(&path, &third.body, &[("callback", "yes")]).await;
        let thanks = app.get(&sent.location).await;
        assert!(thanks.body.contains("Merci. Votre réponse est enregistrée."), "{}", thanks.body);
        // The same link later is another page, and sending again changes nothing.
        let again = app.get(&path).await;
        assert!(again.body.contains("Vous avez déjà répondu") && !again.body.contains("<form"), "{}", again.body);
        let late = app.post(&path, &page.body, &[("nps", "10")]).await;
        assert!(late.body.contains("Vous avez déjà répondu"));
        assert_eq!(app.count(sql!("select nps as n from responses")).await, 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_survey_page_pressed_twice_is_answered_once_and_leads_on_twice() {
    each_engine(async |app| {
        let token = invited(&app, templates::after_case()).await.token;
        let path = format!("/s/{token}");
        let page = app.get(&path).await.body;
        app.clock.advance_seconds(3);
        // The first one is not through when the second comes.
        let mut first = app.db.begin().await.unwrap();
        let fields = [("nps", "9"), ("satisfaction", "5")];
        let taken = surveys::actions::submit_for_token(&mut first, &token, 0, None, fields).await.unwrap().unwrap();
        assert!(matches!(taken, surveys::actions::Submitted::Complete(_)), "{taken:?}");
        let (again, address) = (app.clone(), path.clone());
        let second = tokio::spawn(async move { again.post_at_once(&address, &page, &fields).await });
        for _ in 0..20 {
            app.count(sql!("select count(*) as n from cases")).await;
        }
        first.commit().await.unwrap();
        let second = second.await.unwrap();
        assert_eq!(second.status, StatusCode::SEE_OTHER, "{}", second.body);
        let thanks = app.get(&second.location).await;
        assert!(thanks.body.contains("Merci. Votre réponse est enregistrée."), "{}", thanks.body);
        assert_eq!(app.count(sql!("select count(*) as n from responses")).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_page_that_is_not_taken_starts_with_the_error_and_keeps_what_was_typed() {
    each_engine(async |app| {
        let path = format!("/s/{}", invited(&app, templates::relationship()).await.token);
        let page = app.get(&path).await;
        let refused = app.post(&path, &page.body, &[("nps", "11")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("<title>Erreur\u{a0}: "), "{}", refused.body);
        let (summary, form) = (refused.body.find("error-summary").unwrap(), refused.body.find("<form").unwrap());
        assert!(summary < form && refused.body.contains("<a href=\"#nps\">Choisissez une note de 0 à 10.</a>"));
        assert_eq!(app.count(sql!("select count(*) as n from responses")).await, 0, "nothing in it could be taken");
        let english = app.get(&format!("{path}?lang=en")).await;
        let refused = app.post(&path, &english.body, &[("nps", "x")]).await;
        assert!(refused.body.contains("<title>Error: ") && refused.body.contains("<html lang=\"en\""));
    })
    .await;
}

#[tokio::test]
async fn what_can_be_taken_of_a_page_is_kept_when_another_answer_is_missing() {
    each_engine(async |app| {
        let path = format!("/s/{}", invited(&app, templates::satisfaction()).await.token);
        let page = app.get(&path).await;
        let refused = app.post(&path, &page.body, &[("effort", "6")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(app.count(sql!("select ces as n from responses where state = 'partial'")).await, 6);
        // The link opens on the same page, with what was kept.
        let again = app.get(&path).await;
        assert!(again.body.contains("value=\"6\" checked"), "{}", again.body);
        let sent = app.post(&path, &again.body, &[("effort", "6"), ("satisfaction", "4")]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    })
    .await;
}

#[tokio::test]
async fn i_would_rather_not_say_is_an_answer() {
    each_engine(async |app| {
        let path = format!("/s/{}", invited(&app, templates::after_case()).await.token);
        let page = app.get(&path).await;
        assert!(page.body.contains("Je préfère ne pas dire"));
        let sent = app.post(&path, &page.body, &[("nps", "declined")]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        assert_eq!(app.count(sql!("select count(*) as n from responses where nps is null")).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_link_that_is_over_reads_like_one_that_never_was_and_a_closed_survey_says_so() {
    each_engine(async |app| {
        let leaving = invited(&app, templates::after_case()).await;
        let path = format!("/s/{}", leaving.token);
        let unknown = app.get("/s/AAAAAAAAAAAAAAAAAAAAAA").await;
        assert_eq!(unknown.status, StatusCode::GONE);
        let mut tx = app.db.begin().await.unwrap();
        tx.run(sql!("update surveys set is_active = 0"), params![]).await.unwrap();
        tx.commit().await.unwrap();
        let closed = app.get(&path).await;
        assert!(closed.status == StatusCode::GONE && closed.body.contains("Cette enquête est close"));
        app.clock.set(leaving.expires_at);
        let over = app.get(&path).await;
        let strip = |body: &str| body.replace(&leaving.token, "T").replace("AAAAAAAAAAAAAAAAAAAAAA", "T");
        assert_eq!((over.status, strip(&over.body)), (unknown.status, strip(&unknown.body)));
        for body in [&closed.body, &over.body] {
            assert!(body.contains("href=\"/contact?lang=fr\""), "a way on");
        }
    })
    .await;
}

#[tokio::test]
async fn programs_that_fill_in_what_people_do_not_see_record_nothing_and_a_quick_person_is_heard() {
    each_engine(async |app| {
        let path = format!("/s/{}", invited(&app, templates::after_case()).await.token);
        let responses = async || app.count(sql!("select count(*) as n from responses")).await;
        let page = app.get(&path).await;
        let trapped = app.post(&path, &page.body, &[("nps", "9"), ("website", "x")]).await;
        assert_eq!((trapped.status, responses().await), (StatusCode::SEE_OTHER, 0));
        // The score of a mail's button is chosen already: one press, at once.
        let page = app.get(&format!("{path}?score=9")).await;
        let fast = app.post_at_once(&path, &page.body, &[("nps", "9")]).await;
        assert_eq!((fast.status, responses().await), (StatusCode::SEE_OTHER, 1), "{}", fast.body);
        // Where anybody may write, a form that nobody can have read is shown again, with what was typed.
        let page = app.get("/contact/follow").await;
        let fast = app.post_at_once("/contact/follow", &page.body, &[("email", "helene@example.fr")]).await;
        assert_eq!(fast.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(fast.body.contains("value=\"helene@example.fr\""), "{}", fast.body);
        let sent = app.post("/contact/follow", &fast.body, &[("email", "helene@example.fr")]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    })
    .await;
}

#[tokio::test]
async fn guessing_links_is_slowed_down() {
    each_engine(async |app| {
        let mut last = StatusCode::GONE;
        for number in 0..31 {
            last = app.get(&format!("/s/guess{number}")).await.status;
        }
        assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    })
    .await;
}

#[tokio::test]
async fn a_survey_page_and_its_sending_take_six_statements() {
    each_engine(async |app| {
        let satisfaction = templates::satisfaction();
        let pages = satisfaction.pages.len();
        let path = format!("/s/{}", invited(&app, satisfaction).await.token);
        // The house is remembered for a minute.
        app.get("/accessibility").await;
        let mut path_now = path.clone();
        for page in 0..pages {
            let before = app.db.statements();
            let shown = app.get(&path_now).await;
            let sent = app.post(&path, &shown.body, &[("satisfaction", "4"), ("effort", "2"), ("words", "Bien")]).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "page {page}: {}", sent.body);
            let used = app.db.statements() - before;
            assert!(used <= 6, "page {page} took {used} statements");
            path_now = sent.location;
        }
    })
    .await;
}

#[tokio::test]
async fn a_message_becomes_a_person_a_case_and_words_and_the_promise_is_told() {
    each_engine(async |app| {
        promise(&app, true).await;
        let page = app.get("/contact").await;
        // 10:00 in Paris, four hours on.
        assert!(page.body.contains("avant lundi 14:00"), "{}", page.body);
        let fields = [
            ("topic", "complaint"),
            ("message", "Mon contrat <script>alert(1)</script> est faux."),
            ("name", "Hélène Roy"),
            ("reach", "Helene@Example.fr"),
        ];
        let sent = app.post_multipart("/contact", &page.body, &fields, Some(b"%PDF-1.7 x")).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let done = app.get(&sent.location).await;
        assert!(done.body.contains("Nous vous répondrons avant lundi 14:00."), "{}", done.body);
        let mut read = app.db.read().await.unwrap();
        let row = read
            .one(
                sql!(
                    "select c.type_key, c.channel, c.person_id, i.direction, i.state, i.body_text, a.name, a.size_bytes,
                       p.email, c.last_inbound_id, i.id
                     from cases c join interactions i on i.case_id = c.id join attachments a on a.interaction_id = i.id
                     join persons p on p.id = c.person_id"
                ),
                params![],
            )
            .await
            .unwrap();
        drop(read);
        let text = |name: &str| row.get::<String>(name).unwrap();
        assert_eq!((text("type_key"), text("channel")), ("complaint".to_owned(), "web_form".to_owned()));
        assert_eq!((text("email"), text("direction")), ("helene@example.fr".to_owned(), "inbound".to_owned()));
        assert!(text("body_text").contains("<script>"), "words are kept as written and escaped where shown");
        assert_eq!((text("name"), row.get::<i64>("size_bytes").unwrap()), ("constat.pdf".to_owned(), 10));
        assert_eq!(row.get::<i64>("last_inbound_id").unwrap(), row.get::<i64>("id").unwrap());
        // What the acknowledgement needs is there: the address that was given, and a link of its own.
        let mut tx = app.db.begin().await.unwrap();
        let case_id = tx.one(sql!("select id from cases"), params![]).await.unwrap().get("id").unwrap();
        let person_id = Some(tx.one(sql!("select id from persons"), params![]).await.unwrap().get("id").unwrap());
        let number = kernel::CaseId::number(case_id);
        assert!(done.body.contains(&format!("le numéro {number}.")), "{number} in {}", done.body);
        let fact = crate::event::ContactReceived { case_id, person_id, locale: Locale::Fr };
        let acknowledgement = actions::acknowledgement(&mut tx, KEY, &fact).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        assert_eq!(acknowledgement.recipient, "helene@example.fr");
        assert_eq!(app.get(&format!("/d/{}", acknowledgement.link.unwrap().token)).await.status, StatusCode::OK);
        // Somebody else's case is not told of by changing the address.
        let stranger = app.get("/contact/sent?case=case_0000000000001&mark=00").await;
        assert!(!stranger.body.contains("case_") && !stranger.body.contains("14:00"), "{}", stranger.body);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_pressed_twice_is_taken_once_and_another_word_is_another_message() {
    each_engine(async |app| {
        let page = app.get("/contact").await.body;
        let fields = |message: &'static str| {
            [("topic", "question"), ("message", message), ("name", "Hélène Roy"), ("reach", "helene@example.fr")]
        };
        let cases = async || app.count(sql!("select count(*) as n from cases")).await;
        let typed = fields("Où en est mon contrat ?");
        let press = || app.post_multipart("/contact", &page, &typed, Some(b"%PDF-1.7 x"));
        let (first, second) = tokio::join!(press(), press());
        assert_eq!((first.status, second.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER), "{}", second.body);
        assert!(first.location.contains("case=") && first.location == second.location, "{}", second.location);
        assert_eq!((cases().await, press().await.location), (1, first.location), "and once more, later");
        let mended = app.post_multipart("/contact", &page, &fields("Où en est mon contrat 12 ?"), None).await;
        assert_eq!((mended.status, cases().await), (StatusCode::SEE_OTHER, 2), "{}", mended.body);

        let path = link(&app, "helene@example.fr").await.unwrap();
        let page = app.get(&path).await.body;
        let (messages, callback) = (format!("{path}/messages"), format!("{path}/callback"));
        let write = |text: &'static str| {
            let (app, messages, page) = (&app, &messages, &page);
            async move { app.post(messages, page, &[("message", text)]).await }
        };
        let call = || app.post(&callback, &page, &[("phone", "06 12 34 56 78")]);
        for (first, second) in [tokio::join!(write("Merci"), write("Merci")), tokio::join!(call(), call())] {
            assert_eq!((first.status, &first.location), (StatusCode::SEE_OTHER, &second.location), "{}", first.body);
        }
        let said = async || app.count(sql!("select count(*) as n from interactions where channel = 'portal'")).await;
        assert_eq!(said().await, 2, "one message, one wish");
        write("Merci encore").await;
        assert_eq!(said().await, 3);
        // Who writes the same words another day means them.
        app.clock.advance_seconds(60);
        let later = app.get(&path).await.body;
        app.post(&messages, &later, &[("message", "Merci")]).await;
        assert_eq!(said().await, 4);
        app.clock.advance_seconds(3 * 86_400);
        jobs::purge_links(&app.db).await.unwrap();
        assert_eq!(app.count(sql!("select count(*) as n from portal_forms")).await, 0);
    })
    .await;
}

#[tokio::test]
async fn an_internal_promise_is_told_to_nobody() {
    each_engine(async |app| {
        promise(&app, false).await;
        assert!(app.get("/contact").await.body.contains("Nous lisons chaque message"));
        assert!(app.get("/promises").await.body.contains("Aucun engagement"));
        promise(&app, true).await;
        let published = app.get("/promises?lang=en").await;
        assert!(published.body.contains("First answer within 4 hours"), "{}", published.body);
    })
    .await;
}

#[tokio::test]
async fn a_link_may_name_the_topic_and_one_that_names_none_is_no_page() {
    each_engine(async |app| {
        let chosen = app.get("/contact/complaint?lang=en").await;
        assert_eq!(chosen.status, StatusCode::OK);
        let (_, rest) = chosen.body.split_once("value=\"complaint\"").unwrap();
        assert!(rest.split_once('>').unwrap().0.contains("checked"), "{}", chosen.body);
        for path in ["/contact/nimporte", "/contact/callback"] {
            let missing = app.get(path).await;
            assert_eq!(missing.status, StatusCode::NOT_FOUND, "{path}");
            assert!(missing.body.contains("Cette page n’existe pas") && missing.body.contains("/contact?lang=fr"));
        }
    })
    .await;
}

#[tokio::test]
async fn two_promises_say_for_what_each_holds_in_the_order_that_decides() {
    each_engine(async |app| {
        promise(&app, true).await;
        let mut tx = app.db.begin().await.unwrap();
        // What is urgent, before everything else.
        tx.run(
            sql!(
                "insert into promises (id, name, place, type_key, channel, priority, market, targets, calendar_id,
                   is_published, is_active, created_at, version)
                 select 77, 'Urgences', -1, null, 'phone', 'urgent', null, targets, calendar_id, 1, 1, 0, 1 from promises"
            ),
            params![],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let page = app.get("/promises?lang=fr").await.body;
        let (urgent, all) = (page.find("<h2>Toute demande, urgente, par téléphone</h2>"), page.find("<h2>Toute demande</h2>"));
        assert!(urgent.is_some() && urgent < all, "{page}");
        assert!(page.contains("la première ligne qui lui convient"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn a_contact_form_with_faults_says_them_all_and_keeps_the_text() {
    each_engine(async |app| {
        let page = app.get("/contact?lang=en").await;
        let fields = [("message", "Hello \"there\" <b>"), ("reach", "nowhere")];
        let refused = app.post_multipart("/contact", &page.body, &fields, None).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        for field in ["topic", "name", "reach"] {
            assert!(refused.body.contains(&format!("<a href=\"#{field}\">")), "{field}: {}", refused.body);
        }
        assert!(refused.body.contains("Hello &quot;there&quot; &lt;b&gt;</textarea>"), "{}", refused.body);
        assert_eq!(app.count(sql!("select count(*) as n from cases")).await, 0);
    })
    .await;
}

/// The link in the mail that follows a request for `email`.
async fn link(app: &App, email: &str) -> Option<String> {
    let mut tx = app.db.begin().await.unwrap();
    let job = jobs::SendFollowLinks { email: email.to_owned(), locale: Locale::Fr };
    let mail = jobs::follow_mail(&mut tx, &job, &app.state.config, app.state.words).await.unwrap();
    tx.commit().await.unwrap();
    let mail = mail?;
    let tokens: Vec<String> = mail.seeds.iter().map(|it| db::secret::derived(KEY, "link", it)).collect();
    assert!(tokens.iter().all(|it| !mail.body.contains(it.as_str())), "{}", mail.body);
    let body = interactions::link::revealed(&mail.body, &tokens);
    let (_, rest) = body.split_once("https://care.example.fr/d/")?;
    Some(format!("/d/{}", rest.split_whitespace().next()?))
}

#[tokio::test]
async fn asking_for_links_answers_the_same_for_known_and_unknown() {
    each_engine(async |app| {
        person_with_case(&app).await;
        let mut answers = Vec::new();
        for email in ["helene@example.fr", "nobody@example.fr"] {
            let page = app.get("/contact/follow").await;
            let sent = app.post("/contact/follow", &page.body, &[("email", email)]).await;
            answers.push((sent.status, sent.location.clone(), sent.body));
            assert!(app.get(&sent.location).await.body.contains("Si nous avons un dossier"));
        }
        assert_eq!(answers[0], answers[1]);
        assert_eq!(
            app.count(sql!("select count(*) as n from jobs where name = 'send_follow_links'")).await,
            2,
            "one job each"
        );
        assert!(link(&app, "helene@example.fr").await.is_some());
        assert!(link(&app, "nobody@example.fr").await.is_none());
        let worker = ::jobs::Worker::new(app.db.clone());
        jobs::handlers(worker, &app.state).run_due().await.unwrap();
        let queued = async |filter: db::Sql| app.count(filter).await;
        assert_eq!(queued(sql!("select count(*) as n from interactions where state = 'queued'")).await, 1);
        // The link is a key: it stands on nobody's timeline.
        let of_somebody =
            sql!("select count(*) as n from interactions where state = 'queued' and person_id is not null");
        assert_eq!(queued(of_somebody).await, 0);
        // One address is not written to more than three times an hour, whoever asks.
        for _ in 0..5 {
            let page = app.get("/contact/follow").await;
            app.post("/contact/follow", &page.body, &[("email", "helene@example.fr")]).await;
        }
        assert_eq!(
            app.count(sql!("select count(*) as n from jobs where name = 'send_follow_links' and state = 'pending'"))
                .await,
            2
        );
    })
    .await;
}

#[tokio::test]
async fn the_case_in_which_we_call_somebody_back_is_not_among_their_links() {
    each_engine(async |app| {
        let (person, case) = person_with_case(&app).await;
        let mut tx = app.db.begin().await.unwrap();
        for subject in ["Rappel après une note de 3 sur 10", "Rappel demandé"] {
            let mut new = cases::NewCase::new(cases::Channel::Survey, subject, tx.now());
            (new.type_key, new.person_id) = ("callback".to_owned(), Some(person));
            cases::actions::open::open(&mut tx, &system(), new).await.unwrap();
        }
        let job = jobs::SendFollowLinks { email: "helene@example.fr".to_owned(), locale: Locale::Fr };
        let mail = jobs::follow_mail(&mut tx, &job, &app.state.config, app.state.words).await.unwrap().unwrap();
        assert_eq!((mail.case_id, mail.seeds.len()), (case, 1), "{}", mail.body);
        assert!(!mail.body.contains("Rappel"), "{}", mail.body);
    })
    .await;
}

#[tokio::test]
async fn a_customer_follows_their_case_and_sees_both_sides_but_never_notes() {
    each_engine(async |app| {
        promise(&app, true).await;
        let (person, case) = person_with_case(&app).await;
        let path = link(&app, "helene@example.fr").await.unwrap();
        let mut tx = app.db.begin().await.unwrap();
        for (number, (direction, kind, state, whose, text)) in [
            ("internal", "note", "received", Some(person), "NOTE"),
            ("outbound", "message", "sent", Some(person), "Nous étudions votre demande."),
            ("outbound", "message", "held", Some(person), "RETENU"),
            ("inbound", "message", "unverified", Some(person), "USURPÉ"),
            ("outbound", "message", "sent", None, "EXPERT"),
        ]
        .into_iter()
        .enumerate()
        {
            tx.run(
                sql!(
                    "insert into interactions (id, person_id, case_id, channel, direction, kind, state, at, at_year, author,
                       body_text, meta, created_at, version)
                     values ($1, $2, $3, 'mail', $4, $5, $6, $7, 2026, 'test', $8, 'null', 0, 1)"
                ),
                params![i64::try_from(number).unwrap(), whose, case, direction, kind, state, app.db.now(), text],
            )
            .await
            .unwrap();
        }
        tx.commit().await.unwrap();
        let mut tx = app.db.begin().await.unwrap();
        tx.run(sql!("update interactions set language = 'en' where body_text like 'Nous%'"), params![]).await.unwrap();
        tx.commit().await.unwrap();
        let page = app.get(&path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("<span lang=\"en\">Nous étudions") && !page.body.contains("<span lang=\"fr\">"));
        assert!(page.body.contains(&format!("Dossier {}<", case.number())), "{}", page.body);
        assert!(page.body.contains("mon &lt;b&gt;contrat&lt;") && page.body.contains("Nous étudions votre demande."));
        for hidden in ["NOTE", "RETENU", "USURPÉ", "EXPERT"] {
            assert!(!page.body.contains(hidden), "{hidden} is shown");
        }
        assert_eq!(page.body.matches("aria-current=\"step\"").count(), 1);
        assert!(page.body.contains("avant lundi 14:00"), "{}", page.body);
        let sent = app.post(&format!("{path}/messages"), &page.body, &[("message", "Merci bien")]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let after = app.get(&sent.location).await;
        assert!(after.body.contains("Votre message est arrivé.") && after.body.contains("Merci bien"));
        let wrong = app.post(&format!("{path}/callback"), &page.body, &[("phone", "12")]).await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("<a href=\"#phone\">"));
        let asked = app.post(&format!("{path}/callback"), &page.body, &[("phone", "06 12 34 56 78")]).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER);
        assert_eq!(app.count(sql!("select count(*) as n from outbox where name = 'callback_requested'")).await, 1);
        app.clock.advance_seconds(actions::LINK_SECONDS);
        let dead = app.get(&path).await;
        assert!(dead.status == StatusCode::GONE && dead.body.contains("/contact/follow?lang=fr"), "{}", dead.body);
    })
    .await;
}

#[tokio::test]
async fn a_link_opens_nothing_once_the_case_is_somebody_elses() {
    each_engine(async |app| {
        let (_, case) = person_with_case(&app).await;
        let path = link(&app, "helene@example.fr").await.unwrap();
        assert_eq!(app.get(&path).await.status, StatusCode::OK);
        let mut tx = app.db.begin().await.unwrap();
        tx.run(sql!("update cases set person_id = 1 where id = $1"), params![case]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(app.get(&path).await.status, StatusCode::GONE);
    })
    .await;
}

#[tokio::test]
async fn the_longest_pages_stay_below_twenty_kilobytes() {
    each_engine(async |app| {
        let (person, case) = person_with_case(&app).await;
        let path = link(&app, "helene@example.fr").await.unwrap();
        let mut tx = app.db.begin().await.unwrap();
        for number in 0..60_i64 {
            tx.run(
                sql!(
                    "insert into interactions (id, person_id, case_id, channel, direction, kind, state, at, at_year, author,
                       body_text, meta, created_at, version)
                     values ($1, $2, $3, 'mail', 'inbound', 'message', 'received', $4, 2026, 'test', $5, 'null', 0, 1)"
                ),
                params![number, person, case, app.db.now(), "<é&\"".repeat(100)],
            )
            .await
            .unwrap();
        }
        tx.commit().await.unwrap();
        let page = app.get(&path).await;
        assert!(page.body.contains("plus anciens"), "earlier ones are said to be left out");
        let mut sizes = vec![("case", page.body.len())];
        for (name, definition) in
            [("after_case", templates::after_case()), ("relationship", templates::relationship())]
        {
            let path = format!("/s/{}", invited(&app, definition).await.token);
            sizes.push((name, app.get(&path).await.body.len()));
        }
        for (name, path) in [("contact", "/contact"), ("accessibility", "/accessibility"), ("promises", "/promises")] {
            sizes.push((name, app.get(path).await.body.len()));
        }
        println!("page sizes in bytes: {sizes:?}");
    })
    .await;
}

#[test]
fn every_word_of_the_pages_stands_in_both_languages() {
    let words = api::Words::embedded();
    let keys = |text: &str| -> BTreeSet<String> {
        let line = |it: &str| Some(it.split_once(" =")?.0.to_owned());
        text.lines().filter(|it| it.starts_with("portal-")).filter_map(line).collect()
    };
    let fr = keys(include_str!("../../../locales/fr/portal.ftl"));
    let en = keys(include_str!("../../../locales/en/portal.ftl"));
    assert_eq!(fr, en);
    assert!(fr.iter().all(|it| words.has(Locale::Fr, it) && words.has(Locale::En, it)));
}
