use proto::identity::v1::IssuePassportRequest;
use tonic::Status;

use super::harness::{World, broken_fields, number, person, reason};

pub(crate) async fn passport(world: &World, session_id: &str, audience: &str) -> Result<String, Status> {
    let request = IssuePassportRequest { session_id: session_id.into(), audience: audience.into() };
    world.client.clone().issue_passport(request).await.map(|answer| answer.into_inner().passport)
}

#[tokio::test]
async fn a_passport_is_for_one_audience_and_a_minute() {
    let world = World::new("issue_passport").await;
    world.confirmed(&person(1)).await;
    let session = world.session(&number(1).to_string()).await;
    let token = passport(&world, &session.session_id, "registration").await.unwrap();
    let now = world.app.clock.now();
    let person_of = world.app.keys.verify(&token, "registration", now).unwrap().person().unwrap();
    assert_eq!(person_of.person_id.to_string(), person(1).person_id);
    assert!(world.app.keys.verify(&token, chassis::passport::ACCESS_AUDIENCE, now).is_err());
    assert!(world.app.keys.verify(&token, "registration", now + time::Duration::seconds(61)).is_err());
    assert_eq!(reason(passport(&world, &person(5).person_id, "registration").await), "SESSION_ENDED");
}

#[tokio::test]
async fn a_disabled_account_gets_no_passport_though_its_session_lives() {
    let world = World::new("issue_passport_disabled").await;
    world.confirmed(&person(1)).await;
    let session = world.session(&number(1).to_string()).await;
    world.execute("update identity.accounts set state = 'disabled'").await;
    assert_eq!(reason(passport(&world, &session.session_id, "registration").await), "SESSION_ENDED");
}

#[tokio::test]
async fn a_passport_never_outlives_its_session() {
    let world = World::new("issue_passport_last").await;
    world.confirmed(&person(1)).await;
    let session = world.session(&number(1).to_string()).await;
    world.turn(12 * 3600 - 30);
    let token = passport(&world, &session.session_id, "registration").await.unwrap();
    let now = world.app.clock.now();
    let claims = world.app.keys.verify(&token, "registration", now).unwrap();
    assert!(claims.exp <= session.session_expires_at.unwrap().seconds);
    world.turn(31);
    assert_eq!(reason(passport(&world, &session.session_id, "registration").await), "SESSION_ENDED");
}

#[tokio::test]
async fn a_malformed_session_and_an_unknown_audience_are_broken_fields() {
    let world = World::new("issue_passport_fields").await;
    let broken = broken_fields(passport(&world, "7", "registration").await);
    assert_eq!(broken, [("session_id".into(), "ID_INVALID".into())]);
    let broken = broken_fields(passport(&world, &person(1).person_id, "everyone").await);
    assert_eq!(broken, [("audience".into(), "SERVICE_UNKNOWN".into())]);
}
