//! What leaves the process and is not Postgres.

use futures::future::BoxFuture;
use kernel::{Nip, PersonId, RegistrationNumber};

/// Owner of master data and registrations.
pub trait Registration: Send + Sync {
    /// The employee behind a NIP; `None` when there is none.
    fn find_employee(&self, nip: Nip) -> BoxFuture<'_, anyhow::Result<Option<Employee>>>;

    /// Whether no registration bears this number (any more). An error is no answer.
    fn is_forgotten(&self, number: RegistrationNumber) -> BoxFuture<'_, anyhow::Result<bool>>;
}

/// An employee, as an officer's account is bound to them.
pub struct Employee {
    /// The person.
    pub person_id: PersonId,
    /// P1: refused inside the password.
    pub name: String,
}
