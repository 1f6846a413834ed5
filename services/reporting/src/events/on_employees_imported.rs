//! `EmployeesImported`: people in the master data are new or have changed.

use proto::registration::v1::EmployeesImported;
use sqlx::PgConnection;

use crate::app::projection::{employee, keep_employees};

pub(super) async fn project(
    connection: &mut PgConnection,
    generation: i64,
    message: &EmployeesImported,
) -> anyhow::Result<()> {
    let employees: Result<Vec<_>, _> = message.employees.iter().map(employee).collect();
    keep_employees(connection, generation, employees?).await
}
