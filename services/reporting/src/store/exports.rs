//! Files that people asked for, and how far each is written.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::export::{Kind, State};

/// A file.
#[derive(Clone)]
pub(crate) struct Export {
    pub(crate) export_id: Uuid,
    pub(crate) person_id: Uuid,
    /// What it holds.
    pub(crate) kind: Kind,
    /// Of which campaign.
    pub(crate) campaign_code: String,
    /// Whose rows: the person's jurisdiction when it was asked for.
    pub(crate) jurisdiction: String,
    /// Only this agency's.
    pub(crate) agency_code: Option<String>,
    /// Where it stands.
    pub(crate) state: State,
    /// When it was asked for.
    pub(crate) created_at: OffsetDateTime,
    /// When it goes away.
    pub(crate) expires_at: OffsetDateTime,
    /// The last row written.
    pub(crate) place: Option<Uuid>,
    /// Rows so far.
    pub(crate) rows: i64,
    /// Bytes so far.
    pub(crate) bytes: i64,
    /// Chunks so far.
    pub(crate) chunks: i32,
    /// When ready, hexadecimal.
    pub(crate) sha256: Option<String>,
}

struct Row {
    export_id: Uuid,
    person_id: Uuid,
    kind: String,
    campaign_code: String,
    jurisdiction: String,
    agency_code: Option<String>,
    state: String,
    created_at: OffsetDateTime,
    expires_at: OffsetDateTime,
    place: Option<Uuid>,
    rows: i64,
    bytes: i64,
    chunks: i32,
    sha256: Option<String>,
}

/// The table's checks let no other name in.
fn export(row: Row) -> Result<Export, sqlx::Error> {
    let unknown = |what: &str| sqlx::Error::Decode(format!("unknown {what} of an export").into());
    Ok(Export {
        kind: Kind::parse(&row.kind).ok_or_else(|| unknown("kind"))?,
        state: State::parse(&row.state).ok_or_else(|| unknown("state"))?,
        export_id: row.export_id,
        person_id: row.person_id,
        campaign_code: row.campaign_code,
        jurisdiction: row.jurisdiction,
        agency_code: row.agency_code,
        created_at: row.created_at,
        expires_at: row.expires_at,
        place: row.place,
        rows: row.rows,
        bytes: row.bytes,
        chunks: row.chunks,
        sha256: row.sha256,
    })
}

/// Makes this person's commands wait for each other until the transaction ends.
pub(crate) async fn lock_person(connection: &mut PgConnection, person_id: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtext('reporting.exports'), hashtext($1::text))",
        person_id.to_string()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The file that this command of this person asked for.
pub(crate) async fn find_by_request(
    connection: &mut PgConnection,
    person_id: Uuid,
    request_id: Uuid,
) -> Result<Option<Export>, sqlx::Error> {
    let row = sqlx::query_as!(
        Row,
        "select export_id, person_id, kind, campaign_code, jurisdiction, agency_code, state, created_at, expires_at,
                place, rows, bytes, chunks, sha256
         from reporting.fact_exports where person_id = $1 and request_id = $2",
        person_id,
        request_id
    );
    row.fetch_optional(connection).await?.map(export).transpose()
}

/// How many of this person's files wait or are being written.
pub(crate) async fn count_unfinished(connection: &mut PgConnection, person_id: Uuid) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from reporting.fact_exports
         where person_id = $1 and state in ('waiting', 'running')"#,
        person_id
    )
    .fetch_one(connection)
    .await
}

/// Keeps a new file.
pub(crate) async fn insert(
    connection: &mut PgConnection,
    export: &Export,
    request_id: Uuid,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into reporting.fact_exports
             (export_id, person_id, request_id, kind, campaign_code, jurisdiction, agency_code, state, created_at,
              expires_at, worked_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9)",
        export.export_id,
        export.person_id,
        request_id,
        export.kind.as_str(),
        export.campaign_code,
        export.jurisdiction,
        export.agency_code,
        export.state.as_str(),
        export.created_at,
        export.expires_at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A person's own file.
pub(crate) async fn find(
    connection: &mut PgConnection,
    person_id: Uuid,
    export_id: Uuid,
) -> Result<Option<Export>, sqlx::Error> {
    let row = sqlx::query_as!(
        Row,
        "select export_id, person_id, kind, campaign_code, jurisdiction, agency_code, state, created_at, expires_at,
                place, rows, bytes, chunks, sha256
         from reporting.fact_exports where export_id = $1 and person_id = $2",
        export_id,
        person_id
    );
    row.fetch_optional(connection).await?.map(export).transpose()
}

/// The unfinished file that nobody has worked at for longest: a small one does not wait for a large one's end.
pub(crate) async fn next(connection: &mut PgConnection) -> Result<Option<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        "select export_id from reporting.fact_exports where state in ('waiting', 'running')
         order by worked_at, export_id limit 1"
    )
    .fetch_optional(connection)
    .await
}

/// Holds an unfinished file until the transaction ends.
pub(crate) async fn lock(connection: &mut PgConnection, export_id: Uuid) -> Result<Option<Export>, sqlx::Error> {
    let row = sqlx::query_as!(
        Row,
        "select export_id, person_id, kind, campaign_code, jurisdiction, agency_code, state, created_at, expires_at,
                place, rows, bytes, chunks, sha256
         from reporting.fact_exports where export_id = $1 and state in ('waiting', 'running') for update",
        export_id
    );
    row.fetch_optional(connection).await?.map(export).transpose()
}

/// Keeps how far a file is written.
pub(crate) async fn advance(
    connection: &mut PgConnection,
    export: &Export,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update reporting.fact_exports
         set state = 'running', place = $2, rows = $3, bytes = $4, chunks = $5, worked_at = $6, failures = 0
         where export_id = $1",
        export.export_id,
        export.place,
        export.rows,
        export.bytes,
        export.chunks,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A file is complete.
pub(crate) async fn finish(connection: &mut PgConnection, export_id: Uuid, sha256: &str) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update reporting.fact_exports set state = 'ready', sha256 = $2 where export_id = $1",
        export_id,
        sha256
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A file could not be gone on with; after so many times it has failed.
pub(crate) async fn setback(
    connection: &mut PgConnection,
    export_id: Uuid,
    patience: i32,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update reporting.fact_exports
         set failures = failures + 1, state = case when failures + 1 >= $2 then 'failed' else state end, worked_at = $3
         where export_id = $1 and state in ('waiting', 'running')",
        export_id,
        patience,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A file whose time is over and whose bytes are still kept.
pub(crate) async fn expired(connection: &mut PgConnection, now: OffsetDateTime) -> Result<Option<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        "select export_id from reporting.fact_exports where swept_at is null and expires_at <= $1
         order by expires_at limit 1",
        now
    )
    .fetch_optional(connection)
    .await
}

/// Its bytes are gone; who stood in it stays known. One that was never finished has failed.
pub(crate) async fn swept(
    connection: &mut PgConnection,
    export_id: Uuid,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update reporting.fact_exports
         set swept_at = $2, state = case when state = 'ready' then state else 'failed' end where export_id = $1",
        export_id,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}
