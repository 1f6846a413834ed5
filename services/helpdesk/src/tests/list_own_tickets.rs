//! What somebody has written while signed in, and nobody else's.

use proto::helpdesk::v1::Resolution;
use time::Duration;

use super::{
    fixtures::Someone,
    harness::{Called as _, World, about, also, bkn, broken_fields, by, desk_of, employee, reason, resolution},
};

#[tokio::test]
async fn a_persons_tickets_are_listed_newest_first_page_by_page() {
    let world = World::new("own").await;
    let teacher = employee(Someone::Teacher);
    let mut numbers = Vec::new();
    for _ in 0..5 {
        numbers.push(world.open(Some(&teacher), about(Someone::Teacher)).await.unwrap().report_number);
        world.app.clock.turn(Duration::minutes(1));
    }
    world.open(None, about(Someone::Teacher)).await.unwrap();
    world.open(Some(&employee(Someone::Nurse)), about(Someone::Teacher)).await.unwrap();
    numbers.reverse();
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = world.own(&teacher, 2, &cursor).await.unwrap();
        assert!(page.tickets.len() <= 2);
        seen.extend(page.tickets.into_iter().map(|ticket| ticket.report_number));
        cursor = page.next_cursor;
        if cursor.is_empty() {
            break;
        }
    }
    assert_eq!(seen, numbers);
}

#[tokio::test]
async fn a_person_sees_the_note_on_their_own_ticket_under_any_of_their_accounts() {
    let world = World::new("own_note").await;
    let teacher = employee(Someone::Teacher);
    let receipt = world.open(Some(&teacher), about(Someone::Teacher)).await.unwrap();
    let (ticket, officer) = (world.ticket_of(&receipt).await, desk_of("A1"));
    world.claim(&officer, ticket).await.unwrap();
    world.resolve(&officer, resolution(ticket, Resolution::Reject)).await.unwrap();
    let as_officer = also(&teacher, bkn());
    for person in [&teacher, &as_officer] {
        let page = world.own(person, 0, "").await.unwrap();
        let [told] = page.tickets.as_slice() else { panic!("{} tickets", page.tickets.len()) };
        assert_eq!((told.state().called(), told.note.as_str()), ("REJECTED", "Silakan datang ke BKD"));
    }
    assert!(world.own(&employee(Someone::Nurse), 0, "").await.unwrap().tickets.is_empty());
}

#[tokio::test]
async fn a_cursor_is_good_for_its_person_alone_and_pages_have_a_size() {
    let world = World::new("own_cursor").await;
    let (teacher, nurse) = (employee(Someone::Teacher), employee(Someone::Nurse));
    for _ in 0..2 {
        world.open(Some(&teacher), about(Someone::Teacher)).await.unwrap();
    }
    let cursor = world.own(&teacher, 1, "").await.unwrap().next_cursor;
    assert_eq!(reason(world.own(&nurse, 1, &cursor).await), "CURSOR_INVALID");
    assert_eq!(reason(world.own(&teacher, 1, "x").await), "CURSOR_INVALID");
    assert_eq!(broken_fields(world.own(&teacher, 101, "").await), [("page_size".into(), "PAGE_SIZE_RANGE".into())]);
    let request = proto::helpdesk::v1::ListOwnTicketsRequest::default();
    assert!(world.client.clone().list_own_tickets(by(&nurse, request)).await.unwrap().into_inner().tickets.is_empty());
}
