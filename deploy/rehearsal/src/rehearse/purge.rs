//! Removes everything of rehearsals that is alive: registration removes it batch by batch and tells the others, who remove
//! theirs as they hear of it.

use std::{
    io::{BufRead as _, IsTerminal as _, Write as _},
    time::Duration,
};

use anyhow::{bail, ensure};
use chassis::grpc::{Upstream, ask, outgoing};
use proto::registration::v1::{
    ListRehearsalsRequest, PurgeRehearsalRequest, PurgeRehearsalResponse, RehearsalAgency,
    registration_service_client::RegistrationServiceClient,
};

use super::{
    backlog::{Backlog, Drained},
    rehearsal::progress,
};
use operator::{answered, explain, may_pass};

/// How long events of a rehearsal that has just ended may be on their way.
const PATIENCE: Duration = Duration::from_secs(600);
/// How often a batch is tried that may pass.
const TRIES: usize = 20;
const PAUSE: Duration = Duration::from_millis(500);

type Registration = RegistrationServiceClient<Upstream>;

/// What was removed at registration.
#[derive(Clone, Copy, Debug, Default)]
struct Totals {
    people: u64,
    registrations: u64,
    dossiers: u64,
    agencies: u64,
}

/// Asks, unless it need not, and purges every agency of rehearsals, or those that are named.
pub(crate) async fn purge(
    registration: Upstream,
    mut backlog: Backlog,
    only: &[String],
    yes: bool,
) -> anyhow::Result<()> {
    let mut client = RegistrationServiceClient::new(registration);
    let agencies = chosen(&mut client, only).await?;
    if agencies.is_empty() {
        println!("there is nothing of a rehearsal");
        return Ok(());
    }
    for RehearsalAgency { code, name, people, registrations, dossiers } in &agencies {
        println!("{code:<12} {name:<32} {people:>8} people {registrations:>8} registrations {dossiers:>8} dossiers");
    }
    if !yes && !confirmed()? {
        println!("nothing was removed");
        return Ok(());
    }
    // An event about somebody who is gone already would be parked.
    let before = backlog.drain(PATIENCE).await?;
    ensure!(
        before.left == 0,
        "{} events are still on their way\nremedy: `epupns parked list` and the services' logs say why; then purge again",
        before.left
    );
    let mut totals = Totals::default();
    let mut staying = Vec::new();
    for agency in &agencies {
        if !purge_agency(&mut client, agency, &mut totals).await? {
            staying.push(agency.code.clone());
        }
    }
    let Totals { people, registrations, dossiers, agencies } = totals;
    println!("removed: {people} people, {registrations} registrations, {dossiers} dossiers, {agencies} agencies");
    println!("kept: registration numbers (none is used twice), audit trails, events");
    for code in staying {
        println!("{code} stays: somebody of another agency belongs to it");
    }
    said(backlog.drain(PATIENCE).await?)
}

async fn chosen(client: &mut Registration, only: &[String]) -> anyhow::Result<Vec<RehearsalAgency>> {
    let answer = answered("registration", client.list_rehearsals(outgoing(ListRehearsalsRequest {}))).await?;
    let mut agencies = answer.agencies;
    agencies.retain(|agency| only.is_empty() || only.contains(&agency.code));
    for code in only {
        ensure!(
            agencies.iter().any(|agency| agency.code == *code),
            "{code} is no agency of rehearsals\nremedy: without --agency all of them are listed"
        );
    }
    Ok(agencies)
}

fn confirmed() -> anyhow::Result<bool> {
    let input = std::io::stdin();
    if !input.is_terminal() {
        bail!("nobody can be asked here\nremedy: add -y if all of this may go");
    }
    print!("Remove all of this for good? [y/N] ");
    std::io::stdout().flush()?;
    let mut answer = String::new();
    input.lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// False when the agency stays.
async fn purge_agency(
    client: &mut Registration,
    agency: &RehearsalAgency,
    totals: &mut Totals,
) -> anyhow::Result<bool> {
    let bar = progress("removing people", usize::try_from(agency.people)?);
    loop {
        let step = step(client, &agency.code).await?;
        bar.inc(step.people.into());
        totals.people += u64::from(step.people);
        totals.registrations += u64::from(step.registrations);
        totals.dossiers += u64::from(step.dossiers);
        if step.done {
            bar.finish_and_clear();
            totals.agencies += u64::from(!step.agency_stays);
            return Ok(!step.agency_stays);
        }
    }
}

/// One batch; sent again when it may pass: whatever became of the first try, the next one goes on.
async fn step(client: &mut Registration, agency_code: &str) -> anyhow::Result<PurgeRehearsalResponse> {
    let mut tried = 0;
    loop {
        tried += 1;
        let request = PurgeRehearsalRequest { agency_code: agency_code.to_owned(), at_most: 0 };
        match ask(client.purge_rehearsal(outgoing(request))).await {
            Ok(answer) => return Ok(answer),
            Err(status) if may_pass(&status) && tried < TRIES => tokio::time::sleep(PAUSE).await,
            Err(status) => return Err(explain("registration", &status)),
        }
    }
}

fn said(after: Drained) -> anyhow::Result<()> {
    ensure!(
        after.left == 0,
        "{} events are still on their way: not everybody has removed theirs\nremedy: wait, and look at `epupns parked list`",
        after.left
    );
    if after.consumers {
        println!("identity, verification, helpdesk and reporting have heard of it and have removed theirs");
    } else {
        println!("the others remove theirs as they hear of it (name NATS to see that they have)");
    }
    Ok(())
}
