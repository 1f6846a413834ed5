use proto::{identity::v1::AccountOpened, registration::v1::RegistrationConfirmed};

use super::{
    harness::{World, id, number, person},
    registration_submitted::submitted,
};

pub(super) fn confirmed() -> RegistrationConfirmed {
    RegistrationConfirmed { registration_id: id(), ..Default::default() }
}

#[tokio::test]
async fn confirmation_opens_the_account_and_tells_it_once() {
    let world = World::new("events_confirmed").await;
    world.confirmed(&person(1)).await;
    world.hear(&id(), confirmed()).await.unwrap();
    world.hear(&id(), submitted()).await.unwrap();
    world.session(&number(1).to_string()).await;
    let told = world.told::<AccountOpened>().await;
    assert_eq!((told.len(), told[0].0.unwrap().to_string(), told[0].1), (1, id(), Some(1)));
    assert_eq!(told[0].2.person_id, person(1).person_id);
}
