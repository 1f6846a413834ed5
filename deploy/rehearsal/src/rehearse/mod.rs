//! A whole campaign with invented people against a system that runs: through the public door and the operators' door only.
//!
//! [`plan`] decides, [`prepare`] brings in agencies and people, [`mixes`] are the load, [`limits`] the machine's own limits
//! beside it, [`verify`] looks whether anything acknowledged is missing, [`report`] says it all.

mod agencies;
mod backlog;
mod challenge;
mod citizen;
mod clockwork;
mod cpu;
mod door;
mod feed;
mod limits;
mod load;
mod mixes;
mod officer;
mod operation;
mod people;
mod plan;
mod prepare;
mod purge;
mod ratio;
mod ratios;
mod rehearsal;
mod report;
mod session;
mod verify;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use chassis::{ambient::Clock, grpc::Upstream};
use time::format_description::well_known::Rfc3339;

pub(crate) use self::{
    backlog::{Backlog, BacklogDoors},
    limits::Bare,
    plan::{Load, Order},
    purge::purge,
    report::Report,
};
use self::{
    citizen::Citizen,
    door::Door,
    feed::Snapshot,
    limits::{Limits, Look},
    mixes::{confirmation, draft, registration, sign_in, status, submission, verification},
    plan::Run,
    ratios::Measured,
    rehearsal::Rehearsal,
    verify::verify,
};

/// Where the system is.
pub(crate) struct Doors {
    /// `http://host:port` of the gateway.
    pub(crate) gateway: String,
    pub(crate) registration: Upstream,
    pub(crate) identity: Upstream,
    /// Reporting's operators' port.
    pub(crate) ops: Option<String>,
    pub(crate) bare: Bare,
    /// What may still be on its way.
    pub(crate) backlog: Backlog,
}

/// How long what a load has told may be on its way before the limits are measured all the same.
const DRAINS_WITHIN: Duration = Duration::from_secs(900);

/// Rehearses.
///
/// # Errors
/// Something is missing without which nothing can begin or be measured; what fails under load stands in the report.
pub(crate) async fn rehearse(order: Order, mut doors: Doors) -> anyhow::Result<Report> {
    let (run, started_at) = (Run::new(), Clock::system().now());
    let door = Door::new(&doors.gateway, order.clients)?;
    eprintln!("rehearsal {}: importing {} people of agencies X001 and X002", run.id, order.people);
    let citizens = prepare::import_all(&doors.registration, &door, &order, &run).await?;
    let officers = officer::enrol_all(doors.identity, &door, &run).await?;
    doors.backlog.drain(DRAINS_WITHIN).await?;
    eprintln!("measuring what this machine can do alone");
    let before = Look::take(&doors.bare, &run).await?;
    let delays_before = snapshot(doors.ops.as_deref()).await?;
    let all = Rehearsal::new(order, run, door, officers);

    let (began, cpu_before) = (Instant::now(), cpu::seconds());
    load(&all, &citizens).await;
    let (lasted, cpu_after) = (began.elapsed(), cpu::seconds());

    // Whoever still publishes or hears takes from the machine what the limits are to show.
    let backlog = doors.backlog.drain(DRAINS_WITHIN).await?;
    let delays_after = snapshot(doors.ops.as_deref()).await?;
    let after = Look::take(&doors.bare, &all.run).await?;
    let verification = verify(&all, &citizens).await;
    let limits = Limits { before, after };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let operations = all.door.clockwork.figures();
    let delays = delays_after.zip(delays_before).map(|(after, before)| after.since(&before));
    let ratios = Measured { figures: &operations, limits: &limits, delays, cores }.ratios();
    Ok(Report {
        run: all.run.id.clone(),
        started_at: started_at.format(&Rfc3339)?,
        seed: all.order.seed,
        people: all.order.people,
        clients: all.order.clients,
        mix: all.order.mix.iter().copied().collect(),
        cores,
        clients_cpu_share: cpu_after.zip(cpu_before).map(|(after, before)| share(after - before, lasted, cores)),
        operations,
        limits,
        delays,
        backlog: Some(backlog),
        ratios,
        verification,
    })
}

/// Every load that is asked for or needed, in the order of the journey.
async fn load(all: &Arc<Rehearsal>, citizens: &[Arc<Citizen>]) {
    let mut through = registration::register(all, citizens.to_vec()).await;
    if all.order.has(Load::Status) {
        status::check(all, &through).await;
    }
    if all.order.has(Load::SignIn) {
        through = confirmation::confirm(all, through).await;
        through = sign_in::sign_in(all, through).await;
    }
    if all.order.has(Load::Draft) {
        through = draft::draft(all, through).await;
    }
    if all.order.has(Load::Verification) {
        through = submission::submit(all, through).await;
        verification::verify(all, through).await;
    }
}

async fn snapshot(ops: Option<&str>) -> anyhow::Result<Option<Snapshot>> {
    match ops {
        Some(ops) => Snapshot::take(ops).await.map(Some),
        None => Ok(None),
    }
}

fn share(used: f64, of: Duration, cores: usize) -> f64 {
    used / (of.as_secs_f64() * cores as f64).max(1e-6)
}
