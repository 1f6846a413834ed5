//! The copy of registration's units, and who stands above whom.

use sqlx::PgConnection;

/// A unit as it was told.
#[derive(Clone, Debug)]
pub(crate) struct OrgUnit {
    /// National code.
    pub(crate) code: String,
    /// Its agency.
    pub(crate) agency_code: String,
    pub(crate) name: String,
    /// Codes of the units above it.
    pub(crate) ancestor_codes: Vec<String>,
    /// The row's version at its owner; a move counts as a change.
    pub(crate) version: i64,
}

/// Keeps a unit and its place in the tree, unless a newer version of it is kept already.
pub(crate) async fn keep(connection: &mut PgConnection, unit: &OrgUnit) -> Result<(), sqlx::Error> {
    let kept = sqlx::query!(
        "insert into verification.org_units as kept (code, agency_code, name, version)
         values ($1, $2, $3, $4)
         on conflict (code) do update
            set agency_code = excluded.agency_code, name = excluded.name, version = excluded.version
         where kept.version < excluded.version",
        unit.code,
        unit.agency_code,
        unit.name,
        unit.version
    );
    if kept.execute(&mut *connection).await?.rows_affected() == 0 {
        return Ok(());
    }
    let mut above = unit.ancestor_codes.clone();
    above.push(unit.code.clone());
    sqlx::query!(
        "delete from verification.org_unit_closure where descendant_code = $1 and ancestor_code <> all($2)",
        unit.code,
        &above
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "insert into verification.org_unit_closure (ancestor_code, descendant_code)
         select distinct above, $1 from unnest($2::text[]) above on conflict do nothing",
        unit.code,
        &above
    )
    .execute(connection)
    .await?;
    Ok(())
}
