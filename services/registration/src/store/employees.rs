//! The master data, as registration reads it; imports write it.

use anyhow::Context as _;
use kernel::{EmployeeId, Nip};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::{
    employee::{Employee, full_name, may_register},
    registration::State,
};

/// An employee whose NIP and NIK were both known.
#[derive(Debug)]
pub(crate) struct Matched {
    pub(crate) employee: Employee,
    /// State of the NIP's live registration in the campaign, and when it was reserved.
    pub(crate) live: Option<(State, OffsetDateTime)>,
}

struct Row {
    employee_id: Uuid,
    nip: String,
    front_title: String,
    name: String,
    back_title: String,
    agency_code: String,
    agency_name: String,
    unit_code: String,
    unit_name: String,
    legal_status: String,
    version: i64,
}

impl Row {
    fn employee(self) -> anyhow::Result<Employee> {
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

/// The employee with this NIP and this NIK's tag. Unknown NIP, missing and other NIK take the same one look-up.
pub(crate) async fn match_pair(
    connection: &mut PgConnection,
    nip: &Nip,
    nik_index: [u8; 16],
    campaign_code: &str,
) -> anyhow::Result<Option<Matched>> {
    let row = sqlx::query!(
        r#"select e.employee_id, e.nip, e.front_title, e.name, e.back_title, e.legal_status, e.version,
                e.agency_code, a.name as agency_name, e.unit_code, u.name as unit_name,
                e.nik_index = $2 as "same_nik?",
                r.state as "state?", r.reserved_at as "reserved_at?"
         from registration.employees e
         join registration.agencies a on a.code = e.agency_code
         join registration.org_units u on u.code = e.unit_code
         left join registration.registrations r
           on r.campaign_code = $3 and r.nip = e.nip and r.state in ('reserved', 'registered', 'confirmed')
         where e.nip = $1"#,
        nip.expose(),
        nik_index.as_slice(),
        campaign_code
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row.filter(|row| row.same_nik == Some(true)) else { return Ok(None) };
    let employee = Row {
        employee_id: row.employee_id,
        nip: row.nip,
        front_title: row.front_title,
        name: row.name,
        back_title: row.back_title,
        agency_code: row.agency_code,
        agency_name: row.agency_name,
        unit_code: row.unit_code,
        unit_name: row.unit_name,
        legal_status: row.legal_status,
        version: row.version,
    };
    let state = row.state.map(|state| State::parse(&state).context("a registration's state is none")).transpose()?;
    Ok(Some(Matched { employee: employee.employee()?, live: state.zip(row.reserved_at) }))
}

/// An employee by id.
pub(crate) async fn find(connection: &mut PgConnection, employee: EmployeeId) -> anyhow::Result<Option<Employee>> {
    let row = sqlx::query_as!(
        Row,
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
    row.map(Row::employee).transpose()
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
