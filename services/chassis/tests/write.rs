//! The one way to write: all or nothing, whoever leaves, whatever breaks; and nothing is asked of a connection that comes home.

use std::time::Duration;

use chassis::db::{CountStatements, Db, Tx};
use metrics_exporter_prometheus::PrometheusBuilder;
use sqlx::Connection as _;
use stack::{FreshDatabase, Program};
use tokio::sync::oneshot;
use tracing_subscriber::{EnvFilter, layer::SubscriberExt as _};

use crate::database;

/// With a single connection for writing, so that whatever one write leaves behind meets the next.
async fn narrow(name: &str) -> (FreshDatabase, Db) {
    let (database, db) = database(name).await;
    db.close().await;
    let db = Db::connect(&database.app_url(Program::Helpdesk).unwrap(), 2).unwrap();
    (database, db)
}

async fn insert(tx: &mut Tx) -> Result<(), sqlx::Error> {
    let insert = "insert into helpdesk.inbox_events (event_id, heard_at) values (gen_random_uuid(), now())";
    sqlx::query(insert).execute(&mut **tx).await?;
    Ok(())
}

async fn count(db: &Db) -> i64 {
    let mut connection = db.read().await.unwrap();
    sqlx::query_scalar("select count(*) from helpdesk.inbox_events").fetch_one(&mut *connection).await.unwrap()
}

/// Sessions of the writing pool that are inside a transaction, and what the others were asked last.
async fn sessions(database: &FreshDatabase) -> Vec<(String, String)> {
    let mut superuser = sqlx::PgConnection::connect(&database.superuser_url().unwrap()).await.unwrap();
    sqlx::query_as(
        "select state, query from pg_stat_activity
         where datname = current_database() and usename = 'helpdesk_app' and query not like 'select count%'",
    )
    .fetch_all(&mut superuser)
    .await
    .unwrap()
}

#[tokio::test]
async fn what_succeeds_is_kept_and_what_fails_or_is_undone_leaves_nothing() {
    let (_database, db) = narrow("write_ends").await;
    db.write("kept", async move |mut tx| insert(&mut tx).await).await.unwrap();
    let refused: anyhow::Result<()> = db
        .write("refused", async move |mut tx| {
            insert(&mut tx).await?;
            anyhow::bail!("refused")
        })
        .await;
    assert_eq!(refused.unwrap_err().to_string(), "refused");
    let undone = db.write("undone", async move |mut tx| {
        insert(&mut tx).await?;
        tx.undo();
        Ok::<_, sqlx::Error>("seen, and not kept")
    });
    assert_eq!(undone.await.unwrap(), "seen, and not kept");
    assert_eq!(count(&db).await, 1);
}

#[tokio::test]
async fn a_caller_that_leaves_does_not_stop_what_has_begun() {
    let (_database, db) = narrow("write_leaves").await;
    let (begun, has_begun) = oneshot::channel();
    let (go_on, may_go_on) = oneshot::channel::<()>();
    let (done, is_done) = oneshot::channel();
    let writing = db.write("left", async move |mut tx| {
        insert(&mut tx).await?;
        begun.send(()).ok();
        may_go_on.await.ok();
        insert(&mut tx).await?;
        done.send(()).ok();
        Ok::<_, sqlx::Error>(())
    });
    tokio::select! {
        _ = writing => panic!("it waits to be let on"),
        _ = has_begun => {}
    }
    go_on.send(()).unwrap();
    is_done.await.unwrap();
    // The only connection is free again after the commit.
    db.write("next", async move |mut tx| insert(&mut tx).await).await.unwrap();
    assert_eq!(count(&db).await, 3);
}

#[tokio::test]
async fn a_block_of_several_statements_that_failed_is_no_success_and_does_not_reach_the_next_borrower() {
    let (database, db) = narrow("write_aborted").await;
    let swallowed: Result<(), sqlx::Error> = db
        .write("swallowed", async move |mut tx| {
            insert(&mut tx).await?;
            let block = "insert into helpdesk.inbox_events values (gen_random_uuid(), now()); select 1 / 0; select 1";
            assert!(sqlx::raw_sql(block).execute(&mut *tx).await.is_err());
            // The work takes no notice: the server would answer its commit without a word.
            Ok(())
        })
        .await;
    let error = swallowed.unwrap_err();
    assert_eq!(error.as_database_error().and_then(|error| error.code()).as_deref(), Some("25P02"), "{error}");
    db.write("next", async move |mut tx| insert(&mut tx).await).await.unwrap();
    assert_eq!(count(&db).await, 1);
    assert!(sessions(&database).await.iter().all(|(state, _)| state == "idle"));
}

#[tokio::test]
async fn a_panic_leaves_no_transaction_to_the_next_borrower() {
    let (_database, db) = narrow("write_panic").await;
    let panicking = {
        let db = db.clone();
        tokio::spawn(async move {
            let panics = async move |mut tx: Tx| {
                insert(&mut tx).await?;
                panic!("a defect")
            };
            db.write::<(), sqlx::Error, _, _>("panics", panics).await
        })
    };
    assert!(panicking.await.is_err_and(|error| error.is_panic()));
    db.write("next", async move |mut tx| insert(&mut tx).await).await.unwrap();
    assert_eq!(count(&db).await, 1, "what the panicking work had written is gone");
}

#[tokio::test]
async fn a_transaction_that_is_kept_beyond_its_work_is_no_success() {
    let (_database, db) = narrow("write_kept").await;
    let (keep, kept) = oneshot::channel();
    let said: Result<(), sqlx::Error> = db
        .write("kept", async move |mut tx| {
            insert(&mut tx).await?;
            keep.send(tx).ok();
            Ok(())
        })
        .await;
    assert!(said.is_err());
    drop(kept.await.unwrap());
    db.write("next", async move |mut tx| insert(&mut tx).await).await.unwrap();
    assert_eq!(count(&db).await, 1);
}

#[tokio::test]
async fn a_victim_of_a_deadlock_is_begun_anew_where_that_was_asked_for() {
    let (_database, db) = narrow("write_again").await;
    let fails = |times: usize| {
        let tries = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
        move |mut tx: Tx| {
            let tries = tries.clone();
            async move {
                insert(&mut tx).await?;
                if tries.fetch_add(1, std::sync::atomic::Ordering::Relaxed) < times {
                    let victim = "do $$ begin raise exception 'chosen' using errcode = '40P01'; end $$";
                    sqlx::raw_sql(victim).execute(&mut *tx).await?;
                }
                Ok::<_, sqlx::Error>(())
            }
        }
    };
    assert!(db.write("once", fails(1)).await.is_err(), "nobody asked");
    db.write_again("twice", fails(2)).await.unwrap();
    assert!(db.write_again("too_often", fails(3)).await.is_err());
    assert_eq!(count(&db).await, 1, "tries that failed left nothing");
}

#[tokio::test]
async fn reading_is_read_only_for_the_server_too() {
    let (_database, db) = narrow("write_read").await;
    let mut connection = db.read().await.unwrap();
    let insert = "insert into helpdesk.inbox_events (event_id, heard_at) values (gen_random_uuid(), now())";
    let refused = sqlx::query(insert).execute(&mut *connection).await.unwrap_err();
    assert_eq!(refused.as_database_error().and_then(|error| error.code()).as_deref(), Some("25006"), "{refused}");
}

#[tokio::test]
async fn a_connection_that_comes_home_is_asked_nothing() {
    let (database, db) = narrow("write_home").await;
    db.write("write", async move |mut tx| insert(&mut tx).await).await.unwrap();
    let mut connection = db.read().await.unwrap();
    sqlx::query("select 42").execute(&mut *connection).await.unwrap();
    drop(connection);
    // Both are home when both can be had again.
    db.write("statement", async move |_| Ok::<_, sqlx::Error>(())).await.unwrap();
    drop(db.read().await.unwrap());
    let asked: Vec<String> = sessions(&database).await.into_iter().map(|(_, query)| query).collect();
    assert!(asked.contains(&"select 42".to_owned()), "{asked:?}");
    assert!(asked.iter().all(|query| !query.to_lowercase().contains("rollback")), "{asked:?}");
}

/// Callers leave at random moments; afterwards nobody's transaction is open and what was acknowledged is there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn callers_who_leave_at_any_moment_leave_no_transaction_open() {
    let (database, db) = narrow("write_cut").await;
    let mut acknowledged = 0;
    for microseconds in (20..420).cycle().step_by(7).take(300) {
        let cut = db.write("cut", async move |_| Ok::<_, sqlx::Error>(()));
        let _ = tokio::time::timeout(Duration::from_micros(microseconds), cut).await;
        db.write("acknowledged", async move |mut tx| insert(&mut tx).await).await.unwrap();
        acknowledged += 1;
    }
    assert_eq!(count(&db).await, acknowledged);
    db.close().await;
    assert!(sessions(&database).await.iter().all(|(state, _)| !state.contains("transaction")));
}

/// What `/metrics` says of a write.
fn said(metrics: &str, of: &str, name: &str) -> Vec<String> {
    let named = format!("name=\"{name}\"");
    let lines = metrics.lines().filter(|line| line.starts_with(of) && line.contains(&named));
    lines.map(|line| line.rsplit(' ').next().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn metrics_say_of_each_write_how_many_statements_it_sent_how_often_it_was_begun_anew_and_how_long_it_took() {
    for log in ["off", "info", "sqlx=trace"] {
        let (_database, db) = narrow(&format!("write_metrics_{}", log.len())).await;
        let recorder = PrometheusBuilder::new().build_recorder();
        let metrics = recorder.handle();
        let _recording = metrics::set_default_local_recorder(&recorder);
        let subscriber = tracing_subscriber::registry().with(EnvFilter::new(log)).with(CountStatements);
        let _counting = tracing::subscriber::set_default(subscriber);

        db.write("two", async move |mut tx| {
            insert(&mut tx).await?;
            insert(&mut tx).await
        })
        .await
        .unwrap();
        db.statement("one", async move |mut statement| sqlx::query("select 1").execute(&mut *statement).await)
            .await
            .unwrap();
        let victim = |mut tx: Tx| async move {
            insert(&mut tx).await?;
            let victim = "do $$ begin raise exception 'chosen' using errcode = '40P01'; end $$";
            sqlx::raw_sql(victim).execute(&mut *tx).await.map(drop)
        };
        db.write_again("victim", victim).await.unwrap_err();

        let metrics = metrics.render();
        assert_eq!(said(&metrics, "epupns_write_statements_total", "two"), ["2"], "{log}: {metrics}");
        assert_eq!(said(&metrics, "epupns_write_statements_total", "one"), ["1"], "{log}");
        assert_eq!(said(&metrics, "epupns_write_statements_total", "victim"), ["6"], "{log}: three times both");
        assert_eq!(said(&metrics, "epupns_write_retries_total", "victim"), ["2"], "{log}");
        assert_eq!(said(&metrics, "epupns_write_seconds_count", "two"), ["1"], "{log}");
    }
}
