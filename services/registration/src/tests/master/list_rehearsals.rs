//! What there is of rehearsals, and nothing of anybody else.

use kernel::Caller;
use proto::registration::v1::{ListRehearsalsRequest, RehearsalAgency};

use crate::tests::{
    fixtures::Someone,
    harness::{World, by},
    master::purge_rehearsal::{move_to_rehearsal, rehearsed},
};

pub(crate) async fn listed(world: &World) -> Vec<(String, u64, u64, u64)> {
    let request = by(Caller::Operator("local".into()), ListRehearsalsRequest {});
    let answer = world.client.clone().list_rehearsals(request).await.unwrap().into_inner();
    let counts = |agency: RehearsalAgency| (agency.code, agency.people, agency.registrations, agency.dossiers);
    answer.agencies.into_iter().map(counts).collect()
}

#[tokio::test]
async fn agencies_of_rehearsals_are_counted_and_real_ones_are_not_listed() {
    let desk = rehearsed("list_rehearsals").await;
    assert_eq!(listed(&desk.world).await, [("X001".to_owned(), 2, 1, 1)]);
    move_to_rehearsal(&desk.world, &[Someone::Nurse]).await;
    assert_eq!(listed(&desk.world).await, [("X001".to_owned(), 3, 1, 1)]);
}
