//! Who may reach whom: exactly who asks whom, as the wiring of `deploy/stack` says. Policies are weighed as a cluster does it: who
//! is named by none may do all; who is named by some may do what one of them allows, at both ends.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    rendered::{Rendered, items},
    settings,
};
use crate::{
    finding::Finding,
    tree::{EDGES, OWNERS, Tree},
    wiring,
};

const REMEDY: &str = "correct k8s/components/network-policies: they are what wiring::asks says, no more and no less";
const OPS: u64 = 9000;
const OPERATOR: &str = "epupns";
/// A pod of whom nobody has heard.
const STRANGER: &str = "stranger";
/// Servers and their ports.
const SERVERS: [(&str, u64); 4] = [("postgres", 5432), ("nats", 4222), ("nats", 8222), ("redis", 6379)];

/// Somebody at one end.
struct End {
    namespace: &'static str,
    labels: Value,
}

impl End {
    fn program(name: &str) -> Self {
        let component = if OWNERS.contains(&name) {
            "owner"
        } else if EDGES.contains(&name) {
            "edge"
        } else {
            "other"
        };
        let labels = json!({ "app.kubernetes.io/name": name, "app.kubernetes.io/component": component });
        Self { namespace: "epupns", labels }
    }

    fn elsewhere(name: &str, namespace: &'static str) -> Self {
        Self { namespace, labels: json!({ "app.kubernetes.io/name": name }) }
    }
}

pub(super) fn check(tree: &Tree, rendered: &Rendered) -> Vec<Finding> {
    let programs: Vec<&str> = OWNERS.iter().chain(&EDGES).copied().collect();
    let (mut open, mut wanted) = (BTreeSet::new(), BTreeSet::new());
    for from in programs.iter().chain(&[OPERATOR, STRANGER]) {
        for to in &programs {
            if from == to {
                continue;
            }
            if reaches(rendered, &End::program(from), &End::program(to), listens(to)) {
                open.insert((*from, (*to).to_owned()));
            }
            if reaches(rendered, &End::program(from), &End::program(to), OPS) {
                open.insert((*from, format!("{to}'s metrics")));
            }
        }
        for (server, port) in SERVERS {
            if reaches(rendered, &End::program(from), &End::elsewhere(server, "epupns-servers"), port) {
                open.insert((*from, format!("{server}:{port}")));
            }
        }
        if *from == STRANGER {
            continue;
        }
        if *from == OPERATOR {
            wanted.extend(OWNERS.iter().map(|to| (*from, (*to).to_owned())));
            wanted.extend(["gateway", "nats:4222", "nats:8222"].map(|to| (*from, to.to_owned())));
            continue;
        }
        wanted.extend(wiring::is_given(tree, from).into_iter().map(|to| (*from, to)));
        let read = settings::of(tree, from);
        for (variable, to) in [
            ("EPUPNS_DATABASE_URL", "postgres:5432"),
            ("EPUPNS_NATS_URL", "nats:4222"),
            ("EPUPNS_NATS_MONITOR_URL", "nats:8222"),
            ("EPUPNS_REDIS_URL", "redis:6379"),
        ] {
            if read.contains_key(variable) {
                wanted.insert((*from, to.to_owned()));
            }
        }
    }
    for program in programs.iter().chain(&[STRANGER]) {
        for namespace in ["ingress", "default"] {
            let outside = End::elsewhere("anybody", namespace);
            if reaches(rendered, &outside, &End::program(program), listens(program)) {
                open.insert((namespace, (*program).to_owned()));
            }
        }
    }
    wanted.insert(("ingress", "gateway".to_owned()));
    let place = |(from, to): &(&str, String)| format!("{}: {from} -> {to}", rendered.overlay);
    let missing =
        wanted.difference(&open).map(|edge| Finding::new(place(edge), "this way is needed and closed", REMEDY));
    let strange = open
        .difference(&wanted)
        .map(|edge| Finding::new(place(edge), "nobody asked for this way, and it is open", REMEDY));
    missing.chain(strange).collect()
}

fn listens(program: &str) -> u64 {
    if program == "gateway" { 8080 } else { 8443 }
}

/// Whether both ends allow it. Other namespaces' own policies are not ours to judge.
fn reaches(rendered: &Rendered, from: &End, to: &End, port: u64) -> bool {
    allows(rendered, from, to, port, "Egress") && allows(rendered, to, from, port, "Ingress")
}

fn allows(rendered: &Rendered, whose: &End, other: &End, port: u64, way: &str) -> bool {
    if whose.namespace != "epupns" {
        return true;
    }
    let (rules, peers) = if way == "Egress" { ("egress", "to") } else { ("ingress", "from") };
    let names = |policy: &&Value| {
        let ways = items(&policy["spec"]["policyTypes"]).any(|of| of == way);
        ways && selects(&policy["spec"]["podSelector"], &whose.labels)
    };
    let policies: Vec<&Value> = rendered.all("NetworkPolicy").filter(names).collect();
    if policies.is_empty() {
        return true;
    }
    policies.iter().flat_map(|policy| items(&policy["spec"][rules])).any(|rule| {
        let by_port = rule["ports"].is_null() || items(&rule["ports"]).any(|open| open["port"] == port);
        let by_peer = rule[peers].is_null() || items(&rule[peers]).any(|peer| is_peer(peer, other));
        by_port && by_peer
    })
}

fn is_peer(peer: &Value, other: &End) -> bool {
    assert!(peer["ipBlock"].is_null(), "addresses are not weighed here: name a namespace and labels");
    let place = match &peer["namespaceSelector"] {
        Value::Null => other.namespace == "epupns",
        selector => selects(selector, &json!({ "kubernetes.io/metadata.name": other.namespace })),
    };
    place && (peer["podSelector"].is_null() || selects(&peer["podSelector"], &other.labels))
}

fn selects(selector: &Value, labels: &Value) -> bool {
    let by_labels =
        selector["matchLabels"].as_object().into_iter().flatten().all(|(name, value)| labels[name] == *value);
    let by_expressions = items(&selector["matchExpressions"]).all(|expression| {
        assert_eq!(expression["operator"], "In", "only In is weighed here");
        let label = expression["key"].as_str().map(|name| &labels[name]);
        items(&expression["values"]).any(|value| Some(value) == label)
    });
    by_labels && by_expressions
}

#[cfg(test)]
mod can_fail {
    use super::*;
    use crate::finding;

    fn places(broken: &Rendered) -> Vec<String> {
        check(&Tree::ours(), broken).into_iter().map(|finding| finding.place).collect()
    }

    #[test]
    fn a_way_that_is_asked_for_and_closed_is_found() {
        let rendered = Rendered::of("production");
        let lost = places(&rendered.without("NetworkPolicy", "verification-asks"));
        assert_eq!(
            lost,
            [
                "production: gateway -> verification",
                "production: portal -> verification",
                "production: verification -> identity",
                "production: verification -> registration"
            ]
        );
        finding::one(
            &check(&Tree::ours(), &rendered.without("NetworkPolicy", "people")),
            "production: ingress -> gateway",
        );
    }

    #[test]
    fn without_the_first_policy_everybody_reaches_a_stranger() {
        let open = places(&Rendered::of("production").without("NetworkPolicy", "nobody"));
        assert_eq!(open, ["production: default -> stranger", "production: ingress -> stranger"]);
    }

    #[test]
    fn a_way_that_nobody_asked_for_is_found() {
        let (right, wrong) = ("kubernetes.io/metadata.name: ingress", "kubernetes.io/metadata.name: default");
        let found = places(&Rendered::of("production").replaced(right, wrong));
        assert_eq!(found, ["production: ingress -> gateway", "production: default -> gateway"]);
    }
}
