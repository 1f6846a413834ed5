//! Parked events that nobody has written: somebody who had a service's key invented them. They wait no more, and are kept as
//! evidence.

use kernel::Caller;
use serde_json::json;
use sqlx::{AssertSqlSafe, PgConnection};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    SUBJECT_PREFIX,
    inbox::hold,
    set_aside::{Disagreement, EVIDENCE, UNREADABLE, count},
};
use crate::{
    ambient::{Clock, new_id},
    audit::{self, Entry, actor},
    db::{Db, Tx},
};

/// Sets those of a publisher's parked events aside of which an operator says that it has not written them; how many waited. No
/// aggregate goes on by it: the true event of that version still counts when it comes. All of them are kept, since whoever reads
/// the stream again must know that they had no effect.
///
/// # Errors
/// The database is away; nothing is changed.
pub async fn discard_parked(
    db: Db,
    schema: &'static str,
    clock: Clock,
    by: &Caller,
    (publisher, events): (String, Vec<Uuid>),
) -> anyhow::Result<u32> {
    let actor = actor(by);
    db.write("discard_parked", async move |mut tx: Tx| {
        // Whoever hears holds the aggregates first, and then touches what waits: so does who discards.
        hold_all(&mut tx, schema, &publisher, &events).await?;
        let now = clock.now();
        let discarded = take(&mut tx, schema, (&publisher, &events), now).await?;
        if discarded.is_empty() {
            return Ok(0);
        }
        count(&mut tx, schema, (&publisher, Disagreement::Unwritten), i64::try_from(discarded.len())?, now).await?;
        let details = json!({ "publisher": publisher, "events": discarded });
        let entry = Entry { actor: &actor, action: "discard_parked_events", subject_id: None, details };
        audit::append(&mut tx, schema, new_id(&clock), now, &entry).await?;
        Ok(u32::try_from(discarded.len())?)
    })
    .await
}

/// Which of the events wait, whatever for.
const THESE: &str = "event_id = any($1) and split_part(source, '.', 2) = $2";

async fn hold_all(
    connection: &mut PgConnection,
    schema: &str,
    publisher: &str,
    events: &[Uuid],
) -> Result<(), sqlx::Error> {
    let sql = format!(
        "select distinct aggregate_id, source from {schema}.waiting_events where {THESE} and aggregate_id is not null"
    );
    let about: Vec<(Uuid, String)> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(events).bind(publisher).fetch_all(&mut *connection).await?;
    hold(connection, schema, &about.iter().map(|(id, source)| (*id, source.as_str())).collect()).await?;
    Ok(())
}

/// Takes them out of what waits, and keeps them as evidence; which they were.
async fn take(
    connection: &mut PgConnection,
    schema: &str,
    (publisher, events): (&str, &[Uuid]),
    now: OffsetDateTime,
) -> Result<Vec<Uuid>, sqlx::Error> {
    let sql = format!(
        "with these as (select event_id, source, message_name, aggregate_id, payload from {schema}.waiting_events where {THESE}),
              parked as (delete from {schema}.parked_events where {THESE}),
              unreadable as (delete from {schema}.set_aside_events s using these
                             where s.event_id = these.event_id and s.source = these.source and s.reason = $3),
              kept as (insert into {schema}.set_aside_events (publisher, reason, subject, event_id, payload, set_aside_at)
                       select $2, $4, concat_ws('.', '{SUBJECT_PREFIX}', message_name, coalesce(aggregate_id, event_id)), event_id,
                              substring(payload for {EVIDENCE}), $5
                       from these on conflict (event_id, publisher, reason) do nothing)
         select event_id from these order by event_id"
    );
    let taken = sqlx::query_scalar(AssertSqlSafe(sql)).bind(events).bind(publisher).bind(UNREADABLE);
    taken.bind(Disagreement::Unwritten.code()).bind(now).fetch_all(connection).await
}
