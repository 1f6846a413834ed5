//! The stream of events between services, and who hears it.

use std::{path::Path, time::Duration};

use anyhow::Context as _;
use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy, pull};
use chassis::events::{STREAM, SUBJECT_PREFIX};
use operator::nats::{HEARD, PROVISIONER, connect};

use super::stream_config;

/// What reporting reads the history with when it makes its projections anew. It is made here and only wound back there: who
/// makes a consumer may have it deliver to any subject, unchecked (nats-server issue 8274).
const REBUILD: &str = "reporting_rebuild";
/// What a process held that died is given again. Far longer than a batch takes; what is given too early is known again.
const REBUILD_OVERDUE: Duration = Duration::from_secs(10);
/// What is not live yet, or parked, is held by the stream and given again and again: room for a lot of it.
const REBUILD_HELD: i64 = 10_000;

/// Makes the stream, a durable consumer per service, and the one of rebuilds, or brings them up to date.
pub(crate) async fn provision(nats_url: &str, nkey_file: &Path, replicas: u8) -> anyhow::Result<()> {
    let context = connect(nats_url, nkey_file, PROVISIONER).await?;
    let refused = "remedy: use the provisioner's nkey, and a NATS with JetStream in the account INTERNAL";
    let made = context.create_or_update_stream(stream_config(STREAM, SUBJECT_PREFIX, replicas)).await;
    made.with_context(|| format!("making the stream {STREAM}\n{refused}"))?;
    for (service, packages) in HEARD {
        let made = context.create_consumer_on_stream(consumer_config(service, packages), STREAM).await;
        made.with_context(|| format!("making the consumer {service}\n{refused}"))?;
    }
    let made = context.create_consumer_on_stream(rebuild_config(), STREAM).await;
    made.with_context(|| format!("making the consumer {REBUILD}\n{refused}"))?;
    println!("stream {STREAM} and {} consumers are in place", HEARD.len());
    Ok(())
}

fn consumer_config(service: &str, packages: &[&str]) -> pull::Config {
    let mut filter_subjects: Vec<String> =
        packages.iter().map(|package| format!("{SUBJECT_PREFIX}.{package}.>")).collect();
    if filter_subjects.is_empty() {
        // No filter would mean everything.
        filter_subjects.push(format!("{SUBJECT_PREFIX}.nothing.{service}"));
    }
    pull::Config {
        durable_name: Some(service.to_owned()),
        deliver_policy: DeliverPolicy::All,
        ack_policy: AckPolicy::Explicit,
        ack_wait: Duration::from_secs(30),
        max_ack_pending: 1000,
        filter_subjects,
        ..pull::Config::default()
    }
}

fn rebuild_config() -> pull::Config {
    let heard = HEARD.iter().find(|(service, _)| *service == "reporting");
    pull::Config {
        ack_wait: REBUILD_OVERDUE,
        max_ack_pending: REBUILD_HELD,
        ..consumer_config(REBUILD, heard.map_or(&[], |(_, packages)| packages))
    }
}
