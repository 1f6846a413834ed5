//! The portal's settings.

use std::{net::SocketAddr, path::PathBuf};

use anyhow::Context as _;
use chassis::{
    settings::{ProcessSettings, TlsSettings},
    vault::MasterKey,
};
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
    /// Where verification is, `https://host:port`.
    #[arg(long, env = "EPUPNS_VERIFICATION_ADDRESS")]
    pub verification_address: String,
    /// Where the helpdesk is, `https://host:port`.
    #[arg(long, env = "EPUPNS_HELPDESK_ADDRESS")]
    pub helpdesk_address: String,
    /// Where reporting is, `https://host:port`.
    #[arg(long, env = "EPUPNS_REPORTING_ADDRESS")]
    pub reporting_address: String,
    /// Redis for challenge uses, shared with the gateway; without it each portal counts alone.
    #[arg(long, env = "EPUPNS_REDIS_URL", hide_env_values = true)]
    pub redis_url: String,
    /// File with 32 random bytes in base64 that forms are sealed under; the same for every portal. A new key makes the forms
    /// that are open at that moment unknown.
    #[arg(long, env = "EPUPNS_FORM_KEY_FILE")]
    pub form_key_file: PathBuf,
}

impl Settings {
    /// The mounted key of the forms.
    ///
    /// # Errors
    /// The file is missing or holds no key; the message names it.
    pub fn form_key(&self) -> anyhow::Result<MasterKey> {
        let path = &self.form_key_file;
        let read = || MasterKey::from_base64(&std::fs::read_to_string(path)?);
        read().with_context(|| format!("{} as the key of the forms", path.display()))
    }
}
