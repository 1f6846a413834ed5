//! The gateway's settings.

use std::{net::SocketAddr, num::NonZeroU32};

use chassis::settings::{ProcessSettings, TlsSettings};
use clap::Args;
use ipnet::IpNet;

/// Flags of the gateway.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// Telemetry and the operators' port.
    #[command(flatten)]
    pub process: ProcessSettings,
    /// mTLS identity.
    #[command(flatten)]
    pub tls: TlsSettings,
    /// Address of the public door (HTTP; TLS ends at the ingress in front of it).
    #[arg(long, env = "EPUPNS_LISTEN")]
    pub listen: SocketAddr,
    /// Where identity is, `https://host:port`.
    #[arg(long, env = "EPUPNS_IDENTITY_ADDRESS")]
    pub identity_address: String,
    /// Where registration is, `https://host:port`.
    #[arg(long, env = "EPUPNS_REGISTRATION_ADDRESS")]
    pub registration_address: String,
    /// Where verification is, `https://host:port`.
    #[arg(long, env = "EPUPNS_VERIFICATION_ADDRESS")]
    pub verification_address: String,
    /// Where helpdesk is, `https://host:port`.
    #[arg(long, env = "EPUPNS_HELPDESK_ADDRESS")]
    pub helpdesk_address: String,
    /// Where reporting is, `https://host:port`.
    #[arg(long, env = "EPUPNS_REPORTING_ADDRESS")]
    pub reporting_address: String,
    /// Where the portal is, `https://host:port`.
    #[arg(long, env = "EPUPNS_PORTAL_ADDRESS")]
    pub portal_address: String,
    /// Redis for budgets and challenge uses, shared by all gateways; without it each counts alone.
    #[arg(long, env = "EPUPNS_REDIS_URL", hide_env_values = true)]
    pub redis_url: String,
    /// Networks whose `X-Forwarded-For` is believed, e.g. `10.0.0.0/8,fd00::/8`; nobody's by default.
    #[arg(long, env = "EPUPNS_TRUSTED_PROXIES", value_delimiter = ',')]
    pub trusted_proxies: Vec<IpNet>,
    /// Requests a minute that one address may make to public operations and pages. An office shares one address.
    #[arg(long, env = "EPUPNS_PUBLIC_PER_MINUTE", default_value = "1200")]
    pub public_per_minute: NonZeroU32,
    /// Requests a minute that one address may make to what checks a password or a code.
    #[arg(long, env = "EPUPNS_SIGN_IN_PER_MINUTE", default_value = "240")]
    pub sign_in_per_minute: NonZeroU32,
    /// Connections to hold at once; further ones wait in the kernel's queue.
    #[arg(long, env = "EPUPNS_CONNECTIONS", default_value_t = 8192)]
    pub connections: usize,
}
