//! `epupns client ...`

use chassis::grpc::outgoing;
use clap::{Args, Subcommand};
use kernel::AgencyCode;
use proto::identity::v1::{CreateApiClientRequest, identity_service_client::IdentityServiceClient};
use serde::Serialize;

use operator::{IdentityDoor, answered};

/// Verbs of `client`.
#[derive(Debug, Subcommand)]
pub(crate) enum Client {
    /// Makes a client for a program of one agency, and shows its secret once.
    ///
    /// The program asks POST /oauth2/token for tokens (grant type client_credentials), and is what its agency's other
    /// programs are: it reads that agency's events and data and nothing else.
    #[allow(clippy::doc_markdown, reason = "these are help texts: backticks would be printed")]
    Create(Create),
}

/// A new client.
#[derive(Args, Debug)]
pub(crate) struct Create {
    /// Code of the agency whose program it is.
    #[arg(long, value_parser = agency)]
    agency: AgencyCode,
    /// What people call it, 1 to 100 characters.
    #[arg(long)]
    name: String,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    door: IdentityDoor,
}

#[derive(Serialize)]
struct Created {
    agency: String,
    name: String,
    client_id: String,
    client_secret: String,
}

impl Client {
    /// Does what was asked.
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        let Self::Create(create) = self;
        create.run().await
    }
}

impl Create {
    async fn run(self) -> anyhow::Result<()> {
        let mut client = IdentityServiceClient::new(self.door.open()?);
        let request = CreateApiClientRequest { agency_code: self.agency.to_string(), name: self.name.clone() };
        let answer = answered("identity", client.create_api_client(outgoing(request))).await?;
        let created = Created {
            agency: self.agency.to_string(),
            name: self.name,
            client_id: answer.client_id,
            client_secret: answer.client_secret,
        };
        if self.json {
            println!("{}", serde_json::to_string(&created)?);
        } else {
            println!("agency         {}", created.agency);
            println!("name           {}", created.name);
            println!("client id      {}", created.client_id);
            println!("client secret  {}", created.client_secret);
            println!("Give the secret to the agency now: it is not shown again.");
        }
        Ok(())
    }
}

fn agency(text: &str) -> Result<AgencyCode, String> {
    AgencyCode::parse(text).map_err(|error| error.to_string())
}
