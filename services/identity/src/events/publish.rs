//! What this service tells, a function per event.

use chassis::{
    db::Tx,
    events::{Aggregate, Outbox},
};
use kernel::PersonId;
use proto::identity::v1::{AccountErased, AccountOpened, OfficerEnrolled};

/// An employee's account can sign in.
///
/// # Errors
/// The database is away.
pub async fn account_opened(
    outbox: &Outbox,
    tx: &mut Tx,
    account: Aggregate,
    person_id: PersonId,
) -> Result<(), sqlx::Error> {
    let event = AccountOpened { registration_id: account.id.to_string(), person_id: person_id.to_string() };
    outbox.tell(tx, Some(account), &event).await
}

/// An employee's account is erased.
///
/// # Errors
/// The database is away.
pub async fn account_erased(outbox: &Outbox, tx: &mut Tx, account: Aggregate) -> Result<(), sqlx::Error> {
    outbox.tell(tx, Some(account), &AccountErased { registration_id: account.id.to_string() }).await
}

/// An officer's account exists.
///
/// # Errors
/// The database is away.
pub async fn officer_enrolled(
    outbox: &Outbox,
    tx: &mut Tx,
    account: Aggregate,
    person_id: PersonId,
) -> Result<(), sqlx::Error> {
    let event = OfficerEnrolled { account_id: account.id.to_string(), person_id: person_id.to_string() };
    outbox.tell(tx, Some(account), &event).await
}
