//! Who has decided a dossier, and at which stage: one stage per person.

use anyhow::Context as _;
use kernel::{DossierId, PersonId, Stage};
use sqlx::PgConnection;

/// Everybody who has decided a dossier.
pub(crate) async fn of(connection: &mut PgConnection, dossier: DossierId) -> anyhow::Result<Vec<(Stage, PersonId)>> {
    let rows = sqlx::query!(
        "select stage, person_id from verification.stage_officers where dossier_id = $1",
        dossier.as_uuid()
    );
    let rows = rows.fetch_all(connection).await?;
    let read = |stage: &str| Stage::parse(stage).context("a kept stage is none");
    rows.into_iter().map(|row| Ok((read(&row.stage)?, row.person_id.into()))).collect()
}

/// Remembers that a person decides a dossier at a stage. A person of another stage stays there: the decision that follows
/// breaks its foreign key.
///
/// # Errors
/// The database is away, or the person is the subject.
pub(crate) async fn keep(
    connection: &mut PgConnection,
    dossier: DossierId,
    subject: PersonId,
    stage: Stage,
    person: PersonId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into verification.stage_officers (dossier_id, person_id, stage, subject_id) values ($1, $2, $3, $4)
         on conflict (dossier_id, person_id) do nothing",
        dossier.as_uuid(),
        person.as_uuid(),
        stage.as_str(),
        subject.as_uuid()
    )
    .execute(connection)
    .await?;
    Ok(())
}
