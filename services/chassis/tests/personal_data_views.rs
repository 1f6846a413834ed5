//! A view is told once in its window, of everybody but oneself, and forgotten after it.

use chassis::{
    db::Db,
    personal_data_views::{View, any_over, forget},
};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{SCHEMA, database};

const VIEWER: Uuid = Uuid::from_u128(1);
const NOON: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;
const WINDOW: Duration = Duration::minutes(15);

fn view(at: OffsetDateTime) -> View {
    View { schema: SCHEMA, viewer: VIEWER.into(), field_group: "ticket", purpose: "helpdesk", at }
}

fn person(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

async fn keep(db: &Db, view: View, subjects: Vec<Uuid>) -> Vec<Vec<String>> {
    db.write("keep", async move |mut tx| view.keep(&mut tx, &subjects).await).await.unwrap()
}

async fn kept(db: &Db) -> i64 {
    let sql = "select count(*) from helpdesk.personal_data_views";
    sqlx::query_scalar(sql).fetch_one(&mut *db.read().await.unwrap()).await.unwrap()
}

#[tokio::test]
async fn whom_one_has_just_looked_at_is_not_told_again_and_oneself_never() {
    let (_database, db) = database("views").await;
    let people = [VIEWER, person(2), person(3)];
    assert!(view(NOON).untold(&db, &[VIEWER]).await.unwrap().is_empty());
    assert_eq!(view(NOON).untold(&db, &people).await.unwrap(), people[1..]);
    // The same person twice on a page, and a page that somebody else has kept meanwhile.
    assert_eq!(keep(&db, view(NOON), vec![person(2), person(2)]).await, [[person(2).to_string()]]);
    assert!(keep(&db, view(NOON), vec![person(2)]).await.is_empty(), "told by a page that was quicker");
    assert_eq!(view(NOON).untold(&db, &people).await.unwrap(), [person(3)]);
    let later = view(NOON + WINDOW);
    assert_eq!(later.untold(&db, &people).await.unwrap(), people[1..], "the window is over");
    assert_eq!(keep(&db, later, vec![person(2)]).await.len(), 1);
}

#[tokio::test]
async fn an_event_names_a_hundred_people_at_most() {
    let (_database, db) = database("views_many").await;
    let parts = keep(&db, view(NOON), (2..252).map(person).collect()).await;
    assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [100, 100, 50]);
}

#[tokio::test]
async fn what_would_be_told_again_is_forgotten_a_batch_at_a_time() {
    let (_database, db) = database("views_old").await;
    keep(&db, view(NOON), (2..10_003).map(person).collect()).await;
    keep(&db, view(NOON + Duration::SECOND), vec![person(1_000_000)]).await;
    assert!(!any_over(&db, SCHEMA, NOON + WINDOW - Duration::SECOND).await.unwrap());
    assert!(!forget(&db, SCHEMA, NOON + WINDOW - Duration::SECOND).await.unwrap());
    assert_eq!(kept(&db).await, 10_002);
    assert!(forget(&db, SCHEMA, NOON + WINDOW).await.unwrap(), "a full batch: there may be more");
    assert_eq!(kept(&db).await, 2);
    assert!(any_over(&db, SCHEMA, NOON + WINDOW).await.unwrap());
    assert!(!forget(&db, SCHEMA, NOON + WINDOW).await.unwrap());
    assert_eq!(kept(&db).await, 1, "what is still within its window stays");
    assert!(!any_over(&db, SCHEMA, NOON + WINDOW).await.unwrap(), "and is nothing to do");
}
