//! A crash at each arrow of a ticket that acts: `kill -9` exactly between two steps; afterwards the value is there once, the
//! ticket has its answer, and everybody was told once.

use integration_tests::{Barrier, Ledger, Officer, Receipt, World, about, adding, check, eventually, resolution_of};
use stack::Program;
use uuid::Uuid;

use crate::{
    dossier_arrows::{dies_before_commit, unanswered},
    rounds, world_for_rounds,
};

const OFFICER: &str = "bkn.helpdesk";

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_at_any_arrow_of_a_ticket_adds_its_value_once() {
    let mut world = world_for_rounds().await;
    for round in 0..rounds() {
        let code = |arrow: &str| format!("S-1/{arrow}.{round}");
        println!("helpdesk dies");
        helpdesk_dies(&mut world, &code("DECIDE")).await;
        println!("its relay dies");
        its_relay_dies(&mut world, &code("RELAY")).await;
        println!("registration's listener dies");
        registration_dies(&mut world, &code("APPLY")).await;
        registration_is_not_heard(&mut world, &code("ACK")).await;
        println!("helpdesk's listener dies");
        helpdesk_dies_on_the_way_back(&mut world, &code("BACK")).await;
        helpdesk_is_not_heard(&mut world, &code("BACK-ACK")).await;
        println!("all is checked");
        check(&mut world, &Ledger::default()).await;
    }
    world.stop().await;
}

/// A ticket that somebody has claimed, about a value that bears its code.
async fn claimed(world: &World, code: &str) -> (Officer, String) {
    let receipt = world.ticket_about(code).await;
    claims(world, &receipt).await
}

async fn claims(world: &World, receipt: &Receipt) -> (Officer, String) {
    let officer = world.officer(OFFICER).await;
    let ticket = officer.finds_ticket(&receipt.number).await;
    let _ = officer.claim_ticket(&ticket).await.expect(200);
    (officer, ticket)
}

/// decide | commit: the same command again has its one effect.
async fn helpdesk_dies(world: &mut World, code: &str) {
    let (door, key) = (world.door(), Uuid::new_v4().to_string());
    let body = door.with_challenge(&about(code)).await;
    let barrier = Barrier::before_writes_to(&world.superuser, "helpdesk.outbox").await;
    let task = unanswered(&door, "/v1/tickets".to_owned(), body, &key);
    dies_before_commit(world, Program::Helpdesk, barrier, task).await;
    let opened = Receipt::of(&door.open_ticket(&about(code), &key).await.expect(201));
    let again = Receipt::of(&door.open_ticket(&about(code), &key).await.expect(201));
    assert_eq!((&opened.number, &opened.secret), (&again.number, &again.secret), "one key, one ticket");

    let (officer, ticket) = claims(world, &opened).await;
    let key = Uuid::new_v4().to_string();
    let barrier = Barrier::before_writes_to(&world.superuser, "helpdesk.outbox").await;
    let task = unanswered(&officer.door, resolution_of(&ticket), adding(code, code), &key);
    dies_before_commit(world, Program::Helpdesk, barrier, task).await;
    let _ = officer.resolve_ticket_once(&ticket, &adding(code, code), &key).await.expect(200);
    stands_once(world, &ticket, code).await;
    let _ = officer.resolve_ticket_once(&ticket, &adding(code, code), &key).await.expect(200);
}

/// ack | mark: the relay has its acknowledgement and dies before it writes that down.
async fn its_relay_dies(world: &mut World, code: &str) {
    let (officer, ticket) = claimed(world, code).await;
    world.stack.servers.nats.child().unwrap().pause();
    let _ = officer.resolve_ticket(&ticket, &adding(code, code)).await.expect(200);
    let barrier = Barrier::before_writes_to(&world.superuser, "helpdesk.outbox").await;
    world.stack.servers.nats.child().unwrap().resume();
    dies_before_commit(world, Program::Helpdesk, barrier, tokio::spawn(async {})).await;
    stands_once(world, &ticket, code).await;
}

/// apply | commit at registration: the value is written, and nobody has committed it.
async fn registration_dies(world: &mut World, code: &str) {
    let (officer, ticket) = claimed(world, code).await;
    let barrier = Barrier::before_writes_to(&world.superuser, "registration.ticket_actions").await;
    let _ = officer.resolve_ticket(&ticket, &adding(code, code)).await.expect(200);
    dies_before_commit(world, Program::Registration, barrier, tokio::spawn(async {})).await;
    stands_once(world, &ticket, code).await;
}

/// commit | ack at registration: the value is there, and the stream never learns of it.
async fn registration_is_not_heard(world: &mut World, code: &str) {
    let (officer, ticket) = claimed(world, code).await;
    let heard = "select exists (
        select from helpdesk.tickets t join registration.inbox_versions i on i.aggregate_id = t.ticket_id
        where t.ticket_id = $1 and i.source = 'epupns.helpdesk.v1' and i.version = t.version)";
    holds(world, "registration has heard all of helpdesk", heard, &ticket).await;
    let barrier = Barrier::before_writes_to(&world.superuser, "registration.inbox_versions").await;
    let _ = officer.resolve_ticket(&ticket, &adding(code, code)).await.expect(200);
    barrier.reached().await;
    world.stack.servers.nats.child().unwrap().pause();
    barrier.lift().await;
    let acted = "select exists (select from registration.ticket_actions where ticket_id = $1)";
    holds(world, "registration commits the value", acted, &ticket).await;
    nats_dies(world).await;
    stands_once(world, &ticket, code).await;
}

/// apply | commit at helpdesk, which hears that its ticket was carried out.
async fn helpdesk_dies_on_the_way_back(world: &mut World, code: &str) {
    let (officer, ticket) = claimed(world, code).await;
    let before_hearing = Barrier::before_writes_to(&world.superuser, "helpdesk.inbox_versions").await;
    let _ = officer.resolve_ticket(&ticket, &adding(code, code)).await.expect(200);
    before_hearing.reached().await;
    let before_telling = Barrier::before_writes_to(&world.superuser, "helpdesk.outbox").await;
    before_hearing.lift().await;
    dies_before_commit(world, Program::Helpdesk, before_telling, tokio::spawn(async {})).await;
    stands_once(world, &ticket, code).await;
}

/// commit | ack at helpdesk: the ticket is resolved, and the stream never learns of it.
async fn helpdesk_is_not_heard(world: &mut World, code: &str) {
    let (officer, ticket) = claimed(world, code).await;
    let barrier = Barrier::before_writes_to(&world.superuser, "helpdesk.inbox_versions").await;
    let _ = officer.resolve_ticket(&ticket, &adding(code, code)).await.expect(200);
    barrier.reached().await;
    world.stack.servers.nats.child().unwrap().pause();
    barrier.lift().await;
    holds(world, "helpdesk commits the answer", RESOLVED, &ticket).await;
    nats_dies(world).await;
    stands_once(world, &ticket, code).await;
}

const RESOLVED: &str = "select exists (select from helpdesk.tickets where ticket_id = $1 and state = 'resolved')";

async fn nats_dies(world: &mut World) {
    world.stack.servers.nats.kill9().await;
    world.stack.servers.nats.run().await.unwrap();
}

async fn holds(world: &World, what: &str, sql: &'static str, ticket: &str) {
    let ticket: Uuid = ticket.parse().unwrap();
    eventually(what, || async { sqlx::query_scalar(sql).bind(ticket).fetch_one(&world.superuser).await.unwrap() })
        .await;
}

/// One value, one action, one answer, each told once.
async fn stands_once(world: &World, ticket: &str, code: &str) {
    holds(world, "the ticket is resolved", RESOLVED, ticket).await;
    let ticket: Uuid = ticket.parse().unwrap();
    let counts: (i64, i64, i64, i64) = sqlx::query_as(
        "select (select count(*) from registration.reference_values where code = $2 and label = $2 and version = 1),
                (select count(*) from registration.outbox where aggregate_id = $1 and message_name like '%TicketActionDone'),
                (select count(*) from helpdesk.outbox where aggregate_id = $1 and message_name like '%TicketApproved'),
                (select count(*) from helpdesk.outbox where aggregate_id = $1 and message_name like '%TicketResolved')",
    )
    .bind(ticket)
    .bind(code)
    .fetch_one(&world.superuser)
    .await
    .unwrap();
    assert_eq!(counts, (1, 1, 1, 1), "value, action, approval and answer of {code}");
    assert_eq!(world.door().found("pendidikan", code).await, [code]);
}
