//! One officer at a time, within their jurisdiction.

use kernel::Person;
use proto::helpdesk::v1::Resolution;
use time::Duration;

use super::{
    fixtures::Someone,
    harness::{World, about, also, bkn, desk_of, desk_of_region, employee, reason, resolution, some_id},
};

#[tokio::test]
async fn a_claim_keeps_others_away_until_it_runs_out() {
    let world = World::new("claim").await;
    let id = world.opened(about(Someone::Teacher)).await;
    let (first, second) = (desk_of("A1"), desk_of("A1"));
    world.claim(&first, id).await.unwrap();
    assert_eq!(reason(world.claim(&second, id).await), "CLAIMED_BY_OTHER");
    world.app.clock.turn(Duration::minutes(29));
    world.claim(&first, id).await.unwrap();
    world.app.clock.turn(Duration::minutes(29));
    assert_eq!(reason(world.claim(&second, id).await), "CLAIMED_BY_OTHER", "it was renewed");
    world.app.clock.turn(Duration::minutes(1));
    world.claim(&second, id).await.unwrap();
    assert_eq!(reason(world.claim(&first, id).await), "CLAIMED_BY_OTHER");
    let audited = "select count(*) from helpdesk.audit_entries where action = 'claim_ticket'";
    assert_eq!(world.count(audited).await, 2, "renewing is no news");
    world.resolve(&second, resolution(id, Resolution::Answer)).await.unwrap();
    assert_eq!(reason(world.claim(&second, id).await), "TICKET_DONE");
}

#[tokio::test]
async fn what_is_elsewhere_does_not_exist_and_nobody_claims_their_own() {
    let world = World::new("claim_scope").await;
    let nurse = employee(Someone::Nurse);
    let id = world.ticket_of(&world.open(Some(&nurse), about(Someone::Teacher)).await.unwrap()).await;
    for officer in [desk_of("A2"), desk_of_region("04"), bkn()] {
        assert_eq!(reason(world.claim(&officer, id).await), "TICKET_NOT_FOUND", "{officer:?}");
        assert_eq!(reason(world.claim(&officer, some_id()).await), "TICKET_NOT_FOUND");
    }
    for someone in [Someone::Teacher, Someone::Nurse] {
        let themselves = also(&employee(someone), desk_of("A1"));
        assert_eq!(reason(world.claim(&themselves, id).await), "SEPARATION_ON_ONESELF", "{someone:?}");
    }
    assert_eq!(world.count("select count(*) from helpdesk.tickets where claimed_by is not null").await, 0);
    world.claim(&desk_of_region("03"), id).await.unwrap();
}

#[tokio::test]
async fn of_many_officers_at_once_one_claims() {
    let world = World::new("claim_race").await;
    let id = world.opened(about(Someone::Teacher)).await;
    let officers: Vec<Person> = (0..12).map(|_| desk_of("A1")).collect();
    let claims = futures::future::join_all(officers.iter().map(|officer| world.claim(officer, id))).await;
    let mut outcomes: Vec<String> = claims.into_iter().map(reason).collect();
    outcomes.sort();
    assert_eq!(outcomes.pop().unwrap(), "OK");
    assert!(outcomes.iter().all(|outcome| outcome == "CLAIMED_BY_OTHER"), "{outcomes:?}");
}
