//! What the QR code of a card proves.

use kernel::RegistrationNumber;
use proto::registration::v1::{CheckCardRequest, CheckCardResponse};
use time::OffsetDateTime;
use tonic::{Response, Status};

use crate::{
    domain::registration::card_signature::SignedCard,
    tests::{
        fixtures::Someone,
        harness::{Called as _, World, public, reason, some_id, verifier_of},
        registration::confirm_registrations::{decide, reject},
    },
};

const REGISTERED_AT: i64 = 1_790_000_000;

/// The text of a card that we signed.
fn card(world: &World, registration_number: RegistrationNumber) -> String {
    let registered_at = OffsetDateTime::from_unix_timestamp(REGISTERED_AT).unwrap();
    world.app.card_key.sign(&SignedCard { registration_number, registered_at })
}

async fn check(world: &World, text: &str) -> Result<CheckCardResponse, Status> {
    let request = public(CheckCardRequest { card_text: text.to_owned() });
    world.client.clone().check_card(request).await.map(Response::into_inner)
}

#[tokio::test]
async fn a_signed_card_tells_its_number_its_time_and_the_present_state() {
    let world = World::new("check_card").await;
    let (id, number) = world.registered(Someone::Teacher).await;
    let text = card(&world, RegistrationNumber::parse(&number).unwrap());
    let checked = check(&world, &text).await.unwrap();
    assert_eq!((checked.registration_number.as_str(), checked.state().called()), (number.as_str(), "REGISTERED"));
    assert_eq!(checked.signed_at.unwrap().seconds, REGISTERED_AT);
    decide(&world, &verifier_of("A1.ROOT"), some_id(), vec![reject(id, "NOT_MADE_BY_EMPLOYEE")]).await;
    let checked = check(&world, &text).await.unwrap();
    assert_eq!(checked.state().called(), "REJECTED", "the signature holds, the registration does not");
}

#[tokio::test]
async fn what_was_changed_is_no_card() {
    let world = World::new("check_card_changed").await;
    let (_, number) = world.registered(Someone::Teacher).await;
    let text = card(&world, RegistrationNumber::parse(&number).unwrap());
    for changed in ["", "x", &text[1..], &text[..100], &format!("{text}AAAA"), &text.to_lowercase()] {
        assert_eq!(reason(check(&world, changed).await), "CARD_INVALID", "{changed}");
    }
}

#[tokio::test]
async fn a_card_of_a_number_that_was_never_given_is_no_card() {
    let world = World::new("check_card_nobodys").await;
    let never = RegistrationNumber::from_sequence(999_999, &world.app.number_key).unwrap();
    assert_eq!(reason(check(&world, &card(&world, never)).await), "CARD_INVALID");
}
