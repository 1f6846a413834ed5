//! Status by number: state and nothing personal. The states themselves: `confirm_registrations`.

use proto::registration::v1::{CheckRegistrationStatusRequest, CheckRegistrationStatusResponse};
use tonic::Status;

use crate::tests::{
    fixtures::Someone,
    harness::{Called as _, Refused as _, World, broken_fields, public, reason},
};

async fn check(world: &World, number: &str) -> Result<CheckRegistrationStatusResponse, Status> {
    let request = public(CheckRegistrationStatusRequest { registration_number: number.to_owned() });
    Ok(world.client.clone().check_registration_status(request).await?.into_inner())
}

#[tokio::test]
async fn a_number_is_read_as_people_write_it() {
    let world = World::new("status").await;
    let (_, number) = world.registered(Someone::Teacher).await;
    let typed = format!("{} - {}", number[..4].to_lowercase(), &number[4..]);
    let status = check(&world, &typed).await.unwrap();
    assert_eq!((status.registration_number.as_str(), status.state().called()), (number.as_str(), "REGISTERED"));
    assert!(status.due_at.is_some());
}

#[tokio::test]
async fn a_number_that_was_never_given_is_not_found_and_a_mistyped_one_is_named() {
    let world = World::new("status_unknown").await;
    let never = kernel::RegistrationNumber::from_sequence(77, &world.app.number_key).unwrap();
    assert_eq!(reason(check(&world, never.as_str()).await), "REGISTRATION_NOT_FOUND");
    let broken = broken_fields(&check(&world, "C8Y9").await.refused());
    assert_eq!(broken, [("registration_number".into(), "REGISTRATION_NUMBER_LENGTH".into())]);
}
