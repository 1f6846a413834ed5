//! The outbox: an event is a row in the transaction of its fact.

use prost::Name;
use sqlx::{AssertSqlSafe, PgConnection};
use time::Date;

use super::{envelope::Aggregate, reading::about_by_body};
use crate::{
    ambient::{Clock, new_id},
    db::Tx,
    telemetry::propagation,
};

/// How many days of partitions are made ahead.
const DAYS_AHEAD: i32 = 7;

/// One schema's outbox, as the use cases hold it.
#[derive(Clone, Debug)]
pub struct Outbox {
    schema: &'static str,
    clock: Clock,
}

impl Outbox {
    /// The outbox of a schema.
    #[must_use]
    pub fn new(schema: &'static str, clock: Clock) -> Self {
        Self { schema, clock }
    }

    /// Keeps an event in the transaction of its fact, whose commit wakes the relay. Nothing is told unless it commits. An event of
    /// an aggregate names it in the first field of its message, or in the first field of that: whoever hears it compares.
    ///
    /// # Errors
    /// The database is away.
    ///
    /// # Panics
    /// Where defects are looked for: the message does not name its aggregate there.
    pub async fn tell<M: Name>(
        &self,
        tx: &mut Tx,
        aggregate: Option<Aggregate>,
        message: &M,
    ) -> Result<(), sqlx::Error> {
        let (now, payload) = (self.clock.now(), message.encode_to_vec());
        let named = aggregate.map(|_| about_by_body(&payload));
        debug_assert_eq!(
            named.flatten(),
            aggregate.map(|aggregate| aggregate.id),
            "{} names its aggregate first",
            M::full_name()
        );
        let sql = format!(
            "insert into {}.outbox
                (day, event_id, message_name, aggregate_id, aggregate_version, payload, trace_parent, occurred_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            self.schema
        );
        sqlx::query(AssertSqlSafe(sql))
            .bind(now.date())
            .bind(new_id(&self.clock))
            .bind(M::full_name())
            .bind(aggregate.map(|aggregate| aggregate.id))
            .bind(aggregate.map(|aggregate| aggregate.version))
            .bind(payload)
            .bind(propagation::current_trace_parent())
            .bind(now)
            .execute(&mut **tx)
            .await?;
        tx.tells();
        Ok(())
    }

    pub(super) fn schema(&self) -> &'static str {
        self.schema
    }
}

/// Makes the partitions of the coming days; idempotent, for a daily job.
///
/// # Errors
/// The database is away.
pub async fn keep_partitions(connection: &mut PgConnection, schema: &str, today: Date) -> Result<(), sqlx::Error> {
    let sql = format!("select {schema}.keep_outbox_partitions($1, $2)");
    sqlx::query(AssertSqlSafe(sql)).bind(today).bind(DAYS_AHEAD).execute(connection).await?;
    Ok(())
}
