//! `epupns streams ...`

use std::{path::PathBuf, time::Duration};

use anyhow::Context as _;
use async_nats::jetstream::{
    consumer::{AckPolicy, DeliverPolicy, pull},
    stream,
};
use chassis::events::{STREAM, SUBJECT_PREFIX};
use clap::{Args, Subcommand};
use kernel::AgencyCode;
use operator::nats::{HEARD, PROVISIONER, connect};

use super::agency;

/// How long a stream knows a message again.
pub(super) const DUPLICATES_WITHIN: Duration = Duration::from_secs(600);

/// What reporting reads the history with when it makes its projections anew. It is made here and only wound back there: who
/// makes a consumer may have it deliver to any subject, unchecked (nats-server issue 8274).
const REBUILD: &str = "reporting_rebuild";
/// What a process held that died is given again. Far longer than a batch takes; what is given too early is known again.
const REBUILD_OVERDUE: Duration = Duration::from_secs(10);
/// What is not live yet, or parked, is held by the stream and given again and again: room for a lot of it.
const REBUILD_HELD: i64 = 10_000;

/// Verbs of `streams`.
#[derive(Debug, Subcommand)]
pub(crate) enum Streams {
    /// Makes the stream EPUPNS and one durable consumer per service, the stream AGENCY_EVENTS and one durable per agency, or
    /// brings them up to date. Doing it twice does nothing.
    Provision(Provision),
}

/// Where NATS is, and as whom.
#[derive(Args, Debug)]
pub(crate) struct Provision {
    /// NATS, e.g. nats://nats:4222.
    #[arg(long, env = "EPUPNS_NATS_URL")]
    nats_url: String,
    /// The provisioner's nkey seed.
    #[arg(long, env = "EPUPNS_NATS_NKEY_FILE")]
    nats_nkey_file: PathBuf,
    /// The nkey seed of the feed's provisioner, a user of the account AGENCIES.
    #[arg(long, env = "EPUPNS_NATS_AGENCIES_NKEY_FILE")]
    nats_agencies_nkey_file: PathBuf,
    /// An agency with a feed: its code. Can be given more than once; in the environment with commas between.
    #[arg(long = "agency", env = "EPUPNS_FEED_AGENCIES", value_delimiter = ',', value_parser = agency::fed)]
    agencies: Vec<AgencyCode>,
    /// Copies of the streams in a NATS cluster: 3 in production.
    #[arg(long, env = "EPUPNS_NATS_REPLICAS", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=5))]
    replicas: u8,
}

impl Streams {
    /// Does what was asked.
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        let Self::Provision(provision) = self;
        provision.run().await
    }
}

impl Provision {
    async fn run(self) -> anyhow::Result<()> {
        let context = connect(&self.nats_url, &self.nats_nkey_file, PROVISIONER).await?;
        let refused = "remedy: use the provisioner's nkey, and a NATS with JetStream in the account INTERNAL";
        let made = context.create_or_update_stream(stream_config(self.replicas)).await;
        made.with_context(|| format!("making the stream {STREAM}\n{refused}"))?;
        for (service, packages) in HEARD {
            let made = context.create_consumer_on_stream(consumer_config(service, packages), STREAM).await;
            made.with_context(|| format!("making the consumer {service}\n{refused}"))?;
        }
        let made = context.create_consumer_on_stream(rebuild_config(), STREAM).await;
        made.with_context(|| format!("making the consumer {REBUILD}\n{refused}"))?;
        println!("stream {STREAM} and {} consumers are in place", HEARD.len());
        let feed = agency::Feed::open(&self.nats_url, &self.nats_agencies_nkey_file).await?;
        feed.provision(self.replicas, &self.agencies).await
    }
}

fn stream_config(replicas: u8) -> stream::Config {
    stream::Config {
        name: STREAM.to_owned(),
        subjects: vec![format!("{SUBJECT_PREFIX}.>")],
        storage: stream::StorageType::File,
        retention: stream::RetentionPolicy::Limits,
        // An unpublished row of an outbox is published again after a crash: within this window it is the same message.
        duplicate_window: DUPLICATES_WITHIN,
        num_replicas: usize::from(replicas),
        ..stream::Config::default()
    }
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
