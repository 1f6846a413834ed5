//! The whole installation by `docker compose`: every program with the settings that it reads, and those that it needs.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    rendered::{items, texts},
    settings,
};
use crate::{
    finding::{self, Finding},
    tree::{EDGES, OWNERS, Tree},
    wiring,
};

const COMPOSE: &str = "deploy/images/compose.yaml";
const DOCKERFILE: &str = "deploy/images/Dockerfile";

fn parsed(text: &str) -> Value {
    let mut compose: serde_yaml::Value =
        serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{COMPOSE}: {error}"));
    compose.apply_merge().expect("`<<` names mappings");
    serde_yaml::from_value(compose).expect("names are texts")
}

fn check(tree: &Tree, text: &str) -> Vec<Finding> {
    let compose = parsed(text);
    let mut findings = Vec::new();
    for program in OWNERS.iter().chain(&EDGES) {
        let mut say =
            |rule: String| findings.push(Finding::new(format!("{COMPOSE}: {program}"), rule, "correct it there"));
        let service = &compose["services"][*program];
        if texts(&service["command"]) != [program, "serve"] {
            say(format!("`{program} serve` runs"));
            continue;
        }
        let empty = serde_json::Map::new();
        let environment = service["environment"].as_object().unwrap_or(&empty);
        let given: BTreeMap<&str, &str> =
            environment.iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap_or_default())).collect();
        let read = settings::of(tree, program);
        for strange in given.keys().filter(|name| !read.contains_key(**name)) {
            say(format!("{program} reads no {strange}"));
        }
        for (missing, _) in read.iter().filter(|(name, required)| **required && !given.contains_key(name.as_str())) {
            say(format!("{program} does not start without {missing}"));
        }
        for asked in wiring::is_given(tree, program) {
            if given.get(format!("EPUPNS_{}_ADDRESS", asked.to_uppercase()).as_str())
                != Some(&format!("https://{asked}:8443").as_str())
            {
                say(format!("{asked} is at https://{asked}:8443"));
            }
        }
        let after = |name: String, until: &str| service["depends_on"][name]["condition"] == until;
        if OWNERS.contains(program) && !after(format!("{program}-migrate"), "service_completed_successfully") {
            say("its schema is migrated first".to_owned());
        }
        if service["read_only"] != true || texts(&service["cap_drop"]) != ["ALL"] {
            say("it has no rights and a read-only disk".to_owned());
        }
        let public = items(&service["ports"]).count() > 0;
        if public != (*program == "gateway") {
            say("the gateway is the only public door".to_owned());
        }
    }
    findings
}

#[test]
fn compose_starts_every_program_with_its_settings() {
    let tree = Tree::ours();
    finding::none(&check(&tree, &tree.read(COMPOSE).unwrap()));
    let images = tree.read(DOCKERFILE).unwrap();
    let (campaign, rehearsal) = images.split_once("FROM sources AS rehearsing").expect("a stage of its own");
    for program in OWNERS.iter().chain(&EDGES).chain(&["epupns"]) {
        assert!(campaign.contains(&format!("-p {program} ")), "the image has no {program}");
    }
    assert!(!campaign.contains("-p epupns-rehearsal"), "nobody is made up beside the real campaign");
    assert!(rehearsal.contains("-p epupns-rehearsal ") && rehearsal.trim_end().ends_with("\nFROM campaign"));
}

#[test]
fn what_is_mounted_is_what_is_made() {
    let (tree, dir) = (Tree::ours(), tempfile::tempdir().unwrap());
    stack::keys::make(dir.path(), "postgres:5432").unwrap();
    // Compose and the cluster mount the same files under the same names.
    let mut named =
        vec![(COMPOSE.to_owned(), "operator".to_owned(), tree.read("k8s/components/operator/settings.env").unwrap())];
    let compose: Value = parsed(&tree.read(COMPOSE).unwrap());
    for program in OWNERS.iter().chain(&EDGES) {
        let mut settings = tree.read("k8s/base/settings/every-program.env").unwrap();
        if OWNERS.contains(program) {
            settings += &tree.read("k8s/base/settings/every-owner.env").unwrap();
        }
        settings += &tree.read(&format!("k8s/base/settings/{program}.env")).unwrap();
        named.push(("k8s/base".to_owned(), (*program).to_owned(), settings));
        let environment = compose["services"][*program]["environment"].as_object().unwrap();
        let lines = environment.iter().map(|(name, value)| format!("{name}={}\n", value.as_str().unwrap_or_default()));
        named.push((COMPOSE.to_owned(), (*program).to_owned(), lines.collect()));
    }
    for (place, program, settings) in named {
        for (name, file) in settings.lines().filter_map(|line| line.split_once('=')) {
            if name.ends_with("_FILE") {
                let inside =
                    file.strip_prefix("/run/epupns/").unwrap_or_else(|| panic!("{place}: {name} is not mounted"));
                assert!(dir.path().join(&program).join(inside).exists(), "{place}: nobody makes {program}'s {file}");
            }
        }
    }
    for file in [".env", "nats.env", "identity-migrate.env", "passwords/helpdesk_app", "passwords/postgres", "mail"] {
        assert!(dir.path().join(file).exists(), "{file}");
    }
    let again = std::fs::read(dir.path().join("identity/keys/pepper.key")).unwrap();
    stack::keys::make(dir.path(), "postgres:5432").unwrap();
    assert_eq!(std::fs::read(dir.path().join("identity/keys/pepper.key")).unwrap(), again, "keys are made once");
}

#[test]
fn a_setting_that_is_missing_and_a_second_door_are_found() {
    let tree = Tree::ours();
    let text = tree.read(COMPOSE).unwrap();
    finding::one(
        &check(&tree, &text.replace("EPUPNS_FEED_KEY_FILE:", "EPUPNS_LOG:")),
        &format!("{COMPOSE}: reporting"),
    );
    let two = text.replace("command: [portal, serve]", "command: [portal, serve]\n    ports: [\"8443:8443\"]");
    finding::one(&check(&tree, &two), &format!("{COMPOSE}: portal"));
}
