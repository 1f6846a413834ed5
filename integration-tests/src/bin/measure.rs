//! Prints how near the first journey comes to the limit of this machine: registrations and sign-ins a second through the
//! whole system, beside the same hash alone on the same cores in the same run. It judges nothing.
//!
//! `cargo run --release -p integration-tests --bin measure [PEOPLE] [CLIENTS]` after
//! `cargo build --release --bins` (the programs are taken from the same target directory).
#![allow(clippy::disallowed_methods, reason = "a benchmark reads the real clock")]
#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on says so by stopping")]

use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use futures::{StreamExt as _, stream};
use integration_tests::{Citizen, Officer, World};
use serde_json::json;
use stack::demo::DemoSize;

/// Password and security answer.
const HASHES_OF_A_REGISTRATION: f64 = 2.0;
const HASHES_OF_A_SIGN_IN: f64 = 1.0;
const HASHING: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() {
    let mut arguments =
        std::env::args().skip(1).map(|argument| argument.parse::<usize>().expect("PEOPLE and CLIENTS are numbers"));
    let people = arguments.next().unwrap_or(400);
    let clients = arguments.next().unwrap_or(32);
    let cores = std::thread::available_parallelism().unwrap().get();

    let hashes = hashes_per_second(cores);
    println!("argon2id 19 MiB t=2 p=1 alone, {cores} threads    {hashes:8.1} hashes/s");

    // Two agencies have officers; of so many employees, enough belong to them.
    let size = DemoSize { employees: 60_000, error_share: "0" };
    let world = World::start_sized(&[("EPUPNS_LOG", "warn"), ("EPUPNS_TRACE_RATIO", "0")], size).await;
    let citizens: Vec<Citizen> = ["1001", "3573"]
        .into_iter()
        .flat_map(|agency| world.employees_of(agency))
        .take(people)
        .map(|employee| Citizen::new(world.door(), employee))
        .collect();
    let tokens: Vec<String> =
        each(&citizens, clients, |citizen| async move { citizen.look_up().await.expect(200).text("lookup_token") })
            .await
            .0;

    let pairs: Vec<(Citizen, String)> = citizens.into_iter().zip(tokens).collect();
    let (registered, seconds) = each(&pairs, clients, |(citizen, token)| async move {
        let form = citizen.form(&token);
        let started = Instant::now();
        let answer = citizen.door.post_once("/v1/registrations", &form, &citizen.key).await.expect(201);
        (citizen, answer.text("registration/registration_number"), started.elapsed())
    })
    .await;
    report("registrations", registered.len(), seconds, HASHES_OF_A_REGISTRATION, hashes);
    latency(registered.iter().map(|(.., took)| *took).collect());

    let officers = [world.officer("kemenkes.verifikator2").await, world.officer("malang.verifikator2").await];
    confirm_all(&officers).await;
    let known: Vec<(Citizen, String)> = registered.into_iter().map(|(citizen, number, _)| (citizen, number)).collect();
    let (sessions, seconds) = each(&known, clients, |(citizen, number)| async move {
        let started = Instant::now();
        let _ = citizen.sign_in(&number).await.expect(201);
        started.elapsed()
    })
    .await;
    report("sign-ins", sessions.len(), seconds, HASHES_OF_A_SIGN_IN, hashes);
    latency(sessions);
    world.stop().await;
}

/// Does `work` for each with so many at a time; results and seconds.
async fn each<T: Clone, R, F: Future<Output = R>>(items: &[T], clients: usize, work: impl Fn(T) -> F) -> (Vec<R>, f64) {
    let started = Instant::now();
    let results = stream::iter(items.iter().cloned()).map(work).buffered(clients).collect().await;
    (results, started.elapsed().as_secs_f64())
}

async fn confirm_all(officers: &[Officer]) {
    for officer in officers {
        loop {
            let pending = officer.pending("").await;
            if pending.is_empty() {
                break;
            }
            let decisions: Vec<_> = pending
                .iter()
                .map(|one| json!({ "registration_id": one["registration_id"], "decision": "confirm", "seen": "qr" }))
                .collect();
            let _ = officer.decide(decisions.into()).await.expect(200);
        }
    }
    // The last event reaches identity within milliseconds; its lag is not what is measured here.
    tokio::time::sleep(Duration::from_secs(2)).await;
}

fn report(what: &str, count: usize, seconds: f64, hashes_each: f64, hashes_per_second: f64) {
    let rate = f64::from(u32::try_from(count).unwrap()) / seconds;
    let ratio = rate * hashes_each / hashes_per_second;
    println!(
        "{what:14} {count:6} in {seconds:6.1} s    {rate:8.1}/s    x {hashes_each} hashes / hashes alone = {ratio:.2}"
    );
}

fn latency(mut took: Vec<Duration>) {
    took.sort();
    let at = |share: usize| took[(took.len() - 1) * share / 100].as_secs_f64() * 1000.0;
    println!("               p50 {:.0} ms, p99 {:.0} ms, at full load", at(50), at(99));
}

/// The same parameters and reuse of memory as identity's pool, and nothing else.
fn hashes_per_second(threads: usize) -> f64 {
    let started = Instant::now();
    let workers: Vec<_> = (0..threads)
        .map(|_| {
            std::thread::spawn(|| {
                let params = Params::new(19_456, 2, 1, Some(32)).unwrap();
                let mut memory = vec![Block::default(); params.block_count()];
                let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
                let (started, mut count) = (Instant::now(), 0_u32);
                while started.elapsed() < HASHING {
                    let mut out = [0; 32];
                    argon2
                        .hash_password_into_with_memory(b"kuda lumping", b"0123456789abcdef", &mut out, &mut memory)
                        .unwrap();
                    count += 1;
                }
                count
            })
        })
        .collect();
    let count: u32 = workers.into_iter().map(|worker| worker.join().unwrap()).sum();
    f64::from(count) / started.elapsed().as_secs_f64()
}
