//! An operator rehearses a whole campaign: nothing is lost or double, every ratio is named, and nothing of it is counted.

use integration_tests::{BareNats, Ledger, World, check};
use serde_json::{Value, json};
use stack::{Program, wiring::DATABASE};

/// Names of the goals of PERFORMANCE.md, section 3: programs compare runs by them.
const RATIOS: [&str; 17] = [
    "sign_in",
    "registration",
    "registrations_per_second",
    "status",
    "draft_save",
    "draft_save_p99",
    "worklist_page_p99",
    "relay",
    "commit_to_feed_p99",
    "projection",
    "projection_lag_p99",
    "import",
    "export",
    "overload",
    "reads_while_hashing_p99",
    "registration_latency",
    "footprint",
];

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
        .run(&[
            "rehearse",
            "--people",
            "12",
            "--clients",
            "4",
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
    }
    for measured in ["hashes_per_second", "transactions_per_second", "messages_per_second"] {
        for look in ["before", "after"] {
            assert!(report["limits"][look][measured].as_f64() > Some(0.0), "{look} {measured}");
        }
    }

    let scratch: i64 = sqlx::query_scalar("select count(*) from pg_namespace where nspname like 'epupns_rehearsal%'")
        .fetch_one(&world.superuser)
        .await
        .unwrap();
    assert_eq!(scratch, 0, "the bare measurement has left a schema behind");
    check(&mut world, &Ledger::default()).await;
    let statistics = world.door().get("/v1/statistics").await.expect(200).json();
    assert_eq!(statistics["nation"]["final"], 0, "rehearsed people are counted nowhere: {statistics}");
    world.stop().await;
}
