//! Table `account_secrets`. Encrypted columns stay encrypted here; their names are part of the encryption.

use kernel::AccountId;
use sqlx::PgConnection;

/// Column names, as bound into what is encrypted in them.
pub(crate) mod column {
    /// Mail address.
    pub(crate) const EMAIL: &str = "account_secrets.email";
    /// Mother's name.
    pub(crate) const MOTHER_NAME: &str = "account_secrets.mother_name";
    /// Security question.
    pub(crate) const SECURITY_QUESTION: &str = "account_secrets.security_question";
    /// Shared secret of the second factor, in base64.
    pub(crate) const TOTP_SECRET: &str = "account_secrets.totp_secret";
}

/// The secrets of one account.
#[derive(Default)]
pub(crate) struct AccountSecrets {
    /// PHC string.
    pub(crate) password_hash: String,
    /// PHC string of the normalised answer; of an employee.
    pub(crate) answer_hash: Option<String>,
    /// Encrypted.
    pub(crate) email: Option<Vec<u8>>,
    /// Blind index of the address.
    pub(crate) email_index: Option<Vec<u8>>,
    /// Encrypted.
    pub(crate) mother_name: Option<Vec<u8>>,
    /// Encrypted.
    pub(crate) security_question: Option<Vec<u8>>,
    /// Encrypted; of an officer.
    pub(crate) totp_secret: Option<Vec<u8>>,
}

/// Keeps the secrets of a new account.
pub(crate) async fn insert(
    connection: &mut PgConnection,
    id: AccountId,
    secrets: &AccountSecrets,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into identity.account_secrets
            (account_id, password_hash, answer_hash, email, email_index, mother_name, security_question, totp_secret)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id.as_uuid(),
        secrets.password_hash,
        secrets.answer_hash,
        secrets.email,
        secrets.email_index,
        secrets.mother_name,
        secrets.security_question,
        secrets.totp_secret
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The secrets of an account.
pub(crate) async fn find(connection: &mut PgConnection, id: AccountId) -> Result<Option<AccountSecrets>, sqlx::Error> {
    sqlx::query_as!(
        AccountSecrets,
        "select password_hash, answer_hash, email, email_index, mother_name, security_question, totp_secret
         from identity.account_secrets where account_id = $1",
        id.as_uuid()
    )
    .fetch_optional(connection)
    .await
}

/// Counts the accounts that share an address, and holds the address until the transaction ends: two cannot both be the
/// last that fits.
pub(crate) async fn hold_and_count_email(
    connection: &mut PgConnection,
    email_index: &[u8; 16],
) -> Result<i64, sqlx::Error> {
    let key = i64::from_be_bytes(*email_index.first_chunk().expect("an index has 16 bytes"));
    sqlx::query!("select pg_advisory_xact_lock($1)", key).execute(&mut *connection).await?;
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from identity.account_secrets where email_index = $1"#,
        email_index.as_slice()
    )
    .fetch_one(connection)
    .await
}

/// Replaces a password's hash by a newer one of the same password, unless it was changed meanwhile.
pub(crate) async fn rehash(
    connection: &mut PgConnection,
    id: AccountId,
    old: &str,
    new: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update identity.account_secrets set password_hash = $3 where account_id = $1 and password_hash = $2",
        id.as_uuid(),
        old,
        new
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The latest step whose code was taken.
pub(crate) async fn last_totp_step(connection: &mut PgConnection, id: AccountId) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!("select last_totp_step from identity.account_secrets where account_id = $1", id.as_uuid())
        .fetch_optional(connection)
        .await
        .map(Option::flatten)
}

/// Takes a step's code; false when this or a later one was taken before.
pub(crate) async fn take_totp_step(
    connection: &mut PgConnection,
    id: AccountId,
    step: i64,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update identity.account_secrets set last_totp_step = $2
         where account_id = $1 and (last_totp_step is null or last_totp_step < $2)",
        id.as_uuid(),
        step
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}
