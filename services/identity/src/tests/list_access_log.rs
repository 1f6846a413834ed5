use chassis::wire::timestamp;
use kernel::{Caller, Jurisdiction, Person, Role};
use proto::{
    identity::v1::{ListAccessLogRequest, ListAccessLogResponse, Role as WireRole, jurisdiction::Area},
    registration::v1::PersonalDataViewed,
    verification::v1::PersonalDataViewed as ViewedInVerification,
};
use tonic::Status;
use uuid::Uuid;

use super::{
    harness::{World, broken_fields, by, reason},
    personal_data_viewed::{BUDI, SITI, confirmation, with_a_verifier},
};

pub(crate) async fn list(
    world: &World,
    whose: Uuid,
    page_size: u32,
    cursor: &str,
) -> Result<ListAccessLogResponse, Status> {
    let person = Person {
        person_id: whose.into(),
        account_id: Uuid::from_u128(1).into(),
        session_id: Uuid::from_u128(2).into(),
        role: Role::Employee,
        jurisdiction: Jurisdiction::OwnFile,
    };
    let request = ListAccessLogRequest { page_size, cursor: cursor.into() };
    let answer = world.client.clone().list_access_log(by(Caller::Person(person), request)).await;
    answer.map(tonic::Response::into_inner)
}

#[tokio::test]
async fn whoever_was_shown_sees_who_looked_by_role_and_place() {
    let (world, viewer) = with_a_verifier("access_log").await;
    let seen = confirmation(&world, &viewer, &[SITI, BUDI]);
    world.take(&world.event(seen.clone())).await.unwrap();
    world.turn(60);
    let dossier = ViewedInVerification {
        viewer_id: viewer.clone(),
        subject_ids: vec![SITI.to_string()],
        field_group: "dossier".into(),
        purpose: "verification".into(),
        viewed_at: Some(timestamp(world.app.clock.now())),
    };
    world.take(&world.event(dossier.clone())).await.unwrap();
    let page = list(&world, SITI, 0, "").await.unwrap();
    assert_eq!((page.entries.len(), page.next_cursor.as_str()), (2, ""));
    let newest = &page.entries[0];
    assert_eq!(newest.viewed_at, dossier.viewed_at);
    assert!(newest.viewer_role() == WireRole::Verifier1);
    let area = newest.viewer_jurisdiction.clone().unwrap().area.unwrap();
    assert!(area == Area::UnitCode("UNOR-1".into()));
    assert_eq!((newest.field_group.as_str(), newest.purpose.as_str()), ("dossier", "verification"));
    assert_eq!(page.entries[1].viewed_at, seen.viewed_at);
    let of_budi = list(&world, BUDI, 0, "").await.unwrap().entries;
    assert_eq!((of_budi.len(), of_budi[0].purpose.as_str()), (1, "confirmation"));
    let viewer = viewer.parse().unwrap();
    assert!(list(&world, viewer, 0, "").await.unwrap().entries.is_empty(), "who looks sees nobody's list");
}

#[tokio::test]
async fn pages_show_every_line_once_also_those_of_one_instant() {
    let (world, viewer) = with_a_verifier("access_log_pages").await;
    for n in 0..7 {
        if n == 4 {
            world.turn(60);
        }
        // Three or four of one instant: only their ids tell them apart.
        let seen = PersonalDataViewed {
            viewed_at: Some(timestamp(world.app.clock.now().replace_microsecond(0).unwrap())),
            purpose: format!("p{n}"),
            ..confirmation(&world, &viewer, &[SITI])
        };
        world.take(&world.event(seen)).await.unwrap();
    }
    let (mut cursor, mut purposes, mut pages) = (String::new(), Vec::new(), 0);
    loop {
        let page = list(&world, SITI, 3, &cursor).await.unwrap();
        assert!(page.entries.len() <= 3);
        purposes.extend(page.entries.into_iter().map(|entry| entry.purpose));
        (cursor, pages) = (page.next_cursor, pages + 1);
        if cursor.is_empty() {
            break;
        }
    }
    assert_eq!(pages, 3);
    let mut once = purposes.clone();
    once.sort();
    once.dedup();
    assert_eq!((purposes.len(), once.len()), (7, 7), "{purposes:?}");
}

#[tokio::test]
async fn a_cursor_is_its_persons_own_and_a_page_is_bounded() {
    let (world, viewer) = with_a_verifier("access_log_cursor").await;
    for _ in 0..2 {
        world.take(&world.event(confirmation(&world, &viewer, &[SITI, BUDI]))).await.unwrap();
    }
    let cursor = list(&world, SITI, 1, "").await.unwrap().next_cursor;
    assert_eq!(reason(list(&world, SITI, 1, &cursor).await), "OK");
    for (whose, cursor) in [(BUDI, cursor.as_str()), (SITI, "x"), (SITI, &cursor[1..])] {
        assert_eq!(reason(list(&world, whose, 1, cursor).await), "CURSOR_INVALID");
    }
    let broken = broken_fields(list(&world, SITI, 101, "").await);
    assert_eq!(broken, [("page_size".into(), "PAGE_SIZE_RANGE".into())]);
}
