//! What else happened in the last weeks: post that is no customer's letter, senders who are not proven, a file of customers
//! that came in and one that did not. Taken in by the mailroom and the worker, as on any day, through a clock that is set.

use anyhow::Context;
use bytes::Bytes;
use customers::actions::imports::{Order, create_import, order, set_mapping};
use customers::actions::{NewSource, create_source};
use kernel::{Actor, ImportId, ManualClock, Role, SourceId, Timestamp};
use mailroom::Mailroom;
use mailroom::actions::intake::Received;

use crate::demo::company;
use crate::demo::dice::Dice;
use crate::demo::letters::{Letter, Proof};
use crate::demo::seed::Waiting;

const DAY: i64 = 86_400;

/// Post that no customer wrote: days ago, author, subject, words, header lines.
const POST: [(f64, &str, &str, &str, &[&str]); 9] = [
    (
        9.2,
        "gagnez@cadeaux-express.example",
        "Votre cadeau vous attend",
        "Cliquez vite pour recevoir votre bon de 500 €.",
        &["X-Spam-Flag: YES"],
    ),
    (
        7.4,
        "promo@toner-malin.example",
        "Toner : -70 % cette semaine seulement",
        "Toutes marques, livraison offerte.",
        &["X-Spam-Flag: YES"],
    ),
    (
        6.1,
        "lettre@assureurs-info.example",
        "La lettre des assureurs, no 214",
        "Au sommaire : la réforme du courtage, le calendrier des salons.",
        &["List-Id: <lettre.assureurs-info.example>", "List-Unsubscribe: <https://assureurs-info.example/non>"],
    ),
    (
        4.8,
        "accueil@garage-du-port.example",
        "Absence du bureau",
        "Le garage est fermé jusqu'à lundi.",
        &["Auto-Submitted: auto-replied"],
    ),
    (3.9, "contact@mutuelle-des-rives.example", "Test du formulaire", "Ceci est un test.", &[]),
    (
        2.7,
        "mailer-daemon@fibre.example",
        "Undelivered Mail Returned to Sender",
        "The following address had permanent fatal errors.",
        &["Return-Path: <>", "Auto-Submitted: auto-generated"],
    ),
    (
        1.6,
        "credit@pret-facile.example",
        "Prêt accordé sans justificatif",
        "Répondez avec votre RIB et une pièce d'identité.",
        &["X-Spam-Flag: YES"],
    ),
    (
        0.9,
        "reponse.auto@clinique-des-ormes.example",
        "Accusé de réception",
        "Votre message est bien parvenu au secrétariat.",
        &["Auto-Submitted: auto-replied"],
    ),
    (
        0.3,
        "service@banque-secure.example",
        "Votre compte est suspendu",
        "Confirmez vos identifiants sous 24 h.",
        &["X-Spam-Flag: YES"],
    ),
];

/// Words under the address of a customer that are not proven to be theirs: hours ago, words.
const UNPROVEN: [(i64, &str); 3] = [
    (19, "Bonjour,\n\nj'ai changé de banque : merci de verser le remboursement sur le compte joint.\n\nCordialement"),
    (11, "Bonjour,\n\navez-vous besoin d'un autre document ?\n\nMerci"),
    (4, "Bonjour,\n\npouvez-vous m'appeler sur mon nouveau numéro plutôt que par courriel ?\n\nBien à vous"),
];

/// A file of customers as a broker sends it: two lines are refused.
const BROKER: &str = "prénom;nom;courriel;téléphone;code postal;ville\n\
    Solène;Kerbrat;solene.kerbrat@courtage.example;01 99 00 99 01;29200;Brest\n\
    Yann;Le Bihan;yann.lebihan@courtage.example;01 99 00 99 02;56000;Vannes\n\
    ;;;;;\n\
    Maëlle;Guivarch;maelle.guivarch@courtage.example;;22000;Saint-Brieuc\n\
    Erwan;Tanguy;erwan.tanguy(arobase)courtage.example;01 99 00 99 04;35000;Rennes\n\
    Gwenaëlle;Prigent;gwenaelle.prigent@courtage.example;01 99 00 99 05;29200;Brest\n";
/// And one whose file was lost on its way to the disk.
const LOST: &str = "nom;courriel\nPoulain;poulain@courtage.example\n";

/// Lets it all happen before `now`. `waiting`: customers' letters that nobody has answered.
pub async fn happen(
    state: &api::State,
    worker: &jobs::Worker,
    clock: &ManualClock,
    (seed, now): (u64, Timestamp),
    waiting: &[Waiting],
) -> anyhow::Result<()> {
    let admin = admin(state).await?;
    clock.set(now.plus_seconds(-20 * DAY));
    let broker = NewSource { key: "broker".to_owned(), name: "Courtiers".to_owned(), trust: 40 };
    let mut tx = state.db.begin().await?;
    let source = create_source(&mut tx, &admin, &broker).await?.id;
    tx.commit().await?;
    import(state, worker, &admin, source, "courtiers-octobre.csv", BROKER, true).await?;
    let mut letters = letters(seed, now, waiting)?;
    let lost_at = now.plus_seconds(-2 * DAY);
    letters.sort();
    let mut is_lost = false;
    let mailbox = mailroom::actions::mailboxes::list(&mut *state.db.read().await?, &admin).await?;
    let mailbox_id = mailbox.first().map(|it| it.id);
    for (place, (at, raw)) in letters.into_iter().enumerate() {
        if at > lost_at && !is_lost {
            is_lost = true;
            clock.set(lost_at);
            lose(state, worker, clock, &admin, source).await?;
        }
        clock.set(at);
        let place = Some(format!("post-{place}.eml"));
        let received = Received { mailbox_id, uid: None, place, raw: Bytes::from(raw), history: None };
        Box::pin(Mailroom::new(state).take(received)).await?;
        worker.run_due().await?;
    }
    clock.set(now);
    worker.run_due().await?;
    Ok(())
}

fn letters(seed: u64, now: Timestamp, waiting: &[Waiting]) -> anyhow::Result<Vec<(Timestamp, Vec<u8>)>> {
    let mut dice = Dice::new(seed).apart("incidents");
    let mut all = Vec::new();
    for (place, (days, from, subject, words, headers)) in POST.iter().enumerate() {
        #[expect(clippy::cast_possible_truncation, reason = "seconds of some days")]
        let at = now.plus_seconds(-((days * 86_400.0) as i64) - dice.between(0, 3_000));
        let letter =
            Letter { headers, ..Letter::new(format!("{seed}.post{place}@post.example"), from, subject, words, at) };
        let raw = letter.raw()?;
        // One letter came by two ways.
        if place == 0 {
            all.push((at.plus_seconds(95), raw.clone()));
        }
        all.push((at, raw));
    }
    for (place, ((hours, words), it)) in UNPROVEN.iter().zip(waiting).enumerate() {
        let at = now.plus_seconds(-hours * 3_600 - dice.between(0, 3_000)).max(it.at.plus_seconds(1_800)).min(now);
        let subject = format!("Re: {}", it.subject);
        let letter = Letter {
            answers: Some(&it.message_id),
            proof: Proof::Fails,
            ..Letter::new(format!("{seed}.unproven{place}@post.example"), &it.address, &subject, words, at)
        };
        all.push((at, letter.raw()?));
    }
    Ok(all)
}

/// An import whose file is gone when its turn comes: tried until the worker sets it aside.
async fn lose(
    state: &api::State,
    worker: &jobs::Worker,
    clock: &ManualClock,
    admin: &Actor,
    source: SourceId,
) -> anyhow::Result<()> {
    import(state, worker, admin, source, "courtiers-novembre.csv", LOST, false).await?;
    // Eight tries span about an hour and a half.
    for _ in 0..9 {
        worker.run_due().await?;
        clock.advance_seconds(3_600);
    }
    Ok(())
}

async fn import(
    state: &api::State,
    worker: &jobs::Worker,
    admin: &Actor,
    source: SourceId,
    name: &str,
    text: &'static str,
    is_kept: bool,
) -> anyhow::Result<ImportId> {
    let content = Bytes::from_static(text.as_bytes());
    let blob = state.blobs.put(content.clone()).await?;
    let mapping = customers::actions::imports::guess(&state.blobs, blob, &Default::default()).await?;
    let mut tx = state.db.begin().await?;
    let size = u64::try_from(content.len())?;
    let made = create_import(&mut tx, admin, name, blob, size, mapping.clone()).await?;
    let made = set_mapping(&mut tx, admin, made.id, made.version, source, mapping).await?;
    order(&mut tx, admin, made.id, Order::Run).await?;
    tx.commit().await?;
    if is_kept {
        worker.run_due().await?;
    } else {
        state.blobs.delete(blob).await?;
    }
    Ok(made.id)
}

/// Who runs the program.
async fn admin(state: &api::State) -> anyhow::Result<Actor> {
    let everybody = access::store::staff::list(&mut *state.db.read().await?, None, None, false, 100).await?;
    let login = company::OTHERS.iter().find(|it| it.role == Role::Admin).map(company::login);
    let found = everybody.iter().find(|it| Some(it.email.to_string()) == login).context("no admin")?;
    Ok(Actor::staff(found.id, Role::Admin, Vec::new()))
}
