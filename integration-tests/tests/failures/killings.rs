//! Programs and servers killed at random moments while people register.

use std::time::Duration;

use futures::future::join_all;
use integration_tests::{Citizen, Ledger, World, check, eventually};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use stack::Program;

use crate::{rounds, seed, world_for_rounds};

const PEOPLE: usize = 40;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_killing_anything_at_any_time() {
    let mut random = StdRng::seed_from_u64(seed());
    let mut world = world_for_rounds().await;
    let ledger = Ledger::default();
    for round in 0..usize::try_from(rounds()).unwrap() {
        let people = world.employees.iter().skip(round * PEOPLE).take(PEOPLE).cloned();
        let citizens: Vec<Citizen> = people.map(|employee| Citizen::new(world.door(), employee)).collect();
        assert_eq!(citizens.len(), PEOPLE, "enough people for the rounds");
        let tokens =
            join_all(citizens.iter().map(|citizen| async { citizen.look_up().await.expect(200).text("lookup_token") }))
                .await;
        let registering = citizens.into_iter().zip(tokens).map(|(citizen, token)| {
            let ledger = ledger.clone();
            tokio::spawn(async move { citizen.register_patiently(&token, &ledger).await })
        });
        let registering: Vec<_> = registering.collect();
        for victim in ["registration", "identity", "gateway", "nats", "postgres", "valkey"] {
            tokio::time::sleep(Duration::from_millis(random.random_range(20..200))).await;
            kill_and_restart(&mut world, victim).await;
        }
        for registration in registering {
            registration.await.unwrap();
        }
        check(&mut world, &ledger).await;
        assert_eq!(ledger.acknowledged(), (round + 1) * PEOPLE, "every patient person gets through");
    }
    world.stop().await;
}

/// Kills a program or server, and starts it again.
pub(crate) async fn kill_and_restart(world: &mut World, victim: &str) {
    println!("kill -9 {victim}");
    let program = match victim {
        "registration" => Program::Registration,
        "identity" => Program::Identity,
        "verification" => Program::Verification,
        "reporting" => Program::Reporting,
        "gateway" => Program::Gateway,
        "nats" => {
            world.stack.servers.nats.kill9().await;
            return world.stack.servers.nats.run().await.unwrap();
        }
        "postgres" => {
            world.stack.servers.postgres.kill9().await;
            return world.stack.servers.postgres.run().await.unwrap();
        }
        _ => {
            world.stack.servers.valkey.kill9().await;
            return world.stack.servers.valkey.run().await.unwrap();
        }
    };
    world.stack.process(program).kill9().await;
    world.stack.process(program).restart().await.unwrap();
}

/// NATS is away while registrations go on; afterwards everything is told.
#[tokio::test(flavor = "multi_thread")]
async fn registrations_go_on_while_the_stream_is_away() {
    let mut world = World::start().await;
    let ledger = Ledger::default();
    world.stack.servers.nats.kill9().await;
    for employee in world.employees.iter().take(5) {
        let citizen = Citizen::new(world.door(), employee.clone());
        let token = citizen.look_up().await.expect(200).text("lookup_token");
        citizen.register_patiently(&token, &ledger).await;
    }
    assert_eq!(ledger.acknowledged(), 5);
    world.stack.servers.nats.run().await.unwrap();
    check(&mut world, &ledger).await;
    world.stop().await;
}

/// Look-ups are only as safe as they are counted: while Redis is away there are none, and nothing else stops.
#[tokio::test(flavor = "multi_thread")]
async fn while_redis_is_away_nobody_is_looked_up_and_everybody_else_goes_on() {
    let mut world = World::start().await;
    let ledger = Ledger::default();
    let citizen = Citizen::new(world.door(), world.employees[0].clone());
    let token = citizen.look_up().await.expect(200).text("lookup_token");
    world.stack.servers.valkey.kill9().await;
    let other = Citizen::new(world.door(), world.employees[1].clone());
    let closed = other.look_up().await.expect(503);
    assert_eq!((closed.code().as_str(), closed.retry_after.is_some()), ("UNAVAILABLE", true));
    citizen.register_patiently(&token, &ledger).await;
    world.stack.servers.valkey.run().await.unwrap();
    eventually("look-ups are open again", || async { other.look_up().await.status == 200 }).await;
    check(&mut world, &ledger).await;
    world.stop().await;
}
