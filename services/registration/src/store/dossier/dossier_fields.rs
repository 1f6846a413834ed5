//! The draft: one row per field that has ever been answered. Whoever writes holds the dossier's row.

use kernel::DossierId;
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{
    domain::dossier::{Life, SentBack, draft::Outcome},
    store::master::stored_value::StoredValue,
};

/// One field as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) key: String,
    /// Counts the saves.
    pub(crate) revision: i64,
    /// Absent for a check.
    pub(crate) correction: StoredValue,
    /// Of a check: the tag of the database value that was right.
    pub(crate) checked_tag: Option<Vec<u8>>,
    /// Came back.
    pub(crate) reopened: bool,
    /// Which stage sent it back.
    pub(crate) return_stage: Option<String>,
    pub(crate) return_reason_code: Option<String>,
    /// What became of it.
    pub(crate) outcome: Option<String>,
}

/// A new answer.
#[derive(Clone, Debug)]
pub(crate) struct NewAnswer {
    /// To which field.
    pub(crate) key: String,
    /// One more than the one before.
    pub(crate) revision: i64,
    /// Absent for a check.
    pub(crate) correction: StoredValue,
    /// Of a check.
    pub(crate) checked_tag: Option<[u8; 16]>,
}

/// Keeps answers of a dossier that still stands where its life says, each over the revision before it alone; how many were
/// kept. One statement is the whole transaction: the dossier is held while it runs.
pub(crate) async fn put(
    connection: &mut PgConnection,
    dossier: DossierId,
    life: Life,
    answers: &[NewAnswer],
    now: OffsetDateTime,
) -> Result<u64, sqlx::Error> {
    let keys: Vec<String> = answers.iter().map(|answer| answer.key.clone()).collect();
    let revisions: Vec<i64> = answers.iter().map(|answer| answer.revision).collect();
    let clear: Vec<Option<String>> = answers.iter().map(|answer| answer.correction.clear.clone()).collect();
    let sealed: Vec<Option<Vec<u8>>> = answers.iter().map(|answer| answer.correction.sealed.clone()).collect();
    let tags: Vec<Option<Vec<u8>>> = answers.iter().map(|answer| answer.checked_tag.map(Vec::from)).collect();
    let kept = sqlx::query!(
        "with held as materialized (
             select dossier_id from registration.dossiers
             where dossier_id = $1 and state = $8 and submission = $9 for update
         )
         insert into registration.dossier_fields as kept
            (dossier_id, key, revision, answer, correction, correction_sealed, checked_tag, saved_at)
         select held.dossier_id, key, revision, case when tag is null then 'correction' else 'check' end, clear, sealed, tag, $7
         from held, unnest($2::text[], $3::bigint[], $4::text[], $5::bytea[], $6::bytea[])
             as a (key, revision, clear, sealed, tag)
         on conflict (dossier_id, key) do update
             set revision = excluded.revision, answer = excluded.answer, correction = excluded.correction,
                 correction_sealed = excluded.correction_sealed, checked_tag = excluded.checked_tag,
                 saved_at = excluded.saved_at
             where kept.revision = excluded.revision - 1",
        dossier.as_uuid(),
        &keys,
        &revisions,
        &clear as &[Option<String>],
        &sealed as &[Option<Vec<u8>>],
        &tags as &[Option<Vec<u8>>],
        now,
        life.state.as_str(),
        life.submission
    )
    .execute(connection)
    .await?;
    Ok(kept.rows_affected())
}

/// Opens exactly these fields, with their reasons.
pub(crate) async fn reopen(
    connection: &mut PgConnection,
    dossier: DossierId,
    fields: &[SentBack],
) -> Result<(), sqlx::Error> {
    let keys: Vec<String> = fields.iter().map(|field| field.key.clone()).collect();
    let stages: Vec<String> = fields.iter().map(|field| field.stage.as_str().to_owned()).collect();
    let reasons: Vec<String> = fields.iter().map(|field| field.reason_code.clone()).collect();
    sqlx::query!(
        "update registration.dossier_fields f
         set reopened = b.key is not null, return_stage = b.stage, return_reason_code = b.reason
         from registration.dossier_fields o
         left join unnest($2::text[], $3::text[], $4::text[]) as b (key, stage, reason) on b.key = o.key
         where f.dossier_id = $1 and o.dossier_id = f.dossier_id and o.key = f.key",
        dossier.as_uuid(),
        &keys,
        &stages,
        &reasons
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps what became of fields; conflicts open, and nothing else does.
pub(crate) async fn settle(
    connection: &mut PgConnection,
    dossier: DossierId,
    outcomes: &[(&str, Outcome)],
) -> Result<(), sqlx::Error> {
    let (keys, names): (Vec<String>, Vec<String>) =
        outcomes.iter().map(|(key, outcome)| ((*key).to_owned(), outcome.as_str().to_owned())).unzip();
    sqlx::query!(
        "update registration.dossier_fields f
         set outcome = coalesce(o.outcome, f.outcome), reopened = coalesce(o.outcome = 'conflict', false),
             return_stage = null, return_reason_code = null
         from registration.dossier_fields all_of_it
         left join unnest($2::text[], $3::text[]) as o (key, outcome) on o.key = all_of_it.key
         where f.dossier_id = $1 and all_of_it.dossier_id = f.dossier_id and all_of_it.key = f.key",
        dossier.as_uuid(),
        &keys,
        &names
    )
    .execute(connection)
    .await?;
    Ok(())
}
