//! The portal's settings.

use std::net::SocketAddr;

use chassis::settings::{ProcessSettings, TlsSettings};
use clap::Args;

/// Flags of the portal.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// Telemetry and the operators' port.
    #[command(flatten)]
    pub process: ProcessSettings,
    /// mTLS identity.
    #[command(flatten)]
    pub tls: TlsSettings,
    /// Address of the pages (HTTPS that asks for the gateway's certificate, never public).
    #[arg(long, env = "EPUPNS_LISTEN")]
    pub listen: SocketAddr,
    /// Where identity is, `https://host:port`.
    #[arg(long, env = "EPUPNS_IDENTITY_ADDRESS")]
    pub identity_address: String,
    /// Where registration is, `https://host:port`.
    #[arg(long, env = "EPUPNS_REGISTRATION_ADDRESS")]
    pub registration_address: String,
}
