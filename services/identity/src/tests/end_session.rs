use proto::identity::v1::EndSessionRequest;
use tonic::Status;

use super::{
    harness::{World, broken_fields, number, person, reason},
    issue_passport::passport,
    refresh_session::{refresh, signed_in},
};

pub(crate) async fn end(world: &World, session_id: &str) -> Result<(), Status> {
    let request = EndSessionRequest { session_id: session_id.into() };
    world.client.clone().end_session(request).await.map(|_| ())
}

#[tokio::test]
async fn an_ended_session_is_refused_everywhere_and_ending_it_twice_is_success() {
    let (world, session) = signed_in("end_session").await;
    for _ in 0..2 {
        end(&world, &session.session_id).await.unwrap();
    }
    assert_eq!(reason(refresh(&world, &session.refresh_token).await), "SESSION_ENDED");
    assert_eq!(reason(passport(&world, &session.session_id, "registration").await), "SESSION_ENDED");
}

#[tokio::test]
async fn the_other_sessions_of_the_person_live_on() {
    let (world, here) = signed_in("end_session_other").await;
    let elsewhere = world.session(&number(1).to_string()).await;
    end(&world, &here.session_id).await.unwrap();
    assert!(passport(&world, &elsewhere.session_id, "registration").await.is_ok());
    assert!(refresh(&world, &elsewhere.refresh_token).await.is_ok());
}

#[tokio::test]
async fn a_session_that_never_was_has_ended_and_a_malformed_id_is_a_broken_field() {
    let world = World::new("end_session_unknown").await;
    end(&world, &person(1).person_id).await.unwrap();
    assert_eq!(broken_fields(end(&world, "7").await), [("session_id".into(), "ID_INVALID".into())]);
}
