//! `epupns parked ...`

mod discard;

use chassis::{
    grpc::{Upstream, outgoing},
    settings::TlsSettings,
};
use clap::{Args, Subcommand, ValueEnum};
use proto::operations::v1::{
    ListParkedEventsRequest, ReplayParkedEventsRequest, SetAsideEvents,
    operations_service_client::OperationsServiceClient,
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

use operator::{answered, open};

/// Verbs of `parked`.
#[derive(Debug, Subcommand)]
pub(crate) enum Parked {
    /// Lists the events that a service could not apply, oldest first, and how many it has set aside because they are not what
    /// they say.
    List {
        #[command(flatten)]
        door: OwnerDoor,
        /// How many at most.
        #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=500))]
        limit: u32,
    },
    /// Applies the parked events of one aggregate again, in order, once their cause is gone.
    Replay {
        #[command(flatten)]
        door: OwnerDoor,
        /// One of them, as `list` shows it.
        event_id: Uuid,
    },
    /// Sets parked events aside that nobody has written: somebody who had a service's key invented them.
    ///
    /// Each publisher is asked which of the parked events it has written itself. Those that it has not are set aside: they hold
    /// nobody up, are kept as evidence (NOT_WRITTEN, in the audit trail by their ids), and the true event of that version still
    /// counts when it comes. What was written, and what is older than its publisher remembers, stays parked. Without --expect
    /// nothing is changed: it says how many there are. A publisher that was restored from a backup knows nothing of what it
    /// wrote after that: it would look invented. Give the service a new key first, or more will come.
    #[allow(clippy::doc_markdown, reason = "these are help texts")]
    Discard {
        #[command(flatten)]
        door: OwnerDoor,
        /// Do it, if there are exactly so many.
        #[arg(long)]
        expect: Option<usize>,
    },
}

/// An owner of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Owner {
    Identity,
    Registration,
    Verification,
    Helpdesk,
    Reporting,
}

/// Which service, where, and who asks.
#[derive(Args, Debug)]
pub(crate) struct OwnerDoor {
    /// Which service.
    #[arg(long)]
    service: Owner,
    /// Its door, https://host:port; without it EPUPNS_(SERVICE)_ADDRESS is used.
    #[arg(long)]
    address: Option<String>,
    #[command(flatten)]
    tls: TlsSettings,
}

impl Owner {
    fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Registration => "registration",
            Self::Verification => "verification",
            Self::Helpdesk => "helpdesk",
            Self::Reporting => "reporting",
        }
    }
}

impl OwnerDoor {
    fn open(&self) -> anyhow::Result<OperationsServiceClient<Upstream>> {
        self.open_to(self.service, self.address.clone())
    }

    /// Another owner's, under the same certificate.
    fn open_publisher(&self, publisher: &str) -> anyhow::Result<OperationsServiceClient<Upstream>> {
        let owner = Owner::from_str(publisher, false);
        let owner = owner.map_err(|_| anyhow::anyhow!("{publisher} publishes nothing: is this program too old?"))?;
        if owner == self.service { self.open() } else { self.open_to(owner, None) }
    }

    fn open_to(&self, owner: Owner, address: Option<String>) -> anyhow::Result<OperationsServiceClient<Upstream>> {
        let name = owner.name();
        let variable = format!("EPUPNS_{}_ADDRESS", name.to_uppercase());
        let address = address.or_else(|| std::env::var(&variable).ok());
        let address = address.ok_or_else(|| {
            anyhow::anyhow!("the address of {name} is not known\nremedy: set {variable} or use --address")
        })?;
        Ok(OperationsServiceClient::new(open(&address, name, &self.tls)?))
    }
}

impl Parked {
    /// Does what was asked.
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::List { door, limit } => list(&door, limit).await,
            Self::Replay { door, event_id } => replay(&door, event_id).await,
            Self::Discard { door, expect } => discard::run(&door, expect).await,
        }
    }
}

async fn list(door: &OwnerDoor, limit: u32) -> anyhow::Result<()> {
    let request = ListParkedEventsRequest { page_size: limit, ..ListParkedEventsRequest::default() };
    let answer = answered(door.service.name(), door.open()?.list_parked_events(outgoing(request))).await?;
    for event in &answer.events {
        let parked_at = moment(event.parked_at.as_ref());
        println!(
            "{}  {parked_at}  {}  {} {}  {}",
            event.event_id, event.message_name, event.aggregate_id, event.aggregate_version, event.reason
        );
    }
    let more = if answer.next_page_token.is_empty() { "" } else { " shown; there may be more (--limit)" };
    println!("{} events parked{more}", answer.events.len());
    for SetAsideEvents { publisher, reason, events, latest_at } in &answer.set_aside {
        println!("{events} events of {publisher} set aside: {reason}, the latest at {}", moment(latest_at.as_ref()));
    }
    Ok(())
}

fn moment(at: Option<&prost_types::Timestamp>) -> String {
    let read =
        |at: &prost_types::Timestamp| OffsetDateTime::from_unix_timestamp(at.seconds).ok()?.format(&Rfc3339).ok();
    at.and_then(read).unwrap_or_default()
}

async fn replay(door: &OwnerDoor, event_id: Uuid) -> anyhow::Result<()> {
    let request = ReplayParkedEventsRequest { event_id: event_id.to_string() };
    let replayed = answered(door.service.name(), door.open()?.replay_parked_events(outgoing(request))).await?.replayed;
    println!("{replayed} events applied");
    Ok(())
}
