//! `FindEmployee`.

use chassis::reason::{Fields, Refusal, internal};
use kernel::Nip;
use proto::registration::v1::{FindEmployeeRequest, FindEmployeeResponse};
use tonic::{Code, Request, Response, Status};

use crate::app::App;

pub(crate) async fn find_employee(
    app: &App,
    request: Request<FindEmployeeRequest>,
) -> Result<Response<FindEmployeeResponse>, Status> {
    let mut fields = Fields::default();
    let nip = fields.read("nip", Nip::parse(&request.into_inner().nip));
    let Some(nip) = nip else { return Err(fields.refusal()) };
    let employee = app.find_employee(&nip).await.map_err(|error| internal(&error))?;
    let employee = employee.ok_or_else(|| Refusal::new(Code::NotFound, "EMPLOYEE_NOT_FOUND", "nobody has this NIP"))?;
    Ok(Response::new(FindEmployeeResponse {
        employee_id: employee.employee_id.to_string(),
        name: employee.name,
        agency_code: employee.agency_code,
    }))
}
