//! Answers to fields of the person's own dossier: each kept or refused by itself, all in one transaction.

use std::collections::{HashMap, HashSet};

use chassis::{db::Tx, uninterrupted::uninterrupted};
use kernel::{DossierId, Person};
use metrics::counter;

use super::{
    App,
    dossier_file::{self, DossierFile, Labels},
    get_dossier::DossierError,
};
use crate::{
    domain::dossier::{
        draft::Answer,
        field::Field,
        saving::{SaveError, Saving, Situation, Typed},
        value::Value,
    },
    store::dossier_fields::{self, NewAnswer},
};

/// One field's new answer.
pub struct FieldAnswer {
    /// As sent.
    pub key: String,
    /// The revision that the device showed.
    pub revision: u64,
    /// What was typed.
    pub typed: Typed,
}

/// What became of one answer.
pub struct SavedField {
    /// As sent.
    pub key: String,
    /// Why it was not kept.
    pub refusal: Option<SaveError>,
    /// What is kept now.
    pub revision: u64,
    /// What is kept now.
    pub answer: Option<Answer>,
}

impl App {
    /// Saves answers; results stand in the same order. Nothing that was kept before is overwritten unseen.
    ///
    /// # Errors
    /// See [`DossierError`].
    pub async fn save_dossier_fields(
        &self,
        person: &Person,
        answers: Vec<FieldAnswer>,
    ) -> Result<Vec<SavedField>, DossierError> {
        let dossier = self.own_dossier(person).await?.ok_or(DossierError::NotFound)?;
        let app = self.clone();
        Ok(uninterrupted(async move { app.save(dossier, answers).await }).await?)
    }

    async fn save(&self, dossier: DossierId, answers: Vec<FieldAnswer>) -> anyhow::Result<Vec<SavedField>> {
        let mut tx = self.db.begin().await?;
        let mut file = self.lock_file(&mut tx, dossier).await?;
        let by_key: HashMap<&str, &Field> = file.fields.iter().map(|field| (field.key.as_str(), field)).collect();
        let codes = answers.iter().filter_map(|answer| match &answer.typed {
            // What is longer is no code; Postgres takes no text with a zero in it.
            Typed::Correction(code) if code.len() <= LONGEST_CODE && !code.contains('\0') => {
                dossier_file::code(by_key.get(answer.key.as_str())?, code.trim_matches(' '))
            }
            _ => None,
        });
        let codes: Vec<_> = codes.collect();
        let labels = dossier_file::labels_of(&mut tx, &codes).await?;
        let mut decided = Vec::with_capacity(answers.len());
        let mut seen = HashSet::new();
        for answer in &answers {
            let field = by_key.get(answer.key.as_str()).copied();
            let saving = match field {
                None => Err(SaveError::KeyUnknown),
                Some(_) if !seen.insert(answer.key.as_str()) => Err(SaveError::Repeated),
                Some(field) => decide(&file, field, answer, &labels),
            };
            decided.push((field.cloned(), saving));
        }
        let kept = self.keep(&mut tx, &mut file, &decided).await?;
        tx.commit().await?;
        counter!("epupns_dossier_fields_saved_total").increment(kept);
        let result = |(answer, (field, saving)): (FieldAnswer, (Option<Field>, Result<_, _>))| {
            let kept = field.map(|field| file.shown_draft(&field)).unwrap_or_default();
            SavedField { key: answer.key, refusal: saving.err(), revision: kept.revision, answer: kept.answer }
        };
        Ok(answers.into_iter().zip(decided).map(result).collect())
    }

    /// Keeps what is new and says how much that was.
    async fn keep(
        &self,
        tx: &mut Tx,
        file: &mut DossierFile,
        decided: &[(Option<Field>, Result<Saving, SaveError>)],
    ) -> anyhow::Result<u64> {
        let new = decided.iter().filter_map(|(field, saving)| match (field, saving) {
            (Some(field), Ok(Saving::Keep(answer))) => Some((field, answer)),
            _ => None,
        });
        let new: Vec<(&Field, &Answer)> = new.collect();
        let employee = file.dossier.employee_id;
        if new.iter().any(|(field, answer)| field.sealed && matches!(answer, Answer::Correction(_))) {
            file.vault.make(self, tx, employee).await?;
        }
        let mut rows = Vec::with_capacity(new.len());
        for (field, answer) in &new {
            let correction = match answer {
                Answer::Correction(value) => Some(value),
                Answer::Check => None,
            };
            let checked = file.master.get(field).filter(|_| correction.is_none());
            rows.push(NewAnswer {
                key: field.key.clone(),
                revision: i64::try_from(file.draft(field).revision)? + 1,
                correction: file.vault.keep(field, correction)?,
                checked_tag: checked.map(|value| self.check_tag(employee, &field.key, value)),
            });
        }
        if !rows.is_empty() {
            dossier_fields::put(tx, file.dossier.dossier_id, &rows, self.clock.now()).await?;
        }
        for (field, answer) in new {
            file.answered(field, answer.clone());
        }
        Ok(rows.len() as u64)
    }
}

/// In bytes; no reference code is longer.
const LONGEST_CODE: usize = 1000;

fn decide(file: &DossierFile, field: &Field, answer: &FieldAnswer, labels: &Labels) -> Result<Saving, SaveError> {
    let situation =
        Situation { field, open: file.is_open(field), draft: file.draft(field), database: file.master.get(field) };
    let can_be_chosen =
        |value: &Value| dossier_file::label(labels, field, value.expose()).is_some_and(|(_, active)| *active);
    situation.save(answer.revision, &answer.typed, can_be_chosen)
}
