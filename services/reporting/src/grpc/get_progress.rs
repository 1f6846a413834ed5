//! `GetProgress`.

use chassis::{
    reason::{Fields, Refusal, internal},
    wire::timestamp,
};
use proto::reporting::v1::{GetProgressRequest, GetProgressResponse, Progress};
use tonic::{Code, Request, Response, Status};

use super::{read, show};
use crate::{
    app::{
        App,
        get_progress::{ProgressError, ProgressQuery},
    },
    store::view_agencies::Place,
};

const USUAL_PAGE: u32 = 100;
const LARGEST_PAGE: u32 = 500;

pub(super) async fn get_progress(
    app: &App,
    request: Request<GetProgressRequest>,
) -> Result<Response<GetProgressResponse>, Status> {
    let person = read::person(&request)?;
    let page = app.get_progress(&person, query(request.into_inner())?).await.map_err(refused)?;
    let row = |(place, counts): (Place, _)| Progress {
        code: place.code,
        name: place.name,
        counts: Some(show::counts(&counts)),
    };
    Ok(Response::new(GetProgressResponse {
        rows: page.rows.into_iter().map(row).collect(),
        next_cursor: page.next_cursor.unwrap_or_default(),
        total: Some(show::counts(&page.total)),
        as_of: page.as_of.map(timestamp),
    }))
}

fn query(request: GetProgressRequest) -> Result<ProgressQuery, Status> {
    let mut fields = Fields::default();
    let campaign = read::campaign(&mut fields, request.campaign_code);
    let agency = read::agency(&mut fields, &request.agency_code);
    let fits = request.page_size <= LARGEST_PAGE;
    fields.require(fits, "page_size", "PAGE_SIZE_RANGE", "1 to 500, or 0 for 100");
    fields.check()?;
    Ok(ProgressQuery {
        campaign,
        agency,
        page_size: if request.page_size == 0 { USUAL_PAGE } else { request.page_size },
        cursor: Some(request.cursor).filter(|cursor| !cursor.is_empty()),
    })
}

fn refused(error: ProgressError) -> Status {
    match error {
        ProgressError::CursorInvalid => {
            Refusal::new(Code::InvalidArgument, "CURSOR_INVALID", "not a cursor of this list").into()
        }
        ProgressError::Internal(error) => internal(&error),
    }
}
