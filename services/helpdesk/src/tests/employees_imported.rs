//! Employees were made or changed: who is behind a number may belong elsewhere.

use proto::registration::v1::{EmployeeDataApplied, EmployeeRef, EmployeesImported};

use super::{
    fixtures::Someone,
    harness::{World, some_id},
};

#[tokio::test]
async fn whoever_moved_is_asked_for_at_the_new_agency() {
    let world = World::new("moved").await;
    let someone = Someone::Teacher;
    let row = |agency: &str, version| EmployeeRef { agency_code: agency.into(), version, ..someone.employee() };
    let import = |employee| EmployeesImported { import_id: some_id().to_string(), employees: vec![employee] };
    world.hear(import(row("A3", 3))).await.unwrap();
    world.hear(import(row("A2", 2))).await.unwrap();
    assert_eq!(world.desk_about(someone).await, "agency:A3", "an older version heard later changes nothing");
    let applied = EmployeeDataApplied {
        registration_id: someone.registration_id().to_string(),
        employee: Some(row("A2", 4)),
        ..Default::default()
    };
    world.hear(applied).await.unwrap();
    assert_eq!(world.desk_about(someone).await, "agency:A2");
    // Somebody who has not registered is nobody to remember.
    world.hear(import(EmployeeRef { employee_id: some_id().to_string(), ..row("A1", 1) })).await.unwrap();
    assert_eq!(world.count("select count(*) from helpdesk.registrations").await, 4);
}
