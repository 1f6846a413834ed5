//! `ListOwnTickets`.

use chassis::reason::{Fields, Refusal, internal};
use proto::helpdesk::v1::{ListOwnTicketsRequest, ListOwnTicketsResponse};
use tonic::{Code, Request, Response, Status};

use super::{read, show};
use crate::app::{App, list_own_tickets::ListOwnTicketsError};

const USUAL_PAGE: u32 = 20;

pub(super) async fn list_own_tickets(
    app: &App,
    request: Request<ListOwnTicketsRequest>,
) -> Result<Response<ListOwnTicketsResponse>, Status> {
    let person = read::person(&request)?;
    let request = request.into_inner();
    let mut fields = Fields::default();
    let fits = request.page_size <= read::LARGEST_PAGE;
    fields.require(fits, "page_size", "PAGE_SIZE_RANGE", "1 to 100, or 0 for 20");
    fields.check()?;
    let page_size = if request.page_size == 0 { USUAL_PAGE } else { request.page_size };
    let cursor = Some(request.cursor.as_str()).filter(|cursor| !cursor.is_empty());
    let page = app.list_own_tickets(person.person_id, page_size, cursor).await.map_err(refused)?;
    Ok(Response::new(ListOwnTicketsResponse {
        tickets: page.tickets.into_iter().map(show::status).collect(),
        next_cursor: page.next_cursor.unwrap_or_default(),
    }))
}

fn refused(error: ListOwnTicketsError) -> Status {
    match error {
        ListOwnTicketsError::CursorInvalid(error) => {
            Refusal::new(Code::InvalidArgument, "CURSOR_INVALID", error.to_string()).into()
        }
        ListOwnTicketsError::Internal(error) => internal(&error),
    }
}
