//! `ListAgencyEvents`.

use chassis::{
    grpc::{not_permitted, person},
    reason::{Fields, Refusal, internal},
};
use proto::reporting::v1::{ListAgencyEventsRequest, ListAgencyEventsResponse};
use tonic::{Code, Request, Response, Status};

use crate::app::{
    App,
    list_agency_events::{ListEvents, ListEventsError},
};

const USUAL_PAGE: u32 = 100;
const LARGEST_PAGE: u32 = 1000;

pub(super) async fn list_agency_events(
    app: &App,
    request: Request<ListAgencyEventsRequest>,
) -> Result<Response<ListAgencyEventsResponse>, Status> {
    let person = person(&request)?;
    let command = read(request.into_inner())?;
    let page = app.list_agency_events(&person, command).await.map_err(refused)?;
    Ok(Response::new(ListAgencyEventsResponse { events: page.events, last: page.last, newest: page.newest }))
}

fn read(request: ListAgencyEventsRequest) -> Result<ListEvents, Status> {
    let mut fields = Fields::default();
    let fits = request.page_size <= LARGEST_PAGE;
    fields.require(fits, "page_size", "PAGE_SIZE_RANGE", "1 to 1000, or 0 for 100");
    fields.check()?;
    Ok(ListEvents {
        after: request.after,
        page_size: if request.page_size == 0 { USUAL_PAGE } else { request.page_size },
        agency_code: (!request.agency_code.is_empty()).then_some(request.agency_code),
    })
}

fn refused(error: ListEventsError) -> Status {
    match error {
        ListEventsError::NoAgency => not_permitted(),
        ListEventsError::AgencyMismatch => {
            Refusal::new(Code::PermissionDenied, "AGENCY_MISMATCH", error.to_string()).into()
        }
        ListEventsError::SeqRange => Refusal::field("after", "AGENCY_SEQ_RANGE", error.to_string()).into(),
        ListEventsError::Internal(error) => internal(&error),
    }
}
