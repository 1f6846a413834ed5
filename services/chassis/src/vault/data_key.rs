//! Keys of one person or agency, wrapped by the master key and kept beside the data. Forgetting the key erases the data.

use sqlx::{AssertSqlSafe, PgConnection};
use time::OffsetDateTime;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{MasterKey, NotOurs, decrypt, encrypt};
use crate::ambient::secret_bytes;

/// Encrypts the columns of one owner.
#[derive(Clone)]
pub struct DataKey {
    owner: Uuid,
    key: Zeroizing<[u8; 32]>,
}

impl DataKey {
    /// Encrypts a value; it opens only for the same owner and the same column.
    #[must_use]
    pub fn encrypt(&self, column: &str, plain: &str) -> Vec<u8> {
        encrypt(&self.key, plain.as_bytes(), &self.context(column))
    }

    /// Opens what [`DataKey::encrypt`] made.
    ///
    /// # Errors
    /// Another key, owner or column, or changed bytes.
    pub fn decrypt(&self, column: &str, sealed: &[u8]) -> Result<Zeroizing<String>, NotOurs> {
        let plain = decrypt(&self.key, sealed, &self.context(column))?;
        String::from_utf8(plain.to_vec()).map(Zeroizing::new).map_err(|_| NotOurs)
    }

    fn context(&self, column: &str) -> Vec<u8> {
        [self.owner.as_bytes().as_slice(), column.as_bytes()].concat()
    }
}

/// The owner's key, made now unless it exists.
///
/// # Errors
/// The database is away, or the kept key does not open under this master key.
pub async fn make_data_key(
    connection: &mut PgConnection,
    schema: &str,
    master: &MasterKey,
    owner: Uuid,
    now: OffsetDateTime,
) -> anyhow::Result<DataKey> {
    let key: [u8; 32] = secret_bytes();
    let wrapped = encrypt(&master.derive("data-keys"), &key, owner.as_bytes());
    let sql = format!(
        "insert into {schema}.data_keys (owner_id, wrapped_key, created_at) values ($1, $2, $3) on conflict do nothing"
    );
    sqlx::query(AssertSqlSafe(sql)).bind(owner).bind(wrapped).bind(now).execute(&mut *connection).await?;
    load_data_key(connection, schema, master, owner).await?.ok_or_else(|| anyhow::anyhow!("a data key vanished"))
}

/// The owner's key, if there is (still) one.
///
/// # Errors
/// The database is away, or the kept key does not open under this master key.
pub async fn load_data_key(
    connection: &mut PgConnection,
    schema: &str,
    master: &MasterKey,
    owner: Uuid,
) -> anyhow::Result<Option<DataKey>> {
    let sql = format!("select wrapped_key from {schema}.data_keys where owner_id = $1");
    let wrapped: Option<Vec<u8>> =
        sqlx::query_scalar(AssertSqlSafe(sql)).bind(owner).fetch_optional(connection).await?;
    let Some(wrapped) = wrapped else { return Ok(None) };
    let key = decrypt(&master.derive("data-keys"), &wrapped, owner.as_bytes())?;
    let key = key.as_slice().try_into().map_err(|_| NotOurs)?;
    Ok(Some(DataKey { owner, key: Zeroizing::new(key) }))
}

/// Forgets the owner's key: whatever it encrypted can never be read again.
///
/// # Errors
/// The database is away.
pub async fn forget_data_key(connection: &mut PgConnection, schema: &str, owner: Uuid) -> Result<(), sqlx::Error> {
    let sql = format!("delete from {schema}.data_keys where owner_id = $1");
    sqlx::query(AssertSqlSafe(sql)).bind(owner).execute(connection).await?;
    Ok(())
}
