//! What happened and is not known everywhere yet: events that no stream has, and events that nobody has heard.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use async_nats::jetstream::{self, consumer::pull};
use chassis::{
    events::STREAM,
    grpc::{Upstream, outgoing},
    settings::TlsSettings,
};
use clap::Args;
use indicatif::ProgressBar;
use operator::{
    answered,
    nats::{self, HEARD, PROVISIONER},
    open,
};
use proto::operations::v1::{DescribeRequest, operations_service_client::OperationsServiceClient};
use serde::Serialize;

const LOOK: Duration = Duration::from_millis(250);

/// Where the backlog can be seen. What is not named is not waited for.
#[derive(Args, Clone, Debug)]
pub(crate) struct BacklogDoors {
    /// Verification's door, https://host:port: its outbox is looked at.
    #[arg(long, env = "EPUPNS_VERIFICATION_ADDRESS")]
    verification_address: Option<String>,
    /// Helpdesk's door, likewise.
    #[arg(long, env = "EPUPNS_HELPDESK_ADDRESS")]
    helpdesk_address: Option<String>,
    /// Reporting's door, likewise.
    #[arg(long, env = "EPUPNS_REPORTING_ADDRESS")]
    reporting_address: Option<String>,
    /// NATS, e.g. nats://nats:4222: what consumers have not heard yet is looked at.
    #[arg(long, env = "EPUPNS_NATS_URL")]
    nats_url: Option<String>,
    /// The provisioner's nkey seed, for that.
    #[arg(long, env = "EPUPNS_NATS_NKEY_FILE")]
    nats_nkey_file: Option<PathBuf>,
}

/// What looks at the backlog.
pub(crate) struct Backlog {
    owners: Vec<(&'static str, OperationsServiceClient<Upstream>)>,
    stream: Option<jetstream::Context>,
}

/// How waiting ended.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Drained {
    /// How long it took, or was waited for in vain.
    pub(crate) seconds: f64,
    /// Events that were left.
    pub(crate) left: u64,
    /// Whether consumers were looked at too, or outboxes only.
    pub(crate) consumers: bool,
}

impl BacklogDoors {
    /// Opens what is named, besides registration and identity.
    pub(crate) async fn open(
        &self,
        tls: &TlsSettings,
        registration: Upstream,
        identity: Option<Upstream>,
    ) -> anyhow::Result<Backlog> {
        let mut owners = vec![("registration", OperationsServiceClient::new(registration))];
        owners.extend(identity.map(|door| ("identity", OperationsServiceClient::new(door))));
        for (name, address) in [
            ("verification", &self.verification_address),
            ("helpdesk", &self.helpdesk_address),
            ("reporting", &self.reporting_address),
        ] {
            if let Some(address) = address {
                owners.push((name, OperationsServiceClient::new(open(address, name, tls)?)));
            }
        }
        let stream = match (&self.nats_url, &self.nats_nkey_file) {
            (Some(url), Some(seed)) => Some(nats::connect(url, seed, PROVISIONER).await?),
            _ => None,
        };
        Ok(Backlog { owners, stream })
    }
}

impl Backlog {
    /// Waits until nothing is on its way any more; not longer than `patience`.
    pub(crate) async fn drain(&mut self, patience: Duration) -> anyhow::Result<Drained> {
        let (began, bar) = (Instant::now(), ProgressBar::new_spinner());
        loop {
            let left = self.count().await?;
            if left == 0 || began.elapsed() > patience {
                bar.finish_and_clear();
                let (seconds, consumers) = (began.elapsed().as_secs_f64(), self.stream.is_some());
                return Ok(Drained { seconds, left, consumers });
            }
            bar.set_message(format!("{left} events are on their way"));
            bar.tick();
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Outboxes first: what leaves one meanwhile is seen at a consumer.
    async fn count(&mut self) -> anyhow::Result<u64> {
        let mut events = 0;
        for (name, client) in &mut self.owners {
            events += answered(name, client.describe(outgoing(DescribeRequest {}))).await?.outbox_unpublished;
        }
        if let Some(context) = &self.stream {
            let stream = context.get_stream(STREAM).await?;
            for (service, _) in HEARD {
                let consumer = stream.get_consumer::<pull::Config>(service).await;
                let consumer =
                    consumer.map_err(|error| anyhow::anyhow!("looking at the consumer {service}: {error}"))?;
                let info = consumer.cached_info();
                events += info.num_pending + info.num_ack_pending as u64;
            }
        }
        Ok(events)
    }
}
