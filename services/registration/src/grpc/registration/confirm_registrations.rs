//! `ConfirmRegistrations`.

use chassis::{
    grpc::person,
    reason::{Fields, internal, request_id},
};
use kernel::RegistrationId;
use proto::registration::v1::{
    self as pb, ConfirmRegistrationsRequest, ConfirmRegistrationsResponse, ConfirmationDecision, ConfirmationResult,
};
use tonic::{Request, Response, Status};

use super::show;
use crate::{
    app::{App, registration::confirm_registrations::ItemDecision},
    domain::registration::{
        State,
        decision::{Decision, DecisionError, SeenProof},
    },
};

const MOST_DECISIONS: usize = 500;

pub(crate) async fn confirm_registrations(
    app: &App,
    request: Request<ConfirmRegistrationsRequest>,
) -> Result<Response<ConfirmRegistrationsResponse>, Status> {
    let person = person(&request)?;
    let request = request.into_inner();
    let mut fields = Fields::default();
    let id = fields.read("request_id", request_id(&request.request_id));
    let fits = (1..=MOST_DECISIONS).contains(&request.decisions.len());
    fields.require(fits, "decisions", "DECISIONS_COUNT", "1 to 500 decisions");
    let Some(id) = id else { return Err(fields.refusal()) };
    fields.check()?;
    let items = request.decisions.iter().map(read).collect();
    let results = app.confirm_registrations(&person, id, items).await.map_err(|error| internal(&error))?;
    let results = request.decisions.into_iter().zip(results).map(result).collect();
    Ok(Response::new(ConfirmRegistrationsResponse { results }))
}

fn read(decision: &ConfirmationDecision) -> Result<ItemDecision, DecisionError> {
    Ok(ItemDecision {
        registration_id: RegistrationId::parse(&decision.registration_id).map_err(|_| DecisionError::NotFound)?,
        decision: Decision::parse(decision.genuine, &decision.reason_code)?,
        seen: match decision.seen() {
            pb::SeenProof::Unspecified => SeenProof::Untold,
            pb::SeenProof::Paper => SeenProof::Paper,
            pb::SeenProof::Qr => SeenProof::Qr,
        },
    })
}

fn result((decision, result): (ConfirmationDecision, Result<State, DecisionError>)) -> ConfirmationResult {
    let (state, error_code) = match result {
        Ok(state) => (show::state(state), ""),
        Err(error) => (pb::RegistrationState::Unspecified, error.code()),
    };
    ConfirmationResult {
        registration_id: decision.registration_id,
        state: state.into(),
        error_code: error_code.to_owned(),
    }
}
