use chassis::reason::{Refusal, internal};
use kernel::{Coded, Nip, PersonId, RegistrationId, RegistrationNumber};
use proto::identity::v1::{PrepareAccountRequest, PrepareAccountResponse};
use tonic::{Code, Request, Status};

use super::render::busy;
use crate::{
    app::{
        App,
        prepare_account::{PrepareAccount, PrepareAccountError},
    },
    domain::secrets::TypedSecrets,
};

pub(super) async fn prepare_account(
    app: &App,
    request: Request<PrepareAccountRequest>,
) -> Result<PrepareAccountResponse, Status> {
    let command = parse(request.into_inner())?;
    app.prepare_account(command).await.map_err(refused)?;
    Ok(PrepareAccountResponse {})
}

fn parse(request: PrepareAccountRequest) -> Result<PrepareAccount, Status> {
    Ok(PrepareAccount {
        registration_id: RegistrationId::parse(&request.registration_id).map_err(broken("registration_id"))?,
        registration_number: RegistrationNumber::parse(&request.registration_number)
            .map_err(broken("registration_number"))?,
        person_id: PersonId::parse(&request.person_id).map_err(broken("person_id"))?,
        nip: Nip::parse(&request.nip).map_err(broken("nip"))?,
        name: request.name,
        agency_name: request.agency_name,
        secrets: TypedSecrets {
            email: request.email.into(),
            password: request.password.into(),
            mother_name: request.mother_name.into(),
            security_question: request.security_question.into(),
            security_answer: request.security_answer.into(),
        },
    })
}

/// What registration sends itself, not what the person typed: a defect of the asker.
fn broken<E: Coded>(field: &'static str) -> impl FnOnce(E) -> Status {
    move |error| Refusal::field(field, error.code(), error.to_string()).into()
}

fn refused(error: PrepareAccountError) -> Status {
    match error {
        PrepareAccountError::Fields(broken) => Refusal::fields(broken).into(),
        PrepareAccountError::SecretsDiffer => {
            Refusal::new(Code::AlreadyExists, "SECRETS_DIFFER", "other secrets under the same registration").into()
        }
        PrepareAccountError::RegistrationErased => {
            Refusal::new(Code::FailedPrecondition, "REGISTRATION_ERASED", "the registration is no more").into()
        }
        PrepareAccountError::Busy(retry_after) => busy(retry_after),
        PrepareAccountError::Unexpected(error) => internal(&error),
    }
}
