//! What was told longer ago than its window is forgotten.

use crate::jobs::forget_personal_data_views;
use time::Duration;

use super::{
    fixtures::Someone,
    harness::{World, about, desk_of},
};

const KEPT: &str = "select count(*) from helpdesk.personal_data_views";

#[tokio::test]
async fn views_are_forgotten_when_they_would_be_told_again() {
    let world = World::new("forget_views").await;
    let id = world.opened(about(Someone::Teacher)).await;
    world.get(&desk_of("A1"), id).await.unwrap();
    world.app.clock.turn(Duration::minutes(10));
    world.get(&desk_of("A1"), id).await.unwrap();
    assert!(!forget_personal_data_views(&world.app).await.unwrap());
    assert_eq!(world.count(KEPT).await, 2);
    world.app.clock.turn(Duration::minutes(6));
    assert!(!forget_personal_data_views(&world.app).await.unwrap());
    assert_eq!(world.count(KEPT).await, 1);
}
