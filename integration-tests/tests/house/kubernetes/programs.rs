//! Every program is there, with the settings that it reads and no other, on the ports that others expect, and under its name.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    rendered::{NAMESPACE, Rendered, items, texts},
    settings,
};
use crate::{
    finding::Finding,
    tree::{EDGES, OWNERS, Tree},
    wiring,
};

const MANIFEST: &str = "correct k8s/base";
/// Where a program's name stands in its certificate.
const SERVICE: &str = "spiffe://epupns/service/";

pub(super) fn check(tree: &Tree, rendered: &Rendered) -> Vec<Finding> {
    let mut findings = Vec::new();
    for program in OWNERS.iter().chain(&EDGES) {
        let place = rendered.place("Deployment", program);
        let mut say = |rule: String| findings.push(Finding::new(&place, rule, MANIFEST));
        let Some(deployment) = rendered.get("Deployment", program) else {
            say("every program has a Deployment of its name".to_owned());
            continue;
        };
        let container = &deployment["spec"]["template"]["spec"]["containers"][0];
        if texts(&container["args"]) != [program, "serve"] {
            say(format!("it runs `{program} serve`, not {}", container["args"]));
        }
        let environment = environment(rendered, container);
        for rule in settings_of(tree, program, &environment) {
            say(rule);
        }
        for rule in ports(rendered, program, deployment, &environment) {
            say(rule);
        }
        for rule in probes(tree, container) {
            say(rule);
        }
        for rule in names(tree, rendered, program) {
            say(rule);
        }
        if OWNERS.contains(program)
            && let Some(rule) = migration(rendered, program)
        {
            say(rule);
        }
    }
    findings.extend(operator(tree, rendered));
    findings
}

/// Variables by name; empty where the value is a secret.
fn environment(rendered: &Rendered, container: &Value) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for source in items(&container["envFrom"]) {
        let map = source["configMapRef"]["name"].as_str().and_then(|name| rendered.get("ConfigMap", name));
        for (name, value) in map.and_then(|map| map["data"].as_object()).into_iter().flatten() {
            found.insert(name.clone(), value.as_str().unwrap_or_default().to_owned());
        }
    }
    for variable in items(&container["env"]) {
        let value = variable["value"].as_str().unwrap_or_default();
        found.insert(variable["name"].as_str().unwrap_or_default().to_owned(), value.to_owned());
    }
    found
}

fn settings_of(tree: &Tree, program: &str, environment: &BTreeMap<String, String>) -> Vec<String> {
    let read = settings::of(tree, program);
    let strange = environment.keys().filter(|name| !read.contains_key(*name));
    let mut rules: Vec<String> = strange.map(|name| format!("{program} reads no {name}")).collect();
    let missing = read.iter().filter(|(name, required)| **required && !environment.contains_key(*name));
    rules.extend(missing.map(|(name, _)| format!("{program} does not start without {name}")));
    let secrets =
        environment.iter().filter(|(name, value)| value.is_empty() && read.contains_key(&format!("{name}_FILE")));
    rules.extend(secrets.map(|(name, _)| format!("{name} is a secret and comes as a file: {name}_FILE")));
    for asked in wiring::is_given(tree, program) {
        let expected = format!("https://{asked}.{NAMESPACE}.svc:8443");
        let given = environment.get(&format!("EPUPNS_{}_ADDRESS", asked.to_uppercase()));
        if given != Some(&expected) {
            rules.push(format!("{asked} is at {expected}, not {given:?}"));
        }
    }
    rules
}

/// The Service leads to the port that the program listens at.
fn ports(
    rendered: &Rendered,
    program: &str,
    deployment: &Value,
    environment: &BTreeMap<String, String>,
) -> Vec<String> {
    let container = &deployment["spec"]["template"]["spec"]["containers"][0];
    let named: BTreeMap<&str, u64> = items(&container["ports"])
        .filter_map(|port| Some((port["name"].as_str()?, port["containerPort"].as_u64()?)))
        .collect();
    let listens = |variable: &str| -> Option<u64> { environment.get(variable)?.rsplit(':').next()?.parse().ok() };
    let mut rules = Vec::new();
    if named.get("ops").copied() != listens("EPUPNS_OPS_LISTEN") {
        rules.push("the port `ops` is that of EPUPNS_OPS_LISTEN".to_owned());
    }
    let labels = &deployment["spec"]["template"]["metadata"]["labels"];
    let Some(service) = rendered.get("Service", program) else {
        return vec!["every program has a Service of its name".to_owned()];
    };
    let port = &service["spec"]["ports"][0];
    let target = port["targetPort"].as_str().and_then(|name| named.get(name)).copied();
    if target != listens("EPUPNS_LISTEN") || port["port"].as_u64() != target {
        rules.push(format!("its Service leads to the port of EPUPNS_LISTEN under the same number, not {port}"));
    }
    for (selector, of) in
        [(&service["spec"]["selector"], "Service"), (&deployment["spec"]["selector"]["matchLabels"], "Deployment")]
    {
        let empty = serde_json::Map::new();
        let wanted = selector.as_object().unwrap_or(&empty);
        if wanted.is_empty() || wanted.iter().any(|(label, value)| labels[label] != *value) {
            rules.push(format!("the selector of its {of} is among the labels of its pods"));
        }
    }
    // Callers of gRPC balance by themselves: they need every replica's address.
    if OWNERS.contains(&program) != (service["spec"]["clusterIP"] == "None") {
        rules.push("an owner's Service is headless, an edge's is not".to_owned());
    }
    rules
}

/// The questions of the cluster are those that the chassis answers.
fn probes(tree: &Tree, container: &Value) -> Vec<String> {
    let answered = tree.read("services/chassis/src/ops.rs").unwrap_or_default();
    let mut rules = Vec::new();
    for (probe, path) in [("startupProbe", "/livez"), ("livenessProbe", "/livez"), ("readinessProbe", "/readyz")] {
        let asked = &container[probe]["httpGet"];
        let answers = answered.contains(&format!("\"{path}\""));
        if asked["path"] != path || asked["port"] != "ops" || !answers {
            rules.push(format!("its {probe} asks {path} at the port `ops`, which chassis::ops answers"));
        }
    }
    rules
}

/// The certificate bears the names that chassis::tls looks for.
fn names(tree: &Tree, rendered: &Rendered, program: &str) -> Vec<String> {
    let code = tree.read("services/chassis/src/tls.rs").unwrap_or_default();
    assert!(code.contains(SERVICE) && code.contains("{service}.epupns.svc"), "chassis::tls has other names now");
    let Some(certificate) = rendered.get("Certificate", program) else {
        return vec!["every program has a Certificate of its name".to_owned()];
    };
    let spec = &certificate["spec"];
    let mut rules = Vec::new();
    if texts(&spec["dnsNames"]) != [format!("{program}.{NAMESPACE}.svc")]
        || texts(&spec["uris"]) != [format!("{SERVICE}{program}")]
        || spec["secretName"] != format!("{program}-tls")
    {
        rules.push("its certificate bears its names, and is the secret that it mounts".to_owned());
    }
    let usages = texts(&spec["usages"]);
    if !["server auth", "client auth"].iter().all(|usage| usages.contains(usage)) {
        rules.push("its certificate is shown to callers and to those it calls".to_owned());
    }
    rules
}

fn migration(rendered: &Rendered, owner: &str) -> Option<String> {
    let job = rendered.get("Job", &format!("{owner}-migrate"))?;
    let container = &job["spec"]["template"]["spec"]["containers"][0];
    let enters = &container["env"][0]["valueFrom"]["secretKeyRef"];
    let right = texts(&container["args"]) == [owner, "migrate"]
        && container["env"][0]["name"] == "EPUPNS_DATABASE_URL"
        && enters["name"] == format!("{owner}-database")
        && enters["key"] == "migrator-url";
    (!right).then(|| format!("a Job runs `{owner} migrate` as the schema's migrator"))
}

/// The operator's command line is told nothing that it does not read.
fn operator(tree: &Tree, rendered: &Rendered) -> Vec<Finding> {
    let mut read: Vec<String> = ["deploy/cli/src", "deploy/operator/src"]
        .iter()
        .flat_map(|part| tree.files(part, ".rs"))
        .map(|source| source.text)
        .collect();
    read.extend(tree.read("services/chassis/src/settings.rs"));
    let map = rendered
        .all("ConfigMap")
        .find(|map| map["metadata"]["name"].as_str().is_some_and(|name| name.starts_with("operator-")));
    let Some(data) = map.and_then(|map| map["data"].as_object()) else {
        return vec![Finding::new(rendered.place("ConfigMap", "operator"), "the operator has settings", MANIFEST)];
    };
    let strange = data.keys().filter(|name| {
        let variable = format!("\"{name}\"");
        !read.iter().any(|text| text.contains(&variable))
    });
    let place = rendered.place("ConfigMap", "operator");
    strange
        .map(|name| Finding::new(&place, format!("epupns reads no {name}"), "correct k8s/components/operator"))
        .collect()
}
