//! `epupns.operations.v1`: what every owner answers to its operators.

use proto::operations::v1::{
    DescribeRequest, DescribeResponse, ListParkedEventsRequest, ListParkedEventsResponse, ParkedEvent,
    ReplayParkedEventsRequest, ReplayParkedEventsResponse, SetAsideEvents,
    operations_service_server::{OperationsService, OperationsServiceServer},
};
use sqlx::AssertSqlSafe;
use time::OffsetDateTime;
use tonic::{Code, Request, Response, Status};

use super::permission::{Permission, Permissions};
use crate::{
    ambient::Clock,
    db::Db,
    events::{Listener, ReplayError, count_set_aside, list_parked, replay_parked},
    migrations,
    reason::{Refusal, internal},
    wire::timestamp,
};

/// The service over one schema.
pub struct Operations {
    schema: &'static str,
    db: Db,
    clock: Clock,
    listener: Listener,
    certificate_expires_at: OffsetDateTime,
}

impl Operations {
    /// One row per rpc.
    pub const PERMISSIONS: Permissions = Permissions::of(
        "epupns.operations.v1.OperationsService",
        &[
            Permission::operators("Describe"),
            Permission::operators("ListParkedEvents"),
            Permission::operators("ReplayParkedEvents"),
        ],
    );

    /// The service, ready to be mounted.
    #[must_use]
    pub fn new(
        schema: &'static str,
        db: Db,
        clock: Clock,
        listener: Listener,
        certificate_expires_at: OffsetDateTime,
    ) -> OperationsServiceServer<Self> {
        OperationsServiceServer::new(Self { schema, db, clock, listener, certificate_expires_at })
    }

    async fn describe(&self) -> anyhow::Result<DescribeResponse> {
        let mut connection = self.db.read().await?;
        let (schema, now) = (self.schema, self.clock.now());
        let counts = format!(
            "select (select count(*) from {schema}.outbox where published_at is null),
                    (select occurred_at from {schema}.outbox where published_at is null order by position limit 1),
                    (select count(*) from {schema}.waiting_events)"
        );
        let (unpublished, oldest, parked): (i64, Option<OffsetDateTime>, i64) =
            sqlx::query_as(AssertSqlSafe(counts)).fetch_one(&mut *connection).await?;
        let set_aside = count_set_aside(&mut connection, schema).await?.iter().map(|kind| kind.events).sum::<i64>();
        let age = oldest.map_or(0, |oldest| (now - oldest).whole_seconds());
        Ok(DescribeResponse {
            service: schema.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            schema_version: migrations::applied_version(&mut connection, schema).await?,
            outbox_unpublished: unpublished.unsigned_abs(),
            parked_events: parked.unsigned_abs(),
            outbox_oldest_age_seconds: u64::try_from(age).unwrap_or(0),
            now: Some(timestamp(now)),
            certificate_expires_at: Some(timestamp(self.certificate_expires_at)),
            events_set_aside: set_aside.unsigned_abs(),
        })
    }
}

#[tonic::async_trait]
impl OperationsService for Operations {
    async fn describe(&self, _: Request<DescribeRequest>) -> Result<Response<DescribeResponse>, Status> {
        self.describe().await.map(Response::new).map_err(|error| internal(&error))
    }

    async fn list_parked_events(
        &self,
        request: Request<ListParkedEventsRequest>,
    ) -> Result<Response<ListParkedEventsResponse>, Status> {
        let limit = match request.into_inner().page_size {
            0 => 100,
            size @ 1..=500 => i64::from(size),
            _ => return Err(Refusal::field("page_size", "PAGE_SIZE_RANGE", "1 to 500").into()),
        };
        let list = async {
            let mut connection = self.db.read().await?;
            let parked = list_parked(&mut connection, self.schema, limit).await?;
            Ok((parked, count_set_aside(&mut connection, self.schema).await?))
        };
        let (events, set_aside) = list.await.map_err(|error| internal(&error))?;
        let events = events
            .into_iter()
            .map(|event| ParkedEvent {
                event_id: event.event_id.to_string(),
                message_name: event.message_name,
                aggregate_id: event.aggregate_id.map(|id| id.to_string()).unwrap_or_default(),
                aggregate_version: event.aggregate_version.unwrap_or(0),
                reason: event.reason,
                parked_at: Some(timestamp(event.parked_at)),
            })
            .collect();
        let set_aside = set_aside
            .into_iter()
            .map(|set_aside| SetAsideEvents {
                publisher: set_aside.publisher,
                reason: set_aside.reason,
                events: set_aside.events.unsigned_abs(),
                latest_at: Some(timestamp(set_aside.latest_at)),
            })
            .collect();
        Ok(Response::new(ListParkedEventsResponse { events, set_aside }))
    }

    async fn replay_parked_events(
        &self,
        request: Request<ReplayParkedEventsRequest>,
    ) -> Result<Response<ReplayParkedEventsResponse>, Status> {
        let event_id = request.into_inner().event_id.parse();
        let event_id = event_id.map_err(|_| Refusal::field("event_id", "ID_INVALID", "a UUID"))?;
        let replay = replay_parked(self.db.clone(), self.schema, self.clock.clone(), self.listener.clone(), event_id);
        match replay.await {
            Ok(replayed) => Ok(Response::new(ReplayParkedEventsResponse { replayed })),
            Err(ReplayError::NotFound) => {
                Err(Refusal::new(Code::NotFound, "PARKED_EVENT_NOT_FOUND", "no such parked event").into())
            }
            Err(ReplayError::RefusedAgain(error)) => {
                tracing::warn!(error = format!("{error:#}"), "replay refused");
                Err(Refusal::new(Code::FailedPrecondition, "PARKED_EVENT_REFUSED_AGAIN", "the cause is still there")
                    .into())
            }
            Err(error @ ReplayError::Database(_)) => Err(internal(&error.into())),
        }
    }
}
