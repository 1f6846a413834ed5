//! Table `accounts`.

use anyhow::Context as _;
use kernel::{AccountId, Jurisdiction, PersonId, RegistrationNumber, Role};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::account::State;

/// An account with its password's hash.
#[derive(Clone)]
pub(crate) struct Account {
    /// Of an employee: the registration's id.
    pub(crate) account_id: AccountId,
    /// Who it belongs to.
    pub(crate) person_id: PersonId,
    /// Where it stands.
    pub(crate) state: State,
    /// What it may do.
    pub(crate) role: Role,
    pub(crate) jurisdiction: Jurisdiction,
    /// Of an employee.
    pub(crate) registration_number: Option<String>,
    /// Events told so far.
    pub(crate) version: i64,
    /// PHC string.
    pub(crate) password_hash: String,
}

/// An account to be made.
pub(crate) struct NewAccount<'a> {
    pub(crate) account_id: AccountId,
    /// Who it belongs to.
    pub(crate) person_id: PersonId,
    /// Where it stands at first.
    pub(crate) state: State,
    /// What it may do.
    pub(crate) role: Role,
    pub(crate) jurisdiction: &'a Jurisdiction,
    /// Of an employee.
    pub(crate) registration_number: Option<&'a str>,
    /// Of an officer.
    pub(crate) username: Option<&'a str>,
    /// Events told with its making.
    pub(crate) version: i64,
}

struct Row {
    account_id: Uuid,
    person_id: Uuid,
    state: String,
    role: String,
    jurisdiction: String,
    registration_number: Option<String>,
    version: i64,
    password_hash: String,
}

impl TryFrom<Row> for Account {
    type Error = anyhow::Error;

    fn try_from(row: Row) -> anyhow::Result<Self> {
        Ok(Self {
            account_id: row.account_id.into(),
            person_id: row.person_id.into(),
            state: State::parse(&row.state).context("accounts.state")?,
            role: Role::parse(&row.role).context("accounts.role")?,
            jurisdiction: Jurisdiction::parse(&row.jurisdiction).context("accounts.jurisdiction")?,
            registration_number: row.registration_number,
            version: row.version,
            password_hash: row.password_hash,
        })
    }
}

/// Holds one account's id until the transaction ends, also while it has no row: making and erasing cannot pass each other.
pub(crate) async fn hold(connection: &mut PgConnection, id: AccountId) -> Result<(), sqlx::Error> {
    let key = i64::from_be_bytes(*id.as_uuid().as_bytes().last_chunk().expect("a UUID has 16 bytes"));
    sqlx::query!("select pg_advisory_xact_lock($1)", key).execute(connection).await?;
    Ok(())
}

/// By id.
pub(crate) async fn find(connection: &mut PgConnection, id: AccountId) -> anyhow::Result<Option<Account>> {
    sqlx::query_as!(
        Row,
        "select a.account_id, a.person_id, a.state, a.role, a.jurisdiction, a.registration_number, a.version,
                s.password_hash
         from identity.accounts a join identity.account_secrets s using (account_id)
         where a.account_id = $1",
        id.as_uuid()
    )
    .fetch_optional(connection)
    .await?
    .map(Account::try_from)
    .transpose()
}

/// By an employee's login.
pub(crate) async fn find_by_number(
    connection: &mut PgConnection,
    number: RegistrationNumber,
) -> anyhow::Result<Option<Account>> {
    sqlx::query_as!(
        Row,
        "select a.account_id, a.person_id, a.state, a.role, a.jurisdiction, a.registration_number, a.version,
                s.password_hash
         from identity.accounts a join identity.account_secrets s using (account_id)
         where a.registration_number = $1",
        number.as_str()
    )
    .fetch_optional(connection)
    .await?
    .map(Account::try_from)
    .transpose()
}

/// By an officer's login.
pub(crate) async fn find_by_username(connection: &mut PgConnection, username: &str) -> anyhow::Result<Option<Account>> {
    sqlx::query_as!(
        Row,
        "select a.account_id, a.person_id, a.state, a.role, a.jurisdiction, a.registration_number, a.version,
                s.password_hash
         from identity.accounts a join identity.account_secrets s using (account_id)
         where a.username = $1",
        username
    )
    .fetch_optional(connection)
    .await?
    .map(Account::try_from)
    .transpose()
}

/// Makes an account; false when its id, number or username is taken.
pub(crate) async fn insert(
    connection: &mut PgConnection,
    account: &NewAccount<'_>,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into identity.accounts
            (account_id, person_id, state, role, jurisdiction, registration_number, username, version, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict do nothing",
        account.account_id.as_uuid(),
        account.person_id.as_uuid(),
        account.state.as_str(),
        account.role.as_str(),
        account.jurisdiction.to_string(),
        account.registration_number,
        account.username,
        account.version,
        now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Moves an account to another state, with the number of events told by then.
pub(crate) async fn set_state(
    connection: &mut PgConnection,
    id: AccountId,
    state: State,
    version: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update identity.accounts set state = $2, version = $3 where account_id = $1",
        id.as_uuid(),
        state.as_str(),
        version
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes an account and its secrets.
pub(crate) async fn delete(connection: &mut PgConnection, id: AccountId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from identity.accounts where account_id = $1", id.as_uuid()).execute(connection).await?;
    Ok(())
}

/// Accounts that have been waiting for their registration since before `made_before`: id and registration number, oldest
/// first, at most 100.
pub(crate) async fn list_prepared(
    connection: &mut PgConnection,
    made_before: OffsetDateTime,
) -> Result<Vec<(AccountId, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select account_id, registration_number as "registration_number!" from identity.accounts
           where state = 'prepared' and created_at < $1 order by created_at limit 100"#,
        made_before
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.account_id.into(), row.registration_number)).collect())
}

/// What a person was at a time, and where. Of several accounts the one with more than their own file goes first, then the
/// one with a session that was not over, then the oldest: best effort, as long as whoever looks tells no account.
pub(crate) async fn find_office(
    connection: &mut PgConnection,
    person_id: PersonId,
    at: OffsetDateTime,
) -> anyhow::Result<Option<(Role, Jurisdiction)>> {
    let row = sqlx::query!(
        "select role, jurisdiction from identity.accounts a where person_id = $1
         order by role = 'employee',
                  not exists (select from identity.sessions s
                              where s.account_id = a.account_id and s.ended_at is null and s.expires_at > $2),
                  state = 'disabled', created_at, account_id
         limit 1",
        person_id.as_uuid(),
        at
    )
    .fetch_optional(connection)
    .await?;
    let parse = |row: (String, String)| {
        let role = Role::parse(&row.0).context("accounts.role")?;
        anyhow::Ok((role, Jurisdiction::parse(&row.1).context("accounts.jurisdiction")?))
    };
    row.map(|row| parse((row.role, row.jurisdiction))).transpose()
}
