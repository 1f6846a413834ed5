//! `FindSubmission`.

use chassis::{grpc::person, reason::internal};
use proto::registration::v1::{FindSubmissionRequest, FindSubmissionResponse};
use tonic::{Request, Response, Status};

use crate::app::App;

pub(crate) async fn find_submission(
    app: &App,
    request: Request<FindSubmissionRequest>,
) -> Result<Response<FindSubmissionResponse>, Status> {
    let person = person(&request)?;
    let found = app.find_submission(&person).await.map_err(|error| internal(&error))?;
    let (dossier_id, submission) =
        found.map(|(id, number)| (id.to_string(), number.unsigned_abs())).unwrap_or_default();
    Ok(Response::new(FindSubmissionResponse { dossier_id, submission }))
}
