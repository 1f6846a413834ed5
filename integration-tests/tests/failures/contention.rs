//! Many at once: one NIP, one key, one hash pool.

use futures::future::join_all;
use integration_tests::{Citizen, Ledger, World, check};

#[tokio::test(flavor = "multi_thread")]
async fn one_nip_from_64_clients_is_registered_once() {
    let mut world = World::start().await;
    let employee = world.employees[0].clone();
    let clients: Vec<Citizen> = (0..64).map(|_| Citizen::new(world.door(), employee.clone())).collect();
    let tokens =
        join_all(clients.iter().map(|client| async { client.look_up().await.expect(200).text("lookup_token") })).await;
    let answers = join_all(clients.iter().zip(&tokens).map(|(client, token)| async {
        client.door.post_once("/v1/registrations", &client.form(token), &client.key).await
    }))
    .await;
    let count = |status: u16| answers.iter().filter(|answer| answer.status == status).count();
    assert_eq!(
        (count(201), count(409)),
        (1, 63),
        "{:?}",
        answers.iter().map(|answer| answer.status).collect::<Vec<_>>()
    );
    let events: i64 =
        sqlx::query_scalar("select count(*) from registration.outbox where message_name like '%RegistrationSubmitted'")
            .fetch_one(&world.superuser)
            .await
            .unwrap();
    assert_eq!(events, 1, "one event");
    check(&mut world, &Ledger::default()).await;
    world.stop().await;
}

/// 100 people register at once: some are told at once to come back, none hangs, health answers, and everybody gets through.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_hash_pool_sheds_at_once_and_stays_healthy() {
    let mut world = World::start_with(&[("EPUPNS_HASH_QUEUE", "8")]).await;
    let people = world.employees.iter().take(100).cloned();
    let citizens: Vec<Citizen> = people.map(|employee| Citizen::new(world.door(), employee)).collect();
    let tokens =
        join_all(citizens.iter().map(|citizen| async { citizen.look_up().await.expect(200).text("lookup_token") }))
            .await;
    let answers = join_all(citizens.iter().zip(&tokens).map(|(citizen, token)| async {
        citizen.door.post_once("/v1/registrations", &citizen.form(token), &citizen.key).await
    }))
    .await;
    let shed: Vec<_> = answers.iter().filter(|answer| answer.status == 503).collect();
    assert!(!shed.is_empty(), "a queue of 8 cannot take 100");
    assert!(shed.iter().all(|answer| answer.retry_after.is_some()), "503 says when to come back");
    assert!(answers.iter().all(|answer| matches!(answer.status.as_u16(), 201 | 503)), "nothing else happens");
    world.stack.process(stack::Program::Identity).wait_ready().await.unwrap();

    let ledger = Ledger::default();
    join_all(citizens.iter().zip(&tokens).map(|(citizen, token)| citizen.register_patiently(token, &ledger))).await;
    assert_eq!(ledger.acknowledged(), citizens.len(), "whoever comes back gets through, with the same key");
    check(&mut world, &ledger).await;
    world.stop().await;
}
