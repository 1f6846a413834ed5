//! The person behind a NIP, for identity.

use kernel::{Caller, ServiceName};
use proto::registration::v1::{FindEmployeeRequest, FindEmployeeResponse};
use tonic::Status;

use crate::tests::{
    fixtures::Someone,
    harness::{World, by, reason},
};

async fn find(world: &World, nip: &str) -> Result<FindEmployeeResponse, Status> {
    let request = by(Caller::Service(ServiceName::Identity), FindEmployeeRequest { nip: nip.into() });
    Ok(world.client.clone().find_employee(request).await?.into_inner())
}

#[tokio::test]
async fn an_employee_is_found_by_nip_whatever_their_status() {
    let world = World::new("find_employee").await;
    for someone in [Someone::Teacher, Someone::Retired] {
        let found = find(&world, &someone.nip()).await.unwrap();
        assert_eq!((found.employee_id, found.agency_code), (someone.employee_id().to_string(), "A1".to_owned()));
    }
    assert_eq!(reason(find(&world, "198001012005011999").await), "EMPLOYEE_NOT_FOUND");
}
