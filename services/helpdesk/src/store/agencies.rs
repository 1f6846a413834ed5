//! What is asked of the copy of registration's agencies, which the chassis keeps (`chassis::agencies`).

use sqlx::PgConnection;

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
