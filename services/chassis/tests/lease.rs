//! One holder at a time, and a fence that only grows.

use std::time::Duration;

use chassis::lease::{Renewed, give_back, take};
use uuid::Uuid;

use crate::{SCHEMA, database};

const LONG: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_lease_has_one_holder_and_a_new_holder_a_higher_fence() {
    let (_database, db) = database("lease").await;
    let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let first = take(&db, SCHEMA, "relay", one, LONG).await.unwrap().unwrap();
    assert!(take(&db, SCHEMA, "relay", two, LONG).await.unwrap().is_none(), "taken");
    let renewed = take(&db, SCHEMA, "relay", one, LONG).await.unwrap().unwrap();
    assert_eq!(renewed.fence, first.fence, "renewing changes no fence");
    give_back(&db, SCHEMA, "relay", one).await.unwrap();
    let second = take(&db, SCHEMA, "relay", two, LONG).await.unwrap().unwrap();
    assert!(second.fence > first.fence);
}

#[tokio::test]
async fn a_lease_that_ran_out_is_taken_over() {
    let (_database, db) = database("lease_over").await;
    let gone = take(&db, SCHEMA, "relay", Uuid::from_u128(1), Duration::ZERO).await.unwrap().unwrap();
    let next = take(&db, SCHEMA, "relay", Uuid::from_u128(2), LONG).await.unwrap().unwrap();
    assert!(next.fence > gone.fence, "whoever slept past the end is fenced off");
}

#[tokio::test]
async fn a_lease_for_work_that_looks_often_is_written_when_half_its_term_is_over() {
    let (_database, db) = database("lease_renewed").await;
    let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let ends = async || {
        let sql = "select expires_at::text from helpdesk.leases where name = 'relay'";
        sqlx::query_scalar::<_, String>(sql).fetch_one(&mut *db.read().await.unwrap()).await.unwrap()
    };
    let mut lasting = Renewed::new("relay", LONG);
    let first = lasting.hold(&db, SCHEMA, one).await.unwrap().unwrap();
    let before = ends().await;
    assert_eq!(lasting.hold(&db, SCHEMA, one).await.unwrap().unwrap().fence, first.fence);
    assert_eq!(ends().await, before, "not written at every look");
    assert!(Renewed::new("relay", LONG).hold(&db, SCHEMA, two).await.unwrap().is_none(), "taken");

    // A term that is over as it begins is renewed, or lost, at every look.
    let mut short = Renewed::new("relay", Duration::ZERO);
    short.hold(&db, SCHEMA, one).await.unwrap().unwrap();
    assert_ne!(ends().await, before);
    let next = take(&db, SCHEMA, "relay", two, LONG).await.unwrap().unwrap();
    assert!(next.fence > first.fence);
    assert!(short.hold(&db, SCHEMA, one).await.unwrap().is_none());
}
