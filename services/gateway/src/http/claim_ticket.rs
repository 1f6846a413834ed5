//! `PUT /v1/helpdesk/tickets/{ticket}/claim`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing_as;
use proto::helpdesk::v1::ClaimTicketRequest;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::rendering::{given, instant};
use crate::{app::App, path_id::PathId, problem::Problem, session::SignedIn, upstream::ask};

/// It is mine for a while.
#[derive(Serialize, ToSchema)]
pub(super) struct TicketClaim {
    /// Until then nobody else decides it.
    #[serde(with = "time::serde::rfc3339")]
    claim_expires_at: OffsetDateTime,
}

/// Claim a ticket
///
/// For 30 minutes, or renews the claim.
#[utoipa::path(put, path = "/v1/helpdesk/tickets/{ticket}/claim", operation_id = "claimTicket", tag = "helpdesk",
    security(("session" = [])), params(("ticket" = uuid::Uuid, Path, description = "`ticket_id` of the list")),
    responses((status = 200, body = TicketClaim, description = "Claimed"), Problem))]
pub(super) async fn claim_ticket(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
    PathId(ticket): PathId,
) -> Result<Json<TicketClaim>, Problem> {
    let passport = app.sessions.passport(&claims.sid, "helpdesk").await?;
    let request = ClaimTicketRequest { ticket_id: ticket.to_string() };
    let answer = ask(app.helpdesk.clone().claim_ticket(outgoing_as(request, &passport))).await?;
    Ok(Json(TicketClaim { claim_expires_at: given(instant(answer.claim_expires_at))? }))
}
