//! What concerns somebody else.

use chassis::events::Applied;
use proto::registration::v1::{RegistrationConfirmed, RegistrationSubmitted};

use super::{
    dossier_submitted::REVIEWS,
    harness::{World, some_id},
};

#[tokio::test]
async fn what_verification_does_not_know_only_advances() {
    let world = World::new("heard_others").await;
    let id = some_id();
    let submitted = world.event(RegistrationSubmitted::default(), Some((id, 1)));
    let confirmed = world.event(RegistrationConfirmed::default(), Some((id, 2)));
    assert_eq!(world.take(submitted).await, Applied::Now);
    assert_eq!(world.take(confirmed).await, Applied::Now);
    assert_eq!(world.count(REVIEWS).await, 0);
}
