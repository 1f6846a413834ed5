//! Budgets that all replicas draw from, and a Redis that comes and goes.

use std::time::Duration;

use chassis::{
    ambient::{Clock, new_id},
    budget::{Answer, Budget, Budgets},
    redis::Redis,
};
use stack::ServersFile;

/// A long interval: a slow test machine does not refill it.
const BUDGET: Budget = Budget { burst: 3, interval: Duration::from_secs(1000) };

fn redis() -> Redis {
    Redis::connect(&ServersFile::from_env().unwrap().redis_url, Duration::from_secs(5)).unwrap()
}

/// A key that nothing else has.
fn key() -> String {
    format!("chassis:test:{}", new_id(&Clock::system()))
}

#[tokio::test]
async fn two_processes_draw_from_one_budget_which_a_refused_attempt_does_not_touch() {
    let (one, two) = (Budgets::new(redis()), Budgets::new(redis()));
    let (shared, other, full) = (key(), key(), Budget { burst: 9, ..BUDGET });
    for budgets in [&one, &two, &one] {
        assert_eq!(budgets.take(&[(&shared, BUDGET)]).await, Answer::Granted);
    }
    for budgets in [&two, &one] {
        let Answer::Wait(wait) = budgets.take(&[(&shared, BUDGET), (&other, full)]).await else { panic!("a fourth") };
        assert!(wait > Duration::from_secs(900) && wait <= BUDGET.interval, "{wait:?}");
    }
    for _ in 0..9 {
        assert_eq!(two.take(&[(&other, full)]).await, Answer::Granted);
    }
}

#[tokio::test]
async fn a_connection_that_broke_while_nobody_asked_is_made_anew_and_nobody_notices() {
    let (redis, killer) = (redis(), redis());
    for _ in 0..3 {
        let id = |mut redis| async move { redis::cmd("CLIENT").arg("ID").query_async::<i64>(&mut redis).await };
        let own = redis.ask(id).await.expect("it is there");
        let kill = |mut redis| async move {
            redis::cmd("CLIENT").arg("KILL").arg("ID").arg(own).query_async::<i64>(&mut redis).await
        };
        assert_eq!(killer.ask(kill).await, Some(1));
        assert!(redis.ask(id).await.is_some_and(|next| next != own));
    }
}

#[tokio::test]
async fn a_redis_that_is_away_is_no_answer() {
    let away = Redis::connect("redis://127.0.0.1:1", Duration::from_secs(5)).unwrap();
    assert_eq!(Budgets::new(away).take(&[("x", BUDGET)]).await, Answer::Away);
}
