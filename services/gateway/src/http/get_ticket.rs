//! `GET /v1/helpdesk/tickets/{ticket}`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing_as;
use proto::helpdesk::v1::{GetTicketRequest, Ticket};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{
    rendering::{Said, given, instant, some},
    search_tickets::TicketEntryBody,
    words::{TicketAction, TicketField},
};
use crate::{app::App, path_id::PathId, problem::Problem, session::SignedIn, upstream::ask};

/// A ticket as its officer sees it.
#[derive(Serialize, ToSchema)]
#[schema(as = Ticket)]
pub(super) struct TicketBody {
    /// What the list shows.
    entry: TicketEntryBody,
    /// What the writer wrote.
    text: String,
    /// What the type asked for, each with what was typed.
    answers: Vec<TicketAnswerBody>,
    /// When my claim ends; null without one.
    #[serde(with = "time::serde::rfc3339::option")]
    claim_expires_at: Option<OffsetDateTime>,
    /// What an approval does; null when officers only answer.
    #[schema(inline)]
    action: Option<TicketAction>,
    /// The table of a missing value; null unless the type is about one.
    reference_table: Option<String>,
    /// What the officer wrote; null before.
    note: Option<String>,
    /// Why what was approved could not be carried out: the ticket can be decided again. Null otherwise.
    #[schema(inline)]
    refusal: Option<Said>,
}

/// An answer to what a type asks.
#[derive(Serialize, ToSchema)]
#[schema(as = TicketAnswer)]
pub(super) struct TicketAnswerBody {
    /// Which question.
    #[schema(inline)]
    field: TicketField,
    /// What was typed.
    value: String,
}

/// A ticket
///
/// With what its writer wrote: whoever looks is noted in the access log of the person that it is about.
#[utoipa::path(get, path = "/v1/helpdesk/tickets/{ticket}", operation_id = "getTicket", tag = "helpdesk",
    security(("session" = [])), params(("ticket" = uuid::Uuid, Path, description = "`ticket_id` of the list")),
    responses((status = 200, body = TicketBody, description = "With its text"), Problem))]
pub(super) async fn get_ticket(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
    PathId(ticket): PathId,
) -> Result<Json<TicketBody>, Problem> {
    let passport = app.sessions.passport(&claims.sid, "helpdesk").await?;
    let request = GetTicketRequest { ticket_id: ticket.to_string() };
    let answer = ask(app.helpdesk.clone().get_ticket(outgoing_as(request, &passport))).await?;
    TicketBody::of(given(answer.ticket)?).map(Json)
}

impl TicketBody {
    fn of(ticket: Ticket) -> Result<Self, Problem> {
        let answers = ticket.answers.iter().map(|answer| {
            let field = given(TicketField::of(answer.field()))?;
            Ok(TicketAnswerBody { field, value: answer.value.clone() })
        });
        Ok(Self {
            answers: answers.collect::<Result<_, Problem>>()?,
            claim_expires_at: instant(ticket.claim_expires_at),
            action: TicketAction::of(ticket.action()),
            entry: TicketEntryBody::of(given(ticket.entry)?)?,
            text: ticket.text,
            reference_table: some(ticket.reference_table),
            note: some(ticket.note),
            refusal: Said::of(ticket.refusal_code, "Pelaksanaan ditolak"),
        })
    }
}
