//! The audit chain: sealed in order, and a changed or missing row is found.

use chassis::{
    audit::{Broken, Entry, append, seal_entries, unsealed_age, verify_chain},
    db::{Db, Tx},
};
use serde_json::json;
use sqlx::{Connection as _, PgConnection};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{SCHEMA, database};

async fn write(db: &Db, number: u128) {
    let written = db.write("append", async move |mut tx| {
        let entry = Entry { actor: "person:1", action: "confirm", subject_id: None, details: json!({ "number": 1 }) };
        append(&mut tx, SCHEMA, Uuid::from_u128(number), OffsetDateTime::UNIX_EPOCH, &entry).await
    });
    written.await.unwrap();
}

async fn seal(db: &Db) -> usize {
    let (sealed, _) = db.write("seal", async move |mut tx| seal_entries(&mut tx, SCHEMA).await).await.unwrap();
    sealed
}

#[tokio::test]
async fn every_entry_is_sealed_once_and_a_changed_or_missing_one_is_found() {
    let (database, db) = database("audit").await;
    for number in 1..=5 {
        write(&db, number).await;
    }
    assert_eq!(seal(&db).await, 5);
    assert_eq!(seal(&db).await, 0, "nothing is sealed twice");
    let mut connection = db.read().await.unwrap();
    assert_eq!(verify_chain(&mut connection, SCHEMA).await.unwrap(), Ok(5));

    // The application itself cannot touch what is written.
    let denied = db.write("forge", async |mut tx| {
        sqlx::query("update helpdesk.audit_entries set actor = 'person:2'").execute(&mut *tx).await
    });
    let denied = denied.await;
    assert!(denied.unwrap_err().to_string().contains("permission denied"));

    // Whoever can, is found out.
    let mut superuser = PgConnection::connect(&database.superuser_url().unwrap()).await.unwrap();
    sqlx::query("update helpdesk.audit_entries set actor = 'person:2' where entry_id = $1")
        .bind(Uuid::from_u128(3))
        .execute(&mut superuser)
        .await
        .unwrap();
    let broken = verify_chain(&mut connection, SCHEMA).await.unwrap();
    assert!(matches!(broken, Err(Broken::Link(_))), "{broken:?}");
    sqlx::query("update helpdesk.audit_entries set actor = 'person:1' where entry_id = $1")
        .bind(Uuid::from_u128(3))
        .execute(&mut superuser)
        .await
        .unwrap();
    assert_eq!(verify_chain(&mut connection, SCHEMA).await.unwrap(), Ok(5));
    sqlx::query("delete from helpdesk.audit_seals where sequence = 2").execute(&mut superuser).await.unwrap();
    assert_eq!(verify_chain(&mut connection, SCHEMA).await.unwrap(), Err(Broken::Link(2)));
}

#[tokio::test]
async fn an_entry_is_sealed_whatever_else_is_open_on_the_server_and_waits_where_operators_see_it() {
    let (database, db) = database("audit_order").await;
    let mut older = PgConnection::connect(&database.superuser_url().unwrap()).await.unwrap();
    let mut running = older.begin().await.unwrap();
    sqlx::query("select pg_current_xact_id()").execute(&mut *running).await.unwrap();
    let mut connection = db.read().await.unwrap();
    for number in 1..=2 {
        write(&db, number).await;
        assert!(unsealed_age(&mut connection, SCHEMA).await.unwrap() > 0.0, "operators see that it waits");
        assert_eq!(seal(&db).await, 1);
        assert!(unsealed_age(&mut connection, SCHEMA).await.unwrap().abs() < f64::EPSILON);
    }
    running.rollback().await.unwrap();
}

#[tokio::test]
async fn the_age_of_what_waits_is_told_by_the_database_and_grows_until_it_is_sealed() {
    let (database, db) = database("audit_age").await;
    write(&db, 1).await;
    let mut superuser = PgConnection::connect(&database.superuser_url().unwrap()).await.unwrap();
    let hour_ago = "update helpdesk.audit_unsealed set since = since - interval '1 hour'";
    sqlx::query(hour_ago).execute(&mut superuser).await.unwrap();
    write(&db, 2).await;
    let mut connection = db.read().await.unwrap();
    let age = unsealed_age(&mut connection, SCHEMA).await.unwrap();
    assert!((3600.0..3700.0).contains(&age), "the oldest counts, though its own time is 1970: {age}");
    assert_eq!(seal(&db).await, 2);
    assert!(unsealed_age(&mut connection, SCHEMA).await.unwrap().abs() < f64::EPSILON);
}

#[tokio::test]
async fn an_entry_that_was_struck_off_the_list_is_found() {
    let (_database, db) = database("audit_struck").await;
    write(&db, 1).await;
    assert_eq!(seal(&db).await, 1);
    write(&db, 2).await;
    // The application's role may strike off, since it seals.
    let strike = async |mut tx: Tx| sqlx::query("delete from helpdesk.audit_unsealed").execute(&mut *tx).await;
    db.write("strike", strike).await.unwrap();
    assert_eq!(seal(&db).await, 0);
    let mut connection = db.read().await.unwrap();
    assert_eq!(verify_chain(&mut connection, SCHEMA).await.unwrap(), Err(Broken::Unawaited(1)));
}
