//! What leaves the process and is not Postgres.

use std::time::Duration;

use futures::future::BoxFuture;
use kernel::{Nip, PersonId, RegistrationNumber};
use lettre::Message;
use uuid::Uuid;

/// Owner of master data and registrations.
pub(crate) trait Registration: Send + Sync {
    /// The employee behind a NIP; `None` when there is none.
    fn find_employee(&self, nip: Nip) -> BoxFuture<'_, anyhow::Result<Option<Employee>>>;

    /// Whether no registration bears this number (any more). An error is no answer.
    fn is_forgotten(&self, number: RegistrationNumber) -> BoxFuture<'_, anyhow::Result<bool>>;
}

/// Remembers which challenges were redeemed.
pub(crate) trait SpentChallenges: Send + Sync {
    /// Marks a challenge as redeemed for as long as it could be; false when it was before.
    fn spend<'a>(&'a self, id: &'a str, lifetime: Duration) -> BoxFuture<'a, bool>;
}

/// The way out for mail.
pub(crate) trait Post: Send + Sync {
    /// Hands one mail over; done when this returns. Whoever sends the same id again may send a second copy. The error holds
    /// no address.
    fn send(&self, id: Uuid, message: Message) -> BoxFuture<'_, anyhow::Result<()>>;
}

/// An employee, as an officer's account is bound to them.
pub(crate) struct Employee {
    pub(crate) person_id: PersonId,
    /// P1: refused inside the password.
    pub(crate) name: String,
}
