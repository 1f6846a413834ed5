//! What waits for an officer: their desk's, most urgent first, and nothing else's.

use proto::{
    helpdesk::v1::{Resolution, SearchTicketsRequest, TicketField},
    registration::v1::{AgenciesImported, Stage},
    verification::v1::StageCompleted,
};
use time::Duration;

use super::{
    fixtures::{Someone, agency},
    harness::{
        Called as _, World, about, also, bkn, desk_of, desk_of_region, employee, reason, resolution, someone_as, ticket,
    },
};

fn of_type(code: &str) -> SearchTicketsRequest {
    SearchTicketsRequest { type_code: code.into(), ..Default::default() }
}

#[tokio::test]
async fn an_officer_sees_what_was_routed_to_their_desk_and_nothing_else() {
    let world = World::new("search_scope").await;
    let (teacher, clerk, ranger) = (
        world.opened(about(Someone::Teacher)).await,
        world.opened(about(Someone::Clerk)).await,
        world.opened(about(Someone::Ranger)).await,
    );
    let next_stage = Stage::KanregBkn.into();
    let dossier = Some(Someone::Nurse.dossier(1));
    world.hear(StageCompleted { dossier, next_stage, ..Default::default() }).await.unwrap();
    let nurse =
        world.opened(ticket("turun_status", &[(TicketField::RegistrationNumber, &Someone::Nurse.number())])).await;
    let nation = world.opened(ticket("referensi_pendidikan", &[(TicketField::WantedValue, "S-4")])).await;
    for (officer, expected) in [
        (desk_of("A1"), vec![teacher]),
        (desk_of("A2"), vec![clerk]),
        (desk_of("A3"), vec![ranger]),
        // Its agencies' desks, and its own.
        (desk_of_region("03"), vec![teacher, nurse]),
        (desk_of_region("04"), vec![ranger]),
        (desk_of_region("05"), vec![]),
        // What was routed to BKN Pusat, not everything.
        (bkn(), vec![nation]),
    ] {
        let mut waiting = world.waiting(&officer).await;
        waiting.sort();
        assert_eq!(waiting, expected, "{officer:?}");
    }
    world.hear(AgenciesImported { agencies: vec![agency("A1", "05", 2)] }).await.unwrap();
    world.hear(AgenciesImported { agencies: vec![agency("A1", "03", 1)] }).await.unwrap();
    assert_eq!(world.waiting(&desk_of_region("05")).await, [teacher]);
    assert_eq!(world.waiting(&desk_of_region("03")).await, [nurse]);
}

#[tokio::test]
async fn nobody_sees_what_they_wrote_or_what_is_about_them() {
    let world = World::new("search_own").await;
    let nurse = employee(Someone::Nurse);
    let written = world.ticket_of(&world.open(Some(&nurse), about(Someone::Teacher)).await.unwrap()).await;
    assert!(world.waiting(&also(&nurse, desk_of("A1"))).await.is_empty());
    assert!(world.waiting(&also(&employee(Someone::Teacher), desk_of("A1"))).await.is_empty());
    assert_eq!(world.waiting(&desk_of("A1")).await, [written]);
    let number = world.text("select report_number from helpdesk.tickets").await.unwrap();
    let by_number = SearchTicketsRequest { query: number, ..Default::default() };
    assert!(world.search(&also(&nurse, desk_of("A1")), by_number).await.unwrap().tickets.is_empty());
}

#[tokio::test]
async fn pages_begin_with_what_is_due_first_and_meet_without_gaps() {
    let world = World::new("search_pages").await;
    let mut expected = Vec::new();
    for _ in 0..7 {
        expected.push(world.opened(about(Someone::Teacher)).await);
        world.app.clock.turn(Duration::minutes(1));
    }
    for officer in [desk_of("A1"), desk_of_region("03")] {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let request = SearchTicketsRequest { page_size: 3, cursor, ..Default::default() };
            let page = world.search(&officer, request).await.unwrap();
            seen.extend(page.tickets.iter().map(|entry| entry.ticket_id.parse::<uuid::Uuid>().unwrap()));
            cursor = page.next_cursor;
            if cursor.is_empty() {
                break;
            }
        }
        assert_eq!(seen, expected);
    }
    let cursor = world.search(&desk_of("A1"), SearchTicketsRequest { page_size: 1, ..Default::default() }).await;
    let cursor = cursor.unwrap().next_cursor;
    let others = SearchTicketsRequest { cursor, ..Default::default() };
    assert_eq!(reason(world.search(&desk_of("A1"), others).await), "CURSOR_INVALID", "of another officer");
}

#[tokio::test]
async fn a_list_can_be_of_one_type_or_one_number_and_says_how_things_stand() {
    let world = World::new("search_filter").await;
    let officer = desk_of("A1");
    let receipt = world.open(None, about(Someone::Teacher)).await.unwrap();
    let first = world.ticket_of(&receipt).await;
    world.opened(ticket("lupa_kata_kunci", &[(TicketField::Nip, &Someone::Nurse.nip())])).await;
    let page = world.search(&officer, of_type("lupa_ibu_kandung")).await.unwrap();
    let [entry] = page.tickets.as_slice() else { panic!("{} tickets", page.tickets.len()) };
    assert_eq!(
        (entry.ticket_id.as_str(), entry.report_number.as_str()),
        (first.to_string().as_str(), receipt.report_number.as_str())
    );
    assert_eq!((entry.state().called(), entry.agency_name.as_str()), ("OPEN", "Instansi A1"));
    assert!(!entry.overdue && !entry.claimed && !entry.escalated && !entry.claimed_by_me);
    assert!(world.search(&officer, of_type("'; --")).await.unwrap().tickets.is_empty());

    world.claim(&officer, first).await.unwrap();
    let by_number = || SearchTicketsRequest { query: receipt.report_number.clone(), ..Default::default() };
    let seen = |page: proto::helpdesk::v1::SearchTicketsResponse| {
        let entry = &page.tickets[0];
        (entry.state().called(), entry.claimed, entry.claimed_by_me)
    };
    assert_eq!(seen(world.search(&officer, by_number()).await.unwrap()), ("CLAIMED", true, true));
    assert_eq!(seen(world.search(&desk_of("A1"), by_number()).await.unwrap()), ("CLAIMED", true, false));
    world.app.clock.turn(Duration::hours(72));
    let entry = world.search(&officer, by_number()).await.unwrap().tickets.remove(0);
    assert!(entry.overdue && !entry.claimed);
    world.resolve(&officer, resolution(first, Resolution::Answer)).await.unwrap();
    assert_eq!(world.search(&officer, of_type("lupa_ibu_kandung")).await.unwrap().tickets.len(), 0);
    assert_eq!(seen(world.search(&officer, by_number()).await.unwrap()), ("RESOLVED", false, false));
    assert!(world.search(&desk_of("A2"), by_number()).await.unwrap().tickets.is_empty());
}

#[tokio::test]
async fn who_is_no_helpdesk_officer_lists_nothing() {
    use kernel::{Jurisdiction, Role, UnitCode};
    let world = World::new("search_roles").await;
    world.opened(about(Someone::Teacher)).await;
    let unit = Jurisdiction::Unit(UnitCode::parse("A1.ROOT").unwrap());
    for person in [
        employee(Someone::Nurse),
        someone_as(Role::Verifier3, Jurisdiction::Nation),
        someone_as(Role::Helpdesk, unit),
        someone_as(Role::Helpdesk, Jurisdiction::OwnFile),
    ] {
        let refused = world.search(&person, SearchTicketsRequest::default()).await.map(drop).unwrap_err();
        assert_eq!(refused.code(), tonic::Code::PermissionDenied, "{person:?}");
    }
}
