//! The service's own settings.

use chassis::settings::OwnerSettings;
use clap::Args;

/// Settings of helpdesk.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// What every owner of data has.
    #[command(flatten)]
    pub owner: OwnerSettings,
    /// Identity's door, `https://host:port`: signing keys.
    #[arg(long, env = "EPUPNS_IDENTITY_ADDRESS")]
    pub identity_address: String,
}
