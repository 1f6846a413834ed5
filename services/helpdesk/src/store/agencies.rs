//! The copy of registration's agencies.

use sqlx::PgConnection;

/// An agency as it was told.
#[derive(Clone, Debug)]
pub(crate) struct Agency {
    /// National code.
    pub(crate) code: String,
    pub(crate) name: String,
    /// Ministries and institutions.
    pub(crate) central: bool,
    /// Regional office; `None` for central agencies.
    pub(crate) kanreg_code: Option<String>,
    /// The row's version at its owner.
    pub(crate) version: i64,
}

/// Keeps an agency unless a newer version of it is kept already.
pub(crate) async fn keep(connection: &mut PgConnection, agency: &Agency) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into helpdesk.agencies as kept (code, name, central, kanreg_code, version)
         values ($1, $2, $3, $4, $5)
         on conflict (code) do update
            set name = excluded.name, central = excluded.central, kanreg_code = excluded.kanreg_code,
                version = excluded.version
         where kept.version < excluded.version",
        agency.code,
        agency.name,
        agency.central,
        agency.kanreg_code,
        agency.version
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether an agency has been heard of.
pub(crate) async fn is_known(connection: &mut PgConnection, code: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select exists (select from helpdesk.agencies where code = $1) as "known!""#, code)
        .fetch_one(connection)
        .await
}

/// Code of the agency's regional office; `None` for central agencies and unknown ones.
pub(crate) async fn kanreg_of(connection: &mut PgConnection, code: &str) -> Result<Option<String>, sqlx::Error> {
    let kanreg = sqlx::query_scalar!("select kanreg_code from helpdesk.agencies where code = $1", code);
    Ok(kanreg.fetch_optional(connection).await?.flatten())
}

/// Forgets an agency.
pub(crate) async fn forget(connection: &mut PgConnection, code: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from helpdesk.agencies where code = $1", code).execute(connection).await?;
    Ok(())
}
