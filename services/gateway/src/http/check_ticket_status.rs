//! `POST /v1/ticket-status-checks`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing;
use proto::helpdesk::v1::{CheckTicketStatusRequest, TicketStatus};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{
    rendering::{given, instant, some},
    words::TicketState,
};
use crate::{
    app::App,
    body::Checked,
    challenge::{Purpose, Receipt},
    problem::Problem,
    text::Text,
    upstream::ask,
};

/// Which ticket.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TicketStatusCheck {
    /// 10 digits; spaces and dashes do not matter.
    #[schema(inline)]
    report_number: Text<64>,
    /// From the receipt.
    #[schema(inline)]
    receipt_secret: Text<256>,
    /// A solved challenge of purpose `helpdesk`, or the `challenge_receipt` of an earlier answer.
    #[schema(inline)]
    challenge: Text<8192>,
}

/// Where it stands; nothing of what its writer wrote.
#[derive(Serialize, ToSchema)]
pub(super) struct CheckedTicket {
    /// The ticket.
    ticket: TicketStatusBody,
    /// Stands for the challenge, up to 5 uses in 10 minutes.
    challenge_receipt: Receipt,
}

/// A ticket as its writer is told of it.
#[derive(Serialize, ToSchema)]
#[schema(as = TicketStatus)]
pub(super) struct TicketStatusBody {
    /// 10 digits.
    report_number: String,
    /// `code` of its type.
    type_code: String,
    /// Label of its type, Indonesian.
    type_label_id: String,
    /// Label of its type, English.
    type_label_en: String,
    /// Where it stands.
    #[schema(inline)]
    state: TicketState,
    /// When it was opened.
    #[serde(with = "time::serde::rfc3339")]
    opened_at: OffsetDateTime,
    /// When an answer is due; null once there is one.
    #[serde(with = "time::serde::rfc3339::option")]
    due_at: Option<OffsetDateTime>,
    /// What the officer wrote; null before.
    note: Option<String>,
    /// When it was decided; null before.
    #[serde(with = "time::serde::rfc3339::option")]
    resolved_at: Option<OffsetDateTime>,
}

/// Check where a ticket stands
///
/// Another secret is answered like a number that does not exist.
#[utoipa::path(post, path = "/v1/ticket-status-checks", operation_id = "checkTicketStatus", tag = "helpdesk",
    request_body = TicketStatusCheck,
    responses((status = 200, body = CheckedTicket, description = "Where it stands"), Problem))]
pub(super) async fn check_ticket_status(
    State(app): State<Arc<App>>,
    Checked(check): Checked<TicketStatusCheck>,
) -> Result<Json<CheckedTicket>, Problem> {
    let challenge_receipt = app.admit(check.challenge.expose(), Purpose::Helpdesk).await?;
    let request = CheckTicketStatusRequest {
        report_number: check.report_number.into_exposed(),
        receipt_secret: check.receipt_secret.into_exposed(),
    };
    let answer = ask(app.helpdesk.clone().check_ticket_status(outgoing(request))).await;
    let answer = answer.map_err(|problem| challenge_receipt.on(problem))?;
    let ticket = TicketStatusBody::of(given(answer.ticket)?)?;
    Ok(Json(CheckedTicket { ticket, challenge_receipt }))
}

impl TicketStatusBody {
    /// # Errors
    /// `INTERNAL`: helpdesk left something out.
    pub(super) fn of(ticket: TicketStatus) -> Result<Self, Problem> {
        Ok(Self {
            state: given(TicketState::of(ticket.state()))?,
            opened_at: given(instant(ticket.opened_at))?,
            due_at: instant(ticket.due_at),
            resolved_at: instant(ticket.resolved_at),
            report_number: ticket.report_number,
            type_code: ticket.type_code,
            type_label_id: ticket.type_label_id,
            type_label_en: ticket.type_label_en,
            note: some(ticket.note),
        })
    }
}
