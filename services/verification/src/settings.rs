//! The service's flags and their environment variables.

use chassis::settings::OwnerSettings;
use clap::Args;

/// What `verification serve` is told.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// What every owner of data has.
    #[command(flatten)]
    pub(crate) owner: OwnerSettings,
    /// Identity's door, `https://host:port`: signing keys, passports for the next hop.
    #[arg(long, env = "EPUPNS_IDENTITY_ADDRESS")]
    pub(crate) identity_address: String,
    /// Registration's door, `https://host:port`: what was submitted.
    #[arg(long, env = "EPUPNS_REGISTRATION_ADDRESS")]
    pub(crate) registration_address: String,
}
