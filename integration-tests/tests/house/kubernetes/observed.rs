//! Alerts and dashboard name only what the programs count, and every alert says what to do. (That what is counted really appears
//! at /metrics: `journeys`, observation.)

use std::collections::BTreeSet;

use serde_json::Value;

use super::rendered::items;
use crate::{
    tokens::{Token, find, tokens},
    tree::Tree,
};

const ALERTS: &str = "deploy/observability/alerts.yaml";
const DASHBOARD: &str = "deploy/observability/dashboards/epupns.json";
/// What the exporter makes of a histogram.
const OF_HISTOGRAM: [&str; 3] = ["_bucket", "_sum", "_count"];

/// Names that programs count under: the first text of `counter!`, `gauge!`, `histogram!`.
fn counted(tree: &Tree) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for source in tree.files("services", ".rs").into_iter().filter(|source| !source.path.contains("/tests/")) {
        let tokens = tokens(&source.path, &source.text);
        for kind in ["counter", "gauge", "histogram"] {
            let row = [kind, "!", "("];
            let named = find(&tokens, &row).filter_map(|at| tokens.get(at + 3).and_then(Token::text));
            names.extend(named.map(str::to_owned));
        }
    }
    names
}

/// Our names in an expression.
fn named(expression: &str) -> impl Iterator<Item = &str> {
    let word = |letter: char| !(letter.is_ascii_alphanumeric() || letter == '_');
    expression.split(word).filter(|name| name.starts_with("epupns_"))
}

fn unknown<'a>(expression: &'a str, counted: &BTreeSet<String>) -> Vec<&'a str> {
    let is_known = |name: &str| {
        counted.contains(name)
            || OF_HISTOGRAM.iter().any(|end| name.strip_suffix(end).is_some_and(|name| counted.contains(name)))
    };
    named(expression).filter(|name| !is_known(name)).collect()
}

/// Every `expr` in a document, however deep.
fn expressions<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("expr").and_then(Value::as_str));
            members.values().for_each(|member| expressions(member, found));
        }
        Value::Array(list) => list.iter().for_each(|member| expressions(member, found)),
        _ => {}
    }
}

#[test]
fn alerts_and_dashboard_name_what_is_counted() {
    let tree = Tree::ours();
    let counted = counted(&tree);
    let alerts: Value = serde_yaml::from_str(&tree.read(ALERTS).unwrap()).unwrap();
    let dashboard: Value = serde_json::from_str(&tree.read(DASHBOARD).unwrap()).unwrap();
    for (place, document) in [(ALERTS, &alerts), (DASHBOARD, &dashboard)] {
        let mut found = Vec::new();
        expressions(document, &mut found);
        assert!(found.len() > 10, "{place} has expressions");
        for expression in found {
            assert_eq!(unknown(expression, &counted), [""; 0], "{place}: nobody counts that: {expression}");
        }
    }
    assert_eq!(
        unknown("rate(epupns_rpc_duration_seconds_bucket[5m]) > epupns_rpc_durations", &counted),
        ["epupns_rpc_durations"]
    );
}

#[test]
fn every_alert_says_what_to_do() {
    let tree = Tree::ours();
    let alerts: Value = serde_yaml::from_str(&tree.read(ALERTS).unwrap()).unwrap();
    let rules = items(&alerts["spec"]["groups"]).flat_map(|group| items(&group["rules"]));
    let mut names = BTreeSet::new();
    for rule in rules.filter(|rule| !rule["alert"].is_null()) {
        let name = rule["alert"].as_str().unwrap();
        assert!(names.insert(name), "{name} is there twice");
        for (member, least) in [("summary", 20), ("runbook", 40)] {
            let text = rule["annotations"][member].as_str().unwrap_or_default();
            assert!(text.len() >= least, "{name} has no {member}");
        }
        let command = rule["annotations"]["runbook"].as_str().unwrap();
        assert!(command.contains('`'), "{name}: a runbook names a command");
        let severity = rule["labels"]["severity"].as_str().unwrap_or_default();
        assert!(["page", "ticket"].contains(&severity), "{name}: page or ticket");
        let tested = tree.read("deploy/observability/alerts.test.yaml").unwrap();
        assert!(tested.contains(&format!("alertname: {name}\n")), "{name} has no test in alerts.test.yaml");
    }
    assert!(names.len() > 10);
}
