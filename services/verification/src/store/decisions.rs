//! Every word of every officer on every field.

use std::collections::BTreeMap;

use anyhow::Context as _;
use kernel::{DossierId, PersonId, Stage};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::domain::decision::{Reason, Said, Verdict};

/// Where and by whom something is said.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Speaker {
    /// Of which dossier.
    pub(crate) dossier_id: DossierId,
    /// Of which submission.
    pub(crate) submission: u32,
    /// At which stage.
    pub(crate) stage: Stage,
    pub(crate) person_id: PersonId,
    pub(crate) at: OffsetDateTime,
}

/// What was said of a field.
pub(crate) struct Spoken {
    pub(crate) key: String,
    /// At which stage.
    pub(crate) stage: Stage,
    /// Of which submission.
    pub(crate) submission: u32,
    pub(crate) said: Said,
    pub(crate) decided_at: OffsetDateTime,
}

/// Appends what an officer says.
///
/// # Errors
/// The database is away, or the officer decided this dossier at another stage.
pub(crate) async fn append(
    connection: &mut PgConnection,
    speaker: &Speaker,
    said: &[(String, Said)],
) -> anyhow::Result<()> {
    let keys: Vec<String> = said.iter().map(|(key, _)| key.clone()).collect();
    let verdicts: Vec<String> = said.iter().map(|(_, said)| said.verdict.as_str().to_owned()).collect();
    let reason = |said: &Said| said.verdict.reason().map(Reason::code).unwrap_or_default().to_owned();
    let reasons: Vec<String> = said.iter().map(|(_, said)| reason(said)).collect();
    let notes: Vec<String> = said.iter().map(|(_, said)| said.note.clone()).collect();
    sqlx::query!(
        "insert into verification.decisions
            (dossier_id, submission, stage, person_id, key, verdict, reason_code, note, decided_at)
         select $1, $2, $3, $4, key, verdict, nullif(reason, ''), note, $5
         from unnest($6::text[], $7::text[], $8::text[], $9::text[]) said (key, verdict, reason, note)",
        speaker.dossier_id.as_uuid(),
        i32::try_from(speaker.submission)?,
        speaker.stage.as_str(),
        speaker.person_id.as_uuid(),
        speaker.at,
        &keys,
        &verdicts,
        &reasons,
        &notes
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The latest word of a stage on each field of a submission.
pub(crate) async fn latest(
    connection: &mut PgConnection,
    dossier: DossierId,
    submission: u32,
    stage: Stage,
) -> anyhow::Result<BTreeMap<String, Said>> {
    let rows = sqlx::query!(
        "select distinct on (key) key, verdict, reason_code, note
         from verification.decisions
         where dossier_id = $1 and submission = $2 and stage = $3
         order by key, position desc",
        dossier.as_uuid(),
        i32::try_from(submission)?,
        stage.as_str()
    );
    let rows = rows.fetch_all(connection).await?;
    rows.into_iter()
        .map(|row| {
            let verdict = verdict(&row.verdict, row.reason_code.as_deref())?;
            Ok((row.key, Said { verdict, note: row.note }))
        })
        .collect()
}

/// What completed stages have said of each field since it was last handed in.
pub(crate) async fn standing(
    connection: &mut PgConnection,
    dossier: DossierId,
) -> anyhow::Result<Vec<(String, Stage, Verdict)>> {
    let rows = sqlx::query!(
        "select distinct on (d.key, d.stage) d.key, d.stage, d.verdict, d.reason_code
         from verification.decisions d
         join verification.completions c
           on c.dossier_id = d.dossier_id and c.submission = d.submission and c.stage = d.stage
         join verification.review_items i
           on i.dossier_id = d.dossier_id and i.key = d.key and i.submission <= d.submission
         where d.dossier_id = $1
         order by d.key, d.stage, d.position desc",
        dossier.as_uuid()
    );
    let rows = rows.fetch_all(connection).await?;
    rows.into_iter()
        .map(|row| {
            let verdict = verdict(&row.verdict, row.reason_code.as_deref())?;
            Ok((row.key, Stage::parse(&row.stage)?, verdict))
        })
        .collect()
}

/// What stages have said over all submissions, in order: of each submission and stage the last word on a field. What was
/// said at a stage that was never completed counts for nothing, except where `working` names the one that decides now.
pub(crate) async fn history(
    connection: &mut PgConnection,
    dossier: DossierId,
    working: Option<(u32, Stage)>,
) -> anyhow::Result<Vec<Spoken>> {
    let (submission, stage) = working.map_or((None, None), |(submission, stage)| (Some(submission), Some(stage)));
    let rows = sqlx::query!(
        r#"select key as "key!", stage as "stage!", submission as "submission!", verdict as "verdict!", reason_code,
                note as "note!", decided_at as "decided_at!"
         from (select distinct on (d.key, d.submission, d.stage) d.*
               from verification.decisions d
               left join verification.completions c
                 on c.dossier_id = d.dossier_id and c.submission = d.submission and c.stage = d.stage
               where d.dossier_id = $1 and (c.stage is not null or (d.submission = $2 and d.stage = $3))
               order by d.key, d.submission, d.stage, d.position desc) last
         order by position"#,
        dossier.as_uuid(),
        submission.map(i32::try_from).transpose()?,
        stage.map(Stage::as_str)
    );
    let rows = rows.fetch_all(connection).await?;
    rows.into_iter()
        .map(|row| {
            let verdict = verdict(&row.verdict, row.reason_code.as_deref())?;
            Ok(Spoken {
                key: row.key,
                stage: Stage::parse(&row.stage)?,
                submission: u32::try_from(row.submission)?,
                said: Said { verdict, note: row.note },
                decided_at: row.decided_at,
            })
        })
        .collect()
}

fn verdict(verdict: &str, reason_code: Option<&str>) -> anyhow::Result<Verdict> {
    Verdict::parse(verdict, reason_code).context("a kept verdict is none")
}
