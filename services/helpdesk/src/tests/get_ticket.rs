//! One ticket with what was written; whoever it is about is told that somebody looked.

use proto::helpdesk::v1::{PersonalDataViewed, Resolution, TicketAction, TicketField};
use time::Duration;

use super::{
    fixtures::Someone,
    harness::{
        Called as _, World, about, also, bkn, broken_fields, by, desk_of, desk_of_region, employee, missing_place,
        reason, resolution, some_id, ticket,
    },
};

#[tokio::test]
async fn an_officer_sees_what_was_written_and_what_approving_does() {
    let world = World::new("get").await;
    let id = world.opened(missing_place("A1")).await;
    let officer = desk_of("A1");
    let shown = world.get(&officer, id).await.unwrap();
    assert_eq!((shown.text.as_str(), shown.reference_table.as_str()), ("Mohon bantuan", "lokasi"));
    let answers: Vec<_> = shown.answers.iter().map(|answer| (answer.field(), answer.value.as_str())).collect();
    assert!(answers == [(TicketField::Agency, "A1"), (TicketField::WantedValue, "Kepulauan Seribu")]);
    assert!(shown.action() == TicketAction::AddReferenceValue && shown.claim_expires_at.is_none());
    world.claim(&officer, id).await.unwrap();
    assert!(world.get(&officer, id).await.unwrap().claim_expires_at.is_some());
    assert!(world.get(&desk_of("A1"), id).await.unwrap().claim_expires_at.is_none(), "somebody else's");
    world.app.clock.turn(Duration::minutes(30));
    assert!(world.get(&officer, id).await.unwrap().claim_expires_at.is_none());
    world.resolve(&officer, resolution(id, Resolution::Reject)).await.unwrap();
    let shown = world.get(&officer, id).await.unwrap();
    assert_eq!((shown.entry.unwrap().state().called(), shown.note.as_str()), ("REJECTED", "Silakan datang ke BKD"));
}

#[tokio::test]
async fn what_is_elsewhere_does_not_exist_and_nobody_looks_at_their_own() {
    let world = World::new("get_scope").await;
    let id = world.opened(about(Someone::Teacher)).await;
    for officer in [desk_of("A2"), desk_of_region("04"), bkn()] {
        assert_eq!(reason(world.get(&officer, id).await), "TICKET_NOT_FOUND", "{officer:?}");
        assert_eq!(reason(world.get(&officer, some_id()).await), "TICKET_NOT_FOUND");
    }
    world.get(&desk_of_region("03"), id).await.unwrap();
    let themselves = also(&employee(Someone::Teacher), desk_of("A1"));
    assert_eq!(reason(world.get(&themselves, id).await), "SEPARATION_ON_ONESELF");
    let elsewhere = also(&employee(Someone::Teacher), desk_of("A2"));
    assert_eq!(reason(world.get(&elsewhere, id).await), "TICKET_NOT_FOUND", "scope comes first");
    let request = by(&bkn(), proto::helpdesk::v1::GetTicketRequest { ticket_id: "1".into() });
    let refused = world.client.clone().get_ticket(request).await;
    assert_eq!(broken_fields(refused), [("ticket_id".into(), "ID_INVALID".into())]);
}

#[tokio::test]
async fn a_view_is_told_once_in_15_minutes_of_writer_and_subject() {
    let world = World::new("get_viewed").await;
    let nurse = employee(Someone::Nurse);
    let id = world.ticket_of(&world.open(Some(&nurse), about(Someone::Teacher)).await.unwrap()).await;
    let officer = desk_of("A1");
    let both = futures::future::join_all((0..4).map(|_| world.get(&officer, id))).await;
    assert!(both.into_iter().all(|shown| shown.is_ok()));
    let told = world.told::<PersonalDataViewed>().await;
    let [(_, None, event)] = told.as_slice() else { panic!("told {} times", told.len()) };
    assert_eq!(event.viewer_id, officer.person_id.to_string());
    let expected = [Someone::Teacher, Someone::Nurse].map(|someone| someone.employee_id().to_string());
    assert_eq!(event.subject_ids, expected);
    assert_eq!((event.field_group.as_str(), event.purpose.as_str()), ("ticket", "helpdesk"));
    world.app.clock.turn(Duration::minutes(15));
    world.get(&officer, id).await.unwrap();
    world.get(&desk_of("A1"), id).await.unwrap();
    assert_eq!(world.told::<PersonalDataViewed>().await.len(), 3);
    // Nobody is known behind this one.
    let unknown = world.opened(ticket("referensi_pendidikan", &[(TicketField::WantedValue, "S-4")])).await;
    world.get(&bkn(), unknown).await.unwrap();
    assert_eq!(world.told::<PersonalDataViewed>().await.len(), 3);
}

#[tokio::test]
async fn what_was_erased_is_gone_and_the_ticket_stays() {
    let world = World::new("get_erased").await;
    let id = world.opened(about(Someone::Teacher)).await;
    world.execute(&format!("delete from helpdesk.data_keys where owner_id = '{id}'")).await;
    let shown = world.get(&desk_of("A1"), id).await.unwrap();
    assert!(shown.text.is_empty() && shown.answers.is_empty() && shown.entry.is_some());
}
