//! `EmployeesImported`: people in the master data are new or have changed.

use proto::registration::v1::EmployeesImported;

use crate::app::projection::{Changes, employee};

pub(super) fn project(changes: &mut Changes, message: EmployeesImported) -> anyhow::Result<()> {
    for row in &message.employees {
        changes.employee(employee(row)?);
    }
    Ok(())
}
