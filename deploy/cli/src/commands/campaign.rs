//! `epupns campaign ...`

use chassis::grpc::outgoing;
use clap::{Args, Subcommand};
use prost_types::Timestamp;
use proto::registration::v1::{
    Campaign as CampaignMessage, GetCampaignRequest, PutCampaignRequest,
    registration_service_client::RegistrationServiceClient,
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use operator::{RegistrationDoor, explain};

/// Verbs of `campaign`.
#[derive(Debug, Subcommand)]
pub(crate) enum Campaign {
    /// Opens a campaign, or changes name and dates of the one with this code.
    Put(Put),
    /// Shows the campaign that is open, or the latest one.
    Show(Show),
}

/// A campaign. Times are RFC 3339, e.g. 2026-01-01T00:00:00+07:00, and follow each other.
#[derive(Args, Debug)]
pub(crate) struct Put {
    /// Short code, 1 to 20 of A-Z a-z 0-9 and dash, e.g. 2026.
    #[arg(long)]
    code: String,
    /// Name for people.
    #[arg(long)]
    name: String,
    /// From then on people register.
    #[arg(long, value_parser = instant)]
    opens_at: OffsetDateTime,
    /// Then registration ends.
    #[arg(long, value_parser = instant)]
    registration_closes_at: OffsetDateTime,
    /// Then submission ends.
    #[arg(long, value_parser = instant)]
    submission_closes_at: OffsetDateTime,
    /// Then verification ends.
    #[arg(long, value_parser = instant)]
    verification_closes_at: OffsetDateTime,
    #[command(flatten)]
    door: RegistrationDoor,
}

/// Whom to ask.
#[derive(Args, Debug)]
pub(crate) struct Show {
    #[command(flatten)]
    door: RegistrationDoor,
}

impl Campaign {
    /// Does what was asked.
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Put(put) => put.run().await,
            Self::Show(show) => show.run().await,
        }
    }
}

impl Put {
    async fn run(self) -> anyhow::Result<()> {
        let mut client = RegistrationServiceClient::new(self.door.open()?);
        let campaign = CampaignMessage {
            code: self.code.clone(),
            name: self.name,
            opens_at: Some(timestamp(self.opens_at)),
            registration_closes_at: Some(timestamp(self.registration_closes_at)),
            submission_closes_at: Some(timestamp(self.submission_closes_at)),
            verification_closes_at: Some(timestamp(self.verification_closes_at)),
        };
        let request = PutCampaignRequest { campaign: Some(campaign) };
        client.put_campaign(outgoing(request)).await.map_err(|status| explain("registration", &status))?;
        println!("campaign {} is set", self.code);
        Ok(())
    }
}

impl Show {
    async fn run(self) -> anyhow::Result<()> {
        let mut client = RegistrationServiceClient::new(self.door.open()?);
        let answer = client.get_campaign(outgoing(GetCampaignRequest {})).await;
        match answer.map_err(|status| explain("registration", &status))?.into_inner().campaign {
            None => println!("there is no campaign; `epupns campaign put --help` says how to open one"),
            Some(campaign) => {
                println!("code                    {}", campaign.code);
                println!("name                    {}", campaign.name);
                println!("opens at                {}", shown(campaign.opens_at));
                println!("registration closes at  {}", shown(campaign.registration_closes_at));
                println!("submission closes at    {}", shown(campaign.submission_closes_at));
                println!("verification closes at  {}", shown(campaign.verification_closes_at));
            }
        }
        Ok(())
    }
}

fn instant(text: &str) -> Result<OffsetDateTime, String> {
    OffsetDateTime::parse(text, &Rfc3339).map_err(|_| "not a time such as 2026-01-01T00:00:00+07:00".to_owned())
}

fn timestamp(at: OffsetDateTime) -> Timestamp {
    Timestamp { seconds: at.unix_timestamp(), nanos: i32::try_from(at.nanosecond()).unwrap_or(0) }
}

/// In the time that the campaign goes by.
fn shown(at: Option<Timestamp>) -> String {
    at.and_then(|at| OffsetDateTime::from_unix_timestamp(at.seconds).ok())
        .and_then(|at| at.to_offset(kernel::WIB).format(&Rfc3339).ok())
        .unwrap_or_else(|| "-".to_owned())
}
