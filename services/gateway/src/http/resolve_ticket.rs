//! `POST /v1/helpdesk/tickets/{ticket}/resolution`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing_as;
use proto::helpdesk::v1::{Resolution as Wire, ResolveTicketRequest};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{rendering::given, words::TicketState};
use crate::{
    app::App, body::Checked, idempotency::IdempotencyKey, path_id::PathId, problem::Problem, session::SignedIn,
    text::Text, upstream::ask,
};

/// What an officer makes of a ticket.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Resolution {
    /// The note answers it. Not for a type with an `action`.
    Answer,
    /// The `action` of its type is carried out.
    Approve,
    /// The note says why not.
    Reject,
}

impl From<Resolution> for Wire {
    fn from(resolution: Resolution) -> Self {
        match resolution {
            Resolution::Answer => Self::Answer,
            Resolution::Approve => Self::Approve,
            Resolution::Reject => Self::Reject,
        }
    }
}

/// What becomes of a ticket.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewResolution {
    /// What.
    #[schema(inline)]
    resolution: Resolution,
    /// 1 to 1,000 characters for its writer.
    #[schema(inline)]
    note: Text<4096>,
    /// Of an approval that adds a reference value: what is stored, 1 to 40 of `A-Z a-z 0-9 . - /`.
    #[serde(default)]
    #[schema(inline)]
    reference_code: Text<64>,
    /// Of an approval that adds a reference value: what people read, 1 to 200 characters.
    #[serde(default)]
    #[schema(inline)]
    reference_label: Text<1024>,
}

/// Where it stands.
#[derive(Serialize, ToSchema)]
pub(super) struct ResolvedTicket {
    /// `approved` until it is carried out, which is a matter of moments; then `resolved`, or `open` again when it was refused.
    #[schema(inline)]
    state: TicketState,
}

/// Resolve a ticket
///
/// Answers, approves or rejects. Repeating with the same `Idempotency-Key` and body gives the same answer.
#[utoipa::path(post, path = "/v1/helpdesk/tickets/{ticket}/resolution", operation_id = "resolveTicket", tag = "helpdesk",
    security(("session" = [])),
    params(("ticket" = uuid::Uuid, Path, description = "`ticket_id` of the list"),
        ("Idempotency-Key" = uuid::Uuid, Header, description = "A new UUID per intended resolution")),
    request_body = NewResolution,
    responses((status = 200, body = ResolvedTicket, description = "Decided"), Problem))]
pub(super) async fn resolve_ticket(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
    PathId(ticket): PathId,
    IdempotencyKey(key): IdempotencyKey,
    Checked(new): Checked<NewResolution>,
) -> Result<Json<ResolvedTicket>, Problem> {
    let passport = app.sessions.passport(&claims.sid, "helpdesk").await?;
    let request = ResolveTicketRequest {
        request_id: key.to_string(),
        ticket_id: ticket.to_string(),
        resolution: Wire::from(new.resolution).into(),
        note: new.note.into_exposed(),
        reference_code: new.reference_code.into_exposed(),
        reference_label: new.reference_label.into_exposed(),
    };
    let answer = ask(app.helpdesk.clone().resolve_ticket(outgoing_as(request, &passport))).await?;
    Ok(Json(ResolvedTicket { state: given(TicketState::of(answer.state()))? }))
}
