//! `GetReviewProgress`.

use chassis::reason::{Refusal, internal};
use proto::verification::v1::{FieldProgress, GetReviewProgressRequest, GetReviewProgressResponse};
use tonic::{Code, Request, Response, Status};

use super::{read, show};
use crate::{
    app::{App, get_review_progress::GetReviewProgressError},
    domain::review::State,
    wire,
};

pub(super) async fn get_review_progress(
    app: &App,
    request: Request<GetReviewProgressRequest>,
) -> Result<Response<GetReviewProgressResponse>, Status> {
    let person = read::person(&request)?;
    let progress = app.get_review_progress(person.person_id).await.map_err(refused)?;
    let stage = if let State::Open(stage) = progress.state { Some(stage) } else { None };
    let fields = progress
        .fields
        .into_iter()
        .map(|(key, verdicts)| FieldProgress { key, verdicts: verdicts.into_iter().map(show::verdict).collect() });
    Ok(Response::new(GetReviewProgressResponse {
        state: wire::state(progress.state).into(),
        stage: show::stage(stage),
        submission: progress.submission,
        claimed: progress.claimed,
        fields: fields.collect(),
    }))
}

fn refused(error: GetReviewProgressError) -> Status {
    match error {
        GetReviewProgressError::NotFound => {
            Refusal::new(Code::NotFound, "REVIEW_NOT_FOUND", "nothing has been submitted").into()
        }
        GetReviewProgressError::Internal(error) => internal(&error),
    }
}
