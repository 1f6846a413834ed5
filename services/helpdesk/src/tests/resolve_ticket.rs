//! An officer's last word: by whom, on what, once.

use proto::{
    helpdesk::v1::{Resolution, ResolveTicketRequest, TicketApproved, TicketResolved, ticket_approved::Action},
    identity::v1::{Role, jurisdiction::Area},
};
use time::Duration;

use super::{
    fixtures::Someone,
    harness::{
        Called as _, World, about, also, approval, bkn, broken_fields, desk_of, desk_of_region, employee,
        missing_place, reason, resolution, some_id,
    },
};

#[tokio::test]
async fn an_answer_ends_a_ticket_and_is_told() {
    let world = World::new("resolve").await;
    let id = world.opened(about(Someone::Teacher)).await;
    let officer = desk_of("A1");
    world.claim(&officer, id).await.unwrap();
    let state = world.resolve(&officer, resolution(id, Resolution::Answer)).await.unwrap();
    assert_eq!(state, "RESOLVED");
    let told = world.told::<TicketResolved>().await;
    let [(_, Some(2), event)] = told.as_slice() else { panic!("told {} times", told.len()) };
    assert_eq!(
        (event.state().called(), event.resolved_by.as_str()),
        ("RESOLVED", officer.person_id.to_string().as_str())
    );
    assert_eq!((event.agency_code.as_str(), event.type_code.as_str()), ("A1", "lupa_ibu_kandung"));
    let audited = "select details->>'from' || '>' || (details->>'to') from helpdesk.audit_entries
                   where action = 'resolve_ticket'";
    assert_eq!(world.text(audited).await.as_deref(), Some("open>resolved"));
    let noted = "select count(*) from helpdesk.resolutions r where r::text like '%BKD%'";
    assert_eq!(world.count(noted).await, 0, "the note is sealed");
}

#[tokio::test]
async fn an_approval_waits_for_its_owner_who_is_told_what_by_whom_and_the_how_manieth() {
    let world = World::new("resolve_approve").await;
    let id = world.opened(missing_place("A1")).await;
    let officer = desk_of("A1");
    world.approved(&officer, id).await;
    let told = world.told::<TicketApproved>().await;
    let [(_, Some(2), event)] = told.as_slice() else { panic!("told {} times", told.len()) };
    assert_eq!((event.ticket_id.as_str(), event.attempt), (id.to_string().as_str(), 1));
    let by = event.approved_by.as_ref().unwrap();
    assert!(by.role() == Role::Helpdesk && by.person_id == officer.person_id.to_string());
    assert!(by.jurisdiction.as_ref().unwrap().area == Some(Area::AgencyCode("A1".into())));
    let Some(Action::AddReferenceValue(value)) = &event.action else { panic!("another action") };
    assert_eq!((value.reference_table.as_str(), value.code.as_str()), ("lokasi", "3101"));
    assert_eq!((value.label.as_str(), value.agency_code.as_str()), ("Kepulauan Seribu", "A1"));
    assert!(world.told::<TicketResolved>().await.is_empty(), "nothing is done yet");
    assert_eq!(reason(world.resolve(&officer, approval(id)).await), "TICKET_DONE");
    assert_eq!(reason(world.claim(&desk_of("A1"), id).await), "TICKET_DONE");
}

#[tokio::test]
async fn only_what_acts_is_approved_and_only_what_does_not_is_answered() {
    let world = World::new("resolve_unfit").await;
    let (acts, does_not) = (world.opened(missing_place("A1")).await, world.opened(about(Someone::Teacher)).await);
    let officer = desk_of("A1");
    for (id, request) in [(acts, resolution(acts, Resolution::Answer)), (does_not, approval(does_not))] {
        world.claim(&officer, id).await.unwrap();
        let expected = [("resolution".into(), "RESOLUTION_UNFIT".into())];
        assert_eq!(broken_fields(world.resolve(&officer, request).await), expected);
        assert_eq!(world.resolve(&officer, resolution(id, Resolution::Reject)).await.unwrap(), "REJECTED");
    }
    assert!(world.told::<TicketApproved>().await.is_empty());
}

#[tokio::test]
async fn who_has_not_claimed_it_is_elsewhere_or_is_concerned_decides_nothing() {
    let world = World::new("resolve_who").await;
    let nurse = employee(Someone::Nurse);
    let id = world.ticket_of(&world.open(Some(&nurse), about(Someone::Teacher)).await.unwrap()).await;
    let answer = || resolution(id, Resolution::Answer);
    let officer = desk_of("A1");
    assert_eq!(reason(world.resolve(&officer, answer()).await), "CLAIM_REQUIRED");
    world.claim(&officer, id).await.unwrap();
    assert_eq!(reason(world.resolve(&desk_of("A1"), answer()).await), "CLAIM_REQUIRED");
    for elsewhere in [desk_of("A2"), desk_of_region("04"), bkn()] {
        assert_eq!(reason(world.resolve(&elsewhere, answer()).await), "TICKET_NOT_FOUND");
    }
    assert_eq!(reason(world.resolve(&officer, resolution(some_id(), Resolution::Answer)).await), "TICKET_NOT_FOUND");
    for someone in [Someone::Teacher, Someone::Nurse] {
        let themselves = also(&employee(someone), desk_of("A1"));
        assert_eq!(reason(world.resolve(&themselves, answer()).await), "SEPARATION_ON_ONESELF");
    }
    // Another account of the same person is no other officer, and a claim that ran out stands until it is taken over.
    world.app.clock.turn(Duration::minutes(40));
    assert_eq!(world.resolve(&also(&officer, desk_of_region("03")), answer()).await.unwrap(), "RESOLVED");
}

#[tokio::test]
async fn the_same_key_answers_the_same_and_another_body_is_refused() {
    let world = World::new("resolve_key").await;
    let (id, other) = (world.opened(missing_place("A1")).await, world.opened(missing_place("A1")).await);
    let officer = desk_of("A1");
    for ticket in [id, other] {
        world.claim(&officer, ticket).await.unwrap();
    }
    let request = approval(id);
    let many = futures::future::join_all((0..8).map(|_| world.resolve(&officer, request.clone()))).await;
    assert!(many.into_iter().all(|state| state.unwrap() == "APPROVED"));
    let bodies = [
        ResolveTicketRequest { note: "Lain".into(), ..request.clone() },
        ResolveTicketRequest { reference_code: "3102".into(), ..request.clone() },
        ResolveTicketRequest { ticket_id: other.to_string(), ..request.clone() },
        ResolveTicketRequest { request_id: request.request_id.clone(), ..resolution(id, Resolution::Reject) },
    ];
    for body in bodies {
        assert_eq!(reason(world.resolve(&officer, body).await), "REQUEST_ID_REUSED");
    }
    assert_eq!(world.told::<TicketApproved>().await.len(), 1);
    assert_eq!(world.count("select count(*) from helpdesk.resolutions").await, 1);
}

#[tokio::test]
async fn what_breaks_half_way_leaves_nothing() {
    let world = World::new("resolve_crash").await;
    let id = world.opened(missing_place("A1")).await;
    let officer = desk_of("A1");
    world.claim(&officer, id).await.unwrap();
    let request = approval(id);
    world.execute_as_superuser("revoke insert on helpdesk.audit_entries from helpdesk_app").await;
    assert_eq!(reason(world.resolve(&officer, request.clone()).await), "INTERNAL");
    assert!(world.told::<TicketApproved>().await.is_empty());
    assert_eq!(world.count("select count(*) from helpdesk.resolutions").await, 0);
    world.execute_as_superuser("grant insert on helpdesk.audit_entries to helpdesk_app").await;
    assert_eq!(world.resolve(&officer, request).await.unwrap(), "APPROVED");
    assert_eq!(world.told::<TicketApproved>().await[0].1, Some(2));
}

#[tokio::test]
async fn bkn_pusat_adds_for_the_nation() {
    let world = World::new("resolve_nation").await;
    let id = world.opened(missing_place("A1")).await;
    world.app.clock.turn(Duration::hours(72));
    crate::jobs::escalate_overdue(&world.app).await.unwrap();
    world.approved(&bkn(), id).await;
    let told = world.told::<TicketApproved>().await;
    let Some(Action::AddReferenceValue(value)) = &told[0].2.action else { panic!("another action") };
    assert_eq!(value.agency_code, "");
}
