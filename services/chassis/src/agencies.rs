//! The copy of registration's agencies in an owner's schema: which region an agency is of stands in the owner's own queries. It
//! follows what registration tells, in whatever order that comes.
//!
//! Reporting has none of these: its agencies are a projection, with generations, written a batch at a time.

use std::num::TryFromIntError;

use proto::registration::v1 as told;
use sqlx::{AssertSqlSafe, PgConnection};

/// An agency as it was told.
#[derive(Clone, Debug)]
pub struct Agency {
    /// National code.
    code: String,
    name: String,
    /// Ministries and institutions.
    central: bool,
    /// Regional office; `None` for central agencies.
    kanreg_code: Option<String>,
    /// The row's version at its owner.
    version: i64,
}

impl TryFrom<told::Agency> for Agency {
    type Error = TryFromIntError;

    fn try_from(told: told::Agency) -> Result<Self, Self::Error> {
        Ok(Self {
            code: told.code,
            name: told.name,
            central: told.central,
            kanreg_code: Some(told.kanreg_code).filter(|code| !code.is_empty()),
            version: i64::try_from(told.version)?,
        })
    }
}

/// Keeps agencies in a schema's copy, of each the highest version.
///
/// # Errors
/// The database is away.
pub async fn keep(connection: &mut PgConnection, schema: &str, mut told: Vec<Agency>) -> Result<(), sqlx::Error> {
    // In one order, so that two replicas that hear at once wait for each other instead of dying.
    told.sort_by(|one, other| one.code.cmp(&other.code));
    let sql = format!(
        "insert into {schema}.agencies as kept (code, name, central, kanreg_code, version)
         values ($1, $2, $3, $4, $5)
         on conflict (code) do update
            set name = excluded.name, central = excluded.central, kanreg_code = excluded.kanreg_code,
                version = excluded.version
         where kept.version < excluded.version"
    );
    for Agency { code, name, central, kanreg_code, version } in told {
        sqlx::query(AssertSqlSafe(sql.as_str()))
            .bind(code)
            .bind(name)
            .bind(central)
            .bind(kanreg_code)
            .bind(version)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
