//! `epupns officer ...`

use std::{io::Read as _, path::PathBuf};

use anyhow::Context as _;
use chassis::grpc::outgoing;
use clap::{Args, Subcommand};
use kernel::{Jurisdiction, Role};
use proto::identity::v1::{
    EnrolOfficerRequest, Jurisdiction as JurisdictionMessage, Role as RoleMessage,
    identity_service_client::IdentityServiceClient, jurisdiction::Area,
};
use serde::Serialize;

use operator::{IdentityDoor, answered};

/// Verbs of `officer`.
#[derive(Debug, Subcommand)]
#[allow(clippy::doc_markdown, reason = "these are help texts: backticks would be printed")]
pub(crate) enum Officer {
    /// Makes an officer's account, and shows once the address of its second factor.
    ///
    /// A verifier_1 holds in a unit, a verifier_2 and an agency_admin in an agency, a verifier_3 in a kanreg or the nation,
    /// helpdesk in an agency, a kanreg or the nation, a bkn_admin in the nation. A rehearsal's officers (geladi.x...) hold where
    /// codes begin with X, and a verifier_3 of theirs in all of it: rehearsal.
    Enrol(Box<Enrol>),
}

/// A new account.
#[derive(Args, Debug)]
#[allow(clippy::doc_markdown, reason = "these are help texts: backticks would be printed")]
pub(crate) struct Enrol {
    /// 3 to 64 of a-z 0-9 . _ -
    #[arg(long)]
    username: String,
    /// File with the first password; without it the password is read from standard input. A line end behind it is dropped.
    #[arg(long)]
    password_file: Option<PathBuf>,
    /// verifier_1, verifier_2, verifier_3, helpdesk, agency_admin or bkn_admin.
    #[arg(long, value_parser = officer_role)]
    role: Role,
    /// unit:CODE, agency:CODE, kanreg:CODE, nation or rehearsal.
    #[arg(long, value_parser = jurisdiction)]
    jurisdiction: Jurisdiction,
    /// NIP of the person behind the account.
    #[arg(long, required_unless_present = "declared_name", conflicts_with = "declared_name")]
    nip: Option<String>,
    /// Name of a person who is not an employee.
    #[arg(long)]
    declared_name: Option<String>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    door: IdentityDoor,
}

#[derive(Serialize)]
struct Enrolled {
    username: String,
    account_id: String,
    person_id: String,
    totp_uri: String,
}

impl Officer {
    /// Does what was asked.
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        let Self::Enrol(enrol) = self;
        enrol.run().await
    }
}

impl Enrol {
    async fn run(self) -> anyhow::Result<()> {
        let mut client = IdentityServiceClient::new(self.door.open()?);
        let request = EnrolOfficerRequest {
            username: self.username.clone(),
            password: self.password()?,
            role: role_message(self.role).into(),
            jurisdiction: Some(JurisdictionMessage { area: area(&self.jurisdiction) }),
            nip: self.nip.unwrap_or_default(),
            declared_name: self.declared_name.unwrap_or_default(),
        };
        let answer = answered("identity", client.enrol_officer(outgoing(request))).await?;
        let enrolled = Enrolled {
            username: self.username,
            account_id: answer.account_id,
            person_id: answer.person_id,
            totp_uri: answer.totp_uri,
        };
        if self.json {
            println!("{}", serde_json::to_string(&enrolled)?);
        } else {
            println!("username    {}", enrolled.username);
            println!("account id  {}", enrolled.account_id);
            println!("person id   {}", enrolled.person_id);
            println!("TOTP        {}", enrolled.totp_uri);
            println!("Give the TOTP address to the officer now: it is not shown again.");
        }
        Ok(())
    }

    fn password(&self) -> anyhow::Result<String> {
        let text = match &self.password_file {
            Some(path) => std::fs::read_to_string(path).with_context(|| {
                format!("reading {}\nremedy: name a readable UTF-8 file with the password", path.display())
            })?,
            None => {
                let mut text = String::new();
                std::io::stdin().read_to_string(&mut text).context(
                    "reading the password from standard input\nremedy: pipe it in as UTF-8, or use --password-file",
                )?;
                text
            }
        };
        let line = text.strip_suffix('\n').unwrap_or(&text);
        Ok(line.strip_suffix('\r').unwrap_or(line).to_owned())
    }
}

fn officer_role(text: &str) -> Result<Role, String> {
    let officers = || Role::ALL.into_iter().filter(|role| !matches!(role, Role::Employee | Role::AgencySystem));
    officers().find(|role| role.as_str() == text).ok_or_else(|| {
        let names: Vec<&str> = officers().map(Role::as_str).collect();
        format!("one of {}", names.join(", "))
    })
}

fn jurisdiction(text: &str) -> Result<Jurisdiction, String> {
    let parsed = Jurisdiction::parse(text).ok().filter(|jurisdiction| *jurisdiction != Jurisdiction::OwnFile);
    parsed.ok_or_else(|| "unit:CODE, agency:CODE, kanreg:CODE, nation or rehearsal".to_owned())
}

fn role_message(role: Role) -> RoleMessage {
    match role {
        Role::Employee => RoleMessage::Employee,
        Role::Verifier1 => RoleMessage::Verifier1,
        Role::Verifier2 => RoleMessage::Verifier2,
        Role::Verifier3 => RoleMessage::Verifier3,
        Role::Helpdesk => RoleMessage::Helpdesk,
        Role::AgencyAdmin => RoleMessage::AgencyAdmin,
        Role::BknAdmin => RoleMessage::BknAdmin,
        Role::AgencySystem => RoleMessage::AgencySystem,
    }
}

fn area(jurisdiction: &Jurisdiction) -> Option<Area> {
    match jurisdiction {
        Jurisdiction::OwnFile => None,
        Jurisdiction::Unit(code) => Some(Area::UnitCode(code.to_string())),
        Jurisdiction::Agency(code) => Some(Area::AgencyCode(code.to_string())),
        Jurisdiction::Kanreg(code) => Some(Area::KanregCode(code.to_string())),
        Jurisdiction::Nation => Some(Area::Nation(true)),
        Jurisdiction::Rehearsal => Some(Area::Rehearsal(true)),
    }
}
