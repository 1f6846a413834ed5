//! Projections are a function of what has happened, not of the order in which it was heard.

use chassis::{
    db::Tx,
    events::{Applied, Heard},
};
use kernel::Stage;
use proptest::{prelude::*, test_runner::TestRunner};
use proto::registration::v1::EmployeeRef;
use uuid::Uuid;

use super::{
    dossier_events::Telling,
    fixtures::{Someone, agency, employees, event, imported, unit},
    harness::World,
};
use crate::{app::App, hears, store::generations::different_rows};

/// The order of which everything else is compared with.
const IN_ORDER: i64 = 100;
/// The order under test.
const SHUFFLED: i64 = 101;

/// Projects events into a generation, in batches of these sizes again and again, and counts the rows in which it differs from
/// [`IN_ORDER`]; nothing stays.
async fn differs(app: &App, events: Vec<Heard>, sizes: &[usize]) -> i64 {
    let sizes = sizes.to_vec();
    let compare = async move |mut tx: Tx| {
        let events: Vec<&Heard> = events.iter().collect();
        let mut rest = events.as_slice();
        for size in sizes.into_iter().cycle() {
            let (batch, later) = rest.split_at(size.clamp(1, rest.len().max(1)).min(rest.len()));
            hears::project(&mut tx, SHUFFLED, batch).await?;
            rest = later;
            if rest.is_empty() {
                break;
            }
        }
        tx.undo();
        anyhow::Ok(different_rows(&mut tx, IN_ORDER, SHUFFLED).await?)
    };
    app.db.write("shuffled", compare).await.unwrap()
}

async fn keep_in_order(app: &App, events: Vec<Heard>) {
    let keep = async move |mut tx: Tx| {
        for event in &events {
            hears::project(&mut tx, IN_ORDER, &[event]).await?;
        }
        anyhow::Ok(())
    };
    app.db.write("in_order", keep).await.unwrap();
}

/// Sent back once, transferred by the second submission.
fn transferred() -> EmployeeRef {
    EmployeeRef { agency_code: "A2".into(), unit_code: "A2.ROOT".into(), version: 3, ..Someone::Teacher.employee() }
}

/// What each publisher tells, in its order: of the registration, of the dossier (both), of imports.
fn story() -> Vec<Vec<Heard>> {
    let mut dossier = Telling::of(Someone::Teacher);
    let by_registration =
        vec![dossier.submitted(1), dossier.submitted(2), dossier.submitted(3), dossier.applied(3, transferred(), &[])];
    let by_verification = vec![
        dossier.recalled(1),
        dossier.passed(2, Stage::Skpd),
        dossier.returned(2),
        dossier.passed(3, Stage::Skpd),
        dossier.passed(3, Stage::Bkd),
        dossier.completed(3),
        dossier.finalised(3),
    ];
    let moved = EmployeeRef { unit_code: "A1.HEALTH".into(), version: 2, ..Someone::Teacher.employee() };
    let retired = EmployeeRef { active: false, version: 2, ..Someone::Colleague.employee() };
    let mut renamed = unit("A1.SCHOOL1", "SMA Satu", &["A1.ROOT"]);
    renamed.version = 2;
    let mut sequences = vec![
        vec![Someone::Teacher.submits(), Someone::Teacher.is_confirmed()],
        vec![Someone::Colleague.submits(), Someone::Colleague.is_rejected()],
        vec![Someone::Nurse.submits()],
        by_registration,
        by_verification,
    ];
    // Of imports nobody knows the order at all: each is a sequence of its own.
    sequences.extend(imported().into_iter().map(|event| vec![event]));
    sequences.push(vec![employees(vec![moved, retired])]);
    let agencies = vec![agency("A1", "Kota Kembang", "04", 2)];
    sequences.push(vec![event(None, &proto::registration::v1::AgenciesImported { agencies })]);
    sequences.push(vec![event(None, &proto::registration::v1::OrgUnitsImported { units: vec![renamed] })]);
    sequences
}

/// Takes from the sequences in turn as the picks say, until all are told.
fn merge(sequences: &[Vec<Heard>], picks: &[usize]) -> Vec<Heard> {
    let mut sequences: Vec<_> = sequences.iter().map(|sequence| sequence.iter()).collect();
    let mut merged = Vec::new();
    for pick in picks.iter().copied().chain(std::iter::repeat(0)) {
        sequences.retain(|sequence| sequence.len() > 0);
        if sequences.is_empty() {
            break;
        }
        let at = pick % sequences.len();
        merged.extend(sequences[at].next().cloned());
    }
    merged
}

fn runner() -> TestRunner {
    TestRunner::new(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })
}

#[test]
fn any_interleaving_of_the_publishers_in_batches_of_any_size_ends_in_the_same_rows() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let world = runtime.block_on(World::empty("projection_interleaving"));
    let sequences = story();
    runtime.block_on(keep_in_order(&world.app, sequences.concat()));
    let rows = runtime.block_on(world.count(
        "select count(*) from reporting.view_dossiers where generation = 100 and state = 'final' and unit_code = 'A2.ROOT'",
    ));
    assert_eq!(rows, 1, "the story ends well");
    let picks = proptest::collection::vec(0_usize..1000, 40);
    let sizes = proptest::collection::vec(1_usize..12, 1..4);
    let outcome = runner().run(&(picks, sizes), |(picks, sizes)| {
        let different = runtime.block_on(differs(&world.app, merge(&sequences, &picks), &sizes));
        prop_assert_eq!(different, 0);
        Ok(())
    });
    outcome.unwrap();
    // What is left out shows: the comparison can fail.
    let without_end = sequences.concat().into_iter().filter(|event| !event.message_name.ends_with("DossierFinalised"));
    assert!(runtime.block_on(differs(&world.app, without_end.collect(), &[1])) > 0);
    runtime.block_on(async move { drop(world) });
}

#[test]
fn a_dossier_heard_in_any_order_and_more_than_once_ends_in_the_same_row() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let world = runtime.block_on(World::empty("projection_dossier"));
    let events = story()[3..5].concat();
    runtime.block_on(keep_in_order(&world.app, events.clone()));
    let twice = (0..events.len()).chain(0..events.len()).collect::<Vec<_>>();
    let outcome = runner().run(&(Just(twice).prop_shuffle(), 1_usize..24), |(order, size)| {
        let shuffled = order.into_iter().map(|at| events[at].clone()).collect();
        prop_assert_eq!(runtime.block_on(differs(&world.app, shuffled, &[size])), 0);
        Ok(())
    });
    outcome.unwrap();
    runtime.block_on(async move { drop(world) });
}

#[tokio::test]
async fn an_event_delivered_again_counts_once() {
    let world = World::new("projection_again").await;
    let submitted = Someone::Teacher.submits();
    world.tell(&submitted).await;
    assert_eq!(world.hear(&submitted).await, Applied::Before);
    let registered =
        "select sum(count)::bigint from reporting.view_counts where measure = 'registered' and unit_code = '*'";
    assert_eq!(world.count(registered).await, 1);
}

#[tokio::test]
async fn a_rejection_forgets_the_person_and_everything_counted_of_them() {
    let world = World::new("projection_rejected").await;
    let before = world.texts("select c::text from reporting.view_counts c order by 1").await;
    world.tell(&Someone::Teacher.submits()).await;
    world.tell(&Someone::Teacher.is_rejected()).await;
    assert_eq!(world.texts("select c::text from reporting.view_counts c order by 1").await, before);
    let kept = "select coalesce(nip, '-') || coalesce(name, '-') || state from reporting.view_registrations";
    assert_eq!(world.texts(kept).await, ["--rejected"]);
}

#[tokio::test]
async fn a_registration_follows_its_employee_and_its_day_is_jakartas() {
    let world = World::new("projection_follows").await;
    world.tell(&Someone::Teacher.submits()).await;
    let moved = EmployeeRef { unit_code: "A1.HEALTH".into(), version: 2, ..Someone::Teacher.employee() };
    world.tell(&employees(vec![moved])).await;
    let place = "select unit_code || ' ' || registered_day::text from reporting.view_registrations";
    assert_eq!(world.texts(place).await, ["A1.HEALTH 2026-01-05"]);
    let left = "select count(*) from reporting.view_counts where unit_code = 'A1.SCHOOL1' and measure = 'registered'";
    assert_eq!(world.count(left).await, 0, "nothing of them remains where they were");
}

#[tokio::test]
async fn counts_are_what_a_count_over_the_rows_would_say() {
    let world = World::new("projection_counts").await;
    for event in story().into_iter().filter(|sequence| sequence[0].aggregate.is_some()).flatten() {
        world.tell(&event).await;
    }
    let people: Vec<Uuid> = Someone::ALL.map(Someone::employee_id).to_vec();
    let mut connection = world.app.db.read().await.unwrap();
    let counted = crate::store::view_counts::of_people(&mut connection, 1, &people).await.unwrap();
    let kept = world.count("select count(*) from reporting.view_counts where generation = 1").await;
    assert_eq!(i64::try_from(counted.len()).unwrap(), kept);
    for (cell, count) in counted {
        let sql = format!(
            "select count from reporting.view_counts where generation = 1 and campaign_code = '{}' and unit_code = '{}'
               and agency_code = '{}' and measure = '{}'",
            cell.campaign_code, cell.unit_code, cell.agency_code, cell.measure
        );
        assert_eq!(world.count(&sql).await, count, "{cell:?}");
    }
}

/// A column that is forgotten here would never be compared.
#[tokio::test]
async fn every_column_of_every_projection_is_compared() {
    let world = World::empty("projection_columns").await;
    let mut compared: Vec<String> = crate::store::generations::VIEWS
        .iter()
        .flat_map(|(table, columns)| columns.split(',').map(move |column| format!("{table}.{}", column.trim())))
        .collect();
    compared.sort();
    let sql = "select (table_name || '.' || column_name)::text from information_schema.columns
         where table_schema = 'reporting' and table_name like 'view\\_%' and column_name <> 'generation' order by 1";
    let mut columns = world.texts(sql).await;
    columns.sort();
    assert_eq!(compared, columns);
}
