//! What nobody finished within ten minutes is free again.

use proto::registration::v1::{RegistrationLapsed, RegistrationSubmitted};
use time::Duration;

use crate::tests::{
    fixtures::Someone,
    harness::{Refused as _, World},
    recorder::Behaviour,
};

#[tokio::test]
async fn a_lapsed_reservation_frees_its_nip_and_never_its_number() {
    let world = World::new("lapse").await;
    world.accounts.next(Behaviour::LosesItsAnswer);
    let unfinished = world.prepared(Someone::Teacher).await;
    world.register(unfinished).await.refused();
    assert_eq!(world.app.free_unfinished_reservations().await.unwrap(), 0, "freed too early");
    world.app.clock.turn(Duration::minutes(10) + Duration::seconds(1));
    assert_eq!(world.app.free_unfinished_reservations().await.unwrap(), 1);
    assert_eq!(world.app.free_unfinished_reservations().await.unwrap(), 0, "freed twice");
    let told = world.told::<RegistrationLapsed>().await;
    let [(Some(lapsed), Some(1), event)] = told.as_slice() else { panic!("not one event of version 1") };
    assert_eq!(event.registration_id, lapsed.to_string());
    let (again, _) = world.registered(Someone::Teacher).await;
    assert!(again != *lapsed);
    assert_eq!(world.count("select count(*) from registration.registration_numbers").await, 2);
    assert_eq!(world.told::<RegistrationSubmitted>().await.len(), 1);
}

#[tokio::test]
async fn a_key_whose_reservation_lapsed_begins_again() {
    let world = World::new("lapse_same_key").await;
    world.accounts.next(Behaviour::IsAway);
    let request = world.prepared(Someone::Teacher).await;
    world.register(request.clone()).await.refused();
    world.app.clock.turn(Duration::minutes(11));
    assert_eq!(world.app.free_unfinished_reservations().await.unwrap(), 1);
    world.register(request).await.unwrap();
}

#[tokio::test]
async fn a_completed_registration_never_lapses() {
    let world = World::new("lapse_completed").await;
    let (registration, _) = world.registered(Someone::Teacher).await;
    world.app.clock.turn(Duration::days(30));
    assert_eq!(world.app.free_unfinished_reservations().await.unwrap(), 0);
    assert!(!world.app.free_reservation(registration.into()).await.unwrap());
    assert_eq!(world.count("select count(*) from registration.registrations").await, 1);
}
