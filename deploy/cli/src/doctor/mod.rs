//! `epupns doctor`: what is looked at in a running system. Each room looks at one kind of place; none of them changes anything,
//! and none stops at what another finds.

mod certificate;
mod door;
mod finding;
mod owner;
mod places;
pub(crate) mod report;
mod stream;
mod version;

use self::finding::Finding;
pub(crate) use self::places::Places;

/// Looks at everything at once.
pub(crate) async fn examine(places: &Places) -> Vec<Finding> {
    let [first, second, third, fourth, fifth] =
        places.owners().map(|(name, address)| owner::look(name, address, &places.tls));
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
