use proto::identity::v1::ListRevokedSessionsRequest;

use super::{
    end_session::end,
    harness::{World, number},
    refresh_session::signed_in,
};

pub(crate) async fn revoked(world: &World) -> Vec<String> {
    world.client.clone().list_revoked_sessions(ListRevokedSessionsRequest {}).await.unwrap().into_inner().session_ids
}

#[tokio::test]
async fn an_ended_session_is_listed_as_long_as_its_last_access_token_lives() {
    let (world, session) = signed_in("revoked_for_a_while").await;
    assert!(revoked(&world).await.is_empty(), "a live session");
    end(&world, &session.session_id).await.unwrap();
    world.turn(300);
    assert_eq!(revoked(&world).await, [session.session_id]);
    world.turn(60);
    assert!(revoked(&world).await.is_empty());
}

#[tokio::test]
async fn the_newest_end_comes_first_and_ending_again_moves_nothing() {
    let (world, first) = signed_in("revoked_order").await;
    let second = world.session(&number(1).to_string()).await;
    end(&world, &first.session_id).await.unwrap();
    world.turn(60);
    end(&world, &second.session_id).await.unwrap();
    world.turn(60);
    end(&world, &first.session_id).await.unwrap();
    assert_eq!(revoked(&world).await, [second.session_id, first.session_id]);
}
