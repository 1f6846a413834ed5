//! `epupns campaign ...`

use chassis::{ambient::Clock, grpc::outgoing};
use clap::{Args, Subcommand};
use prost_types::Timestamp;
use proto::registration::v1::{
    Campaign as CampaignMessage, CampaignStanding, GetCampaignRequest, ListCampaignsRequest, PutCampaignRequest,
    WithdrawCampaignRequest, registration_service_client::RegistrationServiceClient,
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use operator::{RegistrationDoor, answered};

/// What is said where there is nothing to show.
const NONE: &str = "there is no campaign; `epupns campaign put --help` says how to open one";

/// Verbs of `campaign`.
#[derive(Debug, Subcommand)]
pub(crate) enum Campaign {
    /// Opens a campaign, or changes name and dates of the one with this code.
    Put(Put),
    /// Shows the campaign that is open, or the latest one.
    Show(Show),
    /// Lists all campaigns with their dates, which one counts now, and how many have registered in each.
    ///
    /// A star stands before the one that counts: the one in which people register, else the one that goes on, else the one
    /// that opened last, else the one that opens next. Registrations are live ones, also those that are not complete yet.
    List(List),
    /// Takes back a campaign that was a mistake, as if it had never been put.
    ///
    /// It must have no registration, not even a rejected one; whether it is open does not matter. Whoever registers at the same
    /// moment keeps it, or finds registration closed. Doing it twice is as good as once, and the same code can be put again. A campaign
    /// in which people have registered stays: `campaign put` moves its dates, and one whose end has come is over.
    #[allow(clippy::doc_markdown, reason = "these are help texts")]
    Withdraw(Withdraw),
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

/// Whom to ask.
#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    door: RegistrationDoor,
}

/// Which campaign.
#[derive(Args, Debug)]
pub(crate) struct Withdraw {
    /// Its code; `epupns campaign list` shows them.
    code: String,
    #[command(flatten)]
    door: RegistrationDoor,
}

impl Campaign {
    /// Does what was asked.
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Put(put) => put.run().await,
            Self::Show(show) => show.run().await,
            Self::List(list) => list.run().await,
            Self::Withdraw(withdraw) => withdraw.run().await,
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
        let today = meaning(&campaign, Clock::system().now());
        let request = PutCampaignRequest { campaign: Some(campaign) };
        answered("registration", client.put_campaign(outgoing(request))).await?;
        println!("campaign {} is set", self.code);
        today.iter().for_each(|line| eprintln!("{line}"));
        Ok(())
    }
}

impl Show {
    async fn run(self) -> anyhow::Result<()> {
        let mut client = RegistrationServiceClient::new(self.door.open()?);
        let answer = answered("registration", client.get_campaign(outgoing(GetCampaignRequest {}))).await?;
        match answer.campaign {
            None => println!("{NONE}"),
            Some(campaign) => {
                for (what, value) in described(&campaign) {
                    println!("{what:<22}  {value}");
                }
            }
        }
        Ok(())
    }
}

impl List {
    async fn run(self) -> anyhow::Result<()> {
        let mut client = RegistrationServiceClient::new(self.door.open()?);
        let answer = answered("registration", client.list_campaigns(outgoing(ListCampaignsRequest {}))).await?;
        let campaigns = answer.campaigns;
        if campaigns.is_empty() {
            println!("{NONE}");
        }
        for (at, standing) in campaigns.iter().enumerate() {
            print!("{}{}", if at == 0 { "" } else { "\n" }, listed(standing));
        }
        Ok(())
    }
}

impl Withdraw {
    async fn run(self) -> anyhow::Result<()> {
        let mut client = RegistrationServiceClient::new(self.door.open()?);
        let request = WithdrawCampaignRequest { code: self.code.clone() };
        answered("registration", client.withdraw_campaign(outgoing(request))).await?;
        println!("campaign {} is withdrawn", self.code);
        Ok(())
    }
}

/// What is shut by these dates as of now: a mistyped one shuts people out at once.
fn meaning(campaign: &CampaignMessage, now: OffsetDateTime) -> Vec<String> {
    let is_before = |at: Option<Timestamp>| at.is_some_and(|at| at.seconds <= now.unix_timestamp());
    if !is_before(campaign.opens_at) {
        return vec![format!("nobody registers until {}", shown(campaign.opens_at))];
    }
    let ends = [
        ("nobody registers any more", campaign.registration_closes_at),
        ("no form is submitted any more", campaign.submission_closes_at),
        ("nothing is verified any more", campaign.verification_closes_at),
    ];
    let over = ends.iter().filter(|(_, at)| is_before(*at));
    over.map(|(what, at)| format!("{what}: that ended at {}; `campaign put` moves it", shown(*at))).collect()
}

/// A campaign in the list, as a paragraph.
fn listed(standing: &CampaignStanding) -> String {
    let campaign = standing.campaign.clone().unwrap_or_default();
    let CampaignStanding { registrations, rejected, .. } = standing;
    let star = if standing.current { "* " } else { "  " };
    let mut lines = described(&campaign);
    lines.push(("registrations", format!("{registrations}, and {rejected} rejected")));
    lines.iter().enumerate().fold(String::new(), |text, (at, (what, value))| {
        text + if at == 0 { star } else { "  " } + &format!("{what:<22}  {value}\n")
    })
}

/// What there is to say of a campaign.
fn described(campaign: &CampaignMessage) -> Vec<(&'static str, String)> {
    vec![
        ("code", campaign.code.clone()),
        ("name", campaign.name.clone()),
        ("opens at", shown(campaign.opens_at)),
        ("registration closes at", shown(campaign.registration_closes_at)),
        ("submission closes at", shown(campaign.submission_closes_at)),
        ("verification closes at", shown(campaign.verification_closes_at)),
    ]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_shut_people_out_are_said() {
        let day = |day: i64| Some(Timestamp { seconds: day * 86_400, nanos: 0 });
        let campaign = CampaignMessage {
            opens_at: day(1),
            registration_closes_at: day(2),
            submission_closes_at: day(3),
            verification_closes_at: day(4),
            ..CampaignMessage::default()
        };
        let at = |day: i64| meaning(&campaign, OffsetDateTime::from_unix_timestamp(day * 86_400).unwrap());
        assert_eq!(at(0), ["nobody registers until 1970-01-02T07:00:00+07:00"]);
        assert!(at(1).is_empty(), "it goes on");
        assert_eq!(
            at(2),
            ["nobody registers any more: that ended at 1970-01-03T07:00:00+07:00; `campaign put` moves it"]
        );
        assert_eq!(at(4).len(), 3);
    }

    #[test]
    fn a_listed_campaign_says_whether_it_counts_when_it_is_and_who_is_in_it() {
        let day = |day: i64| Some(Timestamp { seconds: day * 86_400, nanos: 0 });
        let campaign = CampaignMessage {
            code: "2026".into(),
            name: "Pendataan Ulang 2026".into(),
            opens_at: day(0),
            registration_closes_at: day(1),
            submission_closes_at: day(2),
            verification_closes_at: None,
        };
        let mut standing = CampaignStanding { campaign: Some(campaign), current: true, registrations: 12, rejected: 1 };
        let text = listed(&standing);
        assert_eq!(
            text,
            "* code                    2026
  name                    Pendataan Ulang 2026
  opens at                1970-01-01T07:00:00+07:00
  registration closes at  1970-01-02T07:00:00+07:00
  submission closes at    1970-01-03T07:00:00+07:00
  verification closes at  -
  registrations           12, and 1 rejected
"
        );
        standing.current = false;
        assert!(listed(&standing).starts_with("  code  "));
    }
}
