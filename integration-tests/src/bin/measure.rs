//! Prints how near a whole campaign comes to the limits of this machine: starts a World and runs `epupns rehearse` on it,
//! with a bare PostgreSQL and a bare NATS beside it. Every ratio of PERFORMANCE.md that a rehearsal can measure is printed;
//! the exit code says only whether anything was lost, double or failed.
//!
//! `cargo run --release -p integration-tests --bin measure [OPTIONS OF epupns rehearse]` after
//! `cargo build --release --bins` (the programs are taken from the same target directory).
#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on says so by stopping")]

use std::process::{Command, ExitCode};

use integration_tests::{BareNats, World};
use stack::{Program, wiring::DATABASE};

#[tokio::main]
async fn main() -> ExitCode {
    let options: Vec<String> = std::env::args().skip(1).collect();
    let epupns = std::env::current_exe().unwrap().with_file_name("epupns");
    // Logging and tracing every request measures the disk.
    let world = World::start_with(&[("EPUPNS_LOG", "warn"), ("EPUPNS_TRACE_RATIO", "0")]).await;
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
