//! Prints how near a whole campaign comes to the limits of this machine: starts a World and runs `epupns rehearse` on it,
//! with a bare PostgreSQL and a bare NATS beside it. Every ratio of PERFORMANCE.md that a rehearsal can measure is printed;
//! the exit code says only whether anything was lost, double or failed.
//!
//! `cargo run --release -p integration-tests --bin measure [OPTIONS OF epupns rehearse]` after
//! `cargo build --release --bins` (the programs are taken from the same target directory).
#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on says so by stopping")]

use std::process::{Command, ExitCode};

use futures::{StreamExt as _, stream};
use integration_tests::{BareNats, Citizen, World, until};
use stack::{Program, wiring::DATABASE};

#[tokio::main]
async fn main() -> ExitCode {
    let options: Vec<String> = std::env::args().skip(1).collect();
    let epupns = std::env::current_exe().unwrap().with_file_name("epupns");
    // Logging and tracing every request measures the disk.
    let world = World::start_with(&[("EPUPNS_LOG", "warn"), ("EPUPNS_TRACE_RATIO", "0")]).await;
    feed_delay(&world).await;
    let bare_nats = BareNats::start().await;
    let mut rehearsal = Command::new(epupns);
    rehearsal
        .arg("rehearse")
        .args(options)
        .arg("--bare-postgres")
        .arg(world.stack.servers.postgres.cluster().superuser_url(DATABASE).unwrap())
        .arg("--ops")
        .arg(format!("http://{}", world.stack.wiring.ops(Program::Reporting)))
        .envs(world.stack.operator().settings());
    if let Some(nats) = &bare_nats {
        rehearsal.args(["--bare-nats", &nats.url]);
    }
    let ended = tokio::task::spawn_blocking(move || rehearsal.status()).await.unwrap().unwrap();
    world.stop().await;
    if ended.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// People register as fast as two cores hash: how long after its commit each fact is acknowledged by the agencies' stream. Not
/// part of the rehearsal, whose invented agencies have no feed.
async fn feed_delay(world: &World) {
    const CLIENTS: usize = 8;
    let people = world.employees.iter().take(300).cloned().map(|employee| Citizen::new(world.door(), employee));
    let registered: Vec<_> = stream::iter(people)
        .map(|citizen| async move { citizen.register().await.expect(201) })
        .buffer_unordered(CLIENTS)
        .collect()
        .await;
    let count = i64::try_from(registered.len()).unwrap();
    let delays = "select count(*), count(published_at),
               percentile_cont(0.5) within group (order by extract(epoch from published_at - occurred_at)),
               percentile_cont(0.99) within group (order by extract(epoch from published_at - occurred_at))
        from reporting.fact_agency_events";
    let (median, p99) = until("every registration is in its agency's feed", || async {
        let row: (i64, i64, Option<f64>, Option<f64>) =
            sqlx::query_as(delays).fetch_one(&world.superuser).await.unwrap();
        let (told, published, median, p99) = row;
        (told == count && published == count).then_some(median.zip(p99)?)
    })
    .await;
    println!(
        "commit to feed    {count} facts while {CLIENTS} clients register    p50 {:.0} ms, p99 {:.0} ms",
        median * 1000.0,
        p99 * 1000.0
    );
}
