//! Completed stages, and the commands that completed them.

use anyhow::Context as _;
use kernel::{DossierId, PersonId, Stage};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

/// A completed stage.
#[derive(Debug)]
pub(crate) struct Completed {
    /// Which dossier.
    pub(crate) dossier_id: DossierId,
    /// Which submission.
    pub(crate) submission: u32,
    /// Which stage.
    pub(crate) stage: Stage,
    pub(crate) by: PersonId,
    /// By which command.
    pub(crate) request_id: Uuid,
    /// Whether that command accepted what was undecided.
    pub(crate) rest_ok: bool,
    pub(crate) at: OffsetDateTime,
    /// Name of the state afterwards.
    pub(crate) state: String,
    /// The stage that decides afterwards.
    pub(crate) next_stage: Option<Stage>,
}

/// Submissions and stages of a dossier that are completed, in order.
pub(crate) async fn of(connection: &mut PgConnection, dossier: DossierId) -> anyhow::Result<Vec<(u32, Stage)>> {
    let rows = sqlx::query!(
        "select submission, stage from verification.completions where dossier_id = $1 order by submission, completed_at",
        dossier.as_uuid()
    );
    let rows = rows.fetch_all(connection).await?;
    rows.into_iter().map(|row| Ok((u32::try_from(row.submission)?, Stage::parse(&row.stage)?))).collect()
}

/// What a person's command completed.
pub(crate) async fn find_by_request(
    connection: &mut PgConnection,
    by: PersonId,
    request_id: Uuid,
) -> anyhow::Result<Option<Completed>> {
    let row = sqlx::query!(
        "select dossier_id, submission, stage, rest_ok, completed_at, state, next_stage
         from verification.completions where completed_by = $1 and request_id = $2",
        by.as_uuid(),
        request_id
    );
    let Some(row) = row.fetch_optional(connection).await? else { return Ok(None) };
    Ok(Some(Completed {
        dossier_id: row.dossier_id.into(),
        submission: u32::try_from(row.submission)?,
        stage: Stage::parse(&row.stage).context("a kept stage is none")?,
        by,
        request_id,
        rest_ok: row.rest_ok,
        at: row.completed_at,
        state: row.state,
        next_stage: row.next_stage.as_deref().map(Stage::parse).transpose().context("a kept stage is none")?,
    }))
}

/// Keeps a completion; false when the person's command has completed another stage.
///
/// # Errors
/// The database is away, or the person decided this dossier at another stage.
pub(crate) async fn keep(connection: &mut PgConnection, completed: &Completed) -> anyhow::Result<bool> {
    let kept = sqlx::query!(
        "insert into verification.completions
            (dossier_id, submission, stage, completed_by, request_id, rest_ok, completed_at, state, next_stage)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (completed_by, request_id) do nothing",
        completed.dossier_id.as_uuid(),
        i32::try_from(completed.submission)?,
        completed.stage.as_str(),
        completed.by.as_uuid(),
        completed.request_id,
        completed.rest_ok,
        completed.at,
        completed.state,
        completed.next_stage.map(Stage::as_str)
    );
    Ok(kept.execute(connection).await?.rows_affected() == 1)
}
