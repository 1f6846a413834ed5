//! `epupns.operations.v1`: what every owner answers to its operators.

use proto::operations::v1::{
    DescribeRequest, DescribeResponse, DiscardParkedEventsRequest, DiscardParkedEventsResponse,
    FindWrittenEventsRequest, FindWrittenEventsResponse, ListParkedEventsRequest, ListParkedEventsResponse,
    ParkedEvent, ReplayParkedEventsRequest, ReplayParkedEventsResponse, SetAsideEvents,
    operations_service_server::{OperationsService, OperationsServiceServer},
};
use sqlx::AssertSqlSafe;
use time::{Duration as Span, OffsetDateTime};
use tonic::{Code, Request, Response, Status};
use uuid::Uuid;

use super::{
    caller,
    permission::{Permission, Permissions},
};
use crate::{
    ambient::Clock,
    db::Db,
    events::{
        Listener, Parked, Place, ReplayError, count_set_aside, discard_parked, list_parked, replay_parked, written,
    },
    migrations,
    reason::{Refusal, internal},
    wire::timestamp,
};

/// Events in one request, and on one page.
const AT_MOST: u16 = 500;

/// The service over one schema.
pub struct Operations {
    schema: &'static str,
    db: Db,
    clock: Clock,
    listener: Listener,
    events_kept: Span,
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
            Permission::operators("FindWrittenEvents"),
            Permission::operators("DiscardParkedEvents"),
        ],
    );

    /// The service, ready to be mounted; its outbox keeps events for `events_kept`.
    #[must_use]
    pub fn new(
        schema: &'static str,
        db: Db,
        clock: Clock,
        listener: Listener,
        (events_kept, certificate_expires_at): (Span, OffsetDateTime),
    ) -> OperationsServiceServer<Self> {
        OperationsServiceServer::new(Self { schema, db, clock, listener, events_kept, certificate_expires_at })
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
        let set_aside = count_set_aside(&mut connection, schema).await?;
        let latest_set_aside_at = set_aside.iter().map(|kind| kind.latest_at).max();
        let set_aside = set_aside.iter().map(|kind| kind.events).sum::<i64>();
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
            latest_set_aside_at: latest_set_aside_at.map(timestamp),
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
        let ListParkedEventsRequest { page_size, page_token } = request.into_inner();
        let limit = match page_size {
            0 => 100,
            size if size <= u32::from(AT_MOST) => i64::from(size),
            _ => return Err(Refusal::field("page_size", "PAGE_SIZE_RANGE", "1 to 500").into()),
        };
        let behind = (!page_token.is_empty()).then(|| place_of(&page_token)).transpose()?;
        let list = async {
            let mut connection = self.db.read().await?;
            let parked = list_parked(&mut connection, self.schema, behind, limit).await?;
            Ok((parked, count_set_aside(&mut connection, self.schema).await?))
        };
        let (events, set_aside) = list.await.map_err(|error| internal(&error))?;
        let full = i64::try_from(events.len()).is_ok_and(|count| count >= limit);
        let next_page_token = events.last().filter(|_| full).map(|event| token_of(event.place())).unwrap_or_default();
        let events = events.into_iter().map(rendered).collect();
        let set_aside = set_aside
            .into_iter()
            .map(|set_aside| SetAsideEvents {
                publisher: set_aside.publisher,
                reason: set_aside.reason,
                events: set_aside.events.unsigned_abs(),
                latest_at: Some(timestamp(set_aside.latest_at)),
            })
            .collect();
        Ok(Response::new(ListParkedEventsResponse { events, set_aside, next_page_token }))
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

    async fn find_written_events(
        &self,
        request: Request<FindWrittenEventsRequest>,
    ) -> Result<Response<FindWrittenEventsResponse>, Status> {
        let asked = ids(&request.into_inner().event_ids)?;
        let find = async {
            let mut connection = self.db.read().await?;
            Ok(written(&mut connection, self.schema, &asked).await?)
        };
        let found = find.await.map_err(|error| internal(&error))?;
        Ok(Response::new(FindWrittenEventsResponse {
            event_ids: found.iter().map(Uuid::to_string).collect(),
            remembers_since: Some(timestamp(self.clock.now() - self.events_kept)),
        }))
    }

    async fn discard_parked_events(
        &self,
        request: Request<DiscardParkedEventsRequest>,
    ) -> Result<Response<DiscardParkedEventsResponse>, Status> {
        let caller = caller(&request)?;
        let DiscardParkedEventsRequest { publisher, event_ids } = request.into_inner();
        let invented = (publisher, ids(&event_ids)?);
        let discard = discard_parked(self.db.clone(), self.schema, self.clock.clone(), &caller, invented);
        let discarded = discard.await.map_err(|error| internal(&error))?;
        Ok(Response::new(DiscardParkedEventsResponse { discarded }))
    }
}

fn ids(texts: &[String]) -> Result<Vec<Uuid>, Status> {
    if texts.len() > usize::from(AT_MOST) {
        return Err(Refusal::field("event_ids", "EVENT_COUNT", "at most 500").into());
    }
    let read = texts.iter().map(|text| text.parse()).collect::<Result<_, _>>();
    read.map_err(|_| Refusal::field("event_ids", "ID_INVALID", "UUIDs").into())
}

fn rendered(event: Parked) -> ParkedEvent {
    ParkedEvent {
        event_id: event.event_id.to_string(),
        publisher: event.publisher().to_owned(),
        message_name: event.message_name,
        aggregate_id: event.aggregate_id.map(|id| id.to_string()).unwrap_or_default(),
        aggregate_version: event.aggregate_version.unwrap_or(0),
        reason: event.reason,
        parked_at: Some(timestamp(event.parked_at)),
        occurred_at: Some(timestamp(event.occurred_at)),
    }
}

/// A place as it travels: microseconds, as the database keeps them, and the event.
fn token_of(place: Place) -> String {
    format!("{}.{}", place.parked_at.unix_timestamp_nanos() / 1_000, place.event_id)
}

fn place_of(token: &str) -> Result<Place, Status> {
    let read = || {
        let (micros, event_id) = token.split_once('.')?;
        let nanos = micros.parse::<i128>().ok()?.checked_mul(1_000)?;
        let parked_at = OffsetDateTime::from_unix_timestamp_nanos(nanos).ok()?;
        Some(Place { parked_at, event_id: event_id.parse().ok()? })
    };
    read().ok_or_else(|| Refusal::field("page_token", "PAGE_TOKEN_INVALID", "as the page before said it").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_as_it_went() {
        let place = Place {
            parked_at: OffsetDateTime::from_unix_timestamp_nanos(1_764_567_890_123_456_000).unwrap(),
            event_id: Uuid::from_u128(7),
        };
        assert_eq!(place_of(&token_of(place)).unwrap(), place);
        for wrong in ["x", "1.x", "170141183460469231731687303715884105727.00000000-0000-0000-0000-000000000007"] {
            assert_eq!(place_of(wrong).unwrap_err().code(), Code::InvalidArgument, "{wrong}");
        }
    }
}
