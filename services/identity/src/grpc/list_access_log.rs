use chassis::{
    grpc::person,
    reason::{Refusal, internal},
    wire::{jurisdiction, role, timestamp},
};
use proto::identity::v1::{AccessLogEntry, ListAccessLogRequest, ListAccessLogResponse};
use tonic::{Code, Request, Status};

use crate::{
    app::{
        App,
        list_access_log::{ListAccessLog, ListAccessLogError},
    },
    store::access_log::Viewed,
};

const USUAL_PAGE: u32 = 50;
const LARGEST_PAGE: u32 = 100;

pub(super) async fn list_access_log(
    app: &App,
    request: Request<ListAccessLogRequest>,
) -> Result<ListAccessLogResponse, Status> {
    let person = person(&request)?;
    let ListAccessLogRequest { page_size, cursor } = request.into_inner();
    if page_size > LARGEST_PAGE {
        return Err(Refusal::field("page_size", "PAGE_SIZE_RANGE", "1 to 100, or 0 for 50").into());
    }
    let command = ListAccessLog {
        page_size: if page_size == 0 { USUAL_PAGE } else { page_size },
        cursor: (!cursor.is_empty()).then_some(cursor),
    };
    let page = app.list_access_log(&person, command).await.map_err(refused)?;
    Ok(ListAccessLogResponse {
        entries: page.entries.into_iter().map(entry).collect(),
        next_cursor: page.next_cursor.unwrap_or_default(),
    })
}

/// By role and place: a verifier works in an office, and is not named.
fn entry(viewed: Viewed) -> AccessLogEntry {
    AccessLogEntry {
        viewed_at: Some(timestamp(viewed.viewed_at)),
        viewer_role: role(viewed.role).into(),
        viewer_jurisdiction: jurisdiction(&viewed.jurisdiction),
        field_group: viewed.field_group,
        purpose: viewed.purpose,
    }
}

fn refused(error: ListAccessLogError) -> Status {
    match error {
        ListAccessLogError::CursorInvalid => {
            Refusal::new(Code::InvalidArgument, "CURSOR_INVALID", "not a cursor of this list").into()
        }
        ListAccessLogError::Unexpected(error) => internal(&error),
    }
}
