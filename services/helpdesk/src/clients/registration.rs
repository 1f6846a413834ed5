//! Registration, as keeper of the master data.

use std::time::Duration;

use chassis::{
    grpc::{Upstream, ask, outgoing},
    reason::reason_of,
};
use futures::future::BoxFuture;
use kernel::{AgencyCode, EmployeeId, Nip};
use proto::registration::v1::{
    FindEmployeeRequest, FindEmployeeResponse, registration_service_client::RegistrationServiceClient,
};
use tonic::{Code, Status};

use crate::app::ports::{Away, Employee, Employees};

/// A ticket is taken without its desk rather than waiting longer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Registration behind its door.
#[derive(Clone)]
pub(crate) struct RegistrationEmployees(RegistrationServiceClient<Upstream>);

impl RegistrationEmployees {
    /// Over a channel.
    #[must_use]
    pub(crate) fn new(registration: Upstream) -> Self {
        Self(RegistrationServiceClient::new(registration))
    }
}

impl Employees for RegistrationEmployees {
    fn find(&self, nip: Nip) -> BoxFuture<'_, Result<Option<Employee>, Away>> {
        Box::pin(async move {
            let mut client = self.0.clone();
            let request = outgoing(FindEmployeeRequest { nip: nip.expose().to_owned() });
            let answer = tokio::time::timeout(PATIENCE, ask(client.find_employee(request))).await;
            read(answer.unwrap_or_else(|_| Err(Status::deadline_exceeded("no answer in time"))))
        })
    }
}

/// What an answer means here. Only what is said with a reason of ours is certain.
fn read(answer: Result<FindEmployeeResponse, Status>) -> Result<Option<Employee>, Away> {
    match answer {
        Ok(found) => {
            let person_id = EmployeeId::parse(&found.employee_id).map_err(|_| Away(Code::Internal))?.into();
            let agency_code = AgencyCode::parse(&found.agency_code).map_err(|_| Away(Code::Internal))?;
            Ok(Some(Employee { person_id, agency_code }))
        }
        Err(status) if reason_of(&status).as_deref() == Some("EMPLOYEE_NOT_FOUND") => Ok(None),
        Err(status) => Err(Away(status.code())),
    }
}

#[cfg(test)]
mod tests {
    use chassis::reason::Refusal;

    use super::*;

    #[test]
    fn only_what_registration_says_itself_is_certain() {
        let nobody = Refusal::new(Code::NotFound, "EMPLOYEE_NOT_FOUND", "nobody has this NIP").into();
        assert!(matches!(read(Err(nobody)), Ok(None)));
        for code in [Code::NotFound, Code::Unavailable, Code::PermissionDenied, Code::DeadlineExceeded] {
            assert!(matches!(read(Err(Status::new(code, "x"))), Err(Away(away)) if away == code), "{code:?}");
        }
        assert!(matches!(read(Ok(FindEmployeeResponse::default())), Err(Away(Code::Internal))));
    }
}
