//! What was told and heard long ago is forgotten; what nobody was told yet never is.

use chassis::{
    ambient::{Clock, new_id},
    db::{Db, Tx},
    events::{Applied, Heard, Outbox, Pruned, apply, keep_partitions, prune},
};
use proto::identity::v1::AccountErased;
use sqlx::{Connection as _, PgConnection};
use time::Duration;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{SCHEMA, database};

const KEPT: Duration = Duration::days(400);
const HOLDER: Uuid = Uuid::from_u128(1);

struct Desk {
    db: Db,
    clock: Clock,
    outbox: Outbox,
}

impl Desk {
    fn new(db: Db) -> Self {
        let clock = Clock::turnable();
        Self { outbox: Outbox::new(SCHEMA, clock.clone()), db, clock }
    }

    async fn execute(&self, sql: &'static str) {
        self.db.write("execute", async move |mut tx| sqlx::raw_sql(sql).execute(&mut *tx).await).await.unwrap();
    }

    /// The partitions of today and the coming days.
    async fn keep_days(&self) {
        let today = self.clock.now().date();
        let keep = async move |mut tx: Tx| keep_partitions(&mut tx, SCHEMA, today).await;
        self.db.write("keep_days", keep).await.unwrap();
    }

    async fn tell(&self) {
        let outbox = self.outbox.clone();
        let tell = async move |mut tx: Tx| {
            let message = AccountErased { registration_id: String::new() };
            outbox.tell(&mut tx, None, &message).await
        };
        self.db.write("tell", tell).await.unwrap();
    }

    /// What the relay does after the stream's acknowledgement.
    async fn publish_all(&self) {
        self.execute("update helpdesk.outbox set published_at = now()").await;
    }

    async fn hear(&self, event_id: Uuid) -> Applied {
        let now = self.clock.now();
        let event = Heard {
            event_id,
            message_name: "epupns.test.v1.Happened".to_owned(),
            aggregate: None,
            occurred_at: now,
            payload: Vec::new(),
        };
        self.db.write("hear", async move |mut tx| apply(&mut tx, SCHEMA, &event, now).await).await.unwrap()
    }

    async fn prune(&self) -> Pruned {
        let age = (self.clock.now(), KEPT);
        prune(&self.db, SCHEMA, HOLDER, age, &CancellationToken::new()).await.unwrap()
    }

    async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut *self.db.read().await.unwrap()).await.unwrap()
    }

    fn turn(&self, days: i64) {
        self.clock.turn(Duration::days(days));
    }
}

const TOLD: &str = "select count(*) from helpdesk.outbox";
const DAYS: &str = "select count(*) from pg_inherits where inhparent = 'helpdesk.outbox'::regclass";

fn days(days: u64) -> Pruned {
    Pruned { days, ..Pruned::default() }
}

#[tokio::test]
async fn a_day_is_dropped_when_it_is_old_and_all_of_it_is_told() {
    let (_database, db) = database("prune_days").await;
    let desk = Desk::new(db);
    desk.keep_days().await;
    let all = desk.count(DAYS).await;
    desk.tell().await;
    desk.tell().await;
    desk.turn(1);
    desk.tell().await;
    desk.publish_all().await;
    desk.tell().await;
    desk.turn(398);
    assert_eq!(desk.prune().await, Pruned::default(), "400 days are kept");
    desk.turn(31);
    assert_eq!(desk.prune().await, days(7), "the second of eight days has an event that nobody was told");
    assert_eq!((desk.count(TOLD).await, desk.count(DAYS).await), (2, all - 7), "that day stays whole");
    assert_eq!(desk.prune().await, Pruned::default(), "once is enough");
    desk.publish_all().await;
    assert_eq!(desk.prune().await, days(1));
    assert_eq!((desk.count(TOLD).await, desk.count(DAYS).await), (0, all - 8));
    desk.keep_days().await;
    desk.tell().await;
    assert_eq!(desk.count("select count(*) from only helpdesk.outbox_other_days").await, 0, "today has its partition");
}

#[tokio::test]
async fn events_of_days_without_a_partition_go_in_batches_except_those_that_nobody_was_told() {
    let (_database, db) = database("prune_other_days").await;
    let desk = Desk::new(db);
    desk.execute(
        "insert into helpdesk.outbox (day, event_id, message_name, payload, occurred_at, published_at)
         select current_date, gen_random_uuid(), 'x', '', now(), case when n > 3 then now() end
         from generate_series(1, 20503) n",
    )
    .await;
    desk.turn(399);
    assert_eq!(desk.prune().await, Pruned::default());
    desk.turn(3);
    assert_eq!(desk.prune().await, Pruned { told: 20_500, ..Pruned::default() });
    assert_eq!(desk.count(TOLD).await, 3);
}

#[tokio::test]
async fn what_was_heard_is_remembered_a_month_longer() {
    let (_database, db) = database("prune_heard").await;
    let desk = Desk::new(db);
    let (first, second) = (new_id(&desk.clock), Uuid::from_u128(7));
    assert_eq!(desk.hear(first).await, Applied::Now);
    desk.turn(429);
    assert_eq!(desk.hear(second).await, Applied::Now);
    assert_eq!(desk.prune().await, Pruned::default());
    assert_eq!(desk.hear(first).await, Applied::Before);
    desk.turn(2);
    assert_eq!(desk.prune().await, Pruned { heard: 1, ..Pruned::default() });
    assert_eq!(desk.hear(second).await, Applied::Before);
    // What was set aside, as long.
    desk.execute(
        "insert into helpdesk.set_aside_events (publisher, reason, subject, payload, set_aside_at)
         select 'identity', 'TYPE_DIFFERS', '', '', now() + n * interval '1 day' from generate_series(-1, 2, 1) n where n <> 1",
    )
    .await;
    assert_eq!(desk.prune().await, Pruned { heard: 2, ..Pruned::default() }, "431 days later");
}

#[tokio::test]
async fn one_process_works_at_a_time_and_none_that_stops() {
    let (_database, db) = database("prune_lease").await;
    let desk = Desk::new(db);
    desk.keep_days().await;
    desk.turn(500);
    let (age, going, stopping) = ((desk.clock.now(), KEPT), CancellationToken::new(), CancellationToken::new());
    stopping.cancel();
    assert_eq!(prune(&desk.db, SCHEMA, HOLDER, age, &stopping).await.unwrap(), Pruned::default());
    desk.execute(
        "insert into helpdesk.leases (name, holder, fence, expires_at)
         values ('prune_events', gen_random_uuid(), 1, now() + interval '1 hour')",
    )
    .await;
    assert_eq!(prune(&desk.db, SCHEMA, HOLDER, age, &going).await.unwrap(), Pruned::default(), "another's");
    desk.execute("update helpdesk.leases set expires_at = now() - interval '1 second'").await;
    assert_eq!(prune(&desk.db, SCHEMA, HOLDER, age, &going).await.unwrap(), days(8));
}

#[tokio::test]
async fn whoever_is_telling_is_not_kept_waiting_by_a_day_that_goes() {
    let (database, db) = database("prune_busy").await;
    let desk = Desk::new(db);
    desk.keep_days().await;
    desk.turn(500);
    let mut other = PgConnection::connect(&database.superuser_url().unwrap()).await.unwrap();
    let mut telling = other.begin().await.unwrap();
    sqlx::query("lock table helpdesk.outbox in row exclusive mode").execute(&mut *telling).await.unwrap();
    let age = (desk.clock.now(), KEPT);
    let refused = prune(&desk.db, SCHEMA, HOLDER, age, &CancellationToken::new()).await.unwrap_err();
    assert!(refused.to_string().contains("lock timeout"), "{refused}");
    telling.commit().await.unwrap();
    assert_eq!(desk.prune().await, days(8));
}
