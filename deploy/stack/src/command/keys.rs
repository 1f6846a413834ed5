//! `stack keys`

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

/// Makes keys, certificates and passwords for an installation that Docker or a cluster starts. Doing it again renews certificates
/// that end soon, and keeps everything else.
#[derive(Debug, Args)]
pub(crate) struct Keys {
    /// Directory to keep them in: whoever can read it is the system.
    dir: PathBuf,
    /// Where the programs reach PostgreSQL.
    #[arg(long, default_value = "postgres:5432")]
    postgres: String,
}

impl Keys {
    pub(crate) fn run(self) -> Result<()> {
        stack::keys::make(&self.dir, &self.postgres)?;
        println!("{}", self.dir.display());
        Ok(())
    }
}
