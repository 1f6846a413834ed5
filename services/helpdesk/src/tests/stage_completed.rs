//! Who is behind a number and which stage holds the dossier, in whatever order it is told.

use chassis::events::Applied;
use proto::{
    helpdesk::v1::TicketField,
    registration::v1::{
        EmployeeDataApplied, EmployeeRef, EmployeesImported, PurgedPerson, RegistrationLapsed, RegistrationRejected,
        RehearsalPurged, Stage,
    },
    verification::v1::{DossierCompleted, DossierRecalled, DossierReturned, StageCompleted},
};

use crate::{
    fixtures::Someone,
    harness::{World, some_id, ticket},
};

const ALL: [Stage; 3] = [Stage::Skpd, Stage::Bkd, Stage::KanregBkn];

/// Where a ticket about somebody's dossier goes now.
async fn desk(world: &World, someone: Someone) -> String {
    let asks = ticket("turun_status", &[(TicketField::RegistrationNumber, &someone.number())]);
    world.desk(world.opened(asks).await).await.unwrap()
}

fn passed(someone: Someone, submission: u32, next: Stage) -> StageCompleted {
    StageCompleted { dossier: Some(someone.dossier(submission)), next_stage: next.into(), ..Default::default() }
}

#[tokio::test]
async fn a_dossier_is_followed_from_stage_to_stage() {
    let world = World::new("stages").await;
    let (someone, clock) = (Someone::Teacher, &world.app.clock);
    assert_eq!(desk(&world, someone).await, "agency:A1", "nothing is submitted: the agency helps");
    world.hear(someone.submits(clock, 1, &ALL)).await.unwrap();
    assert_eq!(desk(&world, someone).await, "agency:A1");
    world.hear(passed(someone, 1, Stage::Bkd)).await.unwrap();
    assert_eq!(desk(&world, someone).await, "agency:A1");
    world.hear(passed(someone, 1, Stage::KanregBkn)).await.unwrap();
    assert_eq!(desk(&world, someone).await, "kanreg:03");
    world.hear(DossierReturned { dossier: Some(someone.dossier(1)), ..Default::default() }).await.unwrap();
    assert_eq!(desk(&world, someone).await, "agency:A1");
    // What came back is decided at level 3 alone.
    world.hear(someone.submits(clock, 2, &ALL[2..])).await.unwrap();
    assert_eq!(desk(&world, someone).await, "kanreg:03");
    world.hear(DossierRecalled { dossier: Some(someone.dossier(2)), ..Default::default() }).await.unwrap();
    assert_eq!(desk(&world, someone).await, "agency:A1");
    world.hear(someone.submits(clock, 3, &ALL[2..])).await.unwrap();
    world.hear(DossierCompleted { dossier: Some(someone.dossier(3)), ..Default::default() }).await.unwrap();
    assert_eq!(desk(&world, someone).await, "agency:A1");
}

#[tokio::test]
async fn two_publishers_may_be_heard_in_any_order() {
    let world = World::new("stages_order").await;
    let (someone, clock) = (Someone::Ranger, &world.app.clock);
    // As if nothing had been heard of them before.
    world.execute("delete from helpdesk.registrations").await.unwrap();
    world.hear(passed(someone, 1, Stage::KanregBkn)).await.unwrap();
    assert_eq!(desk(&world, someone).await, "nation", "the number is not known yet");
    world.hear(someone.submits(clock, 1, &ALL)).await.unwrap();
    world.hear(passed(someone, 1, Stage::Bkd)).await.unwrap();
    world.hear(someone.registers(clock)).await.unwrap();
    assert_eq!(desk(&world, someone).await, "kanreg:04");
    world.hear(DossierReturned { dossier: Some(someone.dossier(1)), ..Default::default() }).await.unwrap();
    for _ in 0..2 {
        world.hear(passed(someone, 1, Stage::KanregBkn)).await.unwrap();
    }
    assert_eq!(desk(&world, someone).await, "agency:A3", "it has come back");
}

#[tokio::test]
async fn whoever_moved_is_asked_for_at_the_new_agency() {
    let world = World::new("moved").await;
    let someone = Someone::Teacher;
    let row = |agency: &str, version| EmployeeRef { agency_code: agency.into(), version, ..someone.employee() };
    let import = |employee| EmployeesImported { import_id: some_id().to_string(), employees: vec![employee] };
    world.hear(import(row("A3", 3))).await.unwrap();
    world.hear(import(row("A2", 2))).await.unwrap();
    assert_eq!(desk(&world, someone).await, "agency:A3", "an older version heard later changes nothing");
    let applied = EmployeeDataApplied {
        registration_id: someone.registration_id().to_string(),
        employee: Some(row("A2", 4)),
        ..Default::default()
    };
    world.hear(applied).await.unwrap();
    assert_eq!(desk(&world, someone).await, "agency:A2");
    // Somebody who has not registered is nobody to remember.
    world.hear(import(EmployeeRef { employee_id: some_id().to_string(), ..row("A1", 1) })).await.unwrap();
    assert_eq!(world.count("select count(*) from helpdesk.registrations").await, 4);
}

#[tokio::test]
async fn a_registration_that_is_over_stands_for_nobody() {
    let world = World::new("over").await;
    let id = |someone: Someone| someone.registration_id().to_string();
    let rejected = RegistrationRejected { registration_id: id(Someone::Teacher), ..Default::default() };
    world.hear(rejected).await.unwrap();
    world.hear(RegistrationLapsed { registration_id: id(Someone::Nurse) }).await.unwrap();
    let people = vec![PurgedPerson { registration_ids: vec![id(Someone::Ranger)], ..Default::default() }];
    let purged = RehearsalPurged { agency_code: "X1".into(), people, agency_gone: true };
    world.hear(purged.clone()).await.unwrap();
    assert!(world.hear(RehearsalPurged { agency_code: "A1".into(), ..purged }).await.is_err(), "no rehearsal");
    for someone in [Someone::Teacher, Someone::Nurse, Someone::Ranger] {
        assert_eq!(desk(&world, someone).await, "nation", "{someone:?}");
    }
    assert_eq!(desk(&world, Someone::Clerk).await, "agency:A2");
}

#[tokio::test]
async fn what_helpdesk_does_not_know_only_advances() {
    let world = World::new("others").await;
    let id = some_id();
    let unknown = world.event(proto::identity::v1::AccountOpened::default(), Some((id, 1)));
    assert_eq!(world.take(unknown.clone()).await, Applied::Now);
    assert_eq!(world.take(unknown).await, Applied::Before);
    let event = world.event(Someone::Teacher.registers(&world.app.clock), Some((id, 2)));
    assert_eq!(world.take(event).await, Applied::Gap, "of another publisher, whose first was not heard");
}
