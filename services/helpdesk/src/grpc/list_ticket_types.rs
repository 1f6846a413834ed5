//! `ListTicketTypes`.

use chassis::reason::internal;
use proto::helpdesk::v1::{ListTicketTypesRequest, ListTicketTypesResponse, TicketType};
use tonic::{Request, Response, Status};

use crate::{app::App, domain::ticket_type, wire};

pub(super) async fn list_ticket_types(
    app: &App,
    _request: Request<ListTicketTypesRequest>,
) -> Result<Response<ListTicketTypesResponse>, Status> {
    let types = app.list_ticket_types().await.map_err(|error| internal(&error))?;
    Ok(Response::new(ListTicketTypesResponse { types: types.into_iter().map(shown).collect() }))
}

fn shown(of: ticket_type::TicketType) -> TicketType {
    let fields = |fields: &[ticket_type::Field]| fields.iter().map(|field| wire::field(*field).into()).collect();
    TicketType {
        fields: fields(&of.fields),
        optional_fields: fields(&of.optional_fields),
        destination: wire::destination(of.destination).into(),
        action: wire::action(of.action).into(),
        reference_table: of.reference_table.unwrap_or_default(),
        due_hours: of.due_hours,
        code: of.code,
        label_id: of.label_id,
        label_en: of.label_en,
        hint_id: of.hint_id,
        hint_en: of.hint_en,
    }
}
