//! What this service tells, a function per event. The aggregate is the account, by the version that the event makes.

use chassis::{
    db::Tx,
    events::{Aggregate, Outbox},
};
use kernel::PersonId;
use proto::identity::v1::{AccountErased, AccountOpened, OfficerEnrolled};

/// The agency has confirmed an employee, who can sign in from now on.
pub(crate) async fn account_opened(
    outbox: &Outbox,
    tx: &mut Tx,
    account: Aggregate,
    person_id: PersonId,
) -> Result<(), sqlx::Error> {
    let event = AccountOpened { registration_id: account.id.to_string(), person_id: person_id.to_string() };
    outbox.tell(tx, Some(account), &event).await
}

/// An account is gone with all its secrets, and its sessions have ended. Its last event: nothing brings it back.
pub(crate) async fn account_erased(outbox: &Outbox, tx: &mut Tx, account: Aggregate) -> Result<(), sqlx::Error> {
    outbox.tell(tx, Some(account), &AccountErased { registration_id: account.id.to_string() }).await
}

/// An operator has given a person an office; it holds at once. Of several accounts of one person each is told.
pub(crate) async fn officer_enrolled(
    outbox: &Outbox,
    tx: &mut Tx,
    account: Aggregate,
    person_id: PersonId,
) -> Result<(), sqlx::Error> {
    let event = OfficerEnrolled { account_id: account.id.to_string(), person_id: person_id.to_string() };
    outbox.tell(tx, Some(account), &event).await
}
