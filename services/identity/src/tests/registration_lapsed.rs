use proto::{identity::v1::AccountErased, registration::v1::RegistrationLapsed};

use super::harness::{World, id, left, person, reason};

pub(super) fn lapsed() -> RegistrationLapsed {
    RegistrationLapsed { registration_id: id() }
}

#[tokio::test]
async fn a_lapsed_reservation_erases_its_prepared_account_and_nothing_late_brings_it_back() {
    let world = World::new("events_lapsed").await;
    world.prepare(person(1)).await.unwrap();
    world.hear(&id(), lapsed()).await.unwrap();
    world.hear(&id(), lapsed()).await.unwrap();
    assert_eq!(left(&world).await, 0);
    assert_eq!(world.told::<AccountErased>().await.len(), 1);
    assert_eq!(reason(world.prepare(person(1)).await), "REGISTRATION_ERASED");
    assert_eq!(left(&world).await, 0);
}

#[tokio::test]
async fn a_lapse_that_overtakes_its_account_closes_the_door() {
    let world = World::new("events_lapsed_first").await;
    world.hear(&id(), lapsed()).await.unwrap();
    assert_eq!(reason(world.prepare(person(1)).await), "REGISTRATION_ERASED");
    assert!(world.told::<AccountErased>().await.is_empty(), "nothing was erased");
}

#[tokio::test]
async fn a_lapse_beside_its_account_leaves_nothing_whoever_is_first() {
    let world = World::new("events_lapsed_race").await;
    for n in 10..26 {
        let siti = person(n);
        let event = RegistrationLapsed { registration_id: siti.registration_id.clone() };
        let (prepared, heard) = futures::join!(world.prepare(siti.clone()), world.hear(&siti.registration_id, event));
        heard.unwrap();
        assert!(matches!(reason(prepared).as_str(), "OK" | "REGISTRATION_ERASED"));
    }
    assert_eq!(left(&world).await, 0);
}
