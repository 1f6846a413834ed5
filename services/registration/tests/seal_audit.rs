//! What was done stays done: the trail is chained, and a changed row is found.

use chassis::audit::verify_chain;
use registration::jobs::seal_audit;

use crate::{fixtures::Someone, harness::World};

#[tokio::test]
async fn entries_are_chained_once_and_the_chain_verifies() {
    let world = World::new("seal_audit").await;
    world.registered(Someone::Teacher).await;
    world.registered(Someone::Nurse).await;
    // A transaction elsewhere on the server may still hold back the last entries: only older ones are chained.
    let mut sealed = 0;
    while sealed < 2 {
        sealed += seal_audit(&world.app).await.unwrap();
    }
    assert_eq!(seal_audit(&world.app).await.unwrap(), 0);
    let mut connection = world.app.db.read().await.unwrap();
    assert_eq!(verify_chain(&mut connection, registration::SCHEMA).await.unwrap(), Ok(2));
}
