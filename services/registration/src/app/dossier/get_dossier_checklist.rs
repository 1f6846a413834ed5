//! What is missing before the person's own dossier can be handed in.

use kernel::Person;

use super::{
    dossier_file::{self, DossierFile, Labels},
    get_dossier::DossierError,
};
use crate::{
    app::App,
    domain::{
        dossier::{
            checklist::{self, Checklist, Missing},
            value::Value,
        },
        reference::field::Field,
    },
};

/// The list with the fields that it names.
#[derive(Clone, Debug)]
pub(crate) struct ShownChecklist {
    /// In the catalogue's order.
    pub(crate) missing: Vec<(Field, Missing)>,
    /// Fields that can be answered now.
    pub(crate) open: u32,
    /// Of these, answered.
    pub(crate) answered: u32,
}

impl App {
    /// Looks through the person's own dossier.
    pub(crate) async fn get_dossier_checklist(&self, person: &Person) -> Result<ShownChecklist, DossierError> {
        let (mut connection, file) = self.own_file(person).await?.ok_or(DossierError::NotFound)?;
        let labels = file.labels(&mut connection).await?;
        let Checklist { missing, open, answered } = look(&file, &labels);
        let missing = missing.into_iter().map(|(field, missing)| (field.clone(), missing)).collect();
        Ok(ShownChecklist { missing, open, answered })
    }
}

/// The checklist of a file whose labels are known.
pub(super) fn look<'a>(file: &'a DossierFile, labels: &Labels) -> Checklist<'a> {
    let can_be_chosen = |field: &Field, value: &Value| {
        dossier_file::label(labels, field, value.expose()).is_some_and(|(_, active)| *active)
    };
    checklist::look(file.dossier.life, file.answers(), can_be_chosen)
}
