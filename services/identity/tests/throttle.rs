use std::time::Duration;

use identity::{
    domain::throttle::{Budget, Limits},
    throttle::Attempt,
};

use crate::harness::{NO_REDIS, World};

/// Long intervals: a slow test machine does not refill them.
const LIMITS: Limits = Limits {
    name: "test",
    client: Budget { burst: 9, interval: Duration::from_secs(1000) },
    stranger: Budget { burst: 6, interval: Duration::from_secs(2000) },
    known: Budget { burst: 3, interval: Duration::from_secs(3000) },
};

fn attempt<'a>(client: &'a str, subject: &'a str) -> Attempt<'a> {
    Attempt { limits: &LIMITS, client, subject }
}

/// How many of twelve attempts pass, and how long the last is told to wait.
async fn passed(world: &World, client: &str, subject: &str) -> (usize, Duration) {
    let (mut passed, mut wait) = (0, Duration::ZERO);
    for _ in 0..12 {
        match world.app.throttle.take(attempt(client, subject)).await {
            Ok(()) => passed += 1,
            Err(refused) => wait = refused.retry_after,
        }
    }
    (passed, wait)
}

fn about(found: Duration, expected_seconds: u64) {
    assert!((expected_seconds - 60..=expected_seconds).contains(&found.as_secs().saturating_add(1)), "{found:?}");
}

#[tokio::test]
async fn redis_counts_as_the_domain_does() {
    let world = World::new("throttle_redis").await;
    let (count, wait) = passed(&world, "a", "x").await;
    assert_eq!(count, 6);
    about(wait, 2000);
    let (count, wait) = passed(&world, "a", "y").await;
    assert_eq!(count, 3, "9 of the client, 6 are spent; what was refused cost nothing");
    about(wait, 1000);
}

#[tokio::test]
async fn a_device_that_got_in_has_a_budget_that_nobody_else_uses_up() {
    let world = World::new("throttle_known").await;
    world.app.throttle.take(attempt("mine", "x")).await.unwrap();
    world.app.throttle.succeed(attempt("mine", "x")).await;
    assert_eq!(passed(&world, "thief", "x").await.0, 5);
    let (count, wait) = passed(&world, "mine", "x").await;
    assert_eq!(count, 3);
    about(wait, 3000);
}

#[tokio::test]
async fn what_got_in_does_not_count_against_a_shared_address() {
    let world = World::new("throttle_shared").await;
    for person in 0..40 {
        let subject = format!("p{person}");
        world.app.throttle.take(attempt("office", &subject)).await.unwrap();
        world.app.throttle.succeed(attempt("office", &subject)).await;
    }
}

#[tokio::test]
async fn without_redis_each_process_grants_a_third() {
    let world = World::with_redis("throttle_no_redis", NO_REDIS).await;
    assert_eq!(passed(&world, "a", "x").await.0, 2);
    assert_eq!(passed(&world, "a", "y").await.0, 1);
}
