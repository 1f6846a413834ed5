use proto::registration::v1::{EmployeesImported, RegistrationSubmitted};

use super::{
    harness::{World, id, left, person},
    registration_confirmed::confirmed,
    registration_lapsed::lapsed,
};

pub(super) fn submitted() -> RegistrationSubmitted {
    RegistrationSubmitted { registration_id: id(), ..Default::default() }
}

#[tokio::test]
async fn a_contradiction_is_parked_before_anything_is_lost() {
    let world = World::new("events_contradiction").await;
    assert!(world.hear(&id(), submitted()).await.is_err(), "a number without secrets");
    assert!(world.hear(&id(), confirmed()).await.is_err());
    world.submitted(&person(1)).await;
    assert!(world.hear(&id(), lapsed()).await.is_err());
    assert_eq!(left(&world).await, 3);
}

#[tokio::test]
async fn what_this_service_does_not_know_is_success() {
    let world = World::new("events_unknown").await;
    world.hear(&id(), EmployeesImported::default()).await.unwrap();
}
