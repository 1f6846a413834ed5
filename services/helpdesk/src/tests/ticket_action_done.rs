//! The owner of the data has carried an approval out: heard twice, too late, and of what was never approved.

use chassis::events::Applied;
use proto::{helpdesk::v1::TicketResolved, registration::v1::TicketActionDone};

use super::harness::{Called as _, World, desk_of, done, missing_place, refused, some_id};

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
    let [(_, Some(3), event)] = told.as_slice() else { panic!("told {} times", told.len()) };
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
