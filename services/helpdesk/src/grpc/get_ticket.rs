//! `GetTicket`.

use chassis::wire::timestamp;
use proto::helpdesk::v1::{GetTicketRequest, GetTicketResponse, Ticket, TicketAnswer};
use tonic::{Request, Response, Status};

use super::{read, show};
use crate::{app::App, wire};

pub(super) async fn get_ticket(
    app: &App,
    request: Request<GetTicketRequest>,
) -> Result<Response<GetTicketResponse>, Status> {
    let officer = read::officer(&request)?;
    let ticket = read::ticket_id(&request.get_ref().ticket_id)?;
    let shown = app.get_ticket(&officer, ticket).await.map_err(show::desk_refused)?;
    let claim = shown.own_claim(&officer);
    let answers = shown.answers.expose();
    let answers =
        answers.map(|(field, value)| TicketAnswer { field: wire::field(field).into(), value: value.to_owned() });
    let ticket = Ticket {
        claim_expires_at: claim.map(|claim| timestamp(claim.expires_at)),
        answers: answers.collect(),
        action: wire::action(shown.of.action).into(),
        reference_table: shown.of.reference_table.unwrap_or_default(),
        refusal_code: shown.kept.ticket.refusal_code.unwrap_or_default(),
        entry: Some(show::entry(shown.entry, &officer, shown.at)?),
        text: shown.text,
        note: shown.note,
    };
    Ok(Response::new(GetTicketResponse { ticket: Some(ticket) }))
}
