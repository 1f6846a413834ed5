//! Campaigns.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::domain::reference::campaign::Campaign;

/// All there are, by code; which of them counts, [`current`](crate::domain::reference::campaign::current) says.
pub(crate) async fn all(connection: &mut PgConnection) -> Result<Vec<Campaign>, sqlx::Error> {
    sqlx::query_as!(
        Campaign,
        "select code, name, opens_at, registration_closes_at, submission_closes_at, verification_closes_at
         from registration.campaigns order by code"
    )
    .fetch_all(connection)
    .await
}

/// Only one campaign is put at a time, until the transaction ends: what it is compared with stays as it is.
pub(crate) async fn take_turn(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('registration.campaigns', 0))")
        .execute(connection)
        .await?;
    Ok(())
}

/// A campaign by its code.
///
/// # Errors
/// The database is away, or there is no such campaign.
pub(crate) async fn find(connection: &mut PgConnection, code: &str) -> Result<Campaign, sqlx::Error> {
    sqlx::query_as!(
        Campaign,
        "select code, name, opens_at, registration_closes_at, submission_closes_at, verification_closes_at
         from registration.campaigns where code = $1",
        code
    )
    .fetch_one(connection)
    .await
}

/// What became of a withdrawal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Withdrawal {
    /// It is gone; the version that tells of it.
    Done(i64),
    /// Somebody holds on to it: the server keeps what is referred to.
    InUse,
}

/// Takes a campaign away that is there and that nobody refers to. Who refers to it at the same moment comes before, or finds
/// it gone.
pub(crate) async fn withdraw(
    connection: &mut PgConnection,
    code: &str,
    now: OffsetDateTime,
) -> Result<Withdrawal, sqlx::Error> {
    let withdrawn = sqlx::query_scalar!(
        "with gone as (delete from registration.campaigns where code = $1 returning code, version)
         insert into registration.campaign_withdrawals (code, version, withdrawn_at)
         select code, version + 1, $2 from gone
         on conflict (code) do update set version = excluded.version, withdrawn_at = excluded.withdrawn_at
         returning version",
        code,
        now
    )
    .fetch_one(connection)
    .await;
    match withdrawn {
        Ok(version) => Ok(Withdrawal::Done(version)),
        Err(sqlx::Error::Database(error)) if error.is_foreign_key_violation() => Ok(Withdrawal::InUse),
        Err(error) => Err(error),
    }
}

/// Whether there was such a campaign once, which has been withdrawn.
pub(crate) async fn was_withdrawn(connection: &mut PgConnection, code: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from registration.campaign_withdrawals where code = $1) as "was!""#,
        code
    )
    .fetch_one(connection)
    .await
}

/// Makes a campaign or gives it other dates; its version, one more than before, also than before a withdrawal.
pub(crate) async fn put(connection: &mut PgConnection, campaign: &Campaign) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into registration.campaigns as kept
             (code, name, opens_at, registration_closes_at, submission_closes_at, verification_closes_at, version)
         values ($1, $2, $3, $4, $5, $6,
                 1 + coalesce((select version from registration.campaign_withdrawals where code = $1), 0))
         on conflict (code) do update
             set name = excluded.name, opens_at = excluded.opens_at,
                 registration_closes_at = excluded.registration_closes_at,
                 submission_closes_at = excluded.submission_closes_at,
                 verification_closes_at = excluded.verification_closes_at, version = kept.version + 1
         returning version",
        campaign.code,
        campaign.name,
        campaign.opens_at,
        campaign.registration_closes_at,
        campaign.submission_closes_at,
        campaign.verification_closes_at
    )
    .fetch_one(connection)
    .await
}
