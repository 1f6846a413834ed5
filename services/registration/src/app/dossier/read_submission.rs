//! A frozen submission for the officer who decides it; its owner learns that it was looked at.

use kernel::{DossierId, EmployeeId, Person, PersonId, VerifierScope};
use thiserror::Error;

use super::{
    dossier_file::{self, labels_of},
    get_dossier::Shown,
    person_vault::PersonVault,
};
use crate::{
    app::{App, master::personal_data_viewed::note_views},
    domain::{dossier::value::Value, reference::field::Field},
    store::dossier::submissions,
};

/// One frozen field as an officer sees it.
#[derive(Clone, Debug)]
pub(crate) struct FrozenShown {
    /// As the catalogue had it.
    pub(crate) field: Field,
    /// What the master data said.
    pub(crate) database: Option<Shown>,
    /// Nothing for a check.
    pub(crate) correction: Option<Shown>,
    /// Whether it is a check.
    pub(crate) is_check: bool,
    pub(crate) marks: Vec<String>,
}

/// Why there is nothing to see.
#[derive(Debug, Error)]
pub(crate) enum ReadSubmissionError {
    /// None within the officer's scope; the same for one that is elsewhere, and for the officer's own.
    #[error("no such submission here")]
    NotFound,
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl App {
    /// Shows a frozen submission within the officer's scope, in the catalogue's order.
    pub(crate) async fn read_submission(
        &self,
        officer: &Person,
        dossier: DossierId,
        submission: u32,
    ) -> Result<Vec<FrozenShown>, ReadSubmissionError> {
        let submission = i32::try_from(submission).map_err(|_| ReadSubmissionError::NotFound)?;
        let scope = VerifierScope::of(officer).ok_or(ReadSubmissionError::NotFound)?;
        let found = self.frozen(&scope, dossier, submission).await?;
        let (employee, fields) = found.ok_or(ReadSubmissionError::NotFound)?;
        let subject = PersonId::from(employee.as_uuid());
        note_views(self, officer.person_id, &[subject], "dossier", "verification").await?;
        Ok(fields)
    }

    async fn frozen(
        &self,
        officer: &VerifierScope,
        dossier: DossierId,
        submission: i32,
    ) -> anyhow::Result<Option<(EmployeeId, Vec<FrozenShown>)>> {
        let mut connection = self.db.read().await?;
        let found = submissions::find_in_scope(&mut connection, dossier, submission, officer).await?;
        let Some((employee, version)) = found else { return Ok(None) };
        let fields = self.catalogues.fields(&mut connection, version).await?;
        let vault = PersonVault::load(self, &mut connection, employee).await?;
        let mut rows = Vec::new();
        for row in submissions::fields(&mut connection, dossier, submission).await? {
            let position = fields.iter().position(|field| field.key == row.key);
            let position = position.ok_or_else(|| anyhow::anyhow!("a submitted field is none of its catalogue"))?;
            rows.push((position, vault.open(&row.key, &row.database)?, vault.open(&row.key, &row.correction)?, row));
        }
        rows.sort_by_key(|(position, ..)| *position);
        let mut codes = Vec::new();
        for (position, database, correction, _) in &rows {
            let values = [database, correction].into_iter().flatten();
            codes.extend(values.filter_map(|value| dossier_file::code(&fields[*position], value.expose())));
        }
        let labels = labels_of(&mut connection, &codes).await?;
        let shown = |field: &Field, value: Value| {
            let label = dossier_file::label(&labels, field, value.expose()).map(|(label, _)| label.clone());
            Shown { value, label: label.unwrap_or_default() }
        };
        let frozen = rows.into_iter().map(|(position, database, correction, row)| {
            let field = &fields[position];
            FrozenShown {
                field: field.clone(),
                database: database.map(|value| shown(field, value)),
                correction: correction.map(|value| shown(field, value)),
                is_check: row.is_check,
                marks: row.marks,
            }
        });
        Ok(Some((employee, frozen.collect())))
    }
}
