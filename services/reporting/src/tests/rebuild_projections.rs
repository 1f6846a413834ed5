//! A rebuild makes the projections anew, row for row, while events go on.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration as StdDuration,
};

use chassis::{
    db::Tx,
    events::{Fate, Heard, Hearing, replay_parked},
};
use data_encoding::HEXLOWER;
use futures::{FutureExt as _, future::BoxFuture};
use kernel::Stage;
use proto::reporting::v1::{GetRebuildRequest, RebuildProjectionsRequest};
use sqlx::PgConnection;
use time::Duration;
use tokio::sync::Notify;

use super::{
    dossier_events::Telling,
    fixtures::{Someone, imported},
    get_rebuild::{rebuild, rebuilt},
    harness::{World, operator, reason},
};
use crate::{
    SCHEMA,
    app::projection::Project,
    hears::{self, project},
    jobs::rebuild_projections,
    store::fact_projection,
};

/// A few registrations and a dossier on its way.
pub(crate) async fn populate(world: &World) {
    for someone in [Someone::Teacher, Someone::Nurse, Someone::Clerk] {
        world.tell(&someone.submits()).await;
    }
    world.tell(&Someone::Teacher.is_confirmed()).await;
    world.tell(&Someone::Clerk.is_rejected()).await;
    let mut dossier = Telling::of(Someone::Teacher);
    world.tell(&dossier.submitted(1)).await;
    world.tell(&dossier.passed(1, Stage::Skpd)).await;
}

async fn begin(world: &World) -> String {
    reason(world.client.clone().rebuild_projections(operator(RebuildProjectionsRequest {})).await)
}

#[tokio::test]
async fn a_rebuild_equals_what_it_replaces_and_what_it_replaced_goes_away() {
    let world = World::new("rebuild_equal").await;
    populate(&world).await;
    assert_eq!(begin(&world).await, "OK");
    let done = rebuild(&world).await;
    assert_eq!((done.generation, done.different_rows, done.failure.as_str()), (2, 0, ""));
    assert_eq!(done.events, 10);
    assert_eq!(world.count("select current_generation from reporting.fact_projection").await, 2);
    let old = "select count(*) from reporting.view_registrations where generation = 1";
    rebuild_projections(&world.app, project).await.unwrap();
    assert_eq!(world.count(old).await, 3, "somebody may be reading it");
    world.app.clock.turn(Duration::minutes(2));
    while rebuild_projections(&world.app, project).await.unwrap() {}
    assert_eq!(world.count(old).await, 0);
    assert_eq!(world.count("select count(*) from reporting.rebuild_positions").await, 0);
    assert!(world.tape.forgotten() > 0);
    // Life goes on where the rebuild is.
    world.tell(&Someone::Islander.submits()).await;
    assert_eq!(begin(&world).await, "OK");
    assert_eq!(rebuild(&world).await.different_rows, 0);
}

#[tokio::test]
async fn rows_that_somebody_changed_are_counted_and_mended() {
    let world = World::new("rebuild_mends").await;
    populate(&world).await;
    world
        .execute(
            "update reporting.view_counts set count = count + 1 where measure = 'final' or unit_code = 'A1.HEALTH'",
        )
        .await;
    world.execute("delete from reporting.view_registrations where registration_number = 'C8Y9GVR2'").await;
    let before = world.count("select count(*) from reporting.view_counts where unit_code = 'A1.HEALTH'").await;
    begin(&world).await;
    let done = rebuild(&world).await;
    let different = u64::try_from(2 * before + 1).unwrap();
    assert_eq!(done.different_rows, different, "both sides of a changed row, one of a missing one");
    begin(&world).await;
    assert_eq!(rebuild(&world).await.different_rows, 0);
}

#[tokio::test]
async fn one_rebuild_runs_at_a_time() {
    let world = World::new("rebuild_one").await;
    assert_eq!(begin(&world).await, "OK");
    assert_eq!(begin(&world).await, "REBUILD_RUNNING");
    rebuild(&world).await;
    assert_eq!(begin(&world).await, "OK");
    assert_eq!(
        world.count("select count(*) from reporting.audit_entries where action = 'rebuild_projections'").await,
        2
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_rebuild_under_load_loses_and_repeats_nothing() {
    let world = World::new("rebuild_load").await;
    let over = AtomicBool::new(false);
    let load = async {
        let mut told = 0;
        // Until the rebuild is live, and a little longer.
        for round in 0_u128.. {
            let someone = Someone::ALL[(round % 7) as usize];
            let (first, second) = someone.attempt(round);
            world.tell(&first).await;
            world.tell(&second).await;
            told += 2;
            if over.load(Ordering::Relaxed) && told > 60 {
                break;
            }
        }
    };
    let rebuilding = async {
        for _ in 0..3 {
            begin(&world).await;
            let done = rebuild(&world).await;
            assert_eq!((done.different_rows, done.failure.as_str()), (0, ""));
        }
        over.store(true, Ordering::Relaxed);
    };
    tokio::join!(load, rebuilding);
    begin(&world).await;
    assert_eq!(rebuild(&world).await.different_rows, 0, "afterwards too");
}

/// Each replica is in a transaction until the other one is in its next: there is always one of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_busy_replicas_do_not_keep_a_rebuild_from_its_moment() {
    let world = World::new("rebuild_moment").await;
    let (over, entered) = (Arc::new(AtomicBool::new(false)), [Arc::new(Notify::new()), Arc::new(Notify::new())]);
    let replica = |own: usize| {
        let (db, over) = (world.app.db.clone(), over.clone());
        let (own, other) = (entered[own].clone(), entered[1 - own].clone());
        async move {
            while !over.load(Ordering::Relaxed) {
                let (own, other) = (own.clone(), other.clone());
                let hear = async move |mut tx: Tx| {
                    fact_projection::share(&mut tx).await?;
                    other.notify_one();
                    // Not for ever: the other may have to wait for the rebuild.
                    tokio::time::timeout(StdDuration::from_millis(300), own.notified()).await.ok();
                    Ok::<_, sqlx::Error>(())
                };
                db.write("hear", hear).await.unwrap();
            }
        }
    };
    let stop = over.clone();
    let moment = async move |mut tx: Tx| {
        let locked = tokio::time::timeout(StdDuration::from_secs(4), fact_projection::lock(&mut tx)).await;
        stop.store(true, Ordering::Relaxed);
        Ok::<_, sqlx::Error>(locked.is_ok())
    };
    let ((), (), locked) = tokio::join!(replica(0), replica(1), world.app.db.write("moment", moment));
    assert!(locked.unwrap(), "the rebuild waits for its turn only");
}

#[tokio::test]
async fn what_is_not_live_yet_waits_for_its_turn() {
    let world = World::new("rebuild_waits").await;
    populate(&world).await;
    let early = Someone::Islander.submits();
    world.tape.record(&early);
    begin(&world).await;
    assert_eq!(rebuild(&world).await.different_rows, 0, "the rebuild has not run ahead");
    let islander = "select count(*) from reporting.view_registrations v join reporting.fact_projection p
         on v.generation = p.current_generation where registration_number = 'C8Y9GVR6'";
    assert_eq!(world.count(islander).await, 0);
    world.hear(&early).await;
    assert_eq!(world.count(islander).await, 1, "the listener applies it to what is live now");
}

#[tokio::test]
async fn a_stream_that_has_lost_an_event_replaces_nothing() {
    let world = World::new("rebuild_lost").await;
    populate(&world).await;
    world.tape.lose("RegistrationConfirmed");
    begin(&world).await;
    let given_up = rebuilt(&world, project).await;
    assert_eq!((given_up.done, given_up.failure.as_str()), (false, "STREAM_INCOMPLETE"));
    assert_eq!(world.count("select current_generation from reporting.fact_projection").await, 1);
    while rebuild_projections(&world.app, project).await.unwrap() {}
    assert_eq!(world.count("select count(*) from reporting.view_employees where generation <> 1").await, 0);
    assert_eq!(begin(&world).await, "OK", "another may be tried");
}

/// A program that cannot read registrations any more.
fn refuses<'a>(
    connection: &'a mut PgConnection,
    generation: i64,
    events: &'a [&'a Heard],
) -> BoxFuture<'a, anyhow::Result<()>> {
    if events.iter().any(|event| event.message_name.ends_with("RegistrationSubmitted")) {
        return async { anyhow::bail!("not readable") }.boxed();
    }
    project(connection, generation, events)
}

#[tokio::test]
async fn an_event_that_cannot_be_applied_ends_the_rebuild_and_replaces_nothing() {
    let world = World::new("rebuild_refused").await;
    populate(&world).await;
    begin(&world).await;
    let given_up = rebuilt(&world, refuses as Project).await;
    assert_eq!((given_up.done, given_up.failure.as_str()), (false, "EVENT_REFUSED"));
    assert_eq!(world.count("select current_generation from reporting.fact_projection").await, 1);
}

#[tokio::test]
async fn what_was_set_aside_is_in_no_rebuild() {
    let world = World::new("rebuild_set_aside").await;
    world.tell(&Someone::Teacher.submits()).await;
    // Earlier in the stream, and heard later: the version had been another event's by then.
    let aside = Heard { event_id: uuid::Uuid::from_u128(0x666), ..Someone::Teacher.is_confirmed() };
    let counted = Someone::Teacher.is_rejected();
    assert_eq!(aside.aggregate, counted.aggregate);
    world.tape.record(&aside);
    world.tell(&counted).await;
    let set_aside = format!(
        "insert into reporting.set_aside_events (publisher, reason, subject, event_id, payload, set_aside_at)
         values ('registration', 'VERSION_TWICE', '', '{}', '', now())",
        aside.event_id
    );
    world.execute(&set_aside).await;
    begin(&world).await;
    let done = rebuild(&world).await;
    assert_eq!((done.done, done.different_rows, done.failure.as_str()), (true, 0, ""));
}

/// Whoever hears an event knows its id, and may tell something under it as well.
#[tokio::test]
async fn one_id_of_two_publishers_is_two_events_for_a_rebuild_too() {
    let world = World::new("rebuild_ids").await;
    let theirs = Heard { event_id: uuid::Uuid::from_u128(0x777), ..imported().remove(0) };
    let foreign = Heard { message_name: "epupns.verification.v1.Nothing".to_owned(), ..theirs.clone() };
    world.tell(&theirs).await;
    world.tell(&foreign).await;
    begin(&world).await;
    let done = rebuild(&world).await;
    assert_eq!((done.done, done.different_rows, done.failure.as_str()), (true, 0, ""));
}

#[tokio::test]
async fn an_event_whose_body_was_mended_is_rebuilt_as_it_was_applied() {
    let world = World::new("rebuild_mended").await;
    let (app, sound) = (&world.app, Someone::Teacher.submits());
    let hearing = Hearing::new(app.db.clone(), SCHEMA, app.clock.clone(), hears::listener(app.clone()));
    let spoilt = Heard { payload: vec![0xff; 7], ..sound.clone() };
    world.tape.record(&spoilt);
    assert_eq!(hearing.hear(vec![spoilt]).await.unwrap(), [Fate::Done], "set aside");
    let mended = format!("update reporting.set_aside_events set payload = '\\x{}'", HEXLOWER.encode(&sound.payload));
    world.execute(&mended).await;
    let replay = replay_parked(app.db.clone(), SCHEMA, app.clock.clone(), hears::listener(app.clone()), sound.event_id);
    assert_eq!(replay.await.unwrap(), 1);
    world.tell(&Someone::Teacher.is_confirmed()).await;
    begin(&world).await;
    let done = rebuild(&world).await;
    assert_eq!((done.done, done.different_rows, done.failure.as_str()), (true, 0, ""));
    let rebuilt = "select count(*) from reporting.view_registrations where generation = 2 and state = 'confirmed'";
    assert_eq!(world.count(rebuilt).await, 1);
}

#[tokio::test]
async fn a_process_that_dies_leaves_a_rebuild_that_goes_on() {
    let world = World::new("rebuild_dies").await;
    populate(&world).await;
    begin(&world).await;
    // Dies at each place in turn where it waits for something.
    for steps in 1..60 {
        let mut dying = Box::pin(rebuild_projections(&world.app, project));
        for _ in 0..steps {
            if futures::poll!(&mut dying).is_ready() {
                break;
            }
            tokio::task::yield_now().await;
        }
        drop(dying);
    }
    let answer = world.client.clone().get_rebuild(operator(GetRebuildRequest {})).await.unwrap().into_inner();
    let done = if answer.done { answer } else { rebuild(&world).await };
    assert_eq!((done.different_rows, done.events), (0, 10));
}
