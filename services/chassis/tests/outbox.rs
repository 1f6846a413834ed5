//! A fact and its event are kept together or not at all, in the partition of their day.

use chassis::{
    ambient::Clock,
    events::{Aggregate, Outbox, keep_partitions},
};
use proto::identity::v1::AccountErased;
use uuid::Uuid;

use crate::{SCHEMA, database};

const ACCOUNT: Aggregate = Aggregate { id: Uuid::from_u128(7), version: 1 };

#[tokio::test]
async fn an_event_is_there_after_the_commit_and_gone_with_a_rollback() {
    let (_database, db) = database("outbox").await;
    let outbox = Outbox::new(SCHEMA, Clock::system());
    for commit in [false, true] {
        let outbox = outbox.clone();
        let told = db.write("tell", async move |mut tx| {
            keep_partitions(&mut tx, SCHEMA, Clock::system().now().date()).await?;
            let message = AccountErased { registration_id: ACCOUNT.id.to_string() };
            outbox.tell(&mut tx, Some(ACCOUNT), &message).await?;
            anyhow::ensure!(commit, "thought better of it");
            Ok(())
        });
        assert_eq!(told.await.is_ok(), commit);
    }
    let kept: Vec<(String, Uuid, String)> =
        sqlx::query_as("select message_name, aggregate_id, tableoid::regclass::text from helpdesk.outbox")
            .fetch_all(&mut *db.read().await.unwrap())
            .await
            .unwrap();
    let [(name, aggregate, partition)] = kept.as_slice() else { panic!("{} events are kept", kept.len()) };
    assert_eq!((name.as_str(), *aggregate), ("epupns.identity.v1.AccountErased", ACCOUNT.id));
    assert!(partition.starts_with("helpdesk.outbox_2"), "the day has its own partition: {partition}");
}
