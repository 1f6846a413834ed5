//! The employee behind a NIP, for identity.

use kernel::Nip;

use crate::{app::App, domain::master::employee::Employee, store::master::employees};

impl App {
    /// Finds an employee, whatever their status; `None` when nobody has this NIP.
    pub(crate) async fn find_employee(&self, nip: &Nip) -> anyhow::Result<Option<Employee>> {
        let mut connection = self.db.read().await?;
        employees::find_by_nip(&mut connection, nip).await
    }
}
