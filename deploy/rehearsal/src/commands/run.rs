//! `epupns-rehearsal run`

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use chassis::{ambient::secret_bytes, settings::TlsSettings};
use clap::Args;
use operator::open;

use crate::rehearse::{BacklogDoors, Bare, Doors, Load, Order, rehearse};

/// Lines short enough that no terminal wraps them.
const EXAMPLE: &str = "\
Example, against `./deploy/up` (its file names all the addresses):
  . .local/up/operator.env
  epupns-rehearsal run --people 200 --clients 16 --json rehearsal.json

What the figures mean:
  per second, p50, p95, p99
      of one operation over all clients; waiting for another try counts. What a load needs is
      done first and printed too: --mix draft also shows registrations and sign-ins.
  this machine alone
      what the same machine does with nothing of ours in between, right before the load, and
      after it as soon as every event of it was published and heard.
  path, figure, limit, ratio, before/after, goal
      one line per goal of PERFORMANCE.md: what the system did, what the machine can do (mean of
      before and after), the one by the other, and by each of the two limits. Where they differ
      much somebody else was busy: measure again. Figures of two machines or two days are not
      compared. `not measured` says why; what no operator can measure the bench `measure` does.
  lost, double, failed
      acknowledged and not readable; two numbers of one person or two people of one number, two
      verdicts of one stage; refused without reason. One of them makes the exit code 1.

Budgets: a gateway keeps them per address. Every rehearsed person sends an address of
198.18.0.0/15 in X-Forwarded-For. A gateway whose EPUPNS_TRUSTED_PROXIES names this machine
gives each a budget of its own; any other one slows the run down, and the report says so.

What stays behind: agencies X001 and X002 with these people, left out of reports, digests and
feeds, and their officers, whose passwords nobody knows. No mail is sent. Everybody is born
before 1946, so that they meet nobody in office. `epupns-rehearsal purge` removes them.";

/// What is rehearsed, and where.
#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLE)]
pub(crate) struct Run {
    /// Invented people.
    #[arg(long, default_value = "200", value_parser = clap::value_parser!(u32).range(1..=20_000))]
    people: u32,
    /// Clients that ask at the same time, each waiting for its answer.
    #[arg(long, default_value = "16", value_parser = clap::value_parser!(u32).range(1..=1000))]
    clients: u32,
    /// Loads to put on, with commas between; all unless set.
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["registration", "sign-in", "status", "draft", "verification"])]
    mix: Vec<Load>,
    /// The same seed makes the same people, who can register only once; another one each time unless set.
    #[arg(long)]
    seed: Option<u64>,
    /// File to write everything to as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
    /// The public door, http://host:port.
    #[arg(long, env = "EPUPNS_GATEWAY_ADDRESS")]
    gateway: String,
    /// A PostgreSQL to compare draft saves with, postgres://...: a schema of its own is made there and dropped.
    #[arg(long, env = "EPUPNS_BARE_POSTGRES_URL", hide_env_values = true)]
    bare_postgres: Option<String>,
    /// A NATS with JetStream and without users, nats://host:port: a stream of its own is made there and deleted.
    #[arg(long, env = "EPUPNS_BARE_NATS_URL")]
    bare_nats: Option<String>,
    /// Reporting's operators' port, http://host:port: the delays that it tells there are read before and after.
    #[arg(long)]
    ops: Option<String>,
    /// Registration's door, https://host:port.
    #[arg(long, env = "EPUPNS_REGISTRATION_ADDRESS")]
    registration_address: String,
    /// Identity's door, https://host:port.
    #[arg(long, env = "EPUPNS_IDENTITY_ADDRESS")]
    identity_address: String,
    /// What may still be on its way when the load is over.
    #[command(flatten)]
    backlog: BacklogDoors,
    /// The operator's certificate.
    #[command(flatten)]
    tls: TlsSettings,
}

impl Run {
    /// Rehearses and prints the report.
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        let order = Order {
            people: self.people as usize,
            clients: self.clients as usize,
            mix: self.mix.into_iter().collect(),
            seed: self.seed.unwrap_or_else(|| u64::from(u32::from_le_bytes(secret_bytes()))),
        };
        let registration = open(&self.registration_address, "registration", &self.tls)?;
        let identity = open(&self.identity_address, "identity", &self.tls)?;
        let doors = Doors {
            gateway: self.gateway,
            backlog: self.backlog.open(&self.tls, registration.clone(), Some(identity.clone())).await?,
            registration,
            identity,
            ops: self.ops,
            bare: Bare { postgres: self.bare_postgres, nats: self.bare_nats },
        };
        let report = rehearse(order, doors).await?;
        print!("{report}");
        if let Some(file) = self.json {
            let json = serde_json::to_vec_pretty(&report)?;
            std::fs::write(&file, json)
                .with_context(|| format!("writing {}\nremedy: name a file that you may write", file.display()))?;
        }
        if !report.holds() {
            bail!("the rehearsal found something lost, double or failed: see the list above");
        }
        Ok(())
    }
}
