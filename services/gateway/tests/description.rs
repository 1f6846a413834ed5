//! The committed description is the code's.

use crate::harness::Door;

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");

#[test]
fn the_committed_description_is_what_the_code_says() {
    let now = gateway::openapi().to_pretty_json().unwrap() + "\n";
    if std::env::var_os("EPUPNS_UPDATE").is_some() {
        std::fs::write(COMMITTED, &now).unwrap();
    }
    let committed = std::fs::read_to_string(COMMITTED).unwrap_or_default();
    assert!(committed == now, "openapi.json is old: EPUPNS_UPDATE=1 cargo nextest run -p gateway");
}

#[test]
fn every_operation_may_refuse_and_has_a_name_of_its_own() {
    let description = serde_json::to_value(gateway::openapi()).unwrap();
    assert_eq!(description["openapi"], "3.1.0");
    let mut names = Vec::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let refusal = &operation["responses"]["default"]["content"]["application/problem+json"];
            assert!(refusal.is_object(), "{method} {path}");
            let away = &operation["responses"]["503"];
            assert!(away["headers"]["Retry-After"].is_object(), "{method} {path}");
            names.push(operation["operationId"].as_str().unwrap().to_owned());
        }
    }
    let many = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), many);
}

#[tokio::test]
async fn the_feed_is_described_to_anyone() {
    let door = Door::open().await;
    let feed = door.get("/v1/asyncapi.yaml", None).await;
    assert_eq!((feed.status, feed.headers["content-type"].to_str().unwrap()), (200, "application/yaml"));
    assert_eq!(feed.text, proto::ASYNCAPI);
    assert!(door.get("/docs", None).await.text.contains("/v1/asyncapi.yaml"), "linked for readers");
}

#[test]
fn every_reference_leads_somewhere() {
    let description = serde_json::to_value(gateway::openapi()).unwrap();
    let text = description.to_string();
    let named: Vec<_> = text.split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(named.len() > 50);
    for name in named {
        assert!(description["components"]["schemas"].get(name).is_some(), "{name}");
    }
}
