//! A job works under a lease, and takes it for work: whoever finds nothing to do writes nothing.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use chassis::{
    db::Db,
    jobs::{Holder, Pass, Schedule, look_first},
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{SCHEMA, database};

const SCHEDULE: Schedule = Schedule { name: "job", every: Duration::from_millis(5) };

fn holder(db: &Db, id: u128) -> Holder {
    Holder { db: db.clone(), schema: SCHEMA, id: Uuid::from_u128(id) }
}

async fn leases(db: &Db) -> i64 {
    let sql = "select count(*) from helpdesk.leases";
    sqlx::query_scalar(sql).fetch_one(&mut *db.read().await.unwrap()).await.unwrap()
}

#[tokio::test]
async fn a_job_that_finds_nothing_to_do_writes_nothing_and_takes_the_lease_when_it_does() {
    let (_database, db) = database("job_idle").await;
    let (stop, looks, due) = (CancellationToken::new(), AtomicUsize::new(0), Arc::new(AtomicBool::new(false)));
    let job = look_first(holder(&db, 1), SCHEDULE, stop.clone(), async |pass: Pass| {
        looks.fetch_add(1, Ordering::Relaxed);
        if due.load(Ordering::Relaxed) && pass.goes_on().await? {
            due.store(false, Ordering::Relaxed);
        }
        anyhow::Ok(false)
    });
    let watch = async {
        while looks.load(Ordering::Relaxed) < 20 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        assert_eq!(leases(&db).await, 0, "twenty looks");
        due.store(true, Ordering::Relaxed);
        while due.load(Ordering::Relaxed) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        assert_eq!(leases(&db).await, 1, "something was to be done");
        stop.cancel();
    };
    tokio::join!(job, watch);
}

#[tokio::test]
async fn what_is_done_is_done_by_one_and_not_after_the_stop() {
    let (_database, db) = database("job_one").await;
    let stop = CancellationToken::new();
    let (mine, others) =
        (Pass::new(holder(&db, 1), SCHEDULE, stop.clone()), Pass::new(holder(&db, 2), SCHEDULE, stop.clone()));
    assert!(mine.goes_on().await.unwrap());
    assert!(!others.goes_on().await.unwrap(), "another is at it");
    assert!(mine.goes_on().await.unwrap(), "and stays at it");
    stop.cancel();
    assert!(!mine.goes_on().await.unwrap());
}

#[tokio::test]
async fn a_job_that_always_finds_something_works_under_the_lease_and_gives_it_back() {
    let (_database, db) = database("job_lease").await;
    let (stop, passes) = (CancellationToken::new(), AtomicUsize::new(0));
    look_first(holder(&db, 1), SCHEDULE, stop.clone(), async |pass: Pass| {
        assert!(pass.goes_on().await?);
        assert_eq!(leases(&db).await, 1);
        if passes.fetch_add(1, Ordering::Relaxed) == 3 {
            stop.cancel();
        }
        anyhow::Ok(passes.load(Ordering::Relaxed) < 3)
    })
    .await;
    let next = Pass::new(holder(&db, 2), SCHEDULE, CancellationToken::new());
    assert!(next.goes_on().await.unwrap(), "nobody waits for its end");
}
