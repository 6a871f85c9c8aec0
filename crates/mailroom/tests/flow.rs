//! Mail through the stages on both engines, without servers: new, follow-up, unverified, automatic, duplicate,
//! quarantine, answer, undo, acknowledgement, bounce, import, the vectors of threading.

#![expect(clippy::unwrap_used, reason = "what a test cannot get has failed it")]

use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use db::Db;
use db::blob::Blobs;
use interactions::{State as Contact, StateReason};
use jobs::Worker;
use kernel::{Actor, CaseId, ManualClock, Role, TeamId};
use mailroom::actions::intake::{History, Received, Settled};
use mailroom::actions::replies::Reply;
use mailroom::actions::wording::Follow;
use mailroom::intake::Outcome;
use mailroom::mailbox::{Kind, Mailbox, NewMailbox, Secrets, Settings};
use mailroom::{Mailroom, MailroomError};

struct Desk {
    room: Mailroom,
    worker: Worker,
    mailbox: Mailbox,
    adviser: Actor,
    clock: Arc<ManualClock>,
    folder: tempfile::TempDir,
}

async fn desk(db: Db, clock: Arc<ManualClock>) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::folder(folder.path().join("blobs")).unwrap();
    let key = api::Secret::new(*b"0123456789abcdef0123456789abcdef").unwrap();
    let state = api::State::new(db.clone(), blobs, api::Config::new("https://care.example.fr", key));
    let room = Mailroom::new(&state);
    let new = NewMailbox {
        name: "Support".to_owned(),
        address: "support@desk.example".parse().unwrap(),
        display_name: "Service clients".to_owned(),
        kind: Kind::Folder,
        settings: Settings {
            directory: Some(folder.path().join("mail").display().to_string()),
            authserv_id: Some("mx.desk.example".to_owned()),
            has_plus_addresses: true,
            ..Settings::default()
        },
        team_id: None,
        case_type: "question".to_owned(),
        language: kernel::Locale::Fr,
        market: None,
        acknowledges: true,
        requires_proof: true,
        is_active: true,
    };
    let mut tx = db.begin().await.unwrap();
    let mailbox = room.create_mailbox(&mut tx, &Actor::system("test"), &new, &Secrets::default()).await.unwrap();
    tx.commit().await.unwrap();
    let staff = access::testing::staff(&db, Role::Adviser, &[] as &[TeamId]).await;
    let adviser = access::testing::actor(&db, staff).await;
    let worker = mailroom::jobs::handlers(Worker::new(db), &room);
    Desk { room, worker, mailbox, adviser, clock, folder }
}

/// A mail from `from` with `more` headers, proven by our own server unless `more` says otherwise.
fn mail(from: &str, id: &str, more: &str, text: &str) -> Bytes {
    let proof = if more.contains("Authentication-Results") {
        ""
    } else {
        "Authentication-Results: mx.desk.example; dmarc=pass\r\n"
    };
    Bytes::from(format!(
        "{proof}From: {from}\r\nTo: support@desk.example\r\nSubject: Mon contrat\r\nMessage-ID: <{id}>\r\n{more}\r\n{text}\r\n"
    ))
}

/// A server says that a mail of ours, `id`, did not reach `whom`.
fn report(id: &str, whom: &str, own: &str) -> Bytes {
    Bytes::from(format!(
        "From: MAILER-DAEMON@mx.example\r\nMessage-ID: <{own}>\r\nContent-Type: multipart/report; report-type=delivery-status; \
         boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n\
         Final-Recipient: rfc822; {whom}\r\nAction: failed\r\nStatus: 5.1.1\r\n\
         Diagnostic-Code: smtp; 550 no such user\r\n--x\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <{id}>\r\n\r\nhi\r\n--x--\r\n"
    ))
}

impl Desk {
    async fn take(&self, raw: Bytes) -> Settled {
        let received = Received { mailbox_id: Some(self.mailbox.id), uid: None, place: None, raw, history: None };
        self.room.take_or_set_aside(received).await.unwrap()
    }

    async fn run(&self) {
        self.worker.run_due().await.unwrap();
    }

    async fn case(&self, id: CaseId) -> cases::Case {
        let mut conn = self.room.db.read().await.unwrap();
        cases::actions::find(&mut conn, &Actor::system("test"), id).await.unwrap()
    }

    async fn contact(&self, id: kernel::InteractionId) -> interactions::Interaction {
        let mut conn = self.room.db.read().await.unwrap();
        interactions::actions::find(&mut conn, id).await.unwrap().unwrap()
    }

    fn sent(&self) -> Vec<mail::InboundMail> {
        let mut files: Vec<PathBuf> = std::fs::read_dir(self.folder.path().join("mail/out"))
            .into_iter()
            .flatten()
            .flatten()
            .map(|it| it.path())
            .collect();
        files.sort();
        files
            .iter()
            .map(|it| mail::InboundMail::parse(&std::fs::read(it).unwrap(), &mail::Budget::default()).unwrap())
            .collect()
    }

    async fn answer(&self, case: CaseId, reply: Reply) -> Result<kernel::InteractionId, MailroomError> {
        let mut tx = self.room.db.begin().await.unwrap();
        let (id, _) = self.room.reply(&mut tx, &self.adviser, case, &reply).await?;
        tx.commit().await.unwrap();
        Ok(id)
    }
}

fn reply(text: &str, last_seen: Option<kernel::InteractionId>) -> Reply {
    Reply {
        text: text.to_owned(),
        template_id: None,
        closes: false,
        hold_seconds: 10,
        last_seen,
        file_ids: vec![],
        answers_seen: None,
    }
}

#[tokio::test]
async fn a_mail_becomes_a_case_is_answered_and_the_reply_joins_it() {
    db::testing::each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let desk = desk(db, clock).await;
        let first =
            desk.take(mail("Hélène <helene@cust.example>", "a1@cust.example", "", "Bonjour, où en est-on ?")).await;
        assert_eq!(first.outcome, Outcome::NewCase);
        let case = first.case_id.unwrap();
        let opened = desk.case(case).await;
        assert_eq!(opened.subject, "Mon contrat");
        assert_eq!(opened.last_inbound_id, first.interaction_id);
        assert!(opened.person_id.is_some());

        desk.run().await;
        let [acknowledgement] = desk.sent().try_into().unwrap_or_else(|it| panic!("{it:#?}"));
        assert_eq!(acknowledgement.header("auto-submitted"), Some("auto-generated"));
        assert_eq!(acknowledgement.to[0].address, "helene@cust.example");
        assert!(acknowledgement.text.contains("Nous avons bien reçu"), "{}", acknowledgement.text);
        assert!(acknowledgement.text.contains(&format!("le numéro {}.", case.number())), "{}", acknowledgement.text);
        assert!(!acknowledgement.text.contains("où en est-on"), "their words are not sent on");

        let answer = desk.answer(case, reply("Bonjour,\nvotre contrat est prêt.", first.interaction_id)).await.unwrap();
        assert_eq!(desk.contact(answer).await.state, Contact::Held);
        assert_eq!(desk.case(case).await.answer_count, 1);
        desk.run().await;
        assert_eq!(desk.sent().len(), 1, "held");
        desk.clock.advance_seconds(11);
        desk.run().await;
        assert_eq!(desk.contact(answer).await.state, Contact::Sent);
        let sent = desk.sent();
        let sent = sent.iter().find(|it| it.text.contains("est prêt")).unwrap();
        assert_eq!(sent.subject, "Re: Mon contrat");
        assert_eq!(sent.in_reply_to, ["a1@cust.example"]);
        assert!(sent.header("auto-submitted").is_none());
        assert!(sent.html.as_deref().unwrap().contains("votre contrat"));
        assert!(sent.reply_to[0].address.starts_with("support+c"), "{:?}", sent.reply_to);

        // By the signed Message-ID, with the answer quoted below.
        let refs = format!("In-Reply-To: <{}>\r\n", sent.message_id.as_deref().unwrap());
        let text = "Merci !\r\n\r\nLe 1 juin 2026 à 10:00, Service <support@desk.example> a écrit :\r\n> votre contrat";
        let second = desk.take(mail("helene@cust.example", "a2@cust.example", &refs, text)).await;
        assert_eq!((second.outcome, second.case_id), (Outcome::FollowUp, Some(case)));
        let words = desk.contact(second.interaction_id.unwrap()).await;
        assert_eq!(words.state, Contact::Received);
        assert_eq!(words.body_fold, Some(9), "the quoted part begins after « Merci ! »");
        assert_eq!(desk.case(case).await.last_inbound_id, second.interaction_id);

        // By the signed address alone.
        let raw = String::from_utf8(mail("helene@cust.example", "a3@cust.example", "", "Encore moi").to_vec()).unwrap();
        let raw = raw.replace("To: support@desk.example", &format!("To: {}", sent.reply_to[0].address.to_uppercase()));
        let third = desk.take(Bytes::from(raw)).await;
        assert_eq!((third.outcome, third.case_id), (Outcome::FollowUp, Some(case)));

        // Who has not read them may not answer over them.
        let stale = desk.answer(case, reply("Trop tard", second.interaction_id)).await;
        assert!(matches!(stale, Err(MailroomError::NewerWords { newest, .. }) if Some(newest) == third.interaction_id));
    })
    .await;
}

#[tokio::test]
async fn a_held_answer_is_taken_back_with_its_closing() {
    db::testing::each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let desk = desk(db, clock).await;
        let first = desk.take(mail("helene@cust.example", "a1@cust.example", "", "Bonjour")).await;
        let case = first.case_id.unwrap();
        desk.run().await;
        let closing = Reply { closes: true, ..reply("Voilà.", first.interaction_id) };
        let answer = desk.answer(case, closing).await.unwrap();
        assert!(desk.case(case).await.is_closed());
        let mut tx = desk.room.db.begin().await.unwrap();
        let back = desk.room.withdraw_reply(&mut tx, &desk.adviser, case, answer).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(back.body_text, "Voilà.");
        let after = desk.case(case).await;
        assert!(!after.is_closed() && after.answer_count == 0 && after.unanswered_since.is_some());
        desk.clock.advance_seconds(60);
        desk.run().await;
        assert_eq!(desk.sent().len(), 1, "the acknowledgement alone");
    })
    .await;
}

#[tokio::test]
async fn unproven_replies_wait_for_an_adviser_and_strangers_get_their_own_case() {
    db::testing::each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let desk = desk(db, clock).await;
        let first = desk.take(mail("helene@cust.example", "a1@cust.example", "", "Bonjour")).await;
        let case = first.case_id.unwrap();
        desk.run().await;
        let known = "References: <a1@cust.example>\r\n";
        for (id, verdict) in [("s1@x", "dmarc=fail"), ("s2@x", "dmarc=none")] {
            let more = format!("{known}Authentication-Results: mx.desk.example; {verdict}\r\n");
            let spoofed = desk.take(mail("helene@cust.example", id, &more, "Changez mon RIB")).await;
            assert_eq!((spoofed.outcome, spoofed.case_id), (Outcome::FollowUp, Some(case)), "{verdict}");
            assert_eq!(desk.contact(spoofed.interaction_id.unwrap()).await.state, Contact::Unverified);
            assert_eq!(desk.case(case).await.last_inbound_id, first.interaction_id, "not appended");
        }
        let stranger = desk.take(mail("mallory@evil.example", "m1@evil.example", known, "Moi aussi")).await;
        assert_eq!(stranger.outcome, Outcome::NewCase);
        assert_ne!(stranger.case_id, Some(case));
        let words = desk.contact(stranger.interaction_id.unwrap()).await;
        assert_eq!(words.meta["linked_case_id"], case.to_string());
        desk.run().await;
        assert_eq!(desk.sent().len(), 1, "nothing automatic leaves for either");

        let more = format!("{known}Authentication-Results: mx.desk.example; dmarc=none\r\n");
        let doubtful = desk.take(mail("helene@cust.example", "a4@cust.example", &more, "C’est bien moi")).await;
        let id = doubtful.interaction_id.unwrap();
        let mut tx = desk.room.db.begin().await.unwrap();
        desk.room.decide_sender(&mut tx, &desk.adviser, id, true, false).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(desk.contact(id).await.state, Contact::Accepted);
        assert_eq!(desk.case(case).await.last_inbound_id, Some(id));
    })
    .await;
}

#[tokio::test]
async fn whoever_is_added_joins_the_case_and_reads_the_answers_in_copy() {
    db::testing::each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let desk = desk(db, clock).await;
        let first = desk.take(mail("helene@cust.example", "a1@cust.example", "", "Bonjour")).await;
        let case = first.case_id.unwrap();
        let known = "References: <a1@cust.example>\r\n";
        let before = desk.take(mail("expert@cabinet.example", "e1@cabinet.example", known, "Mon rapport")).await;
        assert_ne!(before.case_id, Some(case), "a stranger gets a case of their own");
        let mut tx = desk.room.db.begin().await.unwrap();
        let who = (Some(" Expert@Cabinet.example "), None, cases::participant::Part::Copied);
        cases::actions::participants::invite(&mut tx, &desk.adviser, case, who).await.unwrap();
        tx.commit().await.unwrap();
        let joined = desk.take(mail("expert@cabinet.example", "e2@cabinet.example", known, "Mon rapport")).await;
        assert_eq!((joined.outcome, joined.case_id), (Outcome::FollowUp, Some(case)));
        let theirs = desk.contact(joined.interaction_id.unwrap()).await;
        let customer = desk.case(case).await.person_id;
        assert_eq!(theirs.state, Contact::Received);
        assert!(theirs.person_id != customer && theirs.person_id.is_some(), "not the customer's words: {theirs:?}");
        assert_eq!(Some(theirs.author), theirs.person_id.map(|it| it.to_string()));

        let mut tx = desk.room.db.begin().await.unwrap();
        let answer = reply("Merci à tous deux.", joined.interaction_id);
        desk.room.reply(&mut tx, &desk.adviser, case, &answer).await.unwrap();
        tx.commit().await.unwrap();
        desk.clock.advance_seconds(60);
        desk.run().await;
        let sent = desk.sent();
        let last = sent.iter().find(|it| it.text.contains("Merci à tous deux")).unwrap();
        let addresses = |list: &[mail::Mailbox]| list.iter().map(|it| it.address.clone()).collect::<Vec<_>>();
        assert_eq!(addresses(&last.to), ["helene@cust.example"]);
        assert_eq!(addresses(&last.cc), ["expert@cabinet.example"]);

        let mut tx = desk.room.db.begin().await.unwrap();
        cases::actions::participants::remove(&mut tx, &desk.adviser, case, "expert@cabinet.example").await.unwrap();
        tx.commit().await.unwrap();
        let after = desk.take(mail("expert@cabinet.example", "e3@cabinet.example", known, "Encore moi")).await;
        assert_ne!(after.case_id, Some(case), "who takes part no longer is a stranger again");
    })
    .await;
}

#[tokio::test]
async fn an_expert_ends_the_wait_for_the_expert_and_not_the_one_for_the_customer() {
    db::testing::each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let desk = desk(db, clock).await;
        let first = desk.take(mail("helene@cust.example", "x1@cust.example", "", "Bonjour")).await;
        let case = first.case_id.unwrap();
        let mut tx = desk.room.db.begin().await.unwrap();
        let who = (Some("expert@cabinet.example"), None, cases::participant::Part::ThirdParty);
        cases::actions::participants::invite(&mut tx, &desk.adviser, case, who).await.unwrap();
        tx.commit().await.unwrap();
        desk.answer(case, reply("Nous attendons.", first.interaction_id)).await.unwrap();
        let known = "References: <x1@cust.example>\r\n";
        for (number, cause, goes_on) in
            [(2, calendar::WaitingCause::Customer, true), (3, calendar::WaitingCause::Supplier, false)]
        {
            let mut tx = desk.room.db.begin().await.unwrap();
            cases::actions::wait(&mut tx, &desk.adviser, case, cause, None).await.unwrap();
            tx.commit().await.unwrap();
            let id = format!("x{number}@cabinet.example");
            let joined = desk.take(mail("expert@cabinet.example", &id, known, "Mon rapport")).await;
            let now = desk.case(case).await;
            assert_eq!(now.state.waiting_cause().is_some(), goes_on, "{cause:?}");
            assert_eq!(now.unanswered_since, None, "the expert is promised no answer");
            assert_eq!(
                now.last_inbound_id, joined.interaction_id,
                "what is new on the case is read before it is answered"
            );
        }
        let mut tx = desk.room.db.begin().await.unwrap();
        cases::actions::close(&mut tx, &desk.adviser, case).await.unwrap();
        tx.commit().await.unwrap();
        desk.take(mail("expert@cabinet.example", "x4@cabinet.example", known, "Encore un mot")).await;
        assert!(!desk.case(case).await.is_closed(), "words on a closed case are seen");
    })
    .await;
}

#[tokio::test]
async fn a_copy_that_comes_back_leaves_the_answer_sent() {
    db::testing::each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let desk = desk(db, clock).await;
        let first = desk.take(mail("helene@cust.example", "c1@cust.example", "", "Bonjour")).await;
        let case = first.case_id.unwrap();
        let mut tx = desk.room.db.begin().await.unwrap();
        let who = (Some("expert@cabinet.example"), None, cases::participant::Part::Copied);
        cases::actions::participants::invite(&mut tx, &desk.adviser, case, who).await.unwrap();
        tx.commit().await.unwrap();
        let held = desk.answer(case, reply("Voilà.", first.interaction_id)).await.unwrap();
        let mut tx = desk.room.db.begin().await.unwrap();
        let early = desk.room.send_again(&mut tx, &desk.adviser, held).await;
        assert!(
            matches!(early, Err(MailroomError::Interaction(_))),
            "what is held is still to be taken back: {early:?}"
        );
        drop(tx);
        desk.clock.advance_seconds(60);
        desk.run().await;
        let sent = desk.sent();
        let id = sent.iter().find(|it| it.text.contains("Voilà")).unwrap().message_id.clone().unwrap();
        desk.take(report(&id, "expert@cabinet.example", "r1@mx.example")).await;
        let answer = desk.contact(held).await;
        let reason = StateReason::read(&answer.state_reason.unwrap());
        assert_eq!((answer.state, reason.code.as_str()), (Contact::Sent, "mail_copy_refused"));
        assert_eq!(reason.what.as_deref(), Some("expert@cabinet.example"));
        desk.take(report(&id, "helene@cust.example", "r2@mx.example")).await;
        assert_eq!(desk.contact(held).await.state, Contact::Failed, "she has not got it");
    })
    .await;
}

#[tokio::test]
async fn an_answer_is_held_back_if_a_colleague_has_answered_since() {
    db::testing::each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let desk = desk(db, clock).await;
        let first = desk.take(mail("helene@cust.example", "a1@cust.example", "", "Bonjour")).await;
        let case = first.case_id.unwrap();
        let knowing = |answers_seen| Reply { answers_seen, ..reply("Voilà.", first.interaction_id) };
        let mut tx = desk.room.db.begin().await.unwrap();
        desk.room.reply(&mut tx, &desk.adviser, case, &knowing(Some(0))).await.unwrap();
        let second = desk.room.reply(&mut tx, &desk.adviser, case, &knowing(Some(0))).await;
        assert!(matches!(second, Err(MailroomError::AnsweredMeanwhile(it)) if it == case), "{second:?}");
        desk.room.reply(&mut tx, &desk.adviser, case, &knowing(Some(1))).await.unwrap();
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn machines_duplicates_and_bombs_end_where_they_must() {
    db::testing::each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let desk = desk(db, clock).await;
        let first = desk.take(mail("helene@cust.example", "a1@cust.example", "", "Bonjour")).await;
        let case = first.case_id.unwrap();
        desk.run().await;
        let before = desk.case(case).await;

        let away = "References: <a1@cust.example>\r\nAuto-Submitted: auto-replied\r\n";
        let away = desk.take(mail("helene@cust.example", "o1@cust.example", away, "Je suis absente")).await;
        assert_eq!((away.outcome, away.case_id), (Outcome::FollowUp, Some(case)));
        assert_eq!(desk.case(case).await.unanswered_since, before.unanswered_since);
        assert_eq!(desk.case(case).await.last_inbound_id, before.last_inbound_id, "nobody is woken");

        let again = desk.take(mail("helene@cust.example", "a1@cust.example", "", "Bonjour")).await;
        assert_eq!((again.outcome, again.cause.as_deref()), (Outcome::Rejected, Some("duplicate")));
        let rerouted = mail("helene@cust.example", "a1@cust.example", "Received: by other.example\r\n", "Bonjour");
        assert_eq!(desk.take(rerouted).await.cause.as_deref(), Some("duplicate"));

        let own = desk.take(mail("support@desk.example", "x@desk.example", "", "ping")).await;
        assert_eq!((own.outcome, own.cause.as_deref()), (Outcome::Rejected, Some("own_mail")));
        let list = desk.take(mail("n@list.example", "l1@list.example", "List-Id: <x.list.example>\r\n", "news")).await;
        assert_eq!((list.outcome, list.cause.as_deref()), (Outcome::Quarantine, Some("mailing_list")));
        let nobody = desk.take(Bytes::from_static(b"Subject: x\r\n\r\nhello")).await;
        assert_eq!((nobody.outcome, nobody.cause.as_deref()), (Outcome::Quarantine, Some("no_sender")));
        let bomb = desk.take(Bytes::from("Content-Type: message/rfc822\r\n\r\n".repeat(500))).await;
        assert_eq!((bomb.outcome, bomb.cause.as_deref()), (Outcome::Quarantine, Some("too_deep")));

        let lead = Actor::system("lead");
        let released = desk.room.release(&lead, bomb.id).await.unwrap();
        assert_eq!(released.outcome, Outcome::NewCase);
        let files = {
            let mut conn = desk.room.db.read().await.unwrap();
            interactions::actions::attachments(&mut conn, released.interaction_id.unwrap()).await.unwrap()
        };
        assert_eq!(files[0].name, "mail.eml");
        assert!(matches!(desk.room.release(&lead, bomb.id).await, Err(MailroomError::NotQuarantined(_))));
        assert_eq!(desk.room.reject(&lead, list.id).await.unwrap().cause.as_deref(), Some("by_staff"));
        assert!(matches!(desk.room.reject(&desk.adviser, nobody.id).await, Err(MailroomError::Denied(_))));
        desk.run().await;
        assert_eq!(desk.sent().len(), 1, "one acknowledgement in all");
    })
    .await;
}

#[tokio::test]
async fn a_report_on_our_mail_marks_it_failed_and_a_forged_one_does_nothing() {
    db::testing::each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let desk = desk(db, clock).await;
        let first = desk.take(mail("helene@cust.example", "a1@cust.example", "", "Bonjour")).await;
        let case = first.case_id.unwrap();
        let answer = Reply { hold_seconds: 0, ..reply("Voilà.", first.interaction_id) };
        let answer = desk.answer(case, answer).await.unwrap();
        desk.run().await;
        assert_eq!(desk.contact(answer).await.state, Contact::Sent);
        let sent = desk.sent();
        let id = sent.iter().find(|it| it.text.contains("Voilà")).unwrap().message_id.clone().unwrap();
        let (head, rest) = id.split_once('.').unwrap();
        let forged = format!("{head}.{}{}", if rest.starts_with('0') { '1' } else { '0' }, rest.get(1..).unwrap());
        let forged = desk.take(report(&forged, "helene@cust.example", "r1@mx.example")).await;
        assert_eq!(forged.cause.as_deref(), Some("foreign_report"));
        assert_eq!(desk.contact(answer).await.state, Contact::Sent);
        let real = desk.take(report(&id, "helene@cust.example", "r2@mx.example")).await;
        assert_eq!((real.outcome, real.case_id), (Outcome::FollowUp, Some(case)));
        let mut conn = desk.room.db.read().await.unwrap();
        let files = interactions::actions::attachments(&mut conn, real.interaction_id.unwrap()).await.unwrap();
        assert!(files.iter().all(|it| !it.media_type.starts_with("message/")), "our mail, with its links: {files:?}");
        drop(conn);
        let failed = desk.contact(answer).await;
        assert_eq!(failed.state, Contact::Failed);
        let reason = StateReason::read(&failed.state_reason.unwrap());
        assert_eq!((reason.code.as_str(), reason.said.as_deref()), ("mail_bounced", Some("550 no such user")));
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_no_mailbox_can_send_says_so_and_is_sent_again_once_one_can() {
    db::testing::each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let desk = desk(db, clock).await;
        let first = desk.take(mail("helene@cust.example", "s1@cust.example", "", "Bonjour")).await;
        desk.run().await;
        let before = desk.sent().len();
        let switch = async |is_active: bool, version: i64| {
            let mut tx = desk.room.db.begin().await.unwrap();
            let new = NewMailbox { is_active, ..desk.mailbox.set.clone() };
            let at = (desk.mailbox.id, version);
            desk.room.update_mailbox(&mut tx, &Actor::system("test"), at, &new, &Secrets::default()).await.unwrap();
            tx.commit().await.unwrap();
        };
        let again = async |id| {
            let mut tx = desk.room.db.begin().await.unwrap();
            let sent = desk.room.send_again(&mut tx, &desk.adviser, id).await;
            tx.commit().await.unwrap();
            sent
        };
        switch(false, 1).await;
        let answer = Reply { hold_seconds: 0, ..reply("Voilà.", first.interaction_id) };
        let answer = desk.answer(first.case_id.unwrap(), answer).await.unwrap();
        desk.run().await;
        let failed = desk.contact(answer).await;
        assert_eq!((failed.state, failed.state_reason.as_deref()), (Contact::Failed, Some("no_mailbox")));
        switch(true, 2).await;
        again(answer).await.unwrap();
        desk.run().await;
        assert_eq!(desk.contact(answer).await.state, Contact::Sent);
        assert_eq!(desk.sent().len(), before + 1);
        assert!(again(answer).await.is_err(), "what was sent is not sent twice");
    })
    .await;
}

#[tokio::test]
async fn an_archive_is_imported_once_and_its_counts_reconcile() {
    db::testing::each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let desk = desk(db, clock).await;
        let file = desk.folder.path().join("old.mbox");
        let dated = |id: &str, more: &str| {
            format!(
                "From x@y Mon\nFrom: helene@cust.example\nDate: Mon, 2 Mar 2026 09:00:00 +0100\nSubject: Ancien\n\
                 Message-ID: <{id}>\n{more}\nBonjour\n\n"
            )
        };
        let text = dated("i1@x", "") + &dated("i2@x", "References: <i1@x>\n") + "From x@y Mon\n\n\n";
        std::fs::write(&file, text).unwrap();
        let history = History { closed_before: "2026-05-18T00:00:00Z".parse().unwrap() };
        let counts = desk.room.import_mail(&file, history, |_| ()).await.unwrap();
        assert_eq!((counts.read, counts.new_case, counts.follow_up, counts.quarantine), (3, 1, 1, 1), "{counts:?}");
        assert!(counts.reconciles());
        let again = desk.room.import_mail(&file, history, |_| ()).await.unwrap();
        assert_eq!((again.read, again.rejected), (3, 3), "{again:?}");
        desk.run().await;
        assert_eq!(desk.sent().len(), 0, "history sends nothing");
    })
    .await;
}

#[tokio::test]
async fn what_an_archive_tells_of_before_the_day_that_is_said_opens_closed_and_is_never_late() {
    db::testing::each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let desk = desk(db, clock).await;
        promise(&desk.room.db).await;
        let file = desk.folder.path().join("old.mbox");
        let one = |from: &str, id: &str, date: &str, more: &str| {
            format!(
                "From x@y Mon\nFrom: {from}@cust.example\n{date}Subject: {id}\nMessage-ID: <{id}@x>\n\
                 Content-Type: text/html\n{more}\n<p>Bonjour</p>\n\n"
            )
        };
        let text = one("helene", "old", "Date: Mon, 2 Mar 2026 09:00:00 +0100\n", "")
            + &one("helene", "older", "Date: Tue, 3 Mar 2026 09:00:00 +0100\n", "References: <old@x>\n")
            + &one("paul", "undated", "", "")
            + &one("luc", "recent", "Date: Fri, 29 May 2026 09:00:00 +0200\n", "");
        std::fs::write(&file, text).unwrap();
        let history = History { closed_before: "2026-05-18T00:00:00Z".parse().unwrap() };
        desk.room.import_mail(&file, history, |_| ()).await.unwrap();
        desk.run().await;
        let mut read = desk.room.db.read().await.unwrap();
        let statement = db::sql!(
            "select c.subject, c.state, c.is_dated, c.closed_at, c.promise_id, i.language,
               (select count(*) from case_clocks k where k.case_id = c.id) as clocks
             from cases c join interactions i on i.id = c.last_inbound_id order by c.subject"
        );
        let rows = read.all(statement, db::params![]).await.unwrap();
        let told: Vec<(String, String, i64, bool, bool)> = rows
            .iter()
            .map(|it| {
                assert_eq!(it.get::<Option<String>>("language").unwrap().as_deref(), Some("fr"), "as it is answered");
                let is_promised = it.get::<Option<i64>>("promise_id").unwrap().is_some();
                let has_clocks = it.get::<i64>("clocks").unwrap() > 0;
                (
                    it.get("subject").unwrap(),
                    it.get("state").unwrap(),
                    it.get("is_dated").unwrap(),
                    is_promised,
                    has_clocks,
                )
            })
            .collect();
        let row = |subject: &str, state: &str, dated, is_live| (subject.into(), state.into(), dated, is_live, is_live);
        let expected =
            [row("old", "closed", 1, false), row("recent", "open", 1, true), row("undated", "closed", 0, false)];
        assert_eq!(told, expected);
        // Words that were dealt with too moved the end, and woke nobody.
        let closed_at = rows[0].get::<kernel::Timestamp>("closed_at").unwrap();
        assert_eq!(closed_at.to_string(), "2026-03-03T08:00:00Z");
    })
    .await;
}

/// A first reply within a day, for everything.
async fn promise(db: &Db) {
    let system = Actor::system("test");
    let mut tx = db.begin().await.unwrap();
    let hours = cases::actions::settings::NewCalendar {
        name: "toujours".to_owned(),
        is_default: true,
        definition: calendar::Definition::always(),
    };
    let calendar_id = cases::actions::settings::create_calendar(&mut tx, &system, hours).await.unwrap().id;
    let day = calendar::Target { seconds: 86_400, counting: calendar::Counting::Elapsed, pauses: Vec::new() };
    let new = cases::actions::settings::NewPromise {
        name: "Tout".to_owned(),
        place: 1,
        conditions: cases::promise::Conditions::default(),
        targets: cases::promise::Targets { first_reply: Some(day), ..cases::promise::Targets::default() },
        calendar_id,
        is_published: false,
    };
    cases::actions::settings::create_promise(&mut tx, &system, new).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn an_adviser_opens_a_case_for_a_call_and_a_form_is_acknowledged_once() {
    db::testing::each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let desk = desk(db, clock).await;
        let form = mailroom::actions::opening::WebForm {
            external: None,
            name: Some("Hélène Després".to_owned()),
            email: Some("helene@cust.example".to_owned()),
            phone: None,
            subject: None,
            message: "Bonjour,\nma carte n’arrive pas.".to_owned(),
            type_key: None,
            language: kernel::Locale::En,
            external_key: Some("form:1".to_owned()),
        };
        let mut tx = desk.room.db.begin().await.unwrap();
        let opened = desk.room.open_from_form(&mut tx, &desk.adviser, form.clone()).await.unwrap();
        let again = desk.room.open_from_form(&mut tx, &desk.adviser, form).await.unwrap();
        assert_eq!((opened.case.id, again.is_new), (again.case.id, false));
        let case = opened.case.id;
        let url = "https://care.example.fr/d/x";
        let en = kernel::Locale::En;
        let follow = || Some(Follow { url, seed: None });
        let one = desk.room.acknowledge(&mut tx, case, "helene@cust.example", en, follow()).await.unwrap();
        let two = desk.room.acknowledge(&mut tx, case, "helene@cust.example", en, follow()).await.unwrap();
        assert!(one.is_some() && two.is_none());
        tx.commit().await.unwrap();
        desk.run().await;
        let [sent] = desk.sent().try_into().unwrap_or_else(|it| panic!("{it:#?}"));
        assert!(sent.text.contains(url) && sent.text.contains("We have received"), "{}", sent.text);
        assert_eq!(desk.case(case).await.subject, "Bonjour,");
    })
    .await;
}

/// The vectors of `entente-threading`, each in a store of its own kind: attach, attach unverified, or new.
#[tokio::test]
async fn threading_decides_as_the_vectors_say() {
    let Some(file) = kernel::test_data!("torture/entente-threading/cases.json") else { return };
    let vectors: Vec<serde_json::Value> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let store = db::testing::sqlite().await;
    let desk = desk(store.db.clone(), store.clock.clone()).await;
    let mut wrong = Vec::new();
    for (place, vector) in vectors.iter().enumerate() {
        // Each vector has its own persons, so that none meets another's case.
        let own = |text: &str| {
            text.replace("cust.example", &format!("cust{place}.example"))
                .replace("CUST.example", &format!("CUST{place}.example"))
                .replace("<a1@", &format!("<a{place}@"))
        };
        let first = desk.take(mail(&own("alice@cust.example"), &own("a1@cust.example"), "", "help")).await;
        let case = first.case_id.unwrap();
        let answer = Reply { hold_seconds: 0, ..reply("Voilà.", first.interaction_id) };
        desk.answer(case, answer).await.unwrap();
        desk.run().await;
        let sent = desk.sent();
        let sent =
            sent.iter().find(|it| it.to[0].address == own("alice@cust.example") && it.text.contains("Voilà")).unwrap();
        let our_id = sent.message_id.clone().unwrap();
        let our_address = sent.reply_to[0].address.clone();
        let (local, domain) = our_id.split_once('@').unwrap();
        let (payload, mac) = local.split_once('.').unwrap();
        let turn = |text: &str| {
            let other_mac: String = mac.chars().rev().collect();
            own(text)
                .replace("t1.k7Q2mac@DESK.EXAMPLE", &format!("{local}@{}", domain.to_uppercase()))
                .replace("t1.k7Q2mac@desk.example", &our_id)
                .replace("t1.AAAAAAA@", &format!("{payload}.aaaaaaaaaaaaaaaa@"))
                .replace("t1.Zz81mac@", &format!("{payload}.{other_mac}@"))
                .replace("#700001", &case.to_string())
        };
        let it = &vector["mail"];
        let field = |name: &str| it[name].as_str().unwrap_or_default();
        let to = if field("to").contains("+t1") { our_address } else { field("to").to_owned() };
        let is_same = vector["id"] == "dup-message-id";
        let mut raw = format!(
            "Authentication-Results: mx.desk.example; dmarc={}\r\nFrom: {}\r\nTo: {to}\r\nSubject: {}\r\nMessage-ID: <v{place}@x.example>\r\n",
            field("dmarc"),
            turn(field("from")),
            turn(field("subject"))
        );
        for (name, value) in
            [("Cc", field("cc")), ("In-Reply-To", field("in_reply_to")), ("References", field("references"))]
        {
            if !value.is_empty() {
                raw.push_str(&format!("{name}: {}\r\n", turn(value)));
            }
        }
        raw.push_str("\r\nagain\r\n");
        let raw = if is_same {
            mail(&own("alice@cust.example"), &own("a1@cust.example"), "", "help")
        } else {
            Bytes::from(raw)
        };
        let settled = desk.take(raw).await;
        let got = match (settled.outcome, settled.case_id == Some(case)) {
            (Outcome::FollowUp, true) => {
                let state = desk.contact(settled.interaction_id.unwrap()).await.state;
                if state == Contact::Unverified { "attach as UNVERIFIED" } else { "attach T1" }
            }
            (Outcome::NewCase, false) => "new",
            (Outcome::Rejected, _) => "ignore",
            _ => "other",
        };
        let expected = vector["expect"].as_str().unwrap();
        // Two speak of switches that are off: staff by mail, and an alias the contact does not have.
        let is_off = expected.contains("only if");
        if !(expected.starts_with(got) || is_off && got == "new") {
            wrong.push(format!("{}: {got}, not {expected}", vector["id"]));
        }
    }
    kernel::vectors_told!("torture/entente-threading", vectors.len(), &wrong);
    assert!(vectors.len() >= 22 && wrong.is_empty(), "{wrong:#?}");
}
