use kernel::{
    Caller,
    ServiceName::{self, Gateway, Helpdesk, Portal, Registration, Verification},
};
use proto::identity::v1::{ExchangePassportRequest, Session};
use tonic::Status;

use super::{
    end_session::end,
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

/// A world, a session in it, and a passport of the session for verification.
async fn shown_to_verification(test: &str) -> (World, Session, String) {
    let world = World::new(test).await;
    world.confirmed(&person(1)).await;
    let session = world.session(&number(1).to_string()).await;
    let first = passport(&world, &session.session_id, "verification").await.unwrap();
    (world, session, first)
}

#[tokio::test]
async fn only_its_audience_exchanges_a_passport_and_it_lasts_no_longer() {
    let (world, session, first) = shown_to_verification("exchange_passport").await;
    world.turn(30);
    let now = world.app.clock.now();
    let next = exchange(&world, Verification, &first, "registration").await.unwrap();
    let (before, after) = (
        world.app.keys.verify(&first, "verification", now).unwrap(),
        world.app.keys.verify(&next, "registration", now).unwrap(),
    );
    assert_eq!((before.exp, before.sub, before.sid), (after.exp, after.sub, after.sid));
    assert_eq!(reason(exchange(&world, Helpdesk, &first, "registration").await), "PASSPORT_INVALID");
    assert_eq!(reason(exchange(&world, Verification, &session.access_token, "registration").await), "PASSPORT_INVALID");
    world.turn(31);
    assert_eq!(reason(exchange(&world, Verification, &first, "registration").await), "PASSPORT_INVALID");
}

#[tokio::test]
async fn a_passport_is_carried_on_where_the_list_says_and_nowhere_else() {
    let (world, session, _) = shown_to_verification("exchange_passport_hops").await;
    for from in ServiceName::ALL {
        let shown = passport(&world, &session.session_id, from.as_str()).await.unwrap();
        for to in ServiceName::ALL {
            let carried = match from {
                Portal => ![Gateway, Portal].contains(&to),
                Verification => to == Registration,
                _ => false,
            };
            let expected = if carried { "OK" } else { "PASSPORT_INVALID" };
            assert_eq!(reason(exchange(&world, from, &shown, to.as_str()).await), expected, "{from} -> {to}");
        }
    }
}

#[tokio::test]
async fn the_end_of_a_session_ends_its_passports_journey() {
    let (world, session, first) = shown_to_verification("exchange_passport_ended").await;
    assert_eq!(reason(exchange(&world, Verification, &first, "registration").await), "OK");
    end(&world, &session.session_id).await.unwrap();
    assert_eq!(reason(exchange(&world, Verification, &first, "registration").await), "PASSPORT_INVALID");
}

#[tokio::test]
async fn what_is_no_passport_of_ours_is_refused() {
    let (world, _, genuine) = shown_to_verification("exchange_passport_forged").await;
    let (signed, _) = genuine.rsplit_once('.').unwrap();
    for forged in ["", "x.y.z", &format!("{signed}."), &format!("{signed}.{}", "A".repeat(86))] {
        assert_eq!(reason(exchange(&world, Verification, forged, "registration").await), "PASSPORT_INVALID");
    }
    let broken = broken_fields(exchange(&world, Verification, &genuine, "everyone").await);
    assert_eq!(broken, [("audience".into(), "SERVICE_UNKNOWN".into())]);
}

#[tokio::test]
async fn only_a_service_exchanges() {
    let (world, _, genuine) = shown_to_verification("exchange_passport_operator").await;
    let asker = Caller::Operator("verification".into());
    assert_eq!(reason(exchange_as(&world, asker, &genuine, "registration").await), "PASSPORT_INVALID");
}
