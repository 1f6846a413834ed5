//! Status by number and secret: a guess tells nothing, and is counted.

use proto::helpdesk::v1::Resolution;
use tonic_types::StatusExt as _;

use super::{
    fixtures::Someone,
    harness::{Called as _, NO_REDIS, World, about, broken_fields, desk_of, reason, resolution},
};

#[tokio::test]
async fn number_and_secret_open_the_status_however_they_are_typed() {
    let world = World::new("status").await;
    let receipt = world.open(None, about(Someone::Teacher)).await.unwrap();
    let (number, secret) = (&receipt.report_number, &receipt.receipt_secret);
    let status = world.status(number, secret).await.unwrap();
    assert_eq!((status.state().called(), status.note.as_str()), ("OPEN", ""));
    assert_eq!((status.type_code.as_str(), status.due_at), ("lupa_ibu_kandung", receipt.due_at));
    let typed_number = format!("{}-{} {}", &number[..3], &number[3..6], &number[6..]);
    let typed_secret = format!("{} {}-{}", &secret[..4], &secret[4..8], &secret[8..]).to_lowercase();
    assert!(world.status(&typed_number, &typed_secret).await.is_ok());

    let (ticket, officer) = (world.ticket_of(&receipt).await, desk_of("A1"));
    world.claim(&officer, ticket).await.unwrap();
    assert_eq!(world.status(number, secret).await.unwrap().state().called(), "CLAIMED");
    world.resolve(&officer, resolution(ticket, Resolution::Answer)).await.unwrap();
    let status = world.status(number, secret).await.unwrap();
    assert_eq!((status.state().called(), status.note.as_str()), ("RESOLVED", "Silakan datang ke BKD"));
    assert!(status.due_at.is_none() && status.resolved_at.is_some());
}

#[tokio::test]
async fn a_wrong_number_and_a_wrong_secret_are_alike() {
    let world = World::new("status_alike").await;
    let receipt = world.open(None, about(Someone::Teacher)).await.unwrap();
    let other = world.open(None, about(Someone::Teacher)).await.unwrap();
    let refused = |outcome: Result<_, tonic::Status>| {
        let status = outcome.map(drop).unwrap_err();
        (status.code(), status.message().to_owned(), status.details().to_vec())
    };
    // A number with a right check digit that nobody has.
    let nobodys = "0000000000";
    let expected = refused(world.status(nobodys, &receipt.receipt_secret).await);
    let (number, secret) = (&receipt.report_number, receipt.receipt_secret.as_str());
    let nearly = format!("{}{}", &secret[..25], if secret.ends_with('A') { 'B' } else { 'A' });
    for wrong in [&other.receipt_secret, "", &secret[..25], &format!("{secret}A"), &nearly, "' or 1=1 --"] {
        assert_eq!(refused(world.status(number, wrong).await), expected, "{wrong}");
    }
}

#[tokio::test]
async fn a_number_that_is_none_is_a_broken_field() {
    let world = World::new("status_form").await;
    for (number, rule) in [
        ("123456789", "REPORT_NUMBER_LENGTH"),
        ("12345678901", "REPORT_NUMBER_LENGTH"),
        ("٠٠٠٠٠٠٠٠٠٠", "REPORT_NUMBER_DIGITS"),
        ("0000000001", "REPORT_NUMBER_CHECK"),
    ] {
        assert_eq!(broken_fields(world.status(number, "x").await), [("report_number".into(), rule.into())]);
    }
}

/// How many guesses get through before one has to wait.
async fn guesses(world: &World, number: &str) -> u32 {
    for guess in 0..50 {
        let status = world.status(number, "AAAA").await.map(drop).unwrap_err();
        if reason::<()>(Err(status.clone())) == "TOO_MANY_ATTEMPTS" {
            let delay = status.get_details_retry_info().and_then(|info| info.retry_delay).expect("says when");
            assert!(!delay.is_zero());
            return guess;
        }
    }
    panic!("nobody stopped it");
}

#[tokio::test]
async fn guessing_is_slowed_for_each_number_whether_it_exists_or_not() {
    let world = World::new("status_budget").await;
    let receipt = world.open(None, about(Someone::Teacher)).await.unwrap();
    let other = world.open(None, about(Someone::Teacher)).await.unwrap();
    assert_eq!(guesses(&world, &receipt.report_number).await, 10);
    assert!(world.status(&other.report_number, &other.receipt_secret).await.is_ok(), "another number's budget");
}

#[tokio::test]
async fn without_redis_this_process_counts_alone_at_a_third() {
    let world = World::with_redis("status_no_redis", NO_REDIS).await;
    let receipt = world.open(None, about(Someone::Teacher)).await.unwrap();
    assert!(world.status(&receipt.report_number, &receipt.receipt_secret).await.is_ok());
    assert_eq!(guesses(&world, &receipt.report_number).await, 2);
    world.app.clock.turn(time::Duration::minutes(10));
    assert!(world.status(&receipt.report_number, &receipt.receipt_secret).await.is_ok(), "nobody is locked out");
}
