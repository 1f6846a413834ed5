//! A dossier was handed in: its review opens, or goes on.

use std::collections::BTreeMap;

use anyhow::{Context as _, bail};
use chassis::{
    db::Tx,
    wire::{instant, stage_of},
};
use kernel::{DossierId, EmployeeId, Nip, RegistrationId, RegistrationNumber, Stage};
use proto::registration::v1::{AnswerKind, DossierItem, DossierSubmitted};

use crate::{
    app::{App, open_review::OpenReview},
    domain::item::{Answer, Item},
    store::reviews::Subject,
};

pub(super) async fn hear(app: &App, tx: &mut Tx, event: DossierSubmitted) -> anyhow::Result<()> {
    let items = event.items.iter().map(|told| item(told, event.submission)).collect::<anyhow::Result<_>>()?;
    let submitted = OpenReview { subject: subject(&event)?, submission: event.submission, items };
    app.open_review(tx, submitted).await
}

fn subject(event: &DossierSubmitted) -> anyhow::Result<Subject> {
    let employee = event.employee.as_ref().context("no employee")?;
    Ok(Subject {
        dossier_id: DossierId::parse(&event.dossier_id)?,
        registration_id: RegistrationId::parse(&event.registration_id)?,
        registration_number: RegistrationNumber::parse(&event.registration_number)?,
        person_id: EmployeeId::parse(&employee.employee_id)?.into(),
        nip: Nip::parse(&employee.nip)?,
        name: event.name.clone(),
        active: employee.active,
        campaign_code: event.campaign_code.clone(),
        agency_code: employee.agency_code.clone(),
        unit_code: employee.unit_code.clone(),
        submitted_at: event.submitted_at.as_ref().and_then(instant).context("no instant")?,
    })
}

fn item(told: &DossierItem, submission: u32) -> anyhow::Result<Item> {
    let answer = match told.answer() {
        AnswerKind::Check => Answer::Check,
        AnswerKind::Correction => Answer::Correction,
        AnswerKind::Unspecified => bail!("{} is submitted without an answer", told.key),
    };
    let mut stages: Vec<Stage> =
        told.stages().map(|stage| stage_of(stage).context("an unknown stage")).collect::<Result<_, _>>()?;
    stages.sort_unstable();
    stages.dedup();
    if stages.is_empty() && answer == Answer::Correction {
        // It would be applied without anybody having seen it.
        bail!("nobody decides the correction of {}", told.key);
    }
    Ok(Item {
        key: told.key.clone(),
        answer,
        marks: told.marks.clone(),
        stages,
        submission,
        sent_back: false,
        verdicts: BTreeMap::new(),
    })
}
