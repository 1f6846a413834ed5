//! The employee's own dossier: catalogue, master values, answers side by side.

use kernel::Person;
use thiserror::Error;

use super::{App, dossier_file};
use crate::{
    domain::dossier::{
        draft::{Answer, Draft},
        field::Field,
        value::Value,
    },
    store::{
        catalogue::{self, Declaration},
        dossiers::Dossier,
    },
};

/// Why there is nothing to show.
#[derive(Debug, Error)]
pub enum DossierError {
    /// No confirmed registration in the current campaign.
    #[error("no dossier")]
    NotFound,
    /// Unexpected.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for DossierError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

/// A value with what people read, where the value is a code.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The value.
    pub value: Value,
    /// Empty where the value is no code, or an unknown one.
    pub label: String,
}

/// One field as its owner sees it.
#[derive(Clone, Debug)]
pub struct ShownField {
    /// As the catalogue has it.
    pub field: Field,
    /// What the master data say.
    pub database: Option<Shown>,
    /// What was answered; a check that lapsed while it can be answered again is no answer.
    pub draft: Draft,
    /// Of a correction.
    pub correction: Option<Shown>,
    /// Whether it can be answered now.
    pub open: bool,
}

/// A dossier as its owner sees it.
#[derive(Clone, Debug)]
pub struct ShownDossier {
    /// The row.
    pub dossier: Dossier,
    /// What submitting takes.
    pub declaration: Declaration,
    /// In the catalogue's order.
    pub fields: Vec<ShownField>,
}

impl App {
    /// Shows the person's own dossier, opening it when it is asked for first.
    ///
    /// # Errors
    /// See [`DossierError`].
    pub async fn get_dossier(&self, person: &Person) -> Result<ShownDossier, DossierError> {
        let (mut connection, file) = self.own_file(person).await?.ok_or(DossierError::NotFound)?;
        let declaration = catalogue::declaration(&mut connection, self.clock.now()).await?;
        let labels = file.labels(&mut connection).await?;
        let shown = |field: &Field, value: &Value| {
            let label = dossier_file::label(&labels, field, value.expose());
            Shown { value: value.clone(), label: label.map(|(label, _)| label.clone()).unwrap_or_default() }
        };
        let shown_field = |field: &Field| {
            let draft = file.shown_draft(field);
            let correction = match &draft.answer {
                Some(Answer::Correction(value)) => Some(shown(field, value)),
                _ => None,
            };
            ShownField {
                field: field.clone(),
                database: file.master.get(field).map(|value| shown(field, value)),
                draft,
                correction,
                open: file.is_open(field),
            }
        };
        let fields = file.fields.iter().map(shown_field).collect();
        Ok(ShownDossier { declaration, fields, dossier: file.dossier.clone() })
    }
}
