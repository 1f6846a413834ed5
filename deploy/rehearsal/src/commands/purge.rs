//! `epupns-rehearsal purge`

use clap::Args;
use operator::{RegistrationDoor, open};

use crate::rehearse::{BacklogDoors, purge};

const EXAMPLE: &str = "\
Example:
  . .local/up/operator.env
  epupns-rehearsal purge -y

Removed: employees, registrations, dossiers, units and agencies whose codes begin with X, at
registration; accounts and sessions, and the officers that rehearsals enrolled (geladi.x...), at
identity; reviews at verification; rows of reports and export files at reporting. Never anything
of a real agency: each service refuses it, and so does each statement in its database.

Kept: registration numbers, which are never used twice; audit trails and events, which go on to
verify. The same people can be rehearsed again.

It waits until every event is published and heard, removes 200 people at a time, and can be
stopped at any time: the same command goes on. Nothing to remove is success.";

/// What to remove, and where.
#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLE)]
pub(crate) struct Purge {
    /// Only this agency; can be given more than once.
    #[arg(long = "agency")]
    agencies: Vec<String>,
    /// Do not ask.
    #[arg(short, long)]
    yes: bool,
    /// Identity's door, https://host:port: its outbox is waited for too.
    #[arg(long, env = "EPUPNS_IDENTITY_ADDRESS")]
    identity_address: Option<String>,
    #[command(flatten)]
    backlog: BacklogDoors,
    #[command(flatten)]
    door: RegistrationDoor,
}

impl Purge {
    /// Removes it, and says what was removed.
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        let registration = self.door.open()?;
        let tls = &self.door.tls;
        let identity = match &self.identity_address {
            Some(address) => Some(open(address, "identity", tls)?),
            None => None,
        };
        let backlog = self.backlog.open(tls, registration.clone(), identity).await?;
        purge(registration, backlog, &self.agencies, self.yes).await
    }
}
