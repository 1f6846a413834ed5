//! How far a rebuild is.

use proto::reporting::v1::{GetRebuildRequest, GetRebuildResponse, RebuildProjectionsRequest};

use super::harness::{World, operator, reason};
use crate::{app::projection::Project, hears::project, jobs::rebuild_projections};

/// Goes on with the rebuild until it is over.
pub(crate) async fn rebuilt(world: &World, project: Project) -> GetRebuildResponse {
    for _ in 0..300 {
        rebuild_projections(&world.app, project).await.unwrap();
        let answer = world.client.clone().get_rebuild(operator(GetRebuildRequest {})).await.unwrap().into_inner();
        if answer.done || !answer.failure.is_empty() {
            return answer;
        }
    }
    panic!("the rebuild does not come to an end");
}

/// Goes on with the rebuild until it is live.
pub(crate) async fn rebuild(world: &World) -> GetRebuildResponse {
    let answer = rebuilt(world, project).await;
    assert_eq!(answer.failure, "");
    answer
}

#[tokio::test]
async fn there_is_nothing_to_tell_before_the_first_and_then_the_latest() {
    let world = World::new("get_rebuild").await;
    let get = async || world.client.clone().get_rebuild(operator(GetRebuildRequest {})).await;
    assert_eq!(reason(get().await), "REBUILD_NOT_FOUND");
    for generation in [2, 3] {
        let begun = world.client.clone().rebuild_projections(operator(RebuildProjectionsRequest {})).await;
        assert_eq!(begun.unwrap().into_inner().generation, generation);
        let running = get().await.unwrap().into_inner();
        assert_eq!((running.generation, running.done, running.events), (generation, false, 0));
        rebuild(&world).await;
        let done = get().await.unwrap().into_inner();
        assert_eq!((done.generation, done.done, done.events), (generation, true, 3));
    }
}
