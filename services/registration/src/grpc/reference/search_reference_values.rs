//! `SearchReferenceValues`.

use chassis::reason::{Fields, Refusal, internal};
use kernel::{TextError, check_text};
use proto::registration::v1::{
    ReferenceValue as ShownValue, SearchReferenceValuesRequest, SearchReferenceValuesResponse,
};
use tonic::{Code, Request, Response, Status};

use crate::{
    app::{App, reference::search_reference_values::SearchReferenceError},
    store::reference::reference_values::{ReferenceValue, Search},
};

const USUAL_PAGE: u32 = 20;
const LARGEST_PAGE: u32 = 50;
const LONGEST_QUERY: usize = 100;
const LONGEST_CODE: usize = 36;

pub(crate) async fn search_reference_values(
    app: &App,
    request: Request<SearchReferenceValuesRequest>,
) -> Result<Response<SearchReferenceValuesResponse>, Status> {
    let search = read(request.into_inner())?;
    let found = app.search_reference_values(&search).await.map_err(refused)?;
    Ok(Response::new(SearchReferenceValuesResponse { values: found.into_iter().map(shown).collect() }))
}

fn read(request: SearchReferenceValuesRequest) -> Result<Search, Status> {
    let mut fields = Fields::default();
    fields.read("query", text(&request.query, LONGEST_QUERY));
    fields.read("agency_code", text(&request.agency_code, LONGEST_CODE));
    fields.require(request.page_size <= LARGEST_PAGE, "page_size", "PAGE_SIZE_RANGE", "1 to 50, or 0 for 20");
    fields.check()?;
    Ok(Search {
        table: request.table,
        query: request.query,
        agency_code: (!request.agency_code.is_empty()).then_some(request.agency_code),
        limit: if request.page_size == 0 { USUAL_PAGE } else { request.page_size },
    })
}

/// Nothing at all is allowed too.
fn text(text: &str, max_code_points: usize) -> Result<(), TextError> {
    match check_text(text, max_code_points) {
        Err(TextError::Empty) => Ok(()),
        checked => checked,
    }
}

fn shown(value: ReferenceValue) -> ShownValue {
    ShownValue { code: value.code, label: value.label }
}

fn refused(error: SearchReferenceError) -> Status {
    match error {
        SearchReferenceError::TableUnknown => {
            Refusal::new(Code::NotFound, "REFERENCE_TABLE_UNKNOWN", "no such reference table").into()
        }
        SearchReferenceError::Internal(error) => internal(&error),
    }
}
