//! What operators are told: the doctor says of a healthy system that it is, and names what is not; alerts and dashboard look at
//! what really stands at /metrics.

use std::collections::BTreeSet;

use integration_tests::{Citizen, World, until};
use serde_json::Value;
use stack::Program;

/// Its checks as JSON, also when it ends badly.
async fn examined(world: &World) -> (bool, Value) {
    let operator = world.stack.operator();
    let answered = operator.output(&["doctor", "--json"]).await.unwrap();
    (answered.status.success(), serde_json::from_slice(&answered.stdout).unwrap())
}

fn failed(report: &Value) -> Vec<String> {
    let checks = report["checks"].as_array().unwrap().iter();
    let failed = checks.filter(|check| check["verdict"] == "fail");
    failed.map(|check| format!("{} {}", check["place"], check["check"]).replace('"', "")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_finds_nothing_wrong_until_something_is() {
    let mut world = World::start().await;
    let (well, report) = examined(&world).await;
    assert!(well && failed(&report).is_empty(), "{report:#}");
    for expected in [
        ("helpdesk", "answers"),
        ("identity", "certificate"),
        ("registration", "outbox"),
        ("verification", "parked"),
        ("reporting", "hears"),
        ("gateway", "clock"),
        ("portal", "pages"),
        ("nats", "durable"),
        ("all", "versions"),
    ] {
        let seen =
            |check: &Value| check["place"] == expected.0 && check["check"] == expected.1 && check["verdict"] == "ok";
        assert!(report["checks"].as_array().unwrap().iter().any(seen), "{expected:?} in {report:#}");
    }

    observed(&mut world).await;

    // Somebody is away.
    world.stack.process(Program::Helpdesk).terminate().await.unwrap();
    let (well, report) = examined(&world).await;
    assert!(!well);
    assert_eq!(failed(&report), ["helpdesk answers"], "{report:#}");
    let told = world.stack.operator().run(&["doctor"]).await.unwrap_err().to_string();
    assert!(told.contains("1 of") && told.contains("helpdesk answers"), "{told}");

    // So is NATS.
    world.stack.servers.nats.stop().await.unwrap();
    let (_, report) = examined(&world).await;
    assert!(failed(&report).contains(&"nats stream".to_owned()), "{report:#}");
    assert!(failed(&report).contains(&"nats durable".to_owned()), "{report:#}");
    let remedies = report["checks"].as_array().unwrap().iter().filter(|check| check["verdict"] != "ok");
    assert!(remedies.clone().all(|check| !check["remedy"].as_str().unwrap().is_empty()), "{report:#}");
    world.stop().await;
}

/// Counted from the first time on: one who registers meets none of them.
const NOT_HERE: [&str; 10] = [
    "epupns_attempts_refused_total",
    "epupns_dossier_fields_saved_total",
    "epupns_dossiers_recalled_total",
    "epupns_dossiers_submitted_total",
    "epupns_gateway_over_budget_total",
    "epupns_hash_refused_total",
    "epupns_registration_confirmations_total",
    "epupns_registrations_refused_total",
    "epupns_reviews_opened_total",
    "epupns_stage_completions_total",
];

/// Every name in alerts and dashboard is at some program's /metrics once somebody has registered.
async fn observed(world: &mut World) {
    let citizen = Citizen::new(world.door(), world.employees[0].clone());
    let token = citizen.look_up().await.expect(200).text("lookup_token");
    let _ = citizen.door.post_once("/v1/registrations", &citizen.form(&token), &citizen.key).await.expect(201);
    let ops: Vec<_> = world.stack.processes().map(|process| process.ops()).collect();
    let wanted = named();
    assert!(wanted.len() > 20, "{wanted:?}");
    until("everything that alerts and dashboard look at is counted", || async {
        let mut seen = String::new();
        for address in &ops {
            seen += &reqwest::get(format!("http://{address}/metrics")).await.unwrap().text().await.unwrap();
        }
        let missing = wanted.iter().find(|name| !seen.contains(&format!("# TYPE {name} ")));
        // The last line before a failure says which.
        missing.inspect(|name| println!("nobody counts {name} yet")).is_none().then_some(())
    })
    .await;
}

/// Our names in alerts and dashboard, as the programs give them to the exporter.
fn named() -> BTreeSet<String> {
    let files = [
        include_str!("../../../deploy/observability/alerts.yaml"),
        include_str!("../../../deploy/observability/dashboards/epupns.json"),
    ];
    let word = |letter: char| !(letter.is_ascii_alphanumeric() || letter == '_');
    let words = files.iter().flat_map(|file| file.split(word)).filter(|word| word.starts_with("epupns_"));
    let bare = words.map(|name| ["_bucket", "_count"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name));
    bare.filter(|name| !NOT_HERE.contains(name)).map(str::to_owned).collect()
}
