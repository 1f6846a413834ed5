//! What this service tells, a function per event.

use chassis::events::{Aggregate, Outbox};
use kernel::PersonId;
use proto::identity::v1::{AccountErased, AccountOpened, OfficerEnrolled};
use sqlx::PgConnection;

/// An employee's account can sign in.
///
/// # Errors
/// The database is away.
pub async fn account_opened(
    outbox: &Outbox,
    connection: &mut PgConnection,
    account: Aggregate,
    person_id: PersonId,
) -> Result<(), sqlx::Error> {
    let event = AccountOpened { registration_id: account.id.to_string(), person_id: person_id.to_string() };
    outbox.keep(connection, Some(account), &event).await
}

/// An employee's account is erased.
///
/// # Errors
/// The database is away.
pub async fn account_erased(
    outbox: &Outbox,
    connection: &mut PgConnection,
    account: Aggregate,
) -> Result<(), sqlx::Error> {
    outbox.keep(connection, Some(account), &AccountErased { registration_id: account.id.to_string() }).await
}

/// An officer's account exists.
///
/// # Errors
/// The database is away.
pub async fn officer_enrolled(
    outbox: &Outbox,
    connection: &mut PgConnection,
    account: Aggregate,
    person_id: PersonId,
) -> Result<(), sqlx::Error> {
    let event = OfficerEnrolled { account_id: account.id.to_string(), person_id: person_id.to_string() };
    outbox.keep(connection, Some(account), &event).await
}
