//! What was told longer ago than its window is forgotten.

use crate::jobs::forget_personal_data_views;
use time::Duration;

use super::{
    fixtures::Someone,
    harness::{World, skpd},
};

const KEPT: &str = "select count(*) from verification.personal_data_views";

#[tokio::test]
async fn views_are_forgotten_when_they_would_be_told_again() {
    let world = World::new("forget_views").await;
    let dossier = world.submitted(Someone::Teacher).await;
    world.review(&skpd("A1.SCHOOLS"), dossier).await.unwrap();
    world.app.clock.turn(Duration::minutes(10));
    world.review(&skpd("A1.SCHOOLS"), dossier).await.unwrap();
    assert!(!forget_personal_data_views(&world.app).await.unwrap());
    assert_eq!(world.count(KEPT).await, 2);
    world.app.clock.turn(Duration::minutes(6));
    assert!(!forget_personal_data_views(&world.app).await.unwrap());
    assert_eq!(world.count(KEPT).await, 1);
}
