//! `GET /v1/ticket-types`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing;
use proto::helpdesk::v1::{ListTicketTypesRequest, TicketType};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    rendering::{given, some},
    words::{TicketAction, TicketDestination, TicketField},
};
use crate::{app::App, problem::Problem, upstream::ask};

/// What tickets can be about, in the order in which people choose.
#[derive(Serialize, ToSchema)]
pub(super) struct TicketTypes {
    types: Vec<TicketTypeBody>,
}

/// A type of ticket.
#[derive(Serialize, ToSchema)]
#[schema(as = TicketType)]
pub(super) struct TicketTypeBody {
    /// Stable, e.g. `instansi_salah`.
    code: String,
    /// Label, Indonesian.
    label_id: String,
    /// Label, English.
    label_en: String,
    /// What to write, and which paper to show; Indonesian.
    hint_id: String,
    /// The same in English.
    hint_en: String,
    /// What it asks for beside the text.
    #[schema(inline)]
    fields: Vec<TicketField>,
    /// Of these, what may be left out.
    #[schema(inline)]
    optional_fields: Vec<TicketField>,
    /// Who answers at first.
    #[schema(inline)]
    destination: TicketDestination,
    /// The table of a missing value; null unless it is about one.
    reference_table: Option<String>,
    /// What an approval does; null when officers only answer.
    #[schema(inline)]
    action: Option<TicketAction>,
    /// Hours until an answer is due.
    due_hours: u32,
}

/// Types of tickets
#[utoipa::path(get, path = "/v1/ticket-types", operation_id = "listTicketTypes", tag = "helpdesk",
    responses((status = 200, body = TicketTypes, description = "All types, in the order in which people choose"), Problem))]
pub(super) async fn list_ticket_types(State(app): State<Arc<App>>) -> Result<Json<TicketTypes>, Problem> {
    let answer = ask(app.helpdesk.clone().list_ticket_types(outgoing(ListTicketTypesRequest {}))).await?;
    let types = answer.types.into_iter().map(TicketTypeBody::of).collect::<Result<_, _>>()?;
    Ok(Json(TicketTypes { types }))
}

impl TicketTypeBody {
    fn of(kind: TicketType) -> Result<Self, Problem> {
        Ok(Self {
            fields: kind.fields().filter_map(TicketField::of).collect(),
            optional_fields: kind.optional_fields().filter_map(TicketField::of).collect(),
            destination: given(TicketDestination::of(kind.destination()))?,
            action: TicketAction::of(kind.action()),
            code: kind.code,
            label_id: kind.label_id,
            label_en: kind.label_en,
            hint_id: kind.hint_id,
            hint_en: kind.hint_en,
            reference_table: some(kind.reference_table),
            due_hours: kind.due_hours,
        })
    }
}
