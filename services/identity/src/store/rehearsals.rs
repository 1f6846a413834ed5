//! What belongs to rehearsals, in whatever table.

use kernel::{AccountId, PersonId, RehearsalAgency};
use sqlx::PgConnection;
use uuid::Uuid;

/// The officers of a rehearsal's agency, by id: declared ones by their user names, all others by their jurisdiction.
pub(crate) async fn officers(
    connection: &mut PgConnection,
    agency: &RehearsalAgency,
) -> Result<Vec<AccountId>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        "select a.account_id from identity.accounts a
         where a.username is not null
           and ((starts_with(a.username, $1) and left($1, 8) = 'geladi.x'
                 and exists (select from identity.declared_persons d where d.person_id = a.person_id))
                or (a.jurisdiction = $2 and left($2, 8) = 'agency:X'))
         order by a.account_id",
        agency.username_prefix(),
        agency.jurisdiction().to_string()
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(Into::into).collect())
}

/// Forgets a person who was declared for an office, if no account is theirs any more; says whether it did.
pub(crate) async fn forget_declared(connection: &mut PgConnection, person: PersonId) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "delete from identity.declared_persons d where d.person_id = $1
           and not exists (select from identity.accounts a where a.person_id = d.person_id)",
        person.as_uuid()
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Forgets who has looked at these people.
pub(crate) async fn forget_views(connection: &mut PgConnection, subjects: &[Uuid]) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from identity.access_log where subject_id = any($1)", subjects).execute(connection).await?;
    Ok(())
}
