//! Table `sessions`.

use anyhow::Context as _;
use kernel::{AccountId, Jurisdiction, Person, Role, SessionId};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

/// A session with the account behind it.
#[derive(Clone)]
pub(crate) struct Session {
    /// Who is signed in.
    pub(crate) person: Person,
    /// When it ends for good.
    pub(crate) expires_at: OffsetDateTime,
    /// From which refresh tokens are derived; a program's session has none.
    pub(crate) refresh_seed: Option<Vec<u8>>,
    /// Of the newest refresh token.
    pub(crate) generation: i32,
    /// Since when that is the newest.
    pub(crate) rotated_at: OffsetDateTime,
}

struct Row {
    session_id: Uuid,
    account_id: Uuid,
    person_id: Uuid,
    role: String,
    jurisdiction: String,
    expires_at: OffsetDateTime,
    refresh_seed: Option<Vec<u8>>,
    generation: i32,
    rotated_at: OffsetDateTime,
}

impl TryFrom<Row> for Session {
    type Error = anyhow::Error;

    fn try_from(row: Row) -> anyhow::Result<Self> {
        let person = Person {
            person_id: row.person_id.into(),
            account_id: row.account_id.into(),
            session_id: row.session_id.into(),
            role: Role::parse(&row.role).context("accounts.role")?,
            jurisdiction: Jurisdiction::parse(&row.jurisdiction).context("accounts.jurisdiction")?,
        };
        Ok(Self {
            person,
            expires_at: row.expires_at,
            refresh_seed: row.refresh_seed,
            generation: row.generation,
            rotated_at: row.rotated_at,
        })
    }
}

/// Begins a session.
pub(crate) async fn insert(
    connection: &mut PgConnection,
    session: &Session,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into identity.sessions (session_id, account_id, created_at, expires_at, refresh_seed, generation, rotated_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        session.person.session_id.as_uuid(),
        session.person.account_id.as_uuid(),
        now,
        session.expires_at,
        session.refresh_seed,
        session.generation,
        session.rotated_at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A session that is neither ended nor past its time, of an account that may sign in.
pub(crate) async fn find_live(
    connection: &mut PgConnection,
    id: SessionId,
    now: OffsetDateTime,
) -> anyhow::Result<Option<Session>> {
    sqlx::query_as!(
        Row,
        "select s.session_id, s.account_id, a.person_id, a.role, a.jurisdiction, s.expires_at, s.refresh_seed,
                s.generation, s.rotated_at
         from identity.sessions s join identity.accounts a using (account_id)
         where s.session_id = $1 and s.ended_at is null and s.expires_at > $2 and a.state = 'open'",
        id.as_uuid(),
        now
    )
    .fetch_optional(connection)
    .await?
    .map(Session::try_from)
    .transpose()
}

/// The same, its row held until the transaction ends.
pub(crate) async fn lock_live(
    connection: &mut PgConnection,
    id: SessionId,
    now: OffsetDateTime,
) -> anyhow::Result<Option<Session>> {
    sqlx::query!("select from identity.sessions where session_id = $1 for update", id.as_uuid())
        .fetch_optional(&mut *connection)
        .await?;
    find_live(connection, id, now).await
}

/// The next generation is the newest.
pub(crate) async fn rotate(
    connection: &mut PgConnection,
    id: SessionId,
    generation: i32,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update identity.sessions set generation = $2, rotated_at = $3 where session_id = $1",
        id.as_uuid(),
        generation,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends a session, unless it has ended.
pub(crate) async fn end(connection: &mut PgConnection, id: SessionId, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update identity.sessions set ended_at = $2 where session_id = $1 and ended_at is null",
        id.as_uuid(),
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends every session of an account.
pub(crate) async fn end_all(
    connection: &mut PgConnection,
    id: AccountId,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update identity.sessions set ended_at = $2 where account_id = $1 and ended_at is null",
        id.as_uuid(),
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Sessions ended since then, newest first, at most 100,000.
pub(crate) async fn list_ended(
    connection: &mut PgConnection,
    since: OffsetDateTime,
) -> Result<Vec<SessionId>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        "select session_id from identity.sessions where ended_at > $1 order by ended_at desc limit 100000",
        since
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(SessionId::from).collect())
}

/// Whether any session ended before then.
pub(crate) async fn any_expired(connection: &mut PgConnection, before: OffsetDateTime) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select exists (select from identity.sessions where expires_at < $1) as "any!""#, before)
        .fetch_one(connection)
        .await
}

/// Deletes what ended by itself before then; how many.
pub(crate) async fn delete_expired(connection: &mut PgConnection, before: OffsetDateTime) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!(
        "delete from identity.sessions where session_id in
            (select session_id from identity.sessions where expires_at < $1 limit 1000)",
        before
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// A program's live session that lasts at least until then, and its end; the one that lasts longest.
pub(crate) async fn find_of_client(
    connection: &mut PgConnection,
    id: AccountId,
    until: OffsetDateTime,
) -> Result<Option<(SessionId, OffsetDateTime)>, sqlx::Error> {
    let row = sqlx::query!(
        "select session_id, expires_at from identity.sessions
         where account_id = $1 and refresh_seed is null and ended_at is null and expires_at >= $2
         order by expires_at desc limit 1",
        id.as_uuid(),
        until
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.session_id.into(), row.expires_at)))
}

/// Deletes a program's sessions that are past their time, and those ended so long ago that no gateway must refuse them.
pub(crate) async fn delete_past_of_client(
    connection: &mut PgConnection,
    id: AccountId,
    now: OffsetDateTime,
    ended_before: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from identity.sessions
         where account_id = $1 and refresh_seed is null and (expires_at <= $2 or ended_at < $3)",
        id.as_uuid(),
        now,
        ended_before
    )
    .execute(connection)
    .await?;
    Ok(())
}
