//! The audit chain: sealed in order, and a changed or missing row is found.

use chassis::{
    audit::{Broken, Entry, append, seal_entries, unsealed_age, verify_chain},
    db::Db,
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

/// Seals so many. Any transaction on the server, of another test too, holds back what is younger: so it may take several looks.
async fn seal_all(db: &Db, count: usize) {
    let mut sealed = 0;
    while sealed < count {
        sealed += seal(db).await;
    }
    assert_eq!(sealed, count);
}

#[tokio::test]
async fn every_entry_is_sealed_once_and_a_changed_or_missing_one_is_found() {
    let (database, db) = database("audit").await;
    for number in 1..=5 {
        write(&db, number).await;
    }
    seal_all(&db, 5).await;
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
    assert!(matches!(broken, Err(Broken { .. })), "{broken:?}");
    sqlx::query("update helpdesk.audit_entries set actor = 'person:1' where entry_id = $1")
        .bind(Uuid::from_u128(3))
        .execute(&mut superuser)
        .await
        .unwrap();
    assert_eq!(verify_chain(&mut connection, SCHEMA).await.unwrap(), Ok(5));
    sqlx::query("delete from helpdesk.audit_seals where sequence = 2").execute(&mut superuser).await.unwrap();
    assert_eq!(verify_chain(&mut connection, SCHEMA).await.unwrap(), Err(Broken { sequence: 2 }));
}

#[tokio::test]
async fn an_entry_is_not_sealed_while_an_older_transaction_could_still_write_before_it() {
    let (database, db) = database("audit_order").await;
    let mut older = PgConnection::connect(&database.superuser_url().unwrap()).await.unwrap();
    let mut running = older.begin().await.unwrap();
    sqlx::query("select pg_current_xact_id()").execute(&mut *running).await.unwrap();
    write(&db, 1).await;
    assert_eq!(seal(&db).await, 0, "the older transaction might still append");
    let mut connection = db.read().await.unwrap();
    assert!(unsealed_age(&mut connection, SCHEMA).await.unwrap() > 0.0, "operators see that it waits");
    running.commit().await.unwrap();
    seal_all(&db, 1).await;
    assert!(unsealed_age(&mut connection, SCHEMA).await.unwrap().abs() < f64::EPSILON);
    write(&db, 2).await;
    assert!(unsealed_age(&mut connection, SCHEMA).await.unwrap() > 0.0, "behind a sealed one too");
}
