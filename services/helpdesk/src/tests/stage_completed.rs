//! Which stage holds a dossier, in whatever order it is told.

use proto::{
    registration::v1::Stage,
    verification::v1::{DossierCompleted, DossierRecalled, DossierReturned, StageCompleted},
};

use super::{fixtures::Someone, harness::World};

const ALL: [Stage; 3] = [Stage::Skpd, Stage::Bkd, Stage::KanregBkn];

fn passed(someone: Someone, submission: u32, next: Stage) -> StageCompleted {
    StageCompleted { dossier: Some(someone.dossier(submission)), next_stage: next.into(), ..Default::default() }
}

#[tokio::test]
async fn a_dossier_is_followed_from_stage_to_stage() {
    let world = World::new("stages").await;
    let (someone, clock) = (Someone::Teacher, &world.app.clock);
    assert_eq!(world.desk_about(someone).await, "agency:A1", "nothing is submitted: the agency helps");
    world.hear(someone.submits(clock, 1, &ALL)).await.unwrap();
    assert_eq!(world.desk_about(someone).await, "agency:A1");
    world.hear(passed(someone, 1, Stage::Bkd)).await.unwrap();
    assert_eq!(world.desk_about(someone).await, "agency:A1");
    world.hear(passed(someone, 1, Stage::KanregBkn)).await.unwrap();
    assert_eq!(world.desk_about(someone).await, "kanreg:03");
    world.hear(DossierReturned { dossier: Some(someone.dossier(1)), ..Default::default() }).await.unwrap();
    assert_eq!(world.desk_about(someone).await, "agency:A1");
    // What came back is decided at level 3 alone.
    world.hear(someone.submits(clock, 2, &ALL[2..])).await.unwrap();
    assert_eq!(world.desk_about(someone).await, "kanreg:03");
    world.hear(DossierRecalled { dossier: Some(someone.dossier(2)), ..Default::default() }).await.unwrap();
    assert_eq!(world.desk_about(someone).await, "agency:A1");
    world.hear(someone.submits(clock, 3, &ALL[2..])).await.unwrap();
    world.hear(DossierCompleted { dossier: Some(someone.dossier(3)), ..Default::default() }).await.unwrap();
    assert_eq!(world.desk_about(someone).await, "agency:A1");
}

#[tokio::test]
async fn two_publishers_may_be_heard_in_any_order() {
    let world = World::new("stages_order").await;
    let (someone, clock) = (Someone::Ranger, &world.app.clock);
    // As if nothing had been heard of them before.
    world.execute("delete from helpdesk.registrations").await;
    world.hear(passed(someone, 1, Stage::KanregBkn)).await.unwrap();
    assert_eq!(world.desk_about(someone).await, "nation", "the number is not known yet");
    world.hear(someone.submits(clock, 1, &ALL)).await.unwrap();
    world.hear(passed(someone, 1, Stage::Bkd)).await.unwrap();
    world.hear(someone.registers(clock)).await.unwrap();
    assert_eq!(world.desk_about(someone).await, "kanreg:04");
    world.hear(DossierReturned { dossier: Some(someone.dossier(1)), ..Default::default() }).await.unwrap();
    for _ in 0..2 {
        world.hear(passed(someone, 1, Stage::KanregBkn)).await.unwrap();
    }
    assert_eq!(world.desk_about(someone).await, "agency:A3", "it has come back");
}
