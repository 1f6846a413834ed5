//! `epupns streams ...`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use kernel::AgencyCode;

use crate::streams::{
    feed::{Feed, fed},
    internal,
};

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
    #[arg(long = "agency", env = "EPUPNS_FEED_AGENCIES", value_delimiter = ',', value_parser = fed)]
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
        internal::provision(&self.nats_url, &self.nats_nkey_file, self.replicas).await?;
        let feed = Feed::open(&self.nats_url, &self.nats_agencies_nkey_file).await?;
        feed.provision(self.replicas, &self.agencies).await
    }
}
