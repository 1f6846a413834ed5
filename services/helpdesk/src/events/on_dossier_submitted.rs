//! A dossier was handed in: the first stage that has anything to decide holds it.

use kernel::Stage;
use proto::registration::v1::DossierSubmitted;
use sqlx::PgConnection;

use super::whose;
use crate::{
    store::registrations::{self, Progress},
    wire,
};

pub(super) async fn hear(connection: &mut PgConnection, event: &DossierSubmitted) -> anyhow::Result<()> {
    let whose = whose(&event.registration_id, event.employee.as_ref(), Some(&event.registration_number))?;
    registrations::keep(connection, &whose).await?;
    // Level 1 sees every dossier once; what came back goes to the first stage that decides it.
    let stages = event.items.iter().flat_map(|item| item.stages()).filter_map(wire::stage_of);
    let stage = if event.submission == 1 { Some(Stage::Skpd) } else { stages.min() };
    let progress = Progress { submission: i32::try_from(event.submission)?, step: 0 };
    Ok(registrations::keep_stage(connection, whose.registration_id, progress, stage).await?)
}
