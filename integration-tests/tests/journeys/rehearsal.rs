//! An operator rehearses a whole campaign: nothing is lost or double, every ratio is named, and nothing of it is counted. Then the
//! operator removes it: nothing is left but numbers, audit trails and events, and the same people can rehearse again.

use integration_tests::{BareNats, Ledger, World, check, check_rebuild};
use serde_json::{Value, json};
use stack::{Program, wiring::DATABASE};

/// Names of the goals of PERFORMANCE.md, section 3: programs compare runs by them.
const RATIOS: [&str; 21] = [
    "sign_in",
    "registration",
    "registrations_per_second",
    "status",
    "draft_save",
    "draft_save_p99",
    "worklist_page_p99",
    "worklist_page_growth",
    "relay",
    "commit_to_stream_p99",
    "commit_to_feed_p99",
    "projection",
    "projection_lag_p99",
    "import",
    "export",
    "overload",
    "overload_refused_p99",
    "reads_while_hashing_p99",
    "registration_latency",
    "footprint",
    "start_to_ready",
];

/// The same people each time.
const SEED: &str = "77";

/// Everything that a rehearsal leaves in the databases besides numbers, audit trails and events: rows of its agencies and
/// accounts of its officers.
const LEFT: &str = "
    select (select count(*) from registration.employees where agency_code like 'X%')
         + (select count(*) from registration.registrations where agency_code like 'X%')
         + (select count(*) from registration.org_units where agency_code like 'X%')
         + (select count(*) from registration.agencies where code like 'X%')
         + (select count(*) from registration.kanreg where code like 'X%')
         + (select count(*) from identity.accounts where username like 'geladi.%')
         + (select count(*) from verification.reviews where agency_code like 'X%')
         + (select count(*) from verification.org_units where agency_code like 'X%')
         + (select count(*) from reporting.view_employees where agency_code like 'X%')
         + (select count(*) from reporting.view_registrations where agency_code like 'X%')
         + (select count(*) from reporting.view_dossiers where agency_code like 'X%')
         + (select count(*) from reporting.view_counts where agency_code like 'X%')
         + (select count(*) from reporting.view_agencies where code like 'X%')";

#[tokio::test(flavor = "multi_thread")]
async fn a_rehearsed_campaign_loses_nothing_and_names_every_ratio() {
    let mut world = World::start().await;
    let nats = BareNats::start().await.expect("the launcher found a NATS too");
    let file = world.stack.dir().join("rehearsal.json");
    let postgres = world.stack.servers.postgres.cluster().superuser_url(DATABASE).unwrap();
    let ops = format!("http://{}", world.stack.wiring.ops(Program::Reporting));
    let printed = world
        .stack
        .operator()
        .rehearse(&[
            "run",
            "--people",
            "12",
            "--clients",
            "4",
            "--seed",
            SEED,
            "--json",
            file.to_str().unwrap(),
            "--bare-postgres",
            &postgres,
            "--bare-nats",
            &nats.url,
            "--ops",
            &ops,
        ])
        .await
        .unwrap_or_else(|error| panic!("{error:#}"));
    assert!(printed.contains("12 people, 12 registered, 12 submitted, 12 final"), "{printed}");

    let report: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    for nothing in ["lost", "double", "failed"] {
        assert_eq!(report["verification"][nothing], json!([]), "{nothing}");
    }
    let ratios = report["ratios"].as_array().unwrap();
    assert_eq!(ratios.iter().map(|ratio| ratio["id"].as_str().unwrap()).collect::<Vec<_>>(), RATIOS);
    for ratio in ratios {
        assert_eq!(ratio["value"].is_null(), ratio["verdict"] == "not_measured", "{ratio}");
        assert_eq!(ratio["value"].is_null(), ratio["reason"].is_string(), "what was not measured says why: {ratio}");
        assert_eq!(ratio["limit"].is_null(), ratio["before"].is_null(), "a limit was measured twice: {ratio}");
    }
    for measured in ["hashes_per_second", "transactions_per_second", "messages_per_second"] {
        for look in ["before", "after"] {
            assert!(report["limits"][look][measured].as_f64() > Some(0.0), "{look} {measured}");
        }
    }

    assert_eq!(report["backlog"]["left"], 0, "limits of a busy system: {}", report["backlog"]);
    assert_eq!(report["backlog"]["consumers"], true);

    let scratch: i64 = sqlx::query_scalar("select count(*) from pg_namespace where nspname like 'epupns_rehearsal%'")
        .fetch_one(&world.superuser)
        .await
        .unwrap();
    assert_eq!(scratch, 0, "the bare measurement has left a schema behind");
    check(&mut world, &Ledger::default()).await;
    let statistics = world.door().get("/v1/statistics").await.expect(200).json();
    assert_eq!(statistics["nation"]["final"], 0, "rehearsed people are counted nowhere: {statistics}");
    purged(&mut world).await;
    world.stop().await;
}

async fn purged(world: &mut World) {
    let numbers = "select count(*) from registration.registration_numbers";
    assert!(count(world, LEFT).await > 0);
    let drawn = count(world, numbers).await;
    let said = world.stack.operator().rehearse(&["purge", "-y"]).await.unwrap_or_else(|error| panic!("{error:#}"));
    assert!(said.contains("removed: 12 people, 12 registrations, 12 dossiers, 2 agencies"), "{said}");
    assert_eq!(count(world, LEFT).await, 0, "everybody had heard of it when the command ended");
    assert_eq!(count(world, numbers).await, drawn, "a number is drawn for ever");
    check(world, &Ledger::default()).await;
    check_rebuild(world).await;

    let said = world.stack.operator().rehearse(&["purge", "-y"]).await.unwrap();
    assert_eq!(said, "there is nothing of a rehearsal\n");
    let again = ["run", "--people", "12", "--clients", "4", "--mix", "sign-in", "--seed", SEED];
    let said = world.stack.operator().rehearse(&again).await.unwrap_or_else(|error| panic!("{error:#}"));
    assert!(said.contains("12 people, 12 registered") && !said.contains("left out"), "{said}");
    assert_eq!(count(world, numbers).await, drawn + 12, "no number is used twice");
    check(world, &Ledger::default()).await;
}

async fn count(world: &World, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(&world.superuser).await.unwrap()
}
