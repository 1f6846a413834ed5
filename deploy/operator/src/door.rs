//! The way to a service's door.

use chassis::{
    grpc::{Upstream, connect},
    settings::TlsSettings,
};
use clap::Args;

/// Where registration is, and who asks.
#[derive(Args, Debug)]
pub struct RegistrationDoor {
    /// Registration's door, https://host:port.
    #[arg(long, env = "EPUPNS_REGISTRATION_ADDRESS")]
    pub registration_address: String,
    /// The operator's certificate.
    #[command(flatten)]
    pub tls: TlsSettings,
}

impl RegistrationDoor {
    /// A channel; it connects with the first call.
    ///
    /// # Errors
    /// The address is none, or the certificate cannot be read.
    pub fn open(&self) -> anyhow::Result<Upstream> {
        connect(&self.registration_address, "registration", &self.tls)
    }
}

/// Where identity is, and who asks.
#[derive(Args, Debug)]
pub struct IdentityDoor {
    /// Identity's door, https://host:port.
    #[arg(long, env = "EPUPNS_IDENTITY_ADDRESS")]
    pub identity_address: String,
    /// The operator's certificate.
    #[command(flatten)]
    pub tls: TlsSettings,
}

impl IdentityDoor {
    /// A channel; it connects with the first call.
    ///
    /// # Errors
    /// The address is none, or the certificate cannot be read.
    pub fn open(&self) -> anyhow::Result<Upstream> {
        connect(&self.identity_address, "identity", &self.tls)
    }
}

/// Where reporting is, and who asks.
#[derive(Args, Debug)]
pub struct ReportingDoor {
    /// Reporting's door, https://host:port.
    #[arg(long, env = "EPUPNS_REPORTING_ADDRESS")]
    pub reporting_address: String,
    /// The operator's certificate.
    #[command(flatten)]
    pub tls: TlsSettings,
}

impl ReportingDoor {
    /// A channel; it connects with the first call.
    ///
    /// # Errors
    /// The address is none, or the certificate cannot be read.
    pub fn open(&self) -> anyhow::Result<Upstream> {
        connect(&self.reporting_address, "reporting", &self.tls)
    }
}
