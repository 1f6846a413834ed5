//! `SearchRegistrationConfirmations`.

use chassis::{
    cursor::CursorInvalid,
    grpc::person,
    reason::{Fields, Refusal, internal},
    wire::timestamp,
};
use kernel::{Nip, RegistrationNumber};
use proto::registration::v1::{
    PendingConfirmation, SearchRegistrationConfirmationsRequest, SearchRegistrationConfirmationsResponse,
};
use tonic::{Code, Request, Response, Status};

use crate::{
    app::{
        App,
        registration::search_registration_confirmations::{SearchConfirmations, SearchError, Wanted},
    },
    domain::master::employee::full_name,
    store::registration::waiting_confirmations::Waiting,
};

const USUAL_PAGE: u32 = 50;
const LARGEST_PAGE: u32 = 100;

pub(crate) async fn search_registration_confirmations(
    app: &App,
    request: Request<SearchRegistrationConfirmationsRequest>,
) -> Result<Response<SearchRegistrationConfirmationsResponse>, Status> {
    let person = person(&request)?;
    let command = read(request.into_inner())?;
    let page = app.search_registration_confirmations(&person, command).await.map_err(refused)?;
    Ok(Response::new(SearchRegistrationConfirmationsResponse {
        confirmations: page.waiting.into_iter().map(pending).collect(),
        next_cursor: page.next_cursor.unwrap_or_default(),
    }))
}

fn read(request: SearchRegistrationConfirmationsRequest) -> Result<SearchConfirmations, Status> {
    let mut fields = Fields::default();
    let wanted = wanted(&request.query);
    fields.require(wanted.is_some(), "query", "QUERY_FORM", "a registration number, a NIP, or nothing");
    let fits = request.page_size <= LARGEST_PAGE;
    fields.require(fits, "page_size", "PAGE_SIZE_RANGE", "1 to 100, or 0 for 50");
    fields.check()?;
    Ok(SearchConfirmations {
        wanted: wanted.unwrap_or(Wanted::All),
        page_size: if request.page_size == 0 { USUAL_PAGE } else { request.page_size },
        cursor: (!request.cursor.is_empty()).then_some(request.cursor),
    })
}

fn wanted(query: &str) -> Option<Wanted> {
    if query.trim().is_empty() {
        return Some(Wanted::All);
    }
    let number = || RegistrationNumber::parse(query).map(Wanted::Number);
    Nip::parse(query).map(Wanted::Nip).or_else(|_| number()).ok()
}

fn pending(waiting: Waiting) -> PendingConfirmation {
    PendingConfirmation {
        registration_id: waiting.registration_id.to_string(),
        registration_number: waiting.registration_number,
        name: full_name(&waiting.front_title, &waiting.name, &waiting.back_title),
        nip: waiting.nip,
        unit_name: waiting.unit_name,
        registered_at: Some(timestamp(waiting.registered_at)),
        due_at: Some(timestamp(waiting.due_at)),
    }
}

fn refused(error: SearchError) -> Status {
    match error {
        SearchError::CursorInvalid(CursorInvalid) => {
            Refusal::new(Code::InvalidArgument, "CURSOR_INVALID", "not a cursor of this list").into()
        }
        SearchError::Internal(error) => internal(&error),
    }
}
