//! Accepted corrections are master data now: the employee may belong to another agency.

use chassis::db::Tx;
use proto::registration::v1::EmployeeDataApplied;

use super::whose;
use crate::app::App;

pub(super) async fn hear(app: &App, tx: &mut Tx, event: EmployeeDataApplied) -> anyhow::Result<()> {
    app.follow_registration(tx, &whose(&event.registration_id, event.employee.as_ref(), None)?).await
}
