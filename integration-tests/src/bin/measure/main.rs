//! Prints how near the system comes to the limits of this machine, one line for each goal of PERFORMANCE.md, section 3.
//!
//! Starts a World, runs `epupns-rehearsal` on it with a bare PostgreSQL and a bare NATS beside it, and then measures what no
//! operator could: it fills databases, stops and starts programs, and compares with what the same servers do with nothing of
//! ours in between. Each limit is measured in the same run, while the system is idle. The exit code says only whether the
//! rehearsal lost something.
//!
//! `cargo run --release -p integration-tests --bin measure -- --help` after `cargo build --release --bins` (the programs are
//! taken from the same target directory).
#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on says so by stopping")]
#![allow(clippy::disallowed_methods, reason = "a measurement has real time and real randomness")]

mod chain;
mod exports;
mod feed_delay;
mod footprint;
mod imports;
mod options;
mod overload;
mod relay;
mod row;
mod stream;
mod table;
mod worklist;

use std::process::{Command, ExitCode};

use clap::Parser as _;
use integration_tests::{BareNats, World};
use serde_json::Value;
use stack::{Program, wiring::DATABASE};

use self::{
    options::{Options, Part},
    row::Row,
};

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    // Logging and tracing every request measures the disk.
    let mut world = World::start_with(&[("EPUPNS_LOG", "warn"), ("EPUPNS_TRACE_RATIO", "0")]).await;
    let bare_nats = BareNats::start().await;
    let mut rows = Vec::new();
    if options.has(Part::Footprint) {
        rows.push(footprint::idle(&world));
    }
    let (feed, people) = feed_delay::register(&world).await;
    rows.push(feed);
    let began = time::OffsetDateTime::now_utc();
    let (report, held) = rehearse(&world, &options, bare_nats.as_ref()).await;
    rows.push(relay::commit_to_stream(&world, began).await);
    if options.has(Part::Status) {
        rows.push(chain::status(&world, &options, &report).await);
    }
    if options.has(Part::Import) {
        rows.push(imports::employees(&world, &options).await);
    }
    if options.has(Part::Export) {
        rows.push(exports::unregistered(&world).await);
    }
    if options.has(Part::Overload) {
        rows.extend(overload::five_times(&world, &options, people).await);
    }
    if options.has(Part::Worklist) {
        rows.extend(worklist::pages(&world, &options).await);
    }
    if options.has(Part::Footprint) {
        rows.push(footprint::start_to_ready(&mut world).await);
    }
    if options.has(Part::Relay) {
        rows.extend(relay::backlog(&mut world, &options, bare_nats.as_ref()).await);
    }
    table::print(report, &rows, options.json.as_deref());
    world.stop().await;
    if held { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// `epupns-rehearsal`: what it found, and whether nothing was lost, double or failed.
async fn rehearse(world: &World, options: &Options, nats: Option<&BareNats>) -> (Value, bool) {
    let file = world.stack.dir().join("rehearsal.json");
    let mut rehearsal = Command::new(std::env::current_exe().unwrap().with_file_name("epupns-rehearsal"));
    rehearsal
        .args(["run", "--people", &options.people.to_string(), "--clients", &options.clients.to_string()])
        .args(["--mix", &options.mix, "--json", file.to_str().unwrap()])
        .arg("--bare-postgres")
        .arg(world.stack.servers.postgres.cluster().superuser_url(DATABASE).unwrap())
        .arg("--ops")
        .arg(format!("http://{}", world.stack.wiring.ops(Program::Reporting)))
        .envs(world.stack.operator().settings());
    if let Some(seed) = options.seed {
        rehearsal.args(["--seed", &seed.to_string()]);
    }
    if let Some(nats) = nats {
        rehearsal.args(["--bare-nats", &nats.url]);
    }
    let ended = tokio::task::spawn_blocking(move || rehearsal.status()).await.unwrap().unwrap();
    let report = std::fs::read(&file).map(|bytes| serde_json::from_slice(&bytes).unwrap()).unwrap_or(Value::Null);
    (report, ended.success())
}

/// Shows that something goes on.
fn say(what: &str) {
    eprintln!("measuring: {what}");
}

/// The value that 99 in 100 do not exceed.
fn p99(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let rank = (values.len() * 99).div_ceil(100);
    values.get(rank.saturating_sub(1)).copied().unwrap_or_default()
}

/// A part that came to nothing says why.
fn why(id: &'static str, reason: impl std::fmt::Display) -> Row {
    Row { id, figure: None, limit: None, note: reason.to_string() }
}
