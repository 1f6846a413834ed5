//! Registration's place in tests of this service: tells what it was given, and answers as it is asked to.

use std::{collections::HashMap, sync::Mutex};

use crate::app::ports::{Submissions, SubmissionsError};
use futures::future::BoxFuture;
use kernel::DossierId;
use proto::registration::v1::{AnswerKind, DossierSubmitted, SubmittedField};
use tonic::Code;

/// How all calls go from now on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Behaviour {
    /// Tells.
    #[default]
    Tells,
    /// Shows this person nothing.
    ShowsNothing,
    /// The passport has run out.
    RefusesThePassport,
    /// Does not answer.
    IsAway,
}

/// Remembers what was submitted, and who asked.
#[derive(Default)]
pub(crate) struct Recorder {
    behaviour: Mutex<Behaviour>,
    fields: Mutex<HashMap<(DossierId, u32), Vec<SubmittedField>>>,
    submitted: Mutex<Option<(DossierId, u32)>>,
    passports: Mutex<Vec<String>>,
}

impl Recorder {
    pub(crate) fn behave(&self, behaviour: Behaviour) {
        *self.behaviour.lock().unwrap() = behaviour;
    }

    /// What registration froze: as it tells it, with values.
    pub(crate) fn froze(&self, event: &DossierSubmitted) {
        let dossier = DossierId::parse(&event.dossier_id).unwrap();
        let fields = event.items.iter().map(|item| SubmittedField {
            key: item.key.clone(),
            section: "data_utama".into(),
            label_id: item.key.to_uppercase(),
            answer: item.answer,
            database_value: format!("old {}", item.key),
            correction: if item.answer() == AnswerKind::Correction {
                format!("new {}", item.key)
            } else {
                String::new()
            },
            marks: item.marks.clone(),
            ..Default::default()
        });
        self.fields.lock().unwrap().insert((dossier, event.submission), fields.collect());
    }

    /// What the employee has submitted and nobody has sent back.
    pub(crate) fn has_submitted(&self, submitted: Option<(DossierId, u32)>) {
        *self.submitted.lock().unwrap() = submitted;
    }

    /// With which passports it was asked.
    pub(crate) fn passports(&self) -> Vec<String> {
        self.passports.lock().unwrap().clone()
    }

    fn asked(&self, passport: &str) -> Result<(), SubmissionsError> {
        self.passports.lock().unwrap().push(passport.to_owned());
        match *self.behaviour.lock().unwrap() {
            Behaviour::Tells => Ok(()),
            Behaviour::ShowsNothing => Err(SubmissionsError::NotFound),
            Behaviour::RefusesThePassport => Err(SubmissionsError::PassportInvalid),
            Behaviour::IsAway => Err(SubmissionsError::Away(Code::Unavailable)),
        }
    }
}

impl Submissions for Recorder {
    fn read<'a>(
        &'a self,
        passport: &'a str,
        dossier: DossierId,
        submission: u32,
    ) -> BoxFuture<'a, Result<Vec<SubmittedField>, SubmissionsError>> {
        Box::pin(async move {
            self.asked(passport)?;
            self.fields.lock().unwrap().get(&(dossier, submission)).cloned().ok_or(SubmissionsError::NotFound)
        })
    }

    fn submitted<'a>(&'a self, passport: &'a str) -> BoxFuture<'a, Result<Option<(DossierId, u32)>, SubmissionsError>> {
        Box::pin(async move {
            self.asked(passport)?;
            Ok(*self.submitted.lock().unwrap())
        })
    }
}
