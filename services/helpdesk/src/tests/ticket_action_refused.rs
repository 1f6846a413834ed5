//! The owner of the data has refused an approval: heard twice, and of attempts that are over.

use proto::helpdesk::v1::{TicketApproved, TicketResolved};

use super::harness::{Called as _, World, approval, desk_of, done, missing_place, reason, refused};

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
        world.told::<TicketApproved>().await.iter().map(|(_, version, event)| (*version, event.attempt)).collect();
    assert_eq!(attempts, [(Some(2), 1), (Some(3), 2)]);
    world.hear(done(&world, id, 2)).await.unwrap();
    assert_eq!(world.told::<TicketResolved>().await[0].1, Some(4));
    assert_eq!(world.get(&officer, id).await.unwrap().refusal_code, "");
}
