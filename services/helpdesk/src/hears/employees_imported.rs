//! Employees were made or changed: who has registered may belong to another agency now.

use chassis::db::Tx;
use proto::registration::v1::EmployeesImported;
use uuid::Uuid;

use crate::app::{App, follow_employees::FollowEmployees};

pub(super) async fn hear(app: &App, tx: &mut Tx, event: EmployeesImported) -> anyhow::Result<()> {
    let mut told = FollowEmployees::default();
    for employee in &event.employees {
        told.people.push(Uuid::try_parse(&employee.employee_id)?);
        told.agency_codes.push(employee.agency_code.clone());
        told.versions.push(i64::try_from(employee.version)?);
    }
    app.follow_employees(tx, &told).await
}
