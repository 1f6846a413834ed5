use std::sync::atomic::{AtomicUsize, Ordering};

use crate::{app::ports::Post, clients::mail::Mailer, jobs::deliver_mail::SCHEDULE};
use chassis::{db::Tx, jobs::Pass};
use futures::future::{BoxFuture, FutureExt as _};
use lettre::{Message, message::Mailbox};
use proto::registration::v1::RegistrationRejected;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::harness::{World, person};

async fn with_a_notice(test: &str) -> World {
    let world = World::new(test).await;
    reject(&world, 1).await;
    world
}

async fn reject(world: &World, n: u64) {
    world.submitted(&person(n)).await;
    let id = person(n).registration_id;
    let event =
        RegistrationRejected { registration_id: id.clone(), reason_code: "DUPLICATE".into(), ..Default::default() };
    world.hear(&id, event).await.unwrap();
}

async fn deliver(world: &World, post: &dyn Post) {
    world.app.deliver_mail(post, &sender(), &world.pass(SCHEDULE)).await.unwrap();
    world.execute("delete from identity.leases where name = 'deliver_mail'").await;
}

/// Takes a mail, and while it does so something happens to the job.
struct Meanwhile<F>(F, AtomicUsize);

impl<F: Fn() -> BoxFuture<'static, ()> + Send + Sync> Post for Meanwhile<F> {
    fn send(&self, _: Uuid, _: Message) -> BoxFuture<'_, anyhow::Result<()>> {
        self.1.fetch_add(1, Ordering::Relaxed);
        (self.0)().map(Ok).boxed()
    }
}

/// How many of three mails leave in a pass to which this happens with the first of them.
async fn sent_until(world: &World, pass: &Pass, happens: impl Fn() -> BoxFuture<'static, ()> + Send + Sync) -> usize {
    for n in 1..=3 {
        reject(world, n).await;
    }
    let post = Meanwhile(happens, AtomicUsize::new(0));
    assert!(!world.app.deliver_mail(&post, &sender(), pass).await.unwrap(), "the pass is over");
    assert_eq!(world.count("select count(*) from identity.outgoing_mail where done_at is null").await, 2);
    post.1.into_inner()
}

#[tokio::test]
async fn where_no_mail_is_due_nothing_is_written() {
    let world = World::new("mail_idle").await;
    world.app.deliver_mail(&nowhere(), &sender(), &world.pass(SCHEDULE)).await.unwrap();
    assert_eq!(world.count("select count(*) from identity.leases").await, 0);
}

#[tokio::test]
async fn no_mail_is_begun_after_the_stop() {
    let world = World::new("mail_stop").await;
    let stop = CancellationToken::new();
    let pass = world.pass_until(SCHEDULE, stop.clone());
    let sent = sent_until(&world, &pass, move || {
        let stop = stop.clone();
        async move { stop.cancel() }.boxed()
    });
    assert_eq!(sent.await, 1);
}

#[tokio::test]
async fn no_mail_is_begun_after_another_has_taken_the_lease() {
    let world = World::new("mail_lease").await;
    let pass = world.pass(SCHEDULE);
    let (db, other) = (world.app.db.clone(), world.pass(SCHEDULE));
    let sent = sent_until(&world, &pass, move || {
        let (db, other) = (db.clone(), other.clone());
        async move {
            // As if this mail had taken longer than the lease lasts.
            let mine = "update identity.leases set expires_at = now() - interval '1 second'";
            let late = async move |mut tx: Tx| sqlx::query(mine).execute(&mut *tx).await;
            db.write("test", late).await.unwrap();
            assert!(other.goes_on().await.unwrap());
        }
        .boxed()
    });
    assert_eq!(sent.await, 1);
}

fn sender() -> Mailbox {
    "e-PUPNS <no-reply@epupns.example>".parse().unwrap()
}

fn nowhere() -> Mailer {
    Mailer::new(None, Some("smtp://127.0.0.1:1")).unwrap()
}

#[tokio::test]
async fn a_notice_is_delivered_with_a_stable_message_id_and_then_forgotten() {
    let world = with_a_notice("mail_delivered").await;
    let house = tempfile::tempdir().unwrap();
    let post = Mailer::new(Some(house.path().join("mail")), None).unwrap();
    deliver(&world, &post).await;
    deliver(&world, &post).await;
    let files: Vec<_> =
        std::fs::read_dir(house.path().join("mail")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1);
    let mail = std::fs::read_to_string(&files[0]).unwrap();
    let id = files[0].file_stem().unwrap().to_str().unwrap();
    assert!(mail.contains(&format!("Message-ID: <{id}@epupns>")), "{mail}");
    assert!(mail.contains("To: pegawai1@bkd.go.id"), "{mail}");
    let forgotten = "select count(*) from identity.outgoing_mail where sealed is null and done_at is not null";
    assert_eq!(world.count(forgotten).await, 1);
}

#[tokio::test]
async fn an_hour_without_a_mail_server_only_delays() {
    let world = with_a_notice("mail_outage").await;
    for _ in 0..60 {
        deliver(&world, &nowhere()).await;
        world.turn(60);
    }
    let attempts = world.count("select attempts::bigint from identity.outgoing_mail").await;
    assert!((5..30).contains(&attempts), "{attempts}");
    let house = tempfile::tempdir().unwrap();
    let post = Mailer::new(Some(house.path().to_owned()), None).unwrap();
    world.turn(600);
    deliver(&world, &post).await;
    assert_eq!(std::fs::read_dir(house.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn after_three_days_it_is_given_up_and_forgotten() {
    let world = with_a_notice("mail_given_up").await;
    world.turn(3 * 24 * 3600 + 1);
    deliver(&world, &nowhere()).await;
    assert_eq!(world.count("select count(*) from identity.outgoing_mail where sealed is not null").await, 0);
}
