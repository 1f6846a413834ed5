//! The stream of what agencies are told, and each agency's durable.

use std::{path::Path, time::Duration};

use anyhow::Context as _;
use async_nats::jetstream::{
    self,
    consumer::{AckPolicy, DeliverPolicy, pull},
};
use kernel::{AgencyCode, agency_feed};
use operator::nats::connect;

use super::stream_config;

/// The user in NATS' account AGENCIES that may make the stream and the durables.
pub(crate) const PROVISIONER: &str = "agency_provisioner";

/// Reads the code of an agency that can have a feed.
pub(crate) fn fed(code: &str) -> Result<AgencyCode, String> {
    let agency = AgencyCode::parse(code).map_err(|error| error.to_string())?;
    let rehearsal = || format!("{code} is an agency of rehearsals: nothing of theirs leaves the house");
    agency_feed::is_fed(&agency).then_some(agency).ok_or_else(rehearsal)
}

/// Where the feed is made.
pub(crate) struct Feed(jetstream::Context);

impl Feed {
    /// Connects as the provisioner of the account AGENCIES.
    pub(crate) async fn open(nats_url: &str, nkey_file: &Path) -> anyhow::Result<Self> {
        connect(nats_url, nkey_file, PROVISIONER).await.map(Self)
    }

    /// Makes stream and durables, or brings them up to date.
    pub(crate) async fn provision(&self, replicas: u8, agencies: &[AgencyCode]) -> anyhow::Result<()> {
        let made = self
            .0
            .create_or_update_stream(stream_config(agency_feed::STREAM, agency_feed::SUBJECT_PREFIX, replicas))
            .await;
        made.with_context(|| {
            let refused =
                "remedy: use the feed's provisioner's nkey, and a NATS with JetStream in the account AGENCIES";
            format!("making the stream {}\n{refused}", agency_feed::STREAM)
        })?;
        for agency in agencies {
            self.durable(agency).await?;
        }
        println!("stream {} and {} agencies' durables are in place", agency_feed::STREAM, agencies.len());
        Ok(())
    }

    /// Makes the durable of one agency, or brings it up to date.
    pub(crate) async fn durable(&self, agency: &AgencyCode) -> anyhow::Result<()> {
        let made = self.0.create_consumer_on_stream(consumer_config(agency), agency_feed::STREAM).await;
        made.with_context(|| {
            format!("making the durable of agency {agency}\nremedy: run `epupns streams provision` before it")
        })?;
        Ok(())
    }
}

fn consumer_config(agency: &AgencyCode) -> pull::Config {
    pull::Config {
        durable_name: Some(agency_feed::token(agency)),
        deliver_policy: DeliverPolicy::All,
        ack_policy: AckPolicy::Explicit,
        ack_wait: Duration::from_secs(30),
        max_ack_pending: 1000,
        // An agency that asks without end is refused by the server, which serves the others.
        max_waiting: 16,
        max_batch: 1000,
        filter_subject: agency_feed::all_subjects(agency),
        ..pull::Config::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rehearsal_agencies_and_bad_codes_get_no_feed() {
        assert!(fed("3573").is_ok());
        assert!(fed("X001").is_err());
        assert!(fed("35 73").is_err());
        assert!(fed("").is_err());
    }
}
