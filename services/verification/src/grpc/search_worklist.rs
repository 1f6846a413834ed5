//! `SearchWorklist`.

use chassis::reason::{Fields, Refusal, internal};
use kernel::{Nip, RegistrationNumber};
use proto::verification::v1::{SearchWorklistRequest, SearchWorklistResponse};
use tonic::{Code, Request, Response, Status};

use super::{read, show};
use crate::{
    app::{
        App,
        search_worklist::{SearchWorklist, SearchWorklistError},
    },
    store::worklist::Filter,
};

const USUAL_PAGE: u32 = 50;
const LARGEST_PAGE: u32 = 100;

pub(super) async fn search_worklist(
    app: &App,
    request: Request<SearchWorklistRequest>,
) -> Result<Response<SearchWorklistResponse>, Status> {
    let officer = read::officer(&request)?;
    let command = command(request.into_inner())?;
    let page = app.search_worklist(&officer, command).await.map_err(refused)?;
    Ok(Response::new(SearchWorklistResponse {
        entries: page.entries.into_iter().map(|entry| show::entry(entry, &officer, page.at)).collect(),
        next_cursor: page.next_cursor.unwrap_or_default(),
    }))
}

fn command(request: SearchWorklistRequest) -> Result<SearchWorklist, Status> {
    let mut fields = Fields::default();
    let filter = filter(&request.query);
    fields.require(filter.is_some(), "query", "QUERY_FORM", "a registration number, a NIP, or nothing");
    let fits = request.page_size <= LARGEST_PAGE;
    fields.require(fits, "page_size", "PAGE_SIZE_RANGE", "1 to 100, or 0 for 50");
    fields.check()?;
    Ok(SearchWorklist {
        filter: filter.unwrap_or_default(),
        page_size: if request.page_size == 0 { USUAL_PAGE } else { request.page_size },
        cursor: (!request.cursor.is_empty()).then_some(request.cursor),
    })
}

fn filter(query: &str) -> Option<Filter> {
    if query.trim().is_empty() {
        return Some(Filter::default());
    }
    if let Ok(nip) = Nip::parse(query) {
        return Some(Filter { nip: Some(nip), number: None });
    }
    let number = RegistrationNumber::parse(query).ok()?;
    Some(Filter { number: Some(number), nip: None })
}

fn refused(error: SearchWorklistError) -> Status {
    match error {
        SearchWorklistError::CursorInvalid(error) => {
            Refusal::new(Code::InvalidArgument, "CURSOR_INVALID", error.to_string()).into()
        }
        SearchWorklistError::Internal(error) => internal(&error),
    }
}
