//! Every pod of ours has no rights, has limits, outlives its drain, and goes one at a time.

use std::collections::BTreeSet;

use serde_json::Value;

use super::rendered::{Rendered, items, texts};
use crate::{finding::Finding, tree::Tree};

const REMEDY: &str = "correct k8s/base/patches/program.yaml, or the object itself";

pub(super) fn check(tree: &Tree, rendered: &Rendered) -> Vec<Finding> {
    let mut broken = BTreeSet::new();
    let templates =
        ["Deployment", "Job"].into_iter().flat_map(|kind| rendered.all(kind)).map(|object| (object, &object["spec"]));
    let scheduled = rendered.all("CronJob").map(|object| (object, &object["spec"]["jobTemplate"]["spec"]));
    for (object, spec) in templates.chain(scheduled) {
        let name = format!(
            "{} {}",
            object["kind"].as_str().unwrap_or_default(),
            object["metadata"]["name"].as_str().unwrap_or_default()
        );
        broken.extend(pod(rendered, &spec["template"]["spec"]).into_iter().map(|rule| format!("{rule}: {name}")));
    }
    for deployment in rendered.all("Deployment") {
        let name = deployment["metadata"]["name"].as_str().unwrap_or_default();
        broken.extend(guarded(tree, rendered, deployment).into_iter().map(|rule| format!("{rule}: {name}")));
    }
    let place = format!("{}: pods", rendered.overlay);
    broken.into_iter().map(|rule| Finding::new(&place, rule, REMEDY)).collect()
}

fn pod(rendered: &Rendered, pod: &Value) -> Vec<&'static str> {
    let mut rules = Vec::new();
    let mut say = |holds: bool, rule| {
        if !holds {
            rules.push(rule);
        }
    };
    say(pod["automountServiceAccountToken"] == false, "a pod has no token of the cluster");
    if let Some(account) = pod["serviceAccountName"].as_str() {
        let known = rendered.get("ServiceAccount", account);
        say(
            known.is_some_and(|known| known["automountServiceAccountToken"] == false),
            "its account is there, without a token",
        );
    }
    say(pod["securityContext"]["runAsNonRoot"] == true, "nobody is root");
    say(
        pod["securityContext"]["seccompProfile"]["type"] == "RuntimeDefault",
        "system calls are those of RuntimeDefault",
    );
    for container in items(&pod["containers"]).chain(items(&pod["initContainers"])) {
        let context = &container["securityContext"];
        say(context["allowPrivilegeEscalation"] == false, "nobody gains rights");
        say(context["readOnlyRootFilesystem"] == true, "the disk is read-only");
        say(texts(&context["capabilities"]["drop"]) == ["ALL"], "nobody has capabilities");
        for kind in ["requests", "limits"] {
            let given = &container["resources"][kind];
            say(!given["cpu"].is_null() && !given["memory"].is_null(), "CPU and memory are asked for, and have limits");
        }
        let image = container["image"].as_str().unwrap_or_default();
        say(image.contains(':') && !image.ends_with(":latest"), "an image has its version");
    }
    rules
}

/// What only what runs for long has.
fn guarded(tree: &Tree, rendered: &Rendered, deployment: &Value) -> Vec<String> {
    let mut rules = Vec::new();
    let selector = &deployment["spec"]["selector"]["matchLabels"];
    if !rendered.all("PodDisruptionBudget").any(|budget| budget["spec"]["selector"]["matchLabels"] == *selector) {
        rules.push("a PodDisruptionBudget lets one go at a time".to_owned());
    }
    let template = &deployment["spec"]["template"];
    let component = template["metadata"]["labels"]["app.kubernetes.io/component"].as_str().unwrap_or_default();
    if ["owner", "edge"].contains(&component) {
        let grace = template["spec"]["terminationGracePeriodSeconds"].as_u64().unwrap_or_default();
        let before = &template["spec"]["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"];
        let needed = before.as_u64().unwrap_or_default() + drain(tree);
        if grace <= needed {
            rules.push(format!("it may stop for longer than the {needed} s that it needs, not for {grace} s"));
        }
        if items(&template["spec"]["topologySpreadConstraints"]).count() == 0 {
            rules.push("replicas spread over zones and machines".to_owned());
        }
    }
    rules
}

/// How long a stopping program drains.
fn drain(tree: &Tree) -> u64 {
    let code = tree.read("services/chassis/src/program.rs").unwrap_or_default();
    let seconds =
        code.split_once("const DRAIN: Duration = Duration::from_secs(").and_then(|(_, rest)| rest.split_once(')'));
    seconds.and_then(|(seconds, _)| seconds.parse().ok()).expect("chassis::program says how long it drains")
}
