//! Registration's door, as identity sees it.

use chassis::{
    grpc::{Upstream, ask, outgoing},
    reason::reason_of,
};
use futures::future::BoxFuture;
use kernel::{EmployeeId, Nip, RegistrationNumber};
use proto::registration::v1::{
    CheckRegistrationStatusRequest, FindEmployeeRequest, registration_service_client::RegistrationServiceClient,
};
use tonic::{Code, Status};

use crate::app::ports::{Employee, Registration};

/// Over gRPC.
#[derive(Clone)]
pub(crate) struct RegistrationClient(RegistrationServiceClient<Upstream>);

impl RegistrationClient {
    /// A client over a channel.
    #[must_use]
    pub(crate) fn new(channel: Upstream) -> Self {
        Self(RegistrationServiceClient::new(channel))
    }
}

impl Registration for RegistrationClient {
    fn find_employee(&self, nip: Nip) -> BoxFuture<'_, anyhow::Result<Option<Employee>>> {
        let mut client = self.0.clone();
        Box::pin(async move {
            let request = FindEmployeeRequest { nip: nip.expose().to_owned() };
            match ask(client.find_employee(outgoing(request))).await {
                Ok(employee) => {
                    let person_id = EmployeeId::parse(&employee.employee_id)?.into();
                    Ok(Some(Employee { person_id, name: employee.name }))
                }
                Err(status) if reason_of(&status).as_deref() == Some("EMPLOYEE_NOT_FOUND") => Ok(None),
                Err(status) => Err(unexpected("FindEmployee", &status)),
            }
        })
    }

    fn is_forgotten(&self, number: RegistrationNumber) -> BoxFuture<'_, anyhow::Result<bool>> {
        let mut client = self.0.clone();
        Box::pin(async move {
            let request = CheckRegistrationStatusRequest { registration_number: number.as_str().to_owned() };
            match ask(client.check_registration_status(outgoing(request))).await {
                Ok(_) => Ok(false),
                Err(status)
                    if status.code() == Code::NotFound
                        && reason_of(&status).as_deref() == Some("REGISTRATION_NOT_FOUND") =>
                {
                    Ok(true)
                }
                Err(status) => Err(unexpected("CheckRegistrationStatus", &status)),
            }
        })
    }
}

/// Code and reason only: a peer's text may quote what was asked.
fn unexpected(rpc: &str, status: &Status) -> anyhow::Error {
    let reason = reason_of(status).unwrap_or_default();
    anyhow::anyhow!("registration.{rpc}: {:?} {reason}", status.code())
}
