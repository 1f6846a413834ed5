//! The master data, as others read it; imports write it.

use anyhow::Context as _;
use kernel::{EmployeeId, Nip};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::domain::master::employee::{Employee, full_name, may_register};

/// An employee with the names of their place, as queries join them.
pub(crate) struct PlacedRow {
    pub(crate) employee_id: Uuid,
    pub(crate) nip: String,
    pub(crate) front_title: String,
    pub(crate) name: String,
    pub(crate) back_title: String,
    pub(crate) agency_code: String,
    pub(crate) agency_name: String,
    pub(crate) unit_code: String,
    pub(crate) unit_name: String,
    pub(crate) legal_status: String,
    pub(crate) version: i64,
}

impl PlacedRow {
    pub(crate) fn employee(self) -> anyhow::Result<Employee> {
        Ok(Employee {
            employee_id: self.employee_id.into(),
            nip: Nip::parse(&self.nip).context("an employee's NIP is none")?,
            name: full_name(&self.front_title, &self.name, &self.back_title),
            agency_code: self.agency_code,
            agency_name: self.agency_name,
            unit_code: self.unit_code,
            unit_name: self.unit_name,
            active: may_register(&self.legal_status),
            version: self.version,
        })
    }
}

/// An employee by id.
pub(crate) async fn find(connection: &mut PgConnection, employee: EmployeeId) -> anyhow::Result<Option<Employee>> {
    let row = sqlx::query_as!(
        PlacedRow,
        "select e.employee_id, e.nip, e.front_title, e.name, e.back_title, e.legal_status, e.version,
                e.agency_code, a.name as agency_name, e.unit_code, u.name as unit_name
         from registration.employees e
         join registration.agencies a on a.code = e.agency_code
         join registration.org_units u on u.code = e.unit_code
         where e.employee_id = $1",
        employee.as_uuid()
    )
    .fetch_optional(connection)
    .await?;
    row.map(PlacedRow::employee).transpose()
}

/// An employee by NIP.
pub(crate) async fn find_by_nip(connection: &mut PgConnection, nip: &Nip) -> anyhow::Result<Option<Employee>> {
    let id = sqlx::query_scalar!("select employee_id from registration.employees where nip = $1", nip.expose())
        .fetch_optional(&mut *connection)
        .await?;
    match id {
        Some(id) => find(connection, id.into()).await,
        None => Ok(None),
    }
}
