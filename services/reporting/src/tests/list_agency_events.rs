//! `ListAgencyEvents`.

use chassis::reason::reason_of;
use proto::reporting::v1::{ListAgencyEventsRequest, ListAgencyEventsResponse};
use tonic::Status;
use tonic_types::StatusExt as _;

use super::feed_world::{FeedWorld, Someone};

fn after(after: u64, page_size: u32) -> ListAgencyEventsRequest {
    ListAgencyEventsRequest { after, page_size, agency_code: String::new() }
}

fn refusal(outcome: Result<ListAgencyEventsResponse, Status>) -> Status {
    outcome.err().expect("a refusal")
}

fn broken_field(status: &Status) -> (String, String) {
    let broken = status.get_details_bad_request().expect("field violations").field_violations.remove(0);
    (broken.field, broken.description.split(':').next().unwrap().to_owned())
}

/// Five events of one agency and two of another.
async fn world(test: &str) -> FeedWorld {
    let world = FeedWorld::new(test).await;
    for agency in ["3573", "1001", "3573"] {
        let someone = Someone::of(agency);
        world.hear(someone.registered()).await;
        world.hear(someone.confirmed()).await;
    }
    world.hear(Someone::of("3573").registered()).await;
    world
}

#[tokio::test]
async fn pages_follow_each_other_without_gaps() {
    let world = world("pages").await;
    let mut seen = Vec::new();
    let mut last = 0;
    for (count, newest) in [(2, 5), (2, 5), (1, 5), (0, 5)] {
        let page = world.list("3573", after(last, 2)).await.unwrap_or_else(|status| panic!("{status}"));
        assert_eq!((page.events.len(), page.newest), (count, newest));
        assert_eq!(page.last, last + count as u64);
        last = page.last;
        seen.extend(page.events);
    }
    let number = |text: &String| serde_json::from_str::<serde_json::Value>(text).unwrap()["agencyseq"].clone();
    assert_eq!(seen.iter().map(number).collect::<Vec<_>>(), ["1", "2", "3", "4", "5"]);
    for text in &seen {
        world.app.feed.key.verify(text).expect("the text that was signed");
    }
}

#[tokio::test]
async fn an_agency_sees_its_own_feed_and_no_other() {
    let world = world("own").await;
    let page = world.list("1001", after(0, 0)).await.unwrap_or_else(|status| panic!("{status}"));
    assert_eq!((page.events.len(), page.last, page.newest), (2, 2, 2));
    assert!(page.events.iter().all(|text| text.contains(r#""agencycode":"1001""#)));

    let page = world.list("3500", after(0, 0)).await.unwrap_or_else(|status| panic!("{status}"));
    assert_eq!((page.events.len(), page.last, page.newest), (0, 0, 0), "nothing was told yet");
}

#[tokio::test]
async fn a_number_of_another_feed_is_refused() {
    let world = world("mismatch").await;
    let asked = |agency_code: &str| ListAgencyEventsRequest { agency_code: agency_code.into(), ..after(1, 0) };
    assert!(world.list("3573", asked("3573")).await.is_ok());
    for other in ["1001", "35", "9999", "not a code"] {
        let status = refusal(world.list("3573", asked(other)).await);
        assert_eq!(reason_of(&status).as_deref(), Some("AGENCY_MISMATCH"), "{other}");
    }
}

#[tokio::test]
async fn a_number_that_no_event_has_yet_is_refused() {
    let world = world("range").await;
    assert!(world.list("3573", after(5, 0)).await.is_ok(), "the newest may be asked after");
    for too_far in [6, u64::MAX] {
        let status = refusal(world.list("3573", after(too_far, 0)).await);
        assert_eq!(broken_field(&status), ("after".to_owned(), "AGENCY_SEQ_RANGE".to_owned()));
    }
    assert_eq!(broken_field(&refusal(world.list("3500", after(1, 0)).await)).1, "AGENCY_SEQ_RANGE");
}

#[tokio::test]
async fn a_page_has_a_largest_size() {
    let world = world("size").await;
    assert!(world.list("3573", after(0, 1000)).await.is_ok());
    let status = refusal(world.list("3573", after(0, 1001)).await);
    assert_eq!(broken_field(&status), ("page_size".to_owned(), "PAGE_SIZE_RANGE".to_owned()));
}
