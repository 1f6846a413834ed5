//! `GET /v1/events`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing_as;
use proto::reporting::v1::ListAgencyEventsRequest;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};

use super::rendering::given;
use crate::{
    app::App,
    problem::Problem,
    query::{Asked, number},
    session::SignedIn,
    text::Text,
    upstream::ask,
};

/// Where to go on.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct EventsAsked {
    /// Events after this `agency_seq`; from the first when left out.
    #[serde(default, deserialize_with = "number")]
    after: u64,
    /// 1 to 1000; 100 when left out.
    #[serde(default, deserialize_with = "number")]
    limit: u32,
    /// The agency that `after` belongs to: another than one's own is refused.
    #[serde(default)]
    #[param(inline)]
    agency: Text<64>,
}

/// The next events of the feed.
#[derive(Serialize, ToSchema)]
pub(super) struct AgencyEvents {
    /// CloudEvents 1.0, byte for byte as over NATS, by `agency_seq` without gaps.
    #[schema(value_type = Vec<Object>)]
    events: Vec<Box<RawValue>>,
    /// `agency_seq` of the last one given, for the next `after`; the one asked for when none.
    last: u64,
    /// `agency_seq` of the newest event of the feed.
    newest: u64,
}

/// My agency's events
///
/// For programs with an API client of their agency. The same events, ids and order as over NATS; `epupnssig` verifies
/// with the keys at `/.well-known/jwks.json`.
#[utoipa::path(get, path = "/v1/events", operation_id = "listAgencyEvents", tag = "systems", security(("session" = [])),
    params(EventsAsked), responses((status = 200, body = AgencyEvents, description = "In order"), Problem))]
pub(super) async fn list_agency_events(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
    Asked(asked): Asked<EventsAsked>,
) -> Result<Json<AgencyEvents>, Problem> {
    let passport = app.sessions.passport(&claims.sid, "reporting").await?;
    let (after, page_size, agency_code) = (asked.after, asked.limit, asked.agency.into_exposed());
    let request = outgoing_as(ListAgencyEventsRequest { after, page_size, agency_code }, &passport);
    let answer = ask(app.reporting.clone().list_agency_events(request)).await;
    let answer = answer.map_err(|problem| problem.renamed(&[("page_size", "limit"), ("agency_code", "agency")]))?;
    // Read only to be sure that it is JSON: whoever checks a signature needs every byte as it was signed.
    let events = answer.events.into_iter().map(|event| given(RawValue::from_string(event).ok()));
    Ok(Json(AgencyEvents { events: events.collect::<Result<_, _>>()?, last: answer.last, newest: answer.newest }))
}
