//! The feeds of the agencies, as they were told.

use kernel::AgencyCode;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::feed_event::Fact;

/// What a fact became.
#[derive(Debug)]
pub(crate) struct NewEvent {
    /// Its number.
    pub(crate) agency_seq: i64,
    pub(crate) event_id: Uuid,
    /// The event inside that it comes from.
    pub(crate) source_event_id: Uuid,
    /// The signed CloudEvent.
    pub(crate) payload: String,
    /// When the event inside was told.
    pub(crate) occurred_at: OffsetDateTime,
    /// What it says.
    pub(crate) fact: Fact,
}

/// One that is not in the stream yet.
pub(crate) struct Unpublished {
    /// In the order of publishing.
    pub(crate) position: i64,
    pub(crate) agency_code: String,
    pub(crate) event_id: Uuid,
    /// `registration`, `dossier`, `employee`.
    pub(crate) entity: String,
    /// What happened.
    pub(crate) fact: String,
    /// The signed CloudEvent.
    pub(crate) payload: String,
    /// When the event inside was told.
    pub(crate) occurred_at: OffsetDateTime,
}

/// Keeps events, which are published in this order.
pub(crate) async fn insert(connection: &mut PgConnection, events: &[NewEvent]) -> Result<(), sqlx::Error> {
    let agencies: Vec<String> = events.iter().map(|event| event.fact.agency.to_string()).collect();
    let numbers: Vec<i64> = events.iter().map(|event| event.agency_seq).collect();
    let ids: Vec<Uuid> = events.iter().map(|event| event.event_id).collect();
    let sources: Vec<Uuid> = events.iter().map(|event| event.source_event_id).collect();
    let entities: Vec<String> = events.iter().map(|event| event.fact.entity.to_owned()).collect();
    let facts: Vec<String> = events.iter().map(|event| event.fact.fact.to_owned()).collect();
    let aggregates: Vec<Uuid> = events.iter().map(|event| event.fact.aggregate_id).collect();
    let payloads: Vec<String> = events.iter().map(|event| event.payload.clone()).collect();
    let instants: Vec<OffsetDateTime> = events.iter().map(|event| event.occurred_at).collect();
    sqlx::query!(
        "insert into reporting.fact_agency_events
            (agency_code, agency_seq, event_id, source_event_id, entity, fact, aggregate_id, payload, occurred_at)
         select r.agency_code, r.agency_seq, r.event_id, r.source_event_id, r.entity, r.fact, r.aggregate_id, r.payload,
             r.occurred_at
         from unnest($1::text[], $2::bigint[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::uuid[], $8::text[],
                     $9::timestamptz[]) with ordinality
             as r (agency_code, agency_seq, event_id, source_event_id, entity, fact, aggregate_id, payload, occurred_at,
                   place)
         order by r.place",
        &agencies,
        &numbers,
        &ids,
        &sources,
        &entities,
        &facts,
        &aggregates,
        &payloads,
        &instants
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// One agency's events after a number, in their order.
pub(crate) async fn list(
    connection: &mut PgConnection,
    agency: &AgencyCode,
    after: i64,
    limit: i64,
) -> Result<Vec<(i64, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select agency_seq, payload from reporting.fact_agency_events
         where agency_code = $1 and agency_seq > $2 order by agency_seq limit $3",
        agency.as_str(),
        after,
        limit
    );
    Ok(rows.fetch_all(connection).await?.into_iter().map(|row| (row.agency_seq, row.payload)).collect())
}

/// The oldest that are not in the stream yet. By state, not by "after the last seen": one that commits late is not passed over.
pub(crate) async fn list_unpublished(
    connection: &mut PgConnection,
    limit: i64,
) -> Result<Vec<Unpublished>, sqlx::Error> {
    sqlx::query_as!(
        Unpublished,
        "select position, agency_code, event_id, entity, fact, payload, occurred_at
         from reporting.fact_agency_events where published_at is null order by position limit $1",
        limit
    )
    .fetch_all(connection)
    .await
}

/// How many are not in the stream yet; counts no further than `most`.
pub(crate) async fn count_unpublished(connection: &mut PgConnection, most: i64) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from
             (select from reporting.fact_agency_events where published_at is null limit $1) as unpublished"#,
        most
    )
    .fetch_one(connection)
    .await
}

/// Remembers that they are in the stream, unless the lease under which they were published has a new holder.
pub(crate) async fn mark_published(
    connection: &mut PgConnection,
    positions: &[i64],
    at: OffsetDateTime,
    lease: &str,
    fence: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update reporting.fact_agency_events set published_at = $2
         where position = any($1) and published_at is null
           and exists (select from reporting.leases where name = $3 and fence = $4)",
        positions,
        at,
        lease,
        fence
    )
    .execute(connection)
    .await?;
    Ok(())
}
