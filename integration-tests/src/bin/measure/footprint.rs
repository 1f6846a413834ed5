//! What a service takes while nobody asks, and how long it takes to be there.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use integration_tests::World;
use stack::Program;

use crate::{row::Row, say};

/// The pool of identity keeps the memory of one argon2 hash per core.
const HASH_MIB: f64 = 19.0;
const LOOK: Duration = Duration::from_millis(2);

/// The largest service, by its share of memory, without the memory of the hash pool.
pub(crate) fn idle(world: &World) -> Row {
    say("memory of idle services");
    let mut sizes: Vec<(f64, Program)> = Vec::new();
    for program in Program::ALL {
        let Some(mib) = pss_mib(world.stack.wiring.ops(program)) else {
            return crate::why("footprint", format!("the process of {program} was not found in /proc"));
        };
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get) as f64;
        let apart = if program == Program::Identity { (HASH_MIB * cores).min(mib) } else { 0.0 };
        sizes.push((mib - apart, program));
    }
    let said: Vec<String> = sizes.iter().map(|(mib, program)| format!("{program} {mib:.0}")).collect();
    let largest = sizes.iter().map(|(mib, _)| *mib).fold(0.0, f64::max);
    Row::bounded("footprint", largest, format!("{}{}", said.join(", "), debug()))
}

/// The slowest service, from the start of its process until it says that it is ready, everything else being there.
pub(crate) async fn start_to_ready(world: &mut World) -> Row {
    say("start to ready");
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let (mut slowest, mut said) = (0.0_f64, Vec::new());
    for program in Program::ALL {
        let ready = format!("http://{}/readyz", world.stack.wiring.ops(program));
        let process = world.stack.process(program);
        process.terminate().await.unwrap();
        let began = Instant::now();
        process.start().unwrap();
        while !client.get(&ready).send().await.is_ok_and(|answer| answer.status().is_success()) {
            assert!(began.elapsed() < Duration::from_secs(60), "{program} is not ready");
            tokio::time::sleep(LOOK).await;
        }
        let took = began.elapsed().as_secs_f64() * 1000.0;
        slowest = slowest.max(took);
        said.push(format!("{program} {took:.0}"));
    }
    Row::bounded("start_to_ready", slowest, format!("{}{}", said.join(", "), debug()))
}

fn debug() -> &'static str {
    if cfg!(debug_assertions) { " (debug build)" } else { "" }
}

/// Proportional set size of the process that answers operators at this address.
fn pss_mib(ops: SocketAddr) -> Option<f64> {
    let setting = format!("EPUPNS_OPS_LISTEN={ops}");
    for process in std::fs::read_dir("/proc").ok()?.flatten() {
        let Ok(environment) = std::fs::read(process.path().join("environ")) else { continue };
        if !environment.split(|byte| *byte == 0).any(|pair| pair == setting.as_bytes()) {
            continue;
        }
        let rollup = std::fs::read_to_string(process.path().join("smaps_rollup")).ok()?;
        let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
        let kib: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
        return Some(kib / 1024.0);
    }
    None
}
