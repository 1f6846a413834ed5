//! A crash at each arrow of the registration journey: `kill -9` exactly between two steps, then the same key again.

use integration_tests::{Barrier, Citizen, Ledger, Outcome, World, check, eventually};
use stack::Program;

use crate::{rounds, world_for_rounds};

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_at_any_arrow_loses_nothing_and_doubles_nothing() {
    let mut world = world_for_rounds().await;
    let ledger = Ledger::default();
    let mut people = world.employees.clone().into_iter();
    for _ in 0..rounds() {
        let mut citizen = || Citizen::new(world.door(), people.next().expect("enough people for the rounds"));
        let citizens: Vec<Citizen> = (0..5).map(|_| citizen()).collect();
        between_reserving_and_preparing(&mut world, &citizens[0], &ledger).await;
        between_preparing_and_committing(&mut world, &citizens[1], &ledger).await;
        gateway_before_it_answers(&mut world, &citizens[2], &ledger).await;
        relay_between_ack_and_mark(&mut world, &citizens[3], &ledger).await;
        listener_between_commit_and_ack(&mut world, &citizens[4], &ledger).await;
        check(&mut world, &ledger).await;
    }
    world.stop().await;
}

/// Sends a registration that will not be answered, and hands back what to try again with.
async fn begin(citizen: &Citizen) -> (String, tokio::task::JoinHandle<()>) {
    let token = citizen.look_up().await.expect(200).text("lookup_token");
    let (trying, form) = (citizen.clone(), citizen.form(&token));
    let task = tokio::spawn(async move {
        let _ = trying.door.try_post("/v1/registrations", &form, Some(&trying.key)).await;
    });
    (token, task)
}

async fn again(citizen: &Citizen, token: &str, ledger: &Ledger) {
    let outcome = citizen.register_patiently(token, ledger).await;
    assert!(matches!(outcome, Outcome::Acknowledged(_)), "the same key goes on where it stopped: {outcome:?}");
}

async fn state(world: &World, citizen: &Citizen) -> Option<String> {
    sqlx::query_scalar("select state::text from registration.registrations where nip = $1")
        .bind(&citizen.employee.nip)
        .fetch_optional(&world.superuser)
        .await
        .unwrap()
}

async fn account(world: &World, citizen: &Citizen) -> Option<String> {
    sqlx::query_scalar(
        "select a.state::text from identity.accounts a
         join registration.registrations r on r.registration_id = a.account_id where r.nip = $1",
    )
    .bind(&citizen.employee.nip)
    .fetch_optional(&world.superuser)
    .await
    .unwrap()
}

/// reserve | prepare: identity stands still, registration dies.
async fn between_reserving_and_preparing(world: &mut World, citizen: &Citizen, ledger: &Ledger) {
    let barrier = Barrier::before_writes_to(&world.superuser, "identity.accounts").await;
    let (token, task) = begin(citizen).await;
    barrier.reached().await;
    assert_eq!(state(world, citizen).await.as_deref(), Some("reserved"));
    world.stack.process(Program::Registration).kill9().await;
    barrier.lift().await;
    task.await.unwrap();
    world.stack.process(Program::Registration).restart().await.unwrap();
    again(citizen, &token, ledger).await;
}

/// prepare | commit: the account is prepared, registration dies before its second transaction.
async fn between_preparing_and_committing(world: &mut World, citizen: &Citizen, ledger: &Ledger) {
    let barrier = Barrier::before_writes_to(&world.superuser, "registration.outbox").await;
    let (token, task) = begin(citizen).await;
    barrier.reached().await;
    assert_eq!(account(world, citizen).await.as_deref(), Some("prepared"), "the account is prepared at this arrow");
    world.stack.process(Program::Registration).kill9().await;
    barrier.lift().await;
    task.await.unwrap();
    world.stack.process(Program::Registration).restart().await.unwrap();
    again(citizen, &token, ledger).await;
}

/// commit | answer: the gateway dies with the answer on its way; registration goes on to the end by itself.
async fn gateway_before_it_answers(world: &mut World, citizen: &Citizen, ledger: &Ledger) {
    let barrier = Barrier::before_writes_to(&world.superuser, "registration.outbox").await;
    let (token, task) = begin(citizen).await;
    barrier.reached().await;
    world.stack.process(Program::Gateway).kill9().await;
    task.await.unwrap();
    barrier.lift().await;
    let seen = &*world;
    eventually("a begun registration finishes without its client", || async {
        state(seen, citizen).await.as_deref() == Some("registered")
    })
    .await;
    world.stack.process(Program::Gateway).restart().await.unwrap();
    again(citizen, &token, ledger).await;
}

/// ack | mark: the stream has the event, registration dies before it writes that down, and publishes it again.
async fn relay_between_ack_and_mark(world: &mut World, citizen: &Citizen, ledger: &Ledger) {
    world.stack.servers.nats.child().unwrap().pause();
    let token = citizen.look_up().await.expect(200).text("lookup_token");
    again(citizen, &token, ledger).await;
    let barrier = Barrier::before_writes_to(&world.superuser, "registration.outbox").await;
    world.stack.servers.nats.child().unwrap().resume();
    barrier.reached().await;
    world.stack.process(Program::Registration).kill9().await;
    barrier.lift().await;
    world.stack.process(Program::Registration).restart().await.unwrap();
}

/// commit | ack: identity has applied the event, the stream never learns of it and delivers it again.
async fn listener_between_commit_and_ack(world: &mut World, citizen: &Citizen, ledger: &Ledger) {
    let barrier = Barrier::before_writes_to(&world.superuser, "identity.inbox_versions").await;
    let token = citizen.look_up().await.expect(200).text("lookup_token");
    again(citizen, &token, ledger).await;
    barrier.reached().await;
    world.stack.servers.nats.child().unwrap().pause();
    barrier.lift().await;
    let seen = &*world;
    eventually("identity commits the event's effect", || async {
        account(seen, citizen).await.as_deref() == Some("awaiting_confirmation")
    })
    .await;
    // What identity acknowledged is in the paused server's socket and dies with it.
    world.stack.servers.nats.kill9().await;
    world.stack.servers.nats.run().await.unwrap();
}
