//! Nothing acknowledged is lost when programs and servers die in the middle.
//!
//! `EPUPNS_ROUNDS` repeats what is random or racy (default 1; `./deploy/test soak` takes the figures of RELIABILITY.md).
//! Every random choice comes from a printed seed: `EPUPNS_SEED` repeats a run.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by stopping")]
#![allow(clippy::disallowed_methods, reason = "machines that break have real time and real randomness")]

mod arrows;
mod checker;
mod contention;
mod cut_requests;
mod dossier_arrows;
mod dossier_killings;
mod killings;
mod poison;
mod restored_elsewhere;
mod ticket_arrows;

use integration_tests::World;
use stack::demo::DemoSize;

/// How often the random and the racy is repeated.
fn rounds() -> u32 {
    std::env::var("EPUPNS_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(1)
}

/// A World with people enough for every round.
async fn world_for_rounds() -> World {
    World::start_sized(&[], DemoSize { employees: 400 + 60 * rounds(), error_share: "0" }).await
}

/// A World with people enough below one unit for every round of dossiers.
async fn world_for_dossiers() -> World {
    World::start_sized(&[], DemoSize { employees: 1000 * rounds(), error_share: "0" }).await
}

/// The seed of this run, printed.
fn seed() -> u64 {
    let seed = std::env::var("EPUPNS_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(rand::random);
    println!("EPUPNS_SEED={seed}");
    seed
}
