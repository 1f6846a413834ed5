//! The employee's own dossier: catalogue, master values, answers side by side.

use kernel::Person;
use thiserror::Error;

use super::dossier_file;
use crate::{
    app::App,
    domain::{
        dossier::{
            draft::{Answer, Draft},
            value::Value,
        },
        reference::field::Field,
    },
    store::{
        dossier::dossiers::Dossier,
        reference::catalogue::{self, Declaration},
    },
};

/// Why there is nothing to show.
#[derive(Debug, Error)]
pub(crate) enum DossierError {
    /// No confirmed registration in the current campaign.
    #[error("no dossier")]
    NotFound,
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
pub(crate) struct Shown {
    /// The value.
    pub(crate) value: Value,
    /// Empty where the value is no code, or an unknown one.
    pub(crate) label: String,
}

/// One field as its owner sees it.
#[derive(Clone, Debug)]
pub(crate) struct ShownField {
    pub(crate) field: Field,
    /// What the master data say.
    pub(crate) database: Option<Shown>,
    /// What was answered; a check that lapsed while it can be answered again is no answer.
    pub(crate) draft: Draft,
    /// Of a correction.
    pub(crate) correction: Option<Shown>,
    /// Whether it can be answered now.
    pub(crate) open: bool,
}

/// A dossier as its owner sees it.
#[derive(Clone, Debug)]
pub(crate) struct ShownDossier {
    pub(crate) dossier: Dossier,
    /// What submitting takes.
    pub(crate) declaration: Declaration,
    /// In the catalogue's order.
    pub(crate) fields: Vec<ShownField>,
}

impl App {
    /// Shows the person's own dossier, opening it when it is asked for first.
    pub(crate) async fn get_dossier(&self, person: &Person) -> Result<ShownDossier, DossierError> {
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
