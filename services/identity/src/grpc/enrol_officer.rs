use chassis::{
    grpc::caller,
    reason::{Refusal, internal},
};
use kernel::{Coded as _, Nip};
use proto::identity::v1::{EnrolOfficerRequest, EnrolOfficerResponse};
use tonic::{Code, Request, Status};

use super::{parse, render::busy};
use crate::app::{
    App,
    enrol_officer::{Behind, EnrolOfficer, EnrolOfficerError},
};

pub(super) async fn enrol_officer(
    app: &App,
    request: Request<EnrolOfficerRequest>,
) -> Result<EnrolOfficerResponse, Status> {
    let caller = caller(&request)?;
    let request = request.into_inner();
    let behind = behind(&request.nip, request.declared_name)?;
    let command = EnrolOfficer {
        username: request.username,
        password: request.password.into(),
        role: parse::role(request.role)?,
        jurisdiction: parse::jurisdiction(request.jurisdiction.as_ref())?,
        behind,
    };
    let enrolled = app.enrol_officer(&caller, command).await.map_err(refused)?;
    Ok(EnrolOfficerResponse {
        account_id: enrolled.account_id.to_string(),
        person_id: enrolled.person_id.to_string(),
        totp_uri: enrolled.totp_uri.to_string(),
    })
}

fn behind(nip: &str, declared_name: String) -> Result<Behind, Status> {
    match (nip.is_empty(), declared_name.is_empty()) {
        (false, true) => match Nip::parse(nip) {
            Ok(nip) => Ok(Behind::Employee(nip)),
            Err(error) => Err(Refusal::field("nip", error.code(), error.to_string()).into()),
        },
        (true, false) => Ok(Behind::Declared(declared_name)),
        _ => Err(Refusal::field("nip", "PERSON_EXACTLY_ONE", "either a NIP or a declared name").into()),
    }
}

fn refused(error: EnrolOfficerError) -> Status {
    match error {
        EnrolOfficerError::Fields(broken) => Refusal::fields(broken).into(),
        EnrolOfficerError::JurisdictionMismatch => {
            Refusal::new(Code::InvalidArgument, "JURISDICTION_MISMATCH", "the role cannot hold there").into()
        }
        EnrolOfficerError::UsernameTaken => {
            Refusal::new(Code::AlreadyExists, "USERNAME_TAKEN", "another account bears it").into()
        }
        EnrolOfficerError::PersonNotFound => {
            Refusal::new(Code::NotFound, "PERSON_NOT_FOUND", "no employee has this NIP").into()
        }
        EnrolOfficerError::Busy(retry_after) => busy(retry_after),
        EnrolOfficerError::Unexpected(error) => internal(&error),
    }
}
