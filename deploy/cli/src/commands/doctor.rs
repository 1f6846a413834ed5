//! `epupns doctor`

use std::path::PathBuf;

use chassis::settings::TlsSettings;
use clap::Args;

use crate::doctor::{examine, report};

/// Looks at a running system from outside, and says what is wrong and what to do.
#[derive(Args, Debug)]
pub(crate) struct Doctor {
    /// Print JSON: `verdict`, and one object for each check.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    pub(crate) places: Places,
}

/// Where everything is. `./deploy/up` writes these into operator.env.
#[derive(Args, Debug)]
pub(crate) struct Places {
    /// Identity's door, https://host:port.
    #[arg(long, env = "EPUPNS_IDENTITY_ADDRESS")]
    pub(crate) identity_address: String,
    /// Registration's door.
    #[arg(long, env = "EPUPNS_REGISTRATION_ADDRESS")]
    pub(crate) registration_address: String,
    /// Verification's door.
    #[arg(long, env = "EPUPNS_VERIFICATION_ADDRESS")]
    pub(crate) verification_address: String,
    /// Helpdesk's door.
    #[arg(long, env = "EPUPNS_HELPDESK_ADDRESS")]
    pub(crate) helpdesk_address: String,
    /// Reporting's door.
    #[arg(long, env = "EPUPNS_REPORTING_ADDRESS")]
    pub(crate) reporting_address: String,
    /// The public door, http(s)://host:port.
    #[arg(long, env = "EPUPNS_GATEWAY_ADDRESS")]
    pub(crate) gateway_address: String,
    /// NATS, e.g. nats://nats:4222.
    #[arg(long, env = "EPUPNS_NATS_URL")]
    pub(crate) nats_url: String,
    /// NATS' monitoring port, e.g. http://nats:8222: only there is seen whether events survive a power cut.
    #[arg(long, env = "EPUPNS_NATS_MONITOR_URL")]
    pub(crate) nats_monitor_url: Option<String>,
    /// The provisioner's nkey seed.
    #[arg(long, env = "EPUPNS_NATS_NKEY_FILE")]
    pub(crate) nats_nkey_file: PathBuf,
    /// The nkey seed of the feed's provisioner, a user of the account AGENCIES.
    #[arg(long, env = "EPUPNS_NATS_AGENCIES_NKEY_FILE")]
    pub(crate) nats_agencies_nkey_file: PathBuf,
    /// The operator's certificate.
    #[command(flatten)]
    pub(crate) tls: TlsSettings,
}

impl Doctor {
    /// Does what was asked. Fails when a check does.
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        let findings = examine(&self.places).await;
        if self.json {
            println!("{}", report::json(&findings)?);
        } else {
            print!("{}", report::table(&findings));
        }
        report::outcome(&findings)
    }
}
