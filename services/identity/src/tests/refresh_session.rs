use proto::identity::v1::{RefreshSessionRequest, Session};
use tonic::Status;

use super::{
    harness::{World, number, person, reason},
    list_revoked_sessions::revoked,
};

pub(crate) async fn refresh(world: &World, token: &str) -> Result<Session, Status> {
    let answer = world.client.clone().refresh_session(RefreshSessionRequest { refresh_token: token.into() }).await;
    answer.map(|answer| answer.into_inner().session.unwrap())
}

pub(crate) async fn signed_in(test: &str) -> (World, Session) {
    let world = World::new(test).await;
    world.confirmed(&person(1)).await;
    let session = world.session(&number(1).to_string()).await;
    (world, session)
}

#[tokio::test]
async fn tokens_rotate_and_the_session_stays() {
    let (world, first) = signed_in("refresh_rotates").await;
    world.turn(240);
    let second = refresh(&world, &first.refresh_token).await.unwrap();
    assert_eq!(second.session_id, first.session_id);
    assert_eq!(second.session_expires_at, first.session_expires_at, "refreshing does not prolong a session");
    assert_ne!(second.refresh_token, first.refresh_token);
    let now = world.app.clock.now();
    assert!(
        world
            .app
            .keys
            .verify(&second.access_token, chassis::passport::ACCESS_AUDIENCE, now + time::Duration::seconds(290))
            .is_ok()
    );
    assert!(refresh(&world, &second.refresh_token).await.is_ok());
}

#[tokio::test]
async fn an_answer_that_was_lost_in_a_minutes_outage_costs_nobody_the_session() {
    let (world, first) = signed_in("refresh_grace").await;
    let child = refresh(&world, &first.refresh_token).await.unwrap();
    world.turn(60);
    let again = refresh(&world, &first.refresh_token).await.unwrap();
    assert_eq!((again.refresh_token, again.access_token), (child.refresh_token, child.access_token));
    world.turn(31);
    assert_eq!(reason(refresh(&world, &first.refresh_token).await), "SESSION_ENDED");
}

#[tokio::test]
async fn two_tabs_at_once_get_one_child() {
    let (world, first) = signed_in("refresh_two_tabs").await;
    let tabs = futures::future::join_all((0..8).map(|_| refresh(&world, &first.refresh_token))).await;
    let children: std::collections::HashSet<_> = tabs.into_iter().map(|tab| tab.unwrap().refresh_token).collect();
    assert_eq!(children.len(), 1);
}

#[tokio::test]
async fn an_older_token_ends_the_family() {
    let (world, first) = signed_in("refresh_copied").await;
    let second = refresh(&world, &first.refresh_token).await.unwrap();
    let third = refresh(&world, &second.refresh_token).await.unwrap();
    assert_eq!(reason(refresh(&world, &first.refresh_token).await), "SESSION_ENDED");
    assert_eq!(
        reason(refresh(&world, &third.refresh_token).await),
        "SESSION_ENDED",
        "the thief's or the owner's: both"
    );
    assert_eq!(revoked(&world).await, [first.session_id]);
}

#[tokio::test]
async fn a_forged_token_ends_nothing() {
    let (world, first) = signed_in("refresh_forged").await;
    for at in [0, 22, 25, 30, 60] {
        let mut forged = first.refresh_token.clone().into_bytes();
        forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
        assert_eq!(reason(refresh(&world, &String::from_utf8(forged).unwrap()).await), "SESSION_ENDED", "{at}");
    }
    for nonsense in ["", "x", "....", &"A".repeat(70), &first.access_token] {
        assert_eq!(reason(refresh(&world, nonsense).await), "SESSION_ENDED");
    }
    assert!(refresh(&world, &first.refresh_token).await.is_ok());
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_whatever_was_refreshed() {
    let (world, mut session) = signed_in("refresh_expires").await;
    for _ in 0..11 {
        world.turn(3600);
        session = refresh(&world, &session.refresh_token).await.unwrap();
    }
    world.turn(3600);
    assert_eq!(reason(refresh(&world, &session.refresh_token).await), "SESSION_ENDED");
}
