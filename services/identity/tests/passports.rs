use kernel::{Caller, ServiceName};
use proto::identity::v1::{ExchangePassportRequest, IssuePassportRequest, ListSigningKeysRequest};
use tonic::Status;

use crate::harness::{World, by, number, person, reason};

async fn passport(world: &World, session_id: &str, audience: &str) -> Result<String, Status> {
    let request = IssuePassportRequest { session_id: session_id.into(), audience: audience.into() };
    world.client.clone().issue_passport(request).await.map(|answer| answer.into_inner().passport)
}

async fn exchange(world: &World, asker: ServiceName, passport: &str, audience: &str) -> Result<String, Status> {
    let request = ExchangePassportRequest { passport: passport.into(), audience: audience.into() };
    let request = by(Caller::Service(asker), request);
    world.client.clone().exchange_passport(request).await.map(|answer| answer.into_inner().passport)
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
    assert!(world.app.keys.verify(&token, "gateway", now).is_err());
    assert!(world.app.keys.verify(&token, "registration", now + time::Duration::seconds(61)).is_err());
    assert_eq!(reason(passport(&world, &session.session_id, "everyone").await), "FIELDS_INVALID");
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
async fn only_its_audience_exchanges_a_passport_and_it_lasts_no_longer() {
    let world = World::new("exchange_passport").await;
    world.confirmed(&person(1)).await;
    let session = world.session(&number(1).to_string()).await;
    let first = passport(&world, &session.session_id, "portal").await.unwrap();
    world.turn(30);
    let now = world.app.clock.now();
    let next = exchange(&world, ServiceName::Portal, &first, "registration").await.unwrap();
    let (before, after) = (
        world.app.keys.verify(&first, "portal", now).unwrap(),
        world.app.keys.verify(&next, "registration", now).unwrap(),
    );
    assert_eq!((before.exp, before.sub, before.sid), (after.exp, after.sub, after.sid));
    assert_eq!(reason(exchange(&world, ServiceName::Helpdesk, &first, "registration").await), "PASSPORT_INVALID");
    assert_eq!(
        reason(exchange(&world, ServiceName::Portal, &session.access_token, "registration").await),
        "PASSPORT_INVALID"
    );
    world.turn(31);
    assert_eq!(reason(exchange(&world, ServiceName::Portal, &first, "registration").await), "PASSPORT_INVALID");
}

#[tokio::test]
async fn the_published_keys_verify_what_is_signed() {
    let world = World::new("list_signing_keys").await;
    world.confirmed(&person(1)).await;
    let session = world.session(&number(1).to_string()).await;
    let answer = world.client.clone().list_signing_keys(ListSigningKeysRequest {}).await.unwrap().into_inner();
    let keys = chassis::passport::KeySet::default();
    keys.replace(&answer.jwks_json).unwrap();
    assert!(keys.verify(&session.access_token, "gateway", world.app.clock.now()).is_ok());
    assert!(!answer.jwks_json.contains("\"d\""), "a private part is published");
}
