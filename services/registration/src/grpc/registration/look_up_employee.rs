//! `LookUpEmployee`.

use std::time::Duration;

use chassis::{
    reason::{Fields, Refusal, internal},
    wire::timestamp,
};
use kernel::{Nik, Nip};
use proto::registration::v1::{LookUpEmployeeRequest, LookUpEmployeeResponse};
use tonic::{Code, Request, Response, Status};

use super::{read::browser_fits, show};
use crate::app::{
    App,
    registration::look_up_employee::{LookUpEmployee, LookUpError},
};

/// Redis is asked each second whether it is back; people need not be as eager.
const CLOSED_FOR: Duration = Duration::from_secs(5);

pub(crate) async fn look_up_employee(
    app: &App,
    request: Request<LookUpEmployeeRequest>,
) -> Result<Response<LookUpEmployeeResponse>, Status> {
    let command = read(request.into_inner())?;
    let found = app.look_up_employee(command).await.map_err(refused)?;
    Ok(Response::new(LookUpEmployeeResponse {
        name: found.name,
        agency_name: found.agency_name,
        lookup_token: found.lookup_token,
        expires_at: Some(timestamp(found.expires_at)),
    }))
}

fn read(request: LookUpEmployeeRequest) -> Result<LookUpEmployee, Status> {
    let mut fields = Fields::default();
    let nip = fields.read("nip", Nip::parse(&request.nip));
    let nik = fields.read("nik", Nik::parse(&request.nik));
    fields.require(browser_fits(&request.browser), "browser", "BROWSER_LENGTH", "1 to 256 bytes");
    match (nip, nik) {
        (Some(nip), Some(nik)) => {
            fields.check()?;
            Ok(LookUpEmployee { nip, nik, browser: request.browser })
        }
        _ => Err(fields.refusal()),
    }
}

fn refused(error: LookUpError) -> Status {
    match error {
        LookUpError::TooManyAttempts { retry_after } => {
            Refusal::new(Code::ResourceExhausted, "TOO_MANY_ATTEMPTS", "this NIP was looked up too often")
                .retry_after(retry_after)
                .into()
        }
        LookUpError::Closed => Refusal::new(Code::Unavailable, "UNAVAILABLE", "look-ups are closed for the moment")
            .retry_after(CLOSED_FOR)
            .into(),
        LookUpError::NotOpen(not_open) => show::not_open(not_open).into(),
        LookUpError::NotMatched => {
            Refusal::new(Code::NotFound, "EMPLOYEE_NOT_MATCHED", "NIP and NIK match nobody who may register").into()
        }
        LookUpError::Taken(taken) => show::taken(taken).into(),
        LookUpError::Internal(error) => internal(&error),
    }
}
