//! A schema that is restored into another cluster goes on: what orders its rows must not belong to the cluster it came from
//! (RELIABILITY.md 1.11).

use chassis::{
    audit::{Entry, append, seal_entries, unsealed_age, verify_chain},
    db::Db,
};
use serde_json::json;
use sqlx::{Connection as _, PgConnection};
use stack::{Callers, Ports, Program, Schemas, Servers, TEMPLATE, TestServers};
use time::OffsetDateTime;
use uuid::Uuid;

const SCHEMA: &str = "helpdesk";

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_trail_is_sealed_on_after_a_restore_into_another_cluster() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let old = TestServers::start(&Callers::default(), here.path(), true, Schemas::FromFiles).await.unwrap();
    let mut new = Servers::start(there.path(), &mut Ports::load(there.path()).unwrap(), true).await.unwrap();
    new.postgres.cluster().bootstrap(TEMPLATE).await.unwrap();

    // The old cluster has seen many more transactions than the new one ever will.
    let mut superuser =
        PgConnection::connect(&old.servers.postgres.cluster().superuser_url(TEMPLATE).unwrap()).await.unwrap();
    let many = "do $$ begin for i in 1..20000 loop begin perform pg_current_xact_id(); exception when others then null; end; end loop; end $$";
    sqlx::raw_sql(many).execute(&mut superuser).await.unwrap();
    superuser.close().await.unwrap();
    let db = database(&old.servers);
    for number in 1..=3 {
        append_entry(&db, number).await;
    }
    assert_eq!(seal(&db).await, 3);
    append_entry(&db, 4).await;
    db.close().await;

    let backup = there.path().join("backup.sql");
    std::fs::write(&backup, old.servers.postgres.dump(TEMPLATE, SCHEMA).unwrap()).unwrap();
    new.postgres.restore(TEMPLATE, &backup).unwrap();
    let db = database(&new);
    append_entry(&db, 5).await;
    assert_eq!(seal(&db).await, 2, "what waited in the old cluster and what is new");
    let mut connection = db.read().await.unwrap();
    assert_eq!(verify_chain(&mut connection, SCHEMA).await.unwrap(), Ok(5));
    assert!(unsealed_age(&mut connection, SCHEMA).await.unwrap().abs() < f64::EPSILON);
    drop(connection);
    db.close().await;
    new.stop().await.unwrap();
    old.stop().await.unwrap();
}

fn database(servers: &Servers) -> Db {
    Db::connect(&servers.postgres.cluster().app_url(Program::Helpdesk, TEMPLATE).unwrap(), 4).unwrap()
}

async fn append_entry(db: &Db, number: u128) {
    let appended = db.write("append", async move |mut tx| {
        let entry = Entry { actor: "person:1", action: "confirm", subject_id: None, details: json!({ "number": 1 }) };
        append(&mut tx, SCHEMA, Uuid::from_u128(number), OffsetDateTime::now_utc(), &entry).await
    });
    appended.await.unwrap();
}

async fn seal(db: &Db) -> usize {
    db.write("seal", async move |mut tx| seal_entries(&mut tx, SCHEMA).await).await.unwrap().0
}
