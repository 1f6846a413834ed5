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
        "insert into verification.agencies as kept (code, name, central, kanreg_code, version)
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
