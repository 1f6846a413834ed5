use std::time::Duration;

use crate::throttle::{Attempt, Limits};
use chassis::budget::Budget;

use super::harness::{NO_REDIS, World};

/// Long intervals: a slow test machine does not refill them.
const LIMITS: Limits = Limits {
    name: "test",
    address: Budget { burst: 9, interval: Duration::from_secs(1000) },
    stranger: Budget { burst: 6, interval: Duration::from_secs(2000) },
    known: Budget { burst: 3, interval: Duration::from_secs(3000) },
};

/// On a device at an address of its own.
fn attempt<'a>(device: &'a str, subject: &'a str) -> Attempt<'a> {
    at(device, device, subject)
}

fn at<'a>(address: &'a str, device: &'a str, subject: &'a str) -> Attempt<'a> {
    Attempt { limits: &LIMITS, device, address, subject }
}

/// How many of twelve attempts pass, and how long the last is told to wait.
async fn passed(world: &World, attempt: Attempt<'_>) -> (usize, Duration) {
    let (mut passed, mut wait) = (0, Duration::ZERO);
    for _ in 0..12 {
        match world.app.throttle.take(attempt).await {
            Ok(()) => passed += 1,
            Err(refused) => wait = refused.retry_after,
        }
    }
    (passed, wait)
}

async fn gets_in(world: &World, attempt: Attempt<'_>) {
    world.app.throttle.take(attempt).await.unwrap();
    world.app.throttle.succeed(attempt).await;
}

fn about(found: Duration, expected_seconds: u64) {
    assert!((expected_seconds - 60..=expected_seconds).contains(&found.as_secs().saturating_add(1)), "{found:?}");
}

#[tokio::test]
async fn redis_counts_as_the_domain_does() {
    let world = World::new("throttle_redis").await;
    let (count, wait) = passed(&world, attempt("a", "x")).await;
    assert_eq!(count, 6);
    about(wait, 2000);
    let (count, wait) = passed(&world, attempt("a", "y")).await;
    assert_eq!(count, 3, "9 of the address, 6 are spent; what was refused cost nothing");
    about(wait, 1000);
}

#[tokio::test]
async fn a_device_that_got_in_has_a_budget_that_nobody_else_uses_up() {
    let world = World::new("throttle_known").await;
    gets_in(&world, attempt("mine", "x")).await;
    assert_eq!(passed(&world, attempt("thief", "x")).await.0, 5);
    let (count, wait) = passed(&world, attempt("mine", "x")).await;
    assert_eq!(count, 3);
    about(wait, 3000);
}

#[tokio::test]
async fn an_address_that_others_use_up_still_lets_those_in_whom_it_knows() {
    let world = World::new("throttle_known_at_shared").await;
    gets_in(&world, at("office", "mine", "x")).await;
    let neighbours = passed(&world, at("office", "b", "y")).await.0 + passed(&world, at("office", "c", "z")).await.0;
    assert_eq!(neighbours, 9);
    assert_eq!(passed(&world, at("office", "mine", "x")).await.0, 3);
    assert_eq!(passed(&world, at("office", "mine", "w")).await.0, 0, "to other accounts it is a stranger");
}

#[tokio::test]
async fn whoever_invents_devices_pays_from_one_budget() {
    let world = World::new("throttle_invented").await;
    let mut heard = 0;
    for n in 0..20 {
        let (device, subject) = (format!("made up {n}"), format!("p{n}"));
        heard += usize::from(world.app.throttle.take(at("thief", &device, &subject)).await.is_ok());
    }
    assert_eq!(heard, 9);
    let nameless = Attempt { address: "", ..attempt("another", "p1") };
    assert_eq!(passed(&world, nameless).await.0, 5, "a device without an address is one");
    assert_eq!(passed(&world, attempt("another", "p2")).await.0, 4, "the same one");
}

#[tokio::test]
async fn getting_in_on_a_known_device_pays_for_no_guess_at_others() {
    let world = World::new("throttle_no_refund").await;
    gets_in(&world, attempt("thief", "own account")).await;
    assert_eq!(passed(&world, attempt("thief", "y")).await.0, 6);
    gets_in(&world, attempt("thief", "own account")).await;
    assert_eq!(passed(&world, attempt("thief", "z")).await.0, 3, "9 in all");
}

#[tokio::test]
async fn what_got_in_does_not_count_against_a_shared_address() {
    let world = World::new("throttle_shared").await;
    for person in 0..40 {
        let (device, subject) = (format!("desk {person}"), format!("p{person}"));
        gets_in(&world, at("office", &device, &subject)).await;
    }
}

#[tokio::test]
async fn without_redis_each_process_grants_a_third() {
    let world = World::with_redis("throttle_no_redis", NO_REDIS).await;
    assert_eq!(passed(&world, at("office", "a", "x")).await.0, 2);
    assert_eq!(passed(&world, at("office", "b", "y")).await.0, 1);
}
