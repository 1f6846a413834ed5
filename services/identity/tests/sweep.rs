use proto::identity::v1::AccountErased;

use crate::harness::{World, number, person};

const ACCOUNTS: &str = "select count(*) from identity.accounts";

#[tokio::test]
async fn an_account_whose_registration_never_came_to_be_is_erased_after_half_an_hour() {
    let world = World::new("sweep_orphan").await;
    world.prepare(person(1)).await.unwrap();
    world.registration.forgotten.lock().unwrap().push(number(1));
    world.turn(29 * 60);
    world.app.sweep().await.unwrap();
    assert_eq!(world.count(ACCOUNTS).await, 1);
    world.turn(2 * 60);
    world.app.sweep().await.unwrap();
    assert_eq!(world.count(ACCOUNTS).await, 0);
    assert_eq!(world.told::<AccountErased>().await.len(), 1);
}

#[tokio::test]
async fn an_account_whose_event_is_late_is_no_orphan_however_late_it_is() {
    let world = World::new("sweep_late_event").await;
    world.prepare(person(1)).await.unwrap();
    world.turn(24 * 3600);
    world.app.sweep().await.unwrap();
    *world.registration.away.lock().unwrap() = true;
    world.registration.forgotten.lock().unwrap().push(number(1));
    world.app.sweep().await.unwrap();
    assert_eq!(world.count(ACCOUNTS).await, 1, "while registration cannot be asked, all stay");
}

#[tokio::test]
async fn a_session_is_deleted_a_week_after_its_end() {
    let world = World::new("sweep_sessions").await;
    world.confirmed(&person(1)).await;
    world.session(&number(1).to_string()).await;
    let sessions = "select count(*) from identity.sessions";
    world.turn(12 * 3600 + 7 * 24 * 3600 - 60);
    world.app.sweep().await.unwrap();
    assert_eq!(world.count(sessions).await, 1);
    world.turn(120);
    world.app.sweep().await.unwrap();
    assert_eq!(world.count(sessions).await, 0);
    assert_eq!(world.count(ACCOUNTS).await, 1);
}
