//! The fields of a dossier, without their values.

use std::collections::BTreeMap;

use anyhow::Context as _;
use kernel::{DossierId, Stage};
use serde_json::{Value, json};
use sqlx::PgConnection;

use super::decisions;
use crate::domain::item::{Answer, Item};

/// Every field in the catalogue's order, with what stands of it.
pub(crate) async fn load(connection: &mut PgConnection, dossier: DossierId) -> anyhow::Result<Vec<Item>> {
    let mut verdicts: BTreeMap<String, BTreeMap<_, _>> = BTreeMap::new();
    for (key, stage, verdict) in decisions::standing(connection, dossier).await? {
        verdicts.entry(key).or_default().insert(stage, verdict);
    }
    let rows = sqlx::query!(
        "select key, answer, marks, stages, submission, sent_back
         from verification.review_items where dossier_id = $1 order by position",
        dossier.as_uuid()
    );
    let rows = rows.fetch_all(connection).await?;
    rows.into_iter()
        .map(|row| {
            let stages: Result<_, _> = row.stages.iter().map(|stage| Stage::parse(stage)).collect();
            Ok(Item {
                answer: Answer::parse(&row.answer).context("a kept answer is none")?,
                marks: row.marks,
                stages: stages.context("a kept stage is none")?,
                submission: u32::try_from(row.submission)?,
                sent_back: row.sent_back,
                verdicts: verdicts.remove(&row.key).unwrap_or_default(),
                key: row.key,
            })
        })
        .collect()
}

/// Keeps fields as they are handed in, in this order; a field that is known keeps its place.
pub(crate) async fn keep(connection: &mut PgConnection, dossier: DossierId, items: &[Item]) -> Result<(), sqlx::Error> {
    // One statement for all: arrays of arrays would need equal lengths, so they travel as JSON.
    let rows = items.iter().enumerate().map(|(position, item)| {
        json!({
            "key": item.key,
            "position": position,
            "answer": item.answer.as_str(),
            "marks": item.marks,
            "stages": item.stages.iter().map(|stage| stage.as_str()).collect::<Vec<_>>(),
            "submission": item.submission,
            "sent_back": item.sent_back,
        })
    });
    sqlx::query!(
        "insert into verification.review_items
            (dossier_id, key, position, answer, marks, stages, submission, sent_back)
         select $1, key, position, answer, marks, stages, submission, sent_back
         from jsonb_to_recordset($2) item (key text, position integer, answer text, marks text[], stages text[],
                                           submission integer, sent_back boolean)
         on conflict (dossier_id, key) do update
            set answer = excluded.answer, marks = excluded.marks, stages = excluded.stages,
                submission = excluded.submission, sent_back = excluded.sent_back",
        dossier.as_uuid(),
        Value::Array(rows.collect())
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Marks fields as sent back.
pub(crate) async fn send_back(
    connection: &mut PgConnection,
    dossier: DossierId,
    keys: &[String],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update verification.review_items set sent_back = true
         where dossier_id = $1 and key = any($2) and not sent_back",
        dossier.as_uuid(),
        keys
    )
    .execute(connection)
    .await?;
    Ok(())
}
