//! What events tell of an employee.

use proto::registration::v1::EmployeeRef;

use crate::domain::master::employee::Employee;

pub(crate) fn employee_ref(employee: &Employee) -> EmployeeRef {
    EmployeeRef {
        employee_id: employee.employee_id.to_string(),
        nip: employee.nip.expose().to_owned(),
        agency_code: employee.agency_code.clone(),
        unit_code: employee.unit_code.clone(),
        active: employee.active,
        version: employee.version.unsigned_abs(),
    }
}
