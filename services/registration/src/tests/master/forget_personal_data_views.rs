//! What would be told again anyway is not remembered.

use kernel::Caller;
use proto::registration::v1::SearchRegistrationConfirmationsRequest;
use time::Duration;

use crate::{
    jobs::forget_personal_data_views,
    tests::{
        fixtures::Someone,
        harness::{World, by, verifier_of},
    },
};

const KEPT: &str = "select count(*) from registration.personal_data_views";

#[tokio::test]
async fn a_view_is_forgotten_after_a_quarter_of_an_hour() {
    let world = World::new("forget_views").await;
    world.registered(Someone::Teacher).await;
    let request = SearchRegistrationConfirmationsRequest::default();
    let request = by(Caller::Person(verifier_of("A1.ROOT")), request);
    world.client.clone().search_registration_confirmations(request).await.unwrap();
    world.app.clock.turn(Duration::minutes(14));
    assert!(!forget_personal_data_views(&world.app).await.unwrap());
    assert_eq!(world.count(KEPT).await, 1);
    world.app.clock.turn(Duration::minutes(1));
    assert!(!forget_personal_data_views(&world.app).await.unwrap());
    assert_eq!(world.count(KEPT).await, 0);
}
