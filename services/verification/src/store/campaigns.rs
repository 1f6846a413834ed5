//! The copy of when verification ends.

use sqlx::PgConnection;
use time::OffsetDateTime;

/// A campaign as it was told.
#[derive(Clone, Debug)]
pub(crate) struct Campaign {
    /// E.g. `2026`.
    pub(crate) code: String,
    /// From then on nothing is decided.
    pub(crate) verification_closes_at: OffsetDateTime,
    /// It was taken back.
    pub(crate) withdrawn: bool,
    /// The row's version at its owner.
    pub(crate) version: i64,
}

/// Keeps a campaign unless a newer version of it is kept already.
pub(crate) async fn keep(connection: &mut PgConnection, campaign: &Campaign) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into verification.campaigns as kept (code, verification_closes_at, withdrawn, version) values ($1, $2, $3, $4)
         on conflict (code) do update
            set verification_closes_at = excluded.verification_closes_at, withdrawn = excluded.withdrawn,
                version = excluded.version
         where kept.version < excluded.version",
        campaign.code,
        campaign.verification_closes_at,
        campaign.withdrawn,
        campaign.version
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// When verification of a campaign ends; `None` when nobody has told, or it was taken back.
pub(crate) async fn closes_at(
    connection: &mut PgConnection,
    code: &str,
) -> Result<Option<OffsetDateTime>, sqlx::Error> {
    sqlx::query_scalar!(
        "select verification_closes_at from verification.campaigns where code = $1 and not withdrawn",
        code
    )
    .fetch_optional(connection)
    .await
}
