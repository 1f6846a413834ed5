//! Table `api_clients`.

use anyhow::Context as _;
use kernel::{AccountId, Jurisdiction, Person, PersonId, Role, SessionId};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

/// A program of an agency that may ask for tokens.
pub(crate) struct ApiClient {
    /// Also the account's id.
    pub(crate) client_id: AccountId,
    /// A program is no person: this id is its own.
    pub(crate) person_id: PersonId,
    /// [`Role::AgencySystem`].
    pub(crate) role: Role,
    /// Its agency.
    pub(crate) jurisdiction: Jurisdiction,
    /// SHA-256 of its secret.
    pub(crate) secret_hash: Vec<u8>,
}

impl ApiClient {
    /// The program within a session.
    #[must_use]
    pub(crate) fn within(&self, session_id: SessionId) -> Person {
        Person {
            person_id: self.person_id,
            account_id: self.client_id,
            session_id,
            role: self.role,
            jurisdiction: self.jurisdiction.clone(),
        }
    }
}

struct Row {
    client_id: Uuid,
    person_id: Uuid,
    role: String,
    jurisdiction: String,
    secret_hash: Vec<u8>,
}

impl TryFrom<Row> for ApiClient {
    type Error = anyhow::Error;

    fn try_from(row: Row) -> anyhow::Result<Self> {
        Ok(Self {
            client_id: row.client_id.into(),
            person_id: row.person_id.into(),
            role: Role::parse(&row.role).context("accounts.role")?,
            jurisdiction: Jurisdiction::parse(&row.jurisdiction).context("accounts.jurisdiction")?,
            secret_hash: row.secret_hash,
        })
    }
}

/// Keeps what a new client proves itself with; its account is there already.
pub(crate) async fn insert(
    connection: &mut PgConnection,
    id: AccountId,
    name: &str,
    secret_hash: &[u8; 32],
    created_by: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into identity.api_clients (client_id, name, secret_hash, created_by, created_at)
         values ($1, $2, $3, $4, $5)",
        id.as_uuid(),
        name,
        secret_hash.as_slice(),
        created_by,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A client whose account is open.
pub(crate) async fn find_open(connection: &mut PgConnection, id: AccountId) -> anyhow::Result<Option<ApiClient>> {
    sqlx::query_as!(
        Row,
        "select c.client_id, a.person_id, a.role, a.jurisdiction, c.secret_hash
         from identity.api_clients c join identity.accounts a on a.account_id = c.client_id
         where c.client_id = $1 and a.state = 'open'",
        id.as_uuid()
    )
    .fetch_optional(connection)
    .await?
    .map(ApiClient::try_from)
    .transpose()
}
