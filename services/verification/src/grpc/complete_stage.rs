//! `CompleteStage`.

use chassis::reason::{Fields, Refusal, request_id};
use kernel::DossierId;
use proto::verification::v1::{CompleteStageRequest, CompleteStageResponse};
use tonic::{Code, Request, Response, Status};

use super::{read, show};
use crate::{
    app::{
        App,
        complete_stage::{CompleteStage, CompleteStageError},
    },
    domain::review::State,
    wire,
};

pub(super) async fn complete_stage(
    app: &App,
    request: Request<CompleteStageRequest>,
) -> Result<Response<CompleteStageResponse>, Status> {
    let officer = read::officer(&request)?;
    let command = command(&request.into_inner())?;
    let state = app.complete_stage(officer, command).await.map_err(refused)?;
    let next = if let State::Open(stage) = state { Some(stage) } else { None };
    Ok(Response::new(CompleteStageResponse { state: wire::state(state).into(), next_stage: show::stage(next) }))
}

fn command(request: &CompleteStageRequest) -> Result<CompleteStage, Status> {
    let mut fields = Fields::default();
    let id = fields.read("request_id", request_id(&request.request_id));
    let dossier = fields.read("dossier_id", DossierId::parse(&request.dossier_id));
    let (Some(request_id), Some(dossier_id)) = (id, dossier) else { return Err(fields.refusal()) };
    Ok(CompleteStage { request_id, dossier_id, submission: request.submission, rest_ok: request.rest_ok })
}

fn refused(error: CompleteStageError) -> Status {
    match error {
        CompleteStageError::Desk(error) => show::desk_refused(error),
        CompleteStageError::Outdated => show::outdated(),
        CompleteStageError::ClaimRequired(_) => show::claim_required(),
        CompleteStageError::DecisionsMissing(keys) => {
            let refusal = Refusal::new(Code::FailedPrecondition, "DECISIONS_MISSING", "some due fields are undecided");
            let missing = |refusal: Refusal, key: &String| {
                refusal.violation(key, "DECISION_MISSING", "accept it, return it, or reject it")
            };
            keys.iter().fold(refusal, missing).into()
        }
        CompleteStageError::StageDone => {
            Refusal::new(Code::FailedPrecondition, "STAGE_DONE", "this stage has been completed meanwhile").into()
        }
        CompleteStageError::RequestReused => {
            Refusal::new(Code::InvalidArgument, "REQUEST_ID_REUSED", "this request_id has completed another stage")
                .into()
        }
    }
}
