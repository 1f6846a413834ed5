use kernel::{Caller, ServiceName};
use proto::identity::v1::ExchangePassportRequest;
use tonic::Status;

use crate::{
    harness::{World, broken_fields, by, number, person, reason},
    issue_passport::passport,
};

async fn exchange_as(world: &World, asker: Caller, passport: &str, audience: &str) -> Result<String, Status> {
    let request = by(asker, ExchangePassportRequest { passport: passport.into(), audience: audience.into() });
    world.client.clone().exchange_passport(request).await.map(|answer| answer.into_inner().passport)
}

async fn exchange(world: &World, asker: ServiceName, passport: &str, audience: &str) -> Result<String, Status> {
    exchange_as(world, Caller::Service(asker), passport, audience).await
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
async fn what_is_no_passport_of_ours_is_refused() {
    let world = World::new("exchange_passport_forged").await;
    world.confirmed(&person(1)).await;
    let session = world.session(&number(1).to_string()).await;
    let genuine = passport(&world, &session.session_id, "portal").await.unwrap();
    let (signed, _) = genuine.rsplit_once('.').unwrap();
    for forged in ["", "x.y.z", &format!("{signed}."), &format!("{signed}.{}", "A".repeat(86))] {
        assert_eq!(reason(exchange(&world, ServiceName::Portal, forged, "registration").await), "PASSPORT_INVALID");
    }
    let broken = broken_fields(exchange(&world, ServiceName::Portal, &genuine, "everyone").await);
    assert_eq!(broken, [("audience".into(), "SERVICE_UNKNOWN".into())]);
}

#[tokio::test]
async fn only_a_service_exchanges() {
    let world = World::new("exchange_passport_operator").await;
    world.confirmed(&person(1)).await;
    let session = world.session(&number(1).to_string()).await;
    let genuine = passport(&world, &session.session_id, "portal").await.unwrap();
    let asker = Caller::Operator("portal".into());
    assert_eq!(reason(exchange_as(&world, asker, &genuine, "registration").await), "PASSPORT_INVALID");
}
