//! Handing in: what has been answered is frozen under the declaration of truth and told to verification.

use std::collections::HashMap;

use chassis::{
    ambient::new_id,
    audit::{self, Entry, actor},
    db::Tx,
    events::Aggregate,
    wire::{self, timestamp},
};
use kernel::{Caller, DossierId, Person};
use metrics::counter;
use proto::registration::v1::{self as pb, DossierItem, DossierSubmitted};
use serde_json::json;
use thiserror::Error;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{dossier_file::DossierFile, get_dossier_checklist::look};
use crate::{
    SCHEMA,
    app::{App, master::employee_ref::employee_ref},
    domain::{
        dossier::{
            Locked, State,
            checklist::Missing,
            draft::Answer,
            marks::{Claims, DOCUMENT_MISSING},
            value::Value,
        },
        reference::field::{Field, column},
    },
    store::{
        dossier::{
            dossiers,
            submissions::{self, FrozenField, Submission},
        },
        master::{employee_master, employees},
        reference::{campaigns, catalogue},
    },
    tells,
};

#[derive(Clone, Copy, Debug)]
pub(crate) struct SubmitDossier {
    /// Idempotency key.
    pub(crate) request_id: Uuid,
    /// The declaration that was read.
    pub(crate) declaration_version: u32,
    /// "Saya Setuju".
    pub(crate) agreed: bool,
}

/// Why nothing was handed in.
#[derive(Debug, Error)]
pub(crate) enum SubmitError {
    /// No confirmed registration in the current campaign.
    #[error("no dossier")]
    NotFound,
    /// Fields are missing.
    #[error("the dossier is incomplete")]
    Incomplete(Vec<(Field, Missing)>),
    /// It is handed in already, or final.
    #[error("the dossier is locked")]
    Locked,
    /// Without the declaration there is no submission.
    #[error("the declaration was not agreed to")]
    NotAgreed,
    /// There is another wording now.
    #[error("the declaration has another wording now")]
    DeclarationOutdated,
    /// Too late.
    #[error("submission has closed")]
    Closed {
        /// Since when.
        closed_at: OffsetDateTime,
    },
    /// The key has made another dossier's submission.
    #[error("the key of another submission")]
    RequestIdReused,
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for SubmitError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<Locked> for SubmitError {
    fn from(Locked: Locked) -> Self {
        Self::Locked
    }
}

/// A field that is handed in.
struct Item<'a> {
    field: &'a Field,
    /// Nothing for a check.
    correction: Option<&'a Value>,
    marks: Vec<&'static str>,
}

impl App {
    /// Hands in the person's own dossier, once per key.
    pub(crate) async fn submit_dossier(
        &self,
        person: &Person,
        command: SubmitDossier,
    ) -> Result<Submission, SubmitError> {
        let dossier = self.own_dossier(person).await?.ok_or(SubmitError::NotFound)?;
        let (app, person) = (self.clone(), person.clone());
        let submit = async move |mut tx| app.submit(&mut tx, &person, dossier, command).await;
        let (submission, newly) = self.db.write("submit_dossier", submit).await?;
        if newly {
            counter!("epupns_dossiers_submitted_total").increment(1);
        }
        Ok(submission)
    }

    /// The submission, and whether it was made here.
    async fn submit(
        &self,
        tx: &mut Tx,
        person: &Person,
        dossier: DossierId,
        command: SubmitDossier,
    ) -> Result<(Submission, bool), SubmitError> {
        let mut file = self.lock_file(tx, dossier).await?.ok_or(SubmitError::NotFound)?;
        if let Some(known) = submissions::find_by_request(tx, command.request_id).await? {
            return if known.dossier_id == dossier { Ok((known, false)) } else { Err(SubmitError::RequestIdReused) };
        }
        let now = self.clock.now();
        let life = file.dossier.life.submitted()?;
        self.check_declaration(tx, &command, now).await?;
        check_open(tx, &file, now).await?;
        let labels = file.labels(tx).await?;
        let missing = look(&file, &labels).missing;
        if !missing.is_empty() {
            return Err(SubmitError::Incomplete(
                missing.into_iter().map(|(field, why)| (field.clone(), why)).collect(),
            ));
        }
        let submission = Submission {
            dossier_id: dossier,
            submission: life.submission,
            request_id: command.request_id,
            declaration_version: i32::try_from(command.declaration_version).map_err(anyhow::Error::from)?,
            submitted_at: now,
            partial: file.dossier.life.state == State::Returned,
        };
        if !submissions::add(tx, &submission).await? {
            return Err(SubmitError::RequestIdReused);
        }
        // A P2 value that was only found right is frozen too, and nothing of the person may have been sealed before.
        if file.answers().any(|(field, _)| field.sealed) {
            file.vault.make(self, tx, file.dossier.employee_id).await?;
        }
        let items = items(tx, &file).await?;
        freeze(tx, &file, submission, &items).await?;
        dossiers::set_life(tx, dossier, life, Some(now)).await?;
        let employee = employees::find(tx, file.dossier.employee_id).await?;
        let employee = employee.ok_or_else(|| anyhow::anyhow!("a dossier without an employee"))?;
        let message = DossierSubmitted {
            dossier_id: dossier.to_string(),
            registration_id: file.dossier.registration_id.to_string(),
            registration_number: file.dossier.registration_number.to_string(),
            employee: Some(employee_ref(&employee)),
            name: employee.name.clone(),
            campaign_code: file.dossier.campaign_code.clone(),
            submission: life.submission.unsigned_abs(),
            catalogue_version: file.dossier.catalogue_version.unsigned_abs(),
            items: items.iter().map(told).collect(),
            submitted_at: Some(timestamp(now)),
        };
        let aggregate = Aggregate { id: dossier.as_uuid(), version: life.version };
        tells::dossier_submitted(&self.outbox, tx, aggregate, &message).await?;
        self.audit_submission(tx, person, &submission, items.len()).await?;
        Ok((submission, true))
    }

    async fn check_declaration(
        &self,
        tx: &mut Tx,
        command: &SubmitDossier,
        now: OffsetDateTime,
    ) -> Result<(), SubmitError> {
        if !command.agreed {
            return Err(SubmitError::NotAgreed);
        }
        let declaration = catalogue::declaration(tx, now).await?;
        let read = u32::try_from(declaration.version).is_ok_and(|version| version == command.declaration_version);
        if read { Ok(()) } else { Err(SubmitError::DeclarationOutdated) }
    }

    async fn audit_submission(
        &self,
        tx: &mut Tx,
        person: &Person,
        submission: &Submission,
        fields: usize,
    ) -> anyhow::Result<()> {
        let entry = Entry {
            actor: &actor(&Caller::Person(person.clone())),
            action: "submit_dossier",
            subject_id: Some(submission.dossier_id.as_uuid()),
            details: json!({
                "submission": submission.submission,
                "fields": fields,
                "declaration": submission.declaration_version,
                "request": submission.request_id,
            }),
        };
        audit::append(tx, SCHEMA, new_id(&self.clock), submission.submitted_at, &entry).await
    }
}

/// A dossier is handed in until submission closes; one that came back or was taken back, until verification does: else whoever is sent a field
/// back late could never answer.
async fn check_open(tx: &mut Tx, file: &DossierFile, now: OffsetDateTime) -> Result<(), SubmitError> {
    let campaign = campaigns::find(tx, &file.dossier.campaign_code).await?;
    let closed_at = match file.dossier.life.state {
        State::Returned => campaign.verification_closes_at,
        // So is what its owner took back: a click must not end a dossier that was handed in.
        State::Open if file.dossier.life.submission > 0 => campaign.verification_closes_at,
        State::Open | State::Submitted | State::Final => campaign.submission_closes_at,
    };
    if now < closed_at { Ok(()) } else { Err(SubmitError::Closed { closed_at }) }
}

/// What is handed in: every field that can be answered now and has been.
async fn items<'a>(tx: &mut Tx, file: &'a DossierFile) -> Result<Vec<Item<'a>>, sqlx::Error> {
    let claimed: Vec<_> =
        file.answers().map(|(field, _)| (field, claim(file, field).or(file.master.get(field)))).collect();
    let unit = claimed.iter().find(|(field, _)| field.is_of(column::UNIT)).and_then(|(_, unit)| *unit);
    let agency_of_unit = match unit {
        Some(unit) => employee_master::agency_of_unit(tx, unit.expose()).await?,
        None => None,
    };
    let claims = Claims { nip: &file.dossier.nip, fields: &claimed, agency_of_unit: agency_of_unit.as_deref() };
    let mut marks: HashMap<&str, Vec<&'static str>> = claims.marks();
    let handed_in = file.answers().filter(|(field, draft)| file.is_open(field) && draft.standing().is_some());
    let items = handed_in.map(|(field, _)| {
        let correction = claim(file, field);
        let mut marks = marks.remove(field.key.as_str()).unwrap_or_default();
        // Documents cannot be sent yet.
        if field.document_required && correction.is_some() {
            marks.push(DOCUMENT_MISSING);
        }
        Item { field, correction, marks }
    });
    Ok(items.collect())
}

/// The correction of a field; none for a check, nor for one that the master data have caught up with.
fn claim<'a>(file: &'a DossierFile, field: &Field) -> Option<&'a Value> {
    match file.draft(field).standing() {
        Some(Answer::Correction(value)) => Some(value).filter(|value| file.master.get(field) != Some(*value)),
        _ => None,
    }
}

async fn freeze(
    tx: &mut Tx,
    file: &DossierFile,
    submission: Submission,
    items: &[Item<'_>],
) -> Result<(), SubmitError> {
    let mut frozen = Vec::with_capacity(items.len());
    for Item { field, correction, marks } in items {
        let row = FrozenField {
            key: field.key.clone(),
            database: file.vault.keep(field, file.master.get(field))?,
            correction: file.vault.keep(field, *correction)?,
            is_check: correction.is_none(),
            marks: marks.iter().map(|mark| (*mark).to_owned()).collect(),
        };
        frozen.push((row, field.stages.as_slice()));
    }
    Ok(submissions::add_fields(tx, submission.dossier_id, submission.submission, &frozen).await?)
}

fn told(item: &Item<'_>) -> DossierItem {
    let answer = if item.correction.is_some() { pb::AnswerKind::Correction } else { pb::AnswerKind::Check };
    DossierItem {
        key: item.field.key.clone(),
        answer: answer.into(),
        marks: item.marks.iter().map(|mark| (*mark).to_owned()).collect(),
        stages: item.field.stages.iter().map(|stage| wire::stage(*stage).into()).collect(),
    }
}
