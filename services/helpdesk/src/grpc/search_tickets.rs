//! `SearchTickets`.

use chassis::reason::{Fields, Refusal, internal};
use kernel::ReportNumber;
use proto::helpdesk::v1::{SearchTicketsRequest, SearchTicketsResponse};
use tonic::{Code, Request, Response, Status};

use super::{read, show};
use crate::{
    app::{
        App,
        search_tickets::{SearchTickets, SearchTicketsError},
    },
    store::waiting::Filter,
};

const USUAL_PAGE: u32 = 50;

pub(super) async fn search_tickets(
    app: &App,
    request: Request<SearchTicketsRequest>,
) -> Result<Response<SearchTicketsResponse>, Status> {
    let officer = read::officer(&request)?;
    let command = command(request.into_inner())?;
    let page = app.search_tickets(&officer, command).await.map_err(refused)?;
    let entries = page.entries.into_iter().map(|entry| show::entry(entry, &officer, page.at));
    Ok(Response::new(SearchTicketsResponse {
        tickets: entries.collect::<Result<_, _>>()?,
        next_cursor: page.next_cursor.unwrap_or_default(),
    }))
}

fn command(request: SearchTicketsRequest) -> Result<SearchTickets, Status> {
    let mut fields = Fields::default();
    let number = if request.query.trim().is_empty() { Ok(None) } else { ReportNumber::parse(&request.query).map(Some) };
    fields.require(number.is_ok(), "query", "QUERY_FORM", "a report number, or nothing");
    let fits = request.page_size <= read::LARGEST_PAGE;
    fields.require(fits, "page_size", "PAGE_SIZE_RANGE", "1 to 100, or 0 for 50");
    fields.check()?;
    // A type that does not exist has no tickets.
    let type_code = Some(request.type_code).filter(|code| !code.is_empty());
    Ok(SearchTickets {
        filter: Filter { number: number.unwrap_or_default(), type_code },
        page_size: if request.page_size == 0 { USUAL_PAGE } else { request.page_size },
        cursor: Some(request.cursor).filter(|cursor| !cursor.is_empty()),
    })
}

fn refused(error: SearchTicketsError) -> Status {
    match error {
        SearchTicketsError::CursorInvalid(error) => {
            Refusal::new(Code::InvalidArgument, "CURSOR_INVALID", error.to_string()).into()
        }
        SearchTicketsError::Internal(error) => internal(&error),
    }
}
