//! `POST /v1/helpdesk/ticket-searches`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing_as;
use proto::helpdesk::v1::{SearchTicketsRequest, TicketEntry};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{
    rendering::{given, instant, some},
    words::TicketState,
};
use crate::{app::App, body::Checked, problem::Problem, session::SignedIn, text::Text, upstream::ask};

/// What to search for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TicketSearch {
    /// A report number; left out for all that wait.
    #[serde(default)]
    #[schema(inline)]
    query: Text<64>,
    /// `code` of a type; left out for all.
    #[serde(default)]
    #[schema(inline)]
    type_code: Text<64>,
    /// 1 to 100; 50 when left out.
    #[serde(default)]
    page_size: u32,
    /// `next_cursor` of the page before.
    #[serde(default)]
    #[schema(inline)]
    cursor: Text<4096>,
}

/// One page, most urgent first.
#[derive(Serialize, ToSchema)]
pub(super) struct FoundTickets {
    /// Tickets of my jurisdiction.
    tickets: Vec<TicketEntryBody>,
    /// For the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// A ticket in an officer's list; nothing of what its writer wrote.
#[derive(Serialize, ToSchema)]
#[schema(as = TicketEntry)]
pub(super) struct TicketEntryBody {
    /// The ticket.
    ticket_id: String,
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
    /// When an answer is due.
    #[serde(with = "time::serde::rfc3339")]
    due_at: OffsetDateTime,
    /// Whether that has passed.
    overdue: bool,
    /// Whether it came here because nobody had answered in time.
    escalated: bool,
    /// Whether somebody is working on it.
    claimed: bool,
    /// Whether that is me.
    claimed_by_me: bool,
    /// Agency that it concerns; null when that is not known.
    agency_name: Option<String>,
}

/// Tickets that wait for an answer
///
/// Those of one's jurisdiction, never one's own. By its number also one that has been decided.
#[utoipa::path(post, path = "/v1/helpdesk/ticket-searches", operation_id = "searchTickets", tag = "helpdesk",
    security(("session" = [])), request_body = TicketSearch,
    responses((status = 200, body = FoundTickets, description = "One page"), Problem))]
pub(super) async fn search_tickets(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
    Checked(search): Checked<TicketSearch>,
) -> Result<Json<FoundTickets>, Problem> {
    let passport = app.sessions.passport(&claims.sid, "helpdesk").await?;
    let request = SearchTicketsRequest {
        query: search.query.into_exposed(),
        type_code: search.type_code.into_exposed(),
        page_size: search.page_size,
        cursor: search.cursor.into_exposed(),
    };
    let answer = ask(app.helpdesk.clone().search_tickets(outgoing_as(request, &passport))).await?;
    let tickets = answer.tickets.into_iter().map(TicketEntryBody::of).collect::<Result<_, _>>()?;
    Ok(Json(FoundTickets { tickets, next_cursor: some(answer.next_cursor) }))
}

impl TicketEntryBody {
    /// # Errors
    /// `INTERNAL`: helpdesk left something out.
    pub(super) fn of(entry: TicketEntry) -> Result<Self, Problem> {
        Ok(Self {
            state: given(TicketState::of(entry.state()))?,
            opened_at: given(instant(entry.opened_at))?,
            due_at: given(instant(entry.due_at))?,
            ticket_id: entry.ticket_id,
            report_number: entry.report_number,
            type_code: entry.type_code,
            type_label_id: entry.type_label_id,
            type_label_en: entry.type_label_en,
            overdue: entry.overdue,
            escalated: entry.escalated,
            claimed: entry.claimed,
            claimed_by_me: entry.claimed_by_me,
            agency_name: some(entry.agency_name),
        })
    }
}
