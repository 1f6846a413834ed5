//! The last stage is done: accepted corrections become master data, in the transaction that hears of it.

use std::collections::{HashMap, HashSet};

use anyhow::Context as _;
use chassis::{
    ambient::new_id,
    audit::{self, Entry},
    db::Tx,
    events::Aggregate,
    wire::timestamp,
};
use kernel::{DossierId, PersonId};
use metrics::counter;
use proto::registration::v1::EmployeeDataApplied;
use serde_json::json;
use sqlx::PgConnection;

use super::dossier_file::DossierFile;
use crate::{
    SCHEMA,
    app::{App, master::employee_ref::employee_ref},
    domain::{
        dossier::{
            Life, Word,
            draft::{Answer, Outcome},
            settling::{Decisions, Frozen, Place, settle},
            value::Value,
        },
        reference::field::{Field, column},
    },
    store::{
        dossier::{dossier_fields, dossiers, submissions},
        master::{employee_master, employees},
    },
    tells,
};

/// Who applies what was decided.
const ACTOR: &str = "service:registration";

/// What verification says of a submission.
#[derive(Debug)]
pub(crate) struct Completed {
    /// Which dossier.
    pub(crate) dossier_id: DossierId,
    /// Which submission.
    pub(crate) submission: u32,
    /// Over all submissions.
    pub(crate) decisions: Decisions,
    /// The last officer.
    pub(crate) completed_by: PersonId,
}

impl App {
    /// Applies accepted corrections, or gives them back where the master data have changed. A word about another submission
    /// than the one that waits changes nothing.
    ///
    /// # Errors
    /// The database is away, or the word contradicts what was submitted.
    pub(crate) async fn settle_dossier(&self, tx: &mut Tx, completed: Completed) -> anyhow::Result<()> {
        let id = completed.dossier_id;
        let held = dossiers::lock(tx, id).await?.context("a completed dossier is none of ours")?;
        if held.life.heard(completed.submission, Word::Completed { conflicts: false }).is_none() {
            return Ok(());
        }
        // Verification sees to it; what would be master data is not taken on trust.
        anyhow::ensure!(
            completed.completed_by.as_uuid() != held.employee_id.as_uuid(),
            "somebody completed their own dossier"
        );
        // Dossier first, then employee: the order in which everybody locks.
        employee_master::lock(tx, held.employee_id).await?;
        let file = self.held_file(tx, &held).await?;
        let frozen = unsettled(tx, &file).await?;
        let decisions = about(&frozen, &file, completed.decisions);
        let agencies = agencies_of_units(tx, &file, &frozen).await?;
        let place = Place { agency: &file.master.agency_code, unit: &file.master.unit_code };
        let outcomes = settle(&frozen, &decisions, &file.master.values, place, |unit| agencies.get(unit).cloned())?;
        let applied: Vec<(&Field, &Value)> = frozen.iter().zip(&outcomes).filter_map(applied).collect();
        if !applied.is_empty() {
            let employee = file.dossier.employee_id;
            file.master.correct(self, tx, employee, &applied, &file.vault).await?;
        }
        let kept: Vec<(&str, Outcome)> =
            outcomes.iter().map(|(field, outcome)| (field.key.as_str(), *outcome)).collect();
        dossier_fields::settle(tx, id, &kept).await?;
        let conflicts = kept.iter().any(|(_, outcome)| *outcome == Outcome::Conflict);
        let life = file.dossier.life.heard(completed.submission, Word::Completed { conflicts });
        let life = life.ok_or_else(|| anyhow::anyhow!("a dossier changed while it was held"))?;
        dossiers::set_life(tx, id, life, None).await?;
        self.tell_applied(tx, &file, life, &kept).await?;
        for (field, _) in &applied {
            self.audit_application(tx, &file, &field.key, completed.submission, completed.completed_by).await?;
        }
        for (_, outcome) in &kept {
            counter!("epupns_dossier_fields_settled_total", "outcome" => outcome.as_str()).increment(1);
        }
        Ok(())
    }

    async fn tell_applied(
        &self,
        tx: &mut Tx,
        file: &DossierFile,
        life: Life,
        outcomes: &[(&str, Outcome)],
    ) -> anyhow::Result<()> {
        let employee = employees::find(tx, file.dossier.employee_id).await?;
        let employee = employee.ok_or_else(|| anyhow::anyhow!("a dossier without an employee"))?;
        let keys = |wanted: Outcome| {
            let keys = outcomes.iter().filter(|(_, outcome)| *outcome == wanted);
            keys.map(|(key, _)| (*key).to_owned()).collect()
        };
        let message = EmployeeDataApplied {
            dossier_id: file.dossier.dossier_id.to_string(),
            registration_id: file.dossier.registration_id.to_string(),
            employee: Some(employee_ref(&employee)),
            previous_agency_code: file.master.agency_code.clone(),
            campaign_code: file.dossier.campaign_code.clone(),
            submission: life.submission.unsigned_abs(),
            applied_keys: keys(Outcome::Applied),
            conflict_keys: keys(Outcome::Conflict),
            applied_at: Some(timestamp(self.clock.now())),
        };
        let aggregate = Aggregate { id: file.dossier.dossier_id.as_uuid(), version: life.version };
        Ok(tells::employee_data_applied(&self.outbox, tx, aggregate, &message).await?)
    }

    async fn audit_application(
        &self,
        tx: &mut Tx,
        file: &DossierFile,
        key: &str,
        submission: u32,
        completed_by: PersonId,
    ) -> anyhow::Result<()> {
        let entry = Entry {
            actor: ACTOR,
            action: "apply_correction",
            subject_id: Some(file.dossier.employee_id.as_uuid()),
            details: json!({
                "dossier": file.dossier.dossier_id.as_uuid(),
                "submission": submission,
                "field": key,
                "completed_by": completed_by.as_uuid(),
            }),
        };
        audit::append(tx, SCHEMA, new_id(&self.clock), self.clock.now(), &entry).await
    }
}

/// Fields as they were last handed in, without those that are settled for good.
async fn unsettled<'a>(connection: &mut PgConnection, file: &'a DossierFile) -> anyhow::Result<Vec<Frozen<'a>>> {
    let mut latest: HashMap<String, _> = HashMap::new();
    for row in submissions::latest_fields(connection, file.dossier.dossier_id).await? {
        latest.insert(row.key.clone(), row);
    }
    let mut frozen = Vec::with_capacity(latest.len());
    for (field, draft) in file.answers() {
        let Some(row) = latest.remove(&field.key) else { continue };
        if draft.outcome.is_some_and(Outcome::is_last) {
            continue;
        }
        let correction = file.vault.open(&field.key, &row.correction)?;
        let answer = match (row.is_check, correction) {
            (true, _) => Answer::Check,
            (false, Some(value)) => Answer::Correction(value),
            (false, None) => anyhow::bail!("a submitted correction cannot be read any more"),
        };
        frozen.push(Frozen { field, answer, database: file.vault.open(&field.key, &row.database)? });
    }
    Ok(frozen)
}

/// Verification speaks of all submissions: what was settled after an earlier one is not decided again.
fn about(frozen: &[Frozen<'_>], file: &DossierFile, decisions: Decisions) -> Decisions {
    let waiting: HashSet<&str> = frozen.iter().map(|frozen| frozen.field.key.as_str()).collect();
    let settled = |key: &String| {
        let of_file = file.fields.iter().find(|field| field.key == *key);
        let settled = of_file.is_some_and(|field| file.draft(field).outcome.is_some_and(Outcome::is_last));
        settled && !waiting.contains(key.as_str())
    };
    let rest = |keys: HashSet<String>| keys.into_iter().filter(|key| !settled(key)).collect();
    Decisions { accepted: rest(decisions.accepted), rejected: rest(decisions.rejected) }
}

/// Of the unit where the employee is, and of the one that was asked for.
async fn agencies_of_units(
    connection: &mut PgConnection,
    file: &DossierFile,
    frozen: &[Frozen<'_>],
) -> Result<HashMap<String, String>, sqlx::Error> {
    let asked = frozen.iter().filter(|frozen| frozen.field.is_of(column::UNIT)).filter_map(correction);
    let units = asked.map(|value| value.expose().to_owned()).chain([file.master.unit_code.clone()]);
    let mut agencies = HashMap::new();
    for unit in units.collect::<Vec<_>>() {
        if let Some(agency) = employee_master::agency_of_unit(connection, &unit).await? {
            agencies.insert(unit, agency);
        }
    }
    Ok(agencies)
}

fn correction<'a>(frozen: &'a Frozen<'_>) -> Option<&'a Value> {
    match &frozen.answer {
        Answer::Correction(value) => Some(value),
        Answer::Check => None,
    }
}

fn applied<'a>((frozen, (_, outcome)): (&'a Frozen<'a>, &(&Field, Outcome))) -> Option<(&'a Field, &'a Value)> {
    if *outcome == Outcome::Applied { Some((frozen.field, correction(frozen)?)) } else { None }
}
