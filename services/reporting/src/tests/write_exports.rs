//! A file is written to its end, whoever dies on the way.

use kernel::{Person, Role};
use proto::reporting::v1::ExportKind;
use time::Duration;

use super::{
    create_export::{create, request},
    get_export::{get, state},
    harness::{World, officer, reason},
    read_export::read,
};
use crate::jobs::{sweep_exports, write_exports};

/// Registrations as no events could tell them in the time of a test.
const MANY: i64 = 23_456;

async fn crowd(test: &str) -> (World, Person, String) {
    let world = World::new(test).await;
    world
        .execute(&format!(
            "insert into reporting.view_registrations
             select 1, gen_random_uuid(), gen_random_uuid(), '2026', 'registered', 'N' || n, '198001012005011001',
                 'Nama ' || n, 'A1', 'A1.HEALTH', now(), current_date from generate_series(1, {MANY}) n"
        ))
        .await;
    let admin = officer(Role::AgencyAdmin, "agency:A1");
    let asked = request(ExportKind::RegisteredEmployees, "");
    let asked =
        create(&world, &admin, proto::reporting::v1::CreateExportRequest { campaign_code: "2026".into(), ..asked });
    let export_id = asked.await.unwrap().export_id;
    (world, admin, export_id)
}

/// Every row is there, and once.
async fn complete(world: &World, person: &Person, export_id: &str) {
    let ready = get(world, person, export_id).await.unwrap();
    assert_eq!((state(&ready), ready.rows), ("READY", MANY as u64));
    let (bytes, largest) = read(world, person, export_id).await.unwrap();
    assert!(largest <= 256 * 1024, "{largest}");
    assert_eq!(bytes.len() as u64, ready.bytes);
    let text = String::from_utf8(bytes).unwrap();
    let mut numbers: Vec<i64> =
        text.lines().skip(1).map(|line| line.split(',').next().unwrap()[1..].parse().unwrap()).collect();
    numbers.sort_unstable();
    assert!(numbers.iter().copied().eq(1..=MANY), "{} lines", numbers.len());
    assert_eq!(world.count("select count(*) from reporting.fact_export_people").await, MANY);
}

#[tokio::test]
async fn a_large_file_is_written_page_by_page() {
    let (world, admin, export_id) = crowd("write_large").await;
    while write_exports(&world.app).await.unwrap() {}
    complete(&world, &admin, &export_id).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_writer_that_is_killed_again_and_again_neither_loses_nor_repeats_a_row() {
    let (world, admin, export_id) = crowd("write_killed").await;
    let mut killed = 0;
    loop {
        let now = get(&world, &admin, &export_id).await.unwrap();
        assert_ne!(state(&now), "FAILED");
        if state(&now) == "READY" {
            break;
        }
        // Somewhere within its work, a little later each time; in the end it is left alone.
        let killing = async {
            for _ in 0..killed * 20 {
                tokio::task::yield_now().await;
            }
            if killed < 12 {
                world.kill_sessions().await;
            }
        };
        // Whether it noticed or not: the next one begins with what is kept.
        tokio::join!(write_exports(&world.app), killing).0.ok();
        killed += u32::from(killed < 12);
        world.forget_dead_sessions().await;
        let after = get(&world, &admin, &export_id).await.unwrap();
        assert!(after.rows >= now.rows);
    }
    assert!(killed > 0, "nobody was killed");
    complete(&world, &admin, &export_id).await;
}

#[tokio::test]
async fn a_small_file_does_not_wait_for_the_end_of_a_large_one() {
    let (world, _, large) = crowd("write_fair").await;
    let other = officer(Role::AgencyAdmin, "agency:A2");
    world.app.clock.turn(Duration::seconds(1));
    let small = create(&world, &other, request(ExportKind::RegisteredEmployees, "")).await.unwrap().export_id;
    world
        .execute(&format!(
            "update reporting.fact_exports set worked_at = worked_at + interval '1 hour' where export_id = '{large}'"
        ))
        .await;
    write_exports(&world.app).await.unwrap();
    assert_eq!(state(&get(&world, &other, &small).await.unwrap()), "READY");
}

#[tokio::test]
async fn a_file_that_cannot_be_written_fails_after_some_tries() {
    let (world, admin, export_id) = crowd("write_fails").await;
    world.execute("update reporting.fact_exports set jurisdiction = 'nowhere'").await;
    for _ in 0..5 {
        write_exports(&world.app).await.unwrap();
    }
    assert_eq!(state(&get(&world, &admin, &export_id).await.unwrap()), "FAILED");
    assert_eq!(reason(read(&world, &admin, &export_id).await), "EXPORT_FAILED");
    assert!(!write_exports(&world.app).await.unwrap(), "nobody tries again");
}

#[tokio::test]
async fn the_bytes_go_after_a_week_and_who_was_in_them_stays_known() {
    let (world, admin, export_id) = crowd("sweep").await;
    while write_exports(&world.app).await.unwrap() {}
    assert!(!sweep_exports(&world.app).await.unwrap(), "not before");
    world.app.clock.turn(Duration::days(7));
    while sweep_exports(&world.app).await.unwrap() {}
    assert_eq!(world.count("select count(*) from reporting.fact_export_chunks").await, 0);
    assert_eq!(world.count("select count(*) from reporting.fact_export_people").await, MANY);
    assert_eq!(reason(read(&world, &admin, &export_id).await), "EXPORT_EXPIRED");
    assert_eq!(get(&world, &admin, &export_id).await.unwrap().rows, MANY as u64);
}
