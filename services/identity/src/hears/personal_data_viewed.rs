//! Somebody was shown personal data of others: each of those gets a line in their access log.

use anyhow::Context as _;
use chassis::{
    db::Tx,
    events::Heard,
    wire::{Viewed, instant},
};
use kernel::PersonId;
use proto::{
    helpdesk::v1::PersonalDataViewed as ViewedInHelpdesk, registration::v1::PersonalDataViewed,
    verification::v1::PersonalDataViewed as ViewedInVerification,
};
use uuid::Uuid;

use crate::app::{App, log_viewing::LogViewing};

/// What whoever shows personal data tells: the same words, whoever it is.
pub(super) fn read(event: &Heard) -> anyhow::Result<Option<Viewed>> {
    if let Some(viewed) = event.decode::<PersonalDataViewed>()? {
        return Ok(Some(viewed.into()));
    }
    if let Some(viewed) = event.decode::<ViewedInVerification>()? {
        return Ok(Some(viewed.into()));
    }
    Ok(event.decode::<ViewedInHelpdesk>()?.map(Viewed::from))
}

pub(super) async fn hear(app: &App, tx: &mut Tx, event_id: Uuid, viewed: Viewed) -> anyhow::Result<()> {
    let subjects: Result<Vec<PersonId>, _> = viewed.subject_ids.iter().map(|id| PersonId::parse(id)).collect();
    let viewing = LogViewing {
        event_id,
        viewer_id: PersonId::parse(&viewed.viewer_id)?,
        subjects: subjects?,
        field_group: viewed.field_group,
        purpose: viewed.purpose,
        viewed_at: viewed.viewed_at.as_ref().and_then(instant).context("viewed at no time")?,
    };
    app.log_viewing(tx, &viewing).await
}
