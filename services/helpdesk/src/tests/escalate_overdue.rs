//! What nobody answered in time goes on to BKN Pusat by itself: once.

use crate::jobs::escalate_overdue;
use proto::{
    helpdesk::v1::{Resolution, TicketField},
    registration::v1::Stage,
    verification::v1::StageCompleted,
};
use time::Duration;

use super::{
    fixtures::Someone,
    harness::{World, about, approval, bkn, desk_of, missing_place, reason, resolution, ticket},
};

#[tokio::test]
async fn an_overdue_ticket_goes_on_once_and_is_audited() {
    let world = World::new("escalate").await;
    let (id, officer) = (world.opened(about(Someone::Teacher)).await, desk_of("A1"));
    let stage = Stage::KanregBkn.into();
    let dossier = Some(Someone::Nurse.dossier(1));
    world.hear(StageCompleted { dossier, next_stage: stage, ..Default::default() }).await.unwrap();
    let at_kanreg =
        world.opened(ticket("turun_status", &[(TicketField::RegistrationNumber, &Someone::Nurse.number())])).await;
    let answered = world.opened(about(Someone::Teacher)).await;
    let approved = world.opened(missing_place("A1")).await;
    world.claim(&officer, answered).await.unwrap();
    world.resolve(&officer, resolution(answered, Resolution::Answer)).await.unwrap();
    world.approved(&officer, approved).await;
    world.app.clock.turn(Duration::hours(71));
    world.claim(&officer, id).await.unwrap();
    assert!(!escalate_overdue(&world.app).await.unwrap());
    assert_eq!(world.desk(id).await.as_deref(), Some("agency:A1"), "not due yet");
    world.app.clock.turn(Duration::hours(2));
    for _ in 0..2 {
        assert!(!escalate_overdue(&world.app).await.unwrap());
    }
    for (ticket, desk) in [(id, "nation"), (at_kanreg, "nation"), (answered, "agency:A1"), (approved, "agency:A1")] {
        assert_eq!(world.desk(ticket).await.as_deref(), Some(desk));
    }
    let audited = "select string_agg(details->>'from_desk', ' ' order by details->>'from_desk')
                   from helpdesk.audit_entries where action = 'escalate_ticket'";
    assert_eq!(world.text(audited).await.as_deref(), Some("agency:A1 kanreg:03"));
    assert_eq!(reason(world.resolve(&officer, approval(id)).await), "TICKET_NOT_FOUND", "it is elsewhere now");
    let page = world.search(&bkn(), Default::default()).await.unwrap();
    assert!(
        page.tickets.len() == 2 && page.tickets.iter().all(|entry| entry.escalated && entry.overdue && !entry.claimed)
    );
}

#[tokio::test]
async fn what_waits_at_bkn_pusat_stays_there() {
    let world = World::new("escalate_nation").await;
    let id = world.opened(ticket("nama_salah", &[(TicketField::Nip, &Someone::Teacher.nip())])).await;
    world.app.clock.turn(Duration::hours(500));
    assert!(!escalate_overdue(&world.app).await.unwrap());
    let escalated = "select count(*) from helpdesk.tickets where escalated_at is not null";
    assert_eq!(world.count(escalated).await, 0);
    assert!(world.search(&bkn(), Default::default()).await.unwrap().tickets[0].overdue);
    world.claim(&bkn(), id).await.unwrap();
}

#[tokio::test]
async fn many_go_on_in_batches_and_two_holders_move_each_of_them_once() {
    let world = World::new("escalate_many").await;
    for _ in 0..11 {
        let opened = futures::future::join_all((0..19).map(|_| world.opened(missing_place("A1")))).await;
        assert_eq!(opened.len(), 19);
    }
    world.app.clock.turn(Duration::hours(72));
    // 209 are a batch and a bit more; a holder that has lost its lease may still be at work.
    let moved = "select count(*) from helpdesk.tickets where desk = 'nation' and escalated_at is not null";
    let (one, other) = futures::join!(escalate_overdue(&world.app), escalate_overdue(&world.app));
    // Each skips what the other holds: between them they may also have taken all, neither a whole batch.
    let had_more = one.unwrap() || other.unwrap();
    assert!(had_more || world.count(moved).await == 209, "there was more");
    while escalate_overdue(&world.app).await.unwrap() {}
    let audited = "select count(*) from helpdesk.audit_entries where action = 'escalate_ticket'";
    assert_eq!((world.count(moved).await, world.count(audited).await), (209, 209));
}
