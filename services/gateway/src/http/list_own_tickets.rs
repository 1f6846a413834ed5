//! `GET /v1/me/tickets`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing_as;
use proto::helpdesk::v1::ListOwnTicketsRequest;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{check_ticket_status::TicketStatusBody, rendering::some};
use crate::{
    app::App,
    problem::Problem,
    query::{Asked, number},
    session::SignedIn,
    text::Text,
    upstream::ask,
};

/// Which page.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OwnTicketsPage {
    /// 1 to 100; 20 when left out.
    #[serde(default, deserialize_with = "number")]
    limit: u32,
    /// `next_cursor` of the page before.
    #[serde(default)]
    #[param(inline)]
    cursor: Text<4096>,
}

/// One page, newest first.
#[derive(Serialize, ToSchema)]
pub(super) struct OwnTickets {
    /// What I opened while I was signed in.
    tickets: Vec<TicketStatusBody>,
    /// For the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// My tickets
#[utoipa::path(get, path = "/v1/me/tickets", operation_id = "listOwnTickets", tag = "helpdesk",
    security(("session" = [])), params(OwnTicketsPage),
    responses((status = 200, body = OwnTickets, description = "One page, newest first"), Problem))]
pub(super) async fn list_own_tickets(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
    Asked(page): Asked<OwnTicketsPage>,
) -> Result<Json<OwnTickets>, Problem> {
    let passport = app.sessions.passport(&claims.sid, "helpdesk").await?;
    let request = ListOwnTicketsRequest { page_size: page.limit, cursor: page.cursor.into_exposed() };
    let answer = ask(app.helpdesk.clone().list_own_tickets(outgoing_as(request, &passport))).await;
    let answer = answer.map_err(|problem| problem.renamed(&[("page_size", "limit")]))?;
    let tickets = answer.tickets.into_iter().map(TicketStatusBody::of).collect::<Result<_, _>>()?;
    Ok(Json(OwnTickets { tickets, next_cursor: some(answer.next_cursor) }))
}
