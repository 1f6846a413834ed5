//! What leaves the process and is not Postgres.

use futures::future::BoxFuture;
use kernel::{AgencyCode, Nip, PersonId};
use tonic::Code;

/// Keeper of the master data: registration. Asked under this service's own name: most writers are strangers.
pub(crate) trait Employees: Send + Sync {
    /// The employee with a NIP; `None` when nobody has it.
    fn find(&self, nip: Nip) -> BoxFuture<'_, Result<Option<Employee>, Away>>;
}

/// An employee, as far as a ticket needs to know one.
#[derive(Clone, Debug)]
pub(crate) struct Employee {
    pub(crate) person_id: PersonId,
    /// Parent agency.
    pub(crate) agency_code: AgencyCode,
}

/// No answer, or an outage.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("registration did not answer: {0:?}")]
pub(crate) struct Away(pub(crate) Code);
