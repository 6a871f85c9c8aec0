//! Indicators on a store: the same figures as `measures` gives for the same answers, in the market's months.

use std::sync::Arc;

use db::testing::each_engine;
use db::{Db, Tx, params, sql};
use kernel::{Actor, ManualClock, Role, StaffId, TeamId, Timestamp};
use measures::{State, Unit, Verdict};

use crate::actions::{self, Asked};
use crate::error::IndicatorError;
use crate::figure::Figure;

fn analyst() -> Actor {
    Actor::staff(StaffId::new(1), Role::Analyst, vec![])
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

async fn survey(tx: &mut Tx) {
    tx.run(sql!("insert into surveys (id, name, draft, created_at) values (1, 'x', '{}', 0)"), params![])
        .await
        .unwrap();
    tx.run(
        sql!(
            "insert into survey_versions (id, survey_id, number, definition, published_at, published_by)
             values (1, 1, 1, '{}', 0, 'test')"
        ),
        params![],
    )
    .await
    .unwrap();
}

/// An invitation sent at `at`, answered with these scores if any is given.
async fn answer(tx: &mut Tx, id: i64, at: Timestamp, case: Option<i64>, nps: Option<i64>, csat: Option<i64>) {
    tx.run(
        sql!(
            "insert into invitations (id, survey_id, survey_version_id, case_id, channel, state, due_at, sent_at, expires_at,
               created_at) values ($1, 1, 1, $2, 'mail', 'sent', $3, $3, $3, $3)"
        ),
        params![id, case, at],
    )
    .await
    .unwrap();
    if nps.is_none() && csat.is_none() {
        return;
    }
    tx.run(
        sql!(
            "insert into responses (id, invitation_id, survey_id, survey_version_id, case_id, locale, state, pages_seen,
               answers, nps, csat, started_at, saved_at)
             values ($1, $1, 1, 1, $2, 'fr', 'complete', 1, '{}', $3, $4, $5, $5)"
        ),
        params![id, case, nps, csat, at],
    )
    .await
    .unwrap();
}

async fn case(tx: &mut Tx, id: i64, team: i64, opened: Timestamp, closed: Option<Timestamp>) {
    let state = if closed.is_some() { "closed" } else { "open" };
    tx.run(
        sql!(
            "insert into cases (id, type_key, channel, priority, language, subject, subject_folded, state, team_id, opened_by,
               opened_at, received_at, answer_count, closed_at, reopened_count, due_key, updated_at, version)
             values ($1, 'question', 'mail', 'normal', 'fr', 'x', 'x', $2, $3, 'test', $4, $4, 0, $5, 0, 0, 0, 1)"
        ),
        params![id, state, team, opened, closed],
    )
    .await
    .unwrap();
}

async fn clock(tx: &mut Tx, id: i64, case: i64, ended: Timestamp, minutes: i64, outcome: &str) {
    let missed = (outcome != "kept").then_some(ended.plus_seconds(-60));
    let ended = (outcome != "late").then_some(ended);
    tx.run(
        sql!(
            "insert into case_clocks (id, case_id, metric, promise_id, promise_version, started_at, due_at, ended_at, outcome,
               missed_at, counted_micros, version)
             values ($1, $2, 'first_reply', 1, 1, 0, 0, $3, $4, $5, $6, 1)"
        ),
        params![id, case, ended, outcome, missed, ended.map(|_| minutes * 60_000_000)],
    )
    .await
    .unwrap();
}

async fn promise(tx: &mut Tx) {
    tx.run(
        sql!("insert into calendars (id, name, is_default, created_at, version) values (1, 'x', 0, 0, 1)"),
        params![],
    )
    .await
    .unwrap();
    tx.run(
        sql!(
            "insert into promises (id, name, place, targets, calendar_id, is_published, is_active, created_at, version)
             values (1, 'x', 1, '{}', 1, 0, 1, 0, 1)"
        ),
        params![],
    )
    .await
    .unwrap();
}

async fn figure(db: &Db, key: &str, period: &str) -> Figure {
    let asked = Asked { period: Some(period.to_owned()), ..Asked::default() };
    let mut read = db.read().await.unwrap();
    actions::figure(&mut read, &analyst(), key, &asked, db.now()).await.unwrap()
}

#[tokio::test]
async fn nps_is_that_of_the_months_answers_with_its_interval_and_its_change() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let mut tx = db.begin().await.unwrap();
        survey(&mut tx).await;
        // The vector nps_account_team_12: 7 promoters, 3 passives, 2 detractors, in the first hour of May in Paris.
        let scores = [10, 9, 9, 10, 10, 9, 9, 8, 7, 7, 6, 0];
        for (place, score) in (0..).zip(scores) {
            answer(&mut tx, 100 + place, at("2026-04-30T22:00:00Z"), None, Some(score), None).await;
        }
        // A declined answer is no answer; April's last second is April's.
        answer(&mut tx, 200, at("2026-05-02T10:00:00Z"), None, None, Some(5)).await;
        answer(&mut tx, 201, at("2026-04-30T21:59:59Z"), None, Some(0), None).await;
        tx.commit().await.unwrap();
        let may = figure(&db, "nps", "2026-05").await;
        assert_eq!((may.estimate.n, may.estimate.unit, may.estimate.state), (12, Unit::Points, State::NotEnough));
        let near = |got: Option<f64>, expected: f64| assert!((got.unwrap() - expected).abs() < 1e-6, "{got:?}");
        near(may.estimate.value, 41.666_666_67);
        near(may.estimate.low, -5.501_293_97);
        near(may.estimate.high, 72.167_960_64);
        let versus = may.versus.unwrap();
        assert_eq!((versus.period.label.as_str(), versus.estimate.n), ("2026-04", 1));
        assert_eq!(versus.change.verdict, Verdict::NotEnough);
        assert_eq!((may.definition.version, may.in_progress), (1, false));
        let week = may.series.iter().find(|it| it.period.label == "2026-W18").unwrap();
        assert_eq!(week.estimate.n, 13, "Monday 27 April to Sunday 3 May");
    })
    .await;
}

#[tokio::test]
async fn no_data_is_not_zero_and_an_unknown_indicator_is_not_found() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        for key in ["nps", "csat", "ces", "first_reply_time", "share_in_time", "response_rate"] {
            let nothing = figure(&db, key, "2026-05").await;
            assert_eq!((nothing.estimate.value, nothing.estimate.state), (None, State::NoData), "{key}");
        }
        assert_eq!(figure(&db, "volume", "2026-05").await.estimate.value, Some(0.0), "a count of none is zero");
        let mut read = db.read().await.unwrap();
        let asked = Asked::default();
        let unknown = actions::figure(&mut read, &analyst(), "mood", &asked, db.now()).await;
        assert!(matches!(unknown, Err(IndicatorError::Unknown(_))));
        let denied = actions::definitions(&mut read, &Actor::customer(kernel::PersonId::new(1))).await;
        assert!(matches!(denied, Err(IndicatorError::Denied(_))));
    })
    .await;
}

#[tokio::test]
async fn times_are_business_times_of_promises_and_misses_count_when_they_happened() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let mut tx = db.begin().await.unwrap();
        promise(&mut tx).await;
        case(&mut tx, 1, 7, at("2026-05-04T08:00:00Z"), None).await;
        for minutes in 1..=40 {
            let outcome = if minutes <= 30 { "kept" } else { "missed" };
            clock(&mut tx, minutes, 1, at("2026-05-05T08:00:00Z"), minutes, outcome).await;
        }
        clock(&mut tx, 90, 1, at("2026-05-06T08:00:00Z"), 0, "late").await;
        clock(&mut tx, 91, 1, at("2026-05-06T08:00:00Z"), 5, "cancelled").await;
        tx.commit().await.unwrap();
        let median = figure(&db, "first_reply_time", "2026-05").await.estimate;
        assert_eq!((median.value, median.n, median.unit), (Some(20.5 * 60.0), 40, Unit::Seconds));
        // Binomial (40, 1/2): the limits of the median are the 14th and the 27th value.
        assert_eq!((median.low, median.high), (Some(14.0 * 60.0), Some(27.0 * 60.0)));
        assert_eq!(figure(&db, "first_reply_time_p90", "2026-05").await.estimate.value, Some(36.5 * 60.0));
        let share = figure(&db, "share_in_time", "2026-05").await.estimate;
        assert_eq!((share.n, share.value), (41, Some(30.0 / 41.0)), "the one that is late and open counts");
    })
    .await;
}

#[tokio::test]
async fn a_team_of_which_few_answered_is_masked_and_the_whole_is_not() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let (big, small) = (TeamId::new(7), TeamId::new(8));
        let mut tx = db.begin().await.unwrap();
        survey(&mut tx).await;
        for (id, name) in [(big, "Sinistres"), (small, "Contrats")] {
            tx.run(sql!("insert into teams (id, name, created_at) values ($1, $2, 0)"), params![id, name])
                .await
                .unwrap();
        }
        case(&mut tx, 1, 7, at("2026-05-04T08:00:00Z"), None).await;
        case(&mut tx, 2, 8, at("2026-05-04T08:00:00Z"), None).await;
        for place in 0..10 {
            let case = if place < 6 { 1 } else { 2 };
            answer(
                &mut tx,
                100 + place,
                at("2026-05-10T10:00:00Z"),
                Some(case),
                None,
                Some(if place < 3 { 5 } else { 2 }),
            )
            .await;
        }
        tx.commit().await.unwrap();
        let asked = Asked { period: Some("2026-05".to_owned()), by_group: true, ..Asked::default() };
        let mut read = db.read().await.unwrap();
        let csat = actions::figure(&mut read, &analyst(), "csat", &asked, db.now()).await.unwrap();
        assert_eq!((csat.estimate.value, csat.estimate.n), (Some(0.3), 10));
        let shown: Vec<_> =
            csat.groups.iter().map(|it| (it.name.as_str(), it.estimate.value, it.estimate.state)).collect();
        assert_eq!(shown, [("Contrats", None, State::Masked), ("Sinistres", Some(0.5), State::NotEnough)]);
        let of_big = Asked { team: Some(big), ..asked.clone() };
        let csat = actions::figure(&mut read, &analyst(), "csat", &of_big, db.now()).await.unwrap();
        assert_eq!(csat.estimate.n, 6);
        let records = actions::records(&mut read, &analyst(), "csat", &asked, db.now(), None, 4).await.unwrap();
        let (at, id) = (records.next.as_ref().unwrap().number(0), records.next.as_ref().unwrap().number(1));
        let rest = actions::records(&mut read, &analyst(), "csat", &asked, db.now(), at.zip(id), 50).await.unwrap();
        assert_eq!((records.items.len(), rest.items.len()), (4, 6));
        let adviser = Actor::staff(StaffId::new(2), Role::Adviser, vec![small]);
        let seen = actions::records(&mut read, &adviser, "csat", &asked, db.now(), None, 50).await.unwrap();
        assert_eq!(seen.items.len(), 4, "only the records of one's own team");
    })
    .await;
}

#[tokio::test]
async fn no_filter_undoes_the_mask_nor_does_the_comparison_or_a_week() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let mut tx = db.begin().await.unwrap();
        survey(&mut tx).await;
        // Four answered each month about cases of team 8, which came by mail and are colleague 5's; twelve others in April.
        case(&mut tx, 1, 8, at("2026-04-01T08:00:00Z"), None).await;
        tx.run(sql!("update cases set owner_id = 5 where id = 1"), params![]).await.unwrap();
        for place in 0..4 {
            answer(&mut tx, 100 + place, at("2026-04-15T10:00:00Z"), Some(1), Some(9), Some(5)).await;
            answer(&mut tx, 200 + place, at("2026-05-13T10:00:00Z"), Some(1), Some(2), Some(1)).await;
        }
        for place in 0..12 {
            answer(&mut tx, 300 + place, at("2026-04-15T10:00:00Z"), None, Some(7), Some(4)).await;
        }
        tx.commit().await.unwrap();
        let mut read = db.read().await.unwrap();
        let may = Asked { period: Some("2026-05".to_owned()), ..Asked::default() };
        for narrowed in [
            Asked { team: Some(TeamId::new(8)), ..may.clone() },
            Asked { channel: Some("mail".to_owned()), ..may.clone() },
            Asked { owner: Some(StaffId::new(5)), ..may.clone() },
            Asked { survey: Some(kernel::SurveyId::new(1)), ..may.clone() },
        ] {
            for key in ["nps", "csat"] {
                let it = actions::figure(&mut read, &analyst(), key, &narrowed, db.now()).await.unwrap();
                assert_eq!((it.estimate.state, it.estimate.value, it.estimate.n), (State::Masked, None, 4), "{key}");
                let versus = it.versus.unwrap();
                let (before, n) = (versus.estimate, if narrowed.survey.is_some() { 16 } else { 4 });
                assert_eq!((before.n, before.value.is_none()), (n, n < 5), "{key}");
                assert_eq!((versus.change.value, versus.change.verdict), (None, Verdict::NotEnough), "{key}");
                let few = it.series.iter().filter(|it| (1..5).contains(&it.estimate.n));
                assert!(few.clone().count() >= 1 && few.clone().all(|it| it.estimate.value.is_none()), "{key}");
            }
            // Whether they answered is not what they said: nothing to hide.
            let rate = actions::figure(&mut read, &analyst(), "response_rate", &narrowed, db.now()).await.unwrap();
            assert_eq!((rate.estimate.n, rate.estimate.value), (4, Some(1.0)));
        }
        let whole = actions::figure(&mut read, &analyst(), "csat", &may, db.now()).await.unwrap();
        assert_eq!(
            (whole.estimate.n, whole.estimate.value),
            (4, Some(0.0)),
            "of the whole company nobody is told apart"
        );
    })
    .await;
}

#[tokio::test]
async fn the_backlog_is_counted_by_age_and_volume_by_channel() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let mut tx = db.begin().await.unwrap();
        // The clock of tests stands at 1 June, 08:00 UTC.
        case(&mut tx, 1, 7, at("2026-06-01T07:00:00Z"), None).await;
        case(&mut tx, 2, 7, at("2026-05-20T08:00:00Z"), None).await;
        case(&mut tx, 3, 7, at("2026-02-01T08:00:00Z"), None).await;
        case(&mut tx, 4, 7, at("2026-05-20T08:00:00Z"), Some(at("2026-05-25T08:00:00Z"))).await;
        tx.commit().await.unwrap();
        let backlog = figure(&db, "backlog", "2026-06").await;
        let ages: Vec<_> = backlog.groups.iter().map(|it| (it.key.as_str(), it.estimate.n)).collect();
        assert_eq!(ages, [("0_1", 1), ("1_3", 0), ("3_7", 0), ("7_14", 1), ("14_30", 0), ("30_", 1)]);
        assert_eq!((backlog.estimate.n, backlog.in_progress), (3, true));
        let mut read = db.read().await.unwrap();
        let asked = Asked { period: Some("2026-05".to_owned()), ..Asked::default() };
        let panels = actions::dashboard(&mut read, &analyst(), &asked, db.now()).await.unwrap();
        assert_eq!(panels.len(), 11);
        let volume = panels.iter().find(|it| it.definition.key == "volume").unwrap();
        assert_eq!((volume.estimate.n, volume.groups[0].key.as_str(), volume.groups[0].estimate.n), (2, "mail", 2));
        let records = actions::records(&mut read, &analyst(), "backlog", &asked, db.now(), None, 50).await.unwrap();
        assert_eq!(records.items.len(), 2, "open when May ended");
    })
    .await;
}

#[tokio::test]
async fn ones_own_share_in_time_counts_ones_own_cases_alone() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let mut tx = db.begin().await.unwrap();
        promise(&mut tx).await;
        let ended = at("2026-05-12T10:00:00Z");
        for (id, owner, outcome) in [(1, 5, "kept"), (2, 5, "kept"), (3, 5, "missed"), (4, 6, "missed")] {
            case(&mut tx, id, 7, at("2026-05-11T08:00:00Z"), None).await;
            tx.run(sql!("update cases set owner_id = $2 where id = $1"), params![id, owner]).await.unwrap();
            clock(&mut tx, id, id, ended, 30, outcome).await;
        }
        tx.commit().await.unwrap();
        let mut read = db.read().await.unwrap();
        for (owner, n, kept) in [(None, 4, 0.5), (Some(5), 3, 2.0 / 3.0), (Some(6), 1, 0.0)] {
            let owner = owner.map(StaffId::new);
            let asked = Asked { period: Some("2026-05".to_owned()), owner, ..Asked::default() };
            let found = actions::figure(&mut read, &analyst(), "share_in_time", &asked, db.now()).await.unwrap();
            assert_eq!((found.estimate.n, found.estimate.value), (n, Some(kept)), "{owner:?}");
            let behind = actions::records(&mut read, &analyst(), "share_in_time", &asked, db.now(), None, 50).await;
            assert_eq!(behind.unwrap().items.len() as u64, n, "{owner:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_week_out_of_the_ordinary_is_a_signal() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let mut tx = db.begin().await.unwrap();
        survey(&mut tx).await;
        let first = at("2026-02-02T10:00:00Z");
        for week in 0..12_i64 {
            for place in 0..40_i64 {
                let satisfied = if week == 11 { place % 4 == 0 } else { place % 10 != 0 };
                let day = first.plus_seconds(week * 7 * 86_400);
                let csat = Some(if satisfied { 5 } else { 1 });
                answer(&mut tx, 1_000 + week * 40 + place, day, None, None, csat).await;
            }
        }
        tx.commit().await.unwrap();
        let chart = figure(&db, "csat", "2026-05").await.chart.unwrap();
        assert_eq!((chart.kind.as_str(), chart.points.len()), ("p", 12));
        let signals: Vec<_> = chart.points.iter().filter(|it| it.is_signal).map(|it| it.week.as_str()).collect();
        assert_eq!(signals, ["2026-W17"]);
    })
    .await;
}

#[tokio::test]
async fn weeks_before_the_first_case_are_no_weeks_of_none() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let mut tx = db.begin().await.unwrap();
        // In service since Monday 20 April: six whole weeks of about thirty cases when May ended, and none before.
        let first = at("2026-04-20T08:00:00Z");
        for (week, cases) in (0..).zip([30, 31, 29, 32, 30, 28]) {
            for place in 0..cases {
                case(&mut tx, week * 100 + place + 1, 7, first.plus_seconds(week * 7 * 86_400), None).await;
            }
        }
        tx.commit().await.unwrap();
        let volume = figure(&db, "volume", "2026-05").await;
        let shown: Vec<_> = volume.series.iter().map(|it| (it.period.label.as_str(), it.estimate.n)).collect();
        assert_eq!(shown.first(), Some(&("2026-W17", 30)), "the week of the first case is the first shown");
        assert_eq!((shown.len(), volume.chart), (6, None), "six weeks are too few to say what is ordinary");
        // An archive goes further back, and its weeks count, those of none too.
        let mut tx = db.begin().await.unwrap();
        case(&mut tx, 9_000, 7, at("2026-03-02T08:00:00Z"), Some(at("2026-03-03T08:00:00Z"))).await;
        tx.commit().await.unwrap();
        let volume = figure(&db, "volume", "2026-05").await;
        assert_eq!((volume.series.len(), volume.series[1].estimate.n), (13, 0));
        assert_eq!(volume.chart.unwrap().points.len(), 13);
    })
    .await;
}

#[tokio::test]
async fn what_is_counted_by_channel_adds_up_to_the_figure_of_one() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let mut tx = db.begin().await.unwrap();
        for id in 1..=3 {
            case(&mut tx, id, 7, at("2026-05-04T08:00:00Z"), None).await;
        }
        tx.run(sql!("update cases set channel = 'phone' where id = 3"), params![]).await.unwrap();
        tx.commit().await.unwrap();
        let mut read = db.read().await.unwrap();
        let month = Asked { period: Some("2026-05".to_owned()), by_group: true, ..Asked::default() };
        for (channel, groups) in [(None, vec![("mail", 2), ("phone", 1)]), (Some("phone"), vec![("phone", 1)])] {
            let asked = Asked { channel: channel.map(str::to_owned), ..month.clone() };
            let volume = actions::figure(&mut read, &analyst(), "volume", &asked, db.now()).await.unwrap();
            let found: Vec<_> = volume.groups.iter().map(|it| (it.key.as_str(), it.estimate.n)).collect();
            assert_eq!((volume.estimate.n, found), (groups.iter().map(|it| it.1).sum(), groups), "{channel:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_period_far_away_is_compared_with_as_it_was() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let mut tx = db.begin().await.unwrap();
        for (id, opened) in [(1, "2026-05-04T08:00:00Z"), (2, "2019-05-04T08:00:00Z"), (3, "2019-05-05T08:00:00Z")] {
            case(&mut tx, id, 7, at(opened), None).await;
        }
        tx.commit().await.unwrap();
        let mut read = db.read().await.unwrap();
        for (versus, n) in [("2019-05", 2), ("2026-04", 0), ("2026-05-04..2026-05-31", 1)] {
            let asked = Asked {
                period: Some("2026-05".to_owned()),
                versus: Some(versus.to_owned()),
                weeks: Some(4),
                ..Asked::default()
            };
            let volume = actions::figure(&mut read, &analyst(), "volume", &asked, db.now()).await.unwrap();
            assert_eq!((volume.estimate.n, volume.versus.unwrap().estimate.n), (1, n), "{versus}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_dashboard_reads_each_basis_once_and_nothing_between_two_periods() {
    let times = |plans: &[String], index: &str| plans.iter().filter(|it| it.contains(index)).count();
    for (versus, windows) in [("2026-04", 1), ("2019-04", 2)] {
        let plans = db::testing::plans(async |tx| {
            let month = Some("2026-05".to_owned());
            let asked = Asked { period: month, versus: Some(versus.to_owned()), ..Asked::default() };
            let figures = actions::dashboard(tx, &analyst(), &asked, at("2026-06-01T08:00:00Z")).await.unwrap();
            let keys: Vec<_> = figures.iter().map(|it| it.definition.key.as_str()).collect();
            assert_eq!(
                (keys[0], keys[3], keys[4], keys[10]),
                ("nps", "first_reply_time", "first_reply_time_p90", "volume")
            );
        })
        .await;
        // First replies, resolutions, and of the promises those kept: three statements by the clocks' end.
        let clocks = times(&plans, "case_clocks_by_end (metric=? AND ended_at>? AND ended_at<?)");
        assert_eq!(clocks, 3 * windows, "{plans:#?}");
        assert_eq!(times(&plans, "case_clocks_by_miss (missed_at>? AND missed_at<?)"), windows, "{plans:#?}");
    }
}

#[tokio::test]
async fn the_figures_of_a_period_are_led_by_an_index_of_its_instants() {
    use crate::definition::Basis;
    let reading = crate::store::Reading {
        from: at("2026-05-01T00:00:00Z"),
        to: at("2026-06-01T00:00:00Z"),
        ..Default::default()
    };
    let plans = db::testing::plans(async |tx| {
        for basis in [Basis::NewCases, Basis::OpenCases, Basis::AllClocks] {
            crate::store::observations(tx, basis, &reading).await.unwrap();
        }
        crate::store::volume_by_channel(tx, &reading).await.unwrap();
        crate::store::first_case_at(tx).await.unwrap();
        crate::store::records(tx, Basis::AllClocks, &reading, None, 50).await.unwrap();
        crate::store::records(tx, Basis::NewCases, &reading, None, 50).await.unwrap();
    })
    .await;
    for (index, times) in [
        ("c USING INDEX cases_by_opened (opened_at>? AND opened_at<?)", 2),
        ("d USING INDEX cases_by_closed (state=? AND closed_at>?)", 1),
        ("k USING INDEX case_clocks_by_miss (missed_at>? AND missed_at<?)", 1),
        ("k USING INDEX case_clocks_by_decision (<expr>>? AND <expr><?)", 1),
    ] {
        let count = plans.iter().filter(|it| it.contains(index)).count();
        assert!(count >= times, "{index} {count} times in {plans:#?}");
    }
    assert!(plans.iter().any(|it| it.contains("SEARCH o USING INDEX cases_by_")), "{plans:#?}");
    // `c` is the few that were open when a period ended.
    // The first case ever is read off the front of its index.
    let first = "SCAN cases USING INDEX cases_by_opened";
    assert!(plans.iter().any(|it| it == first), "{plans:#?}");
    let whole = |it: &&String| it.starts_with("SCAN") && *it != "SCAN c" && *it != first;
    assert_eq!(plans.iter().find(whole), None, "{plans:#?}");
}
