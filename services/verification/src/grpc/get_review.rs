//! `GetReview`.

use chassis::wire::timestamp;
use proto::verification::v1::{GetReviewRequest, GetReviewResponse, Review, ReviewField};
use tonic::{Request, Response, Status};

use super::{read, show};
use crate::{
    app::{
        App,
        get_review::{FieldShown, GetReviewError},
    },
    wire,
};

pub(super) async fn get_review(
    app: &App,
    request: Request<GetReviewRequest>,
) -> Result<Response<GetReviewResponse>, Status> {
    let (officer, passport) = (read::officer(&request)?, read::passport(&request)?);
    let dossier = read::dossier_id(&request.get_ref().dossier_id)?;
    let shown = app.get_review(&officer, dossier, &passport).await.map_err(refused)?;
    let claim = shown.own_claim(&officer);
    let review = Review {
        state: wire::state(shown.kept.review.state).into(),
        claim_expires_at: claim.map(|claim| timestamp(claim.expires_at)),
        entry: Some(show::entry(shown.entry, &officer, shown.at)),
        fields: shown.fields.into_iter().map(field).collect(),
    };
    Ok(Response::new(GetReviewResponse { review: Some(review) }))
}

fn field(field: FieldShown) -> ReviewField {
    ReviewField {
        submitted: Some(field.submitted),
        due: field.due,
        may_reject: field.may_reject,
        verdicts: field.verdicts.into_iter().map(show::verdict).collect(),
    }
}

fn refused(error: GetReviewError) -> Status {
    match error {
        GetReviewError::Desk(error) => show::desk_refused(error),
        GetReviewError::Submissions(error) => show::submissions_refused(error),
    }
}
