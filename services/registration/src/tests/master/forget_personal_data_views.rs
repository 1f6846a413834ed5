//! What would be told again anyway is not remembered.

use kernel::Caller;
use proto::registration::v1::SearchRegistrationConfirmationsRequest;
use time::Duration;

use crate::tests::{
    fixtures::Someone,
    harness::{World, by, verifier_of},
};

#[tokio::test]
async fn a_view_is_forgotten_after_a_quarter_of_an_hour() {
    let world = World::new("forget_views").await;
    world.registered(Someone::Teacher).await;
    let request = SearchRegistrationConfirmationsRequest::default();
    let request = by(Caller::Person(verifier_of("A1.ROOT")), request);
    world.client.clone().search_registration_confirmations(request).await.unwrap();
    world.app.clock.turn(Duration::minutes(14));
    assert_eq!(world.app.forget_personal_data_views().await.unwrap(), 0);
    world.app.clock.turn(Duration::minutes(1));
    assert_eq!(world.app.forget_personal_data_views().await.unwrap(), 1);
    assert_eq!(world.app.forget_personal_data_views().await.unwrap(), 0);
}
