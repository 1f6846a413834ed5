//! While registration is away tickets are taken all the same, and get their desk afterwards.

use crate::jobs::{escalate_overdue, route_waiting};
use proto::helpdesk::v1::{TicketField, TicketOpened};
use time::Duration;

use super::{
    fixtures::Someone,
    harness::{Called as _, World, about, also, bkn, desk_of, employee, missing_place, reason, ticket},
};

#[tokio::test]
async fn a_ticket_is_taken_while_registration_is_away_and_routed_when_it_is_back() {
    let world = World::new("route").await;
    world.registration.is_away(true);
    let request = about(Someone::Teacher);
    let receipt = world.open(None, request.clone()).await.unwrap();
    assert!(world.open(None, request).await.unwrap() == receipt);
    let id = world.ticket_of(&receipt).await;
    let unknown = world.opened(ticket("lupa_kata_kunci", &[(TicketField::Nip, "198512312010122999")])).await;
    // What needs nobody's NIP has its desk at once.
    assert_eq!(world.desk(world.opened(missing_place("A3")).await).await.as_deref(), Some("agency:A3"));
    let status = world.status(&receipt.report_number, &receipt.receipt_secret).await.unwrap();
    assert_eq!(status.state().called(), "OPEN", "its writer sees it");
    assert!(route_waiting(&world.app).await.is_err());
    for officer in [desk_of("A1"), bkn()] {
        assert!(world.waiting(&officer).await.is_empty());
        assert_eq!(reason(world.claim(&officer, id).await), "TICKET_NOT_FOUND");
    }
    world.registration.is_away(false);
    for _ in 0..2 {
        assert!(!route_waiting(&world.app).await.unwrap());
    }
    assert_eq!(world.waiting(&desk_of("A1")).await, [id]);
    assert_eq!(world.waiting(&bkn()).await, [unknown]);
    let themselves = also(&employee(Someone::Teacher), desk_of("A1"));
    assert_eq!(reason(world.claim(&themselves, id).await), "SEPARATION_ON_ONESELF", "whom it is about is known now");
    assert_eq!(world.told::<TicketOpened>().await.len(), 3);
    let audited = "select count(*) from helpdesk.audit_entries where action = 'route_ticket'";
    assert_eq!(world.count(audited).await, 2);
}

#[tokio::test]
async fn a_ticket_without_a_desk_is_bkns_when_it_is_overdue() {
    let world = World::new("route_overdue").await;
    world.registration.is_away(true);
    let id = world.opened(about(Someone::Teacher)).await;
    world.app.clock.turn(Duration::hours(72));
    escalate_overdue(&world.app).await.unwrap();
    assert_eq!(world.waiting(&bkn()).await, [id]);
    world.registration.is_away(false);
    assert!(!route_waiting(&world.app).await.unwrap());
    assert_eq!(world.desk(id).await.as_deref(), Some("nation"), "it has gone on meanwhile");
}

#[tokio::test]
async fn one_that_cannot_be_read_keeps_nobody_else_waiting() {
    let world = World::new("route_poison").await;
    world.registration.is_away(true);
    let (broken, good) = (world.opened(about(Someone::Teacher)).await, world.opened(about(Someone::Teacher)).await);
    let sql = format!("update helpdesk.tickets set answers_sealed = '\\x00' where ticket_id = '{broken}'");
    world.execute(&sql).await;
    world.registration.is_away(false);
    assert!(route_waiting(&world.app).await.is_err());
    assert_eq!(world.waiting(&desk_of("A1")).await, [good]);
}
