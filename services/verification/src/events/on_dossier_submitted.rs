//! A dossier was handed in: its review opens, or goes on where it was sent back.

use std::collections::BTreeMap;

use anyhow::{Context as _, bail};
use chassis::wire::instant;
use kernel::{Caller, DossierId, EmployeeId, Nip, RegistrationId, RegistrationNumber, ServiceName, Stage};
use metrics::counter;
use proto::registration::v1::{AnswerKind, DossierItem, DossierSubmitted};
use sqlx::PgConnection;

use crate::{
    app::{App, edge::Deed},
    domain::{
        item::{Answer, Item},
        review::{Heard, Review},
    },
    store::{
        review_items,
        reviews::{self, Kept, Subject},
    },
    wire,
};

pub(super) async fn hear(app: &App, connection: &mut PgConnection, event: &DossierSubmitted) -> anyhow::Result<()> {
    let subject = subject(event)?;
    let items: Vec<Item> =
        event.items.iter().map(|told| item(told, event.submission)).collect::<anyhow::Result<_>>()?;
    let (dossier, submitted_at) = (subject.dossier_id, subject.submitted_at);
    let by = Caller::Service(ServiceName::Registration);
    reviews::lock(connection, dossier).await?;
    let (mut kept, from, action) = match reviews::load(connection, dossier).await? {
        None => {
            let review = Review::open(event.submission, items)?;
            (Kept { subject, review, version: 0, due_at: None, claim: None }, None, "open_review")
        }
        Some(mut kept) => {
            let from = kept.review.state;
            if kept.subject.person_id != subject.person_id {
                bail!("a dossier has changed hands");
            }
            if kept.review.resubmit(event.submission, items)? == Heard::Before {
                return Ok(());
            }
            // Who moved meanwhile is decided where they are now.
            kept.subject = subject;
            (kept, Some(from), "reopen_review")
        }
    };
    let deed = Deed { by: &by, action, at: submitted_at };
    app.keep_moved(connection, &mut kept, from, deed).await?;
    review_items::keep(connection, dossier, &kept.review.items).await?;
    counter!("epupns_reviews_opened_total", "first" => from.is_none().to_string()).increment(1);
    Ok(())
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
        told.stages().map(|stage| wire::stage_of(stage).context("an unknown stage")).collect::<Result<_, _>>()?;
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
