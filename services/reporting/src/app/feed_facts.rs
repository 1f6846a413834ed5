//! Which agency is told what of an event inside. What is not here concerns no agency.

use anyhow::Context as _;
use chassis::{events::Heard, wire::instant};
use kernel::{AgencyCode, agency_feed};
use prost_types::Timestamp;
use proto::{
    agency::v1 as told,
    registration::v1::{
        AnswerKind, DossierSubmitted, EmployeeDataApplied, EmployeeRef, RegistrationConfirmed, RegistrationRejected,
        RegistrationSubmitted, Stage,
    },
    verification::v1::{
        DecidedItem, DossierCompleted, DossierFinalised, DossierRecalled, DossierRef, DossierReturned, StageCompleted,
    },
};
use serde::Serialize;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::feed_event::Fact;

/// A message about a dossier: what all of them say, and what this one adds.
macro_rules! about_dossier {
    ($message:ident, $of:ident $(, $field:ident: $value:expr)*) => {
        told::$message {
            version: $of.version,
            dossier_id: $of.dossier_id,
            registration_id: $of.registration_id,
            employee_id: $of.employee_id,
            nip: $of.nip,
            unit_code: $of.unit_code,
            campaign_code: $of.campaign_code,
            submission: $of.submission,
            $($field: $value,)*
        }
    };
}

/// The facts of an event, for agencies that have a feed: none, one, or two when a person moves from one agency to another.
pub(super) fn facts(heard: &Heard) -> anyhow::Result<Vec<Fact>> {
    let told = all(heard).with_context(|| format!("what agencies are told of {}", heard.message_name))?;
    Ok(told.into_iter().filter(|fact| agency_feed::is_fed(&fact.agency)).collect())
}

fn all(heard: &Heard) -> anyhow::Result<Vec<Fact>> {
    if let Some(event) = heard.decode::<RegistrationSubmitted>()? {
        let RegistrationSubmitted { registration_id, registration_number, employee, campaign_code, .. } = event;
        let EmployeeRef { employee_id, nip, agency_code, unit_code, .. } = whose(employee)?;
        let about = About { agency_code, aggregate_id: registration_id.clone(), at: event.registered_at };
        let version = version(heard)?;
        #[rustfmt::skip]
        let data = told::RegistrationSubmitted {
            version, registration_id, registration_number, employee_id, nip, unit_code, campaign_code,
        };
        return one(heard, about, "registration", "submitted", &data);
    }
    if let Some(event) = heard.decode::<RegistrationConfirmed>()? {
        let RegistrationConfirmed { registration_id, employee, campaign_code, .. } = event;
        let EmployeeRef { employee_id, nip, agency_code, unit_code, .. } = whose(employee)?;
        let about = About { agency_code, aggregate_id: registration_id.clone(), at: event.confirmed_at };
        let version = version(heard)?;
        let data = told::RegistrationConfirmed { version, registration_id, employee_id, nip, unit_code, campaign_code };
        return one(heard, about, "registration", "confirmed", &data);
    }
    if let Some(event) = heard.decode::<RegistrationRejected>()? {
        let RegistrationRejected { registration_id, employee, campaign_code, reason_code, .. } = event;
        let EmployeeRef { employee_id, nip, agency_code, unit_code, .. } = whose(employee)?;
        let about = About { agency_code, aggregate_id: registration_id.clone(), at: event.rejected_at };
        let version = version(heard)?;
        #[rustfmt::skip]
        let data = told::RegistrationRejected {
            version, registration_id, employee_id, nip, unit_code, campaign_code, reason_code,
        };
        return one(heard, about, "registration", "rejected", &data);
    }
    if let Some(event) = heard.decode::<DossierSubmitted>()? {
        let corrected = event.items.iter().filter(|item| item.answer() == AnswerKind::Correction);
        let corrected_keys = corrected.map(|item| item.key.clone()).collect();
        let at = event.submitted_at;
        let of = DossierRef {
            dossier_id: event.dossier_id,
            registration_id: event.registration_id,
            employee: event.employee,
            campaign_code: event.campaign_code,
            submission: event.submission,
        };
        let (about, of) = dossier(heard, Some(of), at)?;
        let data = about_dossier!(DossierSubmitted, of, corrected_keys: corrected_keys);
        return one(heard, about, "dossier", "submitted", &data);
    }
    if let Some(event) = heard.decode::<EmployeeDataApplied>()? {
        return applied(heard, event);
    }
    reviewed(heard)
}

/// What verification tells.
fn reviewed(heard: &Heard) -> anyhow::Result<Vec<Fact>> {
    if let Some(event) = heard.decode::<StageCompleted>()? {
        let (stage, next_stage) = (stage(event.stage()), stage(event.next_stage()));
        let (about, of) = dossier(heard, event.dossier, event.completed_at)?;
        let data = about_dossier!(DossierStageCompleted, of, stage: stage, next_stage: next_stage);
        return one(heard, about, "dossier", "stage-completed", &data);
    }
    if let Some(event) = heard.decode::<DossierRecalled>()? {
        let (about, of) = dossier(heard, event.dossier, event.recalled_at)?;
        return one(heard, about, "dossier", "recalled", &about_dossier!(DossierRecalled, of));
    }
    if let Some(event) = heard.decode::<DossierReturned>()? {
        let stage = stage(event.stage());
        let (about, of) = dossier(heard, event.dossier, event.returned_at)?;
        let data = about_dossier!(DossierReturned, of, stage: stage, returned: decided(event.items));
        return one(heard, about, "dossier", "returned", &data);
    }
    if let Some(event) = heard.decode::<DossierCompleted>()? {
        let stage = stage(event.stage());
        let (about, of) = dossier(heard, event.dossier, event.completed_at)?;
        let (accepted, rejected) = (event.accepted_keys, decided(event.rejected));
        let data = about_dossier!(DossierCompleted, of, stage: stage, accepted_keys: accepted, rejected: rejected);
        return one(heard, about, "dossier", "completed", &data);
    }
    if let Some(event) = heard.decode::<DossierFinalised>()? {
        let (about, of) = dossier(heard, event.dossier, event.finalised_at)?;
        return one(heard, about, "dossier", "final", &about_dossier!(DossierFinal, of));
    }
    Ok(Vec::new())
}

/// Accepted corrections: told to the agency, or, when they moved the person, to each of the two what concerns it.
fn applied(heard: &Heard, event: EmployeeDataApplied) -> anyhow::Result<Vec<Fact>> {
    let at = event.applied_at;
    let of = DossierRef {
        dossier_id: event.dossier_id.clone(),
        registration_id: event.registration_id,
        employee: event.employee,
        campaign_code: event.campaign_code,
        submission: event.submission,
    };
    let (mut about, of) = dossier(heard, Some(of), at)?;
    about.aggregate_id.clone_from(&of.employee_id);
    let (applied, conflicts, before) = (event.applied_keys, event.conflict_keys, event.previous_agency_code);
    if before.is_empty() || before == about.agency_code {
        let data = about_dossier!(EmployeeDataApplied, of, applied_keys: applied, conflict_keys: conflicts);
        return one(heard, about, "employee", "data-applied", &data);
    }
    let leaving = About { agency_code: before.clone(), aggregate_id: of.employee_id.clone(), at };
    let out = told::EmployeeTransferredOut {
        version: of.version,
        dossier_id: event.dossier_id,
        employee_id: of.employee_id.clone(),
        nip: of.nip.clone(),
        to_agency_code: about.agency_code.clone(),
    };
    let into = about_dossier!(
        EmployeeTransferredIn, of, applied_keys: applied, conflict_keys: conflicts, from_agency_code: before
    );
    let mut both = one(heard, leaving, "employee", "transferred-out", &out)?;
    both.extend(one(heard, about, "employee", "transferred-in", &into)?);
    Ok(both)
}

/// What every message about a dossier says.
struct Dossier {
    version: u32,
    dossier_id: String,
    registration_id: String,
    employee_id: String,
    nip: String,
    unit_code: String,
    campaign_code: String,
    submission: u32,
}

/// Whose fact, about what, when.
struct About {
    agency_code: String,
    aggregate_id: String,
    at: Option<Timestamp>,
}

fn one<D: Serialize>(
    heard: &Heard,
    about: About,
    entity: &'static str,
    fact: &'static str,
    data: &D,
) -> anyhow::Result<Vec<Fact>> {
    let source = heard.message_name.split('.').nth(1).context("a message of ours")?;
    Ok(vec![Fact {
        agency: AgencyCode::parse(&about.agency_code).context("the agency's code")?,
        source: source.to_owned(),
        entity,
        fact,
        aggregate_id: Uuid::try_parse(&about.aggregate_id).context("the id of what it is about")?,
        at: happened(about.at.as_ref(), heard),
        data: serde_json::to_value(data)?,
    }])
}

/// When it says that it happened; else when it was told.
fn happened(at: Option<&Timestamp>, heard: &Heard) -> OffsetDateTime {
    at.and_then(instant).unwrap_or(heard.occurred_at)
}

fn dossier(heard: &Heard, of: Option<DossierRef>, at: Option<Timestamp>) -> anyhow::Result<(About, Dossier)> {
    let DossierRef { dossier_id, registration_id, employee, campaign_code, submission } =
        of.context("without its dossier")?;
    let EmployeeRef { employee_id, nip, agency_code, unit_code, .. } = whose(employee)?;
    let about = About { agency_code, aggregate_id: dossier_id.clone(), at };
    let version = version(heard)?;
    #[rustfmt::skip]
    let dossier = Dossier {
        version, dossier_id, registration_id, employee_id, nip, unit_code, campaign_code, submission,
    };
    Ok((about, dossier))
}

fn whose(employee: Option<EmployeeRef>) -> anyhow::Result<EmployeeRef> {
    employee.context("without its employee")
}

fn version(heard: &Heard) -> anyhow::Result<u32> {
    let aggregate = heard.aggregate.context("without its aggregate")?;
    u32::try_from(aggregate.version).context("a version beyond what is counted")
}

fn decided(items: Vec<DecidedItem>) -> Vec<told::DecidedField> {
    let decided = |item: DecidedItem| {
        let stage = stage(item.stage());
        told::DecidedField { key: item.key, stage, reason_code: item.reason_code }
    };
    items.into_iter().map(decided).collect()
}

/// As everywhere in public; empty for none.
fn stage(stage: Stage) -> String {
    let stage = match stage {
        Stage::Unspecified => None,
        Stage::Skpd => Some(kernel::Stage::Skpd),
        Stage::Bkd => Some(kernel::Stage::Bkd),
        Stage::KanregBkn => Some(kernel::Stage::KanregBkn),
    };
    stage.map_or_else(String::new, |stage| stage.as_str().to_owned())
}
