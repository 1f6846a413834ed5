//! Answers to fields of the person's own dossier: each kept or refused by itself.

use std::collections::HashSet;

use chassis::db::Statement;
use kernel::Person;
use metrics::counter;
use sqlx::PgConnection;

use super::{
    dossier_file::{self, DossierFile, Labels},
    get_dossier::DossierError,
};
use crate::{
    app::App,
    domain::{
        dossier::{
            draft::Answer,
            saving::{SaveError, Saving, Situation, Typed},
            value::Value,
        },
        reference::field::Field,
    },
    store::dossier::dossier_fields::{self, NewAnswer},
};

/// One field's new answer.
pub(crate) struct FieldAnswer {
    pub(crate) key: String,
    /// The revision that the device showed.
    pub(crate) revision: u64,
    /// What was typed.
    pub(crate) typed: Typed,
}

/// What became of one answer.
pub(crate) struct SavedField {
    pub(crate) key: String,
    /// Why it was not kept.
    pub(crate) refusal: Option<SaveError>,
    pub(crate) revision: u64,
    pub(crate) answer: Option<Answer>,
}

/// What came of a save.
enum Saved {
    /// Each answer is kept or refused.
    Decided(Vec<SavedField>),
    /// There is no dossier yet: these answers wait until it is opened.
    Unopened(Vec<FieldAnswer>),
}

/// The field that is answered, as far as there is one, and what becomes of the answer.
type Decided = (Option<Field>, Result<Saving, SaveError>);

impl App {
    /// Saves answers; results stand in the same order. Nothing that was kept before is overwritten unseen.
    pub(crate) async fn save_dossier_fields(
        &self,
        person: &Person,
        answers: Vec<FieldAnswer>,
    ) -> Result<Vec<SavedField>, DossierError> {
        let mut answers = answers;
        loop {
            let (app, owner) = (self.clone(), person.clone());
            let save = async move |mut connection: Statement| app.save(&mut connection, &owner, answers).await;
            answers = match self.db.statement("save_dossier_fields", save).await? {
                Saved::Decided(fields) => return Ok(fields),
                Saved::Unopened(answers) => answers,
            };
            self.own_dossier(person).await?.ok_or(DossierError::NotFound)?;
        }
    }

    /// Reads, decides, and writes in one statement that keeps an answer only over what was read. What another save or a
    /// submission was quicker to change is read and decided anew; what was kept meanwhile is then known, which is success.
    async fn save(
        &self,
        connection: &mut PgConnection,
        person: &Person,
        answers: Vec<FieldAnswer>,
    ) -> anyhow::Result<Saved> {
        // Postgres takes no text with a zero in it, and no field has such a key.
        let keys = answers.iter().map(|answer| &answer.key).filter(|key| !key.contains('\0'));
        let keys: Vec<String> = keys.cloned().collect();
        loop {
            let Some(mut file) = self.find_file(connection, person, Some(&keys)).await? else {
                return Ok(Saved::Unopened(answers));
            };
            let decided = decide(connection, &file, &answers).await?;
            if self.keep(connection, &mut file, &decided).await? {
                let results = answers.into_iter().zip(decided).map(|(answer, decided)| result(&file, answer, decided));
                return Ok(Saved::Decided(results.collect()));
            }
        }
    }

    /// Keeps what is new; false when some of it was decided over what is not so any more.
    async fn keep(
        &self,
        connection: &mut PgConnection,
        file: &mut DossierFile,
        decided: &[Decided],
    ) -> anyhow::Result<bool> {
        let new = decided.iter().filter_map(|(field, saving)| match (field, saving) {
            (Some(field), Ok(Saving::Keep(answer))) => Some((field, answer)),
            _ => None,
        });
        let new: Vec<(&Field, &Answer)> = new.collect();
        let employee = file.dossier.employee_id;
        if new.iter().any(|(field, answer)| field.sealed && matches!(answer, Answer::Correction(_))) {
            file.vault.make(self, connection, employee).await?;
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
        if rows.is_empty() {
            return Ok(true);
        }
        let (dossier, life) = (file.dossier.dossier_id, file.dossier.life);
        let kept = dossier_fields::put(connection, dossier, life, &rows, self.clock.now()).await?;
        counter!("epupns_dossier_fields_saved_total").increment(kept);
        for (field, answer) in new {
            file.answered(field, answer.clone());
        }
        Ok(kept == rows.len() as u64)
    }
}

/// In bytes; no reference code is longer.
const LONGEST_CODE: usize = 1000;

async fn decide(
    connection: &mut PgConnection,
    file: &DossierFile,
    answers: &[FieldAnswer],
) -> Result<Vec<Decided>, sqlx::Error> {
    let codes = answers.iter().filter_map(|answer| match &answer.typed {
        // What is longer is no code; Postgres takes no text with a zero in it.
        Typed::Correction(code) if code.len() <= LONGEST_CODE && !code.contains('\0') => {
            dossier_file::code(file.field(&answer.key)?, code.trim_matches(' '))
        }
        _ => None,
    });
    let codes: Vec<_> = codes.collect();
    let labels = dossier_file::labels_of(connection, &codes).await?;
    let mut seen = HashSet::new();
    let decided = answers.iter().map(|answer| {
        let field = file.field(&answer.key);
        let saving = match field {
            None => Err(SaveError::KeyUnknown),
            Some(_) if !seen.insert(answer.key.as_str()) => Err(SaveError::Repeated),
            Some(field) => decide_one(file, field, answer, &labels),
        };
        (field.cloned(), saving)
    });
    Ok(decided.collect())
}

fn decide_one(file: &DossierFile, field: &Field, answer: &FieldAnswer, labels: &Labels) -> Result<Saving, SaveError> {
    let situation =
        Situation { field, open: file.is_open(field), draft: file.draft(field), database: file.master.get(field) };
    let can_be_chosen =
        |value: &Value| dossier_file::label(labels, field, value.expose()).is_some_and(|(_, active)| *active);
    situation.save(answer.revision, &answer.typed, can_be_chosen)
}

fn result(file: &DossierFile, answer: FieldAnswer, (field, saving): Decided) -> SavedField {
    let kept = field.map(|field| file.shown_draft(&field)).unwrap_or_default();
    SavedField { key: answer.key, refusal: saving.err(), revision: kept.revision, answer: kept.answer }
}
