//! What concerns somebody else.

use chassis::events::Applied;

use super::{
    fixtures::Someone,
    harness::{World, some_id},
};

#[tokio::test]
async fn what_helpdesk_does_not_know_only_advances() {
    let world = World::new("others").await;
    let id = some_id();
    let unknown = world.event(proto::identity::v1::AccountOpened::default(), Some((id, 1)));
    assert_eq!(world.take(unknown.clone()).await, Applied::Now);
    assert_eq!(world.take(unknown).await, Applied::Before);
    let event = world.event(Someone::Teacher.registers(&world.app.clock), Some((id, 2)));
    assert_eq!(world.take(event).await, Applied::Gap, "of another publisher, whose first was not heard");
}
