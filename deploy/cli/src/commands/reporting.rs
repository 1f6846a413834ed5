//! `epupns reporting ...`

use std::time::Duration;

use chassis::{
    grpc::{Upstream, ask, outgoing},
    reason::reason_of,
};
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use operator::{ReportingDoor, explain, may_pass};
use proto::reporting::v1::{
    GetRebuildRequest, GetRebuildResponse, RebuildProjectionsRequest, reporting_service_client::ReportingServiceClient,
};
use tonic::Status;

/// How often a rebuild is looked at.
const LOOK: Duration = Duration::from_secs(2);

/// Verbs of `reporting`.
#[derive(Debug, Subcommand)]
pub(crate) enum Reporting {
    /// Builds the projections anew from the stream of events, beside the live ones, and puts them in their place.
    Rebuild(Rebuild),
    /// Shows how far the latest rebuild is.
    Show(Show),
}

/// A rebuild. Reports and exports go on meanwhile with the projections that are live.
#[derive(Args, Debug)]
pub(crate) struct Rebuild {
    /// Wait until it is live, and say how many rows differed from what it replaced; also for one that runs already.
    #[arg(long)]
    wait: bool,
    #[command(flatten)]
    door: ReportingDoor,
}

/// Whom to ask.
#[derive(Args, Debug)]
pub(crate) struct Show {
    #[command(flatten)]
    door: ReportingDoor,
}

impl Reporting {
    /// Does what was asked.
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Rebuild(rebuild) => rebuild.run().await,
            Self::Show(show) => show.run().await,
        }
    }
}

impl Rebuild {
    async fn run(self) -> anyhow::Result<()> {
        let mut client = ReportingServiceClient::new(self.door.open()?);
        match ask(client.rebuild_projections(outgoing(RebuildProjectionsRequest {}))).await {
            Ok(begun) => println!("rebuild {} has begun", begun.generation),
            Err(status) if self.wait && reason_of(&status).as_deref() == Some("REBUILD_RUNNING") => {
                eprintln!("a rebuild runs already; waiting for it");
            }
            Err(status) => return Err(explain("reporting", &status)),
        }
        if self.wait { report(&wait(&mut client).await?) } else { Ok(()) }
    }
}

impl Show {
    async fn run(self) -> anyhow::Result<()> {
        let mut client = ReportingServiceClient::new(self.door.open()?);
        report(&look(&mut client).await.map_err(|status| explain("reporting", &status))?)
    }
}

async fn look(client: &mut ReportingServiceClient<Upstream>) -> Result<GetRebuildResponse, Status> {
    ask(client.get_rebuild(outgoing(GetRebuildRequest {}))).await
}

/// Until the latest rebuild is over, however often reporting is away meanwhile.
async fn wait(client: &mut ReportingServiceClient<Upstream>) -> anyhow::Result<GetRebuildResponse> {
    let bar = ProgressBar::new_spinner().with_style(ProgressStyle::with_template("{spinner} {elapsed_precise} {msg}")?);
    loop {
        match look(client).await {
            Ok(rebuild) if rebuild.done || !rebuild.failure.is_empty() => {
                bar.finish_and_clear();
                return Ok(rebuild);
            }
            Ok(rebuild) => bar.set_message(format!("rebuild {}: {} events", rebuild.generation, rebuild.events)),
            Err(status) if may_pass(&status) => bar.set_message("reporting does not answer; trying again"),
            Err(status) => return Err(explain("reporting", &status)),
        }
        bar.tick();
        tokio::time::sleep(LOOK).await;
    }
}

fn report(rebuild: &GetRebuildResponse) -> anyhow::Result<()> {
    let GetRebuildResponse { generation, events, done, different_rows, failure } = rebuild;
    let remedy = match failure.as_str() {
        "" => {
            let state = if *done { "is live" } else { "runs" };
            println!("rebuild {generation} {state}: {events} events");
            if *done {
                println!("{different_rows} rows differed from the projections that it replaced");
            }
            return Ok(());
        }
        "STREAM_INCOMPLETE" => {
            "bring back into the stream what the publishers' outboxes have and it has not, and try again"
        }
        _ => "read reporting's log for the event and the cause, remove it, and try again",
    };
    anyhow::bail!("rebuild {generation} was given up after {events} events: {failure}\nremedy: {remedy}")
}
