//! What the owner of the data tells of an approval: heard twice, out of order, and of attempts that are over.

use chassis::{events::Applied, wire::timestamp};
use proto::{
    helpdesk::v1::{TicketApproved, TicketResolved},
    registration::v1::{TicketActionDone, TicketActionRefused},
};
use uuid::Uuid;

use crate::harness::{Called as _, World, approval, desk_of, missing_place, reason, some_id};

fn done(world: &World, ticket: Uuid, attempt: u32) -> TicketActionDone {
    TicketActionDone { ticket_id: ticket.to_string(), attempt, done_at: Some(timestamp(world.app.clock.now())) }
}

fn refused(world: &World, ticket: Uuid, attempt: u32) -> TicketActionRefused {
    TicketActionRefused {
        ticket_id: ticket.to_string(),
        attempt,
        reason_code: "REFERENCE_TAKEN".into(),
        refused_at: Some(timestamp(world.app.clock.now())),
    }
}

#[tokio::test]
async fn what_is_carried_out_resolves_the_ticket_once() {
    let world = World::new("action_done").await;
    let receipt = world.open(None, missing_place("A1")).await.unwrap();
    let (id, officer) = (world.ticket_of(&receipt).await, desk_of("A1"));
    world.approved(&officer, id).await;
    let waiting = world.status(&receipt.report_number, &receipt.receipt_secret).await.unwrap();
    assert_eq!((waiting.state().called(), waiting.resolved_at), ("APPROVED", None));
    let event = world.event(done(&world, id, 1), Some((id, 1)));
    assert_eq!(world.take(event.clone()).await, Applied::Now);
    assert_eq!(world.take(event).await, Applied::Before);
    world.hear(done(&world, id, 1)).await.unwrap();
    // A refusal that comes too late changes nothing.
    world.hear(refused(&world, id, 1)).await.unwrap();
    let told = world.told::<TicketResolved>().await;
    let [(Some(3), event)] = told.as_slice() else { panic!("told {} times", told.len()) };
    assert_eq!(
        (event.state().called(), event.resolved_by.as_str()),
        ("RESOLVED", officer.person_id.to_string().as_str())
    );
    let ended = world.status(&receipt.report_number, &receipt.receipt_secret).await.unwrap();
    assert_eq!((ended.state().called(), ended.resolved_at.is_some()), ("RESOLVED", true));
    let audited = "select count(*) from helpdesk.audit_entries
                   where action = 'finish_ticket' and actor = 'service:registration'";
    assert_eq!(world.count(audited).await, 1);
}

#[tokio::test]
async fn what_is_refused_waits_for_its_officer_again_and_can_be_approved_anew() {
    let world = World::new("action_refused").await;
    let id = world.opened(missing_place("A1")).await;
    let officer = desk_of("A1");
    world.approved(&officer, id).await;
    for _ in 0..2 {
        world.hear(refused(&world, id, 1)).await.unwrap();
    }
    let shown = world.get(&officer, id).await.unwrap();
    assert_eq!((shown.refusal_code.as_str(), shown.note.as_str()), ("REFERENCE_TAKEN", ""));
    assert!(shown.claim_expires_at.is_some(), "the claim is kept");
    assert_eq!(shown.entry.unwrap().state().called(), "CLAIMED");
    assert_eq!(world.waiting(&officer).await, [id]);
    assert_eq!(reason(world.resolve(&desk_of("A1"), approval(id)).await), "CLAIM_REQUIRED");
    world.resolve(&officer, approval(id)).await.unwrap();
    // The first attempt is over, whatever is still told of it.
    world.hear(done(&world, id, 1)).await.unwrap();
    world.hear(refused(&world, id, 1)).await.unwrap();
    assert!(world.told::<TicketResolved>().await.is_empty());
    let attempts: Vec<_> =
        world.told::<TicketApproved>().await.iter().map(|(version, event)| (*version, event.attempt)).collect();
    assert_eq!(attempts, [(Some(2), 1), (Some(3), 2)]);
    world.hear(done(&world, id, 2)).await.unwrap();
    assert_eq!(world.told::<TicketResolved>().await[0].0, Some(4));
    assert_eq!(world.get(&officer, id).await.unwrap().refusal_code, "");
}

#[tokio::test]
async fn what_was_never_approved_is_refused_and_parked_in_the_end() {
    let world = World::new("action_never").await;
    let id = world.opened(missing_place("A1")).await;
    assert!(world.hear(done(&world, id, 1)).await.is_err());
    assert!(world.hear(refused(&world, id, 0)).await.is_err());
    assert!(world.hear(done(&world, some_id(), 1)).await.is_err());
    world.approved(&desk_of("A1"), id).await;
    assert!(world.hear(done(&world, id, 2)).await.is_err());
    assert!(world.hear(TicketActionDone { done_at: None, ..done(&world, id, 1) }).await.is_err(), "at no time");
    assert_eq!(world.count("select count(*) from helpdesk.tickets where state = 'approved'").await, 1);
}
