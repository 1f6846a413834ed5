//! Employees were made or changed: who has registered may belong to another agency now.

use proto::registration::v1::EmployeesImported;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::store::registrations;

pub(super) async fn hear(connection: &mut PgConnection, event: &EmployeesImported) -> anyhow::Result<()> {
    let (mut people, mut agencies, mut versions) = (Vec::new(), Vec::new(), Vec::new());
    for employee in &event.employees {
        people.push(Uuid::try_parse(&employee.employee_id)?);
        agencies.push(employee.agency_code.clone());
        versions.push(i64::try_from(employee.version)?);
    }
    Ok(registrations::move_people(connection, &people, &agencies, &versions).await?)
}
