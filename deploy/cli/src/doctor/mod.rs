//! `epupns doctor`: what is looked at in a running system. Each room looks at one kind of place; none of them changes anything,
//! and none stops at what another finds.

mod certificate;
mod door;
mod finding;
mod owner;
pub(crate) mod report;
mod stream;
mod version;

use self::finding::Finding;
use crate::commands::doctor::Places;

/// The owners of data: service, and how its address is set.
fn owners(places: &Places) -> [(&'static str, &str); 5] {
    [
        ("identity", &places.identity_address),
        ("registration", &places.registration_address),
        ("verification", &places.verification_address),
        ("helpdesk", &places.helpdesk_address),
        ("reporting", &places.reporting_address),
    ]
}

/// Looks at everything at once.
pub(crate) async fn examine(places: &Places) -> Vec<Finding> {
    let [first, second, third, fourth, fifth] =
        owners(places).map(|(name, address)| owner::look(name, address, &places.tls));
    let (first, second, third, fourth, fifth, door, streams) =
        tokio::join!(first, second, third, fourth, fifth, door::look(&places.gateway_address), stream::look(places));
    let mut findings = vec![certificate::of_the_operator(&places.tls)];
    let mut versions = Vec::new();
    for (seen, version) in [first, second, third, fourth, fifth, door] {
        findings.extend(seen);
        versions.extend(version);
    }
    findings.extend(streams);
    findings.push(version::compare(&versions));
    findings
}
