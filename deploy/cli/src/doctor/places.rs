//! What a system that is looked at consists of.

use std::path::PathBuf;

use chassis::settings::TlsSettings;
use clap::Args;

/// Where everything is. `./deploy/up` writes these into operator.env.
#[derive(Args, Debug)]
pub(crate) struct Places {
    /// Identity's door, https://host:port.
    #[arg(long, env = "EPUPNS_IDENTITY_ADDRESS")]
    pub(super) identity_address: String,
    /// Registration's door.
    #[arg(long, env = "EPUPNS_REGISTRATION_ADDRESS")]
    pub(super) registration_address: String,
    /// Verification's door.
    #[arg(long, env = "EPUPNS_VERIFICATION_ADDRESS")]
    pub(super) verification_address: String,
    /// Helpdesk's door.
    #[arg(long, env = "EPUPNS_HELPDESK_ADDRESS")]
    pub(super) helpdesk_address: String,
    /// Reporting's door.
    #[arg(long, env = "EPUPNS_REPORTING_ADDRESS")]
    pub(super) reporting_address: String,
    /// The public door, http(s)://host:port.
    #[arg(long, env = "EPUPNS_GATEWAY_ADDRESS")]
    pub(super) gateway_address: String,
    /// NATS, e.g. nats://nats:4222.
    #[arg(long, env = "EPUPNS_NATS_URL")]
    pub(super) nats_url: String,
    /// NATS' monitoring port, e.g. http://nats:8222: only there is seen whether events survive a power cut.
    #[arg(long, env = "EPUPNS_NATS_MONITOR_URL")]
    pub(super) nats_monitor_url: Option<String>,
    /// The provisioner's nkey seed.
    #[arg(long, env = "EPUPNS_NATS_NKEY_FILE")]
    pub(super) nats_nkey_file: PathBuf,
    /// The nkey seed of the feed's provisioner, a user of the account AGENCIES.
    #[arg(long, env = "EPUPNS_NATS_AGENCIES_NKEY_FILE")]
    pub(super) nats_agencies_nkey_file: PathBuf,
    /// The operator's certificate.
    #[command(flatten)]
    pub(super) tls: TlsSettings,
}

impl Places {
    /// The owners of data: service, and how its address is set.
    pub(super) fn owners(&self) -> [(&'static str, &str); 5] {
        [
            ("identity", &self.identity_address),
            ("registration", &self.registration_address),
            ("verification", &self.verification_address),
            ("helpdesk", &self.helpdesk_address),
            ("reporting", &self.reporting_address),
        ]
    }
}
