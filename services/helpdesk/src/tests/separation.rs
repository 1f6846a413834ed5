//! What the database itself refuses, whatever the program believes.

use super::{
    fixtures::Someone,
    harness::{World, about, approval, desk_of, employee, missing_place},
};

#[tokio::test]
async fn nobody_is_kept_as_deciding_on_themselves() {
    let world = World::new("separation").await;
    let (writer, subject) = (employee(Someone::Nurse), Someone::Teacher.employee_id());
    let id = world.ticket_of(&world.open(Some(&writer), about(Someone::Teacher)).await.unwrap()).await;
    for person in [writer.person_id.as_uuid(), subject] {
        let claim = format!("claimed_by = '{person}', claimed_account = '{person}', claim_expires_at = now()");
        for what in [claim, format!("decided_by = '{person}'")] {
            let sql = format!("update helpdesk.tickets set {what} where ticket_id = '{id}'");
            let error = world.try_execute(&sql).await.unwrap_err().to_string();
            assert!(error.contains("tickets_separation"), "{what}: {error}");
        }
    }
    let undecided =
        format!("update helpdesk.tickets set state = 'resolved', resolved_at = now() where ticket_id = '{id}'");
    assert!(world.try_execute(&undecided).await.is_err(), "what ends was decided by somebody");
}

#[tokio::test]
async fn what_was_said_cannot_be_changed_by_the_application() {
    let world = World::new("append_only").await;
    let id = world.opened(missing_place("A1")).await;
    let officer = desk_of("A1");
    world.claim(&officer, id).await.unwrap();
    world.resolve(&officer, approval(id)).await.unwrap();
    for sql in [
        "update helpdesk.resolutions set resolution = 'reject'",
        "delete from helpdesk.resolutions",
        "truncate helpdesk.resolutions",
    ] {
        let error = world.try_execute(sql).await.unwrap_err().to_string();
        assert!(error.contains("permission denied"), "{sql}: {error}");
    }
}
