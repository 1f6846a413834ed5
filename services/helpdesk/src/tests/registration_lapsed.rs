//! Registrations that lapsed, were rejected, or went with their rehearsal.

use proto::registration::v1::{PurgedPerson, RegistrationLapsed, RegistrationRejected, RehearsalPurged};

use super::{fixtures::Someone, harness::World};

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
        assert_eq!(world.desk_about(someone).await, "nation", "{someone:?}");
    }
    assert_eq!(world.desk_about(Someone::Clerk).await, "agency:A2");
}
